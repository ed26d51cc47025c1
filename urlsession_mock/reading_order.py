"""The modules of the core, in the order to read them.

The reading guide, the layering and the proof that no import goes in a circle.
Not a registry: nothing at run time uses it. One rule: a module imports only
what stands above it. `tests/test_reading_order.py` walks the imports.

A name is the file's path below `urlsession_mock/`, dotted, without `.py`. A package's own
`__init__` stands where all that it imports has been read. What must be imported
later than its place allows is imported inside a function, under a comment
`# later: why`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["READING_ORDER"]

READING_ORDER: Final[tuple[str, ...]] = (
    "reading_order",
    # What goes wrong, what may be chosen, and what is not done.
    "errors",
    "options",
    "not_simulated",
    # The table: one row for each delegate method.
    "selector_rows.selector",
    "selector_rows.common",
    "selector_rows.session",
    "selector_rows.stream",
    "selector_rows.task",
    "selector_rows.task_body",
    "selector_rows.transfer",
    "selector_rows.__init__",
    "selectors",
    # What a delegate may implement, and whether an object does.
    "protocols.application",
    "protocols.session",
    "protocols.task",
    "protocols.data",
    "protocols.download",
    "protocols.stream",
    "protocols.web_socket",
    "protocols.__init__",
    "responding",
    # What a delegate is handed.
    "foundation.constants",
    "foundation.enums",
    "foundation.error_codes",
    "foundation.key_values",
    "foundation.loading_enums",
    "foundation.configuration_fields",
    "foundation.misuse",
    "foundation.headers",
    "foundation.objects",
    "foundation.configuration",
    "foundation.credential",
    "foundation.authentication",
    "foundation.date",
    "foundation.error",
    "foundation.data_methods",
    "foundation.data",
    "foundation.progress",
    "foundation.query_item",
    "foundation.request_fields",
    "foundation.url_parts",
    "foundation.url_address",
    "foundation.url",
    "foundation.response",
    "foundation.cache",
    "foundation.streams",
    "foundation.request",
    "foundation.metrics",
    "foundation.url_components",
    "foundation.websocket_message",
    "foundation.__init__",
    # Is it a well-formed delegate?
    "conformance",
    # What happened, and what may happen next.
    "clock",
    "events",
    "recording",
    "triggers",
    "lifecycle",
    "positions",
    "lives",
    "engine",
    "messages",
    # Where code runs, and how a message gets there.
    "where",
    "watchdog",
    "queues",
    "world",
    "handlers",
    "files",
    "facts",
    "delivery",
    # The objects that code under test uses.
    "operations",
    "operation_queue",
    "thread",
    "arguments",
    "limits",
    "tasks",
    "task_making",
    "task_keeping",
    "scripting",
    "session",
    # What servers answer.
    "network.wire",
    "network.hosts",
    "network.failures",
    "network.mailbox",
    "network.loop",
    "network.dialing",
    "network.backend",
    "network.live",
    "network.stubs",
    "network.canned",
    "network.servers",
    "network.preparing",
    "network.redirects",
    "network.offers",
    "network.digest",
    "network.challenges",
    "network.accepted",
    "network.timing",
    "network.receiving",
    "network.patience",
    "network.asking",
    "network.heeding",
    "network.loading",
    "network.__init__",
    # The app.
    "app",
    "main_only",
    # What was right about it.
    "rules.history",
    "rules.rule",
    "rules.answers",
    "rules.background",
    "rules.files",
    "rules.judging",
    "rules.relaunch",
    "rules.sessions",
    "rules.stored_handler",
    "rules.threads",
    "rules.__init__",
    # What happens next, and what outlives the app.
    "runner",
    "handover",
    "background",
    # One recording, several pictures.
    "reports.cells",
    "reports.source",
    "reports.style",
    "reports.difference",
    "reports.picture",
    "reports.words",
    "reports.lanes",
    "reports.matters",
    "reports.text",
    "reports.trace",
    "reports.failure",
    "reports.__init__",
    # The world, whole.
    "waiting",
    "device",
    # What users import and call.
    "relaunch",
    "__init__",
    "__main__",
)
