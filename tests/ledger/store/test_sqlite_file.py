"""What a file that can't be used says, and what can still be read of it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from artui.ledger.errors import Damaged, ReadOnly, StoreUnusable
from artui.ledger.store import open_store
from tests.ledger.samples import Book


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with one voucher."""
    path = tmp_path / "ledger.db"
    make(path)
    return path


def make(path: Path) -> None:
    store = open_store(path, create=True)
    with store.hold():
        store.append(Book().invoice("I1", 100))
    store.close()


def test_there_is_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="there is no ledger at"):
        open_store(tmp_path / "other.db")
    assert list(tmp_path.iterdir()) == []


def test_there_is_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="there is no folder"):
        open_store(tmp_path / "missing" / "ledger.db", create=True)


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="is a folder"):
        open_store(tmp_path)


@pytest.mark.parametrize("content", [b"", b"Dear Sir", b"SQLite format 3\x00" + b"\x07" * 5000])
def test_some_other_file_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(content)
    with pytest.raises(StoreUnusable, match="not a ledger"):
        open_store(path)
    assert path.read_bytes() == content


def test_another_program_s_database_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photos (id)")
    connection.close()
    for create in (False, True):
        with pytest.raises(StoreUnusable, match="not a ledger"):
            open_store(path, create=create)


def test_an_empty_database_can_become_a_ledger(tmp_path: Path) -> None:
    """That is what a cut in the power leaves of one that was being made."""
    path = tmp_path / "ledger.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    assert path.stat().st_size
    with pytest.raises(StoreUnusable, match="not a ledger"):
        open_store(path)
    store = open_store(path, create=True)
    assert store.head().pos == 0
    store.close()


def test_a_newer_program_s_ledger_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreUnusable, match=r"newer version of the program \(format 99"):
        open_store(path)


def test_making_a_ledger_twice_opens_it(path: Path) -> None:
    store = open_store(path, create=True)
    assert store.head().pos == 2
    store.close()


def test_a_name_with_signs_in_it_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "50% paid? #1.db"
    make(path)
    store = open_store(path)
    assert store.head().pos == 2
    store.close()


def test_a_broken_page_is_told_as_damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises((Damaged, StoreUnusable)) as told:
        list(open_store(path).events())
    assert "damaged" in str(told.value)


def test_a_lock_that_is_never_given_back_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artui.ledger.store.sqlite_datastore.WAIT", 0.1)
    first, second = open_store(path), open_store(path)
    with first.hold():
        with pytest.raises(StoreUnusable, match="locked"), second.hold():
            pass
        assert second.head().pos == 2
    with second.hold():
        second.append(Book("200").invoice("I1", 100))
    first.close()
    second.close()


def test_whoever_may_open_the_ledger_may_wait_for_it(path: Path) -> None:
    path.with_name("ledger.db.lock").unlink()
    path.chmod(0o660)
    store = open_store(path)
    with store.hold():
        pass
    store.close()
    assert path.with_name("ledger.db.lock").stat().st_mode & 0o777 == 0o660


def test_a_question_can_not_write(path: Path) -> None:
    store = open_store(path)
    with pytest.raises(ReadOnly):
        store.query("DELETE FROM documents")
    assert store.query("SELECT count(*) FROM documents") == [(1,)]
    store.close()


@contextmanager
def public_folder() -> Iterator[Path]:
    """A folder that other users of the machine reach, unlike pytest's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


READ = """
import os, sys
from artui.ledger.errors import ReadOnly, StoreUnusable
from artui.ledger.store import open_store
if os.geteuid() == 0:  # root may write anything
    os.setgid(65534)
    os.setuid(65534)
try:
    open_store(sys.argv[1], read_only_ok=False)
except StoreUnusable as told:
    print(told)
store = open_store(sys.argv[1])
assert store.read_only
assert len(list(store.events())) == 2
assert store.query("SELECT open FROM documents") == [(100,)]
for attempt in (lambda: store.hold().__enter__(), lambda: store.keep("DELETE FROM drafts", {})):
    try:
        attempt()
    except ReadOnly as told:
        print(told)
store.data_version()
store.close()
"""


@pytest.mark.parametrize("readable_folder", [True, False])
def test_a_file_that_can_not_be_written_is_read(readable_folder: bool) -> None:
    with public_folder() as folder:
        path = folder / "ledger.db"
        make(path)
        path.chmod(0o444)
        folder.chmod(0o555 if readable_folder else 0o777)
        told = subprocess.run(
            [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False
        )
        folder.chmod(0o755)
    assert told.returncode == 0, told.stderr
    assert told.stdout.count("can't be written") == 1
    assert told.stdout.count("can only be looked at") == 2
