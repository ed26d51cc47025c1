"""Where Apple contradicts itself about background sessions, both readings can be had.

Not here: the contradictions about any session (test_contradictions.py). One rule: each option
is played twice, with its default and with its alternative.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bugs.downloads import Downloads
from tests.bugs.row import SYNC, A, B, background, post, response, url
from tests.small_delegates import Ends, Loads, downloading, loading
from urlsession_mock import (
    AppleException,
    Device,
    IllegalMessage,
    NotPossibleNow,
    Options,
)
from urlsession_mock.foundation import (
    NSError,
    NSURLErrorBackgroundSessionRequiresSharedContainer,
    NSURLErrorBackgroundSessionWasDisconnected,
    NSURLSessionConfiguration,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)
from urlsession_mock.selectors import (
    COMPLETE,
    DATA,
    RESPONSE,
)

Devices = Callable[[Options], Device]


DEFAULT = Options()


# -- C4, C5: tasks that a background session has for a while --------------


def test_a_background_data_task_lasts_until_the_app_is_suspended(make: Devices, ends: Ends) -> None:
    """C4, default."""
    device = make(DEFAULT)
    loading(background(SYNC, ends))
    device.app.suspend()
    device.app.resume()
    device.run()
    assert ends.codes == [NSURLErrorBackgroundSessionWasDisconnected]


def test_a_background_data_task_can_be_refused(make: Devices, ends: Ends) -> None:
    """C4, alternative."""
    make(Options(background_data_tasks="refused"))
    with pytest.raises(AppleException, match="Data tasks are not supported"):
        background(SYNC, ends).dataTaskWithURL_(url(A))


def test_a_background_upload_from_data_is_refused(make: Devices, ends: Ends) -> None:
    """C5, default."""
    make(DEFAULT)
    with pytest.raises(AppleException, match="Upload tasks from NSData are not supported"):
        background(SYNC, ends).uploadTaskWithRequest_fromData_(post(A), b"a recording")


def test_a_background_upload_from_data_can_fail_when_the_app_ends(
    make: Devices, ends: Ends
) -> None:
    """C5, alternative."""
    device = make(Options(background_upload_from_data="fails-after-exit"))
    background(SYNC, Ends()).uploadTaskWithRequest_fromData_(post(A), b"a recording").resume()
    device.app.terminate()
    device.launch()
    background(SYNC, ends)
    device.run()
    assert ends.codes == [NSURLErrorBackgroundSessionWasDisconnected]


# -- C6: an extension without a shared container --------------------------


def test_an_app_needs_no_shared_container(make: Devices, ends: Ends) -> None:
    """C6, where it does not apply: the code is not an extension."""
    device = make(DEFAULT)
    downloading(background(SYNC, ends))
    assert device.run().selectors() == []


def test_the_session_of_an_extension_without_a_container_becomes_invalid(
    make: Devices, ends: Ends
) -> None:
    """C6, default."""
    device = make(Options(extension=True))
    session = background(SYNC, ends)
    device.run()
    assert ends.codes == [NSURLErrorBackgroundSessionRequiresSharedContainer]
    assert session.delegate() is None


def test_the_tasks_of_an_extension_without_a_container_can_fail_instead(
    make: Devices, ends: Ends
) -> None:
    """C6, alternative."""
    device = make(Options(extension=True, extension_without_container="tasks-fail"))
    session = background(SYNC, ends)
    downloading(session)
    device.run()
    assert ends.codes == [NSURLErrorBackgroundSessionRequiresSharedContainer]
    assert session.delegate() is ends


def test_an_extension_with_a_container_is_left_alone(make: Devices, ends: Ends) -> None:
    """C6, where it does not apply: the container is there."""
    device = make(Options(extension=True))
    configured = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_(SYNC)
    configured.setSharedContainerIdentifier_("group.com.example")
    downloading(device.session(ends, configuration=configured))
    assert device.run().selectors() == []


# -- C11: the response of a background data task --------------------------


def test_a_background_data_task_is_asked_about_its_response(make: Devices) -> None:
    """C11, default."""
    device = make(DEFAULT)
    device.network.get(A).respond(body=b"episode")
    loading(background(SYNC, Loads()))
    assert device.run().selectors() == [RESPONSE, DATA, COMPLETE]


def test_a_background_data_task_can_go_without_a_response(make: Devices) -> None:
    """C11, alternative."""
    device = make(Options(background_data_response="not-asked"))
    device.network.get(A).respond(body=b"episode")
    loading(background(SYNC, Loads()))
    assert device.run().selectors() == [DATA, COMPLETE]


def test_a_response_that_is_not_asked_about_cannot_be_enqueued(make: Devices) -> None:
    """C11, alternative, written by the test."""
    session = make(Options(background_data_response="not-asked")).session(Loads(), identifier=SYNC)
    with pytest.raises(IllegalMessage, match="cannot come here"):
        session.enqueue(RESPONSE, loading(session), response(A))


# -- C12: when the handover comes -----------------------------------------


def one_ended_and_one_running(device: Device) -> None:
    device.launch(Downloads)
    app = device.app.delegate
    assert isinstance(app, Downloads)
    session = app.open(SYNC)
    ended = downloading(session)
    downloading(session, B)
    device.app.terminate()
    session.enqueue(COMPLETE, ended, NSError.url_error(-1005))


def test_the_app_is_not_woken_while_a_task_runs(make: Devices) -> None:
    """C12, default."""
    device = make(DEFAULT)
    one_ended_and_one_running(device)
    with pytest.raises(NotPossibleNow, match="still running"):
        device.wake(SYNC)


def test_the_app_can_be_woken_for_each_task_that_ends(make: Devices) -> None:
    """C12, alternative."""
    device = make(Options(handovers="per-task"))
    one_ended_and_one_running(device)
    handler = device.wake(SYNC)
    device.run()
    assert handler.calls == 1


# -- what is no contradiction, but an option too --------------------------


def finished_while_away(device: Device) -> None:
    device.network.get(A).respond(body=b"episode")
    device.launch(Downloads)
    app = device.app.delegate
    assert isinstance(app, Downloads)
    downloading(app.open(SYNC))
    device.app.terminate()
    device.run()


def test_an_ios_app_is_woken(make: Devices) -> None:
    """R01, default platform."""
    device = make(DEFAULT)
    finished_while_away(device)
    handler = device.wake(SYNC)
    device.run()
    assert handler.calls == 1


def test_an_appkit_app_is_not_woken(make: Devices) -> None:
    """R02, the other platform."""
    device = make(Options(platform="macos-appkit"))
    finished_while_away(device)
    with pytest.raises(NotPossibleNow, match="AppKit"):
        device.wake(SYNC)


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        (DEFAULT, NSURLSessionDownloadTask),
        (Options(reattached_tasks="base-class"), NSURLSessionTask),
    ],
    ids=["same class", "base class"],
)
def test_a_task_of_a_former_launch_comes_back_as(
    make: Devices, options: Options, kind: type[NSURLSessionTask]
) -> None:
    """R53, default and alternative."""
    device = make(options)
    device.launch()
    downloading(background(SYNC, Downloads()))
    device.app.terminate()
    device.launch()
    found: list[NSURLSessionTask] = []
    background(SYNC, Downloads()).getAllTasksWithCompletionHandler_(found.extend)
    device.run()
    assert [type(task) for task in found] == [kind]
