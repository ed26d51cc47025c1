"""What a fault is to the tests: two classes, a play, and what must come of it.

Not here: any fault. One rule: the faulty class and its twin are played alike, so that
the class alone makes the difference.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from urlsession_mock import AppleException, Device, Options, Relaunch
from urlsession_mock.foundation import (
    NSURL,
    NSHTTPURLResponse,
    NSMutableURLRequest,
    NSURLRequest,
    NSURLSession,
    NSURLSessionConfiguration,
)

__all__ = [
    "OUTCOME",
    "SYNC",
    "A",
    "B",
    "Played",
    "Row",
    "Stage",
    "background",
    "post",
    "response",
    "url",
]

OUTCOME: Final = "outcome"
"""In place of a rule's id: no rule can see the fault, only what the app makes of it."""

SYNC: Final = "com.example.sync"
A: Final = "https://example.com/a"
B: Final = "https://example.com/b"


def url(text: str) -> NSURL:
    """The NSURL of a text that is one."""
    made = NSURL.URLWithString_(text)
    assert made is not None
    return made


def post(text: str) -> NSURLRequest:
    """A POST request."""
    request = NSMutableURLRequest.requestWithURL_(url(text))
    request.setHTTPMethod_("POST")
    return request


def response(text: str, status: int = 200) -> NSHTTPURLResponse:
    """A response from there."""
    return NSHTTPURLResponse.alloc().initWithURL_statusCode_HTTPVersion_headerFields_(
        url(text), status, "HTTP/1.1", {}
    )


def background(identifier: str, delegate: object) -> NSURLSession:
    """A background session, made as an app makes it."""
    return NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
        NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_(identifier),
        delegate,
        None,
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a play takes place: a device, and a folder in which the app may keep files."""

    device: Device
    folder: Path

    def relaunch(self, app: Callable[[], object], identifier: str = SYNC) -> Relaunch:
        """An app that was away while its transfers ended."""
        return Relaunch(self.device, identifier=identifier, app=app)

    @property
    def app(self) -> Any:  # Any: the app delegate of whichever class is played
        """The app delegate of the current launch."""
        return self.device.app.delegate


@dataclass(frozen=True, slots=True)
class Row:
    """One fault. `expected` is the id of the rule that sees it, or `OUTCOME`.

    `play` plays a class and returns what the app made of it: `right` for the corrected class;
    for the faulty one `wrong` where only the outcome tells. `also` are rules that the fault
    cannot but break too. `raises` is the reason of the exception that ends the faulty play.
    """

    bug: str
    faulty: type
    corrected: type
    expected: str
    play: Callable[[Stage, Any], object]  # Any: each play knows the classes it is for
    right: object
    wrong: object = None
    also: tuple[str, ...] = ()
    raises: str | None = None
    options: Options | None = None

    @property
    def id(self) -> str:
        """Its name in a test's id."""
        return f"{self.bug}-{self.faulty.__name__}"


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a play."""

    broken: tuple[str, ...]
    outcome: object
    raised: AppleException | None

    @classmethod
    def of(cls, row: Row, played: type, folder: Path) -> Played:
        """Play one of the row's two classes on a fresh device."""
        outcome: object = None
        raised: AppleException | None = None
        with Device(options=row.options, folder=folder) as device:
            try:
                outcome = row.play(Stage(device, folder), played)
            except AppleException as exception:
                raised = exception
            return cls(device.verdict().broken, outcome, raised)
