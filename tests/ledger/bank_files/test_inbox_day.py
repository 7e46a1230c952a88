"""The corpus' day in the inbox: what is sure is as the payers meant it, to the cent."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, parse_amount
from artui.ledger.proof.verifying import verify
from artui.ledger.receiving.accepting import accept, accept_all
from artui.ledger.receiving.inbox import Inbox, batches, find_line
from artui.ledger.receiving.lines import together
from artui.ledger.receiving.proposing import Proposal, propose
from tests.ledger.bank_files.demo_day import (
    DEMO,
    FORMATS,
    Truth,
    make_books,
    open_books,
    rows,
    take,
)

pytestmark = pytest.mark.skipif(not DEMO.is_dir(), reason="ARTUI_CORPUS names no corpus")

Figures = dict[str, tuple[int, int, int, int]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The books before any money came, closed."""
    path = tmp_path_factory.mktemp("day") / "base.db"
    make_books(str(path)).close()
    return path


@pytest.fixture
def books(base: Path, tmp_path: Path) -> Iterator[Ledger]:
    """The same in a file of the test's own."""
    shutil.copy(base, tmp_path / "books.db")
    ledger = open_books(str(tmp_path / "books.db"))
    yield ledger
    ledger.close()


def meant() -> dict[str, Figures]:
    """Cash, discount, write-off and what stays open of each document, by receipt."""
    found: dict[str, Figures] = {}
    for row in rows("truth"):
        names = ("cash_applied", "discount", "tolerance_writeoff", "left_open")
        if row["doc_no"]:
            figures = [parse_amount(row[name], "USD") for name in names]
            found.setdefault(row["receipt_no"], {})[row["doc_no"]] = tuple(figures)  # type: ignore[assignment]
    return found


def figures(proposal: Proposal) -> Figures:
    """The same of a proposal."""
    found = {}
    for document, line in zip(proposal.documents, proposal.lines, strict=True):
        stays = document.open - line.pay - line.discount - line.written_off - line.wish.write_off
        found[document.number] = (line.pay, line.discount, line.written_off, stays)
    return found


def number_of(ledger: Ledger, receipt: str) -> str:
    row = ledger.read.receipt(receipt)
    assert row is not None
    return Truth().receipt_of(row)


@pytest.mark.parametrize(
    ("names", "likely"),
    [
        (("camt053.xml",), 3),
        (("bai2-usd.bai2",), 8),
        (("ofx-usd.ofx",), 8),
        (("mt940-cad.sta",), 1),
        (("lockbox.txt",), 0),
        (FORMATS, 3),
    ],
    ids=lambda part: "-".join(part) if isinstance(part, tuple) else str(part),
)
def test_what_is_proposed_is_what_was_meant(
    books: Ledger, names: tuple[str, ...], likely: int
) -> None:
    for name in names:
        take(books, name)
    found = [propose(books, key) for key in Inbox(books).keys]
    truth = meant()
    wrong = []
    for proposal in filter(lambda one: one.acceptable, found):
        receipt = number_of(books, proposal.receipt)
        if not agrees(books, proposal, truth.get(receipt, {})):
            wrong.append(receipt)
    assert wrong == []
    assert sum(proposal.kind == "LIKE" for proposal in found) == likely


def agrees(ledger: Ledger, proposal: Proposal, truth: Figures) -> bool:
    """Whether a proposal pays the documents that were meant: to the cent, where the payer's
    amounts are told; the other files cut them off."""
    line = find_line(ledger, proposal.receipt)
    assert line is not None
    stated = any(one.amount is not None for one in together(line.lines).documents)
    made = figures(proposal)
    return made == truth if stated else made.keys() == truth.keys()


def test_the_day_in_the_inbox(books: Ledger) -> None:
    for name in FORMATS:
        take(books, name)
    inbox = Inbox(books)
    assert [(one.currency, one.lines, one.amount) for one in inbox.sums()] == [
        ("CAD", 11, 1_439_565_36),
        ("USD", 46, 3_728_381_01),
    ]
    proposals = {number_of(books, key): propose(books, key) for key in inbox.keys}
    kinds = Counter(one.kind for one in proposals.values())
    assert kinds == {"SURE": 48, "LIKE": 3, "DUP?": 2, "NONE": 3, "RETN": 1}
    told = {number: (one.kind, one.text) for number, one in proposals.items()}
    assert told["R415004"] == ("LIKE", "1930665018")
    assert told["R415019"] == ("LIKE", "2 inv. disc 607.59")
    assert told["R415041"] == ("LIKE", "3 inv. disc 992.34")
    assert told["R415031"] == ("DUP?", "of RC20000019")
    assert told["R415025"] == ("NONE", "no such customer")
    assert told["R415036"] == ("NONE", "another company's")
    assert told["R415900"] == ("RETN", "returned, NSF")
    assert told["R415003"] == ("SURE", "7 invoices")
    assert told["R415047"] == ("SURE", "2960619384 wo 5.00")
    assert max(len(one.text) for one in proposals.values()) <= 18


def test_all_sure_lines_are_accepted_once(books: Ledger) -> None:
    for name in ("camt053.xml", "lockbox.txt"):
        take(books, name)
    keys = Inbox(books).keys
    steps: list[tuple[int, int]] = []
    done = accept_all(books, keys, progress=lambda at, of: steps.append((at, of)))
    assert sum(one.posted is not None for one in done) == 48
    assert all(one.why for one in done if one.posted is None)
    assert steps == [(20, 57), (40, 57), (57, 57)]
    rests = [propose(books, key).text for key in Inbox(books).keys]
    assert rests.count("4.00 left") == 3  # applied, with what was too much on account
    assert len(rests) == 9 + 3
    before = books.store.head().pos
    assert not any(one.posted for one in accept_all(books, keys))
    assert books.store.head().pos == before
    assert [one.waiting for one in batches(books)] == [3, 0, 9]
    verify(books.store)


def test_sure_and_likely_lines_accepted_leave_every_document_as_was_meant(books: Ledger) -> None:
    for name in ("camt053.xml", "lockbox.txt"):
        take(books, name)
    keys = Inbox(books).keys
    accept_all(books, keys)
    likely = [propose(books, key) for key in Inbox(books).keys]
    done = [accept(books, one.receipt, one) for one in likely if one.kind == "LIKE"]
    assert len(done) == 3
    assert [one.learned for one in done if one.moved] == [()]  # a name of two customers
    found = {}
    truth = {row["doc_no"]: row["left_open"] for row in rows("truth") if row["doc_no"]}
    for number in truth:
        (document,) = books.read.find_documents(number)
        found[number] = decimal_string(document.open, document.currency)
    different = {number for number, left in truth.items() if found[number] != left}
    assert different == {"1991840200"}  # a document of a company the cheque didn't come to
