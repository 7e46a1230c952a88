"""Backups: a prefix that is whole, on either database, whatever clerks do meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger.errors import LedgerError
from artui.ledger.proof.copies import copy_to
from artui.ledger.proof.verifying import verify
from artui.ledger.store import Store, open_store
from tests.ledger import clerk
from tests.ledger.conftest import Tamper
from tests.ledger.proof.forging import blob
from tests.postgres import drop_schema, fresh_schema


def events_of(store: Store) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.stored(0, 10_000)]


def test_a_copy_is_the_same_ledger(kept: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.artui"
    made = copy_to(kept, str(file))
    assert (made.events, made.known, made.hash) == (28, 28, kept.head().hash.hex())
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.artui"]
    copy = open_store(str(file))
    assert events_of(copy) == events_of(kept)
    assert verify(copy).sound
    assert copy.query("SELECT * FROM commands ORDER BY id") == kept.query(
        "SELECT * FROM commands ORDER BY id"
    )
    with copy.hold():
        assert copy.head() == kept.head()
    copy.close()


def test_a_file_is_restored_into_a_server(kept: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.artui"
    copy_to(kept, str(file))
    source, url = open_store(str(file)), fresh_schema()
    copy_to(source, url)
    restored = open_store(url)
    assert events_of(restored) == events_of(kept)
    assert verify(restored).sound
    restored.close()
    with pytest.raises(LedgerError, match="never written over"):
        copy_to(source, url)
    source.close()
    drop_schema(url)


def test_nothing_is_written_over(kept: Store, tmp_path: Path) -> None:
    file = tmp_path / "copy.artui"
    file.write_text("a letter")
    with pytest.raises(LedgerError, match=r"copy\.artui exists; a ledger is never written over"):
        copy_to(kept, str(file))
    assert file.read_text() == "a letter"
    with pytest.raises(LedgerError, match="there is no folder"):
        copy_to(kept, str(tmp_path / "nowhere" / "copy.artui"))


def test_a_copy_taken_while_clerks_post_is_a_prefix_of_what_is_there(
    kept: Store, location: str, tmp_path: Path
) -> None:
    other = clerk.start(location, "200", 60)
    number = 0
    while other.poll() is None:
        number += 1
        file = tmp_path / f"{number}.artui"
        made = copy_to(kept, str(file))
        copy = open_store(str(file))
        assert verify(copy).sound
        assert events_of(copy) == events_of(kept)[: made.events]
        copy.close()
    assert other.returncode == 0
    assert number


def test_a_damaged_ledger_is_not_copied_but_what_is_whole_of_it(
    kept: Store, tamper: Tamper, tmp_path: Path
) -> None:
    ((state,),) = kept.query("SELECT state FROM events WHERE pos = 10")
    flipped = bytes(state)[:-1] + bytes([bytes(state)[-1] ^ 1])
    tamper(f"UPDATE events SET state = {blob(kept, flipped)} WHERE pos = 10")
    file = tmp_path / "copy.artui"
    with pytest.raises(LedgerError, match="event 10 doesn't fit the chain"):
        copy_to(kept, str(file))
    assert not list(tmp_path.glob("copy*"))
    made = copy_to(kept, str(file), sound=True)
    assert made.events < 10
    copy = open_store(str(file))
    assert verify(copy).sound
    assert events_of(copy) == events_of(kept)[: made.events]
    copy.close()
