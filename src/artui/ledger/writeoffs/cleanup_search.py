"""What the A/R clean-up finds: small balances to write off, mis-applied money to move.

Reads only. The criteria are those of the source program: balances below a limit (strict), the
receipts of a batch, equal amounts only or near ones too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger import paying
from artui.ledger.distribution import Distribution
from artui.ledger.documents import COLUMNS, Document, own_discounts
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.matching import claim_of
from artui.ledger.matching.misapplied import Account, Credit, Move, detect
from artui.ledger.money import portion
from artui.ledger.reading.receipts import batch_receipts
from artui.ledger.views.moves import APPLIED, PAID
from artui.ledger.writeoffs.selecting import Selection, check_customer, select
from artui.ledger.writeoffs.write_offs import BALANCE

WRITE_OFF, MOVE, TIE = "WOFF", "MOVE", "TIE"
"""What a candidate is: a balance to write off, money to move, money that fits in several ways."""

NO_CHOICE, NO_BATCH, NO_LIMIT = 2440, 2441, 2442
_PAGE = 500
_NUMBERS = re.compile(r"[^\s,;]+")

Progress = Callable[[int], object]
"""Told how many accounts were looked at; raises to stop."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for: ``limit`` in minor units of base currency, balances *below* it; empty
    texts are all. Near amounts (not ``exact_only``) are those less than the limit apart."""

    write_off: bool = True
    match: bool = True
    limit: int = 500
    exact_only: bool = True
    batch: str = ""
    company: str = ""
    customer: str = ""

    @property
    def selection(self) -> Selection:
        """The list of small balances these criteria ask for."""
        return Selection(
            BALANCE, self.limit, customer=self.customer, company=self.company, strict=True
        )


class Candidate(NamedTuple):
    """A row of the list: a debit to write off, or a credit with where it should go."""

    document: Document
    move: Move | None = None

    @property
    def key(self) -> str:
        """What names the row: its document's key."""
        return self.document.id

    @property
    def kind(self) -> str:
        """:data:`WRITE_OFF`, :data:`MOVE` or :data:`TIE`."""
        if self.move is None:
            return WRITE_OFF
        return MOVE if self.move.way else TIE

    @property
    def amount(self) -> int:
        """What would be written off, or (a credit, below zero) moved; minor units."""
        if self.move is None:
            return self.document.open
        return -max(way.amount for way in self.move.ways)

    def choose(self, target: str) -> Candidate:
        """The same credit with one of its ways chosen (document key)."""
        if self.move is None:
            return self
        return self._replace(move=self.move.choose(target))


def search(
    ledger: Ledger, criteria: Criteria, progress: Progress = lambda accounts: None
) -> list[Candidate]:
    """The candidates: balances to write off by number, then moves, then ties.

    A document that money is meant for, or is taken back from, isn't offered to be written off.
    Refuses criteria that ask for nothing, a batch nobody knows and a limit that isn't above zero.
    """
    check_customer(ledger, criteria.customer, criteria.company)
    if not (criteria.write_off or criteria.match):
        raise refuse("write_off", NO_CHOICE, "choose to write off, to match, or both")
    if criteria.limit <= 0:
        raise refuse("limit", NO_LIMIT, "the limit must be above zero: balances below it are found")
    store = ledger.seen
    batch = batch_receipts(store, criteria.batch, criteria.company) if criteria.batch else None
    if batch is not None and not batch:
        raise refuse("batch", NO_BATCH, f"no receipt is of a batch {criteria.batch}")
    moves = misapplied(ledger, criteria, batch, progress) if criteria.match else []
    order = (WRITE_OFF, MOVE, TIE)
    moved = sorted((Candidate(m.credit, m) for m in moves), key=lambda c: order.index(c.kind))
    if not criteria.write_off:
        return moved
    meant = {way.target.id for move in moves for way in move.ways}
    meant |= {key for move in moves for way in move.ways for key in way.undo}
    small = [d for d in select(ledger, criteria.selection) if d.id not in meant]
    if batch is not None:
        paid = {key for targets in _payments(ledger, batch).values() for key in targets}
        small = [document for document in small if document.id in paid]
    return [*map(Candidate, small), *moved]


# --- mis-applied money -------------------------------------------------------------------------


