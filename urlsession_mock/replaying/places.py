"""Where the recording of a test is: beside the test's file, named by the test.

Pure. One rule: two tests never share a file, on any file system.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

__all__ = ["FOLDER", "place_of"]

FOLDER = "recordings"
_LONGEST = 100  # characters of a name; common file systems have 255 bytes, and a limit of the path
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
# Names that Windows keeps for devices.
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def place_of(file: Path, node: str) -> Path:
    """The recording of a test. `file` is the test's file, `node` the rest of its node id.

    `test_a.py::TestB::test_c` has `recordings/test_a/TestB.test_c.jsonl`. What no file name may
    have becomes `_`; then, and where the name is long, a piece of a hash tells it from others.
    """
    plain = node.replace("::", ".")
    name = _UNSAFE.sub("_", plain).strip("._-")
    # A parameter's case counts in a node id, and not in every file system.
    if name != plain or len(name) > _LONGEST or _RESERVED.match(name):
        digest = hashlib.sha256(node.encode()).hexdigest()[:10]
        name = f"{name[: _LONGEST - len(digest) - 1].rstrip('._-')}-{digest}".lstrip("-")
    return file.parent / FOLDER / file.stem / f"{name}.jsonl"
