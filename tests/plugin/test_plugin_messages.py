"""What a test sees when its own line fails: its line, and no frame of ours."""

from __future__ import annotations

from tests.plugin.inner import Run, block, headings


def test_a_wait_that_is_over_ends_in_the_line_of_the_test(run: Run) -> None:
    result = run("""
        from urlsession_mock.selectors import COMPLETE
        def test_it(background_relaunch):
            relaunch = background_relaunch(identifier="sync", app=App)
            relaunch.wake()
            with relaunch.device.wait_for(COMPLETE, timeout=0.01):
                pass
    """)

    lines = block(result.stdout.str(), "test_it")
    shown = [line for line in lines if line]
    assert [line for line in shown if line.startswith(">")] == [
        ">       with relaunch.device.wait_for(COMPLETE, timeout=0.01):"
    ]
    [first, *_] = [line for line in shown if line.startswith("E ")]
    assert first.endswith(
        "TimedOut: URLSession:task:didCompleteWithError: did not come within 0.01 s; "
        "busy lanes: none"
    )
    assert shown[-1] == "test_inner.py:7: TimedOut"


def test_it_shows_the_recording_once(run: Run) -> None:
    result = run("""
        from urlsession_mock.selectors import COMPLETE
        def test_it(background_relaunch):
            relaunch = background_relaunch(identifier="sync", app=App)
            relaunch.wake()
            with relaunch.device.wait_for(COMPLETE, timeout=0.01):
                pass
    """)

    assert any("app woken" in line for line in block(result.stdout.str(), "test_it"))
    assert "urlsession recording" not in headings(result.stdout.str())


def test_a_message_that_cannot_come_ends_in_the_line_of_the_test(run: Run) -> None:
    result = run("""
        from urlsession_mock.selectors import FINISH_EVENTS
        def test_it(urlsession_mock):
            urlsession_mock.session(App()).enqueue(FINISH_EVENTS)
    """)

    lines = [line for line in block(result.stdout.str(), "test_it") if line]
    assert lines[-1] == "test_inner.py:5: IllegalMessage"


def test_a_handler_that_was_not_called_ends_in_the_line_of_the_test(run: Run) -> None:
    result = run("""
        def test_it(background_relaunch):
            relaunch = background_relaunch(identifier="sync", app=App)
            relaunch.wake()
            relaunch.assert_handler_called()
    """)

    lines = [line for line in block(result.stdout.str(), "test_it") if line]
    assert lines[-1] == "test_inner.py:6: AssertionError"


def test_and_its_report_is_not_said_again_as_a_verdict(run: Run) -> None:
    result = run("""
        def test_it(background_relaunch):
            relaunch = background_relaunch(identifier="sync", app=App)
            relaunch.wake()
            relaunch.assert_handler_called()
    """)

    assert "urlsession recording" in headings(result.stdout.str())
    assert "urlsession verdict, as far as the test came" not in headings(result.stdout.str())


def test_a_comparison_of_messages_shows_the_first_difference(run: Run) -> None:
    result = run(
        """
        from urlsession_mock.selectors import *
        def test_it(background_relaunch):
            relaunch = background_relaunch(identifier="sync", app=App)
            play(relaunch)
            assert relaunch.recording.selectors() == [HANDOVER, FINISH_DOWNLOAD, FINISH_EVENTS]
        """,
        "-vv",
    )

    lines = [line for line in block(result.stdout.str(), "test_it") if line.startswith("E ")]
    assert lines[0].endswith("assert index 2: complete came, finish-events was expected")
    assert [line.split() for line in lines[1:3]] == [
        ["E", "index", "came", "expected"],
        ["E", "0", "handover", "handover"],
    ]


def test_any_other_comparison_is_left_to_pytest(run: Run) -> None:
    result = run("""
        from urlsession_mock.selectors import COMPLETE
        def test_it():
            assert [COMPLETE, 1] == [COMPLETE, 2]
        def test_texts():
            assert ["a"] == ["b"]
    """)

    result.stdout.fnmatch_lines_random(
        ["E * At index 1 diff: 1 != 2", "E * At index 0 diff: 'a' != 'b'"]
    )
