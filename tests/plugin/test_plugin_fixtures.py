"""What the fixtures give."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_urlsession
from pytest_urlsession import BackgroundRelaunch, DelegateSpy, Device

import urlsession_mock as core
from tests.plugin.inner import Run, block
from urlsession_mock.foundation import (
    NSURL,
    NSError,
    NSOperationQueue,
    NSURLSession,
    NSURLSessionConfiguration,
    NSURLSessionDataTask,
    NSURLSessionDownloadTask,
    NSURLSessionTask,
)
from urlsession_mock.handlers import Handler
from urlsession_mock.selectors import COMPLETE, DATA, FINISH_EVENTS


class Keeps:
    """A delegate, and an app delegate, that keeps what it is sent."""

    def __init__(self) -> None:
        self.handlers: dict[str, Handler] = {}
        self.places: list[Path] = []

    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application: object, identifier: str, handler: Handler
    ) -> None:
        self.handlers[identifier] = handler
        make = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier_
        NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(make(identifier), self, None)

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, task: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        self.places.append(Path(str(location.path())))
        self.places[-1].read_bytes()

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        return None

    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session: NSURLSession) -> None:
        handler = self.handlers.pop(str(session.configuration().identifier()))
        NSOperationQueue.mainQueue().addOperationWithBlock_(handler)


class TestUrlsessionMock:
    """The device of a test."""

    def test_sessions_made_in_the_test_are_on_the_device(self, urlsession_mock: Device) -> None:
        session = NSURLSession.sessionWithConfiguration_(
            NSURLSessionConfiguration.defaultSessionConfiguration()
        )
        session.invalidateAndCancel()

        assert len(urlsession_mock.recording) > 0

    def test_each_test_has_its_own(self, run: Run) -> None:
        result = run("""
            import pytest
            @pytest.mark.parametrize("number", [1, 2])
            def test_it(urlsession_mock, number):
                assert not len(urlsession_mock.recording)
                urlsession_mock.launch()
        """)

        result.assert_outcomes(passed=2)

    def test_downloads_are_below_the_folder_of_the_test(
        self, background_relaunch: BackgroundRelaunch, tmp_path: Path
    ) -> None:
        delegate = Keeps()
        relaunch = background_relaunch(app=lambda: delegate)
        relaunch.download("https://example.com/a", b"a")
        relaunch.finish_events()

        [place] = delegate.places
        assert tmp_path in place.parents
        assert not place.exists()

    def test_no_folder_is_made_for_a_test_without_downloads(
        self, urlsession_mock: Device, request: pytest.FixtureRequest
    ) -> None:
        urlsession_mock.launch()
        urlsession_mock.run()

        factory: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
        name = "test_no_folder_is_made_for_a_test"[:30]
        assert not list(factory.getbasetemp().glob(f"{name}*"))

    def test_downloads_may_still_come_while_it_is_torn_down(self, run: Run) -> None:
        result = run("""
            import pytest
            @pytest.fixture
            def relaunch(background_relaunch):
                relaunch = background_relaunch(identifier="sync", app=App)
                yield relaunch
                play(relaunch)
            def test_it(relaunch):
                pass
        """)

        result.assert_outcomes(passed=1)

    def test_no_thread_of_it_outlives_the_test(self, run: Run) -> None:
        before = set(threading.enumerate())

        run("""
            def test_faultless(background_relaunch):
                play(background_relaunch(identifier="sync", app=App))
            def test_broken(background_relaunch):
                play(background_relaunch(identifier="sync", app=Hasty))
            def test_failed(background_relaunch):
                play(background_relaunch(identifier="sync", app=App))
                assert not "the body"
        """)

        assert set(threading.enumerate()) <= before

    def test_a_fixture_of_the_same_name_may_prepare_it(self, run: Run) -> None:
        result = run("""
            import pytest
            @pytest.fixture
            def urlsession_mock(urlsession_mock):
                urlsession_mock.launch(App)
                return urlsession_mock
            def test_it(urlsession_mock):
                assert urlsession_mock.app.delegate.files == []
        """)

        result.assert_outcomes(passed=1)

    @pytest.fixture
    def second(self) -> Iterator[Device]:
        """Another device, made by hand."""
        with core.Device() as device:
            yield device

    def test_a_second_device_may_be_made_by_hand(
        self, urlsession_mock: Device, second: Device
    ) -> None:
        NSURLSession.sharedSession()

        assert second.process.shared is not None
        assert urlsession_mock.process.shared is None


class TestBackgroundRelaunch:
    """The seed scenario."""

    def test_it_is_on_the_device_of_the_test(
        self, urlsession_mock: Device, background_relaunch: BackgroundRelaunch
    ) -> None:
        assert background_relaunch(identifier="sync").device is urlsession_mock

    def test_it_plays_the_whole_scenario(self, background_relaunch: BackgroundRelaunch) -> None:
        relaunch = background_relaunch(identifier="sync", app=Keeps)
        relaunch.download("https://example.com/a", b"a")
        relaunch.finish_events()

        relaunch.assert_handler_called()

    def test_without_an_app_delegate_the_test_keeps_the_handler(
        self, background_relaunch: BackgroundRelaunch
    ) -> None:
        relaunch = background_relaunch(identifier="sync")
        delegate = Keeps()
        delegate.handlers["sync"] = relaunch.handler
        relaunch.session(delegate)
        relaunch.finish_events()

        relaunch.assert_handler_called()

    def test_two_in_one_test_are_two_identifiers_of_one_app(
        self, background_relaunch: BackgroundRelaunch
    ) -> None:
        delegate = Keeps()
        first = background_relaunch(identifier="first", app=lambda: delegate)
        second = background_relaunch(identifier="second", app=lambda: delegate)
        first.download("https://example.com/a", b"a")
        second.download("https://example.com/b", b"b")
        first.finish_events()
        first.device.app.suspend()
        second.finish_events()

        first.assert_handler_called()
        second.assert_handler_called()
        assert len(delegate.places) == 2


class TestDelegateSpy:
    """Spies by pytest-mock."""

    def test_it_gives_back_the_delegate_itself(self, delegate_spy: DelegateSpy) -> None:
        delegate = Keeps()

        assert delegate_spy(delegate) is delegate

    def test_every_message_is_seen_and_still_handled(
        self, background_relaunch: BackgroundRelaunch, delegate_spy: DelegateSpy
    ) -> None:
        delegate = delegate_spy(Keeps())
        relaunch = background_relaunch(app=lambda: delegate)
        task = relaunch.download("https://example.com/a", b"a")
        relaunch.finish_events()

        spy = vars(delegate)["URLSession_task_didCompleteWithError_"]
        assert spy.call_count == 1
        assert spy.call_args.args[2] is None
        assert task.taskIdentifier() == spy.call_args.args[1].taskIdentifier()
        relaunch.assert_handler_called()

    def test_what_is_not_implemented_stays_so(self, delegate_spy: DelegateSpy) -> None:
        delegate = delegate_spy(Keeps())

        assert core.responds_to(delegate, COMPLETE)
        assert not core.responds_to(delegate, DATA)
        assert not hasattr(delegate, DATA.python_name)

    def test_what_is_inherited_from_a_protocol_is_not_implemented_either(
        self, delegate_spy: DelegateSpy
    ) -> None:
        class Inherits(core.URLSessionDataDelegate):
            def URLSession_task_didCompleteWithError_(
                self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None, /
            ) -> None:
                return None

        delegate = delegate_spy(Inherits())

        assert [row for row in core.SELECTORS if core.responds_to(delegate, row)] == [COMPLETE]

    def test_a_spied_delegate_is_still_well_formed(self, delegate_spy: DelegateSpy) -> None:
        core.check_delegate(delegate_spy(Keeps()))

    def test_two_delegates_may_be_spied_and_one_of_them_twice(
        self, delegate_spy: DelegateSpy
    ) -> None:
        first, second = delegate_spy(Keeps()), delegate_spy(Keeps())
        spy = vars(first)[FINISH_EVENTS.python_name]

        assert vars(delegate_spy(first))[FINISH_EVENTS.python_name] is spy
        assert vars(second)[FINISH_EVENTS.python_name] is not spy

    def test_the_spies_are_gone_after_the_test(self, run: Run) -> None:
        result = run("""
            import pytest
            app = App()
            method = "URLSessionDidFinishEventsForBackgroundURLSession_"
            @pytest.fixture
            def look():
                yield
                assert method not in vars(app)
            def test_it(look, delegate_spy):
                assert method in vars(delegate_spy(app))
        """)

        result.assert_outcomes(passed=1)

    def test_a_broken_rule_names_the_line_of_the_spied_delegate(self, run: Run) -> None:
        result = run("""
            def test_it(background_relaunch, delegate_spy):
                play(background_relaunch(identifier="sync", app=lambda: delegate_spy(Hasty())))
        """)

        result.assert_outcomes(failed=1)
        [place] = [
            one for one in block(result.stdout.str(), "test_it") if "on-main-thread  " in one
        ]
        assert place.split()[-1].startswith("downloads.py:")

    def test_a_class_is_refused(self, delegate_spy: DelegateSpy) -> None:
        with pytest.raises(TypeError, match=r"the class Keeps; give it an object, as Keeps\(\)"):
            delegate_spy(Keeps)

    def test_an_object_that_takes_no_spies_is_refused(self, delegate_spy: DelegateSpy) -> None:
        class Slots:
            __slots__ = ()

            def URLSession_dataTask_didReceiveData_(
                self, session: NSURLSession, task: NSURLSessionDataTask, data: object
            ) -> None:
                return None

        with pytest.raises(TypeError, match=r"Slots\.URLSession_dataTask_.* without __slots__"):
            delegate_spy(Slots())

    def test_without_pytest_mock_it_says_what_to_install(self, run: Run) -> None:
        result = run(
            """
            def test_it(delegate_spy):
                pass
            """,
            "-pno:pytest_mock",
        )

        result.assert_outcomes(errors=1)
        [line] = block(result.stdout.str(), "ERROR at setup of test_it")
        assert line == (
            "delegate_spy needs the `mocker` fixture of pytest-mock: "
            "install pytest-mock, or urlsession-mock[pytest]"
        )


def test_the_classes_of_the_fixtures_are_exported_for_annotations() -> None:
    assert pytest_urlsession.Device is core.Device
    assert pytest_urlsession.Relaunch is core.Relaunch
    assert issubclass(pytest_urlsession.URLSessionWarning, Warning)


def test_a_name_that_is_not_exported_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Devise'"):
        _ = getattr(pytest_urlsession, "Devise")  # noqa: B009 - a checker would find it first
