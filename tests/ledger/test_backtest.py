"""Other tolerances tried on what happened: against figures by hand, and against a plain fold."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger.backtest.courses import Span
from artui.ledger.backtest.question import BALANCES, CREDITS, Answer, Question, ask
from artui.ledger.backtest.trying import Outcome, shares
from artui.ledger.errors import Refused
from artui.ledger.reversal import reversing
from artui.ledger.settlement import Wish
from artui.ledger.store import Store, open_store
from tests.ledger.office import COMPANY, Office

YEAR = Span("USD", "2020-01-01", "2020-12-31")


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def figures(answer: Answer, limit: int) -> tuple[int, int, int]:
    outcome = answer.tried.outcome(limit)
    return outcome.documents, outcome.written_off, outcome.recovered


def test_a_higher_limit_would_have_closed_what_stayed_open(office: Office) -> None:
    office.tolerate(500, "0.5")
    for number, short in (("1", 3_00), ("2", 5_00), ("3", 7_00), ("4", 10_00), ("5", 10_01)):
        office.raises(number, 10_000_00)
        office.pays(10_000_00 - short, (number, None))
    assert [office.open_of(number) for number in "12345"] == [0, 0, 7_00, 10_00, 10_01]
    before = office.ledger.store.head()
    answer = ask(office.ledger, Question(YEAR, 10_00))
    assert (answer.now, answer.percent) == (5_00, Decimal("0.5"))
    assert figures(answer, 5_00) == (2, 8_00, 0)
    assert figures(answer, 10_00) == (4, 25_00, 0)
    assert figures(answer, 10_01) == (5, 35_01, 0)
    assert figures(answer, 100_00) == (5, 35_01, 0)
    assert office.ledger.store.head() == before


def test_what_was_paid_afterwards_came_in_later_after_all(office: Office) -> None:
    office.raises("1", 100_00)
    office.pays(92_00, ("1", None))
    office.pays(6_00, ("1", None))
    office.raises("2", 100_00)
    office.pays(95_00, ("2", None))
    answer = ask(office.ledger, Question(YEAR, 10_00))
    # 8.00 of the first, of which 6.00 came in, and 5.00 of the second.
    assert answer.tried.outcome(10_00) == Outcome(10_00, 2, 13_00, 6_00)
    assert answer.tried.outcome(10_00).cost == 7_00
    # At 5.00 the first is closed by its second payment only.
    assert figures(answer, 5_00) == (2, 7_00, 0)


def test_a_payment_that_came_back_left_nothing(office: Office) -> None:
    office.raises("1", 100_00)
    posted = office.pays(97_00, ("1", None))
    reversing.reverse(office.ledger, posted.voucher)
    assert figures(ask(office.ledger, Question(YEAR, 10_00)), 10_00) == (0, 0, 0)
    office.pays(96_00, ("1", None))
    assert figures(ask(office.ledger, Question(YEAR, 10_00)), 10_00) == (1, 4_00, 0)


def test_only_what_the_line_governs_is_tried(office: Office) -> None:
    office.tolerate(5_00)
    office.tolerate(1_00, level="group", key="RETAIL")
    office.raises("1", 100_00)  # of C1, in the group
    office.raises("2", 100_00, customer="C2")
    office.raises("3", 100_00, customer="C2", max_tolerance=2_00)
    office.pays(92_00, ("1", None))
    for number in "23":
        office.pays(office.receipt(92_00, customer="C2"), (number, None))
    assert figures(ask(office.ledger, Question(YEAR, 10_00)), 10_00) == (1, 8_00, 0)
    group = Question(YEAR, 10_00, level="group", key="RETAIL")
    assert figures(ask(office.ledger, group), 10_00) == (1, 8_00, 0)
    own = Question(YEAR, 10_00, level="customer", key=f"{COMPANY}/C2")
    assert figures(ask(office.ledger, own), 10_00) == (1, 8_00, 0)


@pytest.mark.parametrize(
    ("percent", "inclusive", "expected"),
    [
        ("", True, (1, 10_00, 0)),
        ("10", True, (1, 10_00, 0)),
        ("9.99", True, (0, 0, 0)),
        ("", False, (0, 0, 0)),
    ],
)
def test_percent_and_strictness_bound_what_is_tried(
    office: Office, percent: str, inclusive: bool, expected: tuple[int, int, int]
) -> None:
    office.raises("1", 100_00)
    office.pays(90_00, ("1", None))
    question = Question(YEAR, 10_00, percent=percent, inclusive=inclusive)
    assert figures(ask(office.ledger, question), 10_00) == expected


def test_a_list_at_each_months_end_is_tried_for_both_sides(office: Office) -> None:
    office.raises("1", 4_00, date="2020-01-10", due="2020-02-09")
    office.raises("2", 4_01, date="2020-01-10", due="2020-02-09")
    office.raises("3", -2_00, date="2020-02-10")
    office.pays(office.receipt(3_00, booked="2020-04-15"), ("1", 3_00, Wish(tolerate=False)))
    balances = ask(office.ledger, Question(YEAR, 4_00, kind=BALANCES))
    assert figures(balances, 4_00) == (1, 4_00, 3_00)
    assert figures(balances, 4_01) == (2, 8_01, 3_00)
    credits = ask(office.ledger, Question(YEAR, 4_00, kind=CREDITS))
    assert figures(credits, 4_00) == (1, 2_00, 0)


def test_an_outcome_is_broken_down_by_customer(office: Office) -> None:
    for number, customer, short in (("1", "C1", 3_00), ("2", "C2", 2_00), ("3", "C2", 4_00)):
        office.raises(number, 100_00, customer=customer)
        office.pays(office.receipt(100_00 - short, customer=customer), (number, None))
    answer = ask(office.ledger, Question(YEAR, 10_00))
    rows = shares(answer.tried.under(10_00), lambda one: (one.course.customer, one.course.name))
    assert [(row.key, row.documents, row.written_off) for row in rows] == [
        ("C2", 2, 6_00),
        ("C1", 1, 3_00),
    ]


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (Question(YEAR, 0), "limit"),
        (Question(YEAR._replace(first="2021-01-01"), 5), "from"),
        (Question(YEAR, 5, level="planet"), "level"),
        (Question(YEAR, 5, level="group"), "key"),
        (Question(YEAR, 5, percent="many"), "percent"),
        (Question(YEAR._replace(company="999"), 5), "company"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    office: Office, question: Question, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        ask(office.ledger, question)
    assert refused.value.problems[0].field == field


# --- against a plain fold ------------------------------------------------------------------------


class Fold:
    """Every document's payments in order, from the events alone."""

    def __init__(self) -> None:
        self.originals: dict[str, int] = {}
        self.open: dict[str, int] = defaultdict(int)
        self.payments: dict[str, list[tuple[int, int]]] = defaultdict(list)
        """What each paid, and what it left before any tolerance."""
        self.undone: set[tuple[str, int]] = set()

    def voucher(self, facts: list[ev.Event]) -> None:
        """Take in one voucher."""
        paid: dict[str, int] = defaultdict(int)
        tolerated: dict[str, int] = defaultdict(int)
        for fact in facts:
            if isinstance(fact, ev.DocumentRaised):
                self.originals[fact.document] = fact.amount
                self.open[fact.document] += fact.open
            elif isinstance(fact, ev.Applied):
                paid[fact.target] += fact.amount
                self.open[fact.target] -= fact.amount
            elif isinstance(fact, ev.DiscountGranted | ev.DifferenceWrittenOff):
                self.open[fact.document] -= fact.amount
                if isinstance(fact, ev.DifferenceWrittenOff):
                    tolerated[fact.document] += fact.amount
        for document, amount in paid.items():
            if amount < 0:
                self.take_back(document, -amount)
            left = self.open[document] + tolerated[document]
            self.payments[document].append((amount, left))

    def take_back(self, document: str, amount: int) -> None:
        """Of the payments that stand, the last of that amount stands no more."""
        payments = self.payments[document]
        for at in reversed(range(len(payments))):
            if payments[at][0] == amount and (document, at) not in self.undone:
                self.undone.add((document, at))
                return


