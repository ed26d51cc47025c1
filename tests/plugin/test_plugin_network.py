"""A test whose network was not used as it registered it fails, and says how."""

from __future__ import annotations

import pytest

from tests.plugin.inner import Run

CLIENT = """
    from urlsession_mock.foundation import NSURL, NSURLSession

    def load(device, address):
        url = NSURL.URLWithString_(address)
        device.session(None).dataTaskWithURL_completionHandler_(url, lambda *told: None).resume()
"""


def test_an_answer_nobody_asks_for_fails_the_test(run: Run) -> None:
    result = run(
        CLIENT
        + """
    def test_it(urlsession_mock):
        urlsession_mock.network.get("https://example.com/a").respond()
"""
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "registered and never requested:",
            "    GET https://example.com/a",
            "        test_inner.py:*",
            "    where that is meant: optional=True for an answer, or for the whole test",
            "    @pytest.mark.urlsession(allow_unexpected=True, allow_unused=True)",
        ]
    )


def test_a_request_nobody_expected_fails_the_test(run: Run) -> None:
    result = run(
        CLIENT
        + """
    def test_it(urlsession_mock):
        urlsession_mock.network.get("https://example.com/a").redirect("/b")
        load(urlsession_mock, "https://example.com/a")
        urlsession_mock.run()
"""
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "nobody answers GET https://example.com/b; registered, the nearest first:",
            "    GET https://example.com/a",
            "        path: /a is wanted, /b came",
        ]
    )


@pytest.mark.parametrize(
    "relaxed",
    [
        "@pytest.mark.urlsession(allow_unexpected=True, allow_unused=True)",
        "",
    ],
    ids=["marker", "ini"],
)
def test_both_can_be_allowed(run: Run, relaxed: str) -> None:
    names = () if relaxed else ("allow_unexpected", "allow_unused")
    options = [f"--override-ini=urlsession_{name}=true" for name in names]
    result = run(
        CLIENT
        + f"""
    import pytest

    {relaxed}
    def test_it(urlsession_mock):
        urlsession_mock.network.get("https://example.com/a").respond()
        load(urlsession_mock, "https://example.com/b")
""",
        *options,
    )
    result.assert_outcomes(passed=1)


def test_a_test_that_failed_itself_hears_nothing_of_unused_answers(run: Run) -> None:
    result = run(
        CLIENT
        + """
    def test_it(urlsession_mock):
        urlsession_mock.network.get("https://example.com/a").respond()
        assert False, "its own reason"
"""
    )
    result.assert_outcomes(failed=1)
    result.stdout.no_fnmatch_line("*never requested*")


def test_a_callback_that_raises_fails_the_test_at_its_own_line(run: Run) -> None:
    result = run(
        CLIENT
        + """
    def broken(request):
        raise ZeroDivisionError("in the callback")

    def test_it(urlsession_mock):
        urlsession_mock.network.get("https://example.com/a").respond_with(broken)
        load(urlsession_mock, "https://example.com/a")
        urlsession_mock.run()
"""
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*raise ZeroDivisionError*", "E *in the callback"])


@pytest.mark.parametrize(
    "body",
    [
        (
            'urlsession_mock.network.get("https://example.com/b").respond()\n'
            '        load(urlsession_mock, "https://example.com/a")'
        ),
        'urlsession_mock.network.get("example.com/a")',
        'urlsession_mock.network.get("https://example.com/a").respond(99)',
        (
            'urlsession_mock.network.get("https://example.com/a").respond_with(lambda r: 1 / 0)\n'
            '        load(urlsession_mock, "https://example.com/a")\n'
            "        urlsession_mock.run()"
        ),
        (
            'urlsession_mock.network.get("https://example.com/b").respond()\n'
            '        url = NSURL.URLWithString_("wss://example.com/a")\n'
            "        urlsession_mock.session(None).webSocketTaskWithURL_(url).resume()"
        ),
    ],
    ids=["miss", "no url", "no status", "callback", "websocket"],
)
def test_a_mistake_is_shown_at_the_tests_own_line_without_a_frame_of_ours(
    run: Run, body: str
) -> None:
    result = run(
        CLIENT
        + f"""
    def test_it(urlsession_mock):
        {body}
"""
    )
    result.assert_outcomes(failed=1)
    shown = result.stdout.str()
    assert "test_inner.py:" in shown
    assert "urlsession_mock/" not in shown.replace("test_inner.py", "")
