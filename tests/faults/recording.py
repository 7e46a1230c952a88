"""Every write, sync, creation and removal of a ledger's files, as the kernel was asked for them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.clerks import ROOT
from tests.faults.disk import Call

LEDGER = "ledger.db"
LOG = f"{LEDGER}-wal"
FILES = (LEDGER, LOG, f"{LEDGER}-journal")
"""What of a ledger is on the disk: the index of the log (-shm) is memory, the lock file empty."""

SAID = "said"
"""The file the program writes to what it acknowledged."""

CALLS = (
    "openat,creat,pwrite64,pwritev,pwritev2,write,writev,ftruncate,fallocate,fsync,fdatasync,"
    "sync_file_range,unlink,unlinkat,rename,renameat,renameat2"
)
_LINE = re.compile(r"\d+ +(\w+)\((.*)\) = (\d+)")
_OPEN_FILE = re.compile(r"\d+<([^>]*)>")
_TEXT = re.compile(r'"([^"]*)"')


def record(folder: Path, module: str) -> list[Call]:
    """Run a module on the ledger of a folder; what it asked for, in order."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    trace = folder / "trace"
    run = subprocess.run(
        [
            *("strace", "-f", "-qq", "-y", "-xx", "-s", str(1 << 20), "-o", str(trace)),
            *("-e", f"trace={CALLS}", "-e", "signal=none"),
            *(sys.executable, "-m", module, str(folder)),
        ],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if "ptrace" in run.stderr:
        pytest.skip("strace may not trace here")
    assert (run.returncode, run.stderr) == (0, "")
    with trace.open() as lines:
        return [call for line in lines for call in _calls(line, folder)]


def _calls(line: str, folder: Path) -> list[Call]:
    """The call of a line of strace, if it did something to a file of the ledger."""
    assert "unfinished" not in line, "one thread writes, so that the order is known"
    match = _LINE.match(line)
    if match is None:
        return []
    kind, asked, answer = match.groups()
    first = _OPEN_FILE.match(asked)
    path = Path(_plain(first[1])) if first else Path()
    texts = _TEXT.findall(asked)
    if kind in ("fsync", "fdatasync") and path == folder:
        return [Call("folder", "")]
    if kind in ("openat", "unlink"):
        path = Path(_plain(texts[0]))
    if path.parent != folder or path.name not in (*FILES, SAID):
        return []
    if path.name == SAID:
        return [Call("said", "", 0, _bytes(texts[0]))] if kind == "write" else []
    if kind == "openat" and "O_CREAT" not in asked:
        return []
    return [_call(kind, path.name, asked, texts, int(answer))]


def _call(kind: str, name: str, asked: str, texts: list[str], answer: int) -> Call:
    numbers = [int(number) for number in re.findall(r", (\d+)(?=,|$)", asked)]
    match kind:
        case "openat":
            return Call("create", name)
        case "unlink":
            return Call("remove", name)
        case "fsync" | "fdatasync":
            return Call("sync", name)
        case "ftruncate":
            return Call("size", name, numbers[-1])
        case "pwrite64":
            return Call("write", name, numbers[-1], _bytes(texts[0])[:answer])
    raise AssertionError(f"{kind} of {name}: the disk of these tests doesn't know that call")


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _plain(text: str) -> str:
    """A path, which some versions of strace write in hexadecimal too."""
    return _bytes(text).decode() if text.startswith("\\x") else text
