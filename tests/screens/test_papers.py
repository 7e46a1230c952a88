"""Remittances on the desk: shown on payment entry until their money is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from artui.app import ArtuiApp
from artui.ledger.ledger import Ledger
from artui.screens.papers import Papers
from artui.screens.session import Session
from artui.settings import Settings
from tests.screens.ledgers import small_ledger
from tests.screens.steps import Clerk


@dataclass(frozen=True)
class Remittance:
    customer: str
    payer: str
    currency: str
    amount: int
    text: str


STEWAR = Remittance("0140105713", "STEWAR co", "CAD", 8_631_15, "STEWAR CO\n2960620400  8,631.15")
OTHER = Remittance("", "SODEXHO", "USD", 727_76, "SODEXHO\nTotal USD 727.76")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = small_ledger(tmp_path / "ledger.artui")
    yield made
    made.close()


async def test_the_paper_on_top_shows_until_its_money_is_in(
    ledger: Ledger, shows: Callable[[ArtuiApp], bool]
) -> None:
    session = Session(ledger, Settings(), papers=Papers([STEWAR, OTHER]))
    app = ArtuiApp(session, first="ars110")
    async with app.run_test(size=(80, 24)) as pilot:
        clerk = Clerk(app, pilot)
        await clerk.press("f5")
        assert shows(app)
        await clerk.press("[0140105713]", "enter", "[8631.15]", "f10", "f10")
        await clerk.worked()
        assert clerk.line(15) == "Paper 2 of 2, to be entered"
        assert clerk.line(16) == "SODEXHO"


async def test_f6_on_an_empty_panel_puts_the_paper_under_the_others(ledger: Ledger) -> None:
    session = Session(ledger, Settings(), papers=Papers([STEWAR, OTHER]))
    app = ArtuiApp(session, first="ars110")
    async with app.run_test(size=(80, 24)) as pilot:
        clerk = Clerk(app, pilot)
        await clerk.press("f6")
        assert clerk.line(16) == "SODEXHO"
        await clerk.press("f6")
        assert clerk.line(16) == "STEWAR CO"


def test_a_receipt_of_another_amount_leaves_the_papers() -> None:
    papers = Papers([STEWAR])
    papers.entered(1_00, "CAD")
    papers.entered(8_631_15, "USD")
    assert papers.top is not None
    papers.entered(8_631_15, "CAD")
    assert papers.top is None
