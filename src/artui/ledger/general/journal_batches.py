"""Journal batches: what a voucher books, posted to the general ledger with it or by hand later.

Every voucher has one. Where a company's parameters say ``journal_batches unposted``, those of its
write-offs and of their reversals wait until somebody posts them, one by one or all at once. Sub-
ledger, control accounts and trial balance are those of the vouchers either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.dates import BEGINNING
from artui.ledger.errors import refuse, used_otherwise
from artui.ledger.ledger import Ledger
from artui.ledger.policies import Policies
from artui.ledger.posting import Stamp
from artui.ledger.reading.journal_batches import JournalBatch, batch_of, count_unposted, unposted
from artui.ledger.sight import OUT_OF_SIGHT

NOT_UNPOSTED, NOTHING_WAITS = 2600, 2601

PERMISSION = "batches.post"


def leaves_unposted(policies: Policies, company: str, day: str) -> bool:
    """Whether write-offs of a company booked on a day leave their journal batch unposted."""
    return policies.parameters(company, day).journal_batches == "unposted"


class PostedBatches(NamedTuple):
    """Which batches a command posted, by the keys of their vouchers."""

    vouchers: tuple[str, ...]
    again: bool = False  # the command had been carried out before


def waiting(ledger: Ledger, company: str = "") -> list[JournalBatch]:
    """The unposted batches of a company (empty: of all) that the clerk sees, oldest first."""
    seen = ledger.sight
    return [
        batch for batch in unposted(ledger.store, company) if seen.sees_company(batch.head.company)
    ]


def unposted_seen(ledger: Ledger) -> int:
    """How many batches wait in the companies that the clerk sees."""
    seen = filter(ledger.sight.sees_company, ledger.policies.companies)
    return sum(count_unposted(ledger.store, company) for company in seen)


def post_batches(
    ledger: Ledger, vouchers: Sequence[str], *, command: str | None = None
) -> PostedBatches:
    """Post the unposted batches of some vouchers (their keys): all of them or none.

    Raises :class:`~artui.ledger.errors.Refused` for a batch that is posted already, and for one
    of a closed period (rule 14).
    """

    def decide(stamp: Stamp) -> PostedBatches:
        ledger.require(PERMISSION)
        keys = tuple(dict.fromkeys(vouchers))
        if not keys:
            raise refuse("voucher", NOTHING_WAITS, "no batch is named to be posted")
        for key in keys:
            _check(ledger, key)
        return _post(ledger, keys, stamp)

    return ledger.carry_out(command, decide, _answer)


def post_all_batches(
    ledger: Ledger, company: str = "", *, command: str | None = None
) -> PostedBatches:
    """Post every unposted batch of a company (empty: of all); refuses if none waits."""

    def decide(stamp: Stamp) -> PostedBatches:
        ledger.require(PERMISSION)
        keys = tuple(batch.voucher for batch in waiting(ledger, company))
        if not keys:
            whose = f" of {company}" if company else ""
            raise refuse("voucher", NOTHING_WAITS, f"no batch{whose} is unposted")
        for key in keys:
            _check(ledger, key)
        return _post(ledger, keys, stamp)

    return ledger.carry_out(command, decide, _answer)


def why(ledger: Ledger, batch: JournalBatch) -> str:
    """Why a batch waits, in words: the version of the parameters that left it unposted."""
    company, policies = batch.head.company, ledger.policies
    own = policies.settings.get(company, [])
    known = [
        line
        for line in own or policies.settings.get("", [])
        if line.since <= batch.date and line.recorded_at <= batch.head.recorded_at
    ]
    if not known:
        return "The parameters of its day left it unposted."
    line = max(known, key=lambda one: (one.since, one.originator_version))
    since = "" if line.since == BEGINNING else f" since {line.since}"
    note = f": {line.note}" if line.note else ""
    return f"Unposted by the parameters of {company if own else 'all'}{since}, {line.clerk}{note}."


def _check(ledger: Ledger, key: str) -> None:
    head, batch = ledger.read.voucher(key), batch_of(ledger.store, key)
    if head is None:
        raise refuse("voucher", 2215, f"voucher {key!r} does not exist")
    name = head.name
    if batch is None:
        raise refuse("voucher", NOT_UNPOSTED, f"{name} was posted with its voucher")
    if not ledger.sight.sees_company(batch.head.company):
        raise refuse("voucher", OUT_OF_SIGHT, f"{name} is of a branch that you don't see")
    if batch.posted:
        event = ledger.store.events_at([batch.posted])[batch.posted]
        raise refuse("voucher", NOT_UNPOSTED, f"{name} was posted by {event.clerk}")
    ledger.policies.open_period(batch.head.company, batch.date, "voucher")


def _post(ledger: Ledger, keys: Sequence[str], stamp: Stamp) -> PostedBatches:
    facts = [ev.JournalPosted(f"journal/{key}", 1, *stamp, voucher=key) for key in keys]
    ledger.store.append(facts, stamp.command)
    return PostedBatches(tuple(keys))


def _answer(events: Iterable[ev.Event]) -> PostedBatches:
    made = tuple(fact.voucher for fact in events if isinstance(fact, ev.JournalPosted))
    if not made:
        raise used_otherwise()
    return PostedBatches(made, again=True)
