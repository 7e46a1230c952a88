"""ARVO60: vouchers listed, shown with their journals, reversed with all that follows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger
from artui.ledger.reversal import reversing
from artui.ledger.reversal.reversing import reverse_chain
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs.writing_off import write_off_many
from artui.settings import Settings
from tests.screens.ledgers import TODAY, on_account, pay_short, small_ledger
from tests.screens.steps import WIDE, Shows, working


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return small_ledger(tmp_path / "small.artui")


def apply_on_account(ledger: Ledger) -> tuple[str, str]:
    """A receipt on account and the voucher that applied it: their keys."""
    receipt = on_account(ledger, 1_250_00)
    credit = ledger.read.document(receipt.document)
    invoice = ledger.read.document("U001/1930690002")
    assert credit is not None
    assert invoice is not None
    line = paying.application(ledger, credit, ledger.today()).pay(invoice, 1_250_00)
    return receipt.voucher, paying.apply(ledger, credit.id, [PayLine.of(line)]).voucher


def pay_foreign(ledger: Ledger) -> str:
    """An invoice in USD raised at one rate and paid at another: the payment's voucher."""
    setup.open_bank_account(ledger, "CA02", "0099887799", "USD")
    setup.set_rate(ledger, "CAD", "USD", "2020-01-01", "1.40")
    row = DocumentRow(
        "CA02",
        "2960700001",
        "invoice",
        "140104440",
        "2020-04-01",
        "2020-04-10",
        "USD",
        1_000_00,
        1_000_00,
    )
    take_on(ledger, [row], day="2020-04-14")
    setup.set_rate(ledger, "CAD", "USD", "2020-04-15", "1.35")
    receipt = Receipt("CA02", "140104440", "USD", 1_000_00, "0099887799", TODAY, TODAY)
    document = ledger.read.document("CA02/2960700001")
    assert document is not None
    line = paying.distribution(ledger, receipt).pay(document)
    return paying.post_receipt(ledger, receipt, [PayLine.of(line)]).voucher


# --- the list ------------------------------------------------------------------------------------


async def test_vouchers_are_listed_newest_first_and_explained(ledger: Ledger, shows: Shows) -> None:
    reversing.reverse(ledger, pay_short(ledger).voucher)
    on_account(ledger)
    async with working(ledger, "9") as clerk:
        await clerk.press("down", "down")
        assert shows(clerk.app)


async def test_wide_screens_show_period_time_and_clerk(ledger: Ledger, shows: Shows) -> None:
    pay_short(ledger)
    async with working(ledger, "ARVO60", size=WIDE) as clerk:
        assert shows(clerk.app)


async def test_a_long_list_is_read_page_by_page_and_gone_through_by_number(
    ledger: Ledger, shows: Shows
) -> None:
    for cents in range(1, 41):
        on_account(ledger, cents)
    async with working(ledger, "ARVO60") as clerk:
        await clerk.press("/", "[RC 17]", "enter")
        assert shows(clerk.app)
        await clerk.press("f8")
        assert "RC 2020-000004" in clerk.line(5)
        await clerk.press("f11", "f8")
        assert "▓_  CA02 TO 2020-000001" in clerk.screen


async def test_a_company_and_a_series_narrow_it(ledger: Ledger) -> None:
    on_account(ledger)
    pay_short(ledger)
    async with working(ledger, "ARVO60", "CA02") as clerk:
        assert clerk.message == "3040: 2 vouchers, the newest first."
        await clerk.press(*["shift+tab"] * 3, "[TO]", "enter")
        assert clerk.message == "3040: 1 voucher, the newest first."
        await clerk.press(*["shift+tab"] * 3, "[WO]", "enter")
        assert clerk.message.startswith("3040: No voucher fits.")


async def test_a_name_that_leads_nowhere_is_said(ledger: Ledger) -> None:
    async with working(ledger, "ARVO60") as clerk:
        await clerk.press("/", "[XX 9]", "enter")
        assert clerk.message == "0104! There is no voucher up to XX 9."
        await clerk.press(*["tab"] * 5, "/", "[so]", "enter")
        assert clerk.message == "0104! A voucher is named as RC 147, not so."


