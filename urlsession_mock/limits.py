"""What a session refuses to make, as a table of Apple's limits.

Pure. Not here: raising (session.py). One rule: a refusal names the rule it comes from
and says what is possible instead.
"""

from __future__ import annotations

from urlsession_mock.foundation.request import NSURLRequest
from urlsession_mock.lifecycle import Kind
from urlsession_mock.options import Options

__all__ = ["INVALIDATED", "Refusal", "refusal"]

Refusal = tuple[str, str, str]
"""The rule's id, the name of Apple's exception, its reason."""

_LIMITS = "background-session-limits"
_GENERIC = "NSGenericException"

# R36. Observed wording: spotify/SPTDataLoader PR 172.
INVALIDATED: Refusal = (
    "no-task-after-invalidation",
    _GENERIC,
    "Task created in a session that has been invalidated",
)
# R44. Observed wording of the first two: the Livefront article named in the contract.
HANDLER: Refusal = (
    _LIMITS,
    _GENERIC,
    "Completion handler blocks are not supported in background sessions. Use a delegate instead.",
)
UPLOAD_FROM_DATA: Refusal = (
    _LIMITS,
    _GENERIC,
    "Upload tasks from NSData are not supported in background sessions.",
)
UPLOAD_FROM_STREAM: Refusal = (
    _LIMITS,
    _GENERIC,
    "Upload tasks from a stream are not supported in background sessions; upload from a file",
)
NO_STREAMS: Refusal = (
    _LIMITS,
    _GENERIC,
    "Stream and WebSocket tasks are not supported in background sessions",
)
NO_DATA_TASKS: Refusal = (
    _LIMITS,
    _GENERIC,
    "Data tasks are not supported in background sessions; use a download task",
)
ONLY_HTTP: Refusal = (
    _LIMITS,
    _GENERIC,
    "Background sessions support HTTP and HTTPS only",
)


def refusal(
    kind: Kind,
    request: NSURLRequest | None,
    options: Options,
    *,
    has_handler: bool,
    body: str | None,
) -> Refusal | None:
    """Why a background session makes no such task; None where it does (R44, C4, C5).

    `body` says where an upload's body comes from: `file`, `data` or `stream`.
    """
    if kind in (Kind.STREAM, Kind.WEBSOCKET):
        return NO_STREAMS
    if has_handler:
        return HANDLER
    if body == "data" and options.background_upload_from_data == "raises":
        return UPLOAD_FROM_DATA
    if body == "stream":
        return UPLOAD_FROM_STREAM
    if kind is Kind.DATA and options.background_data_tasks == "refused":
        return NO_DATA_TASKS
    url = request.URL() if request is not None else None
    if url is not None and str(url.scheme()).lower() not in ("http", "https"):
        return ONLY_HTTP
    return None
