"""``artui import bank`` and ``artui inbox`` on a ledger: posted once, refused, put away."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from artui.cli import run
from tests.cli.conftest import Answer
from tests.importers.bank.samples import CAMT, MT940, OFX

IBAN = "DE89370400440532013000"
CUSTOMERS = "customer_no,name,aliases,company_code,currency\n001,Acme,,N1,EUR\n002,Bolt,,N1,EUR\n"


@pytest.fixture
def artui(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """``artui …`` in a folder of its own, on a ledger whose bank account has no number yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTUI_LEDGER", str(tmp_path / "books.artui"))
    monkeypatch.setenv("ARTUI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("ARTUI_TODAY", "2020-04-20")

    def command(*arguments: str) -> Answer:
        capsys.readouterr()
        return Answer(run(arguments), *capsys.readouterr())

    Path("customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    for line in ("init", "import customers customers.csv"):
        assert command(*line.split()).status == 0
    return command


@pytest.fixture
def bank(artui: Any) -> Any:
    """The same where the account's number is known."""
    assert artui("set", "bank-numbers", "N1", "N1-EUR", "de89 3704 0044 0532 0130 00").status == 0
    return artui


def test_each_credit_is_a_receipt_and_again_adds_nothing(bank: Any) -> None:
    Path("a.xml").write_bytes(CAMT)
    answer = bank("import", "bank", "a.xml")
    assert answer.status == 0, answer.err
    assert "batch camt.053 DE89370400440532013000 2020-04-15 106: 3 receipts added, EUR 187.50" in (
        answer.out
    )
    assert "control 3 of 187.50, entered 3 of 187.50" in answer.out
    (summary,) = [r for r in bank("import", "bank", "a.xml", "--json").records if "batch" in r]
    assert (summary["added"], summary["known"]) == (0, 3)
    assert bank("verify").status == 0


def test_a_trial_posts_nothing_and_says_what_is_in_the_file_first(bank: Any) -> None:
    Path("a.xml").write_bytes(CAMT)
    before = bank("list", "events", "--json").out
    answer = bank("import", "bank", "a.xml", "--dry-run")
    assert answer.status == 0
    assert answer.out.startswith("file ")
    assert "Dry run, nothing is posted. a.xml: batch" in answer.out
    assert bank("list", "events", "--json").out == before


def test_an_account_nobody_knows_is_refused_whole_with_the_way_out(artui: Any) -> None:
    Path("a.xml").write_bytes(CAMT)
    answer = artui("import", "bank", "a.xml")
    assert answer.status == 1
    assert f"artui set bank-numbers COMPANY ACCOUNT {IBAN}" in answer.err
    assert "refused whole" in answer.err


def test_the_account_of_another_company_is_refused(bank: Any) -> None:
    assert bank("set", "company", "N2", "EUR", "--year", "2020").status == 0
    Path("a.xml").write_bytes(CAMT)
    answer = bank("import", "bank", "a.xml", "--company", "N2")
    assert answer.status == 1
    assert f"{IBAN} is an account of N1, not N2" in answer.err
    taken = bank("set", "bank-numbers", "N2", "N2-EUR", IBAN)
    assert taken.status == 1
    assert "is the number of N1-EUR of N1" in taken.err


def test_controls_that_fail_refuse_unless_accepted(bank: Any) -> None:
    Path("a.sta").write_bytes(MT940.replace(b"1187,50", b"1187,51"))
    answer = bank("import", "bank", "a.sta")
    assert answer.status == 1
    assert "closing balance: the file says 1,187.51" in answer.err
    assert "entered" not in answer.out
    assert bank("import", "bank", "a.sta", "--accept-controls").status == 0


def test_one_refused_statement_does_not_keep_the_others(bank: Any) -> None:
    Path("a.sta").write_bytes(MT940.replace(b"0532013000", b"0532013001"))
    Path("b.sta").write_bytes(MT940)
    for more in (("--dry-run",), ()):
        answer = bank("import", "bank", "a.sta", "b.sta", *more)
        assert answer.status == 1
        assert "3 receipts added" in answer.out


def test_a_folder_is_read_once_and_put_away(bank: Any) -> None:
    folder = Path("in")
    folder.mkdir()
    (folder / "a.xml").write_bytes(CAMT)
    (folder / "bad.sta").write_bytes(MT940[:60])
    (folder / ".hidden.sta").write_bytes(MT940)
    (folder / "growing.sta").write_bytes(MT940)
    for name in ("a.xml", "bad.sta", ".hidden.sta"):
        os.utime(folder / name, (1, 1))
    answer = bank("inbox", "in")
    assert answer.status == 1
    assert "in: 1 done, 1 refused" in answer.out
    assert "3 receipts added" in answer.out
    assert (folder / "done" / "a.xml").is_file()
    assert (folder / "refused" / "bad.sta").is_file()
    assert {file.name for file in folder.iterdir() if file.is_file()} == {
        ".hidden.sta",
        "growing.sta",
    }
    assert bank("inbox", "in").out == "in: 0 done, 0 refused\n"
    (folder / "a.xml").write_bytes(CAMT)
    os.utime(folder / "a.xml", (1, 1))
    again = bank("inbox", "in")
    assert (again.status, "0 receipts added" in again.out) == (0, True)
    assert (folder / "done" / "a-2.xml").is_file()


def test_a_folder_that_is_not_there_is_refused(bank: Any) -> None:
    answer = bank("inbox", "nowhere")
    assert (answer.status, answer.err) == (1, "there is no folder nowhere\n")


def test_the_same_money_in_other_formats_adds_nothing(bank: Any) -> None:
    assert bank("set", "bank-numbers", "N1", "N1-EUR", IBAN, "0532013000").status == 0
    files = {"a.xml": CAMT, "b.sta": MT940, "c.ofx": OFX}
    for name, content in files.items():
        Path(name).write_bytes(content)
    records = bank("import", "bank", *files, "--json").records
    assert [record["added"] for record in records if "batch" in record] == [3, 0, 0]
    assert bank("verify").status == 0
