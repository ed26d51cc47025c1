"""The error codes of the plugin: what a `# type: ignore[...]` names.

Not here: the texts, which are in `complaints.py`. One rule: all are parts of `urlsession`, so
that one name silences all of them.
"""

from __future__ import annotations

from typing import Final

from mypy.errorcodes import ErrorCode

__all__ = ["ASYNC", "CLASS", "DATA", "HIDDEN", "MISSING", "MISSPELT", "PARAMETERS", "TYPES"]

_CATEGORY: Final = "urlsession-mock"

_ANY: Final = ErrorCode("urlsession", "A class is not a well-formed URLSession delegate", _CATEGORY)


def _code(name: str, description: str) -> ErrorCode:
    return ErrorCode(f"urlsession-{name}", description, _CATEGORY, sub_code_of=_ANY)


# fmt: off
MISSPELT: Final   = _code("misspelt",   "A method is named almost like a delegate method")
PARAMETERS: Final = _code("parameters", "A delegate method takes another number of arguments")
TYPES: Final      = _code("types",      "A delegate method takes or returns other types")
MISSING: Final    = _code("missing",    "A required delegate method is missing")
ASYNC: Final      = _code("async",      "A delegate method is a coroutine or generator function")
DATA: Final       = _code("data",       "An attribute named as a delegate method is not one")
HIDDEN: Final     = _code("hidden",     "PyObjC does not export a delegate method")
CLASS: Final      = _code("class",      "A class is given in place of a delegate")
# fmt: on
