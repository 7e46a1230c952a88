"""Payers learned: what a clerk confirmed of a name or account as the bank writes it.

A learned alias is a sure sign as long as it leads to one customer; it is an event, with who and
when, and can be ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.naming import alias_word, numbered
from artui.ledger.posting import Stamp

NAME, ACCOUNT = "name", "account"

NO_ALIAS, ALIAS_ENDED = range(2647, 2649)


class Alias(NamedTuple):
    """A learned alias; ``receipt`` is the document key it was confirmed on."""

    company: str
    number: int
    customer: str
    kind: str
    text: str
    receipt: str
    clerk: str
    recorded_at: int
    ended: bool

    @property
    def key(self) -> str:
        """How it is named: ``COMPANY/NUMBER``."""
        return f"{self.company}/{self.number}"


def customers_known_as(ledger: Ledger, company: str, kind: str, text: str) -> set[str]:
    """The customers of a company that a payer's name or account (``kind``) was confirmed as."""
    word = alias_word(kind, text)
    if not word:
        return set()
    rows = ledger.store.query(
        "SELECT customer FROM payer_aliases"
        " WHERE company = :company AND word = :word AND ended = 0",
        {"company": company, "word": word},
    )
    return {row[0] for row in rows}


def learned(
    ledger: Ledger, company: str, customer: str, said: ev.LineSaid, receipt: str, stamp: Stamp
) -> list[ev.Event]:
    """The facts by which a payer's name and account become aliases of a customer; none for what
    leads to it already. Inside a hold."""
    wanted = [
        (kind, text)
        for kind, text in ((NAME, said.payer), (ACCOUNT, said.account))
        if text and customer not in customers_known_as(ledger, company, kind, text)
    ]
    rows = ledger.store.query(
        "SELECT COALESCE(MAX(number), 0) FROM payer_aliases WHERE company = :company",
        {"company": company},
    )
    first = int(rows[0][0]) + 1
    return [
        ev.PayerAliasLearned(
            f"alias/{company}/{number}", 1, *stamp, company, number, customer, kind, text, receipt
        )
        for number, (kind, text) in enumerate(wanted, first)
    ]


def aliases(ledger: Ledger, company: str = "", *, ended: bool = False) -> list[Alias]:
    """What was learned, the oldest first; with ``ended`` what no longer holds too."""
    where = ["1 = 1"]
    where += ["company = :company"] if company else []
    where += [] if ended else ["ended = 0"]
    rows = ledger.seen.query(
        f"SELECT pos, ended FROM payer_aliases WHERE {' AND '.join(where)} ORDER BY pos",
        {"company": company},
    )
    return list(_told(ledger, rows))


def _told(ledger: Ledger, rows: list[tuple[int, int]]) -> Iterable[Alias]:
    for start in range(0, len(rows), 500):
        part = rows[start : start + 500]
        facts = ledger.store.events_at([pos for pos, _ in part])
        for pos, ended in part:
            fact = facts[pos]
            assert isinstance(fact, ev.PayerAliasLearned)
            yield Alias(
                fact.company,
                fact.number,
                fact.customer,
                fact.kind,
                fact.text,
                fact.receipt,
                fact.clerk,
                fact.recorded_at,
                bool(ended),
            )


def end(ledger: Ledger, alias: str, *, note: str = "", command: str | None = None) -> None:
    """End an alias (``COMPANY/NUMBER``): the name or account decides nothing from now on."""
    with ledger.hold():
        if command and ledger.done_before(command) is not None:
            return
        ledger.require("applications.post")
        named = numbered(alias)
        rows = ledger.seen.query(
            "SELECT ended FROM payer_aliases WHERE company = :company AND number = :number",
            {"company": named[0], "number": named[1]} if named else {"company": "", "number": 0},
        )
        if named is None or not rows:
            raise refuse("alias", NO_ALIAS, f"there is no alias {alias}")
        if rows[0][0]:
            raise refuse("alias", ALIAS_ENDED, f"alias {alias} was ended before")
        stamp = ledger.stamp(command)
        fact = ev.PayerAliasEnded(f"alias/{alias}", 2, *stamp, *named, note)
        ledger.store.append([fact], stamp.command)
