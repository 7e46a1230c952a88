"""The history of a ledger: every event has words, and every filter finds what reading all finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.documents import evolve
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.people.users_roles import define_user
from artui.ledger.reading.event_words import (
    KIND_OF,
    KINDS,
    document_of,
    names_of,
    voucher_of,
    words_of,
)
from artui.ledger.reading.history import Filters, bounds, history
from artui.ledger.reading.moment_state import accounts_then, documents_then
from artui.ledger.reversal import reversing
from artui.ledger.setup import CustomerData
from artui.ledger.setup.customer_data import flag_document
from artui.ledger.store import Store, open_store
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs.requests import reject, request_write_off
from tests.ledger.office import CASHIER, COMPANY, Office
from tests.ledger.test_golden import GOLDEN

CUSTOMERS = 20
_DAY = 86_400_000_000


def test_every_event_type_has_a_kind_and_words() -> None:
    assert set(KIND_OF) == set(get_args(ev.Fact))
    assert set(KIND_OF.values()) == set(KINDS)
    for event, _stored in GOLDEN:
        assert len(words_of(event)) > 0
        assert "_" not in words_of(event)


# --- filters against reading everything ---------------------------------------------------------


def busy(store: Store, documents: int, payments: int) -> Ledger:
    """A ledger of some weeks: documents taken on, paid whole and short by two clerks, flagged,
    asked to be written off, and a few vouchers reversed."""
    office = Office(store)
    office.tolerate(5_00)
    define_user(office.ledger, "dora", unlimited=True, roles=["clerk", "supervisor"])
    clerks = [office.cash, office.as_clerk("dora")]
    now = [1_586_000_000_000_000]

    def clock() -> int:
        now[0] += _DAY // 500
        return now[0]

    ledger = office.ledger
    for each in (ledger, *clerks):
        each.clock = clock
    setup.put_customers(
        ledger,
        [CustomerData(COMPANY, f"K{n}", f"Customer {n}", "USD", "N30") for n in range(CUSTOMERS)],
    )
    take_on(ledger, list(rows(documents)))
    for number in range(payments):
        short = number % 5 == 0
        clerk = clerks[number % 2]
        receipt = Receipt(
            COMPANY, f"K{number % CUSTOMERS}", "USD", 100_00 - short, f"{COMPANY}-USD",
            "2020-04-15", "2020-04-15", "WIRE", f"I{number}", f"B{number:07d}",
        )  # fmt: skip
        paid = paying.post_receipt(
            clerk, receipt, [PayLine(f"{COMPANY}/I{number}", 100_00 - short, 0, int(short))]
        )
        if number % 25 == 0:
            reversing.reverse(clerk, paid.voucher)
        if number % 40 == 1:
            flag_document(ledger, f"{COMPANY}/I{number}", hold=False, dispute=True)
        if number % 50 == 0:
            key = request_write_off(clerk, f"{COMPANY}/I{number}", amount=1_00)
            if number % 100 == 0:
                reject(ledger, key, note="no")
    return ledger


def rows(count: int) -> Iterator[DocumentRow]:
    for number in range(count):
        yield DocumentRow(
            COMPANY, f"I{number}", "invoice", f"K{number % CUSTOMERS}", "2020-03-01", "2020-04-01",
            "USD", 100_00, 100_00,
        )  # fmt: skip


def by_reading_all(ledger: Ledger) -> Callable[[Filters], list[int]]:
    """What fits some filters, found by looking at every event."""
    every = list(ledger.store.events())
    customers = {
        key: event.customer
        for _pos, event in every
        if isinstance(event, ev.DocumentRaised | ev.ReceiptRecorded)
        for key in [event.document]
    }
    asked = {
        event.originator_id: event.document
        for _pos, event in every
        if isinstance(event, ev.WriteOffRequested)
    }

    def documents(event: ev.Event) -> set[str]:
        return names_of(event) | {asked.get(event.originator_id, "")}

    def fits(filters: Filters, pos: int, event: ev.Event) -> bool:
        company, _, customer = filters.customer.partition("/")
        day = datetime.fromtimestamp(event.recorded_at // 1_000_000).date().isoformat()
        own = (
            getattr(event, "customer", None) == customer
            or event.originator_id == f"customer/{company}/{customer}"
            or any(customers.get(key) == customer for key in documents(event))
        )
        named = voucher_of(event) == filters.voucher or filters.voucher in names_of(event)
        return (
            (not filters.customer or own)
            and (not filters.document or filters.document in documents(event))
            and (not filters.voucher or named)
            and filters.clerk in ("", event.clerk)
            and filters.kind in ("", KIND_OF[type(event)])
            and (not filters.since or day >= filters.since)
            and (not filters.until or day <= filters.until)
            and pos > filters.after
        )

    return lambda filters: [pos for pos, event in every if fits(filters, pos, event)]


WANTED = st.builds(
    Filters,
    customer=st.sampled_from(["", "", f"{COMPANY}/K3", f"{COMPANY}/K5", f"{COMPANY}/none"]),
    document=st.sampled_from(["", "", *(f"{COMPANY}/I{n}" for n in (0, 1, 3, 25, 41, 50, 100))]),
    voucher=st.sampled_from(
        ["", "", *(f"{COMPANY}/RC/2020/{n}" for n in (1, 4, 26)), f"{COMPANY}/RV/2020/1"]
    ),
    clerk=st.sampled_from(["", "", CASHIER, "dora", "ann", "nobody"]),
    kind=st.sampled_from(["", "", *KINDS]),
    since=st.sampled_from(["", "", "2020-04-05", "2020-04-06", "2021-01-01"]),
    until=st.sampled_from(["", "", "2020-04-05", "2020-04-07", "2020-01-01"]),
    after=st.sampled_from([0, 0, 1, 100, 5_000, 1_000_000]),
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """More than 20,000 events."""
    store = open_store(str(tmp_path_factory.mktemp("history") / "large.artui"), create=True)
    ledger = busy(store, 15_500, 1_500)
    assert store.head().pos > 20_000
    yield ledger
    store.close()


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=WANTED)
def test_filters_find_what_reading_all_finds(
    large: Ledger, read_all: Callable[[Filters], list[int]], wanted: Filters
) -> None:
    if wanted.since and wanted.until and wanted.since > wanted.until:
        with pytest.raises(Refused):
            history(large, wanted)
        return
    found = history(large, wanted)
    expected = read_all(wanted)
    assert list(found.positions) == expected
    assert [row.pos for row in found.window(3, 10)] == expected[3:13]


@pytest.fixture(scope="module")
def read_all(large: Ledger) -> Callable[[Filters], list[int]]:
    return by_reading_all(large)


def test_both_databases_find_the_same(store: Store) -> None:
    ledger = busy(store, 60, 51)
    read_all = by_reading_all(ledger)
    for wanted in (
        Filters(),
        Filters(customer=f"{COMPANY}/K3"),
        Filters(document=f"{COMPANY}/I25"),
        Filters(document=f"{COMPANY}/I50", clerk="ann"),
        Filters(voucher=f"{COMPANY}/RC/2020/1"),
        Filters(clerk="dora", kind="applied"),
        Filters(kind="reversal", since="2020-04-04"),
    ):
        found = list(history(ledger, wanted).positions)
        assert found == read_all(wanted), wanted
        assert found, wanted


def test_what_is_unknown_is_refused(store: Store) -> None:
    ledger = Office(store).ledger
    with pytest.raises(Refused) as refused:
        history(ledger, Filters(kind="unknown"))
    assert refused.value.problems[0].field == "kind"
    assert bounds(ledger).startswith("the history goes from event 1 of 2020-04-14 to ")


# --- how things stood ---------------------------------------------------------------------------


def test_before_and_behind_each_event_as_folding_the_log_has_it(store: Store) -> None:
    ledger = busy(store, 60, 26)
    balances: dict[str, tuple[int, int]] = {}
    for pos, event in ledger.store.events():
        before = dict(balances)
        evolve(balances, event)
        key = document_of(event)
        if not key:
            continue
        document = ledger.read.document(key)
        assert document is not None
        was, now = documents_then(ledger, key, pos)
        assert (was.open, now.open) == (before.get(key, (0, 0))[0], balances[key][0])
        customer = ledger.read.customer(COMPANY, document.customer)
        assert customer is not None
        accounts = accounts_then(ledger, customer, "USD", pos, "2020-04-15")
        assert accounts[1].open == sum(
            amount
            for other, (amount, _base) in balances.items()
            if (found := ledger.read.document(other)) and found.customer == document.customer
        )
        assert sum(accounts[1].buckets) == accounts[1].open
