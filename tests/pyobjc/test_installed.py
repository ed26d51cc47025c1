"""The modules are importable inside `installed()`, and gone afterwards."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from urlsession_mock import Device
from urlsession_mock.bindings.pyobjc import installed
from urlsession_mock.foundation import NSURL

SCRIPT = """\
import sys
import objc
from Foundation import NSObject, NSURL, NSURLSession, NSURLSessionConfiguration

class Fetcher(NSObject):
    def init(self):
        self = objc.super(Fetcher, self).init()
        if self is None:
            return None
        self.seen = b""
        return self

    def URLSession_dataTask_didReceiveData_(self, session, task, data):
        self.seen += bytes(data)

    def URLSession_task_didCompleteWithError_(self, session, task, error):
        print(error or self.seen.decode())

fetcher = Fetcher.alloc().init()
session = NSURLSession.sessionWithConfiguration_delegate_delegateQueue_(
    NSURLSessionConfiguration.defaultSessionConfiguration(), fetcher, None
)
session.dataTaskWithURL_(NSURL.URLWithString_(sys.argv[1])).resume()
session.finishTasksAndInvalidate()
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_an_unmodified_script_runs_against_canned_answers(
    device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    device.network.get("https://example.com/a").respond(body=b"hello")
    script = write(tmp_path, "fetch.py", SCRIPT)

    with installed(device) as bridge:
        status = bridge.run(script, "https://example.com/a")

    assert (status, capsys.readouterr().out) == (0, "hello\n")
    assert device.verdict()


@pytest.mark.parametrize(
    "statement",
    [
        "import Foundation; found = Foundation.NSURL",
        "import Foundation as F; found = F.NSURL",
        "from Foundation import NSURL as found",
        "from Foundation import *; found = NSURL",
    ],
)
def test_names_are_imported_in_every_way(device: Device, statement: str) -> None:
    names: dict[str, object] = {}
    with installed(device):
        exec(statement, names)

    assert names["found"] is NSURL


def test_afterwards_the_modules_are_as_they_were(device: Device) -> None:
    before = dict(sys.modules)
    with installed(device):
        assert "Foundation" in sys.modules
        assert "objc" in sys.modules

    assert {name: sys.modules[name] for name in before} == before
    with pytest.raises(ModuleNotFoundError, match="No module named 'Foundation'"):
        exec("import Foundation")


def test_a_client_that_was_imported_meanwhile_is_imported_afresh(
    device: Device, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    write(tmp_path, "client_below.py", "from Foundation import NSURL\nclass Client: pass\n")
    write(tmp_path, "client_above.py", "from client_below import Client\n")
    write(tmp_path, "client_aside.py", "value = 1\n")
    with installed(device):
        exec("import client_above, client_aside")

    assert not {"client_above", "client_below"} & set(sys.modules)
    assert sys.modules.pop("client_aside") is not None


def test_what_the_standard_library_loads_meanwhile_stays(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with installed(device):
        exec("import colorsys")

    assert "colorsys" in sys.modules


def test_real_modules_of_these_names_are_put_back(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = types.ModuleType("Foundation")
    monkeypatch.setitem(sys.modules, "Foundation", real)
    with installed(device):
        assert sys.modules["Foundation"] is not real

    assert sys.modules["Foundation"] is real


def test_an_installation_may_be_inside_another(device: Device) -> None:
    with installed(device):
        outer = sys.modules["Foundation"]
        with Device() as second, installed(second):
            assert sys.modules["Foundation"] is outer
        assert sys.modules["Foundation"] is outer


def test_a_name_that_is_ours_alone_is_not_imported(device: Device) -> None:
    with installed(device), pytest.raises(ImportError, match="TransactionValues"):
        exec("from Foundation import TransactionValues")


def test_the_device_is_the_active_one_without_being_entered() -> None:
    device = Device()
    with installed(device):
        names: dict[str, object] = {}
        exec("from Foundation import NSURLSession; found = NSURLSession.sharedSession()", names)
    device.close()

    assert names["found"] is not None


@pytest.mark.parametrize(
    ("text", "status", "err"),
    [
        ("raise SystemExit", 0, ""),
        ("import sys; sys.exit(3)", 3, ""),
        ("raise SystemExit('no such file')", 1, "no such file\n"),
    ],
)
def test_a_script_ends_with_its_own_status(
    device: Device,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    status: int,
    err: str,
) -> None:
    with installed(device) as bridge:
        assert bridge.run(write(tmp_path, "ends.py", text)) == status

    assert capsys.readouterr().err == err


def test_an_exception_of_a_script_is_shown_from_its_own_line_on(
    device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = write(tmp_path, "fails.py", "1 / 0\n")
    with installed(device) as bridge:
        assert bridge.run(script) == 1

    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[1] == f'  File "{script}", line 1, in <module>'
    assert lines[-1] == "ZeroDivisionError: division by zero"


def test_a_script_is_main_and_imports_what_lies_beside_it(
    device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "lies_beside.py", "import objc\nword = 'beside'\n")
    script = write(
        tmp_path,
        "main.py",
        "import sys, lies_beside\nprint(__name__, sys.argv[1:], lies_beside.word)",
    )
    argv, path, main = sys.argv[:], sys.path[:], sys.modules["__main__"]
    with installed(device) as bridge:
        bridge.run(script, "-v")

    assert capsys.readouterr().out == "__main__ ['-v'] beside\n"
    assert (sys.argv, sys.path, sys.modules["__main__"]) == (argv, path, main)


def test_what_a_script_imports_from_its_folder_is_forgotten(
    device: Device, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with installed(device) as bridge:
        for name in ("first", "second"):
            (tmp_path / name).mkdir()
            write(tmp_path / name, "script_helper.py", f"word = {name!r}")
            bridge.run(
                write(tmp_path / name, "main.py", "import script_helper\nprint(script_helper.word)")
            )

    assert capsys.readouterr().out == "first\nsecond\n"
    assert "script_helper" not in sys.modules


def test_a_module_runs_as_a_program(
    device: Device,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "packed_client").mkdir()
    write(tmp_path / "packed_client", "__init__.py", "")
    write(tmp_path / "packed_client", "__main__.py", "print(__name__, __package__)")
    with installed(device) as bridge:
        bridge.run("packed_client")
        with pytest.raises(ModuleNotFoundError, match="not_there is neither a script nor a module"):
            bridge.run("not_there")

    assert capsys.readouterr().out == "__main__ packed_client\n"


def test_a_file_is_loaded_as_a_module_afresh(device: Device, tmp_path: Path) -> None:
    path = write(tmp_path, "loaded_client.py", "import objc\nseen = []\n")
    with installed(device) as bridge:
        first, second = bridge.load(path), bridge.load(path)
        with pytest.raises(FileNotFoundError, match=r"gone\.py is not a Python file"):
            bridge.load(tmp_path / "gone.py")

    assert first is not second
    assert "loaded_client" not in sys.modules
