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
    "foundation.authentication",
    "foundation.configuration",
    "foundation.date",
    "foundation.error",
    "foundation.data_methods",
    "foundation.data",
    "foundation.request_fields",
    "foundation.url_parts",
    "foundation.url_address",
    "foundation.url",
    "foundation.response",
    "foundation.cache",
    "foundation.streams",
    "foundation.request",
    "foundation.websocket_message",
    # What happened, and what may happen next.
    "messages",
    "events",
    "recording",
    "lifecycle",
    "positions",
    "engine",
    # The world around a delegate.
    "facts",
    "files",
    "limits",
    "watchdog",
    "queues",
    "where",
    "handlers",
    "world",
    "operations",
    # What users import.
    "__init__",
    # The world around a delegate.
    "responding",
    "conformance",
    "delivery",
    "tasks",
    "task_making",
    "session",
)
