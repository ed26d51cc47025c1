"""Enumerations are plain ints with Apple's names."""

from __future__ import annotations

import pickle

import pytest

from urlsession_mock.foundation import (
    NSURLSessionResponseAllow,
    NSURLSessionResponseDisposition,
    NSURLSessionWebSocketCloseCode,
    NSURLSessionWebSocketCloseCodeGoingAway,
)


def test_a_member_is_the_module_constant_and_the_int() -> None:
    assert NSURLSessionResponseDisposition.Allow is NSURLSessionResponseAllow
    assert NSURLSessionResponseDisposition(1) is NSURLSessionResponseAllow
    assert int(NSURLSessionResponseAllow) == 1


def test_a_known_close_code_has_its_name() -> None:
    assert NSURLSessionWebSocketCloseCode(1001) is NSURLSessionWebSocketCloseCodeGoingAway


def test_a_private_close_code_passes_through() -> None:
    code = NSURLSessionWebSocketCloseCode(4000)

    assert code == 4000
    assert code.name == "Code4000"
    assert NSURLSessionWebSocketCloseCode(4000) is code
    assert pickle.loads(pickle.dumps(code)) is code


@pytest.mark.parametrize("value", [-1, 65536])
def test_a_close_code_has_two_bytes(value: int) -> None:
    with pytest.raises(ValueError, match=str(value)):
        NSURLSessionWebSocketCloseCode(value)


def test_another_enumeration_refuses_an_unknown_value() -> None:
    with pytest.raises(ValueError, match="9"):
        NSURLSessionResponseDisposition(9)
