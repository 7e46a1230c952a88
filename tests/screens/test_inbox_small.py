"""ARIN10 on a small ledger: lines that tie, change meanwhile, are stopped, or may only be seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from artui.importers.bank import BankLine, Statement
from artui.intake.bank.files import Manner, take_file
from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.receiving.inbox import Inbox
from artui.ledger.receiving.proposing import propose
from artui.ledger.setup.bank_numbers import set_numbers
from artui.ledger.taking_on import DocumentRow, take_on
from artui.screens.frame.work import Job
from artui.screens.inbox_posting import Accepting, accepting
from artui.screens.inbox_sheets import InboxResult
from tests.screens.desk import at_desk
from tests.screens.ledgers import TODAY, small_ledger
from tests.screens.steps import Shows

ACCOUNT, NUMBER = "4400112233", "4477"


def line(number: int, amount: int, payer: str, *texts: str, **more: Any) -> BankLine:
    """A booked line of the day."""
    return BankLine(
        line=number, position=1, account=NUMBER, currency="USD", booked=TODAY, value=TODAY,
        amount=amount, bank_reference=f"B{number:04d}", payer=payer, remittance=texts, **more,
    )  # fmt: skip


LINES = (
    line(1, 82_888_10, "BUR TRUST", "1930666989"),
    line(2, 10_437_78, "JAKE CORPORATION", "invoice 1930580746"),
    line(3, 500_00, "NASH FOUNDATION"),
    line(4, 77_00, "NOBODY & SONS", "for services"),
    line(5, -250_00, "BUR TRUST", "RETURNED NSF", return_reason="NSF"),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A statement of a sure line of each of two customers, a tie, money of nobody, and a return."""
    ledger = small_ledger(tmp_path / "small.artui")
    setup.define_user(ledger, "kwong", roles=["clerk"])
    for number in ("1930690011", "1930690012"):
        row = DocumentRow("U001", number, "invoice", "0200777735", "2020-04-01", "2020-05-01",
                          "USD", 500_00, 500_00)  # fmt: skip
        take_on(ledger, [row], day="2020-04-14")
    set_numbers(ledger, "U001", ACCOUNT, [NUMBER])
    statement = Statement(
        format="camt.053", line=1, account=NUMBER, currency="USD", places=2, date=TODAY,
        number="7", lines=LINES,
    )  # fmt: skip
    (result,) = take_file(ledger, [statement], Manner(file="day.xml"))
    assert result.taken is not None
    assert result.waits == len(LINES)
    return ledger


def pay_first(ledger: Ledger) -> None:
    """A colleague takes the invoice of the first line from another receipt."""
    other = open_ledger(str(ledger.store.location), "kwong", today=lambda: TODAY)
    document = other.read.document("U001/1930666989")
    assert document is not None
    receipt = Receipt("U001", "0200982294", "USD", document.open, ACCOUNT, TODAY, TODAY)
    distribution = paying.distribution(other, receipt)
    paying.post_receipt(other, receipt, [PayLine.of(distribution.pay(document, document.open))])
    other.close()


async def test_each_kind_has_its_word_and_reasons(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "inbox") as desk:
        await desk.worked()
        await desk.press("down", "down")
        assert shows(desk.app)


async def test_a_tie_is_decided_in_the_payment_panels(ledger: Ledger) -> None:
    async with at_desk(ledger, "inbox") as desk:
        await desk.worked()
        await desk.press("down", "down", "1", "enter")
        assert desk.message.startswith("3604! RC20000003 is TIE")
        await desk.press("2", "enter")
        assert desk.panel_id == "ARS110/F"


async def test_a_returned_item_leads_to_the_return(ledger: Ledger) -> None:
    async with at_desk(ledger, "inbox") as desk:
        await desk.worked()
        await desk.press("end", "2", "enter")
        assert desk.panel_id == "ARRC10/R"


async def test_a_line_that_changed_meanwhile_is_left_and_said(ledger: Ledger) -> None:
    async with at_desk(ledger, "inbox") as desk:
        await desk.worked()
        pay_first(ledger)
        await desk.press("1", "f10")
        await desk.worked()
        assert desk.message == "2641! RC20000001 is proposed otherwise now: look again"
        assert desk.line(5).startswith("1▓  B0001")


async def test_of_several_the_changed_one_is_named_first(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "inbox") as desk:
        await desk.worked()
        await desk.press("f11", "f10")
        await desk.worked()
        assert desk.message.startswith("3607? Accept 2 lines that are sure, USD 93,325.88?")
        pay_first(ledger)
        await desk.press("enter")
        await desk.worked()
        assert shows(desk.app)


async def test_no_to_the_question_posts_nothing(ledger: Ledger) -> None:
    head = ledger.store.head().pos
    async with at_desk(ledger, "inbox") as desk:
        await desk.worked()
        await desk.press("f11", "f10")
        await desk.worked()
        await desk.press("f12")
        assert desk.panel_id == "ARIN10"
    assert ledger.store.head().pos == head


async def test_what_is_stopped_begins_no_further_line(ledger: Ledger) -> None:
    head = ledger.store.head().pos
    job = Job(lambda _message: None, lambda _result: None)
    job.stop()
    seen = [propose(ledger, key) for key in Inbox(ledger).keys[:2]]
    answer = accepting(ledger, seen)(job)
    assert answer == Accepting((), 2, stopped=True)
    assert ledger.store.head().pos == head
    async with at_desk(ledger, "inbox") as desk:
        desk.panel.open(InboxResult(answer))
        await desk.pilot.pause()
        assert desk.line(2) == "0 lines accepted, 0 left, 2 not begun"
        assert desk.message.startswith("3081: Stopped by you.")


async def test_who_may_only_look_sees_the_lines_without_keys(ledger: Ledger) -> None:
    setup.define_user(ledger, "audrey", roles=["auditor"])
    ledger.clerk = "audrey"
    async with at_desk(ledger, "inbox") as desk:
        await desk.worked()
        assert desk.line(-4) == "5=Bank line 9=Why"
        await desk.press("1", "enter")
        assert desk.message.startswith("2400! audrey (auditor) may not: applications.post")
        await desk.press("backspace", "f11", "f10")
        assert desk.message.startswith("2400! audrey (auditor) may not: applications.post")


async def test_without_lines_it_says_how_to_begin(tmp_path: Path) -> None:
    async with at_desk(small_ledger(tmp_path / "none.artui"), "inbox") as desk:
        assert desk.message == "3602: No line is waiting. F6 reads a bank's file."
        await desk.press("f6")
        await desk.fill("/nowhere/day.xml")
        assert desk.message.startswith("3652! This program was started without readers")
