"""Taking in the open invoices and memos of another system."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from artui.importers.lines import DocumentLine
from artui.importers.table import Reading
from artui.intake.outcome import Outcome, decimals
from artui.ledger import setup
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.events import document_key, number_of, voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.policies import Policies
from artui.ledger.taking_on import DocumentRow, take_on

NAMED = 20
"""Documents that are named in a note; more are counted."""


class _Fault(NamedTuple):
    column: str
    value: str
    why: str


def check_documents(ledger: Ledger, reading: Reading[DocumentLine]) -> None:
    """Note the faults that only the ledger can tell: what a line names and nobody knows."""
    policies = ledger.policies
    known: dict[tuple[str, str], bool] = {}
    for line in reading.lines:
        key = line.company, line.customer
        if key not in known:
            known[key] = ledger.read.customer(*key) is not None
        fault = _fault(policies, line, customer_known=known[key])
        if fault is not None:
            reading.blame(line.line, *fault)


def _fault(policies: Policies, line: DocumentLine, *, customer_known: bool) -> _Fault | None:
    company = policies.companies.get(line.company)
    if company is None:
        return _Fault("company_code", line.company, "is no company of this ledger")
    if not customer_known:
        return _Fault("customer_no", line.customer, f"is no customer of {line.company}")
    if line.branch and line.branch not in company.branches:
        return _Fault("branch", line.branch, f"is no branch of {line.company}")
    if line.division and line.division not in company.divisions:
        return _Fault("division", line.division, f"is no division of {line.company}")
    try:
        policies.rate(line.company, line.currency, line.date)
    except Refused as refused:
        return _Fault("currency", line.currency, f"can't be used: {refused.problems[0].text}")
    return None


def take_documents(ledger: Ledger, lines: Iterable[DocumentLine], batch: str) -> Outcome:
    """Raise the documents the ledger doesn't know, posted against the take-on account.

    Opens the periods of the documents' years where a company has none of that year. Runs inside
    :func:`~artui.intake.outcome.whole`; the posting day is each company's newest document's.
    """
    outcome = Outcome("documents")
    lines = list(lines)
    years: dict[str, set[int]] = {}
    for line in lines:
        years.setdefault(line.company, set()).add(int(line.date[:4]))
    for company, wanted in years.items():
        new = setup.open_years(ledger, company, wanted)
        if new:
            outcome.notes.append(f"Periods of {', '.join(map(str, new))} opened for {company}")
            outcome.records.append({"company": company, "status": "opened", "years": new})
    _name_differences(ledger, lines, outcome)
    taken = take_on(ledger, [_row(line) for line in lines], batch=batch)
    outcome.added, outcome.known, outcome.totals = taken.added, taken.known, dict(taken.open)
    for key in taken.vouchers:
        head = ledger.read.voucher(key)
        text = head.text if head else ""
        outcome.notes.append(f"Voucher {voucher_name(key)} of {key.partition('/')[0]}: {text}")
        outcome.records.append({"voucher": key, "status": "posted", "text": text})
    if taken.added:
        outcome.records.append({"batch": batch, "open": decimals(taken.open)})
    return outcome


def _row(line: DocumentLine) -> DocumentRow:
    return DocumentRow(
        line.company,
        line.number,
        line.kind,
        line.customer,
        line.date,
        line.due,
        line.currency,
        line.amount,
        line.open,
        name=line.name,
        terms=line.terms,
        branch=line.branch,
        division=line.division,
        reference=line.reference,
    )


def _name_differences(ledger: Ledger, lines: list[DocumentLine], outcome: Outcome) -> None:
    """Say which documents are known with another customer, currency or original amount: the
    ledger's figures stay, but somebody should look."""
    keys = [document_key(line.company, line.number) for line in lines]
    known = ledger.read.documents(keys)
    other = [
        number_of(key)
        for key, line in zip(keys, lines, strict=True)
        if key in known and _differs(known[key], line)
    ]
    if other:
        more = f" and {len(other) - NAMED} more" if len(other) > NAMED else ""
        outcome.notes.append(
            "Known with another customer, currency or amount, left as they are: "
            f"{', '.join(other[:NAMED])}{more}"
        )
        outcome.records.extend({"document": number, "status": "differs"} for number in other)


def _differs(known: Document, line: DocumentLine) -> bool:
    return (known.customer, known.currency, known.original) != (
        line.customer,
        line.currency,
        line.amount,
    )
