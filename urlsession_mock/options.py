"""Where Apple contradicts itself or is silent: the choices, and what is taken by default.

Not here: anything Apple is clear about. One rule: every option names the texts it
decides between (C1 to C13 of the contract), and its default is the better founded one.

Three contradictions need no option: C3 (the sentence stands alone against all other texts), C9
(`didCreateTask` is off the queue by the header, and no text denies it) and C10 (a concurrent
queue keeps a task's order, and the rule `serial-delegate-queue` warns).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

__all__ = ["Options", "Platform"]

Platform = Literal["ios", "macos-appkit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the simulated system behaves. Give one to `Device(options=...)`.

    Raises `ValueError` for a value that is not one of those named here.
    """

    platform: Platform = "ios"
    """`macos-appkit` has no background launch: `device.wake` refuses (R02)."""

    session_challenge_without_method: Literal["ask-task-method", "default-handling"] = (
        "ask-task-method"
    )
    """C1. Reference page and measurements against the header."""

    invalidation_message: Literal["after-completions", "at-once"] = "after-completions"
    """C2. Where `didBecomeInvalidWithError` comes after `invalidateAndCancel`."""

    background_data_tasks: Literal["until-suspended", "refused"] = "until-suspended"
    """C4. Allowed, failing with -997 on suspension; or refused at creation."""

    background_upload_from_data: Literal["raises", "fails-after-exit"] = "raises"
    """C5. An exception at creation (observed), or a task that fails when the app ends."""

    extension: bool = False
    """R51. The code under test is an app extension: its background sessions need a container."""

    extension_without_container: Literal["invalidates", "tasks-fail"] = "invalidates"
    """C6. Error -995 and the session becomes invalid; or every task fails with it."""

    close_code_absent: Literal[1005, 0] = 1005
    """C7. The close code reported for a close frame without one."""

    cancelled_state: Literal["completed", "canceling"] = "completed"
    """C8. The state of a cancelled task after its completion."""

    background_data_response: Literal["asked", "not-asked"] = "asked"
    """C11. Whether `didReceiveResponse` is sent for a background data task."""

    handovers: Literal["once", "per-task"] = "once"
    """C12. One handover when all transfers have ended, or one for each ended task."""

    upload_size_of_data: Literal["length", "unknown"] = "length"
    """C13. The expected total for a body given as data: its length, or -1 as for a stream."""

    reattached_tasks: Literal["same-class", "base-class"] = "same-class"
    """R53. Whether a former launch's task comes back as its own class, or as a plain task."""

    def __post_init__(self) -> None:
        for field in fields(self):
            allowed = _ALLOWED[field.name]
            if getattr(self, field.name) not in allowed:
                raise ValueError(
                    f"{field.name}={getattr(self, field.name)!r} is not an option; "
                    f"it takes {' or '.join(repr(value) for value in allowed)}"
                )


# fmt: off
_ALLOWED: dict[str, tuple[object, ...]] = {
    "platform":                         ("ios", "macos-appkit"),
    "session_challenge_without_method": ("ask-task-method", "default-handling"),
    "invalidation_message":             ("after-completions", "at-once"),
    "background_data_tasks":            ("until-suspended", "refused"),
    "background_upload_from_data":      ("raises", "fails-after-exit"),
    "extension":                        (False, True),
    "extension_without_container":      ("invalidates", "tasks-fail"),
    "close_code_absent":                (1005, 0),
    "cancelled_state":                  ("completed", "canceling"),
    "background_data_response":         ("asked", "not-asked"),
    "handovers":                        ("once", "per-task"),
    "upload_size_of_data":              ("length", "unknown"),
    "reattached_tasks":                 ("same-class", "base-class"),
}
# fmt: on
