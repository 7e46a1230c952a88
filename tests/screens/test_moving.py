"""ARRC10/T and ARRC10/R: money moved, split, returned, and asked to be paid back."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger
from artui.ledger.people.users_roles import define_user
from artui.ledger.receiving.moving import transfer
from artui.ledger.receiving.refunding import request_refund
from artui.ledger.receiving.returning import return_payment
from artui.ledger.writeoffs.requests import approve, pending
from tests.screens.desk import at_desk
from tests.screens.ledgers import TODAY, small_ledger
from tests.screens.steps import WIDE, Shows

RECEIPT = "CA02/RC20000001"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Cara entered 85,570.58 for SO systems that names a document of SO co, and 1,000.00 of
    nobody; Mia Lopez, who may not enter receipts, moves them."""
    ledger = small_ledger(tmp_path / "small.artui")
    define_user(ledger, "cara", unlimited=True, roles=["clerk"])
    define_user(ledger, "dan", unlimited=True, roles=["supervisor"])
    clerk, ledger.clerk = ledger.clerk, "cara"
    for customer, amount, reference in (
        ("140104440", 85_570_58, "2960616663"),
        ("", 1_000_00, ""),
    ):
        money = Receipt(
            "CA02", customer, "CAD", amount, "0099887766", TODAY, TODAY, method="WIRE",
            reference=reference,
        )  # fmt: skip
        paying.post_receipt(ledger, money)
    ledger.clerk = clerk
    return ledger


def as_user(ledger: Ledger, user: str) -> Ledger:
    """The same ledger as somebody else sees it."""
    return Ledger(ledger.store, user, clock=ledger.clock, ids=ledger.ids, today=ledger.today)


def open_of(ledger: Ledger, number: str) -> int:
    document = ledger.read.document(f"CA02/{number}")
    assert document is not None, number
    return document.open


async def test_a_transfer_is_filled_in_from_the_reference(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "arrc10/t", RECEIPT) as desk:
        await desk.press("enter", "enter")
        await desk.worked()
        assert shows(desk.app)
        assert open_of(ledger, "RC20000001") == -85_570_58
        await desk.press("f10")
        await desk.worked()
    assert [open_of(ledger, n) for n in ("RC20000001", "2960616663", "TF20000001")] == [0, 0, 0]


async def test_unidentified_cash_is_split(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "receipts") as desk:
        await desk.press("1", "4", "enter")
        assert desk.panel_id == "ARRC10/T"
        await desk.type("stewar co")
        await desk.press("tab")
        await desk.type("600")
        await desk.press("tab", "tab")
        await desk.type("0140104440")
        await desk.press("enter")
        await desk.worked()
        assert shows(desk.app)
        await desk.press("f10")
        await desk.worked()
        assert desk.panel_id == "ARRC10"
        assert desk.message == (
            "3661: RC20000002 moved by TF 2020-000001: TF20000001-1, TF20000001-2."
        )
    assert open_of(ledger, "TF20000001-1") == -600_00
    assert open_of(ledger, "TF20000001-2") == -400_00


async def test_what_is_wrong_keeps_what_was_typed(ledger: Ledger) -> None:
    async with at_desk(ledger, "arrc10/t", "CA02/RC20000002") as desk:
        await desk.press("f10")
        assert "customer_1" in desk.panel.faults.faults[0].field
        await desk.type("NOBODY")
        await desk.press("f10")
        assert desk.message.startswith("2207! 'NOBODY' is no one customer in CA02")
        await desk.retype("stewar co")
        await desk.press("tab")
        await desk.type("1000.01")
        await desk.press("f10")
        await desk.worked()
        assert desk.message.startswith("2623! 1,000.01 CAD is more than the 1,000.00")
        assert desk.panel.field("customer_1").text == "stewar co"


async def test_a_returned_payment_with_a_fee(ledger: Ledger, shows: Shows) -> None:
    distribution = paying.application(ledger, ledger.read.documents([RECEIPT])[RECEIPT], TODAY)
    document = ledger.read.documents(["CA02/2960619384"])["CA02/2960619384"]
    paying.apply(ledger, RECEIPT, [PayLine.of(distribution.pay(document, 50_000_00))])
    async with at_desk(ledger, "arrc10/r", RECEIPT) as desk:
        await desk.press("enter")
        await desk.type("NSF")
        await desk.press("tab")
        await desk.type("25")
        await desk.press("enter")
        await desk.worked()
        assert shows(desk.app)
        await desk.press("f10")
        await desk.worked()
    assert open_of(ledger, "2960619384") == 76_364_15
    assert open_of(ledger, "DM20000001") == 25_00


async def test_a_return_says_why(ledger: Ledger) -> None:
    async with at_desk(ledger, "arrc10/r", RECEIPT) as desk:
        await desk.press("f10")
        await desk.worked()
        assert desk.message.startswith("2628! say why the payment was returned")
    assert open_of(ledger, "RC20000001") == -85_570_58


async def test_a_refund_is_asked_for_in_the_account(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "7", "CA02/140104440") as desk:
        rows = [line[5:15] for line in desk.screen.splitlines()[4:16]]
        await desk.press(*["down"] * rows.index("RC20000001"), "1", "5", "enter")
        assert desk.panel_id == "ARRC10/R"
        await desk.type("f")
        await desk.press("enter", "enter")
        await desk.worked()
        assert shows(desk.app)
        await desk.press("f10")
        await desk.worked()
        assert desk.message == (
            "3661: Refund of CAD 85,570.58 requested as CA02/1; somebody else approves it."
        )
    (asked,) = pending(ledger)
    assert (asked.kind, asked.amount) == ("refund", 85_570_58)
    assert open_of(ledger, "RC20000001") == -85_570_58


async def test_who_may_not_is_not_offered_it(ledger: Ledger) -> None:
    setup.define_user(ledger, "ada", roles=["auditor"])
    ledger.clerk = "ada"
    async with at_desk(ledger, "receipts") as desk:
        assert "14=" not in desk.screen
        assert "15=" not in desk.screen


async def test_wide_screens_show_more_rows(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "arrc10/t", RECEIPT, size=WIDE) as desk:
        await desk.press("enter", "enter")
        await desk.worked()
        assert shows(desk.app)


async def test_the_vouchers_and_documents_say_what_happened(ledger: Ledger, shows: Shows) -> None:
    transfer(ledger, "CA02/RC20000002", "0140105713", amount=700_00, note="by telephone")
    approve(as_user(ledger, "dan"), request_refund(ledger, "CA02/TF20000001", amount=200_00))
    return_payment(ledger, RECEIPT, "NSF", fee=25_00)
    async with at_desk(ledger, "document", "CA02/TF20000001") as desk:
        assert shows(desk.app)
    for voucher in ("TF/2020/1", "RF/2020/1", "DM/2020/1"):
        async with at_desk(ledger, "arvo60/d", f"CA02/{voucher}") as desk:
            assert desk.panel_id == "ARVO60/D"
            assert "posted" in desk.line(1)
    async with at_desk(ledger, "document", "CA02/RC20000002") as desk:
        assert "to TF20000001" in desk.screen
