"""The fields of an event, in words and with amounts in their decimals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.setup.closing import sealed_sums
from artui.reports.records import FIGURES, event_record

_ABOVE = frozenset(
    ("position", "event", "code", "stream", "version", "recorded_at", "clerk", "command")
)
_LABELS = {
    "base": "base amount",
    "target": "document paid",
    "source": "paid with",
    "source_amount": "amount used",
    "target_base": "its base amount",
    "source_base": "base amount used",
}


class FieldSaid(NamedTuple):
    """A field of an event: its name in words, what it holds, and how it is called in the event."""

    label: str
    value: str
    name: str


def fields_of(ledger: Ledger, pos: int, event: ev.Event) -> Iterator[FieldSaid]:
    """Each own field of an event that holds something; a list line by line."""

    def currency_of(key: str) -> str:
        document = ledger.read.document(key)
        return document.currency if document else ""

    def base_of(company: str) -> str:
        return ledger.policies.company(company).base_currency

    record = event_record(pos, event, currency_of, base_of)
    if isinstance(event, ev.BalancesSealed):
        yield from _sealed(event, base_of(event.company))
        record = {name: value for name, value in record.items() if name not in _SEALED}
    for name, value in record.items():
        if name in _ABOVE or value in ("", None, [], {}):
            continue
        label = _LABELS.get(name, name.replace("_", " ")).capitalize()
        if not isinstance(value, list):
            yield FieldSaid(label, _figure(value) if name in FIGURES else _text(value), name)
            continue
        for at, part in enumerate(value):
            yield FieldSaid(label if at == 0 else "", _text(part), name)


_SEALED = frozenset(("pos", "hash", "balances"))
_SUMS = {
    "open": "open",
    "not_due": "not due",
    "late_30": "1-30 late",
    "late_60": "31-60",
    "late_more": "over 60",
    "control": "control account",
}
_IN_BASE = {"open_base": "open in base", "control_base": "control in base"}


def _sealed(event: ev.BalancesSealed, base: str) -> Iterator[FieldSaid]:
    """What a closing sealed: up to which event, with which hash, and the sums of each currency; of
    others than the base currency also what is open and the control account in base."""
    yield FieldSaid("Sealed up to event", f"{event.pos:,}", "sealed")
    yield FieldSaid("Its hash", event.hash, "sealed_hash")
    for currency, sums in sealed_sums(event).items():
        amounts = sums._asdict()
        for name, label in _SUMS.items():
            said = format_amount(amounts[name], currency)
            yield FieldSaid(f"{currency} {label}", said, "balances")
        for name, label in _IN_BASE.items() if currency != base else ():
            said = f"{format_amount(amounts[name], base)} {base}"
            yield FieldSaid(f"{currency} {label}", said, "balances")


def own_fields(ledger: Ledger, pos: int, event: ev.Event) -> list[str]:
    """The fields as lines of a half panel."""
    return [f"  {said.label:<13} {said.value}" for said in fields_of(ledger, pos, event)]


def _figure(value: object) -> str:
    """``8,937.47-`` of a decimal text."""
    text = str(value)
    whole, point, places = text.removeprefix("-").partition(".")
    if not whole.isdecimal():
        return text
    return f"{int(whole):,}{point}{places}{'-' if text.startswith('-') else ''}"


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{_text(key)} {_text(part)}" for key, part in value.items() if part)
    if isinstance(value, list | tuple):
        return " ".join(map(_text, value))
    return str(value)
