"""ARIN10: the receipts inbox by keyboard at 80x24, on the demo day's bank files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from artui.app import ArtuiApp
from artui.intake.bank.one_file import import_file
from artui.ledger.ledger import Ledger
from artui.ledger.receiving.aliases import aliases
from tests.ledger.bank_files import demo_day
from tests.screens.desk import Desk, at_desk
from tests.screens.steps import WIDE, Shows

CAMT = "camt053.xml"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day's books with one of the bank's files taken in."""
    if not demo_day.DEMO.is_dir():
        pytest.skip("ARTUI_CORPUS names no folder with the demo day in it")
    path = tmp_path_factory.mktemp("inbox") / "day.artui"
    ledger = demo_day.make_books(str(path))
    demo_day.take(ledger, CAMT)
    ledger.close()
    return path


@pytest.fixture
def ledger(made: Path, tmp_path: Path) -> Ledger:
    """A ledger of its own, of that day."""
    return demo_day.open_books(str(shutil.copy(made, tmp_path / "day.artui")))


def reads_files(app: ArtuiApp) -> None:
    """As the program that starts the screens does."""
    app.session.take_in = import_file


async def test_the_lines_wait_with_their_proposals(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "2") as desk:
        await desk.worked()
        assert shows(desk.app)


async def test_wide_screens_show_both_sets_of_columns(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "arin10", size=WIDE) as desk:
        await desk.worked()
        assert shows(desk.app)


async def open_inbox(desk: Desk, row: int = 0) -> None:
    """Wait for the proposals and go down to a row."""
    await desk.worked()
    await desk.press(*["down"] * row)


async def test_all_certain_lines_are_accepted_after_one_question(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "menu") as desk:
        await desk.press("end", "backspace")
        await desk.press("2", "enter", "f11", "f10")
        await desk.worked()
        asked = "3607? Accept 35 lines that are sure, CAD"
        assert desk.message.startswith(asked)
        await desk.press("enter")
        await desk.worked()
        assert desk.panel_id == "ARIN10/R"
        assert shows(desk.app)
        await desk.press("f12")
        await desk.worked()
        assert desk.line(3).startswith("Position to ________ Sure 0 Like 3 Dup 2 None 4 Back 1")
    assert len(ledger.read.vouchers(series="CA", limit=100)) >= 34


async def test_a_dry_run_shows_the_change_and_goes_on_to_the_question(
    ledger: Ledger, shows: Shows
) -> None:
    head = ledger.store.head().pos
    async with at_desk(ledger, "2") as desk:
        await desk.worked()
        await desk.press("f11", "f2")
        await desk.worked()
        assert desk.panel_id == "ARIN10/X"
        assert shows(desk.app)
        assert ledger.store.head().pos == head
        await desk.press("f10")
        assert desk.message.startswith("3607? Accept 35 lines that are sure")


async def test_a_line_marked_is_accepted_and_said(ledger: Ledger) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk)
        await desk.press("1", "enter")
        assert desk.message == "3603: 1 line marked. F10=Accept"
        assert desk.line(-7).startswith("Marked 1: USD 486.62")
        await desk.press("f10")
        await desk.worked()
        assert desk.message == "3613: CA 2020-000001 pays 1930575517."
        assert desk.line(5).startswith("▓_  200415U00003 AM co")
        await desk.press("f11", "f5")
        assert desk.panel_id == "ARVO60/R"


async def test_likely_lines_are_accepted_where_they_are_marked(ledger: Ledger) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk, 2)
        await desk.press("1", "f9")
        assert desk.line(-7).startswith("Marked 2: USD 32,634.13")
        await desk.press("f10")
        assert desk.message.startswith("3606? Accept 2 lines, USD 32,634.13?")
        await desk.press("enter")
        await desk.worked()
        assert desk.panel_id == "ARIN10/R"
        assert desk.line(2) == "2 lines accepted, 0 left"


async def test_what_can_not_be_accepted_is_said(ledger: Ledger) -> None:
    head = ledger.store.head().pos
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk, 15)
        await desk.press("1", "f10")
        assert desk.message == (
            "3604! RC20000016 is NONE: there is nothing to accept; 2 corrects it."
        )
        await desk.press("backspace", "4", "enter")
        assert desk.message.startswith("3609! RC20000016 waits")
    assert ledger.store.head().pos == head


async def test_f10_without_a_mark_says_how(ledger: Ledger) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk)
        await desk.press("f10")
        assert desk.message.startswith("3605! Nothing is marked")


async def test_5_shows_what_the_bank_said(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk, 12)
        await desk.press("5", "enter")
        assert shows(desk.app)


async def test_9_tells_every_reason_and_the_effect(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk, 12)
        await desk.press("9", "enter")
        assert shows(desk.app)


async def test_lines_are_parked_with_a_note_and_taken_up_again(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk, 15)
        await desk.press("6", "down", "6", "enter")
        assert desk.panel_id == "ARIN10/P"
        await desk.press("f10")
        assert desk.message.startswith("0110! Note")
        await desk.type("asked the bank who it is")
        assert shows(desk.app)
        await desk.press("enter")
        await desk.worked()
        assert desk.message == "3611: 2 lines put aside: Show P lists them."
        await desk.press("shift+tab", "shift+tab", "[p]", "enter")
        assert desk.line(5).startswith("▓_  200415U00025 NORTHGATE CATERING USD")
        assert "PARK asked the bank" in desk.line(5)
        await desk.press("4", "down", "4", "enter")
        assert desk.message.startswith("3610: 2 lines taken up again")
        assert desk.line(5) == ""


