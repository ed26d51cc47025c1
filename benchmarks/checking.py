"""What the mypy plugin costs: mypy on a project of 200 files, with nothing cached.

Not here: what it finds. One rule: both runs check the same faultless files, and differ in one
line of the configuration. What counts is the processor's time, which other programs do not take.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, Line, ratio_at_most
from benchmarks.rounds import Plan, Sample, interleaved

__all__ = ["checking"]

_FILES = 200
_EVERY = 5  # of so many files, one holds a delegate

_MODULE = '''\
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

{imports}

@dataclass
class Item{n}:
    """A thing to be fetched."""

    name: str
    size: int = 0
    parts: list[str] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)

    def add(self, part: str, size: int = 1) -> Item{n}:
        self.parts.append(part.strip())
        self.size += size
        self.kinds[part] = self.kinds.get(part, 0) + size
        return self

    def largest(self) -> str | None:
        ordered = sorted(self.kinds.items(), key=lambda pair: pair[1], reverse=True)
        return ordered[0][0] if ordered else None


class Store{n}:
    def __init__(self, items: Iterable[Item{n}] = ()) -> None:
        self._items = {{item.name: item for item in items}}

    def named(self, prefix: str) -> Iterator[Item{n}]:
        for name, item in self._items.items():
            if name.startswith(prefix) and item.size > 0:
                yield item

    def total(self) -> int:
        return sum(item.size for item in self._items.values())


def report{n}(store: Store{n}, prefix: str = "") -> str:
    lines = [f"{{item.name:<20}} {{item.size:>8}}" for item in store.named(prefix)]
    return "\\n".join([*lines, str(store.total())])
'''
_DELEGATE = '''

class Downloader{n}(NSObject):
    """Takes the file of a download, and tells how far it is."""

    def __init__(self) -> None:
        self.files: list[bytes] = []
        self.errors: list[NSError] = []

    def URLSession_downloadTask_didFinishDownloadingToURL_(
        self, session: NSURLSession, downloadTask: NSURLSessionDownloadTask, location: NSURL
    ) -> None:
        path = location.path()
        if path is not None:
            with open(path, "rb") as file:
                self.files.append(file.read())

    def URLSession_task_didCompleteWithError_(
        self, session: NSURLSession, task: NSURLSessionTask, error: NSError | None
    ) -> None:
        if error is not None:
            self.errors.append(error)


def test_download{n}(device: Device) -> None:
    delegate = Downloader{n}()
    session = device.session(delegate)
    session.finishTasksAndInvalidate()
    device.run()
    assert not delegate.errors
'''
_NAMES = "NSError, NSObject, NSURL, NSURLSession, NSURLSessionDownloadTask, NSURLSessionTask"
_OURS = f"from urlsession_mock import Device\nfrom urlsession_mock.foundation import {_NAMES}\n"


def checking(plan: Plan) -> list[Line]:
    """mypy on a project, with the plugin and without."""
    with tempfile.TemporaryDirectory(prefix="urlsession-mock-bench-") as name:
        folder = Path(name)
        _write(folder)
        samples = {
            "without": _sample(folder, ""),
            "with": _sample(folder, "urlsession_mock.mypy_plugin"),
        }
        taken = interleaved(plan.at_most(9), samples)
    ours = Figure("ours", "s", taken["with"])
    return [
        ratio_at_most(
            f"mypy on {_FILES} files, none cached",
            ours,
            Figure("mypy alone", "s", taken["without"]),
            1.03,
            "1.03",
        )
    ]


def _write(folder: Path) -> None:
    """A project in packages of ten modules; each imports the one before, and some a delegate."""
    for number in range(_FILES):
        package = folder / f"part{number // 10}"
        package.mkdir(exist_ok=True)
        (package / "__init__.py").touch()
        last = number - 1
        imports = f"from part{last // 10}.module{last} import Item{last}\n" if number else ""
        text = _MODULE
        if number % _EVERY == 0:
            imports, text = imports + _OURS, text + _DELEGATE
        (package / f"module{number}.py").write_text(text.format(n=number, imports=imports), "utf-8")


def _sample(folder: Path, plugin: str) -> Sample:
    configuration = folder / f"mypy-{plugin or 'alone'}.ini"
    configuration.write_text(f"[mypy]\nstrict = True\nplugins = {plugin}\n", "utf-8")
    cache = folder / "cache"
    command = [
        sys.executable,
        "-m",
        "mypy",
        f"--config-file={configuration}",
        f"--cache-dir={cache}",
    ]

    def run() -> float:
        shutil.rmtree(cache, ignore_errors=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [*command, *sorted(path.name for path in folder.glob("part*"))],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return run
