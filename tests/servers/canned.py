"""The routes of the real servers, as canned answers.

One rule: each answer is computed from the request that comes, as the real servers do.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from tests.servers.asking import Asked
from tests.servers.routes import answer
from urlsession_mock.network import ANY, Answer, Network, ReceivedRequest
from urlsession_mock.network import answer as canned

__all__ = ["serve_canned"]


def serve_canned(network: Network, base_url: str) -> None:
    """Have `network` answer all that a real server at `base_url` would."""
    host = urlsplit(base_url).netloc

    def answered(request: ReceivedRequest) -> Answer:
        parts = urlsplit(request.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        headers = (("Host", host), *request.headers)
        made = answer(Asked(request.method, target, headers, request.body))
        delay = 5.0 if request.header("X-Pause") is not None else 0.0
        return canned(
            made.status,
            made.framed(request.method),
            made.sent(request.method),
            length=False,
            heeds=False,
            delay=delay,
        )

    network.on(ANY, f"{base_url}/**", ignore_query=True, optional=True).respond_with(answered)
