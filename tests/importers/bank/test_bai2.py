"""BAI2: type codes, funds types, continuations, and totals at three levels."""

from __future__ import annotations

import pytest

from artui.importers.bank import Status, read_bank
from artui.importers.bank.bai2 import direction
from tests.importers.bank.conftest import Reader, Refusal
from tests.importers.bank.samples import BAI2


def report(*records: str, account: str = "ACC,USD", state: str = "1", currency: str = "") -> str:
    """A report of one account; its totals are not right."""
    body = "".join(f"{record}\n" for record in records)
    return (
        "01,BANK,US,200415,2310,1,,,2/\n"
        f"02,US,BANK,{state},200415,2310,{currency},2/\n"
        f"03,{account}/\n{body}49,0,9/\n98,0,1,9/\n99,0,1,9/\n"
    )


@pytest.mark.parametrize(
    ("sign", "codes"),
    [
        (1, ("101", "195", "399", "920", "959")),
        (-1, ("401", "451", "699", "960", "999")),
        (0, ("010", "100", "400", "720", "890", "900")),
    ],
)
def test_the_type_code_says_whether_money_came_or_went(sign: int, codes: tuple[str, ...]) -> None:
    assert {direction(code) for code in codes} == {sign}


def test_totals_loans_and_information_are_no_money(read: Reader) -> None:
    found = read(report("16,100,500,,,,", "16,890,,,,,", "16,195,100,,B1,,"))
    assert [line.amount for line in found.money()] == [100]
    assert found.notes[0].located("F") == (
        "F:4: 16 type code: '100' is neither a credit nor a debit of the account: "
        "for information only"
    )


@pytest.mark.parametrize("state", ["2", "4"])
def test_a_deleted_or_a_test_group_is_no_money(read: Reader, state: str) -> None:
    found = read(report("16,195,100,,B1,,", state=state))
    assert list(found.money()) == []
    assert found.lines[0].status is Status.INFORMATION
    assert found.notes[0].column == "02 group status"


@pytest.mark.parametrize(
    ("account", "group", "currency"),
    [("A,CAD", "GBP", "CAD"), ("A,", "GBP", "GBP"), ("A,", "", "USD"), ("A", "", "USD")],
)
def test_the_currency_is_the_accounts_the_groups_or_the_formats(
    read: Reader, account: str, group: str, currency: str
) -> None:
    assert read(report(account=account, currency=group)).currency == currency


@pytest.mark.parametrize(
    ("funds", "value"),
    [
        ("", "2020-04-15"),
        ("0", "2020-04-15"),
        ("Z", "2020-04-15"),
        ("V,200417,", "2020-04-17"),
        ("V,200417,1200", "2020-04-17"),
        ("S,50,30,20", "2020-04-15"),
        ("D,2,0,60,1,40", "2020-04-15"),
    ],
)
def test_references_stand_behind_the_funds_type(read: Reader, funds: str, value: str) -> None:
    (line,) = read(report(f"16,195,100,{funds},B1,C1,some, text")).lines
    assert (line.bank_reference, line.references, line.value) == ("B1", ("C1",), value)
    assert line.remittance == ("some, text",)


def test_fields_and_texts_go_on_in_88_records(read: Reader) -> None:
    found = read(
        report(
            "88,010,100,,/",
            "88,,015,200,,,100",
            "88,100,1,/",
            "16,195,100,S,50/",
            "88,30,20,B1,,text",
            "88,of two, lines/",
            account="ACC,USD",
        ).replace("88,,015", "88,015")
    )
    assert (found.opening, found.closing) == (100, 200)
    assert found.lines[0].remittance == ("text", "of two, lines")
    assert "closing balance" not in [control.what for control in found.broken]


