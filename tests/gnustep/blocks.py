"""A class for the blocks that rubicon makes, so that they can be retained and copied as on Apple.

libBlocksRuntime counts references to a block, but its classes are plain memory without methods, and
Objective-C objects are retained by messages. One rule: as with Apple, a block that was not
copied is not owned by whoever retains it.
"""

from __future__ import annotations

import ctypes
from ctypes import c_int, c_void_p
from typing import Any, Final

from tests.gnustep.runtime import LIBRARIES, METHOD, Address, Runtime, typed

__all__ = ["give_blocks_a_class"]

IS_COPY: Final = 1 << 24  # BLOCK_NEEDS_FREE of the blocks runtime
FLAGS: Final = ctypes.sizeof(c_void_p)  # they stand behind the class


def give_blocks_a_class(ours: Runtime) -> None:
    """Have rubicon, which has been imported, make its blocks of a real class."""
    import rubicon.objc.api as api  # pyright: ignore[reportMissingTypeStubs] # it has no types

    cls = _made(ours)
    # rubicon writes the address of this object into each block it makes.
    api._NSConcreteStackBlock = (c_void_p * 32).from_address(cls)


def _made(ours: Runtime) -> int:
    library = ctypes.CDLL(LIBRARIES["c"])
    copy_of: Any = typed(library._Block_copy, c_void_p, c_void_p)
    let_go: Any = typed(library._Block_release, None, c_void_p)
    root = ours.class_named(b"NSObject")
    cls: int = ours.make_class(root, b"PythonBlock", 0)
    autoreleased = METHOD(ours.implementation(root, ours.selector(b"autorelease")))

    def copy(block: Address, selector: Address) -> Address:
        made: int = copy_of(block)
        c_void_p.from_address(made).value = cls  # the runtime wrote a class without methods
        return made

    def retain(block: Address, selector: Address) -> Address:
        return copy(block, selector) if _is_copy(block) else block

    def release(block: Address, selector: Address) -> Address:
        if _is_copy(block):
            let_go(block)
        return None

    def autorelease(block: Address, selector: Address) -> Address:
        return autoreleased(block, selector) if _is_copy(block) else block

    for name, method in {
        b"copy": copy,
        b"retain": retain,
        b"autorelease": autorelease,
    }.items():
        ours.give(cls, name, b"@@:", method)
    ours.give(cls, b"release", b"v@:", release)
    ours.register(cls)
    return cls


def _is_copy(block: Address) -> bool:
    assert block is not None

    return bool(c_int.from_address(block + FLAGS).value & IS_COPY)
