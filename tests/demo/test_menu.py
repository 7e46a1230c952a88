"""Every line of the menu has something to look at and to do in the demo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from artui import demo
from artui.demo_year import FIRST_DAY
from artui.intake.bank.one_file import import_file
from artui.ledger.backtest.courses import Span
from artui.ledger.backtest.question import Question, ask
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.proof.verifying import verify
from artui.ledger.reading.watches import findings
from artui.ledger.receiving.inbox import Inbox
from artui.ledger.receiving.proposing import propose_line
from artui.screens.menu import ENTRIES
from artui.settings import Settings
from tests.screens.desk import Desk
from tests.screens.steps import working


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A demo ledger with its bank's files beside it."""
    demo.make(tmp_path / "demo.artui", "clerk").close()
    demo.put_bank_files(tmp_path / "bank")
    return tmp_path


@pytest.fixture
def ledger(place: Path) -> Iterator[Ledger]:
    """The demo, opened again on its day."""
    opened = open_ledger(place / "demo.artui", "clerk", today=lambda: demo.TODAY)
    yield opened
    opened.close()


async def at(ledger: Ledger, panel: str, place: Path, *strokes: str) -> str:
    """What a panel shows after some keys; the bank's files can be read in."""
    settings = Settings(bank_folder=str(place / "bank"))
    async with working(ledger, panel, settings=settings) as clerk:
        clerk.app.session.take_in = import_file
        desk = Desk(clerk.app, clerk.pilot)
        await desk.worked()
        for stroke in strokes:
            await desk.press(stroke)
            await desk.worked()
        return desk.screen


WORK = {
    "ARS110": ((), "Payer"),
    "ARIN10": (("f6", "f4"), "camt053.xml"),
    "AR505000": ((), "8200014"),
    "ARCU20": (("enter",), "3 to move"),
    "ARRW30": ((), "Ember Marine"),
    "ARAR70": (("enter",), "Pebble Lightin"),
    "ARCA40": (("[10080]", "enter"), "Nettle Textiles LLC"),
    "ARAP50": ((), "trainee"),
    "ARVO60": ((), "RC 2026-0000"),
    "ARRP70": ((), "Aged trial balance"),
    "ARRE80": ((), "knowak"),
    "ARBT85": ((), "At 5.00: Most: Nettle Textiles LLC"),
    "ARWA88": ((), "Nettle Textiles LL"),
    "ARPO90": ((), "Payment tolerances"),
}
"""Keys pressed in each panel of the menu, and what is to be seen of its work."""


def test_every_line_of_the_menu_is_known_here() -> None:
    assert [panel for _number, _name, panel in ENTRIES] == list(WORK)


@pytest.mark.parametrize("panel", WORK)
async def test_every_line_of_the_menu_has_its_work(ledger: Ledger, place: Path, panel: str) -> None:
    strokes, seen = WORK[panel]
    assert seen in await at(ledger, panel, place, *strokes)


def proposals(ledger: Ledger) -> dict[str, str]:
    """What is proposed for each line of the inbox: its kind, by the payer and the amount."""
    inbox = Inbox(ledger)
    return {
        f"{line.document.name} {-line.document.open}": propose_line(ledger, line, demo.TODAY).kind
        for line in inbox.window(0, inbox.count())
    }


def test_the_banks_files_bring_a_line_of_every_kind(ledger: Ledger, place: Path) -> None:
    answers = [
        import_file(ledger, str(file), dry_run=False) for file in sorted(place.glob("bank/*"))
    ]
    assert [[one.added for one in answer.statements] for answer in answers] == [[14], [4]]
    found = proposals(ledger)
    kinds = {"SURE": 7, "LIKE": 6, "TIE": 1, "DUP?": 1, "NONE": 2, "RETN": 1}
    assert Counter(found.values()) == kinds
    assert found["Fjord Bakeries LLC -137200"] == "RETN"
    assert found["Heron Hardwear Co 196231"] == "LIKE"
    assert verify(ledger.store).problems == []


def test_nothing_of_the_banks_files_is_booked_before(ledger: Ledger) -> None:
    assert Inbox(ledger).count() == 0


def test_files_of_the_bank_are_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        demo.put_bank_files(tmp_path / name)
    one, other = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        for name in ("one", "other")
    )
    assert one == other


def test_every_watch_but_one_has_something_to_show(ledger: Ledger) -> None:
    found = Counter(one.watch for one in findings(ledger, FIRST_DAY, demo.TODAY))
    assert found == {"habit": 3, "under": 1, "split": 1, "recovered": 1}


def test_the_back_test_has_a_year_to_read(ledger: Ledger) -> None:
    span = Span("USD", FIRST_DAY, demo.TODAY)
    answer = ask(ledger, Question(span, 1_000))
    moments = [moment for course, _left in answer.tried.courses for moment in course.moments]
    assert len({moment.day[:7] for moment in moments}) >= 9
    assert any(moment.later for moment in moments)


def test_a_money_move_reversal_and_write_offs_stand_in_the_year(ledger: Ledger) -> None:
    series = Counter(head.id.split("/")[1] for head in ledger.read.vouchers(limit=500))
    assert series["RV"] == 1
    assert series["WO"] >= 7
    assert series["RC"] >= 60


def history(ledger: Ledger) -> list[tuple[str, int, str, int]]:
    """Every event but for the random ids of its commands."""
    events = ledger.store.events(0, ledger.store.head().pos)
    return [
        (fact.originator_id, fact.originator_version, type(fact).__name__, fact.recorded_at)
        for _pos, fact in events
    ]


def test_the_same_year_is_lived_each_time(ledger: Ledger, tmp_path: Path) -> None:
    again = demo.make(tmp_path / "again.artui", "clerk")
    assert history(again) == history(ledger)
    times = [recorded for *_names, recorded in history(ledger)]
    assert times == sorted(times)
    again.close()


@pytest.mark.parametrize("clerk", ["trainee", "bcole", "knowak"])
def test_whoever_runs_it_keeps_their_rights(tmp_path: Path, clerk: str) -> None:
    made = demo.make(tmp_path / "demo.artui", clerk)
    assert made.may("policies.change")
    assert made.may("writeoffs.approve")
    made.close()
