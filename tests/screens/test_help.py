"""F1: every field, list and key is explained."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from artui import keys
from artui.help_texts import text_of, texts
from artui.ledger.ledger import Ledger
from artui.panels import PANELS
from artui.screens.frame.panel import Panel
from artui.screens.payment import Payment
from tests.screens.desk import at_desk
from tests.screens.ledgers import small_ledger
from tests.screens.steps import Shows


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


async def test_help_of_a_field(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ars110") as desk:
        await desk.fill("140104440", "76359.15")
        await desk.press("up", "f1")
        assert shows(desk.app)


async def test_the_keys_of_the_panel_stand_behind_the_text(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("f1")
        assert "Help: Rows" in desk.line(1)
        await desk.press("f8")
        assert shows(desk.app)


async def test_f11_f1_lists_all_keys_of_the_panel(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ars110") as desk:
        await desk.press("f11", "f1")
        assert shows(desk.app)


async def test_enter_turns_pages_and_goes_back_from_the_last(ledger: Ledger) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("f1", "enter")
        assert " 2               Change " in desk.screen
        while desk.panel.ID == "ARHELP":
            await desk.press("enter")
        assert desk.panel.ID == "ARS098"


async def test_the_index_lists_all_texts(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("f1", "f4")
        assert shows(desk.app)
        await desk.press("slash")
        await desk.fill("ARS098 key")
        await desk.press("enter")
        assert "Help: For " in desk.line(1)


def test_every_text_has_its_six_paragraphs() -> None:
    for place, text in texts().items():
        assert all(text), place
        assert all(len(step) <= 74 for step in text.then), place


def test_every_text_belongs_to_a_panel() -> None:
    known = {panel.ID for panel in panels()}
    assert {panel_id for panel_id, _field in texts()} <= known | {""}


def panels() -> list[type[Panel]]:
    """The class of every panel that has a name."""
    places = {place.partition(":")[::2] for place in PANELS.values()}
    return [getattr(import_module(module), name) for module, name in sorted(places)]


def payment_of(ledger: Ledger) -> Payment:
    """A credit memo being applied."""
    payer = ledger.read.customer("CA02", "140104440")
    source = ledger.read.document("CA02/164150003")
    assert payer is not None and source is not None
    return Payment(ledger, payer, source=source)


LABELS = {(action.number, action.label) for action in map(keys.action, keys.ACTIONS)} | {
    (action.number, action.label) for action in map(keys.action, keys.WORDINGS)
}


def labels(lines: str) -> set[tuple[int, str]]:
    """Number and label of each key on the key lines."""
    return {(int(n), label.strip()) for n, label in re.findall(r"F(\d+)=(.+?)(?= F\d|\s*$)", lines)}


async def test_every_field_list_and_key_of_every_panel_is_explained(ledger: Ledger) -> None:
    voucher = ledger.read.vouchers(limit=1)[0].id
    invoice = "CA02/2960619384"
    values = {
        "ars110/h": (invoice,),
        "ars110/k": (invoice,),
        "arwhy/f": (invoice,),
        "arvo60/d": (voucher,),
        "reversal": (voucher,),
    }
    opened = set()
    missing = []
    async with at_desk(ledger, "policies") as desk:
        for name, place in sorted(PANELS.items(), key=lambda item: -len(item[0])):
            if place in opened:
                continue
            opened.add(place)
            desk.app.session.payment = payment_of(ledger)
            desk.app.open(name, values.get(name, ()))
            await desk.pilot.pause()
            panel = desk.panel
            assert f"{type(panel).__module__}:{type(panel).__name__}" == place, name
            assert labels(f"{desk.line(-2)} {desk.line(-1)}") <= LABELS, name
            for part in panel.parts:
                if text_of(panel.ID, part.name or "") is None:
                    missing.append((panel.ID, part.name))
            desk.app.back_to("ARPO90")
            await desk.pilot.pause()
    assert missing == []
