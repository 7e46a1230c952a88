"""A clerk at payment entry: keys as people write them, over the small ledger."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger, Posted, open_ledger
from artui.ledger.taking_on import DocumentRow, take_on
from artui.settings import Settings
from tests.screens.ledgers import CLOCK, TODAY
from tests.screens.steps import SIZE, Clerk, working

_WORDS = re.compile(r"\[[^\]]*\]|\S+")


class Payments(Clerk):
    """Plays scripts such as ``[STEW] Enter [8631.15] F10``; a bare number is typed too."""

    async def play(self, script: str) -> None:
        """Press the keys of a script and wait until all is done."""
        for word in _WORDS.findall(script):
            if word[0] == "[" or word.isdigit() or word in ("Y", "N", "/", "="):
                await self.press(f"[{word.strip('[]')}]")
            else:
                await self.press(word.lower())

    def field(self, name: str) -> str:
        """The text of a field."""
        return self.app.panel.field(name).text

    @property
    def cursor(self) -> str:
        """The field or list the cursor is in."""
        focused = self.app.panel.focused
        return (focused.name or "") if focused is not None else ""

    @property
    def rows(self) -> list[str]:
        """The lines of the list of panel F, blanks at their ends cut off."""
        lines = self.screen.splitlines()[4:-7]
        return [line for line in lines if line.strip()]

    @property
    def left(self) -> str:
        """What is left to distribute."""
        return self.line(2).rpartition("distribute")[2].strip()


@asynccontextmanager
async def entering(
    ledger: Ledger,
    script: str = "",
    *values: str,
    size: tuple[int, int] = SIZE,
    settings: Settings | None = None,
) -> AsyncIterator[Payments]:
    """A clerk at panel E who has played a script already."""
    async with working(ledger, "ARS110", *values, size=size, settings=settings) as clerk:
        payments = Payments(clerk.app, clerk.pilot)
        await payments.play(script)
        yield payments


def colleague(ledger: Ledger, name: str = "kwong") -> Ledger:
    """Another clerk with the same ledger open."""
    setup.define_user(ledger, name, unlimited=True)
    other = open_ledger(ledger.store.location, name, clock=lambda: CLOCK, today=lambda: TODAY)
    numbers = count(1)
    other.ids = lambda: f"{name}{next(numbers):04d}"
    return other


def pays(ledger: Ledger, company: str, number: str, amount: int | None = None) -> Posted:
    """A receipt for just one document, whole or in part, posted behind the screen."""
    document = ledger.read.document(f"{company}/{number}")
    assert document is not None
    bank = ledger.policies.bank_account_for(company, document.currency)
    assert bank is not None
    receipt = Receipt(
        company,
        document.customer,
        document.currency,
        amount or document.open,
        bank.bank_account,
        TODAY,
        TODAY,
        method="ACH",
        reference=number,
    )
    line = paying.distribution(ledger, receipt).pay(document, receipt.amount)
    return paying.post_receipt(ledger, receipt, [PayLine.of(line)])


def raise_invoices(
    ledger: Ledger,
    amounts: list[int],
    *,
    customer: str = "0200734891",
    first: int = 1930900001,
    terms: str = "",
) -> None:
    """More invoices of a customer of U001, a day apart, numbered from ``first``."""
    take_on(
        ledger,
        [
            DocumentRow(
                "U001",
                str(first + at),
                "invoice",
                customer,
                f"2020-03-{1 + at % 30:02d}",
                f"2020-05-{1 + at % 30:02d}",
                "USD",
                amount,
                amount,
                terms=terms,
            )
            for at, amount in enumerate(amounts)
        ],
        day="2020-04-14",
        batch=f"more{first}",
    )
