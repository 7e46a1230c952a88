"""Writing off by hand: what is posted, what is refused, and under whose limit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import money, setup
from artui.ledger.errors import Refused
from artui.ledger.ledger import Posted
from artui.ledger.reversal.reversing import reverse, reverse_write_off
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store, open_store
from artui.ledger.writeoffs.writing_off import WrittenOffResult, write_off
from tests.ledger.office import COMPANY, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    office = Office(store)
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    return office


def settles(office: Office, **parameters: Any) -> None:
    """Set parameters of the company."""
    set_parameters(office.ledger, COMPANY, ev.Parameters(**parameters))


def writes_off(office: Office, number: str, **more: Any) -> WrittenOffResult:
    """Write off a document by number."""
    return write_off(office.ledger, office.key(number), **more)


def by(office: Office, clerk: str, number: str, **more: Any) -> WrittenOffResult:
    """The same by a colleague."""
    return write_off(office.as_clerk(clerk), office.key(number), **more)


def journal(office: Office, result: WrittenOffResult) -> dict[str, int]:
    """The journal of a write-off's voucher."""
    return office.journal(Posted(result.voucher, "", 0))


# --- what is posted ------------------------------------------------------------------------------


def test_a_balance_is_closed_by_a_document_of_its_own(office: Office) -> None:
    office.raises("1", 100_00)
    office.pays(97_00, ("1", None))
    result = writes_off(office, "1")
    assert result == WrittenOffResult(
        "100/1", "written off", 3_00, "100/WO/2020/1", "100/WO20000001"
    )
    assert office.open_of("1") == 0
    made = office.document("WO20000001")
    assert (made.kind, made.original, made.open, made.reference) == (
        "balance_write_off",
        -3_00,
        0,
        "1",
    )
    assert journal(office, result) == {"AR30-185": 3_00, "Customer": -3_00}
    office.assert_sound()


def test_a_credit_is_closed_as_income(office: Office) -> None:
    office.pays(office.receipt(10_00, number="R"))
    result = writes_off(office, "R")
    assert journal(office, result) == {"AR30-186": -10_00, "Customer": 10_00}
    assert office.open_of("R") == 0
    assert office.document("WO20000001").kind == "credit_write_off"
    office.assert_sound()


def test_a_part_leaves_the_rest_open(office: Office) -> None:
    office.raises("1", 100_00)
    assert writes_off(office, "1", amount=40_00).amount == 40_00
    assert office.open_of("1") == 60_00
    writes_off(office, "1")
    assert office.open_of("1") == 0
    office.assert_sound()


def test_the_reason_leads_to_its_account(office: Office) -> None:
    setup.map_rule(office.ledger, "Freight", "6300-000", name="Freight")
    setup.define_reason(
        office.ledger, "FRT", "Freight", "small balance", rule="Freight", direction="debit"
    )
    office.raises("1", 5_00)
    assert journal(office, writes_off(office, "1", reason="FRT")) == {
        "Freight": 5_00,
        "Customer": -5_00,
    }


@pytest.mark.parametrize("by_reason", [True, False])
def test_tax_is_given_back_in_the_proportion_of_the_document(
    office: Office, by_reason: bool
) -> None:
    if by_reason:
        setup.define_reason(
            office.ledger, "BALWOF", "Balance", "small balance", direction="debit", tax=True
        )
    else:
        settles(office, tax_on_write_off=True)
    office.raises("1", 106_00, net=100_00, tax=6_00)
    assert journal(office, writes_off(office, "1", amount=2_00)) == {
        "AR30-185": 1_89,
        "AR30-530": 11,
        "Customer": -2_00,
    }
    office.assert_sound()


def test_a_command_that_is_repeated_answers_with_what_it_did(office: Office) -> None:
    office.raises("1", 3_00)
    first = writes_off(office, "1", command="once")
    assert writes_off(office, "1", command="once") == first._replace(again=True)
    office.raises("2", 3_00)
    with pytest.raises(Refused, match="2235!"):
        writes_off(office, "2", command="once")
    office.assert_sound()


