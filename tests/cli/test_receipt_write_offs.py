"""``rwo`` and ``run``: sorting, review, the automatic program and its schedules."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger, open_ledger
from artui.settings import login_name
from tests.cli.conftest import Answer, Artui, take_in

CUSTOMERS = """\
customer_no,name,company_code,currency,payment_terms
001,Alder & Co,N1,USD,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount,payment_terms
I1,INV,N1,001,2020-03-10,2020-04-10,USD,1000.00,1000.00,
I2,INV,N1,001,2020-03-11,2020-04-11,USD,500.00,500.00,
I3,INV,N1,001,2020-03-12,2020-04-12,USD,200.00,200.00,
"""
RULES = """\
side,action,currency,amount_to,amount_from,percent_to,reason
over,write off,USD,5.00,,1,CRWOF
over,recommend,USD,50.00,5.01,,
under,write off,USD,5.00,,,BALWOF
"""


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """Kim entered three receipts: R1 is 4.00 over, R2 is 20.00 over, R3 is 3.00 short of I3."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    place = str(tmp_path / "books.artui")
    with closing(open_ledger(place, login_name())) as own:
        setup.define_user(own, "kim")
    with closing(open_ledger(place, "kim")) as kim:
        for number, money in (("1", 1004_00), ("2", 520_00), ("3", 197_00)):
            _pay(kim, number, money)
    return artui


def _pay(ledger: Ledger, number: str, money: int) -> None:
    (bank,) = ledger.policies.company("N1").bank_accounts
    receipt = Receipt(
        "N1", "001", "USD", money, bank, "2020-04-15", "2020-04-15", number=f"R{number}"
    )
    invoice = ledger.read.document(f"N1/I{number}")
    assert invoice is not None
    distribution = paying.distribution(ledger, receipt)
    distribution.pay(invoice, min(money, invoice.open))
    paying.post_receipt(ledger, receipt, PayLine.all_of(distribution))


def rules(books: Artui, tmp_path: Path, text: str = RULES) -> Answer:
    """Set the rules of N1 from a file."""
    file = tmp_path / "rules.csv"
    file.write_text(text, encoding="utf-8")
    return books("rwo", "rules", "--company", "N1", "--from", str(file), "--since", "2020-01-01")


def open_items(books: Artui) -> dict[str, str]:
    """What is open per document; the books are proven by the way."""
    assert books("verify").status == 0
    records = books("list", "open-items", "--json").records
    return {record["document"]: record["open_balance"] for record in records}


# --- rules ---------------------------------------------------------------------------------------


def test_rules_come_from_a_file_and_every_version_is_shown(books: Artui, tmp_path: Path) -> None:
    assert rules(books, tmp_path).out.startswith("3 rules are set.")
    assert books("rwo", "rules", "--company", "N1").out == (
        f"Rules of N1 since 2020-01-01, set by {login_name()}\n"
        "  1. over up to 5.00 USD up to 1 %: write off, reason CRWOF\n"
        "  2. over 5.01 to 50.00 USD: recommend\n"
        "  3. under up to 5.00 USD: write off, reason BALWOF\n"
    )
    (first, *_) = books("rwo", "rules", "--company", "N1", "--json").records
    assert (first["rule"], first["amount_to"], first["percent_to"]) == (1, "5.00", "1")


def test_rules_that_contradict_one_another_are_refused_with_both(
    books: Artui, tmp_path: Path
) -> None:
    answer = rules(books, tmp_path, RULES + "over,leave,USD,9.00,1.00,,\n")
    assert answer.status == 1
    assert answer.err == (
        "2456! rule 4 overlaps rule 1, over up to 5.00 USD up to 1 %: write off\n"
        "2456! rule 4 overlaps rule 2, over 5.01 to 50.00 USD: recommend\n"
    )
    assert rules(books, tmp_path, "side,action,amount\nover,leave,5\n").err.startswith(
        "2459! line 2: a column that is none of side, action"
    )
    assert rules(books, tmp_path, "").err == "2459! line 1: no column side\n"
    assert "line 2: amount_to" in rules(books, tmp_path, RULES.replace("5.00", "five")).err


# --- sorting and review --------------------------------------------------------------------------


def test_differences_are_sorted_and_the_rest_is_reviewed(books: Artui, tmp_path: Path) -> None:
    rules(books, tmp_path)
    wanted = (
        "R1: USD 4.00-, write off as WO20000001, voucher WO 2020-000001\n"
        "R2: USD 20.00-, recommend N1/1: rule 2: over 5.01 to 50.00 USD: recommend\n"
        "I3 of R3: USD 3.00, write off as WO20000002, voucher WO 2020-000002\n"
        "3 differences: 2 write off, 1 recommend.\n"
    )
    assert books("rwo", "sort", "--dry-run").out == wanted
    assert open_items(books) == {"I3": "3.00", "R1": "-4.00", "R2": "-20.00"}
    assert books("rwo", "sort").out == wanted
    assert books("rwo", "sort").out == "0 differences.\n"
    assert open_items(books) == {"R2": "-20.00"}
    (waiting,) = books("rwo", "list", "--json").records
    assert (waiting["recommendation"], waiting["difference"], waiting["percent"]) == (
        "N1/1",
        "-20.00",
        "3.846",
    )
    changed = books("rwo", "change", "N1/1", "--amount", "15.00", "--command", "x")
    assert changed.out == (
        "Recommendation N1/1 changed: USD 15.00 of R2 written off as WO20000003,"
        " voucher WO 2020-000003 (N1/WO/2020/3).\n"
    )
    again = books("rwo", "change", "N1/1", "--amount", "15.00", "--command", "x", "--json")
    assert [record["again"] for record in again.records] == [True]
    assert open_items(books) == {"R2": "-5.00"}


