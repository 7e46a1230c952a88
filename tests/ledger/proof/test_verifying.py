"""Whatever somebody does to a ledger behind the program's back is found and named."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger.errors import Damaged, LedgerError
from artui.ledger.proof.verifying import verify
from artui.ledger.store import Store, open_store
from tests.ledger import clerk
from tests.ledger.conftest import Tamper
from tests.ledger.proof.forging import blob, forge
from tests.ledger.samples import COMPANY, CONTROL, Book, stamp, story


def test_a_sound_ledger_passes(kept: Store) -> None:
    told: list[tuple[int, int]] = []
    verdict = verify(kept, lambda done, known: told.append((done, known)))
    assert verdict.sound
    assert verdict.problems == []
    assert verdict.first_bad is None
    assert (verdict.events, verdict.vouchers) == (kept.head().pos, 8)
    assert told[-1] == (verdict.events, verdict.events)


def test_an_empty_ledger_is_sound(store: Store) -> None:
    assert verify(store).sound


@pytest.mark.parametrize(
    ("statements", "first_bad", "words"),
    [
        (["UPDATE events SET code = 'dx' WHERE pos = 4"], 4, "doesn't fit the chain"),
        (["UPDATE events SET version = 9 WHERE pos = 4"], 4, "doesn't fit the chain"),
        (["UPDATE events SET stream = 'x' WHERE pos = 4"], 4, "doesn't fit the chain"),
        (["UPDATE events SET state = substr(state, 2) WHERE pos = 5"], 5, "can't be read"),
        (["DELETE FROM events WHERE pos = 6"], 6, "event 6 is missing"),
        (["DELETE FROM events WHERE pos IN (6, 7, 8)"], 6, "events 6 to 8 are missing"),
        (
            [
                "UPDATE events SET pos = 1000 WHERE pos = 4",
                "UPDATE events SET pos = 4 WHERE pos = 5",
                "UPDATE events SET pos = 5 WHERE pos = 1000",
            ],
            4,
            "doesn't fit the chain",
        ),
        (
            [
                "INSERT INTO events SELECT max(pos) + 1, 'x', 1, 'cu', max(state), max(hash)"
                " FROM events"
            ],
            29,
            "doesn't fit the chain",
        ),
        (["DELETE FROM events WHERE pos = 28"], 28, "the chain ends with event 27"),
        (["UPDATE head SET pos = 27"], 28, "the head names event 27"),
        (["UPDATE head SET hash = (SELECT hash FROM events WHERE pos = 3)"], 28, "the hash"),
    ],
)
def test_what_was_done_to_the_chain_is_named(
    kept: Store, tamper: Tamper, statements: list[str], first_bad: int, words: str
) -> None:
    assert kept.head().pos == 28
    tamper(*statements)
    verdict = verify(kept)
    assert verdict.first_bad == first_bad
    assert any(words in problem for problem in verdict.problems), verdict.problems


def test_any_flipped_byte_is_found(kept: Store, tamper: Tamper) -> None:
    chance = random.Random(20)
    for _ in range(25):
        pos = chance.randint(1, 28)
        column = chance.choice(["state", "hash"])
        ((whole,),) = kept.query(f"SELECT {column} FROM events WHERE pos = :pos", {"pos": pos})
        place = chance.randrange(len(whole))
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        tamper(f"UPDATE events SET {column} = {blob(kept, bytes(flipped))} WHERE pos = {pos}")
        assert verify(kept).first_bad == pos
        tamper(f"UPDATE events SET {column} = {blob(kept, whole)} WHERE pos = {pos}")
    assert verify(kept).sound


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE documents SET open = open + 1 WHERE number = 'I2'", "documents"),
        ("DELETE FROM movements WHERE kind = 4", "movements"),
        ("UPDATE day_totals SET documents = 7", "day_totals"),
        ("UPDATE vouchers SET series = 'XX'", "vouchers"),
        ("UPDATE account_days SET base = base + 1", "account_days"),
        ("INSERT INTO policy_log VALUES (28)", "policy_log"),
        ("DELETE FROM customer_words", "customer_words"),
    ],
)
def test_a_projection_that_differs_is_named(
    kept: Store, raw: Tamper, statement: str, table: str
) -> None:
    raw(statement)
    verdict = verify(kept)
    assert verdict.first_bad is None
    (problem,) = verdict.problems
    assert f"table {table} differs" in problem
    kept.rebuild()
    assert verify(kept).sound


def test_a_trigger_that_is_gone_or_switched_off_is_named(
    kept: Store, raw: Tamper, location: str
) -> None:
    if location.startswith("postgresql:"):
        raw("ALTER TABLE events DISABLE TRIGGER events_no_change")
    else:
        raw("DROP TRIGGER events_no_delete")
    (problem,) = verify(kept).problems
    assert "which keeps events from being changed, is missing; a rebuild puts it back" in problem
    kept.rebuild()
    assert verify(kept).sound


def voucher(
    number: int, facts: Callable[[str], list[ev.Event]], *lines: tuple[str, int]
) -> list[ev.Event]:
    """A voucher with a journal of one's own."""
    stream = ev.voucher_key(COMPANY, "XX", 2020, number)
    made = facts(stream)
    seal = ev.VoucherPosted(
        *stamp(stream, len(made) + 1),
        company=COMPANY,
        series="XX",
        year=2020,
        number=number,
        date="2020-05-01",
        period="2020-05",
        customer="C1",
        currency="USD",
        amount=0,
        lines=tuple(
            ev.JournalLine(rule, CONTROL if rule == "Customer" else rule, "", "USD", amount, amount)
            for rule, amount in lines
        ),
    )
    return [*made, seal]


