"""The demo ledger is sound, always the same, and its post can be entered as the paper says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from artui import demo
from artui.demo_book import make_book
from artui.ledger import paying
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.events import document_key
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.proof.verifying import verify
from artui.ledger.settlement import PLAIN, Wish


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A fresh demo ledger."""
    made = demo.make(tmp_path / "demo.artui", "clerk")
    yield made
    made.close()


def remittance(kind: str) -> demo.Remittance:
    return next(r for r in demo.remittances() if r.kind == kind)


def documents(ledger: Ledger, kind: str) -> list[Document]:
    """The documents a payment names, as they stand."""
    paper = remittance(kind)
    keys = [document_key(paper.company, number) for number in paper.documents]
    found = ledger.read.documents(keys)
    return [found[key] for key in keys]


def enter(ledger: Ledger, kind: str, wish: Wish = PLAIN) -> Posted:
    """Enter a payment as a clerk would: credits first, then each debit in the paper's order."""
    paper = remittance(kind)
    account = ledger.policies.bank_account_for(paper.company, paper.currency)
    assert account is not None
    receipt = Receipt(
        paper.company,
        paper.customer,
        paper.currency,
        paper.amount,
        account.bank_account,
        paper.received,
        demo.TODAY,
        reference=paper.reference,
    )
    distribution = paying.distribution(ledger, receipt)
    for document in sorted(documents(ledger, kind), key=lambda d: d.open > 0):
        late = distribution.situation(document).offer.state == "grace"
        distribution.pay(document, None, wish if late else PLAIN)
    return paying.post_receipt(ledger, receipt, PayLine.all_of(distribution))


def test_the_demo_holds_a_business_worth_looking_at(ledger: Ledger) -> None:
    items = list(ledger.read.all_open_items())
    assert ledger.read.count_customers() == 62
    assert 1_050 <= len(items) <= 1_150
    assert {item.currency for item in items} == {"USD", "EUR"}
    assert any(item.open < 0 and item.kind == "credit_memo" for item in items)
    assert any(0 < item.open < item.original for item in items)
    assert len({item.control for item in items}) == 4
    assert all(item.branch for item in items if item.kind != "receipt")
    assert ledger.today() == demo.TODAY


def test_the_demo_is_sound(ledger: Ledger) -> None:
    assert verify(ledger.store).problems == []


def test_the_same_seed_makes_the_same_book() -> None:
    assert make_book(7) == make_book(7)
    assert make_book(7) != make_book(8)


def test_fifteen_payments_wait_on_paper_that_fits_a_screen() -> None:
    papers = demo.remittances()
    assert len(papers) == 15
    assert len({paper.kind for paper in papers}) == 15
    for paper in papers:
        assert max(map(len, paper.text.splitlines())) < 80
        assert all(number in paper.text for number in paper.documents)


@pytest.mark.parametrize(
    "kind",
    [
        "exact",
        "several",
        "discount in time",
        "short within tolerance",
        "pays for others",
        "credit memo netted",
    ],
)
def test_these_payments_close_what_they_name(ledger: Ledger, kind: str) -> None:
    assert enter(ledger, kind).left == 0
    assert [document.open for document in documents(ledger, kind)] == [
        0 for _ in remittance(kind).documents
    ]
    assert verify(ledger.store).problems == []


def test_the_short_payment_is_written_off_within_tolerance(ledger: Ledger) -> None:
    enter(ledger, "short within tolerance")
    assert ledger.read.tolerated(documents(ledger, "short within tolerance")[0].id) == 340


def test_the_late_discount_is_given_only_if_accepted(ledger: Ledger) -> None:
    (before,) = documents(ledger, "late discount")
    assert ledger.situation(before, demo.TODAY, demo.TODAY).offer.state == "grace"
    enter(ledger, "late discount", Wish(accept_late=True))
    assert documents(ledger, "late discount")[0].open == 0


def test_the_overpayment_stays_on_account(ledger: Ledger) -> None:
    assert enter(ledger, "overpaid").left == 10_000


def test_a_few_cents_over_are_kept_as_payment_difference(ledger: Ledger) -> None:
    assert enter(ledger, "overpaid by cents").left == 0


def test_euros_pay_an_invoice_in_euros_and_one_in_dollars(ledger: Ledger) -> None:
    assert enter(ledger, "another currency", Wish(accept_late=True)).left == 0
    found = documents(ledger, "another currency")
    assert [(document.currency, document.open) for document in found] == [("EUR", 0), ("USD", 0)]
    assert verify(ledger.store).problems == []


def test_a_group_invoice_is_short_by_what_its_documents_bear_together(ledger: Ledger) -> None:
    found = documents(ledger, "group invoice")
    assert {document.group_invoice for document in found} == {"G88001"}
    situations = [ledger.situation(d, demo.TODAY, demo.TODAY) for d in found]
    short = sum(d.open for d in found) - remittance("group invoice").amount
    assert max(s.allowance for s in situations) < short <= sum(s.allowance for s in situations)


@pytest.mark.parametrize(("kind", "rest"), [("partial", 255_000), ("deduction", 5_304)])
def test_what_was_not_paid_stays_open(ledger: Ledger, kind: str, rest: int) -> None:
    enter(ledger, kind)
    assert sum(document.open for document in documents(ledger, kind)) == rest


def test_the_alias_on_the_paper_finds_its_customer(ledger: Ledger) -> None:
    paper = remittance("known by an alias")
    found = ledger.read.find_customers(paper.payer)
    (document,) = documents(ledger, "known by an alias")
    assert (found[0].by, found[0].customer.customer) == ("alias", document.customer)
