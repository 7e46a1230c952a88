"""MT940 and MT942: signs, dates, what ``:86:`` tells, and messages that are not whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from artui.importers.bank import BankLine, Status
from tests.importers.bank.conftest import Reader, Refusal
from tests.importers.bank.samples import MT940

One = Callable[..., BankLine]


def message(entry: str, *told: str) -> str:
    """A message of one entry."""
    info = "".join(f"{':86:' if not n else ''}{text}\n" for n, text in enumerate(told))
    head = ":20:X\n:25:ACC\n:28C:7/2\n:60F:C200415EUR0,00\n"
    return f"{head}:61:{entry}\n{info}:62F:C200415EUR1,00\n-\n"


@pytest.mark.parametrize(
    ("mark", "amount", "status"),
    [
        ("C", 100, Status.BOOKED),
        ("D", -100, Status.BOOKED),
        ("RC", -100, Status.BOOKED),
        ("RD", 100, Status.BOOKED),
        ("CR", 100, Status.BOOKED),  # R is the third letter of EUR
        ("DR", -100, Status.BOOKED),
        ("RCR", -100, Status.BOOKED),
        ("EC", 100, Status.PENDING),
        ("ED", -100, Status.PENDING),
    ],
)
def test_the_mark_says_the_sign(line: One, mark: str, amount: int, status: Status) -> None:
    found = line(message(f"2004160415{mark}1,00NTRFNONREF//B1"))
    assert (found.amount, found.status) == (amount, status)
    assert found.reversal == (mark[0] == "R")


@pytest.mark.parametrize(
    ("dates", "value", "booked"),
    [
        ("2004160415", "2020-04-16", "2020-04-15"),
        ("200416", "2020-04-16", "2020-04-16"),
        ("1912310102", "2019-12-31", "2020-01-02"),
        ("2001021231", "2020-01-02", "2019-12-31"),
        ("990416", "1999-04-16", "1999-04-16"),
    ],
)
def test_the_entry_date_takes_its_year_from_the_value_date(
    line: One, dates: str, value: str, booked: str
) -> None:
    found = line(message(f"{dates}C1,00NTRFNONREF"))
    assert (found.value, found.booked) == (value, booked)


def test_a_date_that_does_not_exist_is_empty_and_named(read: Reader) -> None:
    found = read(message("200231C1,00NTRFNONREF"))
    assert found.lines[0].value == ""
    assert found.notes[0].located("F") == "F:5: :61:: '200231' is not a date that exists"


@pytest.mark.parametrize(
    ("entry", "kind", "reference"),
    [
        ("200416C1,00 NTRFNONREF//B1", "NTRF", "B1"),
        ("200416C1,00S   X", "S", ""),
        ("200416CR1,00//B1", "", "B1"),
        ("200416c1,00NTRFNONREF", "NTRF", ""),
        ("200416C1.00NTRFNONREF", "NTRF", ""),
        ("200416CR\n1,00N062NONREF//B1\n:", "N062", "B1"),
    ],
)
def test_entries_as_some_banks_write_them(line: One, entry: str, kind: str, reference: str) -> None:
    found = line(message(entry))
    assert (found.amount, found.kind, found.bank_reference) == (100, kind, reference)


@pytest.mark.parametrize(
    "amount", ["1.000", "1.5", "1,0,0", "1,005", "1.000,00", ",", "1;19,00", "1 9,00"]
)
def test_a_bad_amount_refuses_the_file(refusal: Refusal, amount: str) -> None:
    assert refusal(message(f"200416C{amount}NTRFNONREF")).startswith("F:5: :61:: ")


def test_coded_subfields_name_the_payer_and_join_what_was_wrapped(line: One) -> None:
    found = line(
        message(
            "2004160415CR1,00NTRFNONREF//B1",
            "166?00CREDIT?20EREF+E2E-1?21SVWZ+Invoice 1930562538 19305?2270983 and?23mo",
            "re?30DRESDEFF508?31DE02120300000000202051?32Karl?33 Kaufmann",
        )
    )
    assert found.remittance == ("Invoice 1930562538 1930570983 and more",)
    assert (found.payer, found.payer_account) == ("Karl Kaufmann", "DE02120300000000202051")
    assert (found.end_to_end, found.kind) == ("E2E-1", "NTRF 166")


def test_a_returned_item_says_why(line: One) -> None:
    told = "159?00RETURN?20EREF+E1?21MTLG:account closed?34914"
    found = line(message("200416D1,00NTRFNONREF", told))
    assert found.return_reason.startswith("914")


def test_words_between_strokes_are_understood_across_full_lines(line: One) -> None:
    first = "/NAME/GORDON F co/REMI/2960617054 2960617885 2960616887 296061831"
    assert len(first) == 65
    found = line(message("200416C1,00NTRFR1//B1", first, "8 2960618762"))
    assert found.payer == "GORDON F co"
    assert found.remittance == ("2960617054 2960617885 2960616887 2960618318 2960618762",)
    assert found.references == ("R1",)


def test_free_text_keeps_its_lines_and_joins_full_ones(line: One) -> None:
    full = "x" * 60 + "INV19"
    found = line(message("200416C1,00NTRFNONREF", "first line", full, "30", "last"))
    assert found.remittance == ("first line", f"{full}30", "last")


def test_supplementary_details_stand_behind_the_rest(line: One) -> None:
    found = line(message("200416C1,00NTRFNONREF//B1\nhr paulissen", "invoice 1001"))
    assert found.remittance == ("invoice 1001", "hr paulissen")


def test_ns_fields_tell_purpose_and_name(line: One) -> None:
    text = message("200416C1,00NCHG").replace(":62F:", ":NS:01RE 1001\n02thanks\n15Muster\n:62F:")
    found = line(text)
    assert (found.remittance, found.payer) == (("RE 1001", "thanks"), "Muster")


def test_swift_blocks_and_banks_own_lines_are_passed_over(read: Reader) -> None:
    block = "{1:F01ASNBNL21XXXX0000000000}{2:O940ASNBNL21XXXXN}{3:}{4:\n"
    body = MT940.decode().removesuffix("-\n")
    assert read(f"{block}{body}-}}{{5:}}\n").credits == 19950
    assert read(f"ABNANL2A\n940\nABNANL2A\n{body}-XXX\n").entries == 3


def test_an_interim_report_has_sums_instead_of_balances(read: Reader) -> None:
    text = (
        ":20:X\n:25:ACC\n:28C:7\n:34F:EURD0,00\n:13D:2004151730+0000\n"
        ":61:200415C1,00NTRFNONREF\n:90C:1EUR1,00\n:90D:1EUR2,30\n-\n"
    )
    found = read(text)
    assert (found.format, found.currency, found.interim) == ("MT942", "EUR", True)
    assert [control.what for control in found.broken] == ["sum of debits", "number of debits"]


def test_sums_in_a_statement_with_balances_leave_it_a_statement(read: Reader) -> None:
    found = read(MT940.replace(b":62F:", b":90C:2EUR199,50\n:62F:"))
    assert (found.format, found.interim, len(found.controls)) == ("MT940", False, 3)
    assert not found.broken


def test_an_unreadable_balance_is_empty_and_named(read: Reader) -> None:
    found = read(MT940.replace(b"EUR1187,50", b"EUR11 87,50"))
    assert found.closing is None
    assert "is not a balance: left empty" in found.notes[0].why


def test_a_balance_that_does_not_add_up_is_named(read: Reader) -> None:
    (broken,) = read(MT940.replace(b"EUR1187,50", b"EUR1187,51")).broken
    assert (broken.line, broken.said, broken.found) == (11, 118751, 118750)


@pytest.mark.parametrize(
    ("was", "now", "why"),
    [
        (":62F:C200415EUR1187,50\n-\n", "", "the statement has no closing balance (:62F:)"),
        (":61:2004160415C80,5", ":61:20041C80,5", "is not a statement line"),
        (":28C:106/1", ":28C:106/1\n:28C:107/1", "is there a second time since line 3"),
        ("-\n", ":61:200416C1,00NTRFNONREF\n", "stands behind the closing balance"),
        (":60F:C200415EUR1000,00\n", "", "stands behind entries"),
    ],
)
def test_a_message_that_is_not_whole_is_refused(
    refusal: Refusal, was: str, now: str, why: str
) -> None:
    text = MT940.decode().replace(was, now, 1)
    if why == "stands behind entries":
        text = text.replace(":62F:", ":60F:C200415EUR1000,00\n:62F:")
    assert why in refusal(text)


def test_two_messages_that_ran_into_one_are_refused(refusal: Refusal) -> None:
    text = (MT940 + MT940).decode()
    cut = text.index("-\n:20:X1\n")
    assert "a message begins with :20:" in refusal(text[:cut] + text[cut + len("-\n:20:X1\n") :])
