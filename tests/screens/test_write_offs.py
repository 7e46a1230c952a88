"""AR505000 by keyboard: the source's own steps, dry run, result, undo, why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup import CustomerData
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.selecting import Selection
from tests.screens.ledgers import small_ledger
from tests.screens.steps import WIDE, Shows, working

SMALL = (
    ("U001", "1930620149", "0200777735", 99),
    ("U001", "1930687912", "0200418007", 5_00),
    ("U001", "1930712373", "200418099", 5),
    ("U001", "1930700747", "0200934569", 5_01),
    ("U001", "164150099", "0200934569", -1_25),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """The small ledger with five rests around 5.00."""
    made = small_ledger(tmp_path / "small.artui")
    rows = [
        DocumentRow(
            company,
            number,
            "invoice" if amount > 0 else "credit_memo",
            customer,
            "2020-03-20",
            "2020-04-04",
            "USD",
            amount,
            amount,
        )
        for company, number, customer, amount in SMALL
    ]
    take_on(made, rows, day="2020-04-14")
    return made


async def test_it_opens_with_the_list_of_its_defaults(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "3") as clerk:
        assert shows(clerk.app)


async def test_a_long_list_is_counted_while_its_first_page_is_read(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artui.ledger.writeoffs.candidate_list.COUNTED", 2)
    async with working(ledger, "AR505000", "B", "9000.00") as clerk:
        await clerk.worked()
        listed = CandidateList(ledger, Selection("balance", 9_000_00)).count_all()
        assert f"{listed} documents" in clerk.message


async def test_wide_screens_show_more_columns(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "AR505000", size=WIDE) as clerk:
        assert shows(clerk.app)


async def test_the_sources_own_steps(ledger: Ledger, shows: Shows) -> None:
    """Type, customer and limit are chosen, a document is selected, Process, and what it made."""
    async with working(ledger, "menu") as clerk:
        await clerk.press("[3]", "enter")
        assert clerk.panel_id == "AR505000"
        await clerk.press("1", "down", "down", "1", "enter")
        assert "Selection total USD 5.00 CAD 0.37  2 docs" in clerk.line(4)
        await clerk.press("f10")
        assert clerk.message.startswith("3010? Write off 2 documents, USD 5.00 CAD 0.37?")
        await clerk.press("enter")
        await clerk.worked()
        assert shows(clerk.app)
        assert ledger.read.document("U001/1930687912").open == 0  # type: ignore[union-attr]
        made = ledger.read.document("CA02/WO20000001")
        assert made is not None
        assert (made.kind, made.reference) == ("balance_write_off", "2960618744")


async def test_process_all_and_undo_by_the_keys_counted(ledger: Ledger) -> None:
    async with working(ledger, "menu") as clerk:
        await clerk.press("[3]", "enter", "f11", "f10")
        assert clerk.message.startswith("3010? Write off 4 documents, USD 6.04 CAD 0.37?")
        await clerk.press("enter")
        await clerk.worked()
        assert clerk.panel_id == "AR505000/R"
        assert "4 written off" in clerk.line(2)
        await clerk.press("f11", "f5")
        assert clerk.message.startswith("3091? Take back 4 documents, 2 vouchers?")
        await clerk.press("enter")
        await clerk.worked()
        assert clerk.message.startswith("3092: Taken back by RV 2020-000001")
        await clerk.press("f12")
        assert "1-4" not in clerk.line(4)
    assert CandidateList(ledger, Selection("balance", 5_00)).count() == 4


async def test_a_dry_run_shows_the_difference_and_posts_after_one_question(
    ledger: Ledger, shows: Shows
) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("f11", "f2")
        await clerk.worked()
        assert shows(clerk.app)
        await clerk.press("f10", "enter")
        await clerk.worked()
        assert clerk.panel_id == "AR505000/R"


async def test_credits_have_a_reason_of_their_own(ledger: Ledger) -> None:
    async with working(ledger, "AR505000", "C", "5.00") as clerk:
        assert clerk.message.startswith("3001: 1 document, USD 1.25-")
        assert "CRWOF" in clerk.line(3)


async def test_a_strict_limit_leaves_out_what_equals_it(ledger: Ledger) -> None:
    async with working(ledger, "AR505000") as clerk:
        await clerk.press("shift+tab", "shift+tab", "[Y]", "f10")
        assert clerk.message.startswith("3001: 3 documents, USD 1.04 CAD 0.37; below the limit")


async def test_a_customers_own_limit_is_proposed(ledger: Ledger) -> None:
    data = CustomerData("U001", "0200418007", "WAL-MAR corp", "USD", "NAA8", write_off_limit=7_00)
    setup.put_customers(ledger, [data])
    async with working(ledger, "AR505000") as clerk:
        await clerk.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "[0200418007]")
        await clerk.press("tab", "f10")
        assert "7.00" in clerk.line(2)
        assert clerk.message.startswith("3001: 1 document, USD 5.00")


async def test_a_document_that_is_not_listed_says_why(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("/", "[1930700747]", "enter")
        assert clerk.message.startswith("3012? 1930700747 is not in the list.")
        await clerk.press("enter")
        assert shows(clerk.app)


@pytest.mark.parametrize(
    ("field", "text", "number"),
    [
        (7, "2019-01-01", "2112!"),
        (6, "2031-05", "3007!"),
        (4, "NOWHERE", "3005!"),
        (2, "X", "2205!"),
    ],
)
async def test_bad_input_is_said_at_its_field(
    ledger: Ledger, field: int, text: str, number: str
) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press(*["shift+tab"] * (field + 1), f"[{text}]", "f10")
        assert clerk.message.startswith(number)


async def test_nothing_included_and_nothing_listed_are_said(ledger: Ledger) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("f10")
        assert clerk.message == "3004! Nothing is included: 1 includes a row, F11 F10 all 4"
    async with working(ledger, "AR505000", "C", "0.01") as clerk:
        assert clerk.message.startswith("3002: Nothing up to 0.01")


async def test_a_document_paid_meanwhile_is_skipped_and_named(ledger: Ledger) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("f6")
        await clerk.worked()
        assert "4 docs" in clerk.line(4)
        setup.flag_document(ledger, "U001/1930687912", hold=False, dispute=True)
        await clerk.press("f10", "enter")
        await clerk.worked()
        assert "3 written off   0 requests   1 skipped" in clerk.line(2)
        assert "1930687912" in clerk.line(5)


async def test_a_run_that_was_interrupted_is_offered(ledger: Ledger) -> None:
    listed = CandidateList(ledger, Selection("balance", 5_00)).listed()
    run = runs.plan(ledger, listed, label="Balance WO")
    stopped = runs.carry_out(ledger, run, stopping=lambda: True)
    assert stopped.left
    async with working(ledger, "3") as clerk:
        assert clerk.message.startswith("3011? A run over 4 documents isn't finished.")
        await clerk.press("enter")
        await clerk.worked()
        assert "4 written off" in clerk.line(2)
    assert runs.kept(ledger) == []