def test_a_recommendation_is_accepted_or_rejected(books: Artui, tmp_path: Path) -> None:
    rules(books, tmp_path)
    books("rwo", "sort")
    assert "R2" in books("rwo", "list").out
    rejected = books("rwo", "reject", "N1/1", "--note", "they want it back")
    assert rejected.out == "Recommendation N1/1 rejected: they want it back.\n"
    answer = books("rwo", "accept", "N1/1")
    assert (answer.status, answer.err) == (
        1,
        f"2461! recommendation N1/1 was rejected by {login_name()}\n",
    )
    assert books("rwo", "accept", "N1/9").err == "2460! there is no recommendation N1/9\n"


# --- the automatic program and schedules ---------------------------------------------------------


def test_the_program_is_previewed_printed_and_applied(books: Artui) -> None:
    program = ("rwo", "auto", "--company", "N1", "--currency", "USD", "--limit", "5.00")
    preview = books(*program, "--preview")
    assert preview.out.splitlines() == [
        "Automatic receipt write-offs of N1, preview",
        "",
        "Receipt         Customer    Cur  Receipt amount   Unapplied  % rcpt Outcome",
        "R1              001         USD        1,004.00        4.00   0.398 written off",
        "",
        "Journal      Account                                                      USD",
        "AR30-186     6151-000     Payment diff. income                          4.00-",
        "Customer     1210-N1      A/R control USD                                4.00",
        "",
        "Would be: 1 written off; closed USD 4.00.",
    ]
    table = books(*program, "--preview", "--csv").out.splitlines()
    assert table[1].startswith("R1,N1,001,Alder & Co,2020-04-15,USD,1004.00,4.00,0.398,written off")
    assert open_items(books)["R1"] == "-4.00"
    assert books(*program, "--json").records[0]["voucher"] == "WO 2020-000001"
    assert books(*program).out.endswith("no receipt.\n")


def test_a_schedule_is_kept_run_and_ended(books: Artui) -> None:
    assert books("rwo", "auto", "--company", "N1", "--percent", "1", "--save", "nightly").out == (
        "Schedule NIGHTLY is kept: artui run NIGHTLY\n"
    )
    (listed,) = books("run", "--json").records
    assert (listed["schedule"], listed["owner"], listed["what"]) == (
        "NIGHTLY",
        login_name(),
        "N1; up to 1 % of the receipt",
    )
    assert "Would be: 1 written off" in books("run", "nightly", "--preview").out
    assert "1 written off; closed USD 4.00." in books("run", "nightly").out
    assert "no receipt." in books("run", "nightly").out
    assert books("rwo", "end", "nightly").status == 0
    answer = books("run", "nightly")
    assert (answer.status, answer.err) == (1, "2471! there is no schedule NIGHTLY\n")


def test_a_schedule_whose_customer_or_reason_is_gone_has_its_sentence(books: Artui) -> None:
    assert books(
        "rwo", "auto", "--company", "N1", "--customer", "009", "--limit", "5", "--save", "A"
    ).err == "2467! N1 has no customer 009\n"  # fmt: skip
    assert books("rwo", "auto", "--company", "N1", "--limit", "5", "--save", "A").status == 0
    reason = ("set", "reason", "CRWOF", "Old", "small balance", "--ended")
    assert books(*reason).status == 0
    answer = books("run", "A")
    assert (answer.status, answer.err) == (
        1,
        "2474! schedule A can't run: reason code 'CRWOF' does not exist; save it anew or end it\n",
    )


def test_sorting_is_kept_as_a_schedule_too(books: Artui, tmp_path: Path) -> None:
    rules(books, tmp_path)
    assert books("rwo", "keep", "sorting", "--company", "N1").status == 0
    assert books("run", "sorting").out.endswith("3 differences: 2 write off, 1 recommend.\n")


def test_matching_sorts_what_it_leaves_if_asked(books: Artui, tmp_path: Path) -> None:
    rules(books, tmp_path)
    end = "3 differences: 2 write off, 1 recommend.\n"
    assert books("match", "--sort", "--dry-run").out.endswith(end)
    assert open_items(books)["R1"] == "-4.00"
    assert books("match", "--sort").out.endswith(end)
    assert open_items(books) == {"R2": "-20.00"}
