"""Async tests with the fixture: under pytest-asyncio and under anyio's plugin."""

from __future__ import annotations

import pytest

from tests.plugin.inner import Run

# Versions from 0.24 want to be told; older ones do not ask.
SCOPE = "-oasyncio_default_fixture_loop_scope=function"

ASYNC = """
    import asyncio
    import pytest
    from urlsession_mock import NotPossibleNow
    from urlsession_mock.foundation import NSURL, NSThread, NSURLSession

    pytestmark = pytest.mark.{mark}

    @pytest.fixture
    def anyio_backend():
        return "asyncio"

    class Client:
        def __init__(self):
            self.loop, self.seen = asyncio.get_running_loop(), []

        def URLSession_dataTask_didReceiveData_(self, session, task, data):
            self.loop.call_soon_threadsafe(self.note, bytes(data))

        def URLSession_task_didCompleteWithError_(self, session, task, error):
            asyncio.run_coroutine_threadsafe(self.finish(error), self.loop).result()

        def note(self, what):
            self.seen.append((what, NSThread.isMainThread()))

        async def finish(self, error):
            await asyncio.sleep(0)
            self.note(error)

    async def test_a_client(urlsession_mock):
        urlsession_mock.network.get("https://example.com/a").respond(body=b"hello")
        client = Client()
        session = urlsession_mock.session(client)
        session.dataTaskWithURL_(NSURL.URLWithString_("https://example.com/a")).resume()
        recording = await urlsession_mock.settle()
        assert client.seen == [(b"hello", True), (None, True)]
        assert len(recording) == len(urlsession_mock.recording)
        session.finishTasksAndInvalidate()

    async def test_another(urlsession_mock):
        await urlsession_mock.settle(timeout=5)
"""


@pytest.mark.parametrize("mark", ["asyncio", "anyio"])
def test_an_async_test_settles_its_device(run: Run, mark: str) -> None:
    result = run(ASYNC.format(mark=mark), SCOPE, on=("asyncio",))
    result.assert_outcomes(passed=2)


@pytest.mark.parametrize("mark", ["asyncio", "anyio"])
def test_the_rules_about_main_hold_on_a_loop(run: Run, mark: str) -> None:
    result = run(
        f"""
        import asyncio
        import pytest

        @pytest.fixture
        def anyio_backend():
            return "asyncio"

        class Quick(App):
            def URLSessionDidFinishEventsForBackgroundURLSession_(self, session):
                handler = self.handlers.pop(session.configuration().identifier())
                if self.hops:
                    self.loop.call_soon_threadsafe(handler)
                else:
                    handler()

        @pytest.mark.{mark}
        @pytest.mark.parametrize("hops", [True, False])
        async def test_it(urlsession_mock, hops):
            app = urlsession_mock.launch(Quick)
            app.delegate.hops, app.delegate.loop = hops, asyncio.get_running_loop()
            app.delegate.sessions["com.example"] = session("com.example", app.delegate)
            app.suspend()
            urlsession_mock.wake("com.example")
            await urlsession_mock.settle()
        """,
        SCOPE,
        on=("asyncio",),
    )
    result.assert_outcomes(passed=1, failed=1)
    assert "stored-handler-on-main-thread" in result.stdout.str()
