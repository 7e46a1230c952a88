"""Exception rules and schedules as they are kept: entered, ended, run.

A schedule is a program under a name. Whoever saves it owns it, and it runs with the authority its
owner has at that moment, whoever starts it: cron, a systemd timer, a colleague.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.checks import checked_day
from artui.ledger.errors import Refused, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.people.changes import keep
from artui.ledger.people.rights import Kept
from artui.ledger.writeoffs.exceptions import Rule, check_rules
from artui.ledger.writeoffs.receipt_write_offs import Program, Run, check, run
from artui.ledger.writeoffs.sorting import Sorted, sort_exceptions
from artui.ledger.writer import Writer

WRITE_OFF, SORT = "write off", "sort"
"""The programs that can be kept."""

NO_NAME, NO_SCHEDULE, NOT_YOURS, NO_OWNER, STALE, NO_PROGRAM = range(2470, 2476)


def set_rules(
    ledger: Ledger, company: str, rules: Sequence[Rule], *, since: str = "", note: str = ""
) -> Kept:
    """Record a company's exception rules (empty: of all companies that have none) as a new version
    that holds from ``since`` on (default today). Like other limits they take a second person.

    Refuses rules that contradict themselves or one another, with the fields at fault.
    """
    day = checked_day("since", since or ledger.today())
    with ledger.hold():
        ledger.require("policies.change")
        if company:
            ledger.policies.company(company)
        check_rules(ledger.policies, rules)
        writer = Writer(ledger)
        stream = f"exceptions/{company}" if company else "exceptions"
        writer.add(
            stream,
            ev.ExceptionRulesSet,
            company=company,
            since=day,
            rules=tuple(rules),
            note=note,
        )
        return keep(writer, f"exception rules of {company or 'all companies'}")


def set_schedule(ledger: Ledger, schedule: str, program: Program, kind: str = WRITE_OFF) -> None:
    """Keep a program under a name; the clerk owns it from now on.

    Refuses a name somebody else's schedule has, and a program that names what isn't there.
    """
    name = schedule.strip().upper()
    if not name:
        raise refuse("schedule", NO_NAME, "a schedule needs a name")
    if kind not in (WRITE_OFF, SORT):
        raise refuse("program", NO_PROGRAM, f"{kind!r} is neither {WRITE_OFF} nor {SORT}")
    with ledger.hold():
        ledger.require("writeoffs.post")
        known = ledger.policies.schedules.get(name)
        if known is not None and not known.ended and known.owner != ledger.clerk:
            raise refuse("schedule", NOT_YOURS, f"schedule {name} is {known.owner}'s")
        if kind == SORT:
            ledger.policies.company(program.company)
        else:
            check(ledger, program)
        _save(
            ledger,
            schedule=name,
            owner=ledger.clerk,
            program=kind,
            company=program.company,
            currencies=program.currencies,
            customers=program.customers,
            limit=program.limit,
            percent=program.percent,
            reason=program.reason,
        )


def end_schedule(ledger: Ledger, schedule: str) -> None:
    """End a schedule: it can't be run any more. Anybody may end one who may keep one."""
    with ledger.hold():
        ledger.require("writeoffs.post")
        known = find(ledger, schedule)
        _save(
            ledger,
            schedule=known.schedule,
            owner=known.owner,
            program=known.program,
            company=known.company,
            currencies=known.currencies,
            customers=known.customers,
            limit=known.limit,
            percent=known.percent,
            reason=known.reason,
            ended=True,
        )


def _save(ledger: Ledger, *, schedule: str, **fields: object) -> None:
    writer = Writer(ledger)
    writer.add(f"schedule/{schedule}", ev.ScheduleSet, schedule=schedule, **fields)
    writer.save()


def find(ledger: Ledger, schedule: str) -> ev.ScheduleSet:
    """A schedule by its name; refuses one that isn't there or has ended."""
    name = schedule.strip().upper()
    known = ledger.policies.schedules.get(name)
    if known is None or known.ended:
        raise refuse("schedule", NO_SCHEDULE, f"there is no schedule {name}")
    return known


def program_of(schedule: ev.ScheduleSet) -> Program:
    """What a schedule runs."""
    return Program(
        schedule.company,
        schedule.currencies,
        schedule.customers,
        schedule.limit,
        schedule.percent,
        schedule.reason,
    )


class Ran(NamedTuple):
    """What a run of a schedule did: one of the two, as its program is."""

    schedule: ev.ScheduleSet
    run: Run | None = None
    sorted: list[Sorted] | None = None


def run_schedule(
    ledger: Ledger,
    schedule: str,
    *,
    day: str = "",
    preview: bool = False,
    command: str | None = None,
) -> Ran:
    """Run a schedule as its owner may now; ``preview`` posts nothing. Whoever starts it may post
    write-offs; how much is the owner's authority.

    Refuses, naming the schedule, where its owner is no user any more, or a customer, currency or
    reason it names isn't there any more.
    """
    if not preview:
        ledger.require("writeoffs.post")
    known = find(ledger, schedule)
    owner = ledger.policies.users.get(known.owner)
    if owner is None or owner.ended:
        said = f"schedule {known.schedule} belongs to {known.owner}, who is no user any more"
        raise refuse("schedule", NO_OWNER, said)
    owned = Ledger(
        ledger.store, known.owner, clock=ledger.clock, ids=ledger.ids, today=ledger.today
    )
    if known.program == SORT:
        found = sort_exceptions(owned, company=known.company, day=day, dry_run=preview)
        return Ran(known, sorted=found)
    program = program_of(known)
    try:
        check(owned, program)
    except Refused as refused:
        text = refused.problems[0].text
        said = f"schedule {known.schedule} can't run: {text}; save it anew or end it"
        raise refuse("schedule", STALE, said) from None
    return Ran(known, run(owned, program, day=day, preview=preview, command=command))