def test_it_can_be_taken_back(office: Office) -> None:
    office.raises("1", 7_77, date="2020-01-05")
    settles(office, tax_on_write_off=True)
    before = office.balances()
    writes_off(office, "1", day="2020-03-05")
    taken = reverse_write_off(office.ledger, office.key("1"), day="2020-04-02")
    assert office.journal(taken) == {"AR30-185": -7_77, "Customer": 7_77}
    assert office.document("WO20000001").state == "cancelled"
    assert office.balances()["100/1"] == before["100/1"]
    result = writes_off(office, "1")
    reverse(office.ledger, result.voucher)
    assert office.open_of("1") == 7_77
    office.assert_sound()


# --- currency (rule 12) --------------------------------------------------------------------------


def test_a_document_in_foreign_currency_is_relieved_at_its_own_rate(office: Office) -> None:
    office.raises("1", 10_00, currency="EUR", rate="1.1")
    setup.set_rate(office.ledger, "USD", "EUR", "2020-04-01", "1.3")
    assert journal(office, writes_off(office, "1")) == {"AR30-185": 11_00, "Customer": -11_00}


def test_at_the_days_rate_the_difference_is_gain_or_loss(office: Office) -> None:
    settles(office, write_off_rate="day")
    office.raises("1", 10_00, currency="EUR", rate="1.1")
    office.pays(office.receipt(20_00, currency="EUR", rate="1.1", number="R"))
    setup.set_rate(office.ledger, "USD", "EUR", "2020-04-01", "1.3")
    owed = writes_off(office, "1")
    assert journal(office, owed) == {"AR30-185": 13_00, "AR30-520": -2_00, "Customer": -11_00}
    credit = writes_off(office, "R", rate=Decimal("1.2"))
    assert journal(office, credit) == {"AR30-186": -24_00, "AR30-521": 2_00, "Customer": 22_00}
    assert office.document("WO20000002").rate == "1.2"
    office.assert_sound()
    for result in (owed, credit):
        reverse(office.ledger, result.voucher)
    assert (office.document("1").base_open, office.document("R").base_open) == (11_00, -22_00)
    office.assert_sound()


def test_the_last_part_takes_the_odd_cent(office: Office) -> None:
    office.raises("1", 1_00, currency="EUR", rate="1.005")
    bases = [journal(office, writes_off(office, "1", amount=a))["AR30-185"] for a in (33, 33, 34)]
    assert sum(bases) == 1_01
    assert office.document("1").base_open == 0


def test_a_day_without_a_rate_is_refused_where_one_is_wanted(office: Office) -> None:
    settles(office, write_off_rate="day")
    office.raises("1", 10_00, currency="EUR", rate="1.1")
    with pytest.raises(Refused, match="2204! no rate EUR to USD") as refused:
        writes_off(office, "1")
    assert refused.value.problems[0].field == "rate"
    with pytest.raises(Refused, match="2233!"):
        writes_off(office, "1", rate=Decimal(0))


# --- what is refused -----------------------------------------------------------------------------


def refusal(office: Office, number: str, **more: Any) -> tuple[str, str]:
    """The field at fault and the sentence of a refusal; nothing is written."""
    before = office.ledger.store.head()
    with pytest.raises(Refused) as refused:
        writes_off(office, number, **more)
    assert office.ledger.store.head() == before
    problem = refused.value.problems[0]
    return problem.field, str(problem)


def test_a_document_in_dispute_or_on_hold_is_refused(office: Office) -> None:
    key = office.raises("1", 5_00)
    setup.flag_document(office.ledger, key, hold=True, dispute=False)
    assert refusal(office, "1") == ("document", "2117! 1 is on hold")
    setup.flag_document(office.ledger, key, hold=False, dispute=True)
    assert refusal(office, "1") == ("document", "2321! 1 is in dispute")
    setup.flag_document(office.ledger, key, hold=False, dispute=False)
    assert writes_off(office, "1").voucher


