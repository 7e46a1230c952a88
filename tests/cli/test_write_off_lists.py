"""``list candidates`` and ``writeoff --all``: the same run as on the panel."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency,payment_terms
001,Alder & Co,N1,USD,
002,Birch & Co,N1,USD,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount,payment_terms
I1,INV,N1,001,2020-04-10,2020-05-10,USD,1000.00,3.00,
I2,INV,N1,001,2020-03-01,2020-03-31,USD,500.00,5.00,
I3,INV,N1,002,2020-03-01,2020-03-31,USD,500.00,5.01,
C1,CM,N1,001,2020-03-05,2020-03-05,USD,-100.00,-4.00,
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """Rests around 5.00; whoever runs it may write off without limit."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    return artui


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        (("--limit", "5.00"), ["I1", "I2"]),
        (("--limit", "5.00", "--strict"), ["I1"]),
        (("--limit", "5.00", "--operation", "credit"), ["C1"]),
        (("--limit", "6.00", "--customer", "002"), ["I3"]),
        (("--company", "N1"), ["I1", "I2", "I3"]),
        (("--branch", "X"), []),
    ],
)
def test_candidates_are_listed(books: Artui, options: tuple[str, ...], listed: list[str]) -> None:
    records = books("list", "candidates", *options, "--json").records
    assert [record["document"] for record in records] == listed
    same = books("writeoff", "--candidates", *options, "--json").records
    assert same == records
    assert books("list", "candidates", *options).out.count("\n") == len(listed) + 2


def test_a_list_is_rehearsed_then_written_off_once_and_taken_back(books: Artui) -> None:
    options = ("--limit", "5.00", "--command", "month-end")
    told = books("writeoff", "--all", *options, "--dry-run", "--json").records
    assert told[0]["outcomes"] == {"written off": 2}
    assert told[0]["open"]["USD"]["after"] == "1.01"
    assert books("writeoff", "--all", *options, "--dry-run").out.splitlines()[-1] == (
        "Would be: 2 written off; accounts brought to zero 0. Nothing was posted."
    )
    assert books("writeoff", "--all", *options).out == (
        "2 written off; WO 2020-000001, batch month-end.\n"
    )
    assert books("writeoff", "--all", *options).out == (
        "Batch month-end had been posted before: WO 2020-000001.\n"
    )
    assert books("verify").status == 0
    answer = books("reverse", "--batch", "month-end")
    assert (answer.status, answer.out) == (0, "Batch month-end taken back by RV 2020-000001.\n")
    assert len(books("list", "candidates", "--limit", "5.00", "--json").records) == 2


def test_what_does_not_go_together_is_said(books: Artui) -> None:
    assert books("writeoff").status == 2
    assert books("writeoff", "I1", "--all").status == 2
    assert books("writeoff", "I1", "--dry-run").status == 2
    answer = books("writeoff", "--all", "--limit", "0.01")
    assert "2481" in answer.err
    for command in (("writeoff", "--all", "--limit", "5"), ("cleanup",)):
        assert "2207! there is no customer 'NOPE'" in books(*command, "--customer", "NOPE").err
