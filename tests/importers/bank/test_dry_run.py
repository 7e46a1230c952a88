"""``artui import bank --dry-run``: one line a statement, refusals with their place, exit status."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from artui.cli import run
from tests.cli.conftest import Answer
from tests.importers.bank.samples import CAMT, MT940, OFX, camt, entry

BANK = Path(os.environ.get("ARTUI_CORPUS", "")) / "bank"
corpus = pytest.mark.skipif(not BANK.is_dir(), reason="ARTUI_CORPUS names no corpus")


@pytest.fixture
def bank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """``artui import bank …`` in a folder of its own, where there is no ledger."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTUI_LEDGER", str(tmp_path / "none" / "books.artui"))

    def command(*arguments: str) -> Answer:
        capsys.readouterr()
        return Answer(run(("import", "bank", *arguments)), *capsys.readouterr())

    return command


def test_a_statement_is_a_line(bank: Any) -> None:
    Path("a.xml").write_bytes(CAMT)
    Path("b.sta").write_bytes(MT940)
    answer = bank("a.xml", "b.sta", "--dry-run")
    assert answer.status == 0
    assert answer.err == ""
    assert [line.split() for line in answer.out.splitlines()] == [
        ["file", "format", "account", "currency", "entries", "credits", "debits", "controls"],
        ["a.xml", "camt.053", "DE89370400440532013000", "EUR", "3", "199.50", "12.00", "hold"],
        ["b.sta", "MT940", "DE89370400440532013000", "EUR", "3", "199.50", "12.00", "hold"],
    ]


def test_json_has_decimal_strings_and_what_was_checked(bank: Any) -> None:
    Path("a.xml").write_bytes(CAMT)
    (record,) = bank("--json", "--dry-run", "a.xml").records
    assert record == {
        "file": "a.xml",
        "format": "camt.053",
        "account": "DE89370400440532013000",
        "currency": "EUR",
        "entries": 3,
        "credits": "199.50",
        "debits": "12.00",
        "pending": 0,
        "information": 0,
        "number": "106",
        "date": "2020-04-15",
        "opening": "1000.00",
        "closing": "1187.50",
        "controls": "hold",
        "broken": [],
        "notes": [],
    }


def test_a_currency_beside_the_accounts_has_a_line_of_its_own(bank: Any) -> None:
    pending = entry("3.00", currency="JPY", status="<Sts>PDNG</Sts>").replace("3.00", "300")
    Path("a.xml").write_bytes(camt(entry("1.00"), pending))
    records = bank("--json", "--dry-run", "a.xml").records
    assert [(one["currency"], one["credits"], one["pending"]) for one in records] == [
        ("EUR", "1.00", 0),
        ("JPY", "300", 1),
    ]


def test_a_refused_file_is_named_and_the_others_are_read(bank: Any) -> None:
    Path("bad.sta").write_bytes(MT940.replace(b"C119,00", b"C119;00"))
    Path("good.ofx").write_bytes(OFX)
    answer = bank("bad.sta", "missing.xml", "good.ofx", "--dry-run", "--json")
    assert answer.status == 1
    assert [one["file"] for one in answer.records] == ["good.ofx"]
    assert answer.err.splitlines() == [
        "bad.sta:5: :61:: '2004160415C119;00NTRFNONREF//A1' is not a statement line",
        "bad.sta is refused whole: nothing of it is taken in",
        "there is no file missing.xml",
    ]


def test_what_does_not_add_up_is_said(bank: Any) -> None:
    Path("a.sta").write_bytes(MT940.replace(b"1187,50", b"1187,51"))
    answer = bank("a.sta", "--dry-run")
    assert answer.status == 0
    assert answer.err == (
        "a.sta:11: closing balance: the file says 1,187.51, its lines come to 1,187.50\n"
    )
    assert answer.out.splitlines()[1].endswith("1 of 1 fail")


def test_a_profile_says_what_a_csv_is(bank: Any) -> None:
    Path("a.csv").write_text("Tag;Betrag\n15.04.2020;1.234,56\n", encoding="utf-8")
    Path("p.toml").write_text(
        '[csv.a]\ndate = "DD.MM.YYYY"\ndecimal_mark = ","\ncurrency = "EUR"\naccount = "A"\n'
        'columns = { booked = "Tag", amount = "Betrag" }\n',
        encoding="utf-8",
    )
    assert bank("a.csv", "--dry-run").status == 1
    (record,) = bank("a.csv", "--dry-run", "--json", "--profile", "p.toml").records
    assert (record["credits"], record["account"]) == ("1234.56", "A")
    Path("p.toml").write_text("[cvs]\n", encoding="utf-8")
    answer = bank("a.csv", "--dry-run", "--profile", "p.toml")
    assert answer.status == 1
    assert answer.err.startswith("p.toml:1: the profiles are wrong: ")


def test_an_answer_without_a_statement_is_said(bank: Any) -> None:
    Path("a.ofx").write_bytes(b"<OFX></OFX>")
    assert bank("a.ofx", "--dry-run") == (0, "", "a.ofx: there is no statement in it\n")


def test_it_only_looks_and_needs_no_ledger(bank: Any) -> None:
    Path("a.xml").write_bytes(CAMT)
    answer = bank("a.xml")
    assert answer.status == 1
    assert "there is no folder" in answer.err
    bank("a.xml", "--dry-run")
    assert not Path("none").exists()


def test_what_a_file_says_cannot_steer_the_terminal(bank: Any) -> None:
    Path("a.sta").write_bytes(MT940.replace(b":25:DE", b":25:\x1b[2JDE"))
    assert "\x1b" not in bank("a.sta", "--dry-run").out


@corpus
def test_no_content_of_a_named_file_ever_appears(bank: Any) -> None:
    answer = bank(str(BANK / "nasty/camt-xxe.xml"), "--dry-run")
    assert answer.status == 1
    assert answer.out == ""
    named = Path("/etc/hostname")
    if named.is_file() and (content := named.read_text(encoding="utf-8").strip()):
        assert content not in answer.err


@corpus
@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("camt-balance-does-not-add-up.xml", 0, "the file says 1,120.00, its lines come to 1,119"),
        ("camt-billion-laughs.xml", 1, "document type or entities"),
        ("camt-bom-utf8.xml", 0, ""),
        ("camt-reversal.xml", 0, ""),
        ("camt-same-statement-twice.xml", 0, "taken once"),
        ("camt-truncated.xml", 1, "the file ends here inside Document/BkToCstmrStmt/Stmt/Ntry"),
        ("camt-xxe.xml", 1, "document type or entities"),
        ("empty.xml", 1, "the file is empty"),
        ("mt940-duplicate-statement.sta", 0, "taken once"),
        ("receipts-decimal-comma.csv", 1, "a profile names"),
        ("receipts-formula-injection.csv", 0, ""),
        ("receipts-utf16.csv", 0, ""),
    ],
)
def test_every_nasty_file_behaves(bank: Any, name: str, status: int, said: str) -> None:
    answer = bank(str(BANK / "nasty" / name), "--dry-run")
    assert answer.status == status
    assert said in answer.err
    assert (len(answer.out.splitlines()) == 2) == (status == 0)
