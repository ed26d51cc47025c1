"""The messages of a TLS handshake that Python shows to nobody, read from their bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from urlsession_mock.network import handshake


def vector(content: bytes, width: int) -> bytes:
    return len(content).to_bytes(width, "big") + content


def message(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + vector(content, 3)


NAMES = [b"0\x0bone", b"0\x0ctwo"]
NAMED = vector(b"".join(vector(name, 2) for name in NAMES), 2)
CERTIFICATES = [b"own", b"issuer's"]

OF_1_2 = message(13, vector(b"\x01\x40", 1) + vector(b"\x04\x03", 2) + NAMED)
OF_1_3 = message(
    13,
    vector(b"", 1)
    + vector(b"\x00\x0d" + vector(b"\x04\x03", 2) + b"\x00\x2f" + vector(NAMED, 2), 2),
)
CHAIN_1_2 = message(11, vector(b"".join(vector(one, 3) for one in CERTIFICATES), 3))
CHAIN_1_3 = message(
    11,
    vector(b"", 1) + vector(b"".join(vector(one, 3) + vector(b"", 2) for one in CERTIFICATES), 3),
)


@pytest.mark.parametrize(("whole", "is_tls_1_3"), [(OF_1_2, False), (OF_1_3, True)])
def test_the_authorities_of_a_request_for_a_certificate_are_read(
    whole: bytes, is_tls_1_3: bool
) -> None:
    assert handshake.requested_names(whole, is_tls_1_3=is_tls_1_3) == tuple(NAMES)


@pytest.mark.parametrize(("whole", "is_tls_1_3"), [(CHAIN_1_2, False), (CHAIN_1_3, True)])
def test_the_certificates_shown_are_read(whole: bytes, is_tls_1_3: bool) -> None:
    assert handshake.certificates(whole, is_tls_1_3=is_tls_1_3) == tuple(CERTIFICATES)


@pytest.mark.parametrize("is_tls_1_3", [False, True])
@pytest.mark.parametrize("whole", [OF_1_2, OF_1_3, CHAIN_1_2, CHAIN_1_3])
def test_what_is_cut_short_says_nothing(whole: bytes, is_tls_1_3: bool) -> None:
    for end in range(4, len(whole) - 1):
        short = whole[:end]

        assert handshake.certificates(short, is_tls_1_3=is_tls_1_3) == ()
        assert handshake.requested_names(short, is_tls_1_3=is_tls_1_3) == ()


def test_a_request_that_names_nobody_is_read_as_such() -> None:
    empty = message(13, vector(b"", 1) + vector(b"", 2))

    assert handshake.requested_names(empty, is_tls_1_3=True) == ()


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_make_it_raise(data: bytes, is_tls_1_3: bool) -> None:
    handshake.certificates(data, is_tls_1_3=is_tls_1_3)
    handshake.requested_names(data, is_tls_1_3=is_tls_1_3)
