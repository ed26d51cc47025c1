"""What befalls a transfer that is explored: an error here, or no network from here on.

Pure. Not here: the transfer (network/loading.py). One rule: an error comes only where a network can
have it, and in a background session only where the system does not try again by itself.
"""

from __future__ import annotations

from typing import Final

from urlsession_mock.exploring.kinds import FAULT, OFFLINE
from urlsession_mock.exploring.steering import Steering
from urlsession_mock.foundation.error_codes import (
    NSURLErrorCannotConnectToHost,
    NSURLErrorCannotFindHost,
    NSURLErrorNetworkConnectionLost,
    NSURLErrorSecureConnectionFailed,
    NSURLErrorTimedOut,
)
from urlsession_mock.network.wire import Chunk, Connected, End, Happening, Head

__all__ = ["fault", "goes_offline"]

# fmt: off
# Before what on the wire, which errors; and which of them a background upload or download is told
# of, where the system tries the others again by itself (R50).
_ERRORS: Final[dict[type, tuple[tuple[int, ...], tuple[int, ...]]]] = {
    # There is no such host, or none that answers, or it is not who it says (R84, R85).
    Connected: ((NSURLErrorCannotFindHost, NSURLErrorCannotConnectToHost,
                 NSURLErrorSecureConnectionFailed),    (NSURLErrorSecureConnectionFailed,)),
    # Nothing came in time, or the connection was lost (R50, R87). In the background the time is
    # that of the whole resource.
    Head:      ((NSURLErrorTimedOut, NSURLErrorNetworkConnectionLost),  (NSURLErrorTimedOut,)),
    Chunk:     ((NSURLErrorTimedOut, NSURLErrorNetworkConnectionLost),  (NSURLErrorTimedOut,)),
    End:       ((NSURLErrorNetworkConnectionLost,),                     ()),
}
# fmt: on


def fault(happening: Happening, steering: Steering, *, is_retried: bool) -> int | None:
    """The code of the error that comes in place of what happens on the wire; None for none.

    `is_retried`: the system tries the transfer again by itself after most errors.
    """
    if not steering.may(FAULT):
        return None
    plain, background = _ERRORS.get(type(happening), ((), ()))
    codes = background if is_retried else plain
    if not codes:
        return None
    before = type(happening).__name__.lower()
    labels = ["", *(f"error {code} before the {before}" for code in codes)]
    taken = steering.ask(FAULT, len(labels), labels)
    return codes[taken - 1] if taken else None


def goes_offline(happening: Happening, steering: Steering) -> bool:
    """Whether the network is gone before this happens on the wire."""
    if type(happening) not in _ERRORS:
        return False
    before = type(happening).__name__.lower()
    return steering.happens(OFFLINE, f"no network before the {before}")
