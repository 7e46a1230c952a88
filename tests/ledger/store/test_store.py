"""What a store promises, in both databases."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, count, pairwise
from threading import Thread
from time import monotonic, sleep

import pytest
from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger.errors import Damaged, StoreUnusable
from artui.ledger.store import CommandKnown, Store, open_store
from artui.ledger.store.chain import GENESIS
from artui.ledger.views.tables import PROJECTED
from tests.ledger import clerk
from tests.ledger.conftest import Tamper
from tests.ledger.samples import Book, stamp, story


def post(store: Store, events: list[ev.Event], command: str | None = None) -> tuple[int, int]:
    with store.hold():
        return store.append(events, command)


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every projected row."""
    return {
        table.name: store.query(f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}")
        for table in PROJECTED
    }


def test_an_empty_ledger_begins_the_chain(store: Store) -> None:
    assert store.head() == (0, GENESIS, 0, ev.FORMAT)
    assert list(store.events()) == []
    assert not store.read_only


def test_an_append_moves_the_head_and_gives_the_events_back(store: Store) -> None:
    appends = story(Book())
    places = [post(store, events) for events in appends]
    assert all(after[0] == before[1] + 1 for before, after in pairwise(places))
    assert places[0][0] == 1
    everything = list(chain.from_iterable(appends))
    assert list(store.events()) == list(enumerate(everything, 1))
    assert list(store.events(3, 7, chunk=2)) == list(enumerate(everything[3:7], 4))
    assert store.head().pos == len(everything)


def test_a_stream_is_read_by_itself(store: Store) -> None:
    book = Book()
    first, second = book.invoice("I1", 100), book.invoice("I2", 200)
    post(store, [*first, *second])
    assert store.stream("100/IN/2020/2") == second
    assert store.stream("100/IN/2020/3") == []


def at_once(events: list[ev.Event]) -> list[ev.Event]:
    """The same events under one time, clerk and command, as a posting stamps them."""
    first = events[0]
    return [
        replace(event, recorded_at=first.recorded_at, clerk=first.clerk, command=first.command)
        for event in events
    ]


def test_facts_of_one_posting_say_once_when_and_by_whom(store: Store) -> None:
    book = Book()
    post(store, book.invoice("I1", 100))
    paid = at_once(book.receipt("R1", 90, ("I1", 90), written_off=10))
    first, last = post(store, paid)
    assert list(store.events(first - 1)) == list(enumerate(paid, first))
    assert list(store.events(first + 1, last)) == list(enumerate(paid[2:], first + 2))
    assert store.stream(paid[0].originator_id) == paid
    assert store.events_at([last, first]) == {first: paid[0], last: paid[-1]}
    stored = store.stored(first - 1, 10)
    assert [(row.stream, row.version) for row in stored] == [
        (event.originator_id, event.originator_version) for event in paid
    ]
    assert [row.follows for row in stored] == [False, True, True, True]
    assert [b"ann" in row.state for row in stored] == [True, False, False, False]


def test_a_stream_goes_on_behind_what_it_began_with(store: Store) -> None:
    named = [
        ev.CurrencyAdopted(*stamp("names", version), currency=f"XX{version}", exponent=2)
        for version in range(1, 6)
    ]
    post(store, at_once(list(named[:3])))
    post(store, [*Book().invoice("I1", 100), named[3]])
    post(store, [named[4]])
    assert store.stream("names") == [*at_once(list(named[:3])), *named[3:]]
    for version in (2, 3, 4, 5):  # however it is kept, a version is there once
        with pytest.raises(StoreUnusable):
            post(store, [replace(named[version - 1], command="again")])
    assert len(store.stream("names")) == 5


def test_policy_events_are_found_through_their_own_table(store: Store) -> None:
    book = Book()
    opening = book.opening()
    post(store, opening)
    post(store, book.invoice("I1", 100))
    assert store.policy_events() == [(1, opening[0]), (2, opening[1])]
    assert store.head().policy_pos == 2
    company = ev.CompanyRegistered(*stamp("company/200", 1), "200", "Other", "EUR")
    post(store, [book.customer("C2", "Beta"), company, book.customer("C3", "Gamma")])
    assert store.head().policy_pos == 7
    assert store.policy_events()[-1] == (7, company)


