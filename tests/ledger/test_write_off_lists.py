"""Writing off from a list: what is listed and why not, one voucher for many, nothing twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.ledger import Posted
from artui.ledger.setup import CustomerData, parameters
from artui.ledger.store import Store, open_store
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.writing_off import (
    Selection,
    candidates,
    select,
    why_not,
    write_off,
    write_off_many,
)
from tests.ledger.office import COMPANY, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def test_a_company_lists_the_types_its_parameters_name_and_why_not_says_so(office: Office) -> None:
    setup.register_company(office.ledger, "200", "Two Hundred", "USD", years=[2020])
    setup.put_customers(office.ledger, [CustomerData("200", "C1", "Acme", "USD", "N30")])
    office.raises("I1", 3_00)
    office.raises("O1", 3_00, kind="overdue_charge")
    row = DocumentRow("200", "I9", "invoice", "C1", "2020-03-20", "2020-04-19", "USD", 300, 300)
    take_on(office.ledger, [row])
    narrow = parameters.changed(ev.Parameters(), {"balance_types": ("overdue_charge",)})
    setup.set_parameters(office.ledger, COMPANY, narrow)

    def listed(**more: Any) -> list[str]:
        selection = Selection("balance", 5_00, **more)
        listing = CandidateList(office.ledger, selection)
        keys = [row.id for row in select(office.ledger, selection)]
        assert [row.id for row in listing.listed()] == keys
        assert listing.count() == len(keys) == sum(each.documents for each in listing.sums())
        return keys

    assert listed() == ["100/O1", "200/I9"]
    assert listed(company=COMPANY) == ["100/O1"]
    assert listed(companies=("100", "200")) == ["100/O1", "200/I9"]
    assert listed(kinds=("invoice",)) == ["100/I1", "200/I9"]  # asked for by name
    assert why_not(office.ledger, "100/I1", Selection("balance", 5_00)) == [
        "it is IN: balance_types of 100 lists OC only"
    ]
    assert why_not(office.ledger, "200/I9", Selection("balance", 5_00)) == []


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
    assert office.journal(Posted(head.id, "", 0)) == {"AR30-185": 6_00, "Customer": -6_00}
    office.assert_sound()


def test_what_changed_since_it_was_listed_is_skipped_and_named(office: Office) -> None:
    for number in "12345":
        office.raises(number, 5_00)
    listed = [office.document(number) for number in "12345"]
    office.pays(2_00, ("2", None))
    write_off(office.ledger, office.key("3"))
    setup.flag_document(office.ledger, office.key("5"), hold=False, dispute=True)
    results = write_off_many(office.ledger, listed)
    assert [result.outcome for result in results] == [
        "written off",
        "skipped",
        "skipped",
        "written off",
        "skipped",
    ]
    assert results[1].text == "2 was changed by cara since it was listed"
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
    setup.define_user(office.ledger, "bob", authority={"USD": 50_00})
    for number, amount in (("1", 60_00), ("2", 5_00), ("3", 70_00)):
        office.raises(number, amount)
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
    monkeypatch.setattr("artui.ledger.writeoffs.writing_off.MAX_DOCUMENTS", 2)
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
    rows = office.ledger.store.query("SELECT id, number FROM documents ORDER BY id")
    assert found == [number for key, number in rows if not why_not(office.ledger, key, selection)]
    return found


def test_documents_are_listed_by_the_sign_of_their_open_balance(office: Office) -> None:
    office.raises("2", 5_00, date="2020-03-02")
    office.raises("1", 4_00, date="2020-03-02")
    office.raises("3", 3_00, date="2020-03-01")
    office.raises("C", -5_00, date="2020-03-02")
    office.pays(office.receipt(1_00, number="R"))
    office.pays(office.receipt(1_00, customer="", number="U"))
    assert listed(office, "balance", 5_00) == ["1", "2", "3"]
    assert listed(office, "credit", 5_00) == ["C", "R"]
    assert listed(office, "credit", 5_00, kinds=("receipt",)) == ["R"]
    assert listed(office, "balance", 5_00, strict=True) == ["1", "3"]
    assert listed(office, "balance", 5_00, customer="C2") == []
    assert listed(office, "balance") == ["1", "2", "3"]
    with pytest.raises(Refused, match="2346!"):
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
    with pytest.raises(Refused, match="2348!"):
        candidates(office.ledger, "balance", percent_of_original=Decimal(101))


@settings(max_examples=15, deadline=None)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(-900, 900).filter(bool),
            st.sampled_from(["C1", "C2"]),
            st.sampled_from(["USD", "EUR"]),
            st.sampled_from(["", "hold", "dispute"]),
        ),
        max_size=12,
    ),
    operation=st.sampled_from(["balance", "credit"]),
    limit=st.none() | st.integers(0, 1000),
    currency=st.sampled_from(["", "USD", "EUR"]),
    customer=st.sampled_from(["", "C1", "C2"]),
    strict=st.booleans(),
    percent=st.none() | st.decimals(0, 100, places=1),
)
def test_what_is_listed_is_what_nothing_is_said_against(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any], operation: str, **more: Any
) -> None:
    store = open_store(tmp_path_factory.mktemp("books") / "books.artui", create=True)
    office = Office(store)
    data = setup.CustomerData(COMPANY, "C2", "Bolt & Co", "USD", "N30", write_off_limit=4_00)
    setup.put_customers(office.ledger, [data])
    for number, (open_, customer, currency, flag) in enumerate(rows):
        key = office.raises(
            str(number),
            2 * open_,
            open_=open_,
            customer=customer,
            currency=currency,
            rate="1.5" if currency == "EUR" else None,
        )
        if flag:
            setup.flag_document(office.ledger, key, hold=flag == "hold", dispute=flag == "dispute")
    more["percent_of_original"] = more.pop("percent")
    found = listed(office, operation, more.pop("limit"), **more)
    results = write_off_many(office.ledger, [office.key(number) for number in found])
    assert {result.outcome for result in results} <= {"written off"}
    store.close()
