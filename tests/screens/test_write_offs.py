"""AR505000 by keyboard: the source's own steps, dry run, result, undo, why not."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup import CustomerData, parameters
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs import write_off_runs as runs
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.requests import request_write_off
from artui.ledger.writeoffs.selecting import Selection
from artui.settings import Settings
from tests.screens.ledgers import empty_ledger, small_ledger
from tests.screens.steps import WIDE, Shows, working

SMALL = (
    ("U001", "1930620149", "0200777735", 99),
    ("U001", "1930687912", "0200418007", 5_00),
    ("U001", "1930712373", "200418099", 5),
    ("U001", "1930700747", "0200934569", 5_01),
    ("U001", "164150099", "0200934569", -1_25),
)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """The small ledger with five rests around 5.00."""
    made = small_ledger(tmp_path / "small.artui")
    rows = [
        DocumentRow(
            company,
            number,
            "invoice" if amount > 0 else "credit_memo",
            customer,
            "2020-03-20",
            "2020-04-04",
            "USD",
            amount,
            amount,
        )
        for company, number, customer, amount in SMALL
    ]
    take_on(made, rows, day="2020-04-14")
    return made


async def test_it_opens_with_the_list_of_its_defaults(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "3") as clerk:
        assert shows(clerk.app)


async def test_a_long_list_is_counted_while_its_first_page_is_read(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artui.ledger.writeoffs.candidate_list.COUNTED", 2)
    async with working(ledger, "AR505000", "B", "9000.00") as clerk:
        await clerk.worked()
        listed = CandidateList(ledger, Selection("balance", 9_000_00)).count_all()
        assert f"{listed} documents" in clerk.message


async def test_wide_screens_show_more_columns(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "AR505000", size=WIDE) as clerk:
        assert shows(clerk.app)


async def test_the_sources_own_steps(ledger: Ledger, shows: Shows) -> None:
    """Type, customer and limit are chosen, a document is selected, Process, and what it made."""
    async with working(ledger, "menu") as clerk:
        await clerk.press("[3]", "enter")
        assert clerk.panel_id == "AR505000"
        await clerk.press("1", "down", "down", "1", "enter")
        assert "Selection total  USD 5.00 CAD 0.37  2 docs" in clerk.line(-7)
        await clerk.press("f10")
        assert clerk.message.startswith("3010? Write off 2 documents, USD 5.00 CAD 0.37?")
        await clerk.press("enter")
        await clerk.worked()
        assert shows(clerk.app)
        assert ledger.read.document("U001/1930687912").open == 0  # type: ignore[union-attr]
        made = ledger.read.document("CA02/WO20000001")
        assert made is not None
        assert (made.kind, made.reference) == ("balance_write_off", "2960618744")


async def test_process_all_and_undo_by_the_keys_counted(ledger: Ledger) -> None:
    async with working(ledger, "menu") as clerk:
        await clerk.press("[3]", "enter", "f11", "f10")
        assert clerk.message.startswith("3010? Write off 4 documents, USD 6.04 CAD 0.37?")
        await clerk.press("enter")
        await clerk.worked()
        assert clerk.panel_id == "AR505000/R"
        assert "4 written off" in clerk.line(2)
        await clerk.press("f11", "f5")
        assert clerk.message.startswith("3091? Take back 4 documents, 2 vouchers?")
        await clerk.press("enter")
        await clerk.worked()
        assert clerk.message.startswith("3092: Taken back by 2 reversals; the balances are open")
        await clerk.press("f12")
        assert "1-4" not in clerk.line(4)
    assert CandidateList(ledger, Selection("balance", 5_00)).count() == 4


async def test_a_dry_run_shows_the_difference_and_posts_after_one_question(
    ledger: Ledger, shows: Shows
) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("f11", "f2")
        await clerk.worked()
        assert shows(clerk.app)
        await clerk.press("f10", "enter")
        await clerk.worked()
        assert clerk.panel_id == "AR505000/R"


async def test_credits_have_a_reason_of_their_own(ledger: Ledger) -> None:
    async with working(ledger, "AR505000", "C", "5.00") as clerk:
        assert clerk.message.startswith("3001: 1 document, USD 1.25-")
        assert "CRWOF" in clerk.line(3)


async def test_a_strict_limit_leaves_out_what_equals_it(ledger: Ledger) -> None:
    async with working(ledger, "AR505000") as clerk:
        await clerk.press("shift+tab", "shift+tab", "[Y]", "f10")
        assert clerk.message.startswith("3001: 3 documents, USD 1.04 CAD 0.37; below the limit")


async def test_a_customers_own_limit_is_proposed(ledger: Ledger) -> None:
    data = CustomerData("U001", "0200418007", "WAL-MAR corp", "USD", "NAA8", write_off_limit=7_00)
    setup.put_customers(ledger, [data])
    async with working(ledger, "AR505000") as clerk:
        await clerk.press("shift+tab", "shift+tab", "shift+tab", "shift+tab", "[0200418007]")
        await clerk.press("tab", "f10")
        assert "7.00" in clerk.line(2)
        assert clerk.message.startswith("3001: 1 document, USD 5.00")


async def test_a_document_that_is_not_listed_says_why(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("/", "[1930700747]", "enter")
        assert clerk.message.startswith("3012? 1930700747 is not in the list.")
        await clerk.press("enter")
        assert shows(clerk.app)


async def test_every_cause_that_stops_a_candidate_is_named(ledger: Ledger, shows: Shows) -> None:
    parameters.set_parameters(
        ledger, "U001", ev.Parameters(least_age=60, system_limits={"USD": 4_00})
    )
    request_write_off(ledger, "U001/1930620149", amount=99, day="2020-06-01")
    async with working(ledger, "ARWHY/C", "U001/1930687912") as clerk:
        assert clerk.message.startswith("3016: It is a candidate that can't be written off now.")
        assert shows(clerk.app)
    async with working(ledger, "ARWHY/C", "U001/1930620149") as clerk:
        assert "NO   request U001/1 by" in clerk.screen


@pytest.mark.parametrize(
    ("field", "text", "number"),
    [
        (7, "2019-01-01", "2112!"),
        (6, "2031-05", "3007!"),
        (4, "NOWHERE", "3005!"),
        (2, "X", "2205!"),
    ],
)
async def test_bad_input_is_said_at_its_field(
    ledger: Ledger, field: int, text: str, number: str
) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press(*["shift+tab"] * (field + 1), f"[{text}]", "f10")
        assert clerk.message.startswith(number)


async def test_nothing_included_and_nothing_listed_are_said(ledger: Ledger) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("f10")
        assert clerk.message == "3004! Nothing is included: 1 includes a row, F11 F10 all 4"
    async with working(ledger, "AR505000", "C", "0.01") as clerk:
        assert clerk.message.startswith("3002: Nothing up to 0.01")


async def test_a_document_paid_meanwhile_is_skipped_and_named(ledger: Ledger) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("f6")
        await clerk.worked()
        assert "4 docs" in clerk.line(-7)
        setup.flag_document(ledger, "U001/1930687912", hold=False, dispute=True)
        await clerk.press("f10", "enter")
        await clerk.worked()
        assert "3 written off   0 requests   1 skipped" in clerk.line(2)
        assert "1930687912" in clerk.line(5)


async def test_a_run_that_was_interrupted_is_offered(ledger: Ledger) -> None:
    listed = CandidateList(ledger, Selection("balance", 5_00)).listed()
    run = runs.plan(ledger, listed, label="Balance WO")
    stopped = runs.carry_out(ledger, run, stopping=lambda: True)
    assert stopped.left
    async with working(ledger, "3") as clerk:
        assert clerk.message.startswith("3011? A run of 4 documents isn't done.")
        await clerk.press("enter")
        await clerk.worked()
        assert "4 written off" in clerk.line(2)
    assert runs.kept(ledger) == []


async def test_a_run_that_was_stopped_is_offered_without_a_limit_and_goes_on_by_f10(
    ledger: Ledger,
) -> None:
    listed = CandidateList(ledger, Selection("balance", 5_00)).listed()
    run = runs.plan(ledger, listed, label="Balance WO")
    async with working(ledger, "3", "B", "") as clerk:
        stopped = runs.carry_out(ledger, run, stopping=lambda: True)
        clerk.app.back_to("")
        clerk.app.session.outcome = stopped
        clerk.app.go("AR505000/R")
        await clerk.pilot.pause()
        assert clerk.message.startswith("3081: Stopped by you: 3 not begun. F10 goes on")
        assert "F10=Go on" in clerk.line(-1)
        await clerk.press("f10")
        await clerk.worked()
        assert clerk.message.startswith("3090: Run complete")
        assert "Reached 4 of 4" in clerk.line(2)
        assert "F10" not in clerk.line(-1), "nothing is left to go on with"
    assert runs.kept(ledger) == []


async def test_why_not_is_asked_from_anywhere(ledger: Ledger) -> None:
    async with working(ledger, "menu") as clerk:
        await clerk.press("f2", "[why 1930620149]", "enter")
        assert clerk.panel_id == "ARWHY/C"
        assert "1930620149" in clerk.line(2)


# --- what the source's table and result lead to ---------------------------------------------------


async def test_7_shows_what_moved_a_document_beneath_it_and_8_its_history(
    ledger: Ledger, shows: Shows
) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("7", "enter")
        assert ". raised" in clerk.line(7)
        assert shows(clerk.app)
        await clerk.press("7", "enter")
        assert ". raised" not in clerk.screen
        await clerk.press("8", "enter")
        assert clerk.panel_id == "ARRE80"


async def test_the_columns_are_those_of_the_source(ledger: Ledger) -> None:
    heads = []
    async with working(ledger, "3") as clerk:
        for _set in range(3):
            heads += clerk.line(5).split()
            await clerk.press("right")
    assert set(heads) >= {
        "I", "Br", "Ty", "Reference", "Customer", "name", "Date", "Period", "Cur", "Cur.balance",
        "Balance", "Description", "Reason", "Cur.amount", "Amount",
    }  # fmt: skip


async def test_amounts_are_those_of_the_document_in_its_currency_and_in_base(
    tmp_path: Path,
) -> None:
    ledger = small_ledger(tmp_path / "small.artui")
    row = DocumentRow(
        "U001", "E1", "invoice", "0200777735", "2019-12-20", "2020-01-04", "EUR", 100_00, 2_00,
        rate=Decimal("1.5"),
    )  # fmt: skip
    take_on(ledger, [row], day="2020-04-14")
    async with working(ledger, "AR505000", "B", "5.00", "0200777735") as clerk:
        assert "19/12         EUR        2.00" in clerk.line(6)  # no period was made of 2019
        await clerk.press("right")
        assert "3.00 BALWOF" in clerk.line(6)
        await clerk.press("right")
        assert clerk.line(6).split()[-4:] == ["EUR", "100.00", "USD", "150.00"]


async def test_one_currency_in_use_has_no_columns_of_currencies(tmp_path: Path) -> None:
    ledger = empty_ledger(tmp_path / "one.artui")
    setup.register_company(ledger, "U001", "Northern Supply", "USD", years=(2020,))
    setup.define_terms(ledger, "N30", due_days=30)
    setup.put_customers(ledger, [CustomerData("U001", "C1", "Acme Foods", "USD", "N30")])
    row = DocumentRow(
        "U001", "I1", "invoice", "C1", "2020-03-20", "2020-04-04", "USD", 90_00, 2_00
    )  # fmt: skip
    take_on(ledger, [row], day="2020-04-14")
    async with working(ledger, "AR505000", "B", "5.00") as clerk:
        assert "Cols 1/2" in clerk.line(4)
        assert "Cur" not in clerk.line(5)
        assert clerk.line(6).endswith("2.00")
        await clerk.press("right")
        assert clerk.line(6).split()[-2:] == ["BALWOF", "90.00"]


async def test_the_list_and_the_result_are_printed(ledger: Ledger, tmp_path: Path) -> None:
    paper = tmp_path / "paper"
    settings = Settings(print_command=f"tee -a {paper}")
    async with working(ledger, "3", settings=settings) as clerk:
        await clerk.press("1", "enter", "f11", "f4")
        await clerk.worked()
        assert clerk.message == "3015: The list went to the print command."
        await clerk.press("f11", "f10", "enter")
        await clerk.worked()
        await clerk.press("f11", "f4")
        await clerk.worked()
        assert clerk.message == "3095: The result went to the print command."
    lines = paper.read_text().splitlines()
    assert lines[0] == "Write off balances and credits: balance write-offs of 2020-04-15"
    assert lines[1] == "Of all companies, up to 5.00"
    assert lines[4].startswith("x CA02 IN 2960618744  0140104440  2020-03-05 CAD        0.37")
    assert "4 documents  CAD 0.37  USD 6.04" in lines
    assert "written off 4" in lines
    assert any(line.endswith("WO20000001-1    WO 1") for line in lines)
    assert [line for line in lines if len(line) > 80] == []


async def test_the_result_leads_to_the_write_off_made_and_its_voucher(ledger: Ledger) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("1", "f10", "enter")
        await clerk.worked()
        await clerk.press("1", "enter")
        assert clerk.panel_id == "ARDO50"
        assert "WO20000001" in clerk.screen
        await clerk.press("f12", "7", "enter")
        assert clerk.panel_id == "ARVO60/D"
        assert "Voucher WO 2020-000001" in clerk.line(1)
        await clerk.press("f12", "5", "enter")
        assert "2960618744" in clerk.line(2)


async def test_a_document_that_was_skipped_leads_to_no_voucher(ledger: Ledger) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("f6")
        await clerk.worked()
        setup.flag_document(ledger, "U001/1930687912", hold=True, dispute=False)
        await clerk.press("f10", "enter")
        await clerk.worked()
        await clerk.press("1", "enter")
        assert clerk.panel_id == "AR505000/R"
        assert clerk.message == "3096! 1930687912 was skipped: nothing was posted."


async def test_types_that_the_parameters_leave_out_are_not_listed_and_why_not_says_so(
    ledger: Ledger,
) -> None:
    narrow = parameters.changed(ev.Parameters(), {"balance_types": ("overdue_charge",)})
    setup.set_parameters(ledger, "U001", narrow)
    async with working(ledger, "3") as clerk:
        assert clerk.message.startswith("3001: 1 document, CAD 0.37")
        await clerk.press("/", "[1930687912]", "enter", "enter")
        assert clerk.panel_id == "ARWHY/C"
        assert "it is IN: balance_types of U001 lists OC only" in clerk.screen


async def test_a_customer_of_elsewhere_is_not_listed_under_a_company_it_is_not_of(
    ledger: Ledger,
) -> None:
    async with working(ledger, "AR505000", "B", "5.00", "SAMS stores") as clerk:
        assert clerk.message.startswith("3001: 1 document")
        clerk.app.panel.field("scope").text = "CA02"
        clerk.app.panel.field("customer").text = "U001/200418099"
        clerk.app.panel.go_to("limit")
        await clerk.press("f10")
        assert clerk.message == "3014! 200418099 is a customer of U001, not shown in CA02."


async def test_f4_lists_the_customers_of_the_company_asked_for(ledger: Ledger) -> None:
    async with working(ledger, "3") as clerk:
        clerk.app.panel.field("scope").text = "CA02"
        clerk.app.panel.go_to("customer")
        await clerk.press("f4")
        assert clerk.panel_id == "ARPRMT"
        assert "SO systems" in clerk.screen
        assert "WAL-MAR" not in clerk.screen


async def test_what_is_made_for_a_customer_on_hold_is_not_held(ledger: Ledger) -> None:
    data = CustomerData("U001", "0200418007", "WAL-MAR corp", "USD", "NAA8", hold=True)
    setup.put_customers(ledger, [data])
    async with working(ledger, "AR505000", "B", "5.00") as clerk:
        await clerk.press("f11", "f10", "enter")
        await clerk.worked()
        assert "4 written off" in clerk.line(2)
    made = ledger.read.document("U001/WO20000001-2")
    assert made is not None
    assert (made.hold, made.open, made.state) == (0, 0, "closed")
