"""``artui demo`` without a screen."""

from __future__ import annotations

from pathlib import Path

from artui import demo
from tests.cli.conftest import Artui


def test_it_says_what_was_made_and_what_came_with_the_post(bare: Artui) -> None:
    answer = bare("demo", "--no-app")
    assert answer.status == 0
    assert "2 companies, 62 customers" in answer.out
    assert all(paper.text in answer.out for paper in demo.remittances())


def test_it_can_be_kept_and_is_never_made_over_a_file(bare: Artui, tmp_path: Path) -> None:
    kept = tmp_path / "kept.artui"
    answer = bare("demo", "--no-app", "--ledger", str(kept), "--json")
    assert answer.records[0]["ledger"] == str(kept)
    assert bare("verify", "--ledger", str(kept)).status == 0
    again = bare("demo", "--no-app", "--ledger", str(kept))
    assert (again.status, again.err) == (
        1,
        f"{kept} exists already; the demo is made in a new file\n",
    )


def test_the_banks_files_of_its_day_lie_beside_a_kept_demo(bare: Artui, tmp_path: Path) -> None:
    kept = tmp_path / "kept.artui"
    answer = bare("demo", "--no-app", "--ledger", str(kept))
    bank = Path(f"{kept}-bank")
    assert f"The bank's files of the day are in {bank}" in answer.out
    for name, lines in (("camt053.xml", "14 receipts"), ("mt940.sta", "4 receipts")):
        read = bare("import", "bank", str(bank / name), "--ledger", str(kept))
        assert read.status == 0
        assert lines in read.out
    kept.unlink()
    again = bare("demo", "--no-app", "--ledger", str(kept))
    assert (again.status, again.err) == (
        1,
        f"{bank} exists already; the demo is made in a new file\n",
    )