def test_a_failure_anywhere_in_a_hold_leaves_nothing(store: Store) -> None:
    book = Book()
    post(store, book.opening())
    before = store.head(), tables(store)
    with pytest.raises(ZeroDivisionError), store.hold():
        store.append(book.invoice("I1", 100), "one")
        assert store.query("SELECT count(*) FROM documents") == [(1,)]
        _ = 1 // 0
    assert (store.head(), tables(store)) == before
    assert store.command("one") is None
    post(store, Book().invoice("I1", 100), "one")


def test_holds_nest_and_commit_once(store: Store) -> None:
    book = Book()
    with store.hold():
        post(store, book.invoice("I1", 100))
        post(store, book.invoice("I2", 100))
        assert store.head().pos == 4
    assert store.head().pos == 4


def test_a_failed_append_can_not_be_committed_by_mistake(store: Store) -> None:
    post(store, Book().invoice("I1", 100))
    with pytest.raises(StoreUnusable, match="nothing was posted"), store.hold():
        with pytest.raises(CommandKnown):
            store.append(Book().invoice("I1", 100))
        with pytest.raises(StoreUnusable):
            store.append(Book().invoice("I9", 100))
    assert store.head().pos == 2


def test_a_command_is_posted_once(store: Store) -> None:
    book = Book()
    assert post(store, book.invoice("I1", 100), "retried") == (1, 2)
    with pytest.raises(CommandKnown, match="retried"):
        post(store, book.invoice("I2", 100), "retried")
    assert store.command("retried") == (1, 2)
    assert store.head().pos == 2
    assert post(store, Book("200").invoice("I2", 100), "another") == (3, 4)


def test_an_append_needs_a_hold_and_whole_vouchers(store: Store) -> None:
    with pytest.raises(RuntimeError):
        store.append(Book().invoice("I1", 100))
    with pytest.raises(ValueError, match="no seal"):
        post(store, Book().invoice("I1", 100)[:1])
    with pytest.raises(ValueError, match="nothing"):
        post(store, [])
    assert store.head().pos == 0


def test_drafts_are_kept_outside_the_chain(store: Store) -> None:
    values = {"clerk": "ann", "id": "d1", "at": 1, "state": b"\x00\xff"}
    store.keep(
        "INSERT INTO drafts (clerk, id, updated_at, company, label, state)"
        " VALUES (:clerk, :id, :at, '100', '50% paid', :state)",
        values,
    )
    rows = store.query("SELECT state FROM drafts WHERE label LIKE '50%' AND id = :id", {"id": "d1"})
    assert rows == [(b"\x00\xff",)]
    assert store.head().pos == 0


def test_numbers_and_flags_read_the_same_from_both(store: Store) -> None:
    book = Book()
    post(store, [*book.invoice("I1", 2**53 + 1), *book.invoice("I2", 5)])
    ((total,),) = store.query("SELECT sum(open) FROM documents WHERE hold = :hold", {"hold": False})
    assert total == 2**53 + 6
    assert isinstance(total, int)


def test_only_other_processes_change_the_data_version(store: Store, location: str) -> None:
    first = store.data_version()
    book = Book()
    post(store, book.invoice("I1", 100))
    assert store.data_version() == first
    other = open_store(location)
    post(other, book.invoice("I2", 100))
    other.close()
    deadline = monotonic() + 10  # a server tells its listeners in its own time
    while store.data_version() == first:
        assert monotonic() < deadline
        sleep(0.01)


def test_a_closed_ledger_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(StoreUnusable, match="has been closed"):
        store.head()
    with pytest.raises(StoreUnusable, match="has been closed"), store.hold():
        pass


