"""The rules, all of them, in the order in which they are judged and shown."""

from __future__ import annotations

from urlsession_mock.rules.answers import (
    body_stream_fresh,
    conversion_followed,
    credential_not_repeated,
    handler_answered,
    handler_answered_once,
    streamed_upload_has_body_stream,
)
from urlsession_mock.rules.background import (
    background_session_limits,
    identifier_free_before_reuse,
    identifier_of_one_process,
    not_invalidated_with_handler_pending,
    one_session_per_identifier,
    shared_container_in_extension,
)
from urlsession_mock.rules.files import http_status_read, temporary_file_taken
from urlsession_mock.rules.judging import Breach, Strength, Verdict, judge
from urlsession_mock.rules.relaunch import (
    cancel_reason_read,
    no_duplicate_task,
    same_configuration_at_relaunch,
    session_recreated,
    session_recreated_at_launch,
)
from urlsession_mock.rules.rule import Rule, Violation
from urlsession_mock.rules.sessions import (
    no_task_after_invalidation,
    serial_delegate_queue,
    session_invalidated,
)
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
from urlsession_mock.rules.threads import (
    lane_not_blocked,
    main_only_on_main_thread,
    no_exception_in_callback,
)

__all__ = ["RULES", "Breach", "Rule", "Strength", "Verdict", "Violation", "judge"]

RULES: tuple[Rule, ...] = (
    # The stored handler.
    stored_handler_on_main_thread,
    stored_handler_after_finish_events,
    stored_handler_not_in_handover,
    stored_handler_once,
    stored_handler_called,
    stored_handler_of_right_identifier,
    stored_handler_not_overwritten,
    stored_handler_after_pending_work,
    finish_events_without_handler,
    # At a relaunch.
    session_recreated,
    session_recreated_at_launch,
    same_configuration_at_relaunch,
    cancel_reason_read,
    no_duplicate_task,
    # Background sessions.
    one_session_per_identifier,
    identifier_free_before_reuse,
    not_invalidated_with_handler_pending,
    background_session_limits,
    identifier_of_one_process,
    shared_container_in_extension,
    # Sessions of any kind.
    no_task_after_invalidation,
    session_invalidated,
    serial_delegate_queue,
    # Answers.
    handler_answered,
    handler_answered_once,
    credential_not_repeated,
    body_stream_fresh,
    streamed_upload_has_body_stream,
    conversion_followed,
    # Files.
    temporary_file_taken,
    http_status_read,
    # Threads.
    no_exception_in_callback,
    lane_not_blocked,
    main_only_on_main_thread,
)
