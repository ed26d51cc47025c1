"""The rules, all of them, in the order in which they are judged and shown."""

from __future__ import annotations

from urlsession_mock.rules.judging import Strength, Verdict, judge
from urlsession_mock.rules.rule import Rule, Violation
from urlsession_mock.rules.stored_handler import (
    finish_events_without_handler,
    stored_handler_after_finish_events,
    stored_handler_after_pending_work,
    stored_handler_called,
    stored_handler_not_in_handover,
    stored_handler_not_overwritten,
    stored_handler_of_right_identifier,
    stored_handler_on_main_thread,
    stored_handler_once,
)

__all__ = ["RULES", "Rule", "Strength", "Verdict", "Violation", "judge"]

RULES: tuple[Rule, ...] = (
    stored_handler_on_main_thread,
    stored_handler_after_finish_events,
    stored_handler_not_in_handover,
    stored_handler_once,
    stored_handler_called,
    stored_handler_of_right_identifier,
    stored_handler_not_overwritten,
    stored_handler_after_pending_work,
    finish_events_without_handler,
)
