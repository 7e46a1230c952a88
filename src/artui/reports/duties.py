"""Who holds rights that one person should not hold together (rule 21)."""

from __future__ import annotations

from artui.ledger.ledger import Ledger
from artui.ledger.people import rights
from artui.reports.asked import Asked
from artui.reports.papers import Column, Report


def duties(ledger: Ledger, asked: Asked) -> Report:
    """Every pair of incompatible rights that a user holds now, in whatever company."""
    ledger.require("reports.read")
    columns = (
        Column("User", "user", gives=True),
        Column("What clashes", "why"),
        Column("Roles", "roles", gives=True),
        Column("First", "first", on_paper=False),
        Column("Second", "second", on_paper=False),
    )
    rows = [
        [clash.user, clash.why, " ".join(clash.roles), clash.first, clash.second]
        for clash in rights.clashes(ledger.policies)
    ]
    alone = rights.holders(ledger.policies, "changes.confirm")
    notes: tuple[str, ...] = ()
    if len(alone) < 2:
        who = ", ".join(alone) or "nobody"
        notes = (f"Only {who} may confirm changes: they are made by one person.",)
    known = f"As known at event {ledger.store.head().pos:,}, on {asked.last}"
    return Report("Duties apart", (known,), columns, rows, notes=notes)
