"""How one test is judged: what the ini file, its markers and its own arguments say.

Not here: judging (trial.py). One rule: the nearest wins for what can be said once, and what
is allowed or required adds up; whatever is wrong is said with the place it stands in.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from pytest_urlsession.parting import whole_of
from urlsession_mock.network.hosts import LOOPBACK, Hosts
from urlsession_mock.options import Options
from urlsession_mock.rules import RULES
from urlsession_mock.rules.judging import check_ids

if TYPE_CHECKING:
    from urlsession_mock.exploring.plan import Plan

__all__ = ["Settings", "ids", "seconds", "settings_of"]

_OPTIONS = tuple(option.name for option in fields(Options))
_FLAGS = ("allow_unplayed", "allow_unexpected", "allow_unused")
_NAMES = ("allow", "require", "limit", "live", "explore", *_FLAGS, *_OPTIONS)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a test is judged by.

    `own` are the ids that the test itself allows, by its own marker or an argument: each must
    have been needed. Those of a class, a module or the ini file speak for many tests.
    """

    allow: frozenset[str] = frozenset()
    require: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    options: Options = field(default_factory=Options)
    limit: float = 5.0
    live: tuple[str, ...] = ()
    """Patterns of the real servers that may be contacted."""
    allow_unplayed: bool = False
    """A recording may have more than the test asks for."""
    allow_unexpected: bool = False
    """A request may be made that nobody answers."""
    allow_unused: bool = False
    """An answer may be registered that nobody asks for."""
    explore: Plan | None = None
    """What is explored; None runs the test once."""


_INI = pytest.StashKey[Settings]()


def settings_of(item: pytest.Item) -> Settings:
    """The settings of a test. Raises `ValueError` for what is not possible."""
    settings = _from_ini(item.config)
    marks = list(item.iter_markers_with_node("urlsession"))
    if len(marks) > 1:
        # pytest puts those of a parameter behind those of its function; they are nearer.
        parameters = getattr(item, "callspec", None)
        near: Iterable[pytest.Mark] = parameters.marks if parameters is not None else ()
        marks.sort(key=lambda pair: pair[1] not in near)
    # From far to near, so that the nearest has the last word.
    for node, mark in reversed(marks):
        place = f"@pytest.mark.urlsession of {whole_of(node.nodeid)}"
        settings = _with_mark(settings, mark, place, is_own=node is item)
    return settings


def _from_ini(config: pytest.Config) -> Settings:
    settings = config.stash.get(_INI, None)
    if settings is None:
        allow = ids(*_ini(config, "urlsession_allow"))
        require = ids(*_ini(config, "urlsession_require"))
        settings = Settings(allow, require)
        platform, place = _ini(config, "urlsession_platform")
        if platform:
            settings = _with_options(settings, {"platform": platform}, place)
        settings = _with_flags(settings, lambda name: _ini(config, f"urlsession_{name}"))
        limit, place = _ini(config, "urlsession_limit")
        if limit != "":
            settings = replace(settings, limit=seconds(limit, place))
        config.stash[_INI] = settings
    return settings


def _ini(config: pytest.Config, name: str) -> tuple[object, str]:
    """What an ini option says, and where it stands."""
    place = f"{name} in {config.inipath.name}" if config.inipath is not None else name
    try:
        said = config.getini(name)
        if name == "urlsession_limit" and said != "":
            said = float(said)  # a text where pytest is older than such options
    except (TypeError, ValueError, pytest.UsageError) as error:
        raise ValueError(f"{place}: {error}") from None
    return said, place


def _with_mark(settings: Settings, mark: pytest.Mark, place: str, *, is_own: bool) -> Settings:
    if mark.args:
        raise ValueError(
            f"{place} takes keywords only, such as allow=[...], and got {mark.args[0]!r}"
        )
    said = dict(mark.kwargs)
    for name in said:
        if name not in _NAMES:
            near = difflib.get_close_matches(name, _NAMES, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}=?" if near else f"it takes {', '.join(_NAMES)}"
            raise ValueError(f"{place} does not take {name}=; {hint}")
    allow = ids(said.pop("allow", ()), f"{place}: allow=")
    require = ids(said.pop("require", ()), f"{place}: require=")
    limit = seconds(said.pop("limit", settings.limit), f"{place}: limit=")
    settings = _with_flags(
        settings,
        lambda name: (said.pop(name, getattr(settings, name)), f"{place}: {name}="),
    )
    live = _hosts(said.pop("live", ()), f"{place}: live=")
    explore = settings.explore
    if "explore" in said:
        explore = _plan(said.pop("explore"), f"{place}: explore=")
    settings = _with_options(settings, said, place)
    return replace(
        settings,
        allow=settings.allow | allow,
        require=settings.require | require,
        own=settings.own | allow if is_own else settings.own,
        limit=limit,
        live=settings.live + live,
        explore=explore,
    )


def _with_flags(settings: Settings, say: Callable[[str], tuple[object, str]]) -> Settings:
    """The settings with each flag as `say` has it: what is said, and where."""
    unplayed, unexpected, unused = (_flag(*say(name)) for name in _FLAGS)
    return replace(
        settings, allow_unplayed=unplayed, allow_unexpected=unexpected, allow_unused=unused
    )


def _with_options(
    settings: Settings,
    said: Mapping[str, Any],  # Any: Options checks them
    place: str,
) -> Settings:
    if not said:
        return settings
    try:
        return replace(settings, options=replace(settings.options, **said))
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None


def ids(said: object, place: str) -> frozenset[str]:
    """The rule ids of a list. Raises `ValueError` where it is none, or names no rule."""
    if isinstance(said, str) or not isinstance(said, Iterable):
        raise ValueError(f"{place} takes a list of rule ids, such as [{said!r}], not {said!r}")
    found = frozenset(str(one) for one in said)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # the user's list may hold anything
    try:
        check_ids(RULES, found)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
    return found


def _plan(said: object, place: str) -> Plan | None:
    """What is explored; False turns off what a class or a module has turned on."""
    if said is False:
        return None
    from urlsession_mock.exploring.plan import plan_of  # the others pay nothing for it

    return plan_of(said, place)


def _hosts(said: object, place: str) -> tuple[str, ...]:
    """The patterns of a list of hosts; True is this machine. Raises `ValueError` otherwise."""
    if said is True:
        return LOOPBACK
    if isinstance(said, str) or not isinstance(said, Iterable):
        raise ValueError(
            f"{place} takes True, for servers on this machine, or a list of hosts, such as "
            f"['127.0.0.1:8080', '*.example.com']; not {said!r}"
        )
    found = tuple(str(one) for one in said)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]  # the user's list may hold anything
    try:
        for pattern in found:
            Hosts().allow(pattern)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
    return found


def _flag(said: object, place: str) -> bool:
    if not isinstance(said, bool):
        raise ValueError(f"{place} is True or False, not {said!r}")
    return said


def seconds(said: object, place: str) -> float:
    """A number of seconds above 0. Raises `ValueError` for anything else."""
    if isinstance(said, bool) or not isinstance(said, int | float) or not said > 0:
        raise ValueError(f"{place} is a number of seconds above 0, not {said!r}")
    return float(said)
