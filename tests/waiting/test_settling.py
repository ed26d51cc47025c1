"""The main lane as an asyncio loop: `await device.settle()`."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.waiting.clients import ADDRESS, Downloads, started
from urlsession_mock import Deadlock, Device, NotPossibleNow, TimedOut
from urlsession_mock.events import Delivered, Replied, Stuck
from urlsession_mock.foundation import NSObject, NSOperationQueue, NSThread, NSTimer
from urlsession_mock.pump import pumping
from urlsession_mock.selectors import COMPLETE


@pytest.fixture(params=["by itself", "pumped"])
def device(request: pytest.FixtureRequest) -> Iterator[Device]:
    with Device(limit=0.3) as device:
        device.network.get(ADDRESS).respond(body=b"hello")
        if request.param == "by itself":
            yield device
            return
        with pumping(device):
            yield device


class Hops(Downloads):
    """A delegate that hops to the loop, as BeeWare's apps do."""

    loop: asyncio.AbstractEventLoop

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object
    ) -> None:
        self.loop.call_soon_threadsafe(self.finish)

    def finish(self) -> None:
        self.done = NSThread.isMainThread()


def hopping() -> Hops:
    hops = Hops.alloc().init()
    hops.loop = asyncio.get_running_loop()
    return hops


class Slow(Hops):
    """Its last message takes as long as somebody else lets it."""

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object
    ) -> None:
        assert self.event.wait(5)


def test_a_delegate_hops_to_the_loop(device: Device) -> None:
    async def test() -> None:
        hops = hopping()
        started(hops)
        recording = await device.settle()
        assert hops.done
        assert recording is device.recording
        assert COMPLETE in {event.selector for event in recording.only(Delivered)}

    asyncio.run(test())


def test_a_delegate_waits_for_a_coroutine_on_the_loop(device: Device) -> None:
    class Waits(Hops):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            asyncio.run_coroutine_threadsafe(self.finish_slowly(), self.loop).result(5)

        async def finish_slowly(self) -> None:
            await asyncio.sleep(0.005)
            self.finish()

    async def test() -> None:
        waits = Waits.alloc().init()
        waits.loop = asyncio.get_running_loop()
        started(waits)
        await device.settle()
        assert waits.done

    asyncio.run(test())


def test_a_delegate_on_the_main_queue_is_called_on_the_loop(device: Device) -> None:
    class OnLoop(Downloads):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            asyncio.get_running_loop()
            self.done = True

    async def test() -> None:
        on_loop = OnLoop.alloc().init()
        started(on_loop, NSOperationQueue.mainQueue())
        await device.settle()
        assert on_loop.done
        assert {event.lane for event in device.recording.only(Delivered)} == {"main"}

    asyncio.run(test())


def test_posts_to_main_and_timers_come_on_the_loop(device: Device) -> None:
    seen: list[str] = []

    class Notes(NSObject):
        def note_(self, what: str) -> None:
            assert NSThread.isMainThread()
            seen.append(what)

    async def test() -> None:
        notes = Notes.alloc().init()
        NSOperationQueue.mainQueue().addOperationWithBlock_(lambda: seen.append("block"))
        notes.performSelector_withObject_afterDelay_("note:", "later", 30)
        NSTimer.scheduledTimerWithTimeInterval_repeats_block_(
            60, False, lambda timer: notes.note_("timer")
        )
        await device.settle()
        assert seen == ["block", "later", "timer"]

    asyncio.run(test())


def test_a_task_that_a_callback_starts_is_waited_for_too(device: Device) -> None:
    class Twice(Hops):
        def finish(self) -> None:
            if not self.done:
                started(self)
            self.done = True

        def URLSession_dataTask_didReceiveData_(
            self, session: object, task: object, data: bytes
        ) -> None:
            self.body += bytes(data)

    async def test() -> None:
        twice = Twice.alloc().init()
        twice.loop = asyncio.get_running_loop()
        started(twice)
        await device.settle()
        assert twice.body == b"hellohello"

    asyncio.run(test())


def test_what_is_scheduled_on_the_loop_for_later_is_waited_for(device: Device) -> None:
    async def test() -> None:
        hops = hopping()
        asyncio.get_running_loop().call_later(0.02, started, hops)
        await device.settle()
        assert hops.done

        async def client() -> None:
            await asyncio.sleep(0.02)
            started(again)

        again = hopping()
        running = asyncio.create_task(client())
        await device.settle()
        assert again.done
        await running

    asyncio.run(test())


