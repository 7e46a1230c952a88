"""Documents taken on from another system: original amounts, open balances, nothing twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.setup import CustomerData
from artui.ledger.store import Store
from artui.ledger.taking_on import MAX_DOCUMENTS, DocumentRow, take_on
from tests.ledger.office import COMPANY, Office

ROW = DocumentRow(COMPANY, "1", "invoice", "C1", "2020-03-01", "2020-03-31", "USD", 100_00, 60_00)


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def test_a_document_keeps_its_original_amount_and_posts_its_open_one(office: Office) -> None:
    taken = take_on(office.ledger, [ROW])
    assert (taken.added, taken.known, taken.open) == (1, 0, {"USD": 60_00})
    document = office.document("1")
    assert (document.original, document.open, document.name) == (100_00, 60_00, "Acme Foods")
    seal = office.ledger.read.seal(taken.vouchers[0])
    assert seal is not None
    assert [(line.rule, line.base) for line in seal.lines] == [
        ("Take-on", -60_00),
        ("Customer", 60_00),
    ]


def test_taking_on_again_adds_nothing(office: Office) -> None:
    take_on(office.ledger, [ROW])
    head = office.ledger.store.head()
    again = take_on(office.ledger, [ROW])
    assert (again.added, again.known, again.vouchers) == (0, 1, [])
    assert office.ledger.store.head() == head


def test_a_number_that_stands_there_twice_is_refused_whole(office: Office) -> None:
    with pytest.raises(Refused, match="2236! document 1 of 100 is there twice"):
        take_on(office.ledger, [ROW, replace(ROW, customer="C2")])
    assert office.ledger.read.document("100/1") is None


def test_a_document_of_an_unknown_customer_stops_its_voucher(office: Office) -> None:
    rows = [replace(ROW, number=str(n), currency="EUR", rate=None) for n in range(3)]
    with pytest.raises(Refused, match="2204! no rate EUR to USD"):
        take_on(office.ledger, rows)
    with pytest.raises(Refused, match="2207! 100 has no customer 'C9'"):
        take_on(office.ledger, [ROW, replace(ROW, number="2", customer="C9")])
    assert office.ledger.read.document("100/1") is None
    assert office.ledger.read.count_vouchers() == 0


def test_what_a_refused_command_adopted_is_forgotten_with_it(office: Office) -> None:
    with pytest.raises(Refused):
        take_on(office.ledger, [replace(ROW, currency="EUR")])
    assert "EUR" not in office.ledger.policies.currencies
    setup.define_terms(office.ledger, "X")  # takes the position the currency had
    assert "X" in office.ledger.policies.terms
    assert "EUR" not in office.ledger.policies.currencies
    office.assert_sound()


def test_a_voucher_holds_at_most_a_thousand_documents(office: Office) -> None:
    rows = [replace(ROW, number=str(n)) for n in range(MAX_DOCUMENTS + 1)]
    taken = take_on(office.ledger, rows)
    assert [name.rpartition("/")[2] for name in taken.vouchers] == ["1", "2"]
    assert taken.added == MAX_DOCUMENTS + 1


def test_each_company_has_its_own_vouchers_and_numbers(office: Office) -> None:
    setup.register_company(office.ledger, "200", "Two", "CAD", years=[2020])
    setup.put_customers(office.ledger, [CustomerData("200", "C1", "Acme there", "CAD")])
    other = replace(ROW, company="200", currency="CAD", open=-5_00, kind="credit_memo")
    taken = take_on(office.ledger, [ROW, other])
    assert taken.vouchers == ["100/TO/2020/1", "200/TO/2020/1"]
    assert taken.open == {"USD": 60_00, "CAD": -5_00}
    assert len(office.ledger.read.find_documents("1")) == 2
    office.assert_sound()