def misapplied(
    ledger: Ledger,
    criteria: Criteria,
    batch: Collection[str] | None = None,
    progress: Progress = lambda accounts: None,
) -> list[Move]:
    """The mis-applied credits of the criteria, oldest first; of a ``batch`` (keys) only its own."""
    named = _named(ledger, criteria)
    keys = {*_open_credits(ledger, criteria), *named, *_payers_of_rests(ledger, criteria)}
    if batch is not None:
        keys &= set(batch)
    found = ledger.read.documents(sorted(keys))
    credits = [d for d in found.values() if _usable(d) and _in_scope(d, criteria)]
    paid = _payments(ledger, [d.id for d in credits if d.open != d.original])
    accounts: dict[tuple[str, str, str], list[Credit]] = {}
    for document in credits:
        credit = Credit(document, paid.get(document.id, {}), tuple(named.get(document.id, ())))
        key = document.company, document.customer, document.currency
        accounts.setdefault(key, []).append(credit)
    closes = _Closing(ledger)
    near = None if criteria.exact_only else _near(criteria.limit)
    found_debits = _all_debits if near else _likely_debits
    return detect(_accounts(ledger, accounts, found_debits, progress), closes.closes, near)


def _usable(document: Document) -> bool:
    """Whether a credit may move at all."""
    held = document.hold or document.dispute or document.state == "cancelled"
    return bool(document.customer) and document.original < 0 and not held


def _in_scope(document: Document, criteria: Criteria) -> bool:
    return criteria.company in ("", document.company) and criteria.customer in (
        "",
        document.customer,
    )


def _near(limit: int) -> Callable[[Document, int], bool]:
    """Whether a gap is worth less than the limit, in base currency at the document's rate."""
    return lambda document, gap: abs(portion(gap, document.open, document.base_open)) < limit


Debits = Callable[[Ledger, str, Sequence[str], str, Sequence[Credit]], list[Document]]


def _accounts(
    ledger: Ledger,
    credits: Mapping[tuple[str, str, str], list[Credit]],
    debits_of: Debits,
    progress: Progress,
) -> Iterator[Account]:
    """Each account's credits with the debits its customer may pay."""
    paid_for: dict[tuple[str, str], list[str]] = {}
    for company, payer, customer in ledger.seen.query(
        "SELECT company, payer, customer FROM customers WHERE payer <> '' AND payer <> customer"
    ):
        paid_for.setdefault((company, payer), []).append(customer)
    for count, ((company, customer, currency), own) in enumerate(sorted(credits.items()), 1):
        payers = [customer, *paid_for.get((company, customer), ())]
        items = debits_of(ledger, company, payers, currency, own)
        yield Account(own, [d for d in items if d.open > 0 and not d.hold and not d.dispute])
        progress(count)


def _all_debits(
    ledger: Ledger, company: str, payers: Sequence[str], currency: str, _own: Sequence[Credit]
) -> list[Document]:
    return ledger.read.open_items(company, payers, currency)


def _likely_debits(
    ledger: Ledger, company: str, payers: Sequence[str], currency: str, own: Sequence[Credit]
) -> list[Document]:
    """The debits that some credit may equal, name or have paid: an account may hold thousands."""
    moneys = {money for credit in own for money in (credit.unapplied, credit.money)}
    keys = {key for credit in own for key in credit.paid}
    keys |= {document.id for credit in own for document in credit.named}
    if len(moneys) + len(keys) > _PAGE:
        return ledger.read.open_items(company, payers, currency)
    earning = {code: _most_percent(terms) for code, terms in ledger.policies.terms.items()}
    most = max(earning.values(), default=Decimal(0))
    # A discount of p percent closes what is open with (100 - p) percent of it.
    upto = int(max(moneys) * 100 / (100 - most)) + 1 if most < 100 else 1 << 62
    params: dict[str, object] = {
        "company": company, "currency": currency, "least": min(moneys), "upto": upto,
    }  # fmt: skip

    def names(prefix: str, values: Iterable[object]) -> str:
        mine = {f"{prefix}{n}": value for n, value in enumerate(values)}
        params.update(mine)
        return ", ".join(f":{name}" for name in mine) or "NULL"

    rows = ledger.seen.query(
        f"SELECT {COLUMNS} FROM documents WHERE company = :company AND open <> 0 AND open > 0"
        f" AND customer IN ({names('c', payers)}) AND currency = :currency"
        f" AND (open IN ({names('m', sorted(moneys))}) OR id IN ({names('k', sorted(keys))})"
        f" OR (open > :least AND (discounts <> '' OR (open <= :upto AND terms IN"
        f" ({names('t', [code for code, percent in earning.items() if percent])})))))"
        " ORDER BY due, number",
        params,
    )
    return [Document(*row) for row in rows]


def _most_percent(terms: ev.TermsDefined) -> Decimal:
    return max((Decimal(step.percent) for step in terms.steps), default=Decimal(0))