async def test_values_go_to_a_voucher(ledger: Ledger) -> None:
    on_account(ledger)
    async with working(ledger, "ARVO60", "TO", "1") as clerk:
        await clerk.press("enter")
        assert clerk.line(1).startswith("Voucher TO 2020-000001")


# --- one voucher ---------------------------------------------------------------------------------


async def test_both_journals_are_shown_with_what_allowed_the_write_off(
    ledger: Ledger, shows: Shows
) -> None:
    voucher = pay_short(ledger).voucher
    async with working(ledger, "ARVO60/D", voucher, "next") as clerk:
        assert shows(clerk.app)


async def test_a_foreign_currency_shows_the_difference_and_base_amounts_beside(
    ledger: Ledger, shows: Shows
) -> None:
    voucher = pay_foreign(ledger)
    async with working(ledger, "ARVO60/D", voucher, size=WIDE) as clerk:
        assert shows(clerk.app)


async def test_after_a_posting_enter_goes_on_to_the_next_receipt(ledger: Ledger) -> None:
    voucher = pay_short(ledger).voucher
    async with working(ledger, "9") as clerk:
        await clerk.press("f2", f"[arvo60/d {voucher} next]", "enter")
        assert clerk.panel_id == "ARVO60/D"
        await clerk.press("enter")
        assert clerk.panel_id == "ARVO60"


async def test_a_voucher_is_named_as_people_write_it(ledger: Ledger) -> None:
    on_account(ledger)
    async with working(ledger, "ARVO60/D", "rc", "1") as clerk:
        assert clerk.line(1).startswith("Voucher RC 2020-000001: posted")
    async with working(ledger, "ARVO60/D", "TO 1") as clerk:
        assert clerk.message == "2219! TO 1 may be CA02/TO/2020/1, U001/TO/2020/1: name one whole"
    async with working(ledger, "ARVO60/D", "TO 7") as clerk:
        assert clerk.message == "2215! there is no voucher 'TO 7'"


async def test_f7_and_f8_go_through_the_series(ledger: Ledger) -> None:
    on_account(ledger)
    pay_short(ledger)
    on_account(ledger, 5_00)
    async with working(ledger, "ARVO60/D", "U001/RC/2020/1") as clerk:
        await clerk.press("f8")
        assert clerk.line(1).startswith("Voucher RC 2020-000002")
        assert "5.00 USD" in clerk.line(2)
        await clerk.press("f8")
        assert clerk.message == "0104! RC 2020-000002 is the last of U001 RC 2020."
        await clerk.press("f7", "f7")
        assert clerk.message == "0104! RC 2020-000001 is the first of U001 RC 2020."


async def test_documents_taken_on_are_listed(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "ARVO60/D", "CA02/TO/2020/1") as clerk:
        assert shows(clerk.app)


async def test_an_application_posts_no_line(ledger: Ledger, shows: Shows) -> None:
    _receipt, application = apply_on_account(ledger)
    async with working(ledger, "ARVO60/D", application) as clerk:
        await clerk.press("[7]", "enter")
        assert shows(clerk.app)


async def test_enter_on_a_document_shows_it(ledger: Ledger) -> None:
    async with working(ledger, "ARVO60/D", pay_short(ledger).voucher) as clerk:
        await clerk.press("enter")
        assert clerk.panel_id == "ARDO50"
        await clerk.press("f12", "[5]", "enter")
        assert "2960619384" in clerk.line(2)


async def test_f11_f4_gives_both_journals_to_the_print_command(
    ledger: Ledger, tmp_path: Path
) -> None:
    paper = tmp_path / "paper.txt"
    script = f"import sys; open({str(paper)!r}, 'w').write(sys.stdin.read())"
    settings = Settings(print_command=f'{sys.executable} -c "{script}"')
    voucher = pay_short(ledger).voucher
    async with working(ledger, "ARVO60/D", voucher, settings=settings) as clerk:
        await clerk.press("f11", "f4")
        await clerk.worked()
        assert clerk.message == "2195: Both journals went to the print command."
    assert "Accounting journal" in paper.read_text()
    assert "Customer payment journal" in paper.read_text()