def test_a_reply_that_comes_from_a_task_of_the_loop_is_waited_for(device: Device) -> None:
    class Answers(Hops):
        def URLSession_dataTask_didReceiveResponse_completionHandler_(
            self, session: object, task: object, response: object, handler: Callable[[int], None]
        ) -> None:
            async def answer() -> None:
                await asyncio.sleep(0.01)
                handler(1)

            self.loop.call_soon_threadsafe(lambda: self.loop.create_task(answer()))

    async def test() -> None:
        answers = Answers.alloc().init()
        answers.loop = asyncio.get_running_loop()
        started(answers)
        await device.settle()
        assert answers.body == b"hello"
        assert [event.lane for event in device.recording.only(Replied)] == ["main"]

    asyncio.run(test())


def test_the_loop_goes_on_while_the_device_settles(device: Device) -> None:
    async def test() -> None:
        slow = Slow.alloc().init()
        started(slow)
        asyncio.get_running_loop().call_later(0.01, slow.event.set)
        await device.settle()
        assert slow.event.is_set()

    asyncio.run(test())


def test_two_may_wait_for_the_same_device(device: Device) -> None:
    async def test() -> None:
        hops = hopping()
        started(hops)
        first, second = await asyncio.gather(device.settle(), device.settle())
        assert first is second
        assert hops.done

    asyncio.run(test())


def test_what_a_block_on_main_raises_comes_out_of_the_wait(device: Device) -> None:
    def fails() -> None:
        raise LookupError("no such thing")

    async def test() -> None:
        NSOperationQueue.mainQueue().addOperationWithBlock_(fails)
        with pytest.raises(LookupError, match="no such thing"):
            await device.settle()

    asyncio.run(test())


def test_a_lane_that_is_held_is_a_deadlock_of_the_wait(device: Device) -> None:
    class Hangs(Hops):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            threading.Event().wait()

    async def test() -> None:
        started(Hangs.alloc().init())
        with pytest.raises(Deadlock, match=r"the delegate lane was held for 0\.3 s"):
            await device.settle()

    asyncio.run(test())


def test_a_callback_that_holds_the_loop_for_ever_is_a_deadlock_too(device: Device) -> None:
    class Hangs(Hops):
        def finish(self) -> None:
            self.event.wait()

    async def test() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
        hangs = Hangs.alloc().init()
        hangs.loop = asyncio.get_running_loop()
        started(hangs)
        with pytest.raises(Deadlock, match="the main lane waits for what can no longer come"):
            await device.settle()
        (stuck,) = device.recording.only(Stuck)
        assert "self.event.wait()" in stuck.stacks
        assert stuck.where is not None
        assert stuck.where.function == "finish"

    asyncio.run(test())


def test_a_wait_has_a_limit_where_it_is_given_one(device: Device) -> None:
    async def test() -> None:
        slow = Slow.alloc().init()
        started(slow)
        with pytest.raises(TimedOut, match="did not come to rest in time; busy lanes: delegate"):
            await device.settle(timeout=0.02)
        slow.event.set()
        await device.settle(timeout=5)

    asyncio.run(test())


def test_a_loop_that_is_not_asyncios_hears_what_to_do(device: Device) -> None:
    coroutine = device.settle()
    with pytest.raises(NotPossibleNow, match="needs an asyncio loop, and another one runs here"):
        coroutine.send(None)  # as trio would


def test_the_loop_must_be_on_the_thread_that_made_the_device(device: Device) -> None:
    problems: list[str] = []

    async def test() -> None:
        with pytest.raises(NotPossibleNow) as caught:
            await device.settle()
        problems.append(str(caught.value))

    thread = threading.Thread(target=lambda: asyncio.run(test()))
    thread.start()
    thread.join()
    assert "the device runs on the thread that made it" in problems[0]


def test_a_run_holds_the_loop_and_its_deadlock_says_what_to_do_instead(device: Device) -> None:
    class Waits(Hops):
        def URLSession_task_didCompleteWithError_(
            self, session: object, task: object, error: object
        ) -> None:
            asyncio.run_coroutine_threadsafe(asyncio.sleep(0), self.loop).result()

    async def test() -> None:
        waits = Waits.alloc().init()
        waits.loop = asyncio.get_running_loop()
        started(waits)
        with pytest.raises(Deadlock) as caught:
            device.run()
        assert "await device.settle() instead" in caught.value.__notes__[0]

    asyncio.run(test())


def test_a_run_within_a_loop_does_what_needs_no_loop(device: Device) -> None:
    async def test() -> None:
        downloads = Downloads.alloc().init()
        started(downloads)
        device.run()
        assert downloads.done

    asyncio.run(test())


def test_a_closed_device_is_settled() -> None:
    with Device() as device:
        pass
    assert asyncio.run(device.settle()) is device.recording


def test_a_run_after_the_loop_has_ended_is_as_any(device: Device) -> None:
    async def test() -> None:
        started(hopping())
        await device.settle()

    asyncio.run(test())
    downloads = Downloads.alloc().init()
    started(downloads)
    device.run()
    assert downloads.done
