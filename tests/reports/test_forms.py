"""One report in its forms: text and pages of 78 columns, CSV, records, PDF."""

from __future__ import annotations

import csv
import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ledger.errors import Refused
from artui.reports.pages import PAGE, Line, cut, padded, paged, plain_pages, width, with_breaks
from artui.reports.papers import Column, Money, Report, csv_of, pages_of, records_of, text_of
from artui.reports.pdf import LACKING, glyph_of, pdf_of
from tests.reports.papers import texts

COLUMNS = (
    Column("Customer", "customer", gives=True),
    Column("Name", "name", gives=True),
    Column("Count", "count", right=True),
    Column("Open", "open", right=True),
    Column("Cur", "currency"),
)


def report(*rows: tuple[str, str, int, Money, str]) -> Report:
    total = ("Total", "", sum(row[2] for row in rows), Money(sum(r[3].amount for r in rows), "USD"))
    return Report("Open", ("Hundred Ltd on 2020-04-15",), COLUMNS, rows, ((*total, ""),), ("End.",))


def usd(amount: int) -> Money:
    return Money(amount, "USD")


SMALL = report(
    ("C1", "=1+1", 2, usd(-1234_50), "USD"), ("C2", "山田商店", 1000, usd(5_00), "USD")
)  # fmt: skip


def test_text_lines_up_with_totals_under_a_rule() -> None:
    assert text_of(SMALL) == [
        "Open",
        "Hundred Ltd on 2020-04-15",
        "",
        "Customer Name     Count      Open Cur",
        "C1       =1+1         2 1,234.50- USD",
        "C2       山田商店 1,000      5.00 USD",
        "-------------------------------------",
        "Total             1,002 1,229.50-",
        "",
        "End.",
    ]


def test_csv_has_plain_amounts_and_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(csv_of([SMALL]))))
    assert rows[0] == ["customer", "name", "count", "open", "currency"]
    assert rows[1] == ["C1", "'=1+1", "2", "-1234.50", "USD"]
    assert len(rows) == 3


def test_records_keep_numbers_and_decimal_strings() -> None:
    assert next(records_of(SMALL)) == {
        "customer": "C1", "name": "=1+1", "count": 2, "open": "-1234.50", "currency": "USD"
    }  # fmt: skip


def test_what_rows_have_in_common_stands_in_front_for_programs_only() -> None:
    of_n1 = SMALL._replace(common=(("company", "N1"),))
    assert csv_of([of_n1, of_n1]).count("N1,C1") == 2
    assert next(records_of(of_n1))["company"] == "N1"
    assert text_of(of_n1) == text_of(SMALL)


def test_a_row_too_wide_for_paper_takes_two_lines_and_keeps_its_figures() -> None:
    columns = tuple(Column(f"Amount {n}", f"amount_{n}", right=True) for n in range(6))
    row = tuple(usd(10**15 + n) for n in range(6))
    lines = text_of(Report("Wide", (), columns, (row,)))
    assert max(map(len, lines)) <= 78
    assert [line.split() for line in lines[-2:]] == [
        [f"10,000,000,000,000.0{n}" for n in range(3)],
        [f"10,000,000,000,000.0{n}" for n in range(3, 6)],
    ]


def test_a_column_not_on_paper_is_for_programs() -> None:
    columns = (Column("Name", "name"), Column("Why", "why", on_paper=False), Column("No", "no"))
    made = Report("Some", (), columns, (("A", "because", 1),), (("Total", "", 1),))
    assert text_of(made)[2:] == ["Name  No", "A     1", "--------", "Total 1"]
    assert csv_of([made]) == "name,why,no\nA,because,1\n"
    assert next(records_of(made))["why"] == "because"


def test_an_empty_report_says_so() -> None:
    assert "Nothing." in text_of(Report("Open", (), COLUMNS, ()))


LETTERS = st.text(st.sampled_from("abcäÅ山田株é́"), max_size=60)


