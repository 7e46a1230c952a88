"""Looking back: what was known at a position is what was read then, what counted on a day is the
fold of the events posted up to it. Over random days of everything clerks can do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from msgspec import structs

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.documents import Document
from artui.ledger.errors import ReadOnly, Refused
from artui.ledger.ledger import Ledger
from artui.ledger.reading import balances, lists
from artui.ledger.reading.aged_customers import aged_customers
from artui.ledger.reading.batches import BatchList
from artui.ledger.reading.lists import VoucherName, vouchers_named
from artui.ledger.reading.moment import Moment, moment_of
from artui.ledger.reading.open_on import open_on
from artui.ledger.reading.past import look_back
from artui.ledger.reading.receipts import ReceiptList
from artui.ledger.reading.voucher_queries import VoucherHead
from artui.ledger.reversal import reversing
from artui.ledger.setup import CustomerData
from artui.ledger.store import Store
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs import requests, writing_off
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.selecting import Selection, select
from tests.ledger.folding import Facts, balances_then, days_of, kept_then
from tests.ledger.office import COMPANY, TODAY, Office
from tests.ledger.test_machine import EXAMPLES, STEPS, OfficeDays

CUSTOMERS = ("C1", "P", "C3")


def then(document: Document) -> Document:
    """A document without what is told of it as it is now: its obstacles, rate and last clerk."""
    return structs.replace(document, hold=0, dispute=0, rate="", last_clerk="")


def documents(found: Any) -> list[Document]:
    return [then(document) for document in found]


def keys(ledger: Ledger) -> list[str]:
    """Every document there is."""
    return sorted(row[0] for row in ledger.seen.query("SELECT id FROM documents"))


def ages(ledger: Ledger) -> object:
    """Ages of what is open; a currency with nothing open may be told or not."""
    return [one for one in ledger.read.ageing(TODAY, COMPANY) if one.documents]


READS: dict[str, Callable[[Ledger], object]] = {
    "documents": lambda one: documents(
        found for _, found in sorted(one.read.documents(keys(one)).items())
    ),
    "a document by number": lambda one: documents(one.read.find_documents("D1")),
    "open items": lambda one: documents(one.read.all_open_items()),
    "open items of customers": lambda one: documents(
        one.read.open_items(COMPANY, CUSTOMERS, order=3)
    ),
    "accounts": lambda one: [
        documents(one.read.account_documents(COMPANY, each, closed=True)) for each in CUSTOMERS
    ],
    "totals": lambda one: [one.read.customer_totals(COMPANY, each, TODAY) for each in CUSTOMERS],
    "movements": lambda one: [one.read.movements(key) for key in keys(one)],
    "ageing": ages,
    "customers with their ages": lambda one: aged_customers(one, "USD"),
    "ages by customer": lambda one: balances.aged(one.seen, COMPANY, "2020-12-31"),
    "open items of a day": lambda one: list(open_on(one.store, one.sight, COMPANY, "2020-12-31")),
    "on account": lambda one: lists.on_account(one.seen),
    "unidentified": lambda one: lists.unidentified(one.seen, [COMPANY]),
    "control accounts": lambda one: [
        tie for tie in balances.ties(one.store, COMPANY, "2020-12-31") if any(tie[1:])
    ],
    "accounts of the books": lambda one: balances.turnover(one.store, COMPANY, "2020-12-31"),
    "vouchers": lambda one: one.read.vouchers(),
    "a list of vouchers": lambda one: lists.VoucherList(one.seen).window(0, 500),
    "vouchers counted": lambda one: lists.VoucherList(one.seen).count(),
    "a voucher by number": lambda one: lists.VoucherList(one.seen).find("TO 2"),
    "receipts": lambda one: [
        (then(row.document), row.head, row.state) for row in ReceiptList(one.seen).window(0, 500)
    ],
    "receipt batches": lambda one: BatchList(one.seen).window(0, 500),
    "receipt batches that wait": lambda one: BatchList(one.seen, waiting=True).window(0, 500),
    "requests that wait": requests.pending,
    "requests": lambda one: [requests.find(one, f"{COMPANY}/{n}") for n in range(1, 20)],
    "customers": lambda one: list(one.read.all_customers()),
    "small balances": lambda one: documents(select(one, Selection("balance", 9_00))),
    "small credits": lambda one: documents(
        CandidateList(one, Selection("credit", 9_00)).window(0, 500)
    ),
    "policies": lambda one: (
        one.policies.companies,
        one.policies.policy_number(),
        one.policies.parameters(COMPANY, TODAY),
    ),
    "events": lambda one: list(one.store.events()),
}
"""Every reader that tells of a moment."""


class LookingBack(OfficeDays):
    """Random days, looked at now and again, and looked back at when they are over."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[tuple[int, dict[str, object]]] = []

    @precondition(lambda self: len(self.noted) < 3)
    @rule(often=st.integers(0, 2))
    def look_at_everything(self, often: int) -> None:
        if not often:
            said = {name: read(self.ledger) for name, read in READS.items()}
            self.noted.append((self.ledger.store.head().pos, said))

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            for position, said in self.noted:
                past = look_back(self.ledger, Moment(position=position))
                for name, read in READS.items():
                    assert read(past) == said[name], name
            assert_as_of_days(self.ledger)
        super().teardown()


