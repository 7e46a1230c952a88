"""What was written off and came in after all, as a list."""

from __future__ import annotations

from collections import Counter

from artui.ledger.events import document_key
from artui.ledger.ledger import Ledger
from artui.ledger.reading.recoveries import recoveries as taken_back
from artui.reports.asked import Asked, about, checked, common
from artui.reports.papers import Cell, Column, Lead, Money, Report, to_document


def recoveries(ledger: Ledger, asked: Asked) -> Report:
    """The write-offs taken back between two days, and what was paid of each since."""
    checked(ledger, asked, of_a_time=True)
    columns = (
        Column("Customer", "customer"),
        Column("Document", "document"),
        Column("Off on", "written_off_on"),
        Column("Back on", "taken_back_on"),
        Column("Written off", "written_off", right=True),
        Column("Recovered", "recovered", right=True),
        Column("Cur", "currency"),
    )
    rows: list[list[Cell]] = []
    leads: list[Lead] = []
    amounts: Counter[str] = Counter()
    paid: Counter[str] = Counter()
    for one in taken_back(ledger.store, ledger.sight, asked.company, asked.first, asked.last):
        if asked.customer not in ("", one.customer):
            continue
        amounts[one.currency] += one.amount
        paid[one.currency] += one.paid
        figures = (Money(one.amount, one.currency), Money(one.paid, one.currency))
        days = (one.written_off, one.taken_back)
        leads.append(to_document(document_key(asked.company, one.number)))
        rows.append([one.customer, one.number, *days, *figures, one.currency])
    totals: list[list[Cell]] = [
        ["Total", "", "", "", Money(amounts[cur], cur), Money(paid[cur], cur), cur]
        for cur in sorted(amounts)
    ]
    when = about(ledger, asked, of_a_time=True)
    return Report("Recoveries", when, columns, rows, totals, common=common(asked), leads=leads)
