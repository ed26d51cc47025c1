"""Cases of the mypy plugin as data, in the style of mypy's own tests.

A `.test` file holds cases; each is a program, with the errors it must give beside its lines:

    [case a_name_of_its_own]
    from .other import Downloader
    start(Downloader(1))  # E: what mypy says  [its-code]
    [file other.py]
    class Downloader: ...
    [file other.py.2]
    class Downloader: ...

`# E:` is an error and `# N:` a note, of that line; further ones follow behind another ` # E:`.
`other.py.2` is what the file is edited to before mypy runs again, with its cache; `main.py.2` with
other marks alone is no edit. One rule: a case says all that mypy says of it.

`python -m tests.typing.data_cases` writes what mypy says now beside the lines; read what changed.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.typing.checkers import copy_stubs, run

__all__ = ["Case", "Findings", "cases", "edit", "mypy", "project"]

Findings = list[str]  # "other.py:3: error: what mypy says  [its-code]"

FOLDER = Path(__file__).parent / "plugin"
"""Where the cases are."""

_HEADING = re.compile(r"^\[(case|file) ([\w./]+)\]\n", re.MULTILINE)
_MARK = re.compile(r"(?:^|\s+)# (?P<kind>[EN]): (?P<text>.*?)(?=\s+# [EN]: |$)", re.MULTILINE)
_KINDS = {"E": "error", "N": "note"}
_LINE = re.compile(r"(?P<file>[^:]+):(?P<line>\d+): (?P<kind>error|note): (?P<text>.*)")
_AGAIN = ".2"


@dataclass(frozen=True, slots=True)
class Case:
    """A program of a few files, the first of which is called `main.py`, marks and all."""

    name: str
    files: dict[str, str] = field(default_factory=dict)

    def expected(self) -> Findings:
        """What mypy must say of it the first time."""
        return _expected({name: text for name, text in self.files.items() if _is_first(name)})

    def expected_again(self) -> Findings:
        """What mypy must say of it once it is edited."""
        return _expected(
            {name: self.files.get(name + _AGAIN, text) for name, text in self.files.items()}
            if any(not _is_first(name) for name in self.files)
            else self.files
        )


def _is_first(name: str) -> bool:
    return not name.endswith(_AGAIN)


def _expected(files: Mapping[str, str]) -> Findings:
    return [
        f"{file}:{number}: {_KINDS[mark['kind']]}: {mark['text']}"
        for file, text in sorted(files.items())
        if _is_first(file)
        for number, line in enumerate(text.splitlines(), start=1)
        for mark in _MARK.finditer(line)
    ]


def cases() -> list[Case]:
    """Every case of every `.test` file, in order."""
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.test")):
        for name, file, text in _parts(path):
            if file == "main.py":
                found.append(Case(name))
            assert file not in found[-1].files, f"{file} twice in {name}"
            found[-1].files[file] = text
    return found


def _parts(path: Path) -> Iterator[tuple[str, str, str]]:
    """Each file of each case: the case's name, the file's, and its text."""
    before, *parts = _HEADING.split(path.read_text(encoding="utf-8"))
    assert all(line.startswith("--") for line in before.splitlines() if line), path
    case = ""
    for what, name, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        case = name if what == "case" else case
        yield case, "main.py" if what == "case" else name, text


# --- on disk -----------------------------------------------------------------------------


def project(folder: Path, found: Iterable[Case]) -> None:
    """Write the cases as packages in a folder, with a configuration that has the plugin."""
    copy_stubs(folder)
    for case in found:
        (folder / case.name).mkdir()
        (folder / case.name / "__init__.py").touch()
        for name, text in case.files.items():
            if _is_first(name):
                _write(folder / case.name / name, text)
    settings = (
        "[mypy]",
        "plugins = urlsession_mock.mypy_plugin",
        # What mypy says of an override, beside us, is worded anew now and then; bodies are `...`.
        "disable_error_code = override, empty-body",
    )
    (folder / "mypy.ini").write_text("\n".join(settings), encoding="utf-8")


def edit(folder: Path, found: Iterable[Case]) -> None:
    """Edit the files that have a second text."""
    for case in found:
        for name, text in case.files.items():
            if not _is_first(name):
                _write(folder / case.name / name.removesuffix(_AGAIN), text)


def _write(path: Path, text: str) -> None:
    path.write_text(_MARK.sub("", text), encoding="utf-8")


def mypy(folder: Path, *names: str) -> Mapping[str, Findings]:
    """Run mypy on the cases of these names in a folder, and return what it says, by case."""
    options = ("--no-error-summary", "--hide-error-context", "--show-traceback")
    said = run(folder, (), "mypy", *options, *names)
    found: dict[str, Findings] = {}
    for line in said.splitlines():
        read = _LINE.fullmatch(line)
        assert read is not None, said
        name, _, file = read["file"].partition("/")
        place = f"{file}:{read['line']}"
        found.setdefault(name, []).append(f"{place}: {read['kind']}: {read['text']}")
    return {name: sorted(lines, key=_place) for name, lines in found.items()}


def _place(line: str) -> tuple[str, int]:
    file, number, _ = line.split(":", 2)
    return file, int(number)


# --- written anew ------------------------------------------------------------------------


def _marked(text: str, said: Iterable[re.Match[str]]) -> str:
    """The text of a file, with what mypy says of it in place of what was expected."""
    lines = _MARK.sub("", text).splitlines()
    for read in said:
        letter = next(letter for letter, kind in _KINDS.items() if kind == read["kind"])
        lines[int(read["line"]) - 1] += f"  # {letter}: {read['text']}"
    return "".join(f"{line}\n" for line in lines)


def _main() -> None:
    found = cases()
    names = [case.name for case in found]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project(folder, found)
        first = mypy(folder, *names)
        edit(folder, found)
        again = mypy(folder, *names)
    for path in sorted(FOLDER.glob("*.test")):
        new = path.read_text(encoding="utf-8").partition("[case ")[0]
        for name, file, part in _parts(path):
            said = (first if _is_first(file) else again).get(name, [])
            reads = [read for one in said if (read := _LINE.fullmatch(one))]
            heading = f"[case {name}]\n" if file == "main.py" else f"[file {file}]\n"
            of_file = [read for read in reads if read["file"] == file.removesuffix(_AGAIN)]
            new += heading + _marked(part, of_file)
        path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    _main()
