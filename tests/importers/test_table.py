"""Reading delimited files: what is found out, what is refused, and that nothing ever crashes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.importers.lines import read_customers, read_invoices, read_receipts
from artui.importers.table import Fault, FileRefused

HEAD = "receipt_no,value_date,customer_no,currency,amount\n"
GOOD = "R1,2020-04-15,0001,USD,12.50\n"


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    """A file of some text."""

    def write(text: str) -> Path:
        path = tmp_path / "receipts.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write


def faults(path: Path) -> list[str]:
    return [fault.located("f") for fault in read_receipts(path).faults]


def test_leading_zeros_and_signs_are_kept(file: Callable[[str], Path]) -> None:
    (line,) = read_receipts(file(HEAD + "R1,2020-04-15,0001,USD,-12.50\n")).lines
    assert (line.customer, line.amount) == ("0001", -1250)


def test_the_decimals_are_the_currencys(file: Callable[[str], Path]) -> None:
    rows = "R1,2020-04-15,,JPY,1250\nR2,2020-04-15,,KWD,1.250\nR3,2020-04-15,,JPY,1.5\n"
    reading = read_receipts(file(HEAD + rows))
    assert [line.amount for line in reading.lines] == [1250, 1250]
    assert faults(file(HEAD + rows)) == [
        "f:4: column amount: '1.5' has more decimals than JPY has (0)"
    ]


def test_a_day_may_be_written_in_eight_digits_but_no_other_order_is_guessed(
    file: Callable[[str], Path],
) -> None:
    (line,) = read_receipts(file(HEAD + GOOD.replace("2020-04-15", "20200415"))).lines
    assert line.date == "2020-04-15"
    for text in ("15/04/2020", "2020-W16-3", "04-15-2020", "2020-4-15", "2020/04/15"):
        assert "is not a date" in faults(file(HEAD + GOOD.replace("2020-04-15", text)))[0]


@pytest.mark.parametrize("text", ["1+1", "=1", "1,50", "1.2.3", "--1", "1-2", "", "USD 5", "٣"])
def test_what_is_no_amount_is_no_amount(file: Callable[[str], Path], text: str) -> None:
    (fault,) = faults(file(HEAD + f'R1,2020-04-15,,USD,"{text}"\n'))
    assert "column amount" in fault


def test_an_amount_is_read_by_the_mark_of_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEAD.replace(",", ";") + "R1;2020-04-15;;USD;1.234,50\n", encoding="utf-8")
    assert read_receipts(path, {}, ",").lines[0].amount == 123_450
    assert read_receipts(path, {}, ".").faults[0].value == "1.234,50"


def test_every_fault_of_a_row_is_named(file: Callable[[str], Path]) -> None:
    assert faults(file(HEAD + ",2020-13-01,,XXQ,five\n")) == [
        "f:2: column receipt_no: '' is empty: a number is needed",
        "f:2: column value_date: '2020-13-01' is a date that does not exist",
        "f:2: column currency: 'XXQ' is no currency known to ISO 4217",
    ]


def test_lines_are_those_an_editor_shows(file: Callable[[str], Path]) -> None:
    text = HEAD + '\nR1,2020-04-15,"a\nb",USD,1.00\n\nR2,2020-04-15,,USD,x\n'
    reading = read_receipts(file(text))
    assert reading.lines[0].customer == "a b"
    assert [fault.line for fault in reading.faults] == [6]


def test_mapped_names_are_the_ones_a_fault_names(file: Callable[[str], Path]) -> None:
    path = file(HEAD.replace("amount", "Betrag") + "R1,2020-04-15,,USD,x\n")
    (fault,) = read_receipts(path, {"amount": "betrag"}).faults
    assert fault.column == "Betrag"


def test_a_missing_column_is_named_as_the_file_would_call_it(
    file: Callable[[str], Path],
) -> None:
    with pytest.raises(FileRefused) as refused:
        read_receipts(file(HEAD), {"amount": "Betrag"})
    assert refused.value.faults == [Fault(1, "", "", "column Betrag is missing")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=400), head=st.booleans())
def test_no_bytes_crash_a_reader(tmp_path: Path, data: bytes, head: bool) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes((HEAD.encode() if head else b"") + data)
    for read in (read_customers, read_invoices, read_receipts):
        try:
            reading = read(path)
        except FileRefused as refused:
            assert refused.faults
        else:
            assert not {line.line for line in reading.lines} & reading.bad_lines()
