"""Statements for tests: one line a receipt, in the office's bank account."""

from __future__ import annotations

from typing import Any

from artui.importers.bank import BankLine, Statement
from artui.intake.bank import Taken, take_statement
from artui.ledger.setup.bank_numbers import set_numbers
from tests.ledger.office import COMPANY, TODAY, Office

NUMBER, LOCKBOX = "4477", "0022222"
ACCOUNT = f"{COMPANY}-USD"


def numbered(office: Office) -> Office:
    """The office with its bank account numbered."""
    set_numbers(office.ledger, COMPANY, ACCOUNT, [NUMBER, LOCKBOX])
    return office


def line(amount: int, reference: str = "", **more: Any) -> BankLine:
    """A booked line of the day."""
    fields: dict[str, Any] = {
        "line": 1,
        "position": 1,
        "account": NUMBER,
        "currency": "USD",
        "booked": TODAY,
        "value": TODAY,
    }
    return BankLine(**{**fields, "amount": amount, "bank_reference": reference, **more})


def statement(*lines: BankLine, **more: Any) -> Statement:
    """A statement of some lines."""
    fields: dict[str, Any] = {
        "format": "camt.053",
        "line": 1,
        "account": NUMBER,
        "currency": "USD",
        "places": 2,
        "date": TODAY,
    }
    return Statement(**{**fields, "lines": lines, **more})


def take(office: Office, *lines: BankLine, **more: Any) -> Taken:
    """The cashier takes in a statement of some lines."""
    return take_statement(office.cash, statement(*lines, **more), file="day.xml")
