"""The app of a rubicon client: its delegate, and how it is launched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytest_urlsession import BackgroundRelaunch, Device

from urlsession_mock import NotADelegate, NotSimulated
from urlsession_mock.conformance import check_app_delegate
from urlsession_mock.events import AppChanged
from urlsession_mock.foundation import NSURL, NSError

Load = Callable[..., Any]

APP = """
from rubicon.objc.runtime import load_library
UIApplication = ObjCClass("UIApplication")

class AppDelegate(NSObject, protocols=[ObjCProtocol("UIApplicationDelegate")]):
    @objc_method
    def application_didFinishLaunchingWithOptions_(self, application, options) -> bool:
        self.seen = application
        return True
"""


def test_a_class_is_launched(urlsession_mock: Device, load: Load) -> None:
    client = load(APP)
    urlsession_mock.launch(client.AppDelegate)
    delegate = client.UIApplication.sharedApplication.delegate
    assert isinstance(delegate, client.AppDelegate)
    assert delegate.seen is client.UIApplication.sharedApplication


def test_an_object_is_launched(urlsession_mock: Device, load: Load) -> None:
    client = load(APP)
    delegate = client.AppDelegate.alloc().init()
    urlsession_mock.launch(delegate)
    assert client.UIApplication.sharedApplication.delegate is delegate


def test_a_function_that_makes_one_is_launched(urlsession_mock: Device, load: Load) -> None:
    client = load(APP)
    urlsession_mock.launch(lambda: client.AppDelegate.alloc().init())
    assert isinstance(client.UIApplication.sharedApplication.delegate, client.AppDelegate)


def test_the_main_function_launches_by_name(urlsession_mock: Device, load: Load) -> None:
    client = load(APP)
    kit = client.load_library("UIKit")
    kit.UIApplicationMain.restype = client.ctypes.c_int
    assert kit.UIApplicationMain(0, None, None, client.at("AppDelegate")) == 0
    assert [event.change for event in urlsession_mock.recording.only(AppChanged)] == ["launched"]
    assert isinstance(client.UIApplication.sharedApplication.delegate, client.AppDelegate)


def test_the_main_function_names_a_class_that_is_not_there(
    urlsession_mock: Device, load: Load
) -> None:
    client = load(APP)
    with pytest.raises(NameError, match="Unable to load delegate class 'Nobody'"):
        client.load_library("UIKit").UIApplicationMain(0, None, None, client.at("Nobody"))


def test_an_app_delegate_that_is_misspelt_is_refused(urlsession_mock: Device, load: Load) -> None:
    client = load(
        """
class AppDelegate(NSObject):
    @objc_method
    def application_handleEventsForBackgroundURLSession_completionHandlers_(
        self, application, identifier, handler: objc_block
    ) -> None:
        pass
"""
    )
    urlsession_mock.launch(client.AppDelegate)
    with pytest.raises(NotADelegate, match="did you mean application_handleEvents"):
        check_app_delegate(urlsession_mock.app.delegate)


def test_a_session_of_the_test_takes_a_rubicon_delegate(
    urlsession_mock: Device, load: Load
) -> None:
    client = load(
        """
class D(NSObject):
    @objc_method
    def URLSession_task_didCompleteWithError_(self, session, task, error) -> None:
        self.error = error
"""
    )
    delegate = client.D.alloc().init()
    session = urlsession_mock.session(delegate)
    url = NSURL.URLWithString_("https://example.com")
    assert url is not None
    task = session.dataTaskWithURL_(url)
    task.resume()
    session.enqueue("URLSession:task:didCompleteWithError:", task, NSError.url_error(-1001))
    session.finishTasksAndInvalidate()
    urlsession_mock.run()
    assert delegate.error.code == -1001


def test_an_app_asks_for_time_in_the_background(urlsession_mock: Device, load: Load) -> None:
    client = load(APP)
    application = client.UIApplication.sharedApplication
    number = application.beginBackgroundTaskWithExpirationHandler(client.Block(print, None))
    application.endBackgroundTask(number)
    assert (application.applicationState, application.backgroundTimeRemaining > 1e9) == (0, True)


def test_what_an_application_shows_is_refused_by_name(urlsession_mock: Device, load: Load) -> None:
    client = load(APP)
    with pytest.raises(NotSimulated, match=r"UIApplication\.keyWindow"):
        _ = client.UIApplication.sharedApplication.keyWindow


@pytest.mark.urlsession(platform="macos-appkit")
def test_a_mac_app_runs_until_its_loop_is_done(urlsession_mock: Device, load: Load) -> None:
    client = load(
        """
from rubicon.objc.eventloop import CocoaLifecycle, RubiconEventLoop
import asyncio

class AppDelegate(NSObject):
    @objc_method
    def applicationDidFinishLaunching_(self, notification) -> None:
        self.launched = True

async def work():
    await asyncio.sleep(5)
    return "done"
"""
    )
    application = client.ObjCClass("NSApplication").sharedApplication
    delegate = client.AppDelegate.alloc().init()
    application.delegate = delegate
    loop = client.RubiconEventLoop()
    lifecycle = client.CocoaLifecycle(application)
    assert loop.run_until_complete(client.work(), lifecycle=lifecycle) == "done"
    assert delegate.launched


HASTY = """
class AppDelegate(NSObject):
    @objc_method
    def application_handleEventsForBackgroundURLSession_completionHandler_(
        self, application, identifier, handler: objc_block
    ) -> None:
        self.handler = handler
        configuration = NSURLSessionConfiguration.backgroundSessionConfigurationWithIdentifier(
            identifier
        )
        self.session = NSURLSession.sessionWithConfiguration(
            configuration, delegate=self, delegateQueue=None
        )

    @objc_method
    def URLSessionDidFinishEventsForBackgroundURLSession_(self, session) -> None:
        self.handler()
"""


@pytest.mark.urlsession(allow=["stored-handler-on-main-thread"])
def test_a_handler_that_is_called_off_main_breaks_the_rule(
    background_relaunch: BackgroundRelaunch, urlsession_mock: Device, load: Load
) -> None:
    relaunch = background_relaunch(identifier="a", app=load(HASTY).AppDelegate)
    relaunch.failure("https://example.com/a", -1001)
    relaunch.finish_events()
    assert urlsession_mock.verdict().broken == ("stored-handler-on-main-thread",)
