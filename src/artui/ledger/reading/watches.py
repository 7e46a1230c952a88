"""Watches: what no single posting shows. Habits, amounts just under a limit, limits gone round,
tolerances eaten up, money for what was written off. They accuse nobody: they say where to look.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from artui.ledger.dates import days_between
from artui.ledger.errors import refuse
from artui.ledger.events import number_of
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.reading.moment import check_span
from artui.ledger.reading.written_off import WriteOff, standing
from artui.ledger.views import moves
from artui.ledger.views.moves import day_number

HABIT, UNDER, SPLIT, EROSION, RECOVERED = "habit", "under", "split", "erosion", "recovered"

TITLES = {
    HABIT: "Habitually short",
    UNDER: "Just under a limit",
    SPLIT: "Split write-offs",
    EROSION: "Tolerance eaten up",
    RECOVERED: "Recovered later",
}
"""Every watch with its name."""

NO_WATCH = 2656


class Thresholds(NamedTuple):
    """From when on something is worth a look; see docs/watches.md."""

    times: int = 3  # so often short, or just under a limit
    share: int = 50  # percent of a customer's payments that were short
    band: int = 10  # percent below a limit that count as just under it
    days: int = 7  # within which write-offs belong together
    single: int = 10  # times a single allowance, of a customer in a year


STANDARD = Thresholds()


class Finding(NamedTuple):
    """Something worth a look: whose, how often, how much (minor units), and why in words.

    ``key`` names it within its watch; ``documents`` are those behind it.
    """

    watch: str
    key: str
    company: str
    customer: str
    name: str
    currency: str
    times: int
    amount: int
    words: str
    documents: tuple[str, ...]


def findings(
    ledger: Ledger,
    first: str,
    last: str,
    *,
    watch: str = "",
    company: str = "",
    thresholds: Thresholds = STANDARD,
) -> list[Finding]:
    """What the watches (all, or one) find in a span of days; the largest first within each.
    Refuses days outside the history."""
    if watch and watch not in TITLES:
        raise refuse("watch", NO_WATCH, f"{watch!r} is none of {', '.join(TITLES)}")
    check_span(ledger, first, last, ("from", "to"))
    found = standing(ledger, first, last, company=company)
    made: dict[str, Callable[[], Iterable[Finding]]] = {
        HABIT: lambda: _habits(found, _payments(ledger, first, last), thresholds),
        UNDER: lambda: _under(found, thresholds),
        SPLIT: lambda: _split(found, thresholds),
        EROSION: lambda: _eroded(found, thresholds),
        RECOVERED: lambda: _recovered(ledger, found),
    }
    return [
        finding
        for name in TITLES
        if watch in ("", name)
        for finding in sorted(made[name](), key=lambda one: (-one.amount, one.key))
    ]


Account = tuple[str, str, str]
"""Company, customer, currency."""


def _account(one: WriteOff) -> Account:
    return one.company, one.customer, one.currency


def _by(
    found: Iterable[WriteOff], key: Callable[[WriteOff], tuple[str, ...]]
) -> dict[tuple[str, ...], list[WriteOff]]:
    groups: dict[tuple[str, ...], list[WriteOff]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return groups


def _finding(watch: str, key: str, ones: Sequence[WriteOff], words: str) -> Finding:
    last = ones[-1]
    return Finding(
        watch,
        key,
        last.company,
        last.customer,
        last.name,
        last.currency,
        len(ones),
        sum(one.amount for one in ones),
        words,
        tuple(dict.fromkeys(one.document for one in ones)),
    )


def _money(minor: int, currency: str) -> str:
    return f"{currency} {format_amount(minor, currency)}"


# --- habitual short payers -----------------------------------------------------------------------


def _payments(ledger: Ledger, first: str, last: str) -> dict[Account, int]:
    """How many vouchers paid something of each account."""
    rows = ledger.store.query(
        "SELECT d.company, d.customer, d.currency, COUNT(DISTINCT m.pos + m.ahead)"
        " FROM movements AS m JOIN documents AS d ON d.pos = m.document"
        " WHERE m.kind = :paid AND m.amount < 0 AND m.day BETWEEN :first AND :last"
        " GROUP BY d.company, d.customer, d.currency",
        {"paid": moves.PAID, "first": day_number(first), "last": day_number(last)},
    )
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}


def _habits(
    found: Iterable[WriteOff], payments: dict[Account, int], thresholds: Thresholds
) -> Iterator[Finding]:
    for key, ones in _by((one for one in found if not one.by_hand), _account).items():
        short = len({one.voucher for one in ones})
        paid = payments.get((key[0], key[1], key[2]), 0)
        if short < thresholds.times or short * 100 < thresholds.share * paid:
            continue
        words = (
            f"{short} of {paid} payments were short within tolerance, together "
            f"{_money(sum(one.amount for one in ones), key[2])}."
        )
        yield _finding(HABIT, "/".join(key), ones, words)


# --- just under a limit --------------------------------------------------------------------------


def _under(found: Sequence[WriteOff], thresholds: Thresholds) -> Iterator[Finding]:
    """Amounts that crowd below a limit: by clerk where written off by hand, else by customer."""
    by_hand = _by((one for one in found if one.by_hand), lambda one: (one.clerk, one.currency))
    short = _by((one for one in found if not one.by_hand), _account)
    for key, ones in (*by_hand.items(), *short.items()):
        bound = [one for one in ones if one.limit]
        near = [one for one in bound if _band(one, thresholds.band) == 0]
        next_to = sum(_band(one, thresholds.band) == 1 for one in bound)
        if len(near) < thresholds.times or len(near) <= 2 * next_to:
            continue
        who = f"{key[0]} wrote off" if near[0].by_hand else f"{near[-1].name} was short"
        words = (
            f"{who} {len(near)} times just under the limit, by less than {thresholds.band}% of it; "
            f"{next_to} time{'' if next_to == 1 else 's'} in the {thresholds.band}% below that."
        )
        yield _finding(UNDER, "/".join(key), near, words)


def _band(one: WriteOff, percent: int) -> int:
    """How many bands of so many percent an amount lies below its limit; -1 above it."""
    assert one.limit
    below = one.limit - one.amount
    return -1 if below < 0 else below * 100 // (percent * one.limit)


# --- split write-offs ----------------------------------------------------------------------------


def _split(found: Sequence[WriteOff], thresholds: Thresholds) -> Iterator[Finding]:
    """Several write-offs of one user for one customer that together go above the limit."""
    by_hand = [one for one in found if one.by_hand and one.limit]
    for key, ones in _by(by_hand, lambda one: (one.clerk, *_account(one))).items():
        ones.sort(key=lambda one: (one.day, one.pos))
        worst: list[WriteOff] = []
        for at, begin in enumerate(ones):
            run = [one for one in ones[at:] if days_between(begin.day, one.day) < thresholds.days]
            if sum(one.amount for one in run) > sum(one.amount for one in worst):
                worst = run
        limit = max(one.limit or 0 for one in worst)
        total = sum(one.amount for one in worst)
        if len(worst) > 1 and total > limit:
            words = (
                f"{key[0]} wrote off {_money(total, key[3])} of {worst[-1].name} in {len(worst)} "
                f"parts within {thresholds.days} days; the limit was {_money(limit, key[3])}."
            )
            yield _finding(SPLIT, "/".join(key), worst, words)


# --- tolerances eaten up -------------------------------------------------------------------------


def _eroded(found: Sequence[WriteOff], thresholds: Thresholds) -> Iterator[Finding]:
    """Several tolerated differences of one document, and much of one customer in a year."""
    short = [one for one in found if not one.by_hand]
    for key, ones in _by(short, lambda one: (one.document,)).items():
        if len(ones) > 1:
            allowed = max(one.limit or 0 for one in ones)
            words = (
                f"{number_of(key[0])} was short {len(ones)} times, together "
                f"{_money(sum(one.amount for one in ones), ones[0].currency)}; the tolerance "
                f"allowed {_money(allowed, ones[0].currency)} at most."
            )
            yield _finding(EROSION, key[0], ones, words)
    for key, ones in _by(short, lambda one: (*_account(one), one.day[:4])).items():
        allowed = max(one.limit or 0 for one in ones)
        total = sum(one.amount for one in ones)
        if allowed and total >= thresholds.single * allowed:
            words = (
                f"{_money(total, key[2])} were tolerated in {key[3]}, {total // allowed} times "
                f"what is allowed once ({_money(allowed, key[2])})."
            )
            yield _finding(EROSION, "/".join(key), ones, words)


# --- recovered later -----------------------------------------------------------------------------


def _recovered(ledger: Ledger, found: Sequence[WriteOff]) -> Iterator[Finding]:
    """Money on account that names what was written off, or is as much: the write-off should be
    taken back first."""
    for key, ones in _by(found, _account).items():
        credits = [
            item
            for item in ledger.read.open_items(key[0], [key[1]], key[2])
            if item.kind == "receipt" and item.open < 0
        ]
        for credit in credits:
            for one in ones:
                if credit.date < one.day:
                    continue
                named = number_of(one.document) in credit.reference.split()
                if not named and -credit.open != one.amount:
                    continue
                how = "names" if named else "is as much as was written off of"
                words = (
                    f"{credit.number} of {_money(-credit.open, key[2])} on account {how} "
                    f"{number_of(one.document)}: take the write-off of "
                    f"{_money(one.amount, key[2])} back, then apply it."
                )
                yield _finding(RECOVERED, f"{credit.id}/{one.pos}", [one], words)