async def test_without_a_print_command_it_says_what_to_set(ledger: Ledger) -> None:
    async with working(ledger, "ARVO60/D", pay_short(ledger).voucher) as clerk:
        await clerk.press("f11", "f4")
        await clerk.worked()
        assert clerk.message.startswith("0109! Not printed: the settings name no print_command")


# --- the reversal --------------------------------------------------------------------------------


async def test_undo_says_what_follows_before_anything_is_posted(
    ledger: Ledger, shows: Shows
) -> None:
    async with working(ledger, "ARVO60/D", pay_short(ledger).voucher) as clerk:
        await clerk.press("f11", "f5")
        assert shows(clerk.app)
    assert ledger.read.count_vouchers() == 3


async def test_f10_posts_the_reversal_and_the_voucher_says_so(ledger: Ledger, shows: Shows) -> None:
    async with working(ledger, "ARVO60/D", pay_short(ledger).voucher) as clerk:
        await clerk.press("f11", "f5", "f10")
        await clerk.worked()
        assert shows(clerk.app)
    document = ledger.read.document("CA02/2960619384")
    assert document is not None
    assert document.open == 76_364_15


async def test_what_was_built_on_it_is_named_and_refused(ledger: Ledger, shows: Shows) -> None:
    receipt, _application = apply_on_account(ledger)
    async with working(ledger, "reversal", receipt) as clerk:
        await clerk.press("f10")
        await clerk.worked()
        assert shows(clerk.app)


async def test_a_voucher_is_reversed_once(ledger: Ledger) -> None:
    voucher = pay_short(ledger).voucher
    reversing.reverse(ledger, voucher)
    async with working(ledger, "reversal", voucher) as clerk:
        assert clerk.message == "2216! RC 2020-000001 is already reversed by RV 2020-000001"


async def test_a_closed_period_is_named_and_the_first_open_day_proposed(
    ledger: Ledger, shows: Shows
) -> None:
    voucher = pay_short(ledger).voucher
    setup.set_period(ledger, "CA02", "2020-03", is_open=False)
    async with working(ledger, "reversal", voucher) as clerk:
        await clerk.press("[2020-03-31]", "f10")
        assert shows(clerk.app)
        await clerk.press("f12")
        assert "2020-03-31" in clerk.line(3)
        await clerk.press("f10", "enter")
        assert "2020-04-01" in clerk.line(3)
        assert ledger.read.count_vouchers() == 3
        await clerk.press("f10")
        await clerk.worked()
    (head,) = ledger.read.vouchers(limit=1)
    assert (head.series, head.date) == ("RV", "2020-04-01")


async def test_a_whole_chain_goes_with_one_key(ledger: Ledger, shows: Shows) -> None:
    receipt, application = apply_on_account(ledger)
    async with working(ledger, "9") as clerk:
        await clerk.press("down", "[4]", "enter")
        await clerk.press("f11")
        assert shows(clerk.app)
        await clerk.press("f10")
        await clerk.worked()
        assert clerk.message == (
            "2191: Voucher RC 2020-000001 with its chain reversed by RV 2020-000001."
        )
    (head,) = ledger.read.vouchers(limit=1)
    assert head.reverses == f"{application}|{receipt}"


async def test_the_reversal_of_a_chain_is_listed_and_shown(ledger: Ledger, shows: Shows) -> None:
    receipt, _application = apply_on_account(ledger)
    reverse_chain(ledger, receipt)
    async with working(ledger, "9") as clerk:
        assert "reverses CA 1, RC 1" in clerk.line(-6)
        await clerk.press("enter")
        assert shows(clerk.app)


async def test_without_a_chain_there_is_none_to_take(ledger: Ledger) -> None:
    async with working(ledger, "reversal", pay_short(ledger).voucher) as clerk:
        await clerk.press("f11", "f10")
        assert clerk.message == "2193! Nothing was built on it; F10 posts the reversal."
    assert ledger.read.count_vouchers() == 3


