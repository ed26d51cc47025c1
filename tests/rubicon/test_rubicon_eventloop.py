"""asyncio on the main run loop, as BeeWare apps have it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from pytest_urlsession import Device

from urlsession_mock import NotSimulated

Load = Callable[..., Any]

HEAD = """
from rubicon.objc.eventloop import CFEventLoop, EventLoopPolicy, RubiconEventLoop, iOSLifecycle
import asyncio, threading

class Hops(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        self.loop.call_soon_threadsafe(lambda: self.told.append(threading.get_ident()))
"""
URL = "https://example.com/a"


def test_a_hop_to_the_loop_runs_on_main(urlsession_mock: Device, load: Load) -> None:
    client = load(HEAD)
    urlsession_mock.network.get(URL).respond(body=b"hello")
    hops = client.Hops.alloc().init()
    hops.loop, hops.told = client.RubiconEventLoop(), []
    hops.loop.run_forever_cooperatively(lifecycle=client.iOSLifecycle())
    client.fetch(hops, URL)
    urlsession_mock.run()
    assert hops.told == [threading.get_ident()]


def test_a_coroutine_runs_until_it_is_complete(urlsession_mock: Device, load: Load) -> None:
    client = load(HEAD)
    loop = client.RubiconEventLoop()

    async def work() -> str:
        await asyncio.sleep(3600)
        return f"after {loop.time():.0f} s"

    assert loop.run_until_complete(work()) == "after 3600 s"


def test_a_coroutine_waits_for_a_delegate(urlsession_mock: Device, load: Load) -> None:
    client = load(
        HEAD
        + """
class Ends(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        self.loop.call_soon_threadsafe(self.future.set_result, task.response.statusCode)

async def status(loop, url):
    ends = Ends.alloc().init()
    ends.loop, ends.future = loop, loop.create_future()
    fetch(ends, url)
    return await ends.future
"""
    )
    urlsession_mock.network.get(URL).respond(status=204)
    loop = client.RubiconEventLoop()
    assert loop.run_until_complete(client.status(loop, URL)) == 204


def test_what_never_completes_is_said(urlsession_mock: Device, load: Load) -> None:
    loop = load(HEAD).RubiconEventLoop()
    waits = loop.create_future()
    with pytest.raises(RuntimeError, match="Event loop stopped before Future completed"):
        loop.run_until_complete(waits)


def test_callbacks_are_called_in_their_order_and_may_be_cancelled(
    urlsession_mock: Device, load: Load
) -> None:
    loop = load(HEAD).RubiconEventLoop()
    called: list[str] = []
    loop.call_later(2, called.append, "later")
    loop.call_soon(called.append, "soon")
    loop.call_later(1, called.append, "never").cancel()
    loop.call_at(loop.time() + 1, called.append, "at one")
    urlsession_mock.run()
    urlsession_mock.clock.advance(3)
    assert called == ["soon", "at one", "later"]


def test_a_coroutine_function_is_no_callback(urlsession_mock: Device, load: Load) -> None:
    async def work() -> None:
        pass

    with pytest.raises(TypeError, match="coroutines cannot be used with"):
        load(HEAD).RubiconEventLoop().call_soon(work)


def test_sockets_are_refused(urlsession_mock: Device, load: Load) -> None:
    with pytest.raises(NotSimulated, match="talk to servers through NSURLSession"):
        load(HEAD).RubiconEventLoop().add_reader(0, print)


def test_the_policy_warns_as_rubicons(urlsession_mock: Device, load: Load) -> None:
    client = load(HEAD)
    with pytest.warns(DeprecationWarning, match="have been deprecated by Python 3.14"):
        policy = client.EventLoopPolicy()
    assert isinstance(policy.new_event_loop(), client.CFEventLoop)


def test_a_loop_runs_once(urlsession_mock: Device, load: Load) -> None:
    client = load(HEAD)
    loop = client.RubiconEventLoop()
    loop.run_forever_cooperatively(lifecycle=client.iOSLifecycle())
    with pytest.raises(RuntimeError, match="Recursively calling run_forever is forbidden"):
        loop.run_forever()


def test_asyncios_own_loop_is_the_main_lane(urlsession_mock: Device, load: Load) -> None:
    client = load(HEAD)
    urlsession_mock.network.get(URL).respond(body=b"hello")
    hops = client.Hops.alloc().init()

    async def test() -> None:
        hops.loop, hops.told = asyncio.get_running_loop(), []
        client.fetch(hops, URL)
        await urlsession_mock.settle()

    asyncio.run(test())
    assert hops.told == [threading.get_ident()]
