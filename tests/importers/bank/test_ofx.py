"""OFX and QFX: markup as banks write it, signs, currencies, and files that are not whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from artui.importers.bank import BankLine, Status, read_bank
from tests.importers.bank.conftest import Reader, Refusal
from tests.importers.bank.samples import OFX

One = Callable[..., BankLine]
START, END = OFX.decode().partition("<STMTTRN>")[0], "</BANKTRANLIST></STMTRS>"
CLOSED = f"{END}</STMTTRNRS></BANKMSGSRSV1></OFX>\n"


def file(*entries: str) -> str:
    """A file of some entries without a balance."""
    return START + "".join(f"<STMTTRN>{entry}</STMTTRN>\n" for entry in entries) + CLOSED


def paid(amount: str, more: str = "") -> str:
    """An entry of an amount."""
    return f"<TRNTYPE>CREDIT<DTPOSTED>20200415<TRNAMT>{amount}<FITID>F1{more}"


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("10.00", 1000),
        ("-10.00", -1000),
        ("+10", 1000),
        ("10.", 1000),
        ("-.5", -50),
        ("10,50", 1050),
        ("1,234.50", 123450),
        ("10.5000", 1050),
    ],
)
def test_amounts_are_read_as_the_format_has_them(line: One, text: str, minor: int) -> None:
    assert line(file(paid(text))).amount == minor


@pytest.mark.parametrize(
    "text", ["1,234", "1.234,50", "1 234.50", "12,34.50", "--1", "1e3", "USD1"]
)
def test_an_amount_that_could_be_another_one_refuses_the_file(refusal: Refusal, text: str) -> None:
    assert refusal(file(paid(text))).startswith("F:10: TRNAMT: ")


def test_the_sign_counts_and_not_the_type(line: One) -> None:
    assert line(file(paid("-10.00").replace("CREDIT", "Credit"))).amount == -1000


def test_an_entry_in_another_currency_has_it(read: Reader) -> None:
    other = "<CURRENCY><CURRATE>1.1<CURSYM>CHF</CURRENCY>"
    was = "<ORIGCURRENCY><CURRATE>1.1<CURSYM>CHF</ORIGCURRENCY>"
    found = read(file(paid("1.00", other), paid("2.00", was).replace("F1", "F2")))
    assert [line.currency for line in found.lines] == ["CHF", "EUR"]


def test_pending_entries_are_no_receipts(read: Reader) -> None:
    pending = "<STMTTRNP><TRNTYPE>CREDIT<DTTRAN>20200415<TRNAMT>9.00<NAME>X</STMTTRNP>"
    found = read(
        file(paid("1.00")).replace(
            "</STMTRS>", f"<BANKTRANLISTP><DTASOF>20200415{pending}</BANKTRANLISTP></STMTRS>"
        )
    )
    assert [line.status for line in found.lines] == [Status.BOOKED, Status.PENDING]
    assert [line.amount for line in found.money()] == [100]


def test_values_end_with_the_next_tag_or_with_their_own(line: One) -> None:
    closed = (
        "<TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20200415</DTPOSTED>\n<TRNAMT>1.00</TRNAMT>"
        "<FITID></FITID><NAME/><MEMO><![CDATA[A < B & C]]></MEMO><!-- told -->"
    )
    found = line(file(closed))
    assert (found.amount, found.bank_reference, found.payer) == (100, "", "")
    assert found.remittance == ("A < B & C",)


def test_entities_and_stray_marks_are_text(line: One) -> None:
    found = line(file(paid("1.00", "<NAME>A&amp;B &#38; C&D<MEMO>3 < 4 <b@c.de> &amp;lt;")))
    assert found.payer == "A&B & C&D"
    assert found.remittance == ("3 < 4 <b@c.de> &lt;",)


def test_header_and_line_ends_may_be_missing(read: Reader) -> None:
    body = OFX.decode().partition("<OFX>")[2]
    for head in ("", "\n\nOFXHEADER:100DATA:OFXSGMLVERSION:102\n\n", '<?OFX OFXHEADER="200"?>\n'):
        assert read(f"{head}<OFX>{body}").credits == 19950
    assert read(f"<OFX>{body}".replace("\n", "")).credits == 19950


def test_a_balance_that_cannot_be_read_is_empty_and_named(read: Reader) -> None:
    found = read(OFX.replace(b"<BALAMT>1187.50", b"<BALAMT>R$ 1.187,50"))
    assert (found.closing, found.credits) == (None, 19950)
    assert found.notes[0].why == "is not an amount: left empty"


def test_a_balance_ends_a_list_that_was_not_closed(read: Reader) -> None:
    assert read(OFX.replace(b"</BANKTRANLIST>", b"")) == read(OFX)


def test_each_account_is_a_statement_and_cards_are_too() -> None:
    card = (
        "<CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>USD<CCACCTFROM><ACCTID>41</CCACCTFROM>"
        "<LEDGERBAL><BALAMT>-5.00<DTASOF>20200415</LEDGERBAL></CCSTMTRS></CCSTMTTRNRS>"
        "</CREDITCARDMSGSRSV1></OFX>"
    )
    first, second = read_bank(OFX.decode().replace("</OFX>", card).encode())
    assert (first.account, second.account, second.closing) == ("0532013000", "41", -500)


def test_an_answer_without_statements_has_none_and_an_investment_account_is_refused(
    refusal: Refusal,
) -> None:
    assert read_bank(b"<OFX><SIGNONMSGSRSV1><SONRS></SONRS></SIGNONMSGSRSV1></OFX>") == []
    said = refusal("<OFX><INVSTMTTRNRS><INVSTMTRS></INVSTMTRS></INVSTMTTRNRS></OFX>")
    assert "is no statement of a bank account" in said


def test_a_statement_without_a_currency_is_read_in_hundredths_and_says_so(read: Reader) -> None:
    found = read(OFX.replace(b"<CURDEF>EUR", b"<CURDEF></CURDEF>"))
    assert (found.currency, found.credits) == ("", 19950)
    assert "names none: amounts in hundredths" in found.notes[0].why


def test_the_banks_error_and_a_reference_used_twice_are_named(read: Reader) -> None:
    text = file(paid("1.00"), paid("2.00")).replace(
        "<CODE>0<SEVERITY>INFO", "<CODE>1<SEVERITY>ERROR"
    )
    assert [note.located("F") for note in read(text).notes] == [
        "F:7: STATUS: '1' the bank answers with an error",
        "F:11: FITID: 'F1' is also that of the entry on line 10",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (file(paid("1.00", "<TRNAMT>2.00")), "F:10: TRNAMT: '2.00' is there twice in one STMTTRN"),
        (file("<TRNTYPE>CREDIT"), "F:10: TRNAMT: is missing"),
        (file(paid("1.00")).replace("</STMTTRN>", ""), "STMTTRN of line 10 is still open"),
        (file(paid("1.00")).replace("</OFX>", ""), "F:12: the file ends here inside OFX"),
        (file() + "<OFX></OFX>", "OFX: stands outside the OFX element"),
        (file() + "more", "stands behind the end of the file"),
        ("<OFX>" + "<STATUS>" * 50, "lies deeper than 40 elements"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><OFX></OFX>", "a document type or entities"),
        (file(paid("1.00", "<MEMO>" + "x" * 20_001)), "longer than 20,000 characters"),
    ],
)
def test_a_file_that_is_not_whole_or_plays_tricks_is_refused(
    refusal: Refusal, text: str, why: str
) -> None:
    assert why in refusal(text)
