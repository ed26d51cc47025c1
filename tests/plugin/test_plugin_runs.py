"""Other ways to run: several processes, an interrupt."""

from __future__ import annotations

from pathlib import Path

from tests.plugin.inner import in_a_process

INTERRUPTED = """
    import threading

    from downloads import *


    def pytest_unconfigure(config):
        threads = [t.name for t in threading.enumerate() if t is not threading.main_thread()]
        print("threads left", threads)
"""


def test_workers_of_pytest_xdist_report_what_one_process_does(tmp_path: Path) -> None:
    lines = in_a_process(
        tmp_path,
        """
        from downloads import *

        def test_faultless(background_relaunch):
            play(background_relaunch(identifier="sync", app=App))

        def test_broken(background_relaunch):
            play(background_relaunch(identifier="sync", app=Hasty))

        def test_warned(background_relaunch):
            relaunch = background_relaunch(identifier="sync", app=App)
            relaunch.download("https://example.com/a", b"a")
            relaunch.wake()
            relaunch.device.app.suspend()
            relaunch.device.wake("sync")
        """,
        "-n1",
    )

    output = "\n".join(lines)
    assert "1 failed, 2 passed, 1 warning" in output
    assert "the delegate broke 1 of " in output
    assert " urlsession recording " in output
    assert "URLSessionWarning: stored-handler-not-overwritten: " in output


def test_an_interrupt_leaves_no_thread_behind(tmp_path: Path) -> None:
    lines = in_a_process(
        tmp_path,
        """
        from downloads import *

        def test_it(background_relaunch):
            play(background_relaunch(identifier="sync", app=App))
            raise KeyboardInterrupt
        """,
        conftest=INTERRUPTED,
    )

    assert "threads left []" in lines
    assert any("KeyboardInterrupt" in line for line in lines)


def test_an_interrupt_while_it_comes_to_rest_leaves_no_thread_behind(tmp_path: Path) -> None:
    lines = in_a_process(
        tmp_path,
        """
        from downloads import *

        def interrupt():
            raise KeyboardInterrupt

        def test_it(background_relaunch):
            play(background_relaunch(identifier="sync", app=App))
            NSOperationQueue.mainQueue().addOperationWithBlock_(interrupt)
        """,
        conftest=INTERRUPTED,
    )

    assert "threads left []" in lines
    assert any("KeyboardInterrupt" in line for line in lines)
