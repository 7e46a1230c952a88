"""What a reversal panel was opened for: a voucher, a receipt, an application or a write-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.reversal import reversing
from artui.ledger.reversal.reversing import (
    reverse_chain,
    reverse_receipt,
    reverse_write_off,
    unapply,
)
from artui.ledger.reversal.undoing import (
    Undoing,
    chain,
    check_reversal,
    dependants,
    of_applications,
    of_receipt,
    of_write_offs,
    whole,
)
from artui.screens import show

KINDS = ("receipt", "application", "write-off")
"""What may stand before the keys of documents; without it the value is a voucher's key."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The kind of a reversal and the keys it is about: a voucher's, or those of documents (of an
    application its source and its target)."""

    kind: str
    key: str
    target: str = ""

    @classmethod
    def of(cls, values: Sequence[str]) -> Plan:
        """The plan that a panel's values mean."""
        if values and values[0] in KINDS:
            return cls(values[0], *(values[1:3] or [""]))
        return cls("voucher", values[0] if values else "")

    @property
    def what(self) -> str:
        """For the title."""
        if self.kind == "voucher":
            return f"voucher {ev.voucher_name(self.key)}" if self.key.count("/") == 3 else "voucher"
        return f"{self.kind} {ev.number_of(self.key)}"

    def read(self, ledger: Ledger) -> Reading:
        """What would be taken back now; raises :class:`~artui.ledger.errors.Refused`."""
        if self.kind != "voucher":
            undoing = self._undoing(ledger)
            return Reading(undoing, dependants(ledger, undoing), ())
        _head, built_on = check_reversal(ledger, self.key)
        keys = chain(ledger, self.key) if built_on else [self.key]
        return Reading(whole(ledger, keys), built_on, tuple(keys) if built_on else ())

    def _undoing(self, ledger: Ledger) -> Undoing:
        if self.kind == "receipt":
            return of_receipt(ledger, self.key)
        if self.kind == "application":
            return of_applications(ledger, self.key, self.target)
        return of_write_offs(ledger, self.key)

    def post(self, ledger: Ledger, day: str, command: str, *, chained: bool) -> Posted:
        """Post it; raises :class:`~artui.ledger.errors.LedgerError`."""
        if self.kind == "receipt":
            return reverse_receipt(ledger, self.key, day, command=command)
        if self.kind == "application":
            return unapply(ledger, source=self.key, target=self.target, day=day, command=command)
        if self.kind == "write-off":
            return reverse_write_off(ledger, self.key, day, command)
        if chained:
            return reverse_chain(ledger, self.key, day, command)
        return reversing.reverse(ledger, self.key, day=day, command=command)

    def said(self, posted: Posted, *, chained: bool) -> str:
        """What was done, as a sentence."""
        what = self.what[0].upper() + self.what[1:]
        with_all = " with its chain" if chained else ""
        return f"{what}{with_all} reversed by {posted.name}."


@dataclass(frozen=True, slots=True)
class Reading:
    """What a plan comes to as the books stand: ``chain`` is empty unless others built on it."""

    undoing: Undoing
    built_on: list[str]
    chain: tuple[str, ...]

    def heading(self, ledger: Ledger) -> str:
        """Whose it is, how much, and since when."""
        seal = self.undoing.parts[-1].posting.seal
        customer = ledger.read.customer(seal.company, self.undoing.customer)
        who = f"{self.undoing.customer} {customer.name if customer else ''}".strip()
        amount = f"{show.amount(-self.undoing.amount, self.undoing.currency)}"
        posted = f"posted {seal.date} by {seal.clerk}"
        return f"{who or seal.text}   {amount} {self.undoing.currency}   {posted}"

    def vouchers(self, today: str) -> str:
        """The vouchers it takes back, the newest first."""
        keys = [part.posting.key for part in self.undoing.parts]
        return named(keys, today)


def reversal_of(document: Document) -> tuple[str, ...]:
    """The panel's values for a document: a receipt with all its applications, one write-off; else
    the voucher that made it."""
    if document.kind in ("receipt", "returned"):
        return "receipt", document.id
    if document.kind in ("balance_write_off", "credit_write_off"):
        return "write-off", document.id
    return (document.voucher,)


def named(keys: Sequence[str], today: str, most: int = 6) -> str:
    """Vouchers by their short names, ``RC 147, CA 12 and 3 more``."""
    more = f" and {len(keys) - most} more" if len(keys) > most else ""
    return ", ".join(show.voucher(key, today) for key in keys[:most]) + more
