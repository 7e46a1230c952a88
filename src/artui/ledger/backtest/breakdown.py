"""A tried limit by customer, reason, month, group: who would have had it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from artui.ledger.backtest.trying import Share, WouldBe, shares
from artui.ledger.ledger import Ledger

CHUNK = 500
"""Documents of one short read."""

NO_REASON = "none"
"""How documents stand whose shortfall nobody gave a reason for."""

BREAKDOWNS = ("customer", "reason", "month", "group")


def broken_down(ledger: Ledger, found: Iterable[WouldBe], by: str) -> list[Share]:
    """What a limit would have written off by one of :data:`BREAKDOWNS`; what costs most first."""
    documents = list(found)
    return shares(documents, _key(ledger, documents, by))


def behind_share(ledger: Ledger, found: Sequence[WouldBe], by: str, key: str) -> list[WouldBe]:
    """What one share of a breakdown is made of."""
    key_of = _key(ledger, found, by)
    return [one for one in found if key_of(one)[0] == key]


def _key(
    ledger: Ledger, documents: Sequence[WouldBe], by: str
) -> Callable[[WouldBe], tuple[str, str]]:
    if by == "customer":
        return lambda one: (f"{one.course.company}/{one.course.customer}", one.course.name)
    if by == "month":
        return lambda one: (one.moment.day[:7], "")
    if by == "reason":
        reasons = _reasons(ledger, [one.course.document for one in documents])
        names = {code: known.name for code, known in ledger.policies.reasons.items()}

        def of_reason(one: WouldBe) -> tuple[str, str]:
            reason = reasons.get(one.course.document, NO_REASON)
            return reason, names.get(reason, "no reason was given")

        return of_reason
    groups: dict[tuple[str, str], str] = {}

    def of_group(one: WouldBe) -> tuple[str, str]:
        key = (one.course.company, one.course.customer)
        if key not in groups:
            customer = ledger.read.customer(*key)
            groups[key] = customer.grp if customer else ""
        return groups[key] or NO_REASON, ""

    return of_group


def _reasons(ledger: Ledger, documents: Sequence[str]) -> dict[str, str]:
    """The reason a clerk gave for leaving each document short, the last one."""
    found: dict[str, str] = {}
    for at in range(0, len(documents), CHUNK):
        params = {f"d{number}": key for number, key in enumerate(documents[at : at + CHUNK])}
        names = ", ".join(f":{name}" for name in params)
        found.update(
            ledger.store.query(
                f"SELECT document, reason FROM short_paid WHERE document IN ({names}) ORDER BY pos",
                params,
            )
        )
    return found