def write_off(amount: int) -> Callable[[str], list[ev.Event]]:
    return lambda stream: [
        ev.DifferenceWrittenOff(
            *stamp(stream, 1), f"{COMPANY}/I1", amount, amount, 1, "default", "", 500
        )
    ]


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (voucher(1, lambda _: [], ("Bank", 5), ("Customer", -4)), "doesn't balance: 1 minor"),
        (voucher(2, lambda _: []), "doesn't follow the number before it"),
        (voucher(1, write_off(10_001), ("W", 10_001), ("Customer", -10_001)), "over-applied"),
        (voucher(1, write_off(10), ("W", 10), ("Bank", -10)), "control accounts of 100"),
    ],
)
def test_books_that_do_not_agree_are_named(
    store: Store, events: list[ev.Event], words: str
) -> None:
    with store.hold():
        store.append(Book().invoice("I1", 10_000))
        store.append(events)
    assert any(words in problem for problem in verify(store).problems)


def test_a_chain_forged_anew_still_has_to_agree_with_its_books(kept: Store, tamper: Tamper) -> None:
    old = kept.events_at([4])[4]
    changed = ev.encode(replace(old, amount=9_000, open=9_000, base=9_000))
    tamper(f"UPDATE events SET state = {blob(kept, changed)} WHERE pos = 4")
    forge(kept, tamper)
    verdict = verify(kept)
    assert verdict.first_bad is None
    assert any("table documents differs" in problem for problem in verdict.problems)
    assert any("over-applied" in problem for problem in verdict.problems)


def test_events_that_contradict_each_other_are_told(kept: Store, tamper: Tamper) -> None:
    twin = ev.encode(replace(kept.events_at([4])[4], document="100/I2"))
    tamper(f"UPDATE events SET state = {blob(kept, twin)} WHERE pos = 4")
    forge(kept, tamper)
    assert any("contradict" in problem for problem in verify(kept).problems)


def test_clerks_post_while_it_runs(kept: Store, location: str) -> None:
    other = clerk.start(location, "200", 60)
    while other.poll() is None:
        assert verify(kept).problems == []
    assert other.returncode == 0
    assert verify(kept).events == 148


def test_it_runs_on_a_ledger_of_another_opening(kept: Store, location: str) -> None:
    second = open_store(location)
    assert verify(second).sound
    second.close()


def test_an_event_of_a_newer_version_is_told_as_such(kept: Store, tamper: Tamper) -> None:
    newer = b"\xa2" + b"zz"
    ((state,),) = kept.query("SELECT state FROM events WHERE pos = 10")
    place = bytes(state).index(b"\xa2")
    changed = bytes(state)[:place] + newer + bytes(state)[place + 3 :]
    tamper(f"UPDATE events SET state = {blob(kept, changed)}, code = 'zz' WHERE pos = 10")
    forge(kept, tamper)
    verdict = verify(kept)
    assert verdict.first_bad == 10
    assert verdict.readable == 9
    assert "event 10 is of a kind this version doesn't know (zz): a newer one wrote it" in (
        verdict.problems
    )


PAGE = 4096


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A ledger of a few hundred invoices, closed."""
    path = tmp_path / "ledger.db"
    book = Book()
    store = open_store(str(path), create=True)
    with store.hold():
        for events in story(book):
            store.append(events)
    for number in range(300):
        with store.hold():
            store.append(book.invoice(f"X{number}", 100))
    store.close()
    return path


def told_of(path: Path) -> set[str] | None:
    """First words of what is found in a file; none if it doesn't open, which is said."""
    try:
        store = open_store(str(path))
    except LedgerError as error:
        assert str(error)
        return None
    verdict = verify(store)
    store.close()
    assert 0 <= verdict.readable <= verdict.events
    return {problem.partition(" ")[0] for problem in verdict.problems}


def test_a_damaged_page_is_a_finding_and_says_what_can_be_read(file: Path) -> None:
    whole = file.read_bytes()
    chance = random.Random(7)
    told: set[str] = set()
    for _ in range(40):
        page = chance.randrange(2, len(whole) // PAGE)
        at = page * PAGE + chance.randrange(0, 3800)
        file.write_bytes(whole[:at] + chance.randbytes(200) + whole[at + 200 :])
        found = told_of(file)
        assert found != set() or whole[at : at + 200].count(0) > 100
        told |= found or set()
    assert {"event", "table"} <= told


def test_a_page_in_the_place_of_another_is_a_finding(file: Path) -> None:
    whole = file.read_bytes()
    pages = [whole[at : at + PAGE] for at in range(0, len(whole), PAGE)]
    chance = random.Random(2)
    told: set[str] = set()
    for _ in range(60):
        here, there = chance.sample(range(1, len(pages)), 2)
        file.write_bytes(b"".join([*pages[:here], pages[there], *pages[here + 1 :]]))
        found = told_of(file)
        assert found != set() or pages[here] == pages[there]
        told |= found or set()
    assert {"event", "table"} <= told


def test_a_file_whose_own_description_is_damaged_is_told_in_words(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"tableheadhead", b"table\xe0ea\xe0head"))
    store = open_store(str(file))
    with pytest.raises(Damaged, match="the ledger's file is damaged"):
        store.head()
    store.close()
