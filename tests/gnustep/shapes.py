"""The signature of a method that is made and not written.

Not here: rubicon. One rule: it reads what a method takes from the signature and the annotations.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["shaped"]


def shaped(
    function: Callable[..., Any], types: Mapping[str, object], returns: object
) -> Callable[..., Any]:
    """The function, which takes a receiver first, as one that takes these parameters."""
    kind = inspect.Parameter.POSITIONAL_ONLY
    parameters = [inspect.Parameter(name, kind) for name in ("receiver", *types)]
    vars(function)["__signature__"] = inspect.Signature(parameters)
    function.__annotations__ = {"return": returns} | dict(types)
    return function
