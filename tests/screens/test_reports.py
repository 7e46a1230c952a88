"""ARRP70: reports on the screen, statement runs made, shown, printed, put in the outbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.statements import runs
from artui.ledger.statements.runs import Selection
from artui.screens.paper import Paper
from artui.settings import Settings
from tests.reports.papers import texts
from tests.screens.desk import Desk, at_desk
from tests.screens.ledgers import TODAY, on_account, pay_short, small_ledger
from tests.screens.steps import WIDE, Shows, working


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = small_ledger(tmp_path / "small.artui")
    pay_short(made)
    on_account(made)
    return made


async def test_the_reports_there_are(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "reports") as desk:
        assert shows(desk.app)


async def test_the_reports_wide(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "10", size=WIDE) as desk:
        assert shows(desk.app)


async def show_report(desk: Desk, title: str) -> None:
    """Go to a report of the list and press Enter."""
    for _ in range(20):
        if desk.line(-6).startswith(title):
            break
        await desk.press("down")
    await desk.press("enter")
    await desk.worked()


REPORTS = {
    "aged": "What each customer owed",
    "open": "Every document with an open",
    "write-offs": "Written off by reason",
    "accounting": "What was posted, line",
    "payments": "What was paid, discounted",
    "vouchers": "Every voucher posted",
    "duties": "Who holds rights",
    "trial": "Accounts, and documents",
}


@pytest.mark.parametrize("name", REPORTS)
async def test_a_report_is_shown(ledger: Ledger, shows: Shows, name: str) -> None:
    company = "CA02" if name in ("write-offs", "accounting", "payments") else "U001"
    async with at_desk(ledger, "reports", company) as desk:
        await show_report(desk, REPORTS[name])
        assert desk.panel_id == "ARRP70/V"
        assert shows(desk.app)


REPORTS_LEAD = {
    "aged": ("U001", "down down down down", ["ARCA40", "ARDO50", "ARVO60/D"]),
    "open": ("CA02", "down down down down", ["ARDO50", "ARVO60/D"]),
    "write-offs": ("CA02", "down down down down", ["ARRP70/V", "ARDO50", "ARVO60/D"]),
    "accounting": ("CA02", "down down down down", ["ARVO60/D"]),
    "payments": ("CA02", "down down down down", ["ARVO60/D"]),
    "vouchers": ("CA02", "down down down down", ["ARVO60/D"]),
    "trial": ("CA02", "down down down down", ["ARRP70/V", "ARVO60/D"]),
}
"""A report, the way to its first row, and the panels that Enter goes down from there."""


@pytest.mark.parametrize("name", REPORTS_LEAD)
async def test_enter_on_a_line_goes_down_and_f12_up_again(ledger: Ledger, name: str) -> None:
    company, way, panels = REPORTS_LEAD[name]
    async with at_desk(ledger, "reports", company) as desk:
        await show_report(desk, REPORTS[name])
        await desk.press(*way.split())
        for panel in panels:
            if desk.panel_id == "ARRP70/V" and panel != panels[0]:
                await desk.press(*["down"] * 4)
            await desk.press("enter")
            await desk.worked()
            assert desk.panel_id == panel
        for panel in (*reversed(panels[:-1]), "ARRP70/V", "ARRP70"):
            await desk.press("f12")
            await desk.worked()
            assert desk.panel_id == panel


async def test_the_moment_goes_along_to_the_journals_of_a_voucher(ledger: Ledger) -> None:
    end = ledger.store.head().pos
    async with at_desk(ledger, "reports", "U001") as desk:
        desk.panel.field("as_of").text = "2020-04-14"
        desk.panel.field("known_at").text = str(end)
        await show_report(desk, "Those of one voucher")
        assert desk.panel_id == "ARVO60"
        assert f"2020-04-14 AT {end:,}" in desk.line(1)
    async with at_desk(ledger, "reports", "U001") as desk:
        await show_report(desk, "Those of one voucher")
        assert "2020-04-15" in desk.line(1)


async def test_a_line_that_is_made_of_nothing_says_so(ledger: Ledger) -> None:
    async with at_desk(ledger, "reports", "U001") as desk:
        await show_report(desk, REPORTS["trial"])
        await desk.press("enter")
        assert desk.message == "3739: This line leads nowhere further."


async def test_an_account_line_by_line(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "reports", "CA02") as desk:
        await show_report(desk, "What was posted to an account")
        assert desk.message == "2527! Which account? The trial balance lists them."
        await desk.fill("6150-000")
        await show_report(desk, "What was posted to an account")
        assert shows(desk.app)


async def test_what_a_figure_of_a_month_end_is_made_of_is_of_that_day_too(ledger: Ledger) -> None:
    values = ("aged-balances", "CA02", "2020-04-14", "", "", "")
    async with at_desk(ledger, "arrp70/v", *values) as desk:
        await desk.worked()
        await desk.press(*["down"] * 4)
        assert "180,309.70" not in desk.screen
        for _ in range(2):
            await desk.press("enter")
            await desk.worked()
            assert "AS OF 2020-04-14" in desk.line(1)


async def test_an_item_of_a_statement_leads_to_its_document_as_known_then(ledger: Ledger) -> None:
    made = runs.run(ledger, Selection("U001", TODAY))
    on_account(ledger, 5_00)
    async with at_desk(ledger, "arrp70/v", "statement", "U001", "1", "0200777735") as desk:
        await desk.worked()
        assert isinstance(desk.panel, Paper)
        at = next(n for n, text in enumerate(desk.panel.lines) if text.startswith("1930690001"))
        await desk.press(*["down"] * at, "enter")
        assert desk.panel_id == "ARDO50"
        assert f"{TODAY} AT {made.pos:,}" in desk.line(1)


async def test_what_is_wrong_above_is_said_before_anything_is_made(ledger: Ledger) -> None:
    async with at_desk(ledger, "reports", "U001") as desk:
        desk.panel.field("from").text = "2020-04-16"
        await show_report(desk, "Every voucher posted")
        assert desk.panel_id == "ARRP70"
        assert desk.message == "2526! 2020-04-16 is after 2020-04-15"
    async with at_desk(ledger, "reports", "U001") as desk:
        desk.panel.field("customer").text = "NOBODY"
        await show_report(desk, "Every document")
        assert desk.message == "2207! U001 has no customer NOBODY"


@pytest.mark.parametrize(
    ("report", "field", "day"),
    [
        ("What each customer owed", "as_of", "1990-01-01"),
        ("What each customer owed", "as_of", "2020-05-01"),
        ("Accounts, and documents", "as_of", "2020-05-01"),
        ("Every voucher posted", "as_of", "1990-01-01"),
    ],
)
async def test_days_outside_the_history_are_said_at_their_field(
    ledger: Ledger, report: str, field: str, day: str
) -> None:
    async with at_desk(ledger, "reports", "U001") as desk:
        desk.panel.field(field).text = day
        await show_report(desk, report)
        assert desk.panel_id == "ARRP70"
        said = "is outside the history: it holds 2020-04-14 to 2020-04-15"
        assert desk.message == f"2680! {day} {said}"
        assert desk.panel.focused is desk.panel.field(field)


async def test_a_report_is_printed_and_put_in_the_outbox(ledger: Ledger, tmp_path: Path) -> None:
    outbox, printed = tmp_path / "outbox", tmp_path / "printed"
    outbox.mkdir()
    settings = Settings(print_command=f"tee {printed}", outbox=str(outbox))
    values = ("open-items", "U001", TODAY)
    async with working(ledger, "arrp70/v", *values, settings=settings) as clerk:
        await clerk.worked()
        await clerk.press("f11", "f4")
        await clerk.worked()
        assert clerk.message == "3095: Open items went to the print command."
        assert "0200982294" in printed.read_text(encoding="utf-8")
        await clerk.press("f10")
        await clerk.worked()
        assert clerk.message.startswith("3701: open-items-U001-2020-04-15.pdf is in the outbox")
        await clerk.press("f6")
        await clerk.worked()
        assert clerk.message.startswith("3701: open-items-U001-2020-04-15.csv is in the outbox")
    assert "1930666989" in texts((outbox / "open-items-U001-2020-04-15.pdf").read_bytes())
    rows = (outbox / "open-items-U001-2020-04-15.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("company,day,customer,name,document")
    assert any("1930666989" in row for row in rows)
    assert len(list(outbox.iterdir())) == 2


@pytest.mark.parametrize("values", [("trial-balance", "U001"), ("statement", "U001", "1")])
async def test_what_is_no_plain_table_is_csv_too(
    ledger: Ledger, tmp_path: Path, values: tuple[str, ...]
) -> None:
    runs.run(ledger, Selection("U001", TODAY))
    settings = Settings(outbox=str(tmp_path))
    async with working(ledger, "arrp70/v", *values, settings=settings) as clerk:
        await clerk.worked()
        await clerk.press("f6")
        await clerk.worked()
    (made,) = tmp_path.glob("*.csv")
    assert "USD" in made.read_text(encoding="utf-8")


async def test_without_an_outbox_the_line_says_so(ledger: Ledger) -> None:
    async with at_desk(ledger, "arrp70/v", "open-items", "U001") as desk:
        await desk.worked()
        await desk.press("f10")
        await desk.worked()
        assert "the settings name no outbox" in desk.message


async def test_a_report_there_is_not_is_said(ledger: Ledger) -> None:
    async with at_desk(ledger, "arrp70/v") as desk:
        await desk.worked()
        assert "Choose a report on panel ARRP70" in desk.message


# --- statements ----------------------------------------------------------------------------------


async def test_a_run_is_rehearsed_asked_about_and_made(ledger: Ledger, shows: Shows) -> None:
    runs.want(ledger, "U001", "0200934569", wanted=False)
    async with at_desk(ledger, "statements", "U001") as desk:
        await desk.press("f11", "f2")
        await desk.worked()
        assert desk.panel_id == "ARRP70/C"
        assert shows(desk.app)
        await desk.press("enter")
        assert desk.message.startswith("3708: A dry run keeps no statement")
        await desk.press("f12", "f10")
        await desk.worked()
        assert desk.message.startswith("3705? Make 5 statements as run U001/1?")
        assert runs.runs(ledger) == []
        await desk.press("enter")
        await desk.worked()
        assert desk.message.startswith("3706: Run U001/1: 5 statements.")
    assert [run.name for run in runs.runs(ledger)] == ["U001/1"]


async def test_runs_and_whose_statements_they_are(ledger: Ledger, shows: Shows) -> None:
    runs.run(ledger, Selection("U001", "2020-04-14"))
    runs.run(ledger, Selection("U001", TODAY, customer="0200418007"))
    async with at_desk(ledger, "statements", "U001") as desk:
        await desk.press("enter", "down")
        assert shows(desk.app)


async def test_a_statement_reads_as_it_is_printed(ledger: Ledger, shows: Shows) -> None:
    runs.run(ledger, Selection("U001", TODAY))
    async with at_desk(ledger, "arrp70/c", "U001", "1") as desk:
        await desk.press("down")
        await desk.press("enter")
        await desk.worked()
        assert desk.panel_id == "ARRP70/V"
        assert shows(desk.app)


async def test_all_of_a_run_go_to_the_printer_and_the_outbox(
    ledger: Ledger, tmp_path: Path
) -> None:
    made = runs.run(ledger, Selection("U001", TODAY))
    printed = tmp_path / "printed"
    settings = Settings(print_command=f"tee {printed}", outbox=str(tmp_path))
    async with working(ledger, "arrp70/c", "U001", "1", settings=settings) as clerk:
        await clerk.press("f11", "f4")
        await clerk.worked()
        await clerk.worked()
        assert clerk.message == "3095: Statements U001/1 went to the print command."
        assert printed.read_text(encoding="utf-8").count("\f") == len(made.statements) - 1
        await clerk.press("f10")
        await clerk.worked()
        await clerk.worked()
        assert clerk.message.startswith("3701: statement-U001-1.pdf is in the outbox")
    assert (tmp_path / "statement-U001-1.pdf").read_bytes().startswith(b"%PDF-")


async def test_runs_of_no_company_are_refused(ledger: Ledger) -> None:
    async with at_desk(ledger, "arrp70/s", "X999") as desk:
        assert desk.message == "2201! company 'X999' does not exist"
        assert desk.panel.focused is desk.panel.field("company")


async def test_who_may_not_make_runs_is_not_offered_to(ledger: Ledger) -> None:
    setup.define_user(ledger, "ada", roles=["auditor"])
    runs.run(ledger, Selection("U001", TODAY))
    ledger.clerk = "ada"
    async with at_desk(ledger, "statements", "U001") as desk:
        assert "F10=Run" not in desk.line(-2) + desk.line(-1)
        assert "U001/1" in desk.screen


async def test_4_stops_a_customer_s_statements_and_1_sends_them_again(
    ledger: Ledger, shows: Shows
) -> None:
    runs.run(ledger, Selection("U001", TODAY))
    async with at_desk(ledger, "arrp70/c", "U001", "1") as desk:
        await desk.press("4", "down", "4", "enter")
        assert shows(desk.app)
        assert runs.unwanting(ledger, "U001") == {"0200418007", "0200734891"}
        await desk.press("1", "enter")
        said = "3713: From the next run on: statements again for 0200734891."
        assert desk.message == said
    assert runs.unwanting(ledger, "U001") == {"0200418007"}
