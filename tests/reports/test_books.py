"""The exported book, read by beancount and hledger: every balance at every month's end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from artui import demo
from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.reversal import reversing
from artui.ledger.store import open_store
from artui.reports.books.beancount import beancount_lines
from artui.reports.books.entries import Account, Part
from artui.reports.books.hledger import hledger_lines
from artui.reports.books.writing import amounts, component, name_of, text_of
from tests.conformance.test_demo_day import CORPUS, Day
from tests.ledger.office import COMPANY, Office
from tests.ledger.test_machine import OfficeDays
from tests.reports.books import HLEDGER, by_beancount, by_hledger, ours, without_worth_alone

DAYS = ("2020-02-29", "2020-03-31", "2020-04-30", "2020-12-31")
needs_hledger = pytest.mark.skipif(HLEDGER is None, reason="needs hledger")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(open_store(tmp_path / "ledger.artui", create=True))
    yield office
    office.ledger.close()


def busy(office: Office) -> Ledger:
    """Money of nobody, an own currency, a foreign one with a gain, a shortfall, a reversal."""
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    office.tolerate(5_00)
    office.raises("1", 100_00)
    office.raises("2", 200_00, customer="C2")
    office.raises("E1", 500_00, currency="EUR", rate="1.10")
    office.raises("CM", -30_00)
    office.pays(97_00, ("1", None))
    office.pays(office.receipt(480_00, currency="EUR", rate="1.1234"), ("E1", 480_00))
    office.pays(office.receipt(77_77, customer=""))
    posted = office.pays(office.receipt(50_00, customer="C2"), ("2", 50_00))
    reversing.reverse(office.ledger, posted.voucher)
    return office.ledger


def test_beancount_finds_nothing_wrong_and_has_our_balances(office: Office) -> None:
    ledger = busy(office)
    for day, balances in by_beancount(ledger, DAYS).items():
        assert balances == ours(ledger, day)


@needs_hledger
def test_hledger_finds_nothing_wrong_and_has_our_balances(office: Office, tmp_path: Path) -> None:
    ledger = busy(office)
    for day, balances in by_hledger(ledger, DAYS, tmp_path).items():
        assert balances == ours(ledger, day)


class ExportedDays(OfficeDays):
    """Random office days whose book is held against ours at the end."""

    def teardown(self) -> None:
        if hasattr(self, "folder") and without_worth_alone(self.ledger):
            for day, balances in by_beancount(self.ledger, DAYS).items():
                assert balances == ours(self.ledger, day)
        super().teardown()


def test_whatever_was_posted_comes_to_the_same_there() -> None:
    run_state_machine_as_test(
        ExportedDays,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_texts_from_outside_stay_texts(office: Office) -> None:
    office.raises("1", 10_00)
    evil = 'x" ; y | z\\ \n2020-01-01 * "forged"\x1b[2J'
    office.pays(office.receipt(10_00, reference=evil), ("1", None))
    (balances,) = by_beancount(office.ledger, DAYS[-1:]).values()
    assert balances == ours(office.ledger, DAYS[-1])
    for lines in (beancount_lines, hledger_lines):
        text = "\n".join(lines(office.ledger, ["100"]))
        assert "\x1b" not in text
        assert not [line for line in text.splitlines() if line.startswith("2020-01-01")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0140104440", "0140104440"),
        ("1210-CA02", "1210-CA02"),
        ("C 1", "C-X20-1"),
        ("ab", "X61b"),
        ("-x", "X2Dx"),
        ("é", "X2DXE9-"),
        ("", "None"),
    ],
)
def test_names_of_accounts_are_letters_digits_and_dashes(text: str, expected: str) -> None:
    assert component(text) == expected


def test_an_account_of_a_customer_stands_beneath_its_control_account() -> None:
    assert name_of(Account("Assets", "U001", "1210", "0020")) == "Assets:Receivable:U001:1210:0020"
    assert name_of(Account("Expenses", "U001", "6150-000")) == "Expenses:U001:6150-000"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (("USD", 5_00, 5_00), [("5.00", "USD", "", "")]),
        (("EUR", 5_00, 5_50), [("5.00", "EUR", "5.50", "USD")]),
        (("EUR", -5_00, -5_50), [("-5.00", "EUR", "5.50", "USD")]),
        (("EUR", 0, 12), [("0.12", "USD", "", "")]),
        (("EUR", 5_00, 0), [("5.00", "EUR", "0.00", "USD")]),
        (("EUR", 5_00, -1), [("5.00", "EUR", "0.00", "USD"), ("-0.01", "USD", "", "")]),
        (("USD", 0, 3), [("0.03", "USD", "", "")]),
    ],
)
def test_what_an_amount_is_worth_stands_behind_it(
    part: tuple[str, int, int], expected: list[tuple[str, ...]]
) -> None:
    made = Part(Account("Assets", "U001", "1"), *part)
    assert [tuple(one) for one in amounts(made, "USD")] == expected


def test_the_demo_is_a_book_too(tmp_path: Path) -> None:
    ledger = demo.make(tmp_path / "demo.artui", "mlopez")
    (balances,) = by_beancount(ledger, ["2026-12-31"]).values()
    assert balances == ours(ledger, "2026-12-31")
    ledger.close()


def test_control_characters_are_blanks() -> None:
    assert text_of("a\tb\r\nc\u202ed ") == "a b c d"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="ARTUI_CORPUS names no folder with the demo day")
@needs_hledger
def test_a_clerks_day_of_real_invoices_is_the_same_book(tmp_path: Path) -> None:
    day = Day(tmp_path / "day.artui")
    day.post_the_truth()
    days = ["2020-01-31", "2020-02-29", "2020-03-31", "2020-04-30"]
    expected = {end: ours(day.ledger, end) for end in days}
    assert by_beancount(day.ledger, days) == expected
    assert by_hledger(day.ledger, days, tmp_path) == expected
    assert len(expected["2020-04-30"]) > 60
    day.ledger.close()