def test_closing_waits_for_threads_that_read_and_post(location: str) -> None:
    store = open_store(location, create=True)
    for number in range(10):
        post(store, Book(f"{number}").invoice("I1", 100))
    told: list[str] = []
    numbers = count(100)

    def repeat(act: Callable[[], object]) -> None:
        try:
            while True:
                act()
        except StoreUnusable as end:
            told.append(str(end))

    acts: list[Callable[[], object]] = [
        lambda: list(store.events(chunk=3)),
        lambda: store.query("SELECT count(*) FROM events AS a, events AS b, events AS c"),
        lambda: post(store, Book(f"{next(numbers)}").invoice("I1", 100)),
    ]
    threads = [Thread(target=repeat, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    while next(numbers) < 110:
        sleep(0.01)
    store.close()
    for thread in threads:
        thread.join(30)
    assert len(told) == 3
    store = open_store(location)
    assert len(list(store.events())) == store.head().pos
    store.close()


def test_stored_events_are_never_changed(store: Store, raw: Tamper) -> None:
    post(store, Book().invoice("I1", 100))
    for statement in ("UPDATE events SET code = 'xx'", "DELETE FROM events WHERE pos = 2"):
        with pytest.raises(Exception, match="never changed"):
            raw(statement)
    assert store.head().pos == 2


def test_a_damaged_event_is_named(store: Store, tamper: Tamper) -> None:
    post(store, Book().invoice("I1", 100))
    tamper("UPDATE events SET state = substr(state, 3) WHERE pos = 2")
    with pytest.raises(Damaged, match="event 2"):
        list(store.events())


def test_a_newer_format_is_refused(store: Store, location: str, raw: Tamper) -> None:
    raw("UPDATE head SET format = 99")
    with pytest.raises(StoreUnusable, match="a newer version"):
        open_store(location).head()


def test_an_older_format_is_refused(store: Store, location: str, raw: Tamper) -> None:
    raw("UPDATE head SET format = 1")
    with pytest.raises(StoreUnusable, match="an older version"):
        open_store(location).head()


def test_a_rebuild_gives_the_same_rows(store: Store) -> None:
    for events in story(Book()):
        post(store, events)
    before = tables(store)
    told: list[tuple[int, int]] = []
    assert store.rebuild(lambda done, known: told.append((done, known))) == store.head().pos
    assert tables(store) == before
    assert told[-1] == (store.head().pos, store.head().pos)
    store.rebuild()
    assert tables(store) == before
    post(store, Book("200").invoice("I3", 100))


def test_a_rebuild_mends_rows_that_were_changed(store: Store, raw: Tamper) -> None:
    for events in story(Book()):
        post(store, events)
    before = tables(store)
    raw("UPDATE documents SET open = open + 1", "DELETE FROM movements", "DELETE FROM series")
    store.rebuild()
    assert tables(store) == before


def test_clerks_of_several_processes_never_leave_a_gap(store: Store, location: str) -> None:
    clerks = [clerk.start(location, company, 40) for company in ("200", "300", "400")]
    assert [each.wait(120) for each in clerks] == [0, 0, 0]
    positions = [pos for pos, _event in store.events()]
    assert positions == list(range(1, 241))
    assert store.query("SELECT company, last FROM series ORDER BY company") == [
        ("200", 40),
        ("300", 40),
        ("400", 40),
    ]


def test_a_rebuild_takes_in_what_is_posted_meanwhile(store: Store, location: str) -> None:
    book = Book()
    for start in range(0, 1200, 100):
        post(
            store,
            [
                event
                for number in range(start, start + 100)
                for event in book.invoice(f"I{number}", 100)
            ],
        )
    other = clerk.start(location, "200", 60)
    while other.poll() is None:
        store.rebuild()
    assert other.returncode == 0
    after = tables(store)
    assert len(after["documents"]) == 1260
    store.rebuild()
    assert tables(store) == after


def test_a_second_rebuild_ends_the_first(store: Store) -> None:
    book = Book()
    for start in range(0, 600, 100):
        post(
            store,
            [
                event
                for number in range(start, start + 100)
                for event in book.invoice(f"I{number}", 100)
            ],
        )
    before = tables(store)

    def begin_another(done: int, known: int) -> None:
        if done < known:
            store.rebuild()

    with pytest.raises(StoreUnusable, match="another rebuild"):
        store.rebuild(begin_another)
    assert tables(store) == before
