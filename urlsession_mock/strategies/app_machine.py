"""A machine for an app with background sessions: it goes, and comes back.

Not here: what happens to a delegate in any session (machine.py). One rule: the system does only
what it does on a device: it wakes an app that is away, for a session that has something to tell.
"""

from __future__ import annotations

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from urlsession_mock.lifecycle import Kind
from urlsession_mock.strategies.machine import DelegateMachine, has_begun, one_of_its
from urlsession_mock.strategies.walks import BACKGROUND

__all__ = ["AppMachine"]

_AWAY = ("terminated", "force-quit")


# When a step is possible; see machine.py.


def _ways_to_leave(machine: AppMachine) -> tuple[str, ...]:
    state = machine.device.app.state
    if state in _AWAY:
        return ()
    ends = ("terminate", "force_quit")
    return ends if state == "suspended" else ("suspend", *ends)


def _may_leave(machine: AppMachine) -> bool:
    return has_begun(machine) and bool(_ways_to_leave(machine))


def _is_gone(machine: AppMachine) -> bool:
    return not machine.device.app.is_running


def _due(machine: AppMachine) -> list[str]:
    return machine.stage.due()


def _has_due(machine: AppMachine) -> bool:
    return bool(_due(machine))


def _handovers(machine: AppMachine) -> tuple[str, ...]:
    return ("first", "last") if machine.observed else ("first",)


def _finishing(machine: AppMachine) -> list[str]:
    owed = machine.stage.owed()
    again = machine.stage.opened() if machine.observed else []
    return owed + [each for each in again if each not in owed]


def _may_finish(machine: AppMachine) -> bool:
    return bool(_finishing(machine))


class AppMachine(DelegateMachine):
    """An app that makes background sessions. Subclass it, and give it your app delegate:

        class MyMachine(AppMachine):
            def make_app(self):
                return MyAppDelegate()

        TestMyApp = MyMachine.TestCase

    What a `DelegateMachine` does is done to its background sessions; besides the app is suspended
    and resumed, terminated (R07), force-quit (R21), launched, and woken for its sessions (R01). At
    the end an app that is away comes back, so that it hears what it missed. The delegate of its
    sessions is the app's affair: it has no `make_delegate`.
    """

    kinds: ClassVar[tuple[Kind, ...]] = tuple(
        kind for kind in reversed(BACKGROUND) if kind is not Kind.BACKGROUND_DATA
    )
    observed: ClassVar[bool] = False
    """Also what Apple does not state but was seen: finish-events again and without a handover
    (R14), messages before the handover (R20)."""
    is_away: ClassVar[bool] = True

    def make_app(self) -> object:
        """The app delegate, a fresh one for each launch. A subclass must have it."""
        raise NotImplementedError(
            f"{type(self).__name__} has no make_app(); write one that returns your app delegate"
        )

    def begin(self) -> None:
        """What the user does in the first launch, as what opens the app's sessions: nothing here.

        No task is started while no background session is open.
        """

    def set_up(self) -> None:
        """Launch the app, and begin."""
        self.device.launch(self.make_app)
        self.begin()

    def come_to_rest(self) -> None:
        """Bring the app back, and let everything happen that is still to happen."""
        self._come_back()
        super().come_to_rest()

    def _come_back(self) -> None:
        if self.device.app.is_running:
            return
        due = self.stage.due()
        if due:
            self.stage.wake(due[0], finish_events=True, handover="first")
        elif self.device.app.state == "suspended":
            self.device.app.resume()
        else:
            self.device.launch(self.make_app)

    # -- the steps -------------------------------------------------------

    @precondition(_may_leave)
    @rule(how=one_of_its(_ways_to_leave))
    def leave(self, how: str) -> None:
        """The system suspends the app (R06) or terminates it (R07), or the user quits it (R21)."""
        getattr(self.device.app, how)()
        if how != "suspend":
            self.stage.forget_owed()

    @precondition(_is_gone)
    @rule()
    def come_back(self) -> None:
        """The user opens the app: it is resumed, or launched again."""
        if self.device.app.state == "suspended":
            self.device.app.resume()
        else:
            self.device.launch(self.make_app)

    @precondition(_has_due)
    @rule(
        identifier=one_of_its(_due),
        finish_events=st.sampled_from([True, False]),
        handover=one_of_its(_handovers),
    )
    def wake(self, identifier: str, finish_events: bool, handover: str) -> None:
        """The system wakes the app for a session; without `finish_events` those come later."""
        self.stage.wake(identifier, finish_events=finish_events, handover=handover)

    @precondition(_may_finish)
    @rule(identifier=one_of_its(_finishing))
    def finish_events(self, identifier: str) -> None:
        """A session has told everything that it woke the app for."""
        self.stage.finish_events(identifier)
