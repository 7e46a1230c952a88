"""Closing a period: a list that must be in order, then a seal over what the books came to.

:func:`judge` decides by figures alone; :func:`look` gathers them. What is wrong blocks, what only
needs a look is confirmed. The seal freezes the aged trial balance: its sums stand in the event,
the rows behind them follow from the log up to the seal's position at any later time.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

import msgspec

from artui.ledger import events as ev
from artui.ledger.drafts import MEMORY, Draft
from artui.ledger.errors import Problem, Refused, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.policies import Period
from artui.ledger.reading import balances
from artui.ledger.reading.balances import Aged, Tie
from artui.ledger.reading.batches import waiting_batches
from artui.ledger.reading.journal_batches import count_unposted
from artui.ledger.store import Store
from artui.ledger.writer import Writer

ALREADY, BLOCKED, UNCONFIRMED, NO_NOTE, NO_SEAL = 2224, 2360, 2361, 2362, 2363


class State(Enum):
    """What a line of the list came to."""

    OK = "ok"
    CONFIRM = "to confirm"
    WRONG = "not ok"


class Check(NamedTuple):
    """A line of the list: what was looked at, what it came to, the figures."""

    name: str
    state: State
    figures: str


class Waiting(NamedTuple):
    """Things of one currency that wait: how many and how much, signed as balances are."""

    currency: str
    number: int
    amount: int


class Standing(NamedTuple):
    """What the list looks at; see :func:`look`."""

    ties: Sequence[Tie]
    unposted_batches: int
    open_batches: Sequence[str]
    requests: Sequence[Waiting]
    unidentified: Sequence[Waiting]
    drafts: Sequence[str]
    earlier_open: Sequence[str]
    ends: str
    today: str
    base_currency: str


class SealedSums(NamedTuple):
    """One currency of a seal: open balances by age, and the control accounts beside them."""

    open: int
    not_due: int
    late_30: int
    late_60: int
    late_more: int
    control: int
    open_base: int
    control_base: int


def judge(standing: Standing) -> list[Check]:
    """The list of a closing from its figures."""
    return [
        _control(standing),
        _count("Unposted batches", standing.unposted_batches, State.WRONG),
        _named("Receipt batches not closed", standing.open_batches),
        _waiting("Write-off requests pending", standing.requests),
        _waiting("Unidentified cash", standing.unidentified),
        _named("Drafts of the period", standing.drafts),
        _named("Earlier periods open", standing.earlier_open),
        _ended(standing),
    ]


def _control(standing: Standing) -> Check:
    wrong = [tie for tie in standing.ties if not tie.ties]
    if wrong:
        base = standing.base_currency
        said = [
            f"{tie.currency} {format_amount(tie.control, tie.currency)}, documents "
            f"{format_amount(tie.documents, tie.currency)}, differing in base by "
            f"{format_amount(tie.control_base - tie.documents_base, base)} {base}"
            for tie in wrong
        ]
        return Check("Control accounts tie", State.WRONG, "; ".join(said))
    sums = (f"{tie.currency} {format_amount(tie.control, tie.currency)}" for tie in standing.ties)
    return Check("Control accounts tie", State.OK, "  ".join(sums) or "nothing is booked")


def _count(name: str, count: int, otherwise: State) -> Check:
    return Check(name, otherwise if count else State.OK, str(count))


def _waiting(name: str, waiting: Sequence[Waiting]) -> Check:
    sums = [f"{w.number} of {w.currency} {format_amount(w.amount, w.currency)}" for w in waiting]
    return Check(name, State.CONFIRM if waiting else State.OK, ", ".join(sums) or "0")


def _named(name: str, found: Sequence[str]) -> Check:
    said = f"{len(found)}: {', '.join(found)}" if found else "0"
    return Check(name, State.CONFIRM if found else State.OK, said)


def _ended(standing: Standing) -> Check:
    over = standing.ends < standing.today
    return Check("Period is over", State.OK if over else State.CONFIRM, f"ends {standing.ends}")


# --- looking -----------------------------------------------------------------------------------


def look(ledger: Ledger, company: str, period: str) -> Standing:
    """The figures of the list for a period as the ledger stands."""
    policies = ledger.policies
    known = _known(ledger, company, period)
    others = policies.company(company).periods.values()
    earlier = sorted(other.name for other in others if other.open and other.last < known.first)
    return Standing(
        ties=balances.ties(ledger.store, company, known.last),
        unposted_batches=count_unposted(ledger.store, company, known.last),
        open_batches=[
            f"{batch.batch} {batch.words}"
            for batch in waiting_batches(ledger.store, company, known.last)
        ],
        requests=_requests(ledger, company),
        unidentified=_unidentified(ledger, company, known.last),
        drafts=_drafts(ledger, company, known),
        earlier_open=earlier,
        ends=known.last,
        today=ledger.today(),
        base_currency=policies.company(company).base_currency,
    )


def closing_list(ledger: Ledger, company: str, period: str) -> list[Check]:
    """The list that a closing of the period runs."""
    return judge(look(ledger, company, period))


def _known(ledger: Ledger, company: str, period: str) -> Period:
    known = ledger.policies.company(company).periods.get(period)
    if known is None:
        raise refuse("period", 2112, f"{company} has no period {period}")
    return known


def _requests(ledger: Ledger, company: str) -> list[Waiting]:
    rows = ledger.store.query(
        "SELECT currency, COUNT(*), SUM(amount) FROM requests "
        "WHERE company = :company AND state = 'pending' GROUP BY currency ORDER BY currency",
        {"company": company},
    )
    return [Waiting(row[0], int(row[1]), int(row[2])) for row in rows]


def _unidentified(ledger: Ledger, company: str, day: str) -> list[Waiting]:
    rows = ledger.store.query(
        "SELECT currency, COUNT(*), SUM(open) FROM documents WHERE company = :company "
        "AND customer = '' AND open <> 0 AND date <= :day GROUP BY currency ORDER BY currency",
        {"company": company, "day": day},
    )
    return [Waiting(row[0], int(row[1]), int(row[2])) for row in rows]


def _drafts(ledger: Ledger, company: str, period: Period) -> list[str]:
    """Whose drafts would be posted in the period: ``mlopez DEC corp, USD 5,146.56``."""
    rows = ledger.store.query(
        "SELECT clerk, label, state FROM drafts WHERE company = :company AND id <> :memory "
        "ORDER BY clerk, updated_at",
        {"company": company, "memory": MEMORY},
    )
    found = []
    for clerk, label, state in rows:
        draft = msgspec.msgpack.decode(state, type=Draft)
        if not period.first <= draft.fields.get("accounting", "") <= period.last:
            continue
        if not draft.command or ledger.store.command(draft.command) is None:
            found.append(f"{clerk} {label}")
    return found


# --- closing and opening again -----------------------------------------------------------------


def close_period(
    ledger: Ledger, company: str, period: str, *, confirmed: bool = False, note: str = ""
) -> ev.BalancesSealed:
    """Close a period and seal its balances, in one transaction; the seal.

    Refuses a period that is closed, one whose list is wrong, and, unless ``confirmed``, one with
    lines that need a look; each such line is a problem of its own.
    """
    with ledger.hold():
        ledger.require("periods.close")
        known = _known(ledger, company, period)
        if not known.open:
            raise refuse("period", ALREADY, f"period {period} of {company} is closed already")
        standing = look(ledger, company, period)
        checks = judge(standing)
        _insist(checks, State.WRONG, BLOCKED)
        if not confirmed:
            _insist(checks, State.CONFIRM, UNCONFIRMED)
        writer = Writer(ledger)
        stream = f"periods/{company}"
        writer.add(stream, ev.PeriodClosed, company=company, period=period, note=note)
        head = ledger.store.head()
        writer.add(
            stream,
            ev.BalancesSealed,
            company=company,
            period=period,
            pos=head.pos,
            hash=head.hash.hex(),
            vouchers=balances.count_vouchers(ledger.store, company),
            balances=_sealed(
                standing.ties, balances.aged(ledger.store, company, known.last, head.pos)
            ),
        )
        writer.save()
        return ledger.policies.seals[company, period]


def _insist(checks: Sequence[Check], state: State, number: int) -> None:
    problems = [
        Problem("period", number, f"{check.name}: {check.figures} ({state.value})")
        for check in checks
        if check.state is state
    ]
    if problems:
        raise Refused(*problems)


def _sealed(ties: Sequence[Tie], aged: Sequence[Aged]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    ages = balances.by_currency(aged)
    return tuple(
        (
            tie.currency,
            tuple(
                SealedSums(
                    tie.documents,
                    *ages.get(tie.currency, (0, 0, 0, 0)),
                    tie.control,
                    tie.documents_base,
                    tie.control_base,
                )
            ),
        )
        for tie in ties
    )


def reopen_period(ledger: Ledger, company: str, period: str, note: str) -> None:
    """Open a closed period again; ``note`` says why. Its seal stays in the log."""
    if not note.strip():
        raise refuse("note", NO_NOTE, "a period is opened again for a reason: say which")
    with ledger.hold():
        ledger.require("periods.reopen")
        if _known(ledger, company, period).open:
            raise refuse("period", ALREADY, f"period {period} of {company} is open already")
        writer = Writer(ledger)
        writer.add(
            f"periods/{company}", ev.PeriodReopened, company=company, period=period, note=note
        )
        writer.save()


# --- what was sealed ---------------------------------------------------------------------------


def seal_of(ledger: Ledger, company: str, period: str) -> ev.BalancesSealed:
    """The newest seal of a period; refuses one that was never closed."""
    _known(ledger, company, period)
    seal = ledger.policies.seals.get((company, period))
    if seal is None:
        raise refuse("period", NO_SEAL, f"period {period} of {company} was never closed")
    return seal


def sealed_sums(seal: ev.BalancesSealed) -> dict[str, SealedSums]:
    """The sums of a seal by currency, in minor units."""
    return {currency: SealedSums(*sums) for currency, sums in seal.balances}


def frozen(ledger: Ledger, seal: ev.BalancesSealed) -> list[Aged]:
    """The aged trial balance as it was sealed, customer by customer."""
    day = _known(ledger, seal.company, seal.period).last
    return balances.aged(ledger.store, seal.company, day, seal.pos)


def broken(ledger: Ledger, seal: ev.BalancesSealed) -> list[str]:
    """What no longer agrees with a seal, in sentences; empty while it holds."""
    said = []
    stored = ledger.store.stored(seal.pos - 1, 1)
    if not stored or stored[0].hash.hex() != seal.hash:
        said.append(f"event {seal.pos} does not have the hash that was sealed")
    last = _known(ledger, seal.company, seal.period).last
    return [*said, *broken_sums(ledger.store, seal, last)]


def broken_sums(store: Store, seal: ev.BalancesSealed, last: str) -> list[str]:
    """Which aged balances of a period that ends on ``last`` no longer agree with its seal."""
    ages = balances.by_currency(balances.aged(store, seal.company, last, seal.pos))
    return [
        f"the aged balances in {currency} are not those that were sealed"
        for currency, sums in sealed_sums(seal).items()
        if ages.get(currency, (0, 0, 0, 0)) != sums[1:5]
    ]
