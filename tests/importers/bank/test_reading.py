"""Any file: what format it is, how it is written, how large it is, and what it holds twice."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from artui.importers.bank import read_bank
from artui.importers.table import FileRefused
from tests.importers.bank.conftest import Reader, Refusal
from tests.importers.bank.samples import BAI2, CAMT, CSV, MT940, OFX, SAMPLES, camt, entry


@pytest.mark.parametrize("name", SAMPLES)
def test_the_format_shows_in_the_bytes(read: Reader, name: str, tmp_path: Path) -> None:
    found = read(SAMPLES[name])
    assert found.format == name
    misnamed = tmp_path / "statement.txt"
    misnamed.write_bytes(SAMPLES[name])
    assert read_bank(misnamed) == [found]


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "lockbox"])
def test_every_format_tells_of_the_same_money(read: Reader, name: str) -> None:
    found = read(SAMPLES[name])
    assert (found.currency, found.entries) == ("EUR", 3)
    assert (found.credits, found.debits, found.closing) == (19950, 1200, 118750)
    assert [(line.bank_reference, line.amount) for line in found.lines] == [
        ("A1", 11900),
        ("A2", 8050),
        ("A3", -1200),
    ]
    assert {line.booked for line in found.lines} == {"2020-04-15"}
    assert found.lines[0].day == "2020-04-16"
    assert not found.broken
    assert not found.notes


@pytest.mark.parametrize("name", ["MT940", "BAI2", "OFX", "CSV"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_however_its_letters_are_kept(
    read: Reader, name: str, encoding: str
) -> None:
    text = SAMPLES[name].decode().replace("RE 2020-1001", "Müller")
    assert read(text.encode(encoding)) == read(text)


@pytest.mark.parametrize("name", SAMPLES)
def test_line_ends_of_other_systems_change_nothing(read: Reader, name: str) -> None:
    assert read(SAMPLES[name].replace(b"\n", b"\r\n")) == read(SAMPLES[name])


def test_letters_of_an_old_program_are_read_and_it_is_said(read: Reader) -> None:
    found = read(MT940.decode().replace("Muster", "Müller").encode("cp1252"))
    assert found.lines[0].payer == "Müller GmbH"
    assert found.notes[0].located("F") == "F:6: not UTF-8: letters are read as Windows-1252"


def test_letters_nobody_knows_show_as_unknown_and_it_is_said(read: Reader) -> None:
    found = read(MT940.replace(b"Muster", b"M\x81ster"))
    assert found.lines[0].payer == "M\ufffdster GmbH"
    assert found.notes[0].why.endswith("read as Windows-1252, and some are unknown there")


def test_bytes_that_are_no_text_are_refused(refusal: Refusal) -> None:
    assert refusal(MT940 + b"\x00") == "F:13: this is not text"
    assert refusal(b"\xff\xfea") == "F:1: this is not UTF-16 text"


def test_what_is_no_bank_file_is_refused_in_a_sentence(refusal: Refusal) -> None:
    assert refusal(b"") == refusal(b" \n\n") == "F:1: the file is empty"
    assert "no bank file that is known here" in refusal(b"Dear customer,\nplease pay.\n")
    assert refusal(gzip.compress(CAMT)) == (
        "F:1: this is a gzip archive, not a bank's statement file"
    )
    assert "no camt.052, camt.053 or camt.054" in refusal(b"<html><body/></html>")
    assert refusal(b"%PDF-1.7") == "F:1: this is a PDF, not a bank's statement file"


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    large = tmp_path / "large.xml"
    with large.open("wb") as file:
        file.truncate(100_000_000)  # a hole: it takes no room on the disk
    with pytest.raises(FileRefused, match="the file has 100 MB, more than 40: split it"):
        read_bank(large)


def test_the_same_statement_twice_in_a_file_counts_once(read: Reader) -> None:
    found = read(MT940 + MT940)
    assert found.entries == 3
    assert [note.located("F") for note in found.notes] == [
        "F:1: statement: '106' is there again on line 13: taken once"
    ]


def test_another_statement_of_the_same_number_stays_and_is_named() -> None:
    other = MT940.replace(b"C119,00", b"C118,00")
    first, second = read_bank(MT940 + other)
    assert (first.entries, second.entries) == (3, 3)
    assert [note.located("F") for note in second.notes] == [
        "F:13: statement number: '106' is also that of the statement on line 1"
    ]


def test_two_entries_that_look_alike_are_two(read: Reader) -> None:
    assert read(camt(entry("4.50"), entry("4.50"))).credits == 900


@pytest.mark.parametrize(("whole", "name"), [(CAMT, "</Stmt>"), (OFX, "</STMTRS>"), (BAI2, "98,")])
def test_a_file_that_was_cut_off_is_refused_whole(
    refusal: Refusal, whole: bytes, name: str
) -> None:
    assert "the file ends here" in refusal(whole[: whole.index(name.encode())])


def test_a_currency_that_is_no_more_is_read_in_hundredths_and_named(read: Reader) -> None:
    found = read(MT940.replace(b"EUR", b"DEM"))
    assert (found.currency, found.credits) == ("DEM", 19950)
    assert [note.located("F") for note in found.notes] == [
        "F:1: currency: 'DEM' is no currency of ISO 4217 today: amounts in hundredths"
    ]


@pytest.mark.parametrize(
    ("currency", "text", "minor"), [("JPY", "1250", 1250), ("KWD", "1.250", 1250)]
)
def test_minor_units_are_the_currencys(
    read: Reader, refusal: Refusal, currency: str, text: str, minor: int
) -> None:
    row = CSV.decode().partition("\n")[0] + f"\n2020-04-15,,{text},{currency},A,B,,,\n"
    assert read(row).credits == minor
    assert "has more decimals than" in refusal(row.replace(text, "1.2505"))
