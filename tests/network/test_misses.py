"""What a reader is told of a request nobody answers, and of an answer nobody asked for."""

from __future__ import annotations

import re

import pytest

from tests.network.driving import outgoing
from tests.scripted import Notes
from tests.small_delegates import loading
from urlsession_mock import Device
from urlsession_mock.errors import NotAsRegistered, NotPossibleNow
from urlsession_mock.foundation import NSURL, NSMutableURLRequest
from urlsession_mock.network import Network
from urlsession_mock.selectors import COMPLETE


def test_the_nearest_is_first_and_says_how_it_differs() -> None:
    network = Network()
    network.post("https://example.com/b").respond()
    network.get("https://example.com/a?page=1&size=9").respond()
    network.get("https://example.com/{id}/more").respond()
    network.get("https://example.com/a?page=2&x=1", headers={"X-Key": "k"}).respond()
    assert network.miss(outgoing("https://example.com/a?page=2&x=1")) == (
        "nobody answers GET https://example.com/a?page=2&x=1; registered, the nearest first:\n"
        "    GET https://example.com/a?page=2&x=1\n"
        "        header X-Key: 'k' is wanted, there is none\n"
        "    GET https://example.com/a?page=1&size=9\n"
        "        query: page=1 is wanted, page=2 came\n"
        "        query: size=9 is wanted, and there is no size\n"
        "        query: x=1 came, and no x is wanted\n"
        "    GET https://example.com/{id}/more\n"
        "        path, segment 2: 'more' is wanted, there is none\n"
        "        query: page=2 came, and no page is wanted\n"
        "        query: x=1 came, and no x is wanted\n"
        "    POST https://example.com/b\n"
        "        method: POST is wanted, GET came\n"
        "        path: /b is wanted, /a came\n"
        "        query: page=2 came, and no page is wanted\n"
        "        query: x=1 came, and no x is wanted"
    )


def test_a_body_is_told_by_the_place_where_it_differs() -> None:
    network = Network()
    network.post("https://example.com/a", body=b"0123456789").respond()
    network.post("https://example.com/a", json={"a": 1}).respond()
    network.post("https://example.com/a", body=lambda body: False).respond()
    told = network.miss(outgoing("https://example.com/a", "POST", (), b"0123x"))
    assert "body: the test's own check refuses b'0123x'" in told
    assert "body: the JSON {'a': 1} is wanted, b'0123x' came" in told
    assert "body: at byte 4 b'456789' is wanted, b'x' came (10 and 5 bytes)" in told


@pytest.mark.parametrize(
    ("registered", "line"),
    [
        ("https://example.com/a/8/c", "path, segment 2: '8' is wanted, '9' came"),
        ("https://example.com/a/9/c/d", "path, segment 4: 'd' is wanted, there is none"),
        ("https://example.com/a/9", "path, segment 3: 'c' came, none is wanted"),
        ("https://example.com/a/{id}/*.mp3", "path, segment 3: '*.mp3' is wanted, 'c' came"),
        ("https://example.com/**.mp3", "path: /**.mp3 is wanted, /a/9/c came"),
        ("http://example.com/a/9/c", "http://example.com is wanted, https://example.com came"),
        ("https://*.example.com/a", "URL: it does not fit the pattern"),
        ("https://example.com/a/9/c?x=1&x=2", "query: x=1&x=2 is wanted, and there is no x"),
    ],
)
def test_a_url_is_told_by_the_part_that_differs(registered: str, line: str) -> None:
    network = Network()
    network.get(registered).respond()
    assert line in network.miss(outgoing("https://example.com/a/9/c")).splitlines()[2]


def test_a_name_that_comes_twice_is_told_with_all_its_values() -> None:
    network = Network()
    network.get("https://example.com/a?x=1&x=2").respond()
    assert "query: x=1&x=2 is wanted, x=1 came" in network.miss(
        outgoing("https://example.com/a?x=1")
    )


def test_the_same_path_of_another_method_is_nearer_than_another_path() -> None:
    network = Network()
    network.post("https://example.com/a/b").respond()
    network.get("https://example.com/a/c").respond()
    network.get("https://elsewhere.com/a/b").respond()
    lines = network.miss(outgoing("https://example.com/a/b")).splitlines()
    assert [line.strip() for line in lines if line[4:5] not in ("", " ")][1:] == [
        "POST https://example.com/a/b",
        "GET https://example.com/a/c",
        "GET https://elsewhere.com/a/b",
    ]


def test_a_check_that_raises_does_not_hide_the_report() -> None:
    network = Network()
    network.post("https://example.com/b", body=lambda body: bool(1 / 0)).respond()
    told = network.miss(outgoing("https://example.com/a", "POST"))
    assert "body: the test's check raised ZeroDivisionError: division by zero" in told


