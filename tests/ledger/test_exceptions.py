"""Exception rules: the first that fits decides; rules that contradict one another are refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.policies import Policies
from artui.ledger.store import Store
from artui.ledger.writeoffs.exceptions import (
    ACTIONS,
    OVER,
    SIDES,
    UNDER,
    Difference,
    Rule,
    check_rules,
    evaluate,
    fits,
    rules_on,
    words,
)
from artui.ledger.writeoffs.schedules import set_rules
from tests.ledger.office import COMPANY, Office

RULES = (
    Rule(OVER, "write off", "USD", amount_to=2_00, percent_to="1", reason="CRWOF"),
    Rule(OVER, "recommend", "USD", amount_from=2_01, amount_to=50_00),
    Rule(OVER, "on account", "USD", amount_from=50_01),
    Rule(UNDER, "write off", "USD", amount_to=5_00, reason="BALWOF"),
    Rule(UNDER, "chargeback", "USD", amount_from=100_00, reason="SHT"),
)


def difference(amount: int, percent: str = "0.5", side: str = OVER) -> Difference:
    return Difference(side, "USD", amount, Decimal(percent))


@pytest.mark.parametrize(
    ("side", "amount", "percent", "number", "action"),
    [
        (OVER, 2_00, "1", 1, "write off"),  # both bounds are inclusive
        (OVER, 2_00, "1.01", 0, "recommend"),  # 2.00 is in no other rule
        (OVER, 2_01, "0.5", 2, "recommend"),
        (OVER, 50_00, "99", 2, "recommend"),
        (OVER, 50_01, "0.1", 3, "on account"),
        (UNDER, 5_00, "100", 4, "write off"),
        (UNDER, 5_01, "0.1", 0, "recommend"),
        (UNDER, 100_00, "0.1", 5, "chargeback"),
    ],
)
def test_the_first_rule_that_fits_decides(
    side: str, amount: int, percent: str, number: int, action: str
) -> None:
    fit = evaluate(RULES, difference(amount, percent, side))
    assert (fit.number, fit.action) == (number, action)


def test_another_currency_is_another_matter() -> None:
    fit = evaluate(RULES, Difference(OVER, "EUR", 1_00, Decimal("0.1")))
    assert (fit.number, fit.action) == (0, "recommend")


def test_percentages_meet_without_a_gap_or_an_overlap() -> None:
    small = Rule(OVER, "write off", percent_to="1", reason="CRWOF")
    large = Rule(OVER, "on account", percent_from="1")
    assert evaluate((small, large), difference(1, "1")).number == 1
    assert evaluate((small, large), difference(1, "1.0000001")).number == 2


def test_a_rule_says_itself_in_words() -> None:
    assert words(RULES[0]) == "over up to 2.00 USD up to 1 %: write off"
    assert words(RULES[4]) == "under from 100.00 USD: chargeback"
    assert words(Rule(OVER, "on account", percent_from="1")) == "over more than 1 %: on account"


# --- entry ---------------------------------------------------------------------------------------


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


@pytest.mark.parametrize(
    ("rule", "field", "said"),
    [
        (Rule("both", "leave"), "side_1", "neither over nor under"),
        (Rule(OVER, "forget"), "action_1", "is none of write off"),
        (Rule(OVER, "chargeback"), "action_1", "an excess can't be charged back"),
        (Rule(UNDER, "on account"), "action_1", "no money that could stay on account"),
        (Rule(OVER, "leave", amount_to=5_00), "currency_1", "amounts need their currency"),
        (Rule(OVER, "leave", "XXY"), "currency_1", "XXY"),
        (Rule(OVER, "leave", "USD", 5_00, 4_99), "amount_from_1", "5.00 to 4.99 is nothing"),
        (Rule(OVER, "leave", "USD", -1), "amount_from_1", "below zero"),
        (Rule(OVER, "leave", percent_to="101"), "percent_to_1", "between 0 and 100"),
        (Rule(OVER, "leave", percent_to="many"), "percent_to_1", "not a percentage"),
        (
            Rule(OVER, "leave", percent_from="2", percent_to="2"),
            "percent_from_1",
            "more than 2 up to 2 % is nothing",
        ),
        (Rule(OVER, "write off"), "reason_1", "needs its reason code"),
        (Rule(OVER, "write off", reason="NONE"), "reason_1", "does not exist"),
        (Rule(OVER, "write off", reason="BALWOF"), "reason_1", "closes a debit"),
        (Rule(OVER, "write off", reason="BAD"), "reason_1", "is of kind bad debt"),
        (Rule(OVER, "leave", reason="CRWOF"), "reason_1", "books nothing"),
    ],
)
def test_a_rule_that_can_not_hold_is_refused_at_its_field(
    office: Office, rule: Rule, field: str, said: str
) -> None:
    setup.define_reason(office.ledger, "BAD", "Bad debt", "bad debt")
    with pytest.raises(Refused) as refused:
        set_rules(office.ledger, COMPANY, [rule])
    (problem,) = refused.value.problems
    assert problem.field == field
    assert said in problem.text
    assert rules_on(office.ledger.policies, COMPANY, "2020-04-15") is None


def test_rules_that_claim_the_same_difference_are_refused(office: Office) -> None:
    twice = [RULES[0], Rule(OVER, "leave", "USD", 1_00, 3_00, percent_to="0.5")]
    with pytest.raises(Refused, match="rule 2 overlaps rule 1, over up to"):
        set_rules(office.ledger, COMPANY, twice)


def test_a_rule_behind_one_that_takes_all_of_it_is_refused(office: Office) -> None:
    never = [Rule(OVER, "leave", percent_to="10"), RULES[0]]
    with pytest.raises(Refused, match="rule 2 never counts: rule 1 takes all of it"):
        set_rules(office.ledger, COMPANY, never)
    set_rules(office.ledger, COMPANY, never[::-1])


def test_every_version_is_kept_and_holds_from_its_day(office: Office) -> None:
    set_rules(office.ledger, "", RULES[:1], since="2020-01-01")
    set_rules(office.ledger, COMPANY, RULES, since="2020-03-01", note="new")
    set_rules(office.ledger, COMPANY, (), since="2020-05-01")
    assert len(office.ledger.policies.exceptions[COMPANY]) == 2
    counts = []
    for day in ("2019-12-31", "2020-02-01", "2020-03-01", "2020-05-01"):
        found = rules_on(office.ledger.policies, COMPANY, day)
        counts.append(None if found is None else len(found.rules))
    assert counts == [None, 1, 5, 0]
    office.assert_sound()


# --- properties ----------------------------------------------------------------------------------

amounts = st.none() | st.integers(0, 40)
percents = st.none() | st.integers(0, 20).map(str)
a_rule = st.builds(
    Rule,
    st.sampled_from(SIDES),
    st.sampled_from(ACTIONS),
    st.sampled_from(("USD", "EUR")),
    amounts,
    amounts,
    percents,
    percents,
)
differences = st.builds(
    Difference,
    st.sampled_from(SIDES),
    st.sampled_from(("USD", "EUR")),
    st.integers(1, 45),
    st.decimals("0.1", "25", places=1),
)


@given(st.lists(a_rule, max_size=5), differences)
def test_rules_that_were_taken_never_claim_the_same_difference(
    rules: list[Rule], found: Difference
) -> None:
    try:
        check_rules(Policies(), rules)
    except Refused as refused:
        assume(all(problem.number in (2205, 2206) for problem in refused.problems))
        return
    claiming = [number for number, rule in enumerate(rules, 1) if fits(rule, found)]
    assert len(claiming) <= 1
    assert evaluate(rules, found).number == (claiming[0] if claiming else 0)
