"""Plays in which all comes as everybody expects: none of them names an order, or a mishap.

Not here: what an explorer makes of them (explored.py). One rule: the faulty class passes its
play as it is written, so what is found is found by the order alone.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.bugs.downloads import Downloads, on_main
from tests.bugs.explored_apps import (
    CallsBesideItsSave,
    CountsWithoutALock,
    FillsItsTableAtLaunch,
    Installed,
    News,
)
from tests.bugs.identity import KnowsTasksByNumber
from tests.bugs.optional_methods import HoldsItsTargetWeakly, Loads
from tests.bugs.row import SYNC, A, B, response, url
from tests.bugs.sessions import RetriesEverything
from tests.bugs.transfers import ForgetsWhatItBecame, KeepsTheLastPiece
from urlsession_mock import Device, Relaunch
from urlsession_mock.foundation import NSError, NSURLErrorTimedOut
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE

__all__ = [
    "counts_on_two_threads",
    "fails_to_load",
    "loads",
    "loads_in_two_sessions",
    "loads_once_in_pieces",
    "loads_to_the_end",
    "loads_what_becomes_a_download",
    "loads_what_it_misses",
    "loads_while_news_come",
    "one_wake",
    "saves_at_a_wake",
    "shows_what_it_loads",
    "signs_out_in_the_end",
    "two_downloads_at_a_wake",
]

NEWS = "https://example.com/news"

App = Callable[[list[str]], Installed]

# -- what ended while the app was away ------------------------------------


def one_wake(device: Device, app: type[Downloads]) -> None:
    relaunch = Relaunch(device, identifier=SYNC, app=app)
    relaunch.download(A, b"episode")
    relaunch.finish_events()
    assert kept_by(device) == ["episode"]


def two_downloads_at_a_wake(device: Device, app: type[Downloads]) -> None:
    relaunch = Relaunch(device, identifier=SYNC, app=app)
    relaunch.download(A, b"episode")
    relaunch.download(B, b"cover")
    relaunch.finish_events()
    assert sorted(kept_by(device)) == ["cover", "episode"]


def saves_at_a_wake(device: Device, app: type[CallsBesideItsSave]) -> None:
    relaunch = Relaunch(device, identifier=SYNC, app=lambda: app(device.pending_work))
    relaunch.download(A, b"episode")
    relaunch.finish_events()
    assert kept_by(device) == ["episode"]


def kept_by(device: Device) -> list[str]:
    app = device.app.delegate
    assert isinstance(app, Downloads)
    return app.kept


# -- what is loaded by an app that runs -----------------------------------


def loads(device: Device, app: App) -> None:
    disk: list[str] = []
    device.network.get(A).respond(body=b"episode")
    launched(device, app, disk).load(A)
    device.run()
    assert disk in (["episode"], ["to be started again"])


def loads_to_the_end(device: Device, app: App) -> None:
    disk: list[str] = []
    device.network.get(A).respond(body=b"episode")
    launched(device, app, disk).load(A)
    device.run()
    assert disk == ["episode", "the end"]


def loads_in_two_sessions(device: Device, app: App) -> None:
    disk: list[str] = []
    device.network.get(A).fail(NSURLErrorTimedOut)
    device.network.get(B).fail(NSURLErrorTimedOut)
    both = launched(device, app, disk)
    both.load(A, "episodes")
    both.load(B, "covers")
    device.run()
    assert sorted(disk) == [f"no {A}", f"no {B}"]


def fails_to_load(device: Device, app: Callable[[list[str]], FillsItsTableAtLaunch]) -> None:
    disk: list[str] = []
    device.network.get(A).fail(NSURLErrorTimedOut)
    launched(device, app, disk).load(A)
    device.run()
    assert disk == [f"no {A}"]


def loads_what_it_misses(device: Device, app: App) -> None:
    disk: list[str] = []
    device.network.get(A).respond(body=b"episode")
    launched(device, app, disk)
    device.run()
    assert disk == [A]


def launched(device: Device, app: Callable[[list[str]], Installed], disk: list[str]) -> Installed:
    device.launch(lambda: app(disk))
    made = device.app.delegate
    assert isinstance(made, Installed)
    return made


def loads_once_in_pieces(device: Device, delegate: type[KeepsTheLastPiece]) -> None:
    made = delegate()
    session = device.session(made)
    task = session.dataTaskWithURL_(url(A))
    task.resume()
    session.enqueue(RESPONSE, task, response(A))
    session.enqueue(DATA, task, b"episode")
    session.enqueue(COMPLETE, task, None)
    session.finishTasksAndInvalidate()
    device.run()
    assert made.kept == b"episode"


def loads_what_becomes_a_download(device: Device, delegate: type[ForgetsWhatItBecame]) -> None:
    device.network.get(A).respond(body=b"episode")
    made = delegate()
    session = device.session(made)
    made.fetch(session, A, "news")
    device.run()
    session.finishTasksAndInvalidate()
    device.run()
    assert made.kept == ["news: episode"]


# -- while news come in another session -----------------------------------


def loads_while_news_come(device: Device, delegate: type[KnowsTasksByNumber]) -> None:
    """An episode is loaded, in vain; when news come, a cover is, in vain as well."""
    made = delegate.alloc().init()
    episodes, covers = device.session(made), device.session(made)
    device.network.get(A).fail(NSURLErrorTimedOut)
    device.network.get(B).fail(NSURLErrorTimedOut)
    made.fetch_as(episodes, A, "episode")
    with_news(device, lambda: made.fetch_as(covers, B, "cover"))
    device.run()
    assert sorted(made.kept) == ["cover", "episode"]


def shows_what_it_loads(device: Device, proxy: type[HoldsItsTargetWeakly]) -> None:
    """A screen shows what it loads, and is left when news come."""
    screen = [Loads()]
    session = device.session(proxy(screen[0]))
    task = session.dataTaskWithURL_(url(A))
    task.resume()
    session.enqueue(COMPLETE, task, NSError.url_error(NSURLErrorTimedOut))
    with_news(device, screen.clear)
    device.run()


def signs_out_in_the_end(device: Device, delegate: type[RetriesEverything]) -> None:
    """What fails is loaded again; when news come, the user has signed out."""
    device.network.get(A).respond()
    made = delegate()
    session = device.session(made)
    made.start(session)
    with_news(device, lambda: made.close(session))
    device.run()


def with_news(device: Device, tell: Callable[[], object]) -> None:
    session = device.session(News(tell))
    device.network.get(NEWS).respond()
    session.dataTaskWithURL_(url(NEWS)).resume()


def counts_on_two_threads(device: Device, counts: type[CountsWithoutALock]) -> None:
    """The queue counts what has come, and main what was asked for."""
    device.network.get(A).respond()
    counter = counts()
    session = device.session(counter)
    session.dataTaskWithURL_(url(A)).resume()
    on_main(lambda: counter.count("seen"))
    session.finishTasksAndInvalidate()
    device.run()
    assert counter.table == {"seen": 2}