def test_totals_may_be_untold_and_records_may_end_in_a_comma_more(read: Reader) -> None:
    found = read(report("88,015,5,,,/", "88,045,7,,/", account="A,USD,,,,,060,1,,,010,5,,,"))
    assert (found.opening, found.closing) == (5, 5)
    assert found.controls[0].found == 1 + 5 + 5 + 7


def test_a_trailer_may_leave_its_total_out(read: Reader) -> None:
    found = read(report().replace("49,0,9/", "49,,2/"))
    assert [control.what for control in found.controls][:2] == [
        "number of records of the account",
        "group control total",
    ]


def test_a_returned_item_and_a_reversal_are_known_by_their_codes(read: Reader) -> None:
    found = read(report("16,555,100,,,,", "16,558,200,,,,", "16,451,300,,,,")).lines
    assert [line.return_reason for line in found] == ["555 returned deposited item", "", ""]
    assert [line.reversal for line in found] == [False, True, False]


def test_a_text_that_filled_its_line_goes_on_without_a_blank(read: Reader) -> None:
    full = "88," + "1930562538 " * 6 + "1930"
    (line,) = read(report("16,195,100,,B1,,AM co", full, "88,623626")).lines
    assert line.remittance == ("AM co", "1930562538 " * 6 + "1930623626")


def test_several_records_may_stand_on_a_line(read: Reader) -> None:
    text = BAI2.decode().replace("/\n49,", "/  49,").replace("1001/\n16,", "1001/ 16,")
    assert not read(text).broken
    assert read(text).credits == 19950


def test_totals_and_counts_of_account_group_and_file_are_checked(read: Reader) -> None:
    found = read(BAI2)
    assert {control.what for control in found.controls} == {
        "sum of credits",
        "number of credits",
        "sum of debits",
        "number of debits",
        "closing balance",
        "account control total",
        "group control total",
        "file control total",
        "number of accounts",
        "number of groups",
        "number of records of the account",
        "number of records of the group",
        "number of records of the file",
    }
    lost = read(BAI2.replace(b"16,195,8050,V,200416,,A2,C2,RE 2020-1002\n88,Beispiel AG\n", b""))
    assert len(lost.broken) == 9


def test_each_account_is_a_statement() -> None:
    body = "03,A1,EUR,010,0,,/\n49,0,2/\n03,A2,USD,010,5,,/\n16,195,5,,,,/\n49,10,3/\n"
    text = f"01,B,U,200415,,1,,,2/\n02,U,B,1,200415,,,/\n{body}98,10,2,7/\n99,10,1,9/\n"
    found = read_bank(text.encode())
    assert [(one.account, one.currency, one.entries) for one in found] == [
        ("A1", "EUR", 0),
        ("A2", "USD", 1),
    ]
    assert not [control for one in found for control in one.broken]


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ("16,195,-100,,,,", "F:4: 16 amount: '-100' is not an amount in minor units"),
        ("16,195,1.00,,,,", "F:4: 16 amount: '1.00' is not an amount in minor units"),
        ("16,19X,100,,,,", "F:4: 16 type code: '19X' is not a type code"),
        ("16,195,100,Q,,,", "F:4: 16 funds type: 'Q' is no funds type"),
        ("16,195,100,,,,x/\nstray", "F:5: 'stray' is no BAI2 record"),
        ("02,US,BANK,1,200415,,,/", "F:4: 02: stands where a 16 or 49 record belongs"),
    ],
)
def test_a_damaged_record_refuses_the_file(refusal: Refusal, record: str, why: str) -> None:
    assert refusal(report(record)) == why


def test_a_file_without_its_end_or_with_more_behind_it_is_refused(refusal: Refusal) -> None:
    text = BAI2.decode()
    cut = text[: text.index("99,")]
    assert refusal(cut) == "F:9: the file ends here: its 02 or 99 record is missing"
    assert "stands behind the end of the file" in refusal(text + "02,US,BANK,1,200415,,,/\n")
    assert refusal(text.replace("49,261050,6", "49,261050")).endswith("is not a whole trailer")
