"""Statement runs: who gets a statement on a day, who doesn't and why, kept under a number.

A run is one fact. What its statements say is read from the entries up to the run's cut-off day
and its place in the log (see :mod:`artui.ledger.statements.contents`), so a reprint is the same
whatever was posted since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.checks import checked_day
from artui.ledger.documents import CUSTOMER_COLUMNS, Customer
from artui.ledger.errors import refuse, used_otherwise
from artui.ledger.ledger import Ledger
from artui.ledger.posting import Stamp
from artui.ledger.rehearsal import rehearsal
from artui.ledger.views.moves import day_number

ZERO, STILL, UNWANTED = "nothing open", "not moved", "wants none"
"""Why a customer gets no statement."""

LATER, PAID_BY, NO_RUN, NO_SUCH, NOBODY = range(2520, 2525)


class Selection(NamedTuple):
    """Whose statements a run makes; empty = all of the company.

    ``moved`` leaves out accounts that nothing moved since their last statement.
    """

    company: str
    cut_off: str
    customer: str = ""
    group: str = ""
    division: str = ""
    moved: bool = False

    @property
    def scope(self) -> str:
        """What is asked for, in words."""
        parts = [
            f"{name} {value}"
            for name, value in (
                ("customer", self.customer),
                ("group", self.group),
                ("division", self.division),
            )
            if value
        ]
        moved = ["moved since the last"] if self.moved else []
        return ", ".join([*(parts or ["all customers"]), *moved])


class Run(NamedTuple):
    """A run as it was made; ``pos`` is where it stands in the log."""

    company: str
    number: int
    cut_off: str
    scope: str
    statements: tuple[ev.Addressee, ...]
    skipped: tuple[tuple[str, str], ...]
    pos: int
    recorded_at: int
    clerk: str

    @property
    def name(self) -> str:
        """As people write it: ``U001/3``."""
        return f"{self.company}/{self.number}"

    @property
    def counted(self) -> str:
        """``12 statements``."""
        count = len(self.statements)
        return f"{count:,} statement{'' if count == 1 else 's'}"


class _Standing(NamedTuple):
    """How many documents a customer has open on a day, and the newest position that moved one."""

    open: int
    moved: int


# --- making a run --------------------------------------------------------------------------------


def run(ledger: Ledger, selection: Selection, *, command: str | None = None) -> Run:
    """Make statements under the next number of the company; nothing else is posted by it."""
    return ledger.carry_out(
        command,
        lambda stamp: _run(ledger, selection, stamp),
        lambda events: _answer(ledger, events),
    )


def preview(ledger: Ledger, selection: Selection) -> Run:
    """The run that :func:`run` would make now, taken back at once."""
    with rehearsal(ledger):
        return run(ledger, selection)
    raise AssertionError("a rehearsal ends with what it was asked for")


def _run(ledger: Ledger, selection: Selection, stamp: Stamp) -> Run:
    ledger.require("statements.run")
    asked = _checked(ledger, selection)
    statements, skipped = _addressed(ledger, asked)
    number = _last_number(ledger, asked.company) + 1
    event = ev.StatementsRun(
        f"statements/{asked.company}/{number}",
        1,
        *stamp,
        company=asked.company,
        number=number,
        cut_off=asked.cut_off,
        scope=asked.scope,
        statements=statements,
        skipped=skipped,
    )
    pos, _last = ledger.store.append([event], stamp.command)
    return _as_run(pos, event)


def _answer(ledger: Ledger, events: Sequence[ev.Event]) -> Run:
    made = events[-1]
    if not isinstance(made, ev.StatementsRun):
        raise used_otherwise()
    return find(ledger, made.company, made.number)


def _checked(ledger: Ledger, asked: Selection) -> Selection:
    check_sight(ledger, asked.company)
    day = checked_day("cut_off", asked.cut_off)
    if day > ledger.today():
        raise refuse("cut_off", LATER, f"{day} is yet to come: what will be open isn't known")
    if asked.customer:
        known = customer_of(ledger, asked.company, asked.customer)
        everybody = {one.customer: one for one in _customers(ledger, asked.company)}
        payer = _who_pays(known, everybody)
        if payer != known.customer:
            said = f"{known.customer} is paid for by {payer}: it stands on that statement"
            raise refuse("customer", PAID_BY, said)
    return asked._replace(cut_off=day)


def check_sight(ledger: Ledger, company: str) -> None:
    """Refuse an unknown company, and somebody who sees only some branches of it: a statement
    covers them all."""
    ledger.policies.company(company)
    ledger.sight.check_books(company)


def customer_of(ledger: Ledger, company: str, customer: str) -> Customer:
    """A customer of the company; refuses an unknown one."""
    known = ledger.read.customer(company, customer)
    if known is None:
        raise refuse("customer", NO_SUCH, f"{company} has no customer {customer}")
    return known


def _last_number(ledger: Ledger, company: str) -> int:
    rows = ledger.store.query(
        "SELECT COALESCE(MAX(number), 0) FROM statement_runs WHERE company = :company",
        {"company": company},
    )
    return int(rows[0][0])


# --- who gets one --------------------------------------------------------------------------------

Addressed = tuple[tuple[ev.Addressee, ...], tuple[tuple[str, str], ...]]


def _addressed(ledger: Ledger, asked: Selection) -> Addressed:
    """Who gets a statement, and who of those asked for doesn't, each by number."""
    families = _families(ledger, asked)
    only = [one.customer for one in families.get(asked.customer, ())]
    standing = _standing(ledger, asked, only)
    unwanted = unwanting(ledger, asked.company)
    last = _last_stated(ledger, asked.company) if asked.moved else {}
    statements: list[ev.Addressee] = []
    skipped: list[tuple[str, str]] = []
    for customer in sorted(families):
        known = [one for one in families[customer] if one.customer in standing]
        opened = [one for one in known if standing[one.customer].open]
        moved = max((standing[one.customer].moved for one in known), default=0)
        if not known:
            continue  # an account without a single document has nothing to be skipped for
        if customer in unwanted:
            skipped.append((customer, UNWANTED))
        elif not opened:
            skipped.append((customer, ZERO))
        elif asked.moved and moved < last.get(customer, 0):
            skipped.append((customer, STILL))
        else:
            name = next(one.name for one in families[customer] if one.customer == customer)
            others = tuple((o.customer, o.name) for o in opened if o.customer != customer)
            statements.append(ev.Addressee(customer, name, others))
    return tuple(statements), tuple(skipped)