def folded(office: Office, limit: int, percent: Decimal) -> tuple[int, int, int]:
    """The same from the events alone: every payment of a document in order, the first that leaves
    no more than the lower of limit and percent closes it."""
    fold, facts = Fold(), list[ev.Event]()
    for _pos, event in office.ledger.store.events():
        facts.append(event)
        if isinstance(event, ev.VoucherPosted):
            fold.voucher(facts)
            facts = []
    documents = written_off = recovered = 0
    for document, payments in fold.payments.items():
        share = (percent * fold.originals[document] / 100).quantize(Decimal(1), ROUND_HALF_UP)
        for at, (paid, left) in enumerate(payments):
            stands = paid > 0 and (document, at) not in fold.undone
            if stands and 0 < left <= min(limit, int(share)):
                documents += 1
                written_off += left
                later = sum(amount for amount, _left in payments[at + 1 :])
                recovered += min(max(later, 0), left)
                break
    return documents, written_off, recovered


DAYS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "again", "back"]),
        st.integers(0, 5),
        st.integers(0, 15_00),
    ),
    max_size=25,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=DAYS, limit=st.integers(1, 6_00))
def test_a_doubled_limit_is_what_a_fold_by_hand_says(
    tmp_path_factory: pytest.TempPathFactory, days: list[tuple[str, int, int]], limit: int
) -> None:
    store = open_store(tmp_path_factory.mktemp("history") / "ledger.db", create=True)
    office = Office(store)
    office.tolerate(limit, "1")
    for number in range(6):
        office.raises(str(number), 500_00 + number)
    posted: list[str] = []
    for what, number, short in days:
        name = str(number)
        left = office.open_of(name)
        if what == "back" and posted:
            voucher = posted.pop(number % len(posted))
            try:
                reversing.reverse(office.ledger, voucher)
            except Refused:
                posted.append(voucher)
        elif left > short:
            amount = left - short if what == "pay" else (left - short + 1) // 2
            posted.append(office.pays(amount, (name, amount)).voucher)
    answer = ask(office.ledger, Question(YEAR, 2 * limit))
    for tried in (limit, 2 * limit, 5 * limit):
        assert figures(answer, tried) == folded(office, tried, Decimal(1))
    office.assert_sound()
    store.close()
