"""Changes that take two: proposed by one person, confirmed by another (rule 21).

Limits, reasons, accounts, users, roles, and delegations of somebody else's authority are changed by
two. The facts of such a change are kept as they will be recorded; confirming records them. While
nobody else may confirm, a change is made at once, and whoever makes it is told so.
"""

from __future__ import annotations

from artui.ledger import events as ev
from artui.ledger.errors import Changed, Problem, ReadOnly, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.people.rights import (
    Kept,
    check_administered,
    check_role_administered,
    second_persons,
)
from artui.ledger.writer import Writer

NO_CHANGE, OWN_CHANGE, ABOUT_YOU, NOT_YOURS, OVERTAKEN = range(2404, 2409)

CONFIRMED, REJECTED, WITHDRAWN, VOID = "confirmed", "rejected", "withdrawn", "void"


def keep(writer: Writer, what: str) -> Kept:
    """Save what a writer collected, or keep it as a change that waits; only inside a hold.

    The answer stands in ``ledger.kept`` too, for whoever says what was done.
    """
    ledger = writer.ledger
    others = second_persons(ledger.policies, ledger.clerk)
    if others and writer.events:
        ledger.kept = Kept(_propose(writer, what), tuple(others))
    else:
        writer.save()
        ledger.kept = Kept(alone=not others)
    return ledger.kept


def _propose(writer: Writer, what: str) -> int:
    ledger = writer.ledger
    # A currency is no policy: it comes into use at once.
    at_once = [fact for fact in writer.events if isinstance(fact, ev.CurrencyAdopted)]
    facts = [fact for fact in writer.events if not isinstance(fact, ev.CurrencyAdopted)]
    number = ledger.policies.last_change + 1
    proposed = ev.ChangeProposed(
        f"change/{number}",
        1,
        *writer.stamp,
        number=number,
        what=what,
        streams=tuple(fact.originator_id for fact in facts),
        versions=tuple(fact.originator_version for fact in facts),
        facts=tuple(ev.encode(fact) for fact in facts),
    )
    writer.events = [*at_once, proposed]
    writer.save()
    return number


def waiting(ledger: Ledger) -> list[ev.ChangeProposed]:
    """The changes that wait, oldest first."""
    return [change for _number, change in sorted(ledger.policies.changes.items())]


def facts_of(change: ev.ChangeProposed) -> list[ev.Event]:
    """What a change would record."""
    parts = zip(change.facts, change.streams, change.versions, strict=True)
    return [ev.decode(data, stream, version) for data, stream, version in parts]


def confirm(ledger: Ledger, number: int, *, note: str = "") -> None:
    """Make somebody else's change. Refuses one's own and one about oneself; raises
    :class:`~artui.ledger.errors.Changed` for one that another change overtook: it is void then."""
    with ledger.hold():
        ledger.require("changes.confirm")
        change = _waiting(ledger, number)
        if change.clerk == ledger.clerk:
            said = f"change {number} is your own: somebody else confirms it"
            raise refuse("change", OWN_CHANGE, said)
        facts = facts_of(change)
        if any(_benefits(fact) == ledger.clerk for fact in facts):
            raise refuse("change", ABOUT_YOU, f"change {number} is about you: let another confirm")
        overtaken = _overtaken(ledger, change)
        if not overtaken:
            _check_administered(ledger, facts)
        _record(ledger, change, VOID if overtaken else CONFIRMED, note, [] if overtaken else facts)
    if overtaken:
        raise Changed(Problem("change", OVERTAKEN, f"{overtaken}: change {number} is void"))


def _benefits(fact: ev.Event) -> str:
    """Whose rights a fact changes, empty for nobody's in particular."""
    if isinstance(fact, ev.UserDefined):
        return fact.user
    return fact.to if isinstance(fact, ev.Delegated) else ""


def _check_administered(ledger: Ledger, facts: list[ev.Event]) -> None:
    """Refuse what would leave nobody to change users, as others were changed meanwhile."""
    for fact in facts:
        if isinstance(fact, ev.UserDefined):
            check_administered(ledger.policies, fact)
        elif isinstance(fact, ev.RoleDefined):
            check_role_administered(ledger.policies, fact)


def reject(ledger: Ledger, number: int, *, note: str = "") -> None:
    """Turn somebody else's change down, or take one's own back."""
    with ledger.hold():
        change = _waiting(ledger, number)
        own = change.clerk == ledger.clerk
        if not own:
            ledger.require("changes.confirm")
        _record(ledger, change, WITHDRAWN if own else REJECTED, note, [])


def _waiting(ledger: Ledger, number: int) -> ev.ChangeProposed:
    found = ledger.policies.changes.get(number)
    if found is None:
        raise refuse("change", NO_CHANGE, f"no change {number} waits")
    if ledger.store.read_only:
        raise ReadOnly("Read-only: you can look, nothing can be changed")
    return found


def _overtaken(ledger: Ledger, change: ev.ChangeProposed) -> str:
    """What was changed since it was proposed; empty if nothing was."""
    first: dict[str, int] = {}
    for stream, version in zip(change.streams, change.versions, strict=True):
        first.setdefault(stream, version)
    versions = ledger.policies.versions
    moved = [
        stream
        for stream, version in first.items()
        # Lines of the tolerance stand beside each other: a later one takes nothing away.
        if not stream.startswith(("tolerance", "customer/"))
        and versions.get(stream, 0) != version - 1
    ]
    moved += [
        fact.originator_id
        for fact in facts_of(change)
        if isinstance(fact, ev.CustomerChanged) and _limit_moved(ledger, fact)
    ]
    return f"{', '.join(moved)} was changed since" if moved else ""


def _limit_moved(ledger: Ledger, fact: ev.CustomerChanged) -> bool:
    """Whether a customer's write-off limit is another by now than when one was proposed."""
    known = ledger.store.stream(fact.originator_id)
    limits = [data.write_off_limit for data in known if isinstance(data, ev.CustomerRegistered)]
    return limits[fact.originator_version - 2] != limits[-1]


def _record(
    ledger: Ledger, change: ev.ChangeProposed, decision: str, note: str, facts: list[ev.Event]
) -> None:
    writer = Writer(ledger)
    writer.start(f"change/{change.number}", 1)
    writer.add(
        f"change/{change.number}",
        ev.ChangeDecided,
        number=change.number,
        decision=decision,
        proposed_by=change.clerk,
        note=note,
    )
    for fact in facts:
        fields = {name: getattr(fact, name) for name in fact.__struct_fields__[5:]}
        if isinstance(fact, ev.ToleranceSet):
            fields["policy"] = ledger.policies.policy_number() + 1
        if isinstance(fact, ev.CustomerChanged):
            # Only the limit waited; what else was changed meanwhile stays.
            now = ledger.store.stream(fact.originator_id)[-1]
            writer.start(fact.originator_id, now.originator_version)
            fields = {name: getattr(now, name) for name in fields}
            fields["write_off_limit"] = fact.write_off_limit
        writer.add(fact.originator_id, type(fact), **fields)
    writer.save()