@given(st.lists(st.tuples(LETTERS, LETTERS, st.integers(0, 10**7), st.integers(-(10**15), 10**15))))
def test_no_line_is_wider_than_paper(rows: list[tuple[str, str, int, int]]) -> None:
    made = report(*((a, b, count, usd(amount), "USD") for a, b, count, amount in rows))
    pages = pages_of(made)
    assert all(width(line) <= 78 for page in pages for line in page)
    assert all(len(page) <= PAGE for page in pages)
    for amount in (Money(row[3], "USD") for row in rows):
        shown = text_of(report(("", "", 0, amount, "USD")))[4].split()
        assert shown[1] in "\n".join(text_of(made))


@given(LETTERS, st.integers(0, 90))
def test_cells_are_counted_not_letters(text: str, room: int) -> None:
    assert width(cut(text, room)) <= room
    assert width(padded(text, room)) == room


# --- pages ---------------------------------------------------------------------------------------


def top(number: int, count: int) -> list[str]:
    return [f"{number}/{count}", ""]


def test_heads_stand_on_every_page_and_what_belongs_together_is_not_torn() -> None:
    lines = [Line("head"), *(Line(f"row {n}", ("head",)) for n in range(6))]
    lines += [Line("rule", ("head",), 2), Line("total")]
    assert paged(lines, top, 10) == [
        ["1/2", "", "head", *(f"row {n}" for n in range(6))],
        ["2/2", "", "head", "rule", "total"],
    ]


def test_a_form_feed_stands_before_each_page_but_the_first() -> None:
    assert list(with_breaks([["a", "b"], ["c"], ["d"]])) == ["a", "b", "\fc", "\fd"]


def test_lines_that_fit_stay_as_they_are_and_others_get_a_number_a_page() -> None:
    assert plain_pages(["title", "line"]) == [["title", "line"]]
    pages = plain_pages(["title", *(f"line {n}" for n in range(100))])
    assert [page[0] for page in pages] == ["title", "title"]
    assert pages[1][1].endswith("  Page 2 of 2")
    assert [line for page in pages for line in page[2:]] == [f"line {n}" for n in range(100)]


# --- PDF -----------------------------------------------------------------------------------------


def test_the_same_pages_are_the_same_bytes_and_hold_the_text() -> None:
    pages = pages_of(SMALL)
    made = pdf_of(pages, title="Open", moment=1_586_947_327_000_000)
    assert made == pdf_of(pages, title="Open", moment=1_586_947_327_000_000)
    assert made.startswith(b"%PDF-")
    assert b"(D:20200415104207" in made
    assert "C1       =1+1         2 1,234.50- USD" in texts(made)
    assert made != pdf_of(pages, title="Open", moment=1_586_947_328_000_000)


@pytest.mark.parametrize(
    ("letter", "shown", "font"),
    [
        ("ü", "ü", ""),
        ("€", "€", ""),
        ("ő", "o", ""),
        ("山", "山", "HeiseiMin-W3"),
        ("Ж", "Ж", "HeiseiMin-W3"),
        ("们", "们", "STSong-Light"),
        ("한", "한", "HYSMyeongJo-Medium"),
        ("ש", LACKING, ""),
        ("\x1b", LACKING, ""),
    ],
)
def test_every_letter_is_set_in_a_font_that_has_it(letter: str, shown: str, font: str) -> None:
    assert glyph_of(letter) == (shown, font)


def test_a_letter_no_font_has_is_said() -> None:
    pdf = pdf_of([["Statement", "שלום"]], title="x", moment=0)
    assert f"{LACKING * 4}" in texts(pdf).encode("latin-1").decode("unicode_escape")
    assert "stands for a letter that PDF fonts lack" in texts(pdf)
    assert "stands for" not in texts(pdf_of([["Statement", "山田 ü"]], title="x", moment=0))


def test_without_the_extra_pdf_is_refused_and_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "reportlab"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "reportlab", None)
    with pytest.raises(Refused, match=r'2525! PDF needs .* pip install "artui\[pdf\]"'):
        pdf_of([["x"]], title="x", moment=0)