def _families(ledger: Ledger, asked: Selection) -> dict[str, list[Customer]]:
    """Those asked for who pay for themselves, each with the customers they pay for."""
    known = {one.customer: one for one in _customers(ledger, asked.company)}
    found: defaultdict[str, list[Customer]] = defaultdict(list)
    for one in known.values():
        found[_who_pays(one, known)].append(one)
    return {payer: family for payer, family in found.items() if _wanted(known[payer], asked)}


def _who_pays(customer: Customer, known: Mapping[str, Customer]) -> str:
    """Who pays for a customer in the end: payers may have payers. Where that leads nowhere, to
    somebody unknown or in a circle, it is the last who is known, or the customer itself."""
    payer, passed = customer, {customer.customer}
    while payer.payer in known and payer.payer != payer.customer:
        payer = known[payer.payer]
        if payer.customer in passed:
            return customer.customer
        passed.add(payer.customer)
    return payer.customer


def _wanted(head: Customer, asked: Selection) -> bool:
    return (
        asked.customer in ("", head.customer)
        and asked.group in ("", head.grp)
        and asked.division in ("", head.division)
    )


def _customers(ledger: Ledger, company: str) -> Iterator[Customer]:
    rows = ledger.store.query(
        f"SELECT {CUSTOMER_COLUMNS} FROM customers WHERE company = :company ORDER BY customer",
        {"company": company},
    )
    for row in rows:
        yield Customer(*row)


