"""One message from enqueue to verdict, through every layer."""

from __future__ import annotations

from urlsession_mock import Device
from urlsession_mock.events import Delivered, Enqueued
from urlsession_mock.foundation import NSURL, NSData, NSURLSession, NSURLSessionConfiguration
from urlsession_mock.selectors import COMPLETE, DATA, RESPONSE


class Collects:
    def __init__(self) -> None:
        self.body = bytearray()
        self.error: object = "not told"

    def URLSession_dataTask_didReceiveData_(
        self, session: object, task: object, data: NSData
    ) -> None:
        self.body += data

    def URLSession_task_didCompleteWithError_(
        self, session: object, task: object, error: object
    ) -> None:
        self.error = error


def test_a_canned_answer_reaches_the_delegate_and_the_verdict_is_good() -> None:
    delegate = Collects()
    with Device() as device:
        device.network.get("https://example.com/a").respond(chunks=[b"hel", b"lo"])
        session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
            NSURLSessionConfiguration.defaultSessionConfiguration(), delegate, None
        )
        url = NSURL.URLWithString_("https://example.com/a")
        assert url is not None
        session.dataTaskWithURL_(url).resume()
        recording = device.run()

        assert recording.selectors() == [DATA, DATA, COMPLETE]
        assert (bytes(delegate.body), delegate.error) == (b"hello", None)
        assert device.verdict()


def test_a_message_is_enqueued_by_the_system_and_delivered_on_the_delegates_lane() -> None:
    with Device() as device:
        device.network.get("https://example.com/a").respond(body=b"x")
        session = device.session(Collects())
        url = NSURL.URLWithString_("https://example.com/a")
        assert url is not None
        session.dataTaskWithURL_(url).resume()
        recording = device.run()

    enqueued = [event.selector for event in recording.only(Enqueued)]
    assert enqueued[:2] == [RESPONSE, DATA]
    assert {event.lane for event in recording.only(Delivered)} == {"delegate"}
