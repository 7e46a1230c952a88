"""What panel E shows of a payer as soon as it is known: terms, sums, tolerance; no widgets."""

from __future__ import annotations

from datetime import date

from artui.ledger.documents import Customer
from artui.ledger.events import TermsDefined
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.screens.payment_words import tolerance_text


def about(ledger: Ledger, payer: Customer, currency: str, today: str) -> list[tuple[str, str]]:
    """Four lines in two columns: who pays under which terms, and what is open."""
    policies = ledger.policies
    left = [
        f"{payer.name}, {payer.company}, terms {payer.terms or 'none'}",
        f"Group {payer.grp or 'none'}  Payer: {payer.payer or 'itself'}",
        tolerance_text(policies.tolerance(payer, currency, today), currency),
        terms_text(policies.terms.get(payer.terms)),
    ]
    return list(zip(left, _sums(ledger, payer, currency, today), strict=True))


def _sums(ledger: Ledger, payer: Customer, currency: str, today: str) -> list[str]:
    totals = ledger.read.customer_totals(payer.company, payer.customer, today)
    total = next((total for total in totals if total.currency == currency), None)
    lines = [""] * 4
    if total is not None:
        lines[0] = _sum("Open", total.open, currency, total.documents)
        lines[1] = _sum("Overdue", total.overdue, currency, total.overdue_documents)
        lines[2] = f"On account {format_amount(-total.on_account, currency):>11} {currency}"
    last = ledger.read.last_receipt(payer.company, payer.customer)
    if last is not None:
        money = format_amount(-last.amount, last.currency)
        lines[3] = f"Last receipt {last.received}  {money}"
    return lines


def _sum(word: str, minor: int, currency: str, documents: int) -> str:
    many = "document" if documents == 1 else "documents"
    return f"{word:<8}{format_amount(minor, currency):>14} {currency} {documents:>3,} {many}"


def terms_text(terms: TermsDefined | None) -> str:
    """The first discount step of terms in short: ``2% until the due date, 14 grace days``."""
    if terms is None or terms.ended or not terms.steps:
        return "No discount terms"
    step = terms.steps[0]
    until = "the due date" if step.days is None else f"{step.days} days"
    return f"{step.percent}% until {until}, {terms.grace_days} grace days"


def weekday(day: str, today: str) -> str:
    """``Wed *`` for a day that is not today: a remembered date is seen at once."""
    if not day or day == today:
        return ""
    try:
        return f"{date.fromisoformat(day):%a} *"
    except ValueError:
        return ""
