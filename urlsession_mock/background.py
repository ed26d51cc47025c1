"""The transfer service: background sessions, which outlive the app.

Not here: the app's life (app.py, device.py). One rule: what the system remembers of
a session is kept by identifier, outside any session object (R05).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from urlsession_mock.delivery import void
from urlsession_mock.engine import Channel, Life
from urlsession_mock.errors import NotPossibleNow
from urlsession_mock.foundation.configuration import NSURLSessionConfiguration
from urlsession_mock.foundation.constants import NSURLErrorBackgroundTaskCancelledReasonKey
from urlsession_mock.foundation.error import NSError
from urlsession_mock.foundation.error_codes import (
    NSURLErrorBackgroundSessionInUseByAnotherProcess,
    NSURLErrorBackgroundSessionRequiresSharedContainer,
    NSURLErrorBackgroundSessionWasDisconnected,
    NSURLErrorCancelled,
    NSURLErrorCancelledReasonUserForceQuitApplication,
)
from urlsession_mock.handlers import Handler
from urlsession_mock.handover import hand_over, handler_of
from urlsession_mock.lifecycle import UNRESUMED
from urlsession_mock.network import resuming
from urlsession_mock.selectors import CHALLENGE, FINISH_EVENTS, INVALID, SESSION_CHALLENGE
from urlsession_mock.triggers import DOWNLOADS

if TYPE_CHECKING:
    from urlsession_mock.device import Device
    from urlsession_mock.session import NSURLSession

__all__ = ["Background"]

_CHALLENGES = (CHALLENGE, SESSION_CHALLENGE)


class Background:
    """The background sessions of one device."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._channels: dict[str, Channel] = {}
        self._configurations: dict[str, NSURLSessionConfiguration] = {}
        self._is_force_quit = False
        self.elsewhere: set[str] = set()

    # -- sessions --------------------------------------------------------

    def open(self, configuration: NSURLSessionConfiguration) -> Channel:
        """The channel of the identifier; a fresh one while another session holds it (R42)."""
        identifier = str(configuration.identifier())
        channel = self._channels.get(identifier)
        is_held = any(session._channel is channel for session in self._device.process.sessions)
        if channel is None:
            channel = self._channels[identifier] = self._new(identifier)
        elif is_held:
            channel = self._new(identifier)
        return channel

    def away(self, configuration: NSURLSessionConfiguration) -> Channel:
        """A session of a former launch, of which only the system's side is left."""
        identifier = str(configuration.identifier())
        self._configurations.setdefault(identifier, configuration.copy())
        return self._channels.setdefault(identifier, self._new(identifier))

    def _new(self, identifier: str) -> Channel:
        return Channel(self._device.recording, identifier, "background")

    def differences(self, configuration: NSURLSessionConfiguration) -> tuple[str, ...]:
        """The properties that are not as when the identifier was last used (R04)."""
        identifier = configuration.identifier()
        if identifier is None:
            return ()
        before = self._configurations.get(identifier)
        self._configurations[identifier] = configuration.copy()
        return configuration._fields.differing(before._fields) if before is not None else ()

    def opened(self, session: NSURLSession) -> None:
        """What meets a new session: a missing container, or another process (R43, R51)."""
        if not session._is_background:
            return
        identifier = str(session._configuration.identifier())
        code = None
        if identifier in self.elsewhere:
            code = NSURLErrorBackgroundSessionInUseByAnotherProcess
        elif (
            self._lacks_container(session)
            and self._device.options.extension_without_container == "invalidates"
        ):
            code = NSURLErrorBackgroundSessionRequiresSharedContainer  # C6
        if code is not None:
            session._doom = NSError.url_error(code)

    def end_doomed(self) -> bool:
        """Tell the sessions that cannot work that they are invalid; True where there was one.

        Called when nothing else can happen, so that it is their last message (R35).
        """
        for session in self._device.process.sessions:
            if session._doom is not None and not session._channel.own.is_ending:
                session._channel.enqueue(session._channel.own, INVALID, (session._doom,))
                return True
        return False

    def refuses(self, session: NSURLSession, life: Life) -> bool:
        """Fail a task that was just resumed, where every task of the session fails (R51, C6)."""
        if not session._is_background or not self._lacks_container(session):
            return False
        code = NSURLErrorBackgroundSessionRequiresSharedContainer
        session._fail(life, NSError.url_error(code))
        return True

    def _lacks_container(self, session: NSURLSession) -> bool:
        is_extension = self._device.options.extension
        return is_extension and not session._configuration.sharedContainerIdentifier()

    def ended(self, session: NSURLSession) -> None:
        """A session became invalid: its identifier starts afresh (R37)."""
        identifier = session._configuration.identifier()
        if identifier is not None and self._channels.get(identifier) is session._channel:
            del self._channels[identifier]

    # -- the app leaves --------------------------------------------------

    def app_left(self) -> None:
        """Suspended or gone: a background data task loses its connection (R85, C4)."""
        for channel in self._channels.values():
            for life in list(channel.lives.values()):
                if life.facts.fragile and life.position.name != UNRESUMED:
                    self._fail(life, NSURLErrorBackgroundSessionWasDisconnected)

    def app_ended(self) -> None:
        """The app's objects are gone: what it was asked is asked again."""
        for channel in self._channels.values():
            channel.orphan()
            for life in list(channel.lives.values()):
                if life.position.name == UNRESUMED:
                    channel.end(life)  # never handed to the system

    def cancel_all(self) -> None:
        """The user force-quit the app: its transfers end with -999 and the reason (R21)."""
        self._is_force_quit = True
        for channel in self._channels.values():
            for life in list(channel.lives.values()):
                reason = {
                    NSURLErrorBackgroundTaskCancelledReasonKey: (
                        NSURLErrorCancelledReasonUserForceQuitApplication
                    )
                }
                data = self._device.resume_data(life)
                if data is not None:
                    reason["NSURLSessionDownloadTaskResumeData"] = data  # type: ignore[assignment]  # userInfo is mixed
                self._fail(life, NSURLErrorCancelled, **reason)

    def _fail(self, life: Life, code: int, **user_info: object) -> None:
        error = NSError.url_error(code, life.facts.url, user_info)
        if life.channel.cancel(life, error):
            self._device.stopped(life)

    def resume_data(self, life: Life) -> bytes | None:
        """What a download without a server can go on from: a GET's request (R80)."""
        request = life.facts.request
        if life.kind not in DOWNLOADS or request is None or request.HTTPMethod() != "GET":
            return None
        if life.position.name == UNRESUMED or not life.facts.received:
            return None
        # Its messages were written by a test, so there is no file to go on with.
        return resuming.encoded(resuming.ResumeData(str(request.URL().absoluteString())))

    # -- the wake --------------------------------------------------------

    def identifiers(self) -> list[str]:
        """The identifiers of the sessions that the system knows, oldest first."""
        return list(self._channels)

    def wake(self, identifier: str, *, finish_events: bool, handover: str) -> Handler:
        """See `Device.wake`."""
        __tracebackhide__ = True
        if handover not in ("first", "last"):
            raise ValueError(f"handover is 'first' or 'last', not {handover!r}")
        device = self._device
        channel = self._must_be_due(identifier)
        was_suspended = device.app.state == "suspended"
        if was_suspended:
            device._resume()
        else:
            device._launch()
        device._changed("woken", identifier)
        if handover == "last":
            if finish_events:
                channel.enqueue(channel.own, FINISH_EVENTS, ())
            device.run()
            return hand_over(device, identifier)
        handler = self._hand_over(identifier)
        if finish_events:
            channel.enqueue(channel.own, FINISH_EVENTS, ())
        return handler

    def _hand_over(self, identifier: str) -> Handler:
        """The handover: at once, or when an explorer lets it come (R20)."""
        __tracebackhide__ = True
        device = self._device
        handler = handler_of(device, identifier)
        has_taker = device.app.delegate is not None
        if has_taker and device._runner.hand_over_later(
            identifier, lambda: void(hand_over(device, identifier, handler))
        ):
            return handler
        return hand_over(device, identifier, handler)

    def is_due(self, identifier: str) -> bool:
        """Something waits to be delivered, and the system would wake the app for it."""
        channel = self._channels.get(identifier)
        if channel is None or channel.is_quiet:
            return False
        try:
            self._must_be_due(identifier)
        except NotPossibleNow:
            return False
        return True

    def known(self) -> list[tuple[str, Channel]]:
        """The sessions that the system knows, by identifier, oldest first."""
        return list(self._channels.items())

    def _must_be_due(self, identifier: str) -> Channel:
        """The channel that the system would wake the app for; else why it would not."""
        __tracebackhide__ = True
        device = self._device
        channel = self._channels.get(identifier)
        if channel is None:
            known = ", ".join(sorted(self._channels)) or "none"
            raise NotPossibleNow(
                f"no background session {identifier!r} has work; "
                f"sessions known to the system: {known}"
            )
        if channel.own.is_ending:
            raise NotPossibleNow(
                f"the session {identifier!r} is invalid, so nothing more comes of it; make a new "
                f"one (R35)"
            )
        if device.options.platform == "macos-appkit":
            raise NotPossibleNow("an AppKit app gets no background launch (R02)")
        if self._is_force_quit:
            raise NotPossibleNow(
                "the user force-quit the app, so the system does not relaunch it; launch() it (R21)"
            )
        if device.app.is_running:
            raise NotPossibleNow(
                "the app is running, so its messages come without a handover; call run(), or "
                "app.suspend() or app.terminate() before wake() (R19)"
            )
        configuration = self._configurations.get(identifier)
        if configuration is not None and not configuration.sessionSendsLaunchEvents():
            raise NotPossibleNow(
                f"the configuration of {identifier!r} has sessionSendsLaunchEvents off, so the "
                f"system does not wake the app for it (R02)"
            )
        running = [life.number for life in channel.lives.values() if not life.is_ending]
        asked = any(map(_needs_an_answer, (*channel.lives.values(), channel.own)))
        some_ended = device.options.handovers == "per-task" and not channel.is_quiet  # C12
        if running and not asked and not some_ended:
            raise NotPossibleNow(
                f"tasks {running} of {identifier!r} are still running, so the system does not "
                f"wake the app yet; let them end: device.run() with answers, or "
                f"session.enqueue(COMPLETE, task, None) (R01, R18)"
            )
        return channel

    def greet(self, app_delegate: object) -> None:
        """`application:didFinishLaunchingWithOptions:`, on the main lane, where there is one."""
        method = getattr(app_delegate, "application_didFinishLaunchingWithOptions_", None)
        if method is not None:
            self._device.lanes.run_on_main(lambda: method(self._device.app, {}))

    def forget_force_quit(self) -> None:
        """The user launched the app again."""
        self._is_force_quit = False


def _needs_an_answer(life: Life) -> bool:
    """Its newest message asks for authentication: the other reason for a wake (R01)."""
    return life.last >= 0 and life.channel.recording.log[life.last] in _CHALLENGES
