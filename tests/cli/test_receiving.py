"""Money from a bank's file at the command line: listed, accepted, put aside, its payer learned."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Artui, take_in

CUSTOMERS = "customer_no,name,company_code,currency,payment_terms\n"
INVOICES = (
    "doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount\n"
)
DAY = """date,amount,currency,account,payer,reference,bank_reference
2020-04-15,100.00,USD,4477,Acme Foods,I1 thanks,B1
2020-04-15,80.00,USD,4477,Bold & Co,,B2
2020-04-15,33.00,USD,4477,Zebra,,B3
"""


@pytest.fixture
def day(artui: Artui, tmp_path: Path) -> Path:
    """A statement of three lines, and the customers and documents of two."""
    take_in(
        artui,
        tmp_path,
        customers=CUSTOMERS + "C1,Acme Foods,100,USD,N30\nC2,Bolt & Co,100,USD,N30\n",
        invoices=INVOICES
        + "I1,INV,100,C1,2020-03-20,2020-04-19,USD,100.00,100.00\n"
        + "I2,INV,100,C2,2020-03-20,2020-04-19,USD,80.00,80.00\n",
    )
    assert artui("set", "bank-numbers", "100", "100-USD", "4477").status == 0
    file = tmp_path / "day.csv"
    file.write_text(DAY, encoding="utf-8")
    return file


def kinds(artui: Artui, *more: str) -> dict[str, str]:
    """What is proposed for each line of the inbox, by bank reference."""
    answer = artui("list", "inbox", "--json", *more)
    assert answer.status == 0, answer.err
    return {one["bank_reference"]: one.get("proposal", one["state"]) for one in answer.records}


def test_an_import_says_what_waits_and_the_inbox_lists_it(artui: Artui, day: Path) -> None:
    trial = artui("import", "bank", str(day), "--dry-run", "--match")
    assert "2 wait in the inbox" in trial.out
    posted = artui("import", "bank", str(day))
    assert "3 wait in the inbox" in posted.out
    assert kinds(artui) == {"B1": "SURE", "B2": "LIKE", "B3": "NONE"}
    listed = artui("list", "inbox").out.splitlines()
    assert listed[0].split() == [
        "Company", "Receipt", "Bank", "reference", "Payer", "Cur", "Amount", "For", "Proposal",
    ]  # fmt: skip
    assert listed[1].split()[-2:] == ["SURE", "I1"]
    assert listed[-1] == "3 lines, USD 213.00"


def test_sure_lines_are_accepted_in_one_go_and_once(artui: Artui, day: Path) -> None:
    artui("import", "bank", str(day))
    trial = artui("accept", "--sure", "--dry-run")
    assert trial.out.splitlines()[-1] == "Dry run, nothing is posted. 1 accepted, 2 left"
    assert kinds(artui)["B1"] == "SURE"
    done = artui("accept", "--sure")
    assert done.status == 0
    assert "exact_single_match I1, voucher CA 2020-000001" in done.out
    assert artui("accept", "--sure").out.splitlines()[-1] == "0 accepted, 2 left"
    assert kinds(artui, "--show", "done") == {"B1": "done"}


def test_a_likely_line_is_accepted_by_name_and_its_payer_learned(artui: Artui, day: Path) -> None:
    artui("import", "bank", str(day))
    done = artui("accept", "RC20000002", "--json", "--command", "k1")
    (record,) = done.records
    assert (done.status, record["status"], record["moved"]) == (0, "applied", True)
    assert record["learned"] == ["Bold & Co"]
    again = artui("accept", "RC20000002", "--command", "k1")
    assert (again.status, "carried out before" in again.out) == (0, True)
    (alias,) = artui("list", "aliases", "--json").records
    assert (alias["customer"], alias["text"]) == ("C2", "Bold & Co")
    assert artui("alias", "end", alias["alias"], "--note", "merged").status == 0
    assert artui("list", "aliases").out.splitlines()[1:] == []
    assert artui("alias", "end", alias["alias"]).status == 1


def test_a_line_s_customer_is_corrected_by_name(artui: Artui, day: Path) -> None:
    artui("import", "bank", str(day))
    done = artui("accept", "RC20000003", "--customer", "C2", "--json")
    (record,) = done.records
    assert (record["how"], record["documents"], record["learned"]) == ("on account", [], ["Zebra"])
    assert artui("accept", "RC20000001", "--customer", "C9").status == 1
    (said,) = [e["said"] for e in artui("list", "events", "--json").records
               if e["event"] == "BankLineRead" and e["line"] == 2]  # fmt: skip
    assert (said["payer"], said["texts"]) == ("Acme Foods", ["I1 thanks"])


def test_what_fits_nothing_is_left_and_can_be_parked(artui: Artui, day: Path) -> None:
    artui("import", "bank", str(day))
    left = artui("accept", "RC20000003")
    assert (left.status, "left, 2640! NONE no such customer" in left.out) == (1, True)
    assert artui("park", "RC20000003").status == 1
    parked = artui("park", "RC20000003", "--note", "asked the bank")
    assert parked.out == "RC20000003 is parked: asked the bank\n"
    assert kinds(artui, "--show", "parked") == {"B3": "parked"}
    assert "B3" not in kinds(artui)
    assert artui("park", "RC20000003", "--end").status == 0
    assert "B3" in kinds(artui)


def test_accept_wants_receipts_or_sure(artui: Artui) -> None:
    assert artui("accept").status == 2
    assert artui("accept", "RC1", "--sure").status == 2