def _standing(ledger: Ledger, asked: Selection, only: Sequence[str]) -> dict[str, _Standing]:
    """Customers with documents on the day (of some ``only``), unidentified cash left out."""
    names = {f"c{number}": customer for number, customer in enumerate(only)}
    of_some = f" AND d.customer IN ({', '.join(f':{name}' for name in names)})" if names else ""
    rows = ledger.store.query(
        "SELECT customer, SUM(CASE WHEN open <> 0 THEN 1 ELSE 0 END), MAX(moved) FROM ("
        "SELECT d.customer AS customer, SUM(m.amount) AS open, MAX(m.pos) AS moved"
        " FROM documents AS d JOIN movements AS m ON m.document = d.pos"
        f" WHERE d.company = :company AND d.customer <> ''{of_some} AND m.day <= :day"
        " GROUP BY d.pos, d.customer) AS standing GROUP BY customer",
        {"company": asked.company, "day": day_number(asked.cut_off), **names},
    )
    return {row[0]: _Standing(int(row[1]), int(row[2])) for row in rows}


def _last_stated(ledger: Ledger, company: str) -> dict[str, int]:
    """Where in the log each customer's last statement stands."""
    return {
        one.customer: made.pos
        for made in reversed(runs(ledger, company))
        for one in made.statements
    }


# --- runs there are ------------------------------------------------------------------------------


def runs(ledger: Ledger, company: str = "") -> list[Run]:
    """The runs of a company (empty: of all that are seen whole), the newest first; refuses one
    that doesn't exist."""
    ledger.require("reports.read")
    if company:
        ledger.policies.company(company)
    rows = ledger.store.query(
        "SELECT pos FROM statement_runs WHERE :company = '' OR company = :company"
        " ORDER BY pos DESC",
        {"company": company},
    )
    found = _runs_at(ledger, [row[0] for row in rows])
    return [made for made in found if ledger.sight.sees_company(made.company)]


def find(ledger: Ledger, company: str, number: int) -> Run:
    """A run by its number; refuses one that isn't there."""
    ledger.require("reports.read")
    check_sight(ledger, company)
    rows = ledger.store.query(
        "SELECT pos FROM statement_runs WHERE company = :company AND number = :number",
        {"company": company, "number": number},
    )
    if not rows:
        raise refuse("number", NO_RUN, f"{company} has no statement run {number}")
    return _runs_at(ledger, [rows[0][0]])[0]


def _runs_at(ledger: Ledger, places: Collection[int]) -> list[Run]:
    found = ledger.store.events_at(sorted(places))
    return [
        _as_run(pos, event) for pos in places if isinstance(event := found[pos], ev.StatementsRun)
    ]


def _as_run(pos: int, event: ev.StatementsRun) -> Run:
    return Run(
        event.company,
        event.number,
        event.cut_off,
        event.scope,
        event.statements,
        event.skipped,
        pos,
        event.recorded_at,
        event.clerk,
    )


# --- who wants none ------------------------------------------------------------------------------


def want(ledger: Ledger, company: str, customer: str, *, wanted: bool) -> bool:
    """Say that a customer gets statements, or none; whether that was a change."""
    with ledger.hold():
        ledger.require("masterdata.change")
        customer_of(ledger, company, customer)
        rows = ledger.store.query(
            "SELECT wanted, version FROM statements_wanted WHERE company = :company"
            " AND customer = :customer",
            {"company": company, "customer": customer},
        )
        known, version = rows[0] if rows else (1, 0)
        if bool(known) == wanted:
            return False
        stamp = ledger.stamp()
        event = ev.StatementsWanted(
            f"statements-wanted/{company}/{customer}",
            version + 1,
            *stamp,
            company=company,
            customer=customer,
            wanted=wanted,
        )
        ledger.store.append([event], stamp.command)
        return True


def unwanting(ledger: Ledger, company: str) -> frozenset[str]:
    """The customers of a company who want no statements."""
    rows = ledger.store.query(
        "SELECT customer FROM statements_wanted WHERE company = :company AND wanted = 0",
        {"company": company},
    )
    return frozenset(row[0] for row in rows)
