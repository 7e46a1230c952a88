"""Writing off by hand and from a list: what is posted, what is refused, and under whose limit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.ledger import Posted
from artui.ledger.parameters import set_parameters
from artui.ledger.reversing import reverse, reverse_write_off
from artui.ledger.store import Store
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writing_off import (
    Selection,
    WrittenOffResult,
    candidates,
    why_not,
    write_off,
    write_off_many,
)
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


# --- a list (rule 18) ----------------------------------------------------------------------------


def many(office: Office, *documents: Any, **more: Any) -> list[tuple[str, str]]:
    """Number and outcome of each document."""
    results = write_off_many(office.ledger, documents, **more)
    return [(ev.number_of(result.document), result.outcome) for result in results]


def test_a_list_is_one_voucher_with_a_document_for_each(office: Office) -> None:
    for number in "123":
        office.raises(number, int(number) * 1_00, customer="C2" if number == "3" else "C1")
    keys = [office.key(number) for number in "123"]
    assert many(office, *keys) == [(n, "written off") for n in "123"]
    (head, *_) = office.ledger.read.vouchers(limit=1)
    assert (head.name, head.amount, head.text) == ("WO 2020-000001", 6_00, "3 documents")
    assert office.document("WO20000001-3").reference == "3"
    assert journal(office, WrittenOffResult("", "", voucher=head.id)) == {
        "AR30-185": 6_00,
        "Customer": -6_00,
    }
    office.assert_sound()


def test_what_changed_since_it_was_listed_is_skipped_and_named(office: Office) -> None:
    for number in "12345":
        office.raises(number, 5_00)
    listed = [office.document(number) for number in "12345"]
    office.pays(2_00, ("2", None))
    writes_off(office, "3")
    setup.flag_document(office.ledger, office.key("5"), hold=False, dispute=True)
    results = write_off_many(office.ledger, listed)
    assert [result.outcome for result in results] == [
        "written off",
        "skipped",
        "skipped",
        "written off",
        "skipped",
    ]
    assert results[1].text == "2 was changed by ann since it was listed"
    assert (office.open_of("2"), office.open_of("5")) == (3_00, 5_00)
    office.assert_sound()


def test_one_that_is_refused_stops_no_other(office: Office) -> None:
    office.raises("1", 5_00)
    office.raises("2", -5_00)
    office.raises("3", 5_00)
    assert many(office, "100/1", "100/2", "100/9", "100/3", reason="BALWOF") == [
        ("1", "written off"),
        ("2", "refused"),
        ("9", "skipped"),
        ("3", "written off"),
    ]
    office.assert_sound()


def test_rows_may_have_reasons_of_their_own(office: Office) -> None:
    office.raises("1", 5_00)
    office.raises("2", 6_00)
    many(office, "100/1", "100/2", reasons={"100/2": "FEE"})
    (head, *_) = office.ledger.read.vouchers(limit=1)
    facts = office.facts(Posted(head.id, "", 0), ev.WrittenOff)
    assert [fact.reason for fact in facts] == ["BALWOF", "FEE"]


def test_rows_above_the_authority_become_requests_or_are_charged_back(office: Office) -> None:
    limited(office)
    office.raises("2", 5_00)
    office.raises("3", 70_00)
    bob = office.as_clerk("bob")
    results = write_off_many(bob, ["100/1", "100/2", "100/3"], above="pending")
    assert [result.outcome for result in results] == ["requested", "written off", "requested"]
    assert [result.request for result in results] == ["100/1", "", "100/2"]
    results = write_off_many(bob, ["100/1", "100/3"], above="chargeback")
    assert [result.number for result in results] == ["100/CB-1", "100/CB-2"]
    office.assert_sound()


def test_a_list_carried_out_again_posts_nothing_twice(office: Office) -> None:
    for number in "12":
        office.raises(number, 5_00)
    keys = ["100/1", "100/2"]
    first = write_off_many(office.ledger, keys, command="list")
    head = office.ledger.store.head()
    again = write_off_many(office.ledger, keys, command="list")
    assert again == [result._replace(again=True) for result in first]
    assert [result.outcome for result in write_off_many(office.ledger, keys)] == ["skipped"] * 2
    assert office.ledger.store.head() == head


def test_a_long_list_is_several_vouchers_and_goes_on_where_it_stopped(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artui.ledger.writing_off.MAX_DOCUMENTS", 2)
    for number in "12345":
        office.raises(number, 5_00)
    keys = [office.key(number) for number in "12345"]
    write_off_many(office.ledger, keys[:2], command="long")  # as if it had been stopped here
    results = write_off_many(office.ledger, keys, command="long")
    assert [result.voucher for result in results] == [
        f"100/WO/2020/{number}" for number in (1, 1, 2, 2, 3)
    ]
    assert [result.again for result in results] == [True, True, False, False, False]
    office.assert_sound()


def test_a_list_of_two_companies_is_a_voucher_each(office: Office) -> None:
    setup.register_company(office.ledger, "200", "Two", "USD", years=[2020])
    setup.put_customers(office.ledger, [setup.CustomerData("200", "C9", "Nine", "USD")])
    row = DocumentRow("200", "9", "invoice", "C9", TODAY, TODAY, "USD", 5_00, 5_00)
    take_on(office.ledger, [row])
    office.raises("1", 5_00)
    results = write_off_many(office.ledger, ["200/9", "100/1"])
    assert [result.voucher for result in results] == ["200/WO/2020/1", "100/WO/2020/1"]
    office.assert_sound()


def test_a_list_on_a_closed_day_is_refused_before_anything_is_posted(office: Office) -> None:
    office.raises("1", 5_00)
    with pytest.raises(Refused, match="2112!"):
        write_off_many(office.ledger, ["100/1"], day="2099-01-01")


# --- which documents are listed ------------------------------------------------------------------


def listed(office: Office, *arguments: Any, **more: Any) -> list[str]:
    """The numbers a selection lists, which are those that why_not says nothing against."""
    found = [document.number for document in candidates(office.ledger, *arguments, **more)]
    selection = Selection(*arguments, **more)
    rows = office.ledger.store.query("SELECT id, number FROM documents ORDER BY date, number")
    assert found == [number for key, number in rows if not why_not(office.ledger, key, selection)]
    return found


def test_documents_are_listed_by_the_sign_of_their_open_balance(office: Office) -> None:
    office.raises("2", 5_00, date="2020-03-02")
    office.raises("1", 4_00, date="2020-03-02")
    office.raises("3", 3_00, date="2020-03-01")
    office.raises("C", -5_00, date="2020-03-02")
    office.pays(office.receipt(1_00, number="R"))
    office.pays(office.receipt(1_00, customer="", number="U"))
    assert listed(office, "balance", 5_00) == ["3", "1", "2"]
    assert listed(office, "credit", 5_00) == ["C", "R"]
    assert listed(office, "credit", 5_00, kinds=("receipt",)) == ["R"]
    assert listed(office, "balance", 5_00, strict=True) == ["3", "1"]
    assert listed(office, "balance", 5_00, customer="C2") == []
    assert listed(office, "balance") == ["3", "1", "2"]
    with pytest.raises(Refused, match="2339!"):
        candidates(office.ledger, "both")


def test_what_is_in_dispute_or_on_hold_is_never_listed_and_why_not_says_so(office: Office) -> None:
    office.raises("1", 5_00)
    setup.flag_document(office.ledger, office.key("1"), hold=True, dispute=True)
    assert listed(office, "balance") == []
    assert why_not(office.ledger, "100/1", Selection("credit", 1, company="9")) == [
        "its company is 100, the list is of 9",
        "it is owed, no credit",
        "it is on hold",
        "it is in dispute",
        "5.00 USD is above the limit 0.01 USD",
    ]


def test_a_limit_is_in_base_currency_unless_one_is_chosen(office: Office) -> None:
    office.raises("1", 5_00)
    office.raises("2", 4_00, currency="EUR", rate="1.5")
    assert listed(office, "balance", 5_00) == ["1"]
    assert listed(office, "balance", 5_00, currency="EUR") == ["2"]
    assert listed(office, "balance", 6_00) == ["1", "2"]


def test_without_a_customer_each_customers_own_limit_counts_too(office: Office) -> None:
    data = setup.CustomerData(COMPANY, "C2", "Bolt & Co", "USD", "N30", write_off_limit=2_00)
    setup.put_customers(office.ledger, [data])
    office.raises("1", 5_00)
    office.raises("2", 5_00, customer="C2")
    office.raises("3", 2_00, customer="C2")
    assert listed(office, "balance", 5_00) == ["1", "3"]
    assert listed(office, "balance", customer="C2") == ["3"], "its limit is the proposal"
    assert listed(office, "balance", 5_00, customer="C2") == ["2", "3"]


def test_a_percentage_is_of_the_original_amount(office: Office) -> None:
    office.raises("1", 100_00, open_=5_00)
    office.raises("2", 10_00, open_=5_00)
    assert listed(office, "balance", percent_of_original=Decimal(5)) == ["1"]
    assert listed(office, "balance", percent_of_original=Decimal(5), strict=True) == []
    assert listed(office, "balance", 4_99, percent_of_original=Decimal(50)) == []
    with pytest.raises(Refused, match="2341!"):
        candidates(office.ledger, "balance", percent_of_original=Decimal(101))


def test_today_is_the_day_unless_another_is_named(office: Office) -> None:
    office.raises("1", 5_00)
    result = writes_off(office, "1")
    assert office.ledger.read.seal(result.voucher).date == TODAY  # type: ignore[union-attr]
