"""What a clerk types is the customer meant, or the few it may be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.documents import Customer
from artui.ledger.ledger import Ledger
from artui.ledger.setup import CustomerData
from artui.screens.lookup import customer_text, find_customers, resolve_customer, zeros_note
from tests.screens.ledgers import small_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


def numbers(answer: object) -> list[str]:
    if isinstance(answer, Customer):
        return [answer.customer]
    assert isinstance(answer, list)
    return [hit.customer.customer for hit in answer]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("140104440", ["140104440"]),
        ("0140104440", ["0140104440"]),
        ("so", ["0140104440"]),
        ("SO systems", ["140104440"]),
        ("nas", ["0200777735"]),
        ("02009", ["0200934569", "0200982294"]),
        ("nobody", []),
        ("", []),
    ],
)
def test_a_number_then_an_alias_then_a_beginning(
    ledger: Ledger, text: str, found: list[str]
) -> None:
    assert numbers(resolve_customer(ledger, text)) == found


def test_one_customer_comes_by_itself_and_several_as_a_list(ledger: Ledger) -> None:
    assert isinstance(resolve_customer(ledger, "STEW"), Customer)
    assert isinstance(resolve_customer(ledger, "0200"), list)


def test_a_name_that_is_another_ones_alias_is_asked_about(ledger: Ledger) -> None:
    known = ledger.read.customer("CA02", "0140104440")
    assert known is not None
    setup.put_customers(ledger, [replace(CustomerData.of(known), aliases=("SO", "SO systems"))])
    assert numbers(resolve_customer(ledger, "SO systems")) == ["0140104440", "140104440"]


def test_a_number_in_two_companies_is_asked_about_unless_one_is_named(ledger: Ledger) -> None:
    setup.put_customers(ledger, [CustomerData("CA02", "CCCA02", "KRAFT canada", "CAD")])
    assert numbers(resolve_customer(ledger, "CCCA02")) == ["CCCA02", "CCCA02"]
    chosen = resolve_customer(ledger, "CCCA02", "CA02")
    assert isinstance(chosen, Customer)
    assert chosen.name == "KRAFT canada"
    text = customer_text(ledger, chosen)
    assert text == "CA02/CCCA02"
    assert resolve_customer(ledger, text) == chosen


def test_customers_on_hold_are_counted_and_found_by_number_only(ledger: Ledger) -> None:
    setup.put_customers(ledger, [CustomerData("U001", "77", "SOLD out", "USD", hold=True)])
    finding = find_customers(ledger, "SO")
    assert [hit.by for hit in finding.shown] == ["alias", "name", "name"]
    assert finding.hidden == 1
    assert numbers(resolve_customer(ledger, "77")) == ["77"]


def test_leading_zeros_are_pointed_out(ledger: Ledger) -> None:
    shown = find_customers(ledger, "SO").shown
    assert zeros_note(shown) == ("0140104440 and 140104440 are two customers: leading zeros count.")
    assert zeros_note(shown[:1]) == ""
