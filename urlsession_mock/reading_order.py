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
    # What goes wrong, and what is not done.
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
    # What a delegate may implement.
    "protocols.application",
    "protocols.session",
    "protocols.task",
    "protocols.data",
    "protocols.download",
    "protocols.stream",
    "protocols.web_socket",
    "protocols.__init__",
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
    # What happened, and what may happen next.
    "messages",
    "events",
    "recording",
    "lifecycle",
    "positions",
    # The world around a delegate.
    "app",
    # What happened, and what may happen next.
    "engine",
    # The world around a delegate.
    "facts",
    "files",
    "limits",
    "network.stubs",
    "reports.text",
    "responding",
    "conformance",
    "rules.rule",
    "rules.judging",
    "rules.stored_handler",
    "runner",
    "watchdog",
    "queues",
    "where",
    "handlers",
    "delivery",
    "handover",
    "background",
    "main_only",
    "tasks",
    "network.loading",
    "task_making",
    "world",
    "operations",
    "session",
    "network.__init__",
    "reports.__init__",
    "rules.__init__",
    "device",
    "reports.failure",
    "relaunch",
    # What users import.
    "__init__",
)
