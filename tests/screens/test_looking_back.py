"""As of and Known at: panels that look back, with line 1 in reverse and nothing to post."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger
from artui.ledger.reversal import reversing
from artui.ledger.setup import parameters
from artui.ledger.statements import runs
from artui.ledger.statements.runs import Selection
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs import writing_off
from artui.screens.looking_back import LooksBack
from tests.screens.desk import Desk, at_desk
from tests.screens.ledgers import pay_short, small_ledger
from tests.screens.steps import WIDE, Shows

SO = "140104440"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """SO's receipt of 15 April paid one invoice short."""
    ledger = small_ledger(tmp_path / "small.artui")
    pay_short(ledger)
    return ledger


async def fill(desk: Desk, name: str, text: str) -> None:
    """Type a text into a field and press Enter."""
    desk.panel.go_to(name)
    await desk.retype(text)


async def test_an_account_of_a_day_before_the_payment(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ARCA40", SO) as desk:
        assert "Open 180,309.70" in desk.line(4)
        await fill(desk, "as_of", "2020-04-14")
        assert shows(desk.app)
        assert "AS OF 2020-04-14" in desk.line(1)
        assert "Open 256,673.85" in desk.line(4)


async def test_an_account_as_known_before_a_voucher(ledger: Ledger, shows: Shows) -> None:
    head = ledger.read.voucher("CA02/RC/2020/1")
    assert head is not None
    async with at_desk(ledger, "ARCA40", SO) as desk:
        await fill(desk, "known_at", f"{head.first_pos - 1:,}")
        assert f"KNOWN {head.first_pos - 1:,}" in desk.line(1)
        assert "Open 256,673.85" in desk.line(4)
        await fill(desk, "as_of", "t")
        assert f"2020-04-15 AT {head.first_pos - 1:,}" in desk.line(1)
        assert shows(desk.app)
        await fill(desk, "known_at", "CA02/RC/2020/1")
        assert "Open 180,309.70" in desk.line(4)


async def test_nothing_can_be_posted_while_looking_back(ledger: Ledger) -> None:
    async with at_desk(ledger, "ARCA40", SO) as desk:
        assert "1=Apply" in desk.screen
        await fill(desk, "as_of", "2020-04-14")
        assert "1=Apply" not in desk.screen
        assert "F10=" not in desk.screen
        await desk.press("[1]", "enter")
        said = "2685! Nothing is posted while looking back: empty As of and Known at first."
        assert desk.message == said
        await desk.press("f10")
        assert desk.message == said
        await desk.press("backspace")
        await fill(desk, "as_of", "")
        assert "1=Apply" in desk.screen
        assert desk.line(1).endswith("2020-04-15")


async def test_the_document_behind_a_row_is_of_the_same_moment(
    ledger: Ledger, shows: Shows
) -> None:
    async with at_desk(ledger, "ARCA40", SO) as desk:
        await fill(desk, "as_of", "2020-04-14")
        await desk.press("down", "enter")
        assert desk.panel_id == "ARDO50"
        assert "AS OF 2020-04-14" in desk.line(1)
        assert shows(desk.app)
        assert "4=Reverse" not in desk.screen


async def test_a_moment_goes_along_from_account_to_document_to_voucher_and_on(
    ledger: Ledger, shows: Shows
) -> None:
    moment = f"KNOWN {ledger.store.head().pos:,}"
    head = ledger.read.voucher("CA02/RC/2020/1")
    assert head is not None
    reversing.reverse(ledger, head.id, day="2020-04-15")
    async with at_desk(ledger, "ARCA40", SO) as desk:
        await fill(desk, "all", "Y")
        await fill(desk, "known_at", moment.removeprefix("KNOWN "))
        await desk.press("end", "up")
        for panel in ("ARDO50", "ARVO60/D", "ARDO50", "ARVO60/D"):
            await desk.press(*(("end", "enter") if panel == "ARVO60/D" else ("enter",)))
            assert desk.panel_id == panel
            assert moment in desk.line(1)
        assert "Reversed by" not in desk.screen
        assert shows(desk.app)
        await desk.press("f11", "f5")
        assert desk.message.startswith("2685! Nothing is posted while looking back")
        await desk.press("f8")
        assert desk.message == "0104! RC 2020-000001 is the last of CA02 RC 2020."


async def test_a_voucher_of_the_list_is_of_the_same_moment(ledger: Ledger) -> None:
    end = ledger.store.head().pos
    reversing.reverse(ledger, "CA02/RC/2020/1", day="2020-04-15")
    async with at_desk(ledger, "ARVO60") as desk:
        await fill(desk, "known_at", str(end))
        for keys in (("enter",), ("5", "enter")):
            await desk.press(*keys)
            assert desk.panel_id == "ARVO60/D"
            assert desk.line(1).startswith("Voucher RC 2020-000001: posted")
            assert f"KNOWN {end:,}" in desk.line(1)
            await desk.press("f12")
        await fill(desk, "known_at", "")
        await desk.press("enter")
        assert desk.line(1).startswith("Voucher RC 2020-000001: reversed")


async def test_a_moment_outside_the_history_is_said_and_the_text_stays(ledger: Ledger) -> None:
    async with at_desk(ledger, "ARCA40", SO) as desk:
        await fill(desk, "as_of", "2019-01-01")
        assert desk.message.startswith("2680! 2019-01-01 is outside the history: it holds 2020-")
        assert "As of 2019-01-01" in desk.line(3)
        await fill(desk, "as_of", "")
        await fill(desk, "known_at", "999999")
        assert desk.message.startswith("2681! 999,999 is outside the history: it holds positions")
        await fill(desk, "known_at", "soon")
        assert desk.message.startswith("2684! 'soon' is no position, voucher (RC 147) or time")


async def test_vouchers_of_a_moment(ledger: Ledger, shows: Shows) -> None:
    head = ledger.read.voucher("CA02/RC/2020/1")
    assert head is not None
    async with at_desk(ledger, "ARVO60") as desk:
        assert "RC 2020-000001" in desk.screen
        await fill(desk, "known_at", str(head.first_pos - 1))
        assert "RC 2020-000001" not in desk.screen
        assert shows(desk.app)
        assert "4=Reverse" not in desk.screen


async def test_receipts_of_a_moment(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ARRC10") as desk:
        assert "RC20000001" in desk.screen
        await fill(desk, "as_of", "2020-04-14")
        assert "RC20000001" not in desk.screen
        assert shows(desk.app)


async def test_wide_screens_look_back_too(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ARCA40", SO, size=WIDE) as desk:
        await fill(desk, "as_of", "2020-04-14")
        assert shows(desk.app)


async def test_the_panel_reads_the_same_past_until_the_moment_changes(ledger: Ledger) -> None:
    async with at_desk(ledger, "ARCA40", SO) as desk:
        assert isinstance(desk.panel, LooksBack)
        assert desk.panel.books is desk.panel.session.ledger
        await fill(desk, "as_of", "2020-04-14")
        assert desk.panel.books is desk.panel.books
        assert desk.panel.today == "2020-04-14"


async def test_a_report_as_known_before_a_voucher(ledger: Ledger, shows: Shows) -> None:
    head = ledger.read.voucher("CA02/RC/2020/1")
    assert head is not None
    async with at_desk(ledger, "ARRP70", "CA02") as desk:
        await fill(desk, "known_at", "999999")
        await desk.press("enter")
        assert desk.message.startswith("2681! 999,999 is outside the history")
        await fill(desk, "known_at", str(head.first_pos - 1))
        await desk.press("down", "enter")
        await desk.worked()
        assert desk.panel_id == "ARRP70/V"
        assert f"KNOWN {head.first_pos - 1:,}" in desk.line(1)
        assert "256,673.85" in desk.screen
        assert shows(desk.app)


async def test_what_is_posted_of_the_day_meanwhile_is_there_after_f5(ledger: Ledger) -> None:
    row = DocumentRow(
        "CA02", "2960700001", "invoice", SO, "2020-04-01", "2020-04-10", "CAD", 10_00, 10_00
    )
    async with at_desk(ledger, "ARCA40", SO) as desk:
        await fill(desk, "as_of", "2020-04-14")
        assert "Open 256,673.85" in desk.line(4)
        take_on(ledger, [row], day="2020-04-14")
        await desk.press("f5")
        assert "Open 256,683.85" in desk.line(4)


# --- what ARRP70 leads to -------------------------------------------------------------------------


async def choose(desk: Desk, explained: str) -> None:
    """Go to the row of ARRP70 that is explained so, and open it."""
    for _ in range(20):
        if desk.line(-6).startswith(explained):
            break
        await desk.press("down")
    await desk.press("enter")
    await desk.worked()


async def test_a_picture_as_known_before_a_voucher(ledger: Ledger, shows: Shows) -> None:
    """350,875.95 CAD were open of CA02 before 76,364.15 was closed by the receipt."""
    head = ledger.read.voucher("CA02/RC/2020/1")
    assert head is not None
    async with at_desk(ledger, "ARRP70", "CA02") as desk:
        await fill(desk, "known_at", str(head.first_pos - 1))
        await choose(desk, "Open balances by days late")
        assert desk.panel_id == "ARRP70/P"
        assert f"KNOWN {head.first_pos - 1:,}" in desk.line(1)
        assert f"as known at event {head.first_pos - 1:,}" in desk.screen
        assert shows(desk.app)


async def test_the_vouchers_that_arrp70_leads_to_are_those_known_then(ledger: Ledger) -> None:
    head = ledger.read.voucher("CA02/RC/2020/1")
    assert head is not None
    async with at_desk(ledger, "ARRP70", "CA02") as desk:
        for known_at, there in ((str(head.first_pos - 1), False), ("", True)):
            await fill(desk, "known_at", known_at)
            await choose(desk, "Those of one voucher")
            assert desk.panel_id == "ARVO60"
            assert ("RC 2020-000001" in desk.screen) is there
            assert ("KNOWN" in desk.line(1)) is not there
            await desk.press("f12")


async def test_statement_runs_known_at_a_position(ledger: Ledger, shows: Shows) -> None:
    for _ in range(2):
        runs.run(ledger, Selection("CA02", "2020-04-15"))
    first = runs.find(ledger, "CA02", 1).pos
    async with at_desk(ledger, "ARRP70", "CA02") as desk:
        await fill(desk, "known_at", str(first))
        await choose(desk, "Runs by cut-off day")
        assert desk.panel_id == "ARRP70/S"
        assert f"KNOWN {first:,}" in desk.line(1)
        assert desk.message == "3704: 1 run."
        desk.panel.go_to("runs")
        assert shows(desk.app)
        await desk.press("f10")
        assert desk.message.startswith("2685! Nothing is posted while looking back")
        for panel in ("ARRP70/C", "ARRP70/V"):
            await desk.press("enter")
            await desk.worked()
            assert desk.panel_id == panel
            assert f"KNOWN {first:,}" in desk.line(1)
        await desk.press("f12", "f12")
        await fill(desk, "known_at", "")
        assert desk.message.startswith("3704: 2 runs.")


# --- candidates of write-offs ---------------------------------------------------------------------


@pytest.fixture
def rests(ledger: Ledger) -> int:
    """Rests of 4.00 USD and 0.37 CAD; the latter written off on 15 April. Answers where the log
    ended before that."""
    row = DocumentRow(
        "U001", "1930699999", "invoice", "0200777735", "2020-03-20", "2020-04-04", "USD", 4_00, 4_00
    )
    take_on(ledger, [row], day="2020-04-14")
    before = ledger.store.head().pos
    writing_off.write_off(ledger, "CA02/2960618744", day="2020-04-15")
    return before


async def test_candidates_of_a_moment(ledger: Ledger, rests: int, shows: Shows) -> None:
    async with at_desk(ledger, "AR505000") as desk:
        assert desk.message.startswith("3001: 1 document, USD 4.00;")
        for name, text in (("as_of", "2020-04-14"), ("known_at", str(rests))):
            await fill(desk, name, text)
            assert desk.message.startswith("3001: 2 documents, USD 4.00 CAD 0.37;")
            await fill(desk, name, "")
            assert desk.message.startswith("3001: 1 document, USD 4.00;")
        await fill(desk, "known_at", str(rests))
        await desk.press("1", "enter")
        assert desk.line(-7) == "Selection total  CAD 0.37  1 doc"
        assert desk.message == "3003: 1 document included."
        assert shows(desk.app)


async def test_candidates_are_chosen_by_the_parameters_known_then(
    ledger: Ledger, rests: int
) -> None:
    narrow = parameters.changed(ev.Parameters(), {"balance_types": ("overdue_charge",)})
    for company in ("U001", "CA02"):
        parameters.set_parameters(ledger, company, narrow)
    async with at_desk(ledger, "AR505000") as desk:
        assert desk.message.startswith("3002: ")
        await fill(desk, "known_at", str(rests))
        assert desk.message.startswith("3001: 2 documents, USD 4.00 CAD 0.37;")


async def test_no_candidate_is_written_off_while_looking_back(ledger: Ledger, rests: int) -> None:
    head = ledger.store.head()
    async with at_desk(ledger, "AR505000") as desk:
        await fill(desk, "as_of", "2020-04-14")
        assert "F10=" not in desk.screen
        await desk.press("1", "enter")
        for keys in (("f10",), ("f11", "f10"), ("f11", "f2")):
            await desk.press(*keys)
            assert desk.message.startswith("2685! Nothing is posted while looking back")
        await fill(desk, "as_of", "")
        assert desk.line(-7) == "Selection total  0.00  0 docs"
        assert "F10=Process" in desk.screen
    assert ledger.store.head() == head


async def test_a_row_of_then_leads_to_the_document_of_then(ledger: Ledger, rests: int) -> None:
    async with at_desk(ledger, "AR505000") as desk:
        await fill(desk, "known_at", str(rests))
        for keys in (("enter",), ("5", "enter")):
            await desk.press(*keys)
            assert desk.panel_id == "ARDO50"
            assert "Open balance        0.37 CAD" in desk.screen
            assert f"KNOWN {rests:,}" in desk.line(1)
            await desk.press("f12")
        await desk.press("7", "enter")
        assert "written off" not in desk.screen
        assert f"KNOWN {rests:,}" in desk.line(1)


async def test_why_and_why_not_are_told_of_then(ledger: Ledger, rests: int) -> None:
    async with at_desk(ledger, "AR505000") as desk:
        await fill(desk, "known_at", str(rests))
        await desk.press("9", "enter")
        assert desk.panel_id == "ARWHY/C"
        assert f"KNOWN {rests:,}" in desk.line(1)
        assert "2960618744" in desk.line(2)
        await desk.press("f12")
        await fill(desk, "position", "2960619384")
        assert desk.message == "3012? 2960619384 is not in the list. Enter=Why not F12=Back"
        await desk.press("enter")
        assert "nothing of it is open" in desk.line(6)
        await desk.press("f12")
        await fill(desk, "as_of", "2020-04-14")
        await fill(desk, "position", "2960619384")
        await desk.press("enter")
        assert "76,364.15 CAD is above the limit 5.00 CAD" in " ".join(
            desk.line(at) for at in (6, 7, 8)
        )
