"""What the apps of a device remember: values by domain, as the preferences daemon keeps them.

What it is: the domains, and what a search through them finds. What it is not: Apple's interfaces
to it (`user_defaults.py`, and CFPreferences). Its one rule: a value is a property list, and a copy.

A set value is the daemon's at once, so it survives the app, synchronised or not. Apple: it changes
"synchronously within your process, and asynchronously to persistent storage"; a kill in between is
not simulated. developer.apple.com/documentation/foundation/userdefaults
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from urlsession_mock.foundation.bridged import invalid_argument
from urlsession_mock.foundation.dictionary import NSDictionary
from urlsession_mock.foundation.plist_values import NotAPropertyList, frozen
from urlsession_mock.foundation.values import NSGlobalDomain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["ANY_HOST", "ANY_USER", "CURRENT_HOST", "CURRENT_USER", "Defaults", "Domain"]

# As CFPreferences names them: kCFPreferencesCurrentUser and so on.
CURRENT_USER: Final = "kCFPreferencesCurrentUser"
ANY_USER: Final = "kCFPreferencesAnyUser"
CURRENT_HOST: Final = "kCFPreferencesCurrentHost"
ANY_HOST: Final = "kCFPreferencesAnyHost"


@dataclass(frozen=True, slots=True)
class Domain:
    """Whose values: of an application, for a user, on a host."""

    application: str
    user: str = CURRENT_USER
    host: str = ANY_HOST


class Defaults:
    """The domains of a device. What is set here outlives the app; what is registered does not."""

    def __init__(self) -> None:
        self._kept: dict[Domain, dict[str, Any]] = {}
        self._forced: dict[str, dict[str, Any]] = {}
        self.registered: dict[str, Any] = {}
        """What the app registered in this process, the last to be searched."""
        self.suites: dict[str, list[str]] = {}
        """What CFPreferences searches too, by application; of this process."""
        self.volatile: dict[str, NSDictionary[str, Any]] = {}
        """Domains that live in the process only, such as NSArgumentDomain."""

    def app_ended(self) -> None:
        """The app's process is gone, and what only it knew."""
        self.registered, self.volatile, self.suites = {}, {}, {}

    # What an administrator sets.

    def force(self, application: str, key: str, value: object) -> None:
        """Set a value that the app cannot change, as a configuration profile does. Ours."""
        self._forced.setdefault(application, {})[key] = checked(value)

    def is_forced(self, application: str, key: str) -> bool:
        """A configuration profile sets it."""
        return key in self._forced.get(application, {})

    # One domain.

    def set(self, domain: Domain, key: str, value: object) -> None:
        """Keep a value; None removes it. Raises ValueError for what is no property list."""
        if value is None:
            self._kept.get(domain, {}).pop(key, None)
        else:
            self._kept.setdefault(domain, {})[key] = checked(value)

    def get(self, domain: Domain, key: str) -> Any:  # a property list
        """The value in this very domain, or None."""
        return self._kept.get(domain, {}).get(key)

    def all_of(self, domain: Domain) -> dict[str, Any]:
        """The values of this very domain."""
        return dict(self._kept.get(domain, {}))

    def replace(self, domain: Domain, values: Mapping[str, object]) -> None:
        """Take these values for all that the domain has."""
        self._kept[domain] = {key: checked(value) for key, value in values.items()}

    def remove(self, domain: Domain) -> None:
        """Forget a domain."""
        self._kept.pop(domain, None)

    def applications(self) -> list[str]:
        """The applications that have values."""
        return sorted({domain.application for domain, kept in self._kept.items() if kept})

    # All domains.

    def found(self, application: str, suites: Iterable[str], key: str) -> Any:  # a property list
        """What the app finds under a key, or None."""
        for values in self._searched(application, suites):
            if key in values:
                return values[key]
        return None

    def all_found(self, application: str, suites: Iterable[str]) -> dict[str, Any]:
        """All that the app finds."""
        found: dict[str, Any] = {}
        for values in self._searched(application, suites):
            found = {**values, **found}
        return found

    def _searched(self, application: str, suites: Iterable[str]) -> Iterator[Mapping[str, Any]]:
        """The order of search: forced, arguments, the app's, its suites, global, registered.

        Within an application the nearer wins, as CFPreferences documents: this user before any,
        this host before any.
        """
        yield self._forced.get(application, {})
        yield from self.volatile.values()
        for name in (application, *suites, NSGlobalDomain):
            for user in (CURRENT_USER, ANY_USER):
                for host in (CURRENT_HOST, ANY_HOST):
                    yield self._kept.get(Domain(name, user, host), {})
        yield self.registered


def checked(value: object) -> Any:  # a property list
    """A copy of a property list. Raises ValueError, as a Mac raises, for anything else."""
    try:
        return frozen(value)
    except NotAPropertyList as problem:
        raise invalid_argument(
            "NSUserDefaults", f"Attempt to insert non-property list object: {problem}"
        ) from None
