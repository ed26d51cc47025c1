"""Writes `Foundation-stubs/__init__.pyi` from the list of Foundation's members.

What it reads: `tests/data/foundation-surface.json`, what Apple's headers declare; `nullable_rows`,
where they allow nil; `names.py`, what PyObjC makes of a type; `Foundation.pyi.in`, what
is written by hand. Not here: `objc-stubs`, which is written by hand as a whole. One rule: the
same input gives the same file, byte for byte, and a test holds the committed one to it.

    python -m stubs.generate            write the file
    python -m stubs.generate --check    say whether it is up to date
    python -m stubs.generate --count    say how much of Foundation it types
"""