def test_what_the_request_says_is_not_told_as_missing(device: Device) -> None:
    device.network.get("https://example.com/b", headers={"X-Key": "k"}).respond()
    url = NSURL.URLWithString_("https://example.com/a")
    assert url is not None
    request = NSMutableURLRequest.requestWithURL_(url)
    request.setValue_forHTTPHeaderField_("k", "X-Key")
    task = device.session(Notes()).dataTaskWithRequest_(request)
    with pytest.raises(NotPossibleNow) as caught:
        task.resume()
    assert "X-Key" not in str(caught.value)


def test_an_answer_that_is_used_up_says_so() -> None:
    network = Network()
    network.get("https://example.com/a").respond(times=1)
    network.get("https://example.com/b")
    network.answer(outgoing("https://example.com/a"))
    told = network.miss(outgoing("https://example.com/a"))
    assert "it fits, and was used up after 1 time" in told
    assert "it has no answer" in network.miss(outgoing("https://example.com/b"))


def test_many_are_counted_not_listed() -> None:
    network = Network()
    for number in range(9):
        network.get(f"https://example.com/{number}").respond()
    told = network.miss(outgoing("https://example.com/a"))
    assert told.endswith("    and 4 more")
    assert max(map(len, told.splitlines())) <= 80


def test_no_line_is_wider_than_a_terminal() -> None:
    network = Network()
    network.get("https://example.com/" + "a" * 200, headers={"X": "y" * 200}).respond()
    lines = network.miss(outgoing("https://example.com/")).splitlines()
    assert max(map(len, lines)) <= 80


def test_the_line_that_resumes_a_task_nobody_expected_is_told(device: Device) -> None:
    device.network.get("https://example.com/b").respond()
    with pytest.raises(NotPossibleNow, match=r"nobody answers GET https://example\.com/a"):
        loading(device.session(Notes()), "https://example.com/a")


def test_a_redirect_to_where_nobody_answers_is_told_at_the_end(device: Device) -> None:
    device.network.get("https://example.com/a").redirect("/elsewhere")
    loading(device.session(Notes()), "https://example.com/a")
    assert device.run().selectors()[-1] is COMPLETE
    with pytest.raises(NotAsRegistered, match=r"nobody answers GET .*/elsewhere"):
        device.network.check()


def test_an_answer_that_nobody_asked_for_is_told_with_its_line(device: Device) -> None:
    device.network.get("https://example.com/a").respond()
    device.network.get("https://example.com/b", optional=True).respond()
    with pytest.raises(NotAsRegistered) as caught:
        device.network.check()
    assert re.fullmatch(
        r"registered and never requested:\n"
        r"    GET https://example.com/a\n"
        r"        .*test_misses\.py:\d+",
        str(caught.value),
    )


def test_an_answer_whose_turn_never_came_is_told() -> None:
    network = Network()
    network.get("https://example.com/a").respond().respond(503).fail()
    network.get("https://example.com/b").respond(times=3)
    for path in "ab":
        network.answer(outgoing(f"https://example.com/{path}"))
    lines = network.problems().splitlines()
    assert lines[:3] == [
        "registered and never requested:",
        "    GET https://example.com/a",
        "        came 1 time; of its 3 answers never given: 2, 3",
    ]
    assert len(lines) == 4  # the line where it was registered, and no word of the other


def test_a_protected_page_that_lets_nobody_in_was_requested() -> None:
    network = Network()
    network.get("https://example.com/a").protect("basic", "user", "secret").respond()
    network.answer(outgoing("https://example.com/a"))
    assert network.problems() == ""


def test_a_device_can_be_lenient(device: Device) -> None:
    device.network.strict(unexpected=False, unused=False)
    device.network.get("https://example.com/a").respond()
    notes = Notes()
    loading(device.session(notes), "https://example.com/b")
    device.run()
    device.network.check()
    assert notes.last(COMPLETE)[2].code() == -1004


def test_all_as_registered_is_no_problem(device: Device) -> None:
    device.network.get("https://example.com/a").respond()
    loading(device.session(Notes()), "https://example.com/a")
    device.run()
    device.network.check()


def test_a_real_host_that_was_not_allowed_is_told_at_the_end(device: Device) -> None:
    device.network.live("http://127.0.0.1:9")
    device.network.get("https://example.com/a").redirect("http://stranger.example.com/")
    loading(device.session(Notes()), "https://example.com/a")
    device.run()
    with pytest.raises(NotAsRegistered, match=r"stranger\.example\.com was not contacted, because"):
        device.network.check()
