"""NSProgress counts, and is cancelled, paused and resumed."""

from __future__ import annotations

import pytest

from urlsession_mock.foundation import NSProgress


def progress() -> NSProgress:
    return NSProgress.progressWithTotalUnitCount_(4)


def test_a_share_is_done() -> None:
    made = progress()
    made.setCompletedUnitCount_(1)

    assert made.fractionCompleted() == 0.25
    assert not made.isFinished()
    assert repr(made) == "<NSProgress 1 of 4>"


def test_all_is_done() -> None:
    made = progress()
    made.setCompletedUnitCount_(4)

    assert made.isFinished()
    assert made.fractionCompleted() == 1.0


@pytest.mark.parametrize("total", [0, -1])
def test_without_a_known_total_it_is_indeterminate(total: int) -> None:
    made = NSProgress.progressWithTotalUnitCount_(total)

    assert made.isIndeterminate()
    assert made.fractionCompleted() == 0.0
    assert not made.isFinished()


def test_cancelling_runs_the_handler_once() -> None:
    calls: list[str] = []
    made = progress()
    made.setCancellationHandler_(lambda: calls.append("cancelled"))
    made.cancel()
    made.cancel()

    assert calls == ["cancelled"]
    assert made.isCancelled()


def test_a_handler_set_after_cancelling_runs_at_once() -> None:
    calls: list[str] = []
    made = progress()
    made.cancel()
    made.setCancellationHandler_(lambda: calls.append("cancelled"))

    assert calls == ["cancelled"]


def test_pausing_and_resuming_run_their_handlers() -> None:
    calls: list[str] = []
    made = progress()
    made.setPausingHandler_(lambda: calls.append("paused"))
    made.setResumingHandler_(lambda: calls.append("resumed"))

    made.resume()
    made.pause()
    assert made.isPaused()
    made.resume()

    assert calls == ["paused", "resumed"]
    assert not made.isPaused()


def test_what_may_be_done_with_it_can_be_set() -> None:
    made = progress()
    made.setCancellable_(False)
    made.setPausable_(True)

    assert not made.isCancellable()
    assert made.isPausable()


def test_user_info_is_kept_by_key() -> None:
    made = NSProgress.alloc().initWithParent_userInfo_(None, {"a": 1, "b": 2})
    made.setUserInfoObject_forKey_(3, "b")
    made.setUserInfoObject_forKey_(None, "a")

    assert made.userInfo() == {"b": 3}


def test_a_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="tree of NSProgress"):
        NSProgress.alloc().initWithParent_userInfo_(progress(), None)  # type: ignore[arg-type] # misuse
