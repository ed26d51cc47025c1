"""Certificates for tests: authorities made anew for each run, and what they issue.

One rule: none is trusted outside the test that names its authority.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import trustme

__all__ = ["Authority", "Identity"]

HOSTS = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Identity:
    """A certificate with its key, as a pair of files."""

    certificate: Path
    key: Path

    @property
    def pair(self) -> tuple[str, str]:
        return str(self.certificate), str(self.key)


class Authority:
    """An authority; `folder` is where its files go, `ca` the one to trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = trustme.CA()
        self.ca = folder / "ca.pem"
        self._made.cert_pem.write_to_path(str(self.ca))
        self._count = 0

    @cached_property
    def for_loopback(self) -> Identity:
        """A good certificate for this machine."""
        return self.issue(*HOSTS)

    @cached_property
    def expired(self) -> Identity:
        """One that was good until yesterday."""
        return self.issue(*HOSTS, until=_now() - timedelta(days=1))

    @cached_property
    def not_yet_valid(self) -> Identity:
        """One that will be good from tomorrow on."""
        return self.issue(*HOSTS, since=_now() + timedelta(days=1))

    @cached_property
    def for_another(self) -> Identity:
        """A good one for another host."""
        return self.issue("another.example.com")

    @cached_property
    def client(self) -> Identity:
        """A client's."""
        return self.issue("client@example.com")

    def issue(
        self, *hosts: str, since: datetime | None = None, until: datetime | None = None
    ) -> Identity:
        since = since or _now() - timedelta(days=30)
        until = until or _now() + timedelta(days=30)
        made = self._made.issue_cert(*hosts, not_before=since, not_after=until)
        self._count += 1
        certificate = self._folder / f"{self._count}.pem"
        key = self._folder / f"{self._count}.key"
        certificate.write_bytes(b"".join(blob.bytes() for blob in made.cert_chain_pems))
        made.private_key_pem.write_to_path(str(key))
        return Identity(certificate, key)

    def context(
        self,
        identity: Identity | None = None,
        *,
        wants_client: ssl.VerifyMode = ssl.CERT_NONE,
        newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
        protocols: tuple[str, ...] = (),
    ) -> ssl.SSLContext:
        """What a server speaks TLS with; clients must have a certificate of this authority."""
        made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(self.ca))
        made.load_cert_chain(*(identity or self.for_loopback).pair)
        made.verify_mode = wants_client
        made.maximum_version = newest
        if protocols:
            made.set_alpn_protocols(list(protocols))
        return made


def _now() -> datetime:
    return datetime.now(UTC)
