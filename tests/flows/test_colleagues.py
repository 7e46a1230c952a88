"""Other clerks' postings reach a screen by themselves, and an idle screen sends nothing."""

from __future__ import annotations

from pathlib import Path

from artui.ledger import setup
from tests.flows.books import opened
from tests.flows.conftest import AtEntry
from tests.flows.script import step_by_step
from tests.screens.payments import pays

ITEMS = "[140104440] Enter [118619.28] F10 {ARS110/F}"


def test_a_colleagues_posting_appears_without_a_key(small: Path, at_entry: AtEntry) -> None:
    with opened(small) as ledger:
        setup.define_user(ledger, "kwong", unlimited=True)
    terminal = at_entry(small)
    step_by_step(terminal, ITEMS)
    with opened(small, "kwong") as ledger:
        pays(ledger, "CA02", "2960620421")
    terminal.expect("0040: kwong paid 2960620421 while you were here. Row marked ~. F5=Refresh")
    assert "2960620421~IN" in terminal.text
    step_by_step(terminal, "F5 {4 items, 0 paid}")


def test_looking_for_postings_sends_nothing(small: Path, at_entry: AtEntry) -> None:
    terminal = at_entry(small)
    step_by_step(terminal, ITEMS)
    terminal.settle(0.5)
    assert terminal.settle(quiet=4.5) == 0
