"""Learning who pays: a clerk moved money of a bank's line to a customer, and so confirmed it."""

from __future__ import annotations

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger
from artui.ledger.receiving.aliases import learned
from artui.ledger.receiving.lines import lines_of, together
from artui.ledger.receiving.payers import named


def confirm(ledger: Ledger, receipt: str, customer: str) -> list[str]:
    """Learn that the payer of a receipt's line is a customer; the names and accounts learned.

    Nothing is learned of a receipt no file told of, of what leads to the customer already, and of
    a name that is a customer's own. Inside a hold.
    """
    lines = lines_of(ledger, receipt)
    said = together(lines)
    company = ev.company_of(receipt)
    if named(ledger, company, said.payer):
        said = ev.LineSaid(account=said.account)
    stamp = ledger.stamp()
    facts = learned(ledger, company, customer, said, receipt, stamp)
    if facts:
        ledger.store.append(facts, stamp.command)
    return [fact.text for fact in facts if isinstance(fact, ev.PayerAliasLearned)]
