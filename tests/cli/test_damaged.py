"""A ledger that was damaged behind the program's back: every command says so in a sentence, shows
what can be read and leaves the rest alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from artui.ledger.store.chain import link
from tests.cli.conftest import Artui

Sql = Callable[..., None]


@pytest.fixture
def sql(tmp_path: Path) -> Sql:
    """Statements of somebody who took the triggers away first."""

    def run(*statements: str, params: tuple[object, ...] = ()) -> None:
        connection = sqlite3.connect(tmp_path / "books.artui", isolation_level=None)
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement, params)
        connection.close()

    return run


def last(artui: Artui) -> int:
    """The position of the last event."""
    return int(artui("list", "events", "--json").records[-1]["position"])


def in_words(answer: tuple[int, str, str], said: str) -> None:
    """The answer is a refusal with these words on standard error, and no traceback."""
    status, _out, err = answer
    assert status == 1
    assert said in err
    assert "Traceback" not in err


# --- an event that is missing --------------------------------------------------------------------


@pytest.mark.parametrize(
    "line", ["export hledger", "export beancount", "rebuild", "seal", "show event 20"]
)
def test_a_missing_event_is_named(history: Artui, sql: Sql, line: str) -> None:
    sql("DELETE FROM events WHERE pos = 20")
    answer = history(*line.split())
    in_words(answer, "event 20 is missing")
    assert "`artui verify` says up to where the history is whole" in answer.err


def test_what_stands_around_a_missing_event_is_listed(history: Artui, sql: Sql) -> None:
    end = last(history)
    sql("DELETE FROM events WHERE pos IN (20, 30)")
    answer = history("list", "events", "--json")
    in_words(answer, "event 20 is missing (and ")
    listed = [record["position"] for record in answer.records]
    assert listed[:19] == list(range(1, 20))
    assert listed[-1] == end


def test_the_event_behind_a_missing_one_hangs_on_nothing(history: Artui, sql: Sql) -> None:
    before = history("show", "event", "21", "--json").records[0]
    sql("DELETE FROM events WHERE pos = 20")
    answer = history("show", "event", "21", "--json")
    in_words(answer, "")
    (record,) = answer.records
    assert (record["hash"], record["hash_before"]) == (before["hash"], "")
    assert record["chain"] == "broken"
    answer = history("show", "event", "21")
    in_words(answer, "Event 21 doesn't fit the chain: event 20 before it is missing or damaged.")


@pytest.mark.parametrize("where", ["pos = 20", "pos > 0", "pos > 40"])
def test_a_rebuild_leaves_the_lists_alone_where_events_are_missing(
    history: Artui, sql: Sql, where: str
) -> None:
    open_ = history("list", "open-items", "--json").out
    assert open_
    sql(f"DELETE FROM events WHERE {where}")
    in_words(history("rebuild"), "missing: nothing was rebuilt, the lists are as they were")
    assert history("list", "open-items", "--json").out == open_


# --- an event of a newer version -----------------------------------------------------------------


def newer(tmp_path: Path) -> int:
    """Append an event of a kind made later, with a right chain; its position."""
    state = msgspec.msgpack.encode(["qq", "", 0, 1, "a", "", 7])
    connection = sqlite3.connect(tmp_path / "books.artui", isolation_level=None)
    pos, previous = connection.execute("SELECT pos, hash FROM head").fetchone()
    hashed = link(previous, "later/1", 1, "qq", state)
    row = (pos + 1, "later/1", 1, "qq", state, hashed)
    connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)", row)
    connection.execute("UPDATE head SET pos = ?, hash = ?", (pos + 1, hashed))
    connection.close()
    return int(pos) + 1


def test_an_event_of_a_newer_version_is_named_behind_what_can_be_listed(
    history: Artui, tmp_path: Path
) -> None:
    pos = newer(tmp_path)
    answer = history("list", "events", "--after", str(pos - 3))
    in_words(answer, f"event {pos} is of a kind this version doesn't know (qq): a newer one wrote")
    assert len(answer.out.splitlines()) == 2
    in_words(history("rebuild"), "nothing was rebuilt")


# --- a damaged page ------------------------------------------------------------------------------

PAGE = 4096


def lose_page_of(tmp_path: Path, pos: int) -> int:
    """Zero the page of the file where an event stands; the first event that stood there."""
    file = tmp_path / "books.artui"
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT pos, hash FROM events ORDER BY pos").fetchall()
    connection.close()
    data = file.read_bytes()
    pages = {pos: data.index(hashed) // PAGE for pos, hashed in rows}
    at = pages[pos] * PAGE
    file.write_bytes(data[:at] + bytes(PAGE) + data[at + PAGE :])
    return int(min(other for other, page in pages.items() if page == pages[pos]))


def test_of_a_damaged_page_the_first_event_is_named_and_all_before_it_copied(
    history: Artui, tmp_path: Path
) -> None:
    end = last(history)
    lost = lose_page_of(tmp_path, end - 8)
    assert 1 < lost < end
    answer = history("verify")
    in_words(answer, f"First bad event: {lost}.")
    assert f"event {lost} can't be read: the ledger's file is damaged" in answer.out
    copy = tmp_path / "copy.artui"
    answer = history("backup", str(copy), "--sound", "--json")
    assert answer.status == 0, answer.err
    (made,) = answer.records
    assert made["events"] == copied_up_to(tmp_path, lost - 1)
    assert history("verify", "--ledger", str(copy)).status == 0
    in_words(history("list", "events"), f"event {lost} can't be read: the ledger's file is damaged")


def copied_up_to(tmp_path: Path, position: int) -> int:
    """The last position up to this one behind no voucher that has begun, by the copy itself."""
    connection = sqlite3.connect(tmp_path / "copy.artui")
    (end,) = connection.execute("SELECT max(pos) FROM events").fetchone()
    connection.close()
    assert position - 8 < end <= position
    return int(end)


# --- tables beside the events --------------------------------------------------------------------


def test_lost_policies_are_a_finding_and_a_rebuild_brings_them_back(
    history: Artui, sql: Sql, tmp_path: Path
) -> None:
    assert history("period", "close", "U001", "2020-01", "--confirm").status == 0
    sql("DELETE FROM policy_log")
    answer = history("verify")
    in_words(answer, "The ledger is not sound.")
    assert "table policy_log differs from the events" in answer.out
    assert history("backup", str(tmp_path / "copy.artui"), "--sound").status == 0
    assert history("rebuild").status == 0
    assert history("verify").status == 0


def test_lost_command_ids_are_a_finding_and_a_rebuild_brings_them_back(
    history: Artui, sql: Sql, tmp_path: Path
) -> None:
    pay = ("pay", "C1", "1.00", "USD", "--document", "5", "--command", "once")
    first = history(*pay)
    assert first.status == 0, first.err
    sql("DELETE FROM commands")
    in_words(history("verify"), "The ledger is not sound.")
    assert "table commands differs from the events" in history("verify").out
    copy = str(tmp_path / "copy.artui")
    assert history("backup", copy).status == 0
    for ledger in (str(tmp_path / "books.artui"), copy):
        assert history("rebuild", "--ledger", ledger).status == 0
        assert history("verify", "--ledger", ledger).status == 0
        end = last(history)
        assert history(*pay, "--ledger", ledger).status == 0
        assert last(history) == end


# --- triggers and indexes ------------------------------------------------------------------------


def test_no_event_is_replaced_by_an_insert(history: Artui, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "books.artui", isolation_level=None)
    end = last(history)
    for pos, stream in (("20", "stream"), (str(end + 1), "(SELECT stream FROM events LIMIT 1)")):
        with pytest.raises(sqlite3.IntegrityError, match="events are never changed"):
            connection.execute(
                f"INSERT OR REPLACE INTO events SELECT {pos}, {stream}, 1, 'x', state, hash"
                " FROM events WHERE pos = 20"
            )
    connection.close()
    assert history("verify").status == 0


def test_missing_triggers_and_indexes_are_a_finding_and_a_rebuild_puts_them_back(
    history: Artui, sql: Sql
) -> None:
    sql("DROP INDEX events_stream_version", "DROP INDEX documents_id")
    answer = history("verify")
    in_words(answer, "The ledger is not sound.")
    for said in (
        "trigger events_no_update, which keeps events from being changed, is missing",
        "trigger events_no_delete, which",
        "an index of table events (stream, version) is missing; a rebuild puts it back",
        "an index of table documents (id) is missing",
    ):
        assert said in answer.out
    assert history("rebuild").status == 0
    assert history("verify").status == 0


def test_a_ledger_made_before_the_newest_trigger_is_sound(history: Artui, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "books.artui") as raw:
        raw.execute("DROP TRIGGER events_no_replace")
    assert history("verify").status == 0
    assert history("rebuild").status == 0
    with sqlite3.connect(tmp_path / "books.artui") as raw:
        assert raw.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'events_no_replace'"
        ).fetchone() == (1,)


# --- what it is held against, and what is left behind ---------------------------------------------


def test_a_newer_format_is_refused_by_verify_as_by_every_command(history: Artui, sql: Sql) -> None:
    sql("UPDATE head SET format = 99")
    said = history("list", "open-items").err
    assert "was written by a newer version of the program (format 99" in said
    answer = history("verify")
    assert (answer.status, answer.out, answer.err) == (1, "", said)


def test_a_missing_head_is_a_sentence(history: Artui, sql: Sql) -> None:
    sql("DELETE FROM head")
    in_words(
        history("list", "open-items"), "the head, which names the end of the chain, is missing"
    )
    assert "the head, which names the end of the chain, can't be read" in history("verify").out


def test_a_wrong_seal_or_key_is_no_fault_of_the_ledger(history: Artui, tmp_path: Path) -> None:
    seal, other = tmp_path / "own.seal", tmp_path / "other.artui"
    key = tmp_path / "key.pub"
    key.write_text(
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEc6v2ZCVgUxvKp1X4zXtLbQqDJ1J0fF8bX6dWmN3hQz x"
    )
    assert history("seal", "--out", str(seal)).status == 0
    answer = history("verify", "--seal", str(seal), "--key", str(key))
    in_words(answer, f"{seal} is not signed: there is no own.seal.sig")
    assert answer.out.startswith("Sound: ")
    assert "not sound" not in answer.err
    assert history("init", "--ledger", str(other)).status == 0
    answer = history("verify", "--ledger", str(other), "--seal", str(seal))
    in_words(answer, "it is of another ledger, or the first event was replaced")
    assert (answer.out.startswith("Sound: "), "bad event" in answer.err) == (True, False)
    (record,) = history("verify", "--ledger", str(other), "--seal", str(seal), "--json").records
    assert (record["sound"], record["first_bad"], len(record["doubts"])) == (True, None, 1)


def test_a_seal_that_can_not_be_signed_is_not_left_behind(history: Artui, tmp_path: Path) -> None:
    seal = tmp_path / "own.seal"
    for _ in range(2):
        answer = history("seal", "--out", str(seal), "--key", str(tmp_path / "none"))
        in_words(answer, "can't be signed")
        assert not seal.exists()


def test_an_export_that_can_not_be_finished_is_not_left_behind(
    history: Artui, sql: Sql, tmp_path: Path
) -> None:
    sql("DELETE FROM events WHERE pos = 60")
    out = tmp_path / "books.journal"
    for book in ("hledger", "beancount"):
        in_words(history("export", book, "--out", str(out)), "event 60 is missing")
        assert not out.exists()


# --- what is left of a file ----------------------------------------------------------------------


@pytest.mark.parametrize("percent", [10, 50, 90])
def test_a_file_that_was_cut_short_is_told_as_such(
    history: Artui, tmp_path: Path, percent: int
) -> None:
    file = tmp_path / "books.artui"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * percent // 100])
    for line in ("verify", "list open-items", "backup copy.artui --sound"):
        in_words(
            history(*line.split()), f"is a ledger that was cut short: {file.stat().st_size:,} of"
        )
        assert f"{len(whole):,} bytes are there" in history(*line.split()).err


def test_of_a_damaged_table_it_is_said_that_the_events_are_whole(
    history: Artui, tmp_path: Path
) -> None:
    file, copy = tmp_path / "books.artui", str(tmp_path / "copy.artui")
    with sqlite3.connect(file) as raw:
        (root,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'movements'"
        ).fetchone()
    end = last(history)
    data = file.read_bytes()
    file.write_bytes(data[: (root - 1) * PAGE] + bytes(PAGE) + data[root * PAGE :])
    answer = history("verify")
    in_words(answer, f"The chain of all {end} events is whole: `artui rebuild` makes the rest anew")
    assert history("backup", copy, "--sound").status == 0
    assert history("verify", "--ledger", copy).status == 0
    if (answer := history("rebuild")).status:
        in_words(answer, "`artui backup FILE --sound` copies that")


def test_events_without_a_head_can_be_copied(history: Artui, sql: Sql, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.artui")
    sql("DELETE FROM head")
    assert history("backup", copy, "--sound").status == 0
    assert history("verify", "--ledger", copy).status == 0
