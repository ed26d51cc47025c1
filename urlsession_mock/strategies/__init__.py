"""Strategies for Hypothesis: legal messages, and a machine that plays them to a delegate.

Needs the extra `hypothesis`. What is drawn is what a Mac may make: the order of messages is that of
the tables in `urlsession_mock.lifecycle`, walked. Failing examples print as code to paste.

    from hypothesis import given
    from urlsession_mock import Device
    from urlsession_mock.strategies import Kind, scripts

    @given(scripts(Kind.DATA))
    def test_my_delegate_breaks_no_rule(script):
        with Device() as device:
            script.play_on(device.session(MyDelegate()))
            device.run()
            assert device.verdict()

`DelegateMachine` does more by itself: it starts tasks, mixes their messages, cancels, suspends and
judges. `AppMachine` also kills the app and wakes it. `schedules` are for the explorer.
"""

from __future__ import annotations

from urlsession_mock.lifecycle import Kind
from urlsession_mock.strategies.app_machine import AppMachine
from urlsession_mock.strategies.code import code_of, imports_of
from urlsession_mock.strategies.machine import DelegateMachine, Message
from urlsession_mock.strategies.made import (
    cached,
    challenge,
    error,
    metrics,
    request,
    response,
    resume_data,
    url,
)
from urlsession_mock.strategies.printing import register
from urlsession_mock.strategies.schedules import schedules
from urlsession_mock.strategies.script import Line, Script, SessionScript
from urlsession_mock.strategies.scripts import scripts, session_scripts
from urlsession_mock.strategies.values import (
    bodies,
    chunkings,
    errors,
    requests,
    responses,
    urls,
)

__all__ = [
    "AppMachine",
    "DelegateMachine",
    "Kind",
    "Line",
    "Message",
    "Script",
    "SessionScript",
    "bodies",
    "cached",
    "challenge",
    "chunkings",
    "code_of",
    "error",
    "errors",
    "imports_of",
    "metrics",
    "request",
    "requests",
    "response",
    "responses",
    "resume_data",
    "schedules",
    "scripts",
    "session_scripts",
    "url",
    "urls",
]

register()