def assert_as_of_days(ledger: Ledger) -> None:
    """On every posting day, known now and in the middle of what was recorded: the fold."""
    facts = list(ledger.store.events())
    ends = [pos for pos, fact in facts if isinstance(fact, ev.VoucherPosted)]
    for day in sorted(set(days_of(facts).values())):
        for position in (0, ends[len(ends) // 2]):
            assert_the_fold(look_back(ledger, Moment(day, position)), facts)


def assert_made_of_customers(ledger: Ledger) -> None:
    """The ages of a currency are those of its customers together."""
    for age in ledger.read.ageing(ledger.today()):
        rows = aged_customers(ledger, age.currency)
        sums = [sum(row.buckets[at] for row in rows) for at in range(len(age.buckets))]
        assert (tuple(sums), sum(row.documents for row in rows)) == (age.buckets, age.documents)


def assert_the_fold(past: Ledger, facts: Facts) -> None:
    """What is read of a moment is the fold of what was posted and recorded up to it."""
    day, upto = past.today(), past.store.head().pos
    folded = balances_then(facts, day, upto)
    dates = days_of([(pos, fact) for pos, fact in facts if pos <= upto])
    numbers = {voucher: date for voucher, date in dates.items() if date <= day}
    assert kept_then(past) == folded
    kept = past.read.documents(keys(past))
    is_open = {key: sums[0] for key, sums in folded.items() if sums[0]}
    assert {d.id: d.open for d in past.read.all_open_items()} == is_open
    listed = open_on(past.store, past.sight, COMPANY, day)
    assert {ev.document_key(COMPANY, i.number): i.open for i in listed} == is_open
    assert sum(one.total for one in past.read.ageing(day)) == sum(is_open.values())
    assert sum(one.documents for one in past.read.ageing(day)) == len(is_open)
    assert_made_of_customers(past)
    account = [d for c in CUSTOMERS for d in past.read.account_documents(COMPANY, c, closed=True)]
    assert {d.id: d.open for d in account if d.open} == is_open
    heads: list[VoucherHead] = list(lists.VoucherList(past.seen).window(0, 500))
    assert {head.id: head.date for head in heads} == numbers
    assert {head.reversed_by for head in heads} - {""} <= numbers.keys()
    assert all(tie.ties for tie in balances.ties(past.store, COMPANY, day))
    small = {key for key, left in is_open.items() if 0 < left <= 50 and kept[key].currency == "USD"}
    assert {d.id for d in select(past, Selection("balance", 50, "USD"))} == small


TestLookingBack = LookingBack.TestCase
TestLookingBack.settings = settings(
    max_examples=max(1, EXAMPLES // 3), stateful_step_count=STEPS, deadline=None
)


# --- one small history, in both databases ------------------------------------------------------


@pytest.fixture
def office(store: Store) -> Office:
    """March and April: invoices, a receipt posted late for March, one taken back in June."""
    office = Office(store)
    setup.register_branch(office.ledger, COMPANY, "EAST", "East")
    office.raises("M1", 5_00, date="2020-03-02")
    office.raises("M2", 7_00, date="2020-03-31", customer="P")
    office.raises("A1", 9_00, date="2020-04-02")
    office.pays(office.receipt(6_00, booked="2020-04-03", number="R1"), ("M1", None))
    office.pays(office.receipt(7_00, booked="2020-03-31", customer="P"), ("M2", None))
    office.raises("M3", 3_00, date="2020-03-15")
    writing_off.write_off(office.ledger, office.key("M3"), day="2020-04-14")
    setup.define_user(office.ledger, "eve", branches=[f"{COMPANY}/EAST"])
    return office


def test_what_is_known_of_a_position_is_what_was_read_then(office: Office) -> None:
    ledger, noted = office.ledger, []

    def note() -> None:
        noted.append((ledger.store.head().pos, {n: read(ledger) for n, read in READS.items()}))

    note()
    office.tolerate(3_00)
    office.raises("A2", 4_00)
    note()
    reversing.reverse(ledger, "100/RC/2020/1", day="2020-06-01")
    note()
    office.pays(office.receipt(4_00), ("A2", None))
    note()
    for position, said in noted:
        past = look_back(ledger, Moment(position=position))
        for name, read in READS.items():
            assert read(past) == said[name], name
    assert_as_of_days(ledger)


def test_a_month_end_doesnt_know_what_was_posted_on_a_later_day(office: Office) -> None:
    march = look_back(office.ledger, Moment("2020-03-31"))
    assert {d.number: d.open for d in march.read.all_open_items()} == {"M1": 5_00, "M3": 3_00}
    assert march.read.document(office.key("A1")) is None
    before = office.ledger.read.find_vouchers("RC", 2020, 2)[0].first_pos - 1
    known = look_back(office.ledger, Moment("2020-03-31", before))
    assert {d.number: d.open for d in known.read.all_open_items()} == {"M1": 5_00, "M2": 7_00}


def test_policies_are_those_known_then(office: Office) -> None:
    before = office.ledger.store.head().pos
    office.tolerate(3_00)
    past = look_back(office.ledger, Moment(position=before))
    assert past.policies.policy_number() == office.ledger.policies.policy_number() - 1
    assert past.today() == TODAY
    assert look_back(office.ledger, Moment("2020-03-31")).today() == "2020-03-31"


def test_nothing_can_be_done_in_the_past(office: Office) -> None:
    past = look_back(office.ledger, Moment("2020-04-14"))
    head = office.ledger.store.head()
    with pytest.raises(ReadOnly):
        paying.post_receipt(past, office.receipt(1_00))
    with pytest.raises(ReadOnly):
        writing_off.write_off(past, office.key("M1"))
    with pytest.raises(ReadOnly):
        setup.define_terms(past, "X", due_days=3)
    assert office.ledger.store.head() == head


def test_a_moment_shows_nobody_more(office: Office) -> None:
    office.raises("M4", 2_00)
    setup.put_customers(
        office.ledger, [CustomerData(COMPANY, "W", "West", "USD", branches=("WEST",))]
    )
    eve = look_back(office.as_clerk("eve"), Moment("2020-04-15"))
    assert eve.read.document(office.key("M4")) is not None
    setup.register_branch(office.ledger, COMPANY, "WEST", "West")
    put_branch(office, "B1", "WEST")
    put_branch(office, "B2", "EAST")
    end = office.ledger.store.head().pos
    put_branch(office, "B3", "EAST")
    for moment in (Moment(position=end), Moment("2020-04-14", end)):
        eve = look_back(office.as_clerk("eve"), moment)
        shown = {d.number for d in eve.read.all_open_items()}
        assert {"B1", "B2", "B3"} & shown == {"B2"}
        assert {i.number for i in open_on(eve.store, eve.sight, COMPANY, TODAY)} == shown
        assert {m.document for key in shown for m in eve.read.movements(office.key(key))} == {
            office.key(key) for key in shown
        }
        sums = sum(d.open for d in eve.read.all_open_items())
        assert sum(one.total for one in eve.read.ageing(TODAY)) == sums
        assert [h for h in eve.read.vouchers() if h.id == "100/TO/2020/9"] == []
        assert lists.VoucherList(eve.seen).count() == len(eve.read.vouchers())
        assert ReceiptList(eve.seen).count() == 2


def put_branch(office: Office, number: str, branch: str) -> None:
    """An invoice of a branch."""
    row = DocumentRow(
        COMPANY, number, "invoice", "C1", "2020-03-20", "2020-04-19", "USD", 1_00, 1_00,
        branch=branch,
    )  # fmt: skip
    take_on(office.ledger, [row])


# --- what people type --------------------------------------------------------------------------


def test_a_position_may_be_a_voucher_or_a_time(office: Office) -> None:
    ledger = office.ledger
    head = office.ledger.read.voucher("100/RC/2020/1")
    assert head is not None
    at = datetime.fromtimestamp(head.recorded_at // 1_000_000)
    for typed in (
        f"{head.pos:,}",
        str(head.pos),
        "RC 1",
        "rc 2020-000001",
        "100/RC/2020/1",
        f"{at:%Y-%m-%d %H:%M:%S}",
        f"{at:%Y-%m-%dT%H:%M:%S}",
    ):
        assert moment_of(ledger, known_at=typed) == Moment(position=head.pos), typed
    assert moment_of(ledger) == Moment()
    end = ledger.store.head().pos
    last = datetime.fromtimestamp(ledger.store.events_at([end])[end].recorded_at // 1_000_000)
    today = f"{last:%Y-%m-%d}"
    assert moment_of(ledger, "2020-04-03", today) == Moment("2020-04-03", end)


def test_half_a_voucher_was_never_known(office: Office) -> None:
    head = office.ledger.read.voucher("100/RC/2020/1")
    assert head is not None
    assert head.first_pos < head.pos
    for inside in range(head.first_pos, head.pos):
        assert moment_of(office.ledger, known_at=str(inside)).position == head.first_pos - 1


@pytest.mark.parametrize(
    ("day", "known_at", "said"),
    [
        ("2020-03-01", "", "2020-03-01 is outside the history: it holds 2020-03-02 to 2020-04-15"),
        ("2020-04-16", "", "2020-04-16 is outside the history: it holds 2020-03-02 to 2020-04-15"),
        ("", "0", "0 is outside the history: it holds positions 1 to {end:,}"),
        ("", "999,999", "999,999 is outside the history: it holds positions 1 to {end:,}"),
        ("", "RC 99", "there is no voucher RC 99"),
        ("", "1999-12-31", "the history begins later, at {first}"),
        ("", "2037-12-31", "2037-12-31 is outside the history: it ends at {last}"),
        ("", "2020-02-31", "2020-02-31 is no time by the clock"),
        ("", "soon", "'soon' is no position, voucher (RC 147) or time (2020-03-31 17:00)"),
    ],
)
def test_what_is_outside_the_history_is_said(
    office: Office, day: str, known_at: str, said: str
) -> None:
    store = office.ledger.store
    began = datetime.fromtimestamp(store.events_at([1])[1].recorded_at // 1_000_000)
    with pytest.raises(Refused) as refused:
        moment_of(office.ledger, day, known_at)
    end = store.head().pos
    ended = datetime.fromtimestamp(store.events_at([end])[end].recorded_at // 1_000_000)
    bounds = {"first": f"{began:%Y-%m-%d %H:%M:%S}", "last": f"{ended:%Y-%m-%d %H:%M:%S}"}
    sentence = said.format(end=end, **bounds)
    assert [problem.text for problem in refused.value.problems] == [sentence]
    assert refused.value.problems[0].field == ("as_of" if day else "known_at")


def test_a_number_of_two_series_is_told_apart(office: Office) -> None:
    """Without a series, a number may be a receipt and an application of one company."""
    with pytest.raises(Refused) as refused:
        moment_of(office.ledger, known_at="2020-1")
    (problem,) = refused.value.problems
    heads = [head for head in _heads(office) if head.number == 1]
    names = " and ".join(sorted(f"{head.series} 2020-1" for head in heads))
    assert problem.text == f"2020-1 is {names} of 100: name it {heads[0].id}"


def _heads(office: Office) -> list[VoucherHead]:
    return vouchers_named(office.ledger.seen, VoucherName("", 2020, 1))


def test_an_empty_ledger_has_no_day_to_look_back_at(store: Store) -> None:
    ledger = Ledger(store, "ann", today=lambda: TODAY)
    setup.create(ledger, "Tests")
    with pytest.raises(Refused, match="nothing is posted yet"):
        moment_of(ledger, TODAY)
