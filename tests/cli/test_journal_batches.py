"""``post``, ``list batches``, ``export gl`` and ``list exports``, as an accountant types them."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in
from tests.cli.test_write_off_lists import CUSTOMERS, INVOICES


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """Small rests of one company whose write-offs leave their batches unposted."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    assert artui("parameters", "set", "journal_batches", "unposted").status == 0
    return artui


def test_batches_wait_are_listed_and_posted(books: Artui) -> None:
    for number in ("I1", "I2", "I3"):
        assert books("writeoff", number).status == 0
    listed = books("list", "batches", "--json").records
    assert [(row["name"], row["amount"], row["text"]) for row in listed] == [
        ("WO 2020-000001", "3.00", "I1"),
        ("WO 2020-000002", "5.00", "I2"),
        ("WO 2020-000003", "5.01", "I3"),
    ]
    assert listed[0]["why"].startswith("Unposted by the parameters of all since 2020-04-15")
    assert len(books("list", "batches", "--company", "N1").out.splitlines()) == 4
    assert books("post", "WO 2020-000002").out == "1 batch posted: WO 2020-000002.\n"
    assert books("post", "--all", "--company", "N1", "--command", "noon").out == (
        "2 batches posted: WO 2020-000001, WO 2020-000003.\n"
    )
    assert books("post", "--all", "--company", "N1", "--command", "noon").out == (
        "2 batches had been posted before: WO 2020-000001, WO 2020-000003.\n"
    )
    assert books("list", "batches", "--json").out == ""
    answer = books("post", "--all")
    assert (answer.status, answer.err) == (1, "2601! no batch is unposted\n")
    then = books("list", "batches", "--known-at", "WO 2", "--json").records
    assert [row["name"] for row in then] == ["WO 2020-000001", "WO 2020-000002"]
    assert {row["unposted"] for row in then} == {True}


def test_what_does_not_go_together_is_said(books: Artui) -> None:
    assert books("post").status == 2
    assert books("post", "WO 1", "--all").status == 2
    assert "2215" in books("post", "WO 2020-000009").err
    assert books("export", "gl", "--company", "N1", "--json").status == 2
    assert books("export", "gl", "--company", "N1", "--dry-run", "--number", "1").status == 2
    assert "2201" in books("export", "gl", "--company", "NONE").err


def test_an_export_is_printed_and_what_it_comes_to_is_said_beside_it(books: Artui) -> None:
    answer = books("export", "gl", "--company", "N1")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert {row["export"] for row in rows} == {"1"}
    assert sum(Decimal(row["base_debit"] or 0) - Decimal(row["base_credit"] or 0)
               for row in rows) == 0  # fmt: skip
    assert answer.err.startswith("Export 1 of N1: ")
    assert sha256(answer.out.encode()).hexdigest() in answer.err


def test_a_file_has_its_control_beside_it_and_a_copy_says_so(books: Artui, tmp_path: Path) -> None:
    told = books("export", "gl", "--company", "N1", "--dry-run", "--json").records[0]
    first, copy = tmp_path / "gl-1.csv", tmp_path / "again.csv"
    (record,) = books("export", "gl", "--company", "N1", "--out", str(first), "--json").records
    assert json.loads(first.with_name("gl-1.csv.control").read_text()) == record
    assert record["sha256"] == told["sha256"] == sha256(first.read_bytes()).hexdigest()
    assert (record["export"], record["copy"]) == (1, False)
    answer = books("export", "gl", "--company", "N1", "--number", "1", "--out", str(copy))
    assert answer.out.startswith("A copy of export 1 of N1 by ")
    assert copy.read_bytes() == first.read_bytes()
    assert json.loads(copy.with_name("again.csv.control").read_text())["copy"] is True
    event = books("list", "events", "--json").records[-1]
    assert event["totals"] == {cur: [it["debit"], it["credit"]] for cur, it in
                               record["totals"].items()}  # fmt: skip
    listed = books("list", "exports", "--json").records
    assert listed == [record]
    at = event["position"]
    known = books("list", "exports", "--json", "--known-at", str(at)).records
    assert known == [{**record, "known_at": at}]
    assert books("list", "exports", "--json", "--known-at", str(at - 1)).records == []
    assert "sha256" in books("list", "exports", "--company", "N1").out
    assert "2603" in books("export", "gl", "--company", "N1").err
    assert "2604" in books("export", "gl", "--company", "N1", "--number", "2").err


def test_a_file_that_is_there_or_can_not_be_written_loses_nothing(
    books: Artui, tmp_path: Path
) -> None:
    there = tmp_path / "there.csv"
    there.write_text("kept")
    answer = books("export", "gl", "--company", "N1", "--out", str(there))
    assert (answer.status, there.read_text()) == (1, "kept")
    assert books("list", "exports", "--json").out == ""
    answer = books("export", "gl", "--company", "N1", "--out", str(tmp_path / "no" / "gl.csv"))
    assert answer.status == 1
    assert "`artui export gl --company N1 --number 1` writes it again" in answer.err
    assert books("export", "gl", "--company", "N1", "--number", "1").status == 0