def test_an_amount_is_above_zero_and_no_more_than_is_open(office: Office) -> None:
    office.raises("1", 5_00)
    assert refusal(office, "1", amount=0)[0] == "amount"
    assert refusal(office, "1", amount=-5) == ("amount", "2323! an amount above zero is needed")
    assert refusal(office, "1", amount=5_01) == ("amount", "2151! only 5.00 of 1 is open")


def test_a_closed_or_unknown_document_is_refused(office: Office) -> None:
    office.raises("1", 5_00)
    writes_off(office, "1")
    field, said = refusal(office, "1")
    assert (field, said) == (
        "document",
        "2320! 1 has nothing open since WO 2020-000001 by ann",
    )
    assert refusal(office, "2") == ("document", "2210! document 2 does not exist")


def test_unidentified_cash_is_nobodys_to_write_off(office: Office) -> None:
    office.pays(office.receipt(5_00, customer="", number="R"))
    assert refusal(office, "R")[1].startswith("2322!")


def test_a_reason_closes_its_own_side_only(office: Office) -> None:
    office.raises("1", 5_00)
    assert refusal(office, "1", reason="CRWOF") == (
        "reason",
        "2324! reason CRWOF closes a credit, 1 is a debit",
    )
    assert refusal(office, "1", reason="DSC")[1].startswith("2206!")
    assert refusal(office, "1", reason="NONE")[1].startswith("2205!")


def test_a_closed_or_missing_period_is_refused_with_the_first_open_day(office: Office) -> None:
    office.raises("1", 5_00, date="2020-01-10")
    setup.set_period(office.ledger, COMPANY, "2020-03", is_open=False)
    assert refusal(office, "1", day="2020-03-15") == (
        "date",
        "2111! period 2020-03 of 100 is closed; first open day 2020-04-01",
    )
    field, said = refusal(office, "1", day="2099-01-01")
    assert (field, said[:6]) == ("date", "2112! ")


def test_a_write_off_is_not_older_than_its_document(office: Office) -> None:
    office.raises("1", 5_00, date="2020-04-10")
    assert refusal(office, "1", day="2020-04-09")[0] == "date"


# --- authority (rules 6 and 17) ------------------------------------------------------------------


def limited(office: Office) -> None:
    """Bob may write off 50.00; an invoice of 60.00."""
    setup.define_user(office.ledger, "bob", authority={"USD": 50_00})
    office.raises("1", 60_00)


def test_an_amount_above_the_authority_is_refused_naming_the_level(office: Office) -> None:
    limited(office)
    with pytest.raises(Refused, match=r"2153! 60.00 USD is above user bob: 50.00"):
        by(office, "bob", "1")
    assert by(office, "bob", "1", amount=50_00).outcome == "written off"
    setup.define_user(office.ledger, "carl")
    with pytest.raises(Refused, match=r"above user carl: 0.00"):
        by(office, "carl", "1")


def test_a_lists_limit_counts_whatever_the_authority(office: Office) -> None:
    limited(office)
    with pytest.raises(Refused, match=r"2326! 60.00 is above the list's limit 5.00"):
        writes_off(office, "1", list_limit=5_00, above="pending")


def test_the_limit_that_allowed_it_is_kept(office: Office) -> None:
    limited(office)
    result = by(office, "bob", "1", amount=50_00)
    (fact,) = office.facts(Posted(result.voucher, "", 0), ev.WrittenOff)
    assert (fact.limit, fact.reason, fact.clerk) == (50_00, "BALWOF", "bob")


def test_above_it_a_request_is_made_if_the_parameters_say_so(office: Office) -> None:
    limited(office)
    settles(office, above_limit="pending")
    result = by(office, "bob", "1")
    assert (result.outcome, result.request, result.voucher) == ("requested", "100/1", "")
    assert office.open_of("1") == 60_00