async def test_one_application_is_undone_from_its_document(ledger: Ledger, shows: Shows) -> None:
    apply_on_account(ledger)
    async with working(ledger, "document", "1930690002") as clerk:
        await clerk.press("down", "[4]", "enter")
        assert shows(clerk.app)
        await clerk.press("f10")
        await clerk.worked()
        assert clerk.message == "2191: Application RC20000001 reversed by RV 2020-000001."
    document = ledger.read.document("U001/RC20000001")
    assert document is not None
    assert document.open == -1_250_00


async def test_a_returned_payment_is_reversed_from_the_account(
    ledger: Ledger, shows: Shows
) -> None:
    on_account(ledger, 1_250_00)
    async with working(ledger, "7", "0200777735") as clerk:
        await clerk.press("down", "down", "[4]", "enter")
        assert shows(clerk.app)
        await clerk.press("f10")
        await clerk.worked()
        assert clerk.message == "2191: Receipt RC20000001 reversed by RV 2020-000001."


async def test_a_write_off_is_taken_back_alone(ledger: Ledger, shows: Shows) -> None:
    setup.define_user(ledger, ledger.clerk, unlimited=True)
    write_off_many(ledger, ["U001/1930690001", "U001/1930690002"])
    async with working(ledger, "document", "1930690002") as clerk:
        await clerk.press("down", "[4]", "enter")
        assert shows(clerk.app)
        await clerk.press("f10")
        await clerk.worked()
    documents = ledger.read.documents(["U001/1930690001", "U001/1930690002"])
    assert sorted(document.open for document in documents.values()) == [0, 1_250_00]


async def test_a_gain_is_shown_in_base_currency_wide(ledger: Ledger, shows: Shows) -> None:
    voucher = pay_foreign(ledger)
    async with working(ledger, "reversal", voucher, size=WIDE) as clerk:
        assert shows(clerk.app)


async def test_the_list_and_the_account_lead_to_the_reversal_too(ledger: Ledger) -> None:
    pay_short(ledger)
    async with working(ledger, "9") as clerk:
        await clerk.press("[4]", "enter")
        assert clerk.panel_id == "ARVO60/R"
        await clerk.press("f10")
        await clerk.worked()
        assert clerk.message == "2191: Voucher RC 2020-000001 reversed by RV 2020-000001."
        assert clerk.panel_id == "ARVO60"


async def test_a_reversal_asked_for_twice_is_posted_once(ledger: Ledger) -> None:
    pay_short(ledger)
    async with working(ledger, "9") as clerk:
        await clerk.press("[4]", "enter", "f10", "f10")
        await clerk.worked()
    assert ledger.read.count_vouchers() == 4


async def test_a_line_of_the_journal_leads_to_the_events_it_is_made_of(
    ledger: Ledger, shows: Shows
) -> None:
    key = pay_foreign(ledger)
    async with working(ledger, "arvo60/d", key) as clerk:
        await clerk.press("tab", "down", "enter")
        assert clerk.panel_id == "ARVO60/L"
        assert shows(clerk.app)
        await clerk.press("enter")
        assert clerk.panel_id == "ARRE80/D"
        await clerk.press("f12", "f12")
        assert clerk.panel_id == "ARVO60/D"


async def test_a_line_of_the_journal_is_of_the_moment_of_its_voucher(ledger: Ledger) -> None:
    key = pay_short(ledger).voucher
    head = ledger.read.voucher(key)
    assert head is not None
    async with working(ledger, "arvo60/d", key, "", str(head.pos)) as clerk:
        await clerk.press("tab", "down", "enter")
        assert clerk.panel_id == "ARVO60/L"
        assert f"KNOWN {head.pos:,}" in clerk.line(1)
        await clerk.press("enter")
        assert clerk.panel_id == "ARRE80/D"
    async with working(ledger, "arvo60/l", key, "1", "", str(head.first_pos - 1)) as clerk:
        assert "2215!" in clerk.message


async def test_a_line_there_is_not_is_said(ledger: Ledger) -> None:
    key = pay_short(ledger).voucher
    async with working(ledger, "arvo60/l", key, "9") as clerk:
        assert clerk.message == "0104! RC 2020-000001 has no line 9."
    async with working(ledger, "arvo60/l", "U001/RC/2020/99", "1") as clerk:
        assert "2215!" in clerk.message
