"""The payment tolerance: levels, rounding, bounds, blocks, and whose limit is lower."""

from __future__ import annotations

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.reversal import reversing
from artui.ledger.settlement import Wish
from artui.ledger.setup import CustomerData, ToleranceData
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def allowance(office: Office, number: str = "1") -> int:
    """What would be written off on a document at most."""
    document = office.document(number)
    return office.ledger.situation(document, "2020-04-15", "2020-04-15").allowance


def test_no_tolerance_is_set_to_begin_with(office: Office) -> None:
    office.raises("1", 100_00)
    office.pays(99_99, ("1", None))
    assert office.open_of("1") == 1


def test_customer_goes_before_group_before_currency_before_default(office: Office) -> None:
    office.raises("1", 1_000_00)
    levels = [("default", ""), ("currency", ""), ("group", "RETAIL"), ("customer", "100/C1")]
    for amount, (level, key) in enumerate(levels, 1):
        office.tolerate(amount, level=level, key=key)
        assert allowance(office) == amount, level
    office.tolerate(900, level="customer", key="100/C2")
    office.tolerate(900, level="group", key="OTHER")
    assert allowance(office) == 4, "a line for somebody else changes nothing"


def test_a_level_that_sets_nothing_or_has_ended_leaves_it_to_the_next(office: Office) -> None:
    office.raises("1", 1_000_00)
    office.tolerate(500)
    office.tolerate(None, level="customer", key="100/C1")
    assert allowance(office) == 500
    office.tolerate(0, level="group", key="RETAIL")
    assert allowance(office) == 0, "an explicit zero is zero"
    office.tolerate(0, level="group", key="RETAIL", ended=True)
    assert allowance(office) == 500


@pytest.mark.parametrize(
    ("amount", "percent", "expected"),
    [
        (500, "0.5", 500),  # 0.5 % of 1,000.01 is 5.00005, which rounds to 5.00
        (500, None, 500),
        (None, "0.5", 500),
        (400, "0.5", 400),
        (600, "0.5", 500),
        (None, "0.45", 450),  # 450.0045
        (None, "0.00005", 0),  # half a cent and a hair less than one half would be 0.05
        (None, "0.0005", 1),  # 0.500005 cents: half up
        (0, "5", 0),
        (None, None, 0),
    ],
)
def test_the_lower_of_amount_and_percent_of_the_original_half_up(
    office: Office, amount: int | None, percent: str | None, expected: int
) -> None:
    office.tolerate(amount, percent)
    office.raises("1", 1_000_01, open_=200_00)
    assert allowance(office) == expected


def test_a_limit_is_inclusive_unless_the_policy_says_strict(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    office.raises("2", 100_00)
    office.pays(95_00, ("1", None))
    assert office.open_of("1") == 0
    office.tolerate(500, inclusive=False)
    office.pays(95_00, ("2", None))
    assert office.open_of("2") == 5_00
    office.pays(1, ("2", None))
    assert office.open_of("2") == 0


def test_a_shortfall_above_the_tolerance_writes_off_nothing(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    office.pays(94_99, ("1", None))
    assert office.open_of("1") == 5_01


def test_what_was_tolerated_before_counts_against_the_allowance(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    first = office.pays(97_00, ("1", None))
    assert office.open_of("1") == 0
    reversing.reverse(office.ledger, first.voucher)
    assert allowance(office) == 500, "a reversal gives the allowance back"
    office.pays(97_00, ("1", None))
    written_off = office.ledger.read.tolerated("100/1")
    assert written_off == 3_00
    document = office.document("1")
    tolerance = office.ledger.policies.tolerance(
        office.ledger.customer_of(document), "USD", "2020-04-15"
    )
    assert tolerance.allowance(document.original, written_off) == 2_00


def test_a_blocked_customer_has_no_tolerance(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00, max_tolerance=300)
    assert allowance(office) == 300
    setup.put_customers(
        office.ledger,
        [CustomerData(COMPANY, "C1", "Acme Foods", "USD", "N30", tolerance_blocked=True)],
    )
    assert allowance(office) == 0


@pytest.mark.parametrize("maximum", [0, 100, 900])
def test_a_documents_own_maximum_stands_above_all_levels(office: Office, maximum: int) -> None:
    office.tolerate(500)
    office.raises("1", 100_00, max_tolerance=maximum)
    assert allowance(office) == maximum


def test_the_clerks_authority_bounds_the_automatic_write_off(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    setup.define_user(office.ledger, "bob", authority={"USD": 200})
    bob, carol = office.as_clerk("bob"), office.as_clerk("carol")
    document = office.document("1")
    day = "2020-04-15"
    assert bob.situation(document, day, day).allowance == 200
    assert carol.situation(document, day, day).allowance == 0, "no user: no authority"
    assert bob.situation(document, day, day).tolerated == 500
    setup.define_user(office.ledger, "bob", authority={"CAD": 200})
    assert bob.situation(document, day, day).allowance == 0, "none in this currency"


def test_the_customers_write_off_limit_bounds_it_in_its_own_currency(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    limited = CustomerData(
        COMPANY, "C1", "Acme Foods", "USD", "N30", group="RETAIL", write_off_limit=100
    )
    setup.put_customers(office.ledger, [limited])
    assert allowance(office) == 100


def test_a_clerk_can_refuse_the_tolerance_for_a_line(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    office.pays(99_00, ("1", None, Wish(tolerate=False)))
    assert office.open_of("1") == 1_00


def test_a_write_off_names_the_policy_that_allowed_it(office: Office) -> None:
    office.tolerate(300)
    number = office.tolerate(500, level="group", key="RETAIL")
    office.raises("1", 100_00)
    posted = office.pays(98_50, ("1", None))
    (fact,) = office.facts(posted, ev.DifferenceWrittenOff)
    assert (fact.amount, fact.policy, fact.level, fact.key, fact.limit) == (
        1_50,
        number,
        "group",
        "RETAIL",
        500,
    )
    assert office.journal(posted) == {"Bank": 98_50, "AR30-185": 1_50, "Customer": -100_00}


def test_a_line_holds_from_its_day_and_a_later_record_never_rewrites_the_past(
    office: Office,
) -> None:
    office.raises("1", 1_000_00)
    office.tolerate(500)
    office.tolerate(900, since="2020-05-01")
    office.tolerate(700, since="2020-04-01")
    document = office.document("1")

    def on(day: str) -> int:
        return office.ledger.situation(document, day, day).allowance

    assert [on("2020-03-31"), on("2020-04-01"), on("2020-05-01")] == [500, 700, 900]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (ToleranceData("USD", 1, level="region"), "level"),
        (ToleranceData("USD", 1, level="group"), "key"),
        (ToleranceData("USD", 1, level="customer", key="100/C9"), "key"),
        (ToleranceData("USD", None, "x"), "short_percent"),
        (ToleranceData("USD", None, "101"), "short_percent"),
        (ToleranceData("USD", None, over_percent="NaN"), "over_percent"),
        (ToleranceData("USD", -1), "short_amount"),
        (ToleranceData("XQX", 1), "currency"),
    ],
)
def test_a_wrong_tolerance_is_refused_at_its_field(
    office: Office, data: ToleranceData, field: str
) -> None:
    before = office.ledger.store.head()
    with pytest.raises(Refused) as refusal:
        setup.set_tolerance(office.ledger, data)
    assert [problem.field for problem in refusal.value.problems] == [field]
    assert office.ledger.store.head() == before