def test_above_it_the_whole_is_charged_back_if_the_parameters_say_so(office: Office) -> None:
    limited(office)
    settles(office, above_limit="chargeback")
    result = by(office, "bob", "1")
    assert (result.outcome, result.number) == ("charged back", "100/CB-1")
    assert (office.open_of("1"), office.open_of("CB-1")) == (0, 60_00)
    assert journal(office, result) == {}
    office.assert_sound()


def test_a_credit_is_never_charged_back_but_left(office: Office) -> None:
    limited(office)
    settles(office, above_limit="chargeback")
    office.pays(office.receipt(60_00, number="R"))
    result = by(office, "bob", "R")
    assert (result.outcome, office.open_of("R")) == ("left", -60_00)


def test_above_it_nothing_is_posted_and_why_is_said_if_the_parameters_say_leave(
    office: Office,
) -> None:
    limited(office)
    settles(office, above_limit="leave")
    before = office.ledger.store.head()
    result = by(office, "bob", "1")
    assert (result.outcome, result.text) == ("left", "60.00 USD is above user bob: 50.00")
    assert office.ledger.store.head() == before


def test_what_is_above_the_system_is_not_even_requested(office: Office) -> None:
    limited(office)
    settles(office, above_limit="pending", system_limits={"USD": 55_00})
    with pytest.raises(Refused, match=r"2327! .*system: 55.00: nobody may approve it"):
        by(office, "bob", "1")


def test_bad_debt_always_needs_approval(office: Office) -> None:
    office.raises("1", 5_00)
    result = writes_off(office, "1", reason="BADDEBT")
    assert (result.outcome, result.text) == ("requested", "reason BADDEBT needs approval")
    assert office.open_of("1") == 5_00


def test_today_is_the_day_unless_another_is_named(office: Office) -> None:
    office.raises("1", 5_00)
    result = writes_off(office, "1")
    assert office.ledger.read.seal(result.voucher).date == TODAY  # type: ignore[union-attr]


# --- whatever the figures ------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(
    amount=st.integers(2, 10**7),
    tax=st.integers(0, 10**6),
    rate=st.decimals("0.01", "150", places=4),
    at=st.decimals("0.01", "150", places=4),
    cuts=st.lists(st.integers(1, 10**6), max_size=4),
    own=st.booleans(),
    sign=st.sampled_from([1, -1]),
)
def test_parts_written_off_add_up_and_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    amount: int,
    tax: int,
    rate: Decimal,
    at: Decimal,
    cuts: list[int],
    own: bool,
    sign: int,
) -> None:
    store = open_store(tmp_path_factory.mktemp("books") / "books.artui", create=True)
    office = Office(store)
    settles(office, tax_on_write_off=True, write_off_rate="day" if own else "document")
    tax = min(tax, amount - 1)
    office.raises("1", sign * amount, currency="EUR", rate=str(rate), tax=sign * tax)
    before = office.document("1")
    parts = [cut for cut in cuts if cut < amount]
    made = []
    for part in parts:
        if part <= abs(office.open_of("1")):
            made.append(writes_off(office, "1", amount=part, rate=at))
    if office.open_of("1"):
        made.append(writes_off(office, "1", rate=at))
    assert sum(result.amount for result in made) == before.open
    facts = [f for r in made for f in office.facts(Posted(r.voucher, "", 0), ev.WrittenOff)]
    assert sum(fact.base for fact in facts) == before.base_open
    assert abs(sum(fact.tax for fact in facts) - before.tax) <= len(facts)
    for fact in facts:
        worth = money.convert(fact.amount, "EUR", "USD", at) if own else fact.base
        assert fact.base + fact.revalued == worth
    office.assert_sound()
    for result in reversed(made):
        reverse(office.ledger, result.voucher)
    after = office.document("1")
    assert (after.open, after.base_open) == (before.open, before.base_open)
    office.assert_sound()
    store.close()
