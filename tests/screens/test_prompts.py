"""Prompts list what may stand in a field, filtered by what is typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.app import ComposeResult

from artui.app import ArtuiApp
from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup import CustomerData
from artui.panels import PANELS
from artui.screens.frame.field import Field
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from tests.screens.ledgers import small_ledger
from tests.screens.steps import WIDE, Shows, working


class Asker(Panel):
    """A panel with a field whose prompt is the value it was opened with."""

    ID = "ASKER"
    ACTIONS = ("prompt", "back")

    def compose(self) -> ComposeResult:
        yield Field("code", line=2, col=20, width=16, label="Code", stop=True)

    def prompt(self, part: Part | None) -> tuple[str, ...]:
        return tuple(self.values)

    def accept(self) -> None:
        self.inform(1, f"taken {self.field('code').text}")


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.setitem(PANELS, "asker", f"{__name__}:Asker")
    return small_ledger(tmp_path / "small.artui")


async def test_customers_open_filtered_by_what_stands_in_the_field(
    ledger: Ledger, shows: Shows
) -> None:
    async with working(ledger, "asker", "prompt.customer") as clerk:
        await clerk.press("[SO]", "f4")
        assert shows(clerk.app)


async def test_typing_narrows_and_enter_takes_the_row_under_the_cursor(ledger: Ledger) -> None:
    async with working(ledger, "asker", "prompt.customer") as clerk:
        await clerk.press("[SO]", "f4", "end", "[ sys]")
        assert "140104440" in clerk.line(4)
        await clerk.press("enter")
        assert clerk.panel_id == "ASKER"
        assert clerk.message == "0001: taken 140104440"


async def test_the_first_row_marked_is_taken(ledger: Ledger) -> None:
    async with working(ledger, "asker", "prompt.customer") as clerk:
        await clerk.press("[SO]", "f4", "down", "down", "[1]", "up", "enter")
        assert clerk.message == "0001: taken 0200934569"


async def test_a_number_of_two_companies_comes_back_with_its_company(ledger: Ledger) -> None:
    setup.put_customers(ledger, [CustomerData("CA02", "CCCA02", "KRAFT canada", "CAD")])
    async with working(ledger, "asker", "prompt.customer") as clerk:
        await clerk.press("[KRAFT]", "f4", "enter")
        assert clerk.message == "0001: taken U001/CCCA02"


async def test_customers_without_open_documents_and_on_hold_are_counted(ledger: Ledger) -> None:
    known = ledger.read.customer("U001", "0200934569")
    assert known is not None
    setup.put_customers(
        ledger,
        [
            replace(CustomerData.of(known), hold=True),
            CustomerData("U001", "55", "SOLO parts", "USD"),
        ],
    )
    async with working(ledger, "asker", "prompt.customer") as clerk:
        await clerk.press("[SO]", "f4")
        assert clerk.message.startswith("3010: 2 customers. 1 without open documents")
        assert "1 on hold" in clerk.screen
        await clerk.press("tab", "tab", "[N]")
        assert "SOLO parts" in clerk.screen


async def test_nothing_found_stays_in_the_field(ledger: Ledger) -> None:
    async with working(ledger, "asker", "prompt.customer") as clerk:
        await clerk.press("[ZZZ]", "f4", "enter")
        assert clerk.message == "0104! There is nothing to take. F12 goes back."


async def test_customers_on_a_wide_screen(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "asker", "prompt.customer", size=WIDE) as clerk:
        await clerk.press("f4")
        assert shows(clerk.app)


async def test_reasons_of_the_kinds_that_are_meant(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "asker", "prompt.reason", "dispute", "bank fee") as clerk:
        await clerk.press("f4")
        assert shows(clerk.app)


async def test_documents_of_a_payer_and_of_those_it_pays_for(ledger: Ledger, shows: Shows) -> None:
    values = ("prompt.document", "U001", "0200418007")
    async with working(ledger, "asker", *values) as clerk:
        await clerk.press("[19306]", "f4")
        assert shows(clerk.app)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("prompt.bank_account", "4400112233"),
        ("prompt.terms", "NAA8"),
        ("prompt.company", "U001"),
        ("prompt.user", "mlopez"),
    ],
)
async def test_a_code_is_taken(ledger: Ledger, name: str, code: str) -> None:
    async with working(ledger, "asker", name) as clerk:
        await clerk.press("f4")
        assert clerk.panel_id == "ARPRMT"
        await clerk.press("enter")
        assert clerk.message == f"0001: taken {code}"


async def test_a_whole_code_lists_all_with_the_cursor_on_it(ledger: Ledger) -> None:
    async with working(ledger, "asker", "prompt.terms") as clerk:
        await clerk.press("[NA32]", "f4", "enter")
        assert clerk.message == "0001: taken NA32"


async def test_part_of_a_name_finds_a_code(ledger: Ledger) -> None:
    async with working(ledger, "asker", "prompt.reason") as clerk:
        await clerk.press("[dam]", "f4", "enter")
        assert clerk.message == "0001: taken DAM"


def test_every_prompt_is_known_by_name() -> None:
    app = ArtuiApp()
    for name in PANELS:
        if name.startswith("prompt."):
            assert app.make(name).ID == "ARPRMT"


async def test_5_shows_the_customers_account_and_comes_back(ledger: Ledger) -> None:
    async with working(ledger, "asker", "prompt.customer") as clerk:
        await clerk.press("f4", "down", "[5]", "enter")
        assert clerk.panel_id == "ARCA40"
        await clerk.press("f12")
        assert clerk.panel_id == "ARPRMT"