async def test_lines_marked_stay_marked_when_others_are_parked(ledger: Ledger) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk, 0)
        await desk.press("1", *["down"] * 15, "6", "enter")
        await desk.type("asked the bank")
        await desk.press("enter")
        await desk.worked()
        assert desk.message.startswith("3611: 1 line put aside")
        assert desk.line(-7).startswith("Marked 1: USD 486.62")


async def test_14_moves_money_and_the_inbox_says_so(ledger: Ledger) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk, 12)
        await desk.press(*"14", "enter")
        assert desk.panel_id == "ARRC10/T"
        await desk.type("0200726979")
        await desk.press("f10")
        await desk.worked()
        assert desk.panel_id == "ARIN10"
        assert desk.message.startswith("3661: ")


async def test_2_opens_the_items_of_a_known_customer(ledger: Ledger) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk, 12)
        await desk.press("2", "enter")
        assert desk.panel_id == "ARS110/F"
        await desk.press("f12")
        assert desk.panel_id == "ARIN10"


async def test_2_on_money_of_nobody_chooses_whose_it_is(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk, 28)
        await desk.press("2", "enter")
        assert desk.panel_id == "ARIN10/C"
        await desk.press("f10")
        assert desk.message.startswith("0110! Customer")
        await desk.type("0200726979")
        assert shows(desk.app)
        await desk.press("f10")
        assert desk.panel_id == "ARS110/F"
        await desk.press("f12")
        assert desk.panel_id == "ARIN10"
    assert ledger.read.vouchers(series="TF", limit=2)[0].customer
    assert [one.text for one in aliases(ledger, "U001")] == ["NORTHGATE CATERING"]


async def test_14_and_15_open_the_panels_that_move_money(ledger: Ledger) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk)
        await desk.press("1", "4", "enter")
        assert desk.panel_id == "ARRC10/T"
        await desk.press("f12", "end", "up")
        await desk.press("1", "5", "enter")
        assert desk.panel_id == "ARRC10/R"


async def test_what_is_done_is_listed_and_undone(ledger: Ledger) -> None:
    async with at_desk(ledger, "2") as desk:
        await open_inbox(desk)
        await desk.press("1", "f10")
        await desk.worked()
        await desk.press("shift+tab", "shift+tab", "[d]", "enter")
        assert "done CA/2020/1" in desk.line(5)
        await desk.press("end", "4", "enter")
        assert desk.panel_id == "ARVO60/R"


async def test_a_batch_narrows_the_list(ledger: Ledger) -> None:
    async with at_desk(ledger, "2") as desk:
        await desk.worked()
        await desk.press("shift+tab", "shift+tab", "shift+tab", "?")
        assert desk.panel_id == "ARPRMT"
        await desk.press("enter")
        await desk.worked()
        assert desk.panel_id == "ARIN10"
        assert "1 batch, controls ok" in desk.line(2)


async def test_a_file_is_tried_and_then_taken_in(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "2") as desk:
        reads_files(desk.app)
        await desk.worked()
        await desk.press("f6")
        assert desk.panel_id == "ARIN10/I"
        await desk.type(str(demo_day.DEMO / "bank" / "lockbox.txt"))
        await desk.press("enter")
        await desk.worked()
        assert desk.message == (
            "3650: On trial: 14 receipts would be added, 14 wait. F10 takes it in."
        )
        await desk.press("f10")
        await desk.worked()
        assert desk.message == "3613: 14 receipts added, 14 wait here."
        assert "57 wait, 3 batches, controls ok" in desk.line(2)
        await desk.press("f6")
        await desk.fill(str(demo_day.DEMO / "bank" / "nothing.txt"))
        await desk.worked()
        assert desk.message == "3651! 1 refused: nothing of that is taken in."


async def test_a_damaged_file_is_refused_by_line(
    ledger: Ledger, tmp_path: Path, shows: Shows
) -> None:
    file = tmp_path / "cut.sta"
    whole = (demo_day.DEMO / "bank" / "mt940-cad.sta").read_text(encoding="utf-8")
    file.write_text(whole.replace(":61:2004", ":61:20x4", 1), encoding="utf-8")
    async with at_desk(ledger, "2") as desk:
        reads_files(desk.app)
        await desk.worked()
        await desk.press("f6")
        await desk.fill(str(file))
        await desk.worked()
        assert desk.message == "3651! 1 refused: nothing of that is taken in."
        assert "cut.sta:" in desk.line(7)


async def test_the_menu_says_what_waits_and_how_much_is_sure(ledger: Ledger) -> None:
    async with at_desk(ledger, "menu") as desk:
        await desk.worked()
        assert "2      Bank lines          44 sure 35" in desk.line(8)


async def test_a_folder_of_the_settings_is_the_only_place_read(
    ledger: Ledger, tmp_path: Path
) -> None:
    folder = tmp_path / "bank"
    folder.mkdir()
    shutil.copy(demo_day.DEMO / "bank" / "lockbox.txt", folder / "lockbox.txt")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    async with at_desk(ledger, "arin10/i") as desk:
        reads_files(desk.app)
        desk.app.session.settings = replace(desk.app.session.settings, bank_folder=str(folder))
        for name in ("/etc/passwd", "../day.artui"):
            await desk.fill(name)
            assert desk.message.startswith("3653! Banks' files are read from")
            await desk.press("end", *["backspace"] * len(name))
        await desk.press("f4")
        assert desk.message.startswith("3010: 1 file")
        await desk.press("enter")
        await desk.worked()
        assert desk.message.startswith("3650: On trial: 14 receipts would be added")