class _Closing:
    """What closes a debit for a credit: its open balance, or less the discount of that day."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._day = ledger.today()
        self._credit = ""
        self._distribution: Distribution | None = None

    def closes(self, credit: Document, debit: Document, money: int) -> bool:
        """Whether so much of the credit leaves nothing of the debit open."""
        if money == debit.open:
            return True
        if not 0 < debit.open - money <= self._most(debit):
            return False
        if self._distribution is None or self._credit != credit.id:
            self._credit = credit.id
            self._distribution = paying.application(self._ledger, credit, self._day)
        situation = self._distribution.situation(debit)
        return money == claim_of(debit, situation, accept_late=False).due

    def _most(self, debit: Document) -> int:
        """No discount of the debit is more; minor units."""
        own = max((amount for amount, _until in own_discounts(debit)), default=0)
        terms = self._ledger.policies.terms.get(debit.terms)
        percent = _most_percent(terms) if terms else Decimal(0)
        return max(own, int(debit.original * percent / 100) + 1 if percent else 0)


# --- reading -----------------------------------------------------------------------------------


def _scope(criteria: Criteria) -> tuple[str, dict[str, object]]:
    where = "".join(
        f" AND {name} = :{name}" for name in ("company", "customer") if getattr(criteria, name)
    )
    return where, {"company": criteria.company, "customer": criteria.customer}


def _open_credits(ledger: Ledger, criteria: Criteria) -> Iterator[str]:
    where, params = _scope(criteria)
    rows = ledger.seen.query(
        f"SELECT id FROM documents WHERE open <> 0 AND open < 0 AND customer <> ''{where}", params
    )
    return (row[0] for row in rows)


def _named(ledger: Ledger, criteria: Criteria) -> dict[str, list[Document]]:
    """The credits whose reference names debits still open, and which."""
    where, params = _scope(criteria)
    found: dict[str, list[Document]] = {}
    after = 0
    while True:
        rows = ledger.seen.query(
            "SELECT pos, id, company, reference FROM documents WHERE pos > :after"
            " AND (received > 0 OR open < 0) AND original < 0 AND cancelled = 0"
            f" AND reference <> '' AND customer <> ''{where} ORDER BY pos LIMIT :n",
            {**params, "after": after, "n": _PAGE},
        )
        tokens = {
            key: [ev.document_key(company, number) for number in _NUMBERS.findall(reference)]
            for _pos, key, company, reference in rows
        }
        wanted = sorted({each for keys in tokens.values() for each in keys})
        known = {k: d for k, d in ledger.read.documents(wanted).items() if d.open > 0}
        for key, names in tokens.items():
            if named := [known[name] for name in dict.fromkeys(names) if name in known]:
                found[key] = named
        if len(rows) < _PAGE:
            return found
        after = rows[-1][0]


def _payers_of_rests(ledger: Ledger, criteria: Criteria) -> Iterator[str]:
    """The credits that paid documents which stay part open."""
    params: dict[str, object] = {"company": criteria.company, "paid": PAID}
    where = " AND d.company = :company" if criteria.company else ""
    if criteria.customer:
        where += (
            " AND (d.customer = :customer OR d.customer IN"
            " (SELECT customer FROM customers WHERE payer = :customer))"
        )
        params["customer"] = criteria.customer
    rows = ledger.seen.query(
        "SELECT DISTINCT m.pos FROM documents AS d JOIN movements AS m ON m.document = d.pos"
        f" WHERE d.open <> 0 AND d.open > 0 AND m.kind = :paid{where}",
        params,
    )
    return (fact.source for fact in _applied(ledger, [row[0] for row in rows]))


def _payments(ledger: Ledger, credits: Iterable[str]) -> dict[str, dict[str, int]]:
    """What credits (keys) pay of each document now, in minor units of their own currency."""
    keys = list(credits)
    net: dict[str, dict[str, int]] = {}
    for start in range(0, len(keys), _PAGE):
        part = {f"k{n}": key for n, key in enumerate(keys[start : start + _PAGE])}
        names = ", ".join(f":{name}" for name in part)
        rows = ledger.seen.query(
            "SELECT m.pos FROM documents AS d JOIN movements AS m ON m.document = d.pos"
            f" WHERE d.id IN ({names}) AND m.kind = :applied",
            {**part, "applied": APPLIED},
        )
        for fact in _applied(ledger, [row[0] for row in rows]):
            paid = net.setdefault(fact.source, {})
            paid[fact.target] = paid.get(fact.target, 0) + fact.source_amount
    return {source: {t: a for t, a in paid.items() if a > 0} for source, paid in net.items()}


def _applied(ledger: Ledger, places: Sequence[int]) -> Iterator[ev.Applied]:
    for start in range(0, len(places), _PAGE):
        for fact in ledger.seen.events_at(places[start : start + _PAGE]).values():
            if isinstance(fact, ev.Applied):
                yield fact
