"""The ledger: what a user can do. Load, decide, save, under one hold.

:class:`Ledger` is the interface of screens, command line and tests. Each command takes an optional
command id; a command that was already carried out answers with what it did then, so a retry after
a lost acknowledgement never posts twice.
"""

from __future__ import annotations

import time
from base64 import b32encode
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from secrets import token_bytes
from typing import NamedTuple, TypeVar

from msgspec import structs

from artui.ledger import events as ev
from artui.ledger.checks import distribute_again, receipt_problems
from artui.ledger.dates import add_days
from artui.ledger.distribution import Distribution
from artui.ledger.documents import RECEIPT_SIDE, Customer, Document
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.errors import Problem, ReadOnly, Refused, StoreUnusable, refuse, used_otherwise
from artui.ledger.people import rights
from artui.ledger.policies import Policies
from artui.ledger.posting import Number, Practice, Stamp, Voucher, record_money
from artui.ledger.reading.batches import batch_problems
from artui.ledger.reading.queries import Queries, VoucherHead
from artui.ledger.sight import Sight
from artui.ledger.situation import ByHand, RunLimit, Situation
from artui.ledger.standing import Standing
from artui.ledger.store import Store, open_store

A = TypeVar("A")

DUPLICATE_DAYS = 30
"""How far back a like receipt of the same payer warns."""


class Posted(NamedTuple):
    """What a posting came to: its voucher, the document it made, what stays on account."""

    voucher: str
    document: str
    left: int
    again: bool = False  # the command had been carried out before

    @property
    def name(self) -> str:
        """The voucher as people write it."""
        return ev.voucher_name(self.voucher)


def new_command_id() -> str:
    """A fresh command id: 80 random bits as 16 letters and digits."""
    return b32encode(token_bytes(10)).decode().lower()


def _now() -> int:
    return time.time_ns() // 1000


def _today() -> str:
    return date.today().isoformat()


class Ledger:
    """One ledger, seen by one clerk.

    ``clock`` gives microseconds since 1970 UTC, ``ids`` command ids, ``today`` the business day
    proposed on screens; all three can be replaced in tests.
    """

    def __init__(
        self,
        store: Store,
        clerk: str,
        *,
        clock: Callable[[], int] = _now,
        ids: Callable[[], str] = new_command_id,
        today: Callable[[], str] = _today,
    ) -> None:
        self.store = store
        self.clerk = clerk
        self.clock = clock
        self.ids = ids
        self.today = today
        self._sight: tuple[Policies, str, Sight] | None = None
        self.seen = store.seen_by(self._known_sight)
        """The store as the clerk sees it: what is out of their sight is not there."""
        self.read = Queries(self.seen)
        self.whole = Queries(store)
        """Reads that see everything, for what a decision must know and no answer may tell."""
        self.kept = rights.Kept()
        """What became of the last change that takes two persons."""
        self._policies = Policies()
        self._asked: tuple[Policies, str] | None = None
        self._allowed: frozenset[str] = frozenset()

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every other writer out; commits at the outermost exit, else rolls back."""
        try:
            with self.store.hold():
                yield
        except BaseException:
            # They may have been read from events that were just rolled back.
            self._policies = Policies()
            raise

    @property
    def policies(self) -> Policies:
        """Master data and policies as they stand; read anew only when one of them changed."""
        if self.store.head().policy_pos != self._policies.pos:
            self._policies = Policies(self.store.policy_events())
        return self._policies

    def may(self, permission: str) -> bool:
        """Whether the clerk holds a permission."""
        return permission in self._permissions()

    @property
    def sight(self) -> Sight:
        """What the clerk sees."""
        return self._sight_under(self.policies)

    def _sight_under(self, policies: Policies) -> Sight:
        """The clerk's sight; made once for the clerk and the policies."""
        known = self._sight
        if known is None or known[0] is not policies or known[1] != self.clerk:
            known = self._sight = policies, self.clerk, Sight(policies, self.clerk)
        return known[2]

    def _known_sight(self) -> Sight:
        """What the clerk sees under the policies last looked at: every command looks first."""
        return self._sight_under(self._policies if self._policies.pos else self.policies)

    def require(self, permission: str) -> None:
        """Refuse the clerk a command whose permission they don't hold."""
        if permission not in self._permissions():
            rights.require(self.policies, self.clerk, permission)

    def _permissions(self) -> frozenset[str]:
        """What the clerk may do; looked up once for the clerk and the policies as they stand."""
        asked = self.policies, self.clerk
        if self._asked != asked:
            self._asked, self._allowed = asked, rights.permissions_of(*asked)
        return self._allowed

    # --- what the deciding rooms need ----------------------------------------------------------

    def stamp(self, command: str | None = None) -> Stamp:
        """Who and when, for the facts of one command."""
        return Stamp(self.clock(), self.clerk, command or self.ids())

    def done_before(self, command: str) -> list[ev.Event] | None:
        """The events a command id already made, or None."""
        span = self.store.command(command)
        if span is None:
            return None
        return [event for _pos, event in self.store.events(span[0] - 1, span[1])]

    def next_number(self, company: str, series: str, day: str) -> Number:
        """The next voucher number of a company's series and fiscal year; only inside a hold."""
        return self._number(company, series, self.policies.open_period(company, day).year)

    def _number(self, company: str, series: str, year: int) -> Number:
        rows = self.store.query(
            "SELECT last FROM series WHERE company = :c AND series = :s AND year = :y",
            {"c": company, "s": series, "y": year},
        )
        return Number(company, series, year, (rows[0][0] if rows else 0) + 1)

    def situation(self, document: Document, received: str, day: str) -> Situation:
        """What holds for a document on the day money was ``received`` and booked (``day``)."""
        return self._standing().situation(document, received, day)

    def customer_of(self, document: Document) -> Customer:
        """The customer a document belongs to; unidentified cash has one without any rights."""
        return self._standing().customer_of(document)

    def _standing(self, known: Customer | None = None, by_hand: ByHand | None = None) -> Standing:
        return Standing(self.policies, self.clerk, self.read, known, by_hand)

    def _hand(self, day: str, source: Document | None = None) -> ByHand:
        from artui.ledger.writeoffs.by_hand import Hand  # late: it works on a ledger

        return Hand(self, day, source)

    def _settle_by_hand(
        self, distribution: Distribution, voucher: Voucher, day: str, stamp: Stamp
    ) -> Sequence[ev.Event]:
        """The requests that go with a voucher, for what its clerk may not write off (rule 21)."""
        if not any(line.wish.write_off for line in distribution.lines.values()):
            return ()
        from artui.ledger.writeoffs.by_hand import settle_by_hand  # late: it works on a ledger

        return settle_by_hand(self, distribution, voucher, day, stamp)

    # --- receipts and applications -------------------------------------------------------------

    def distribution(self, receipt: Receipt) -> Distribution:
        """An empty distribution of a receipt's money, under the policies of its days."""
        hand = self._hand(receipt.accounting_date)
        return _distribution(receipt, self._standing(by_hand=hand))

    def application(
        self, source: Document, day: str, limit: RunLimit | None = None
    ) -> Distribution:
        """An empty distribution of an open credit document, applied on ``day``.

        A receipt's received date decides its discounts, however late it is applied (rule 7). The
        ``limit`` of an automatic run stands for all tolerances.
        """
        received = self.received_on(source, day)
        standing = self._standing(by_hand=self._hand(day, source))
        terms = standing.terms(
            source.company,
            source.currency,
            Decimal(source.rate),
            day,
            money=source.kind in RECEIPT_SIDE,
        )
        situation_of = standing.situation_of(received, day)
        if limit is None:
            return Distribution(-source.open, source.currency, situation_of, terms)
        bound = limit.bound
        return Distribution(
            -source.open,
            source.currency,
            lambda document: bound(document, situation_of(document)),
            structs.replace(terms, room=0),
        )

    def received_on(self, credit: Document, day: str) -> str:
        """The day that decides the discounts a credit earns: of money the day it came, of a
        document that is none the ``day`` it is applied on."""
        receipt = self.read.receipt(credit.id) if credit.kind == "receipt" else None
        if receipt is not None:
            return receipt.received
        return credit.date if credit.kind in RECEIPT_SIDE else day

    def duplicates(self, receipt: Receipt) -> list[str]:
        """Documents of receipts that look like this one: same payer, amount and reference within
        the last days."""
        since = add_days(receipt.received, -DUPLICATE_DAYS)
        rows = self.read.same_receipts(
            receipt.company, receipt.customer, receipt.amount, receipt.reference, since
        )
        return [row.document for row in rows]

    def check_receipt(self, receipt: Receipt) -> list[Problem]:
        """What is wrong with a receipt as entered, field by field; empty = it can be posted."""
        payer = self.read.customer(receipt.company, receipt.customer)
        problems = receipt_problems(receipt, payer, self.policies)
        return problems or batch_problems(self.store, receipt)

    def post_receipt(
        self, receipt: Receipt, lines: Sequence[PayLine] = (), command: str | None = None
    ) -> Posted:
        """Post a receipt with its applications, discounts and differences as one voucher.

        What is not distributed stays on account. Raises
        :class:`~artui.ledger.errors.Refused` with the fields at fault, and
        :class:`~artui.ledger.errors.Changed` if a document moved since it was looked at.
        """
        return self.once(command, lambda stamp: self._post_receipt(receipt, lines, stamp))

    def _post_receipt(self, receipt: Receipt, lines: Sequence[PayLine], stamp: Stamp) -> Posted:
        self.require("receipts.post")
        company, day = receipt.company, receipt.accounting_date
        payer = self.read.customer(company, receipt.customer) if receipt.customer else None
        if payer is not None:
            self.sight.check_customer(payer)
        standing = self._standing(payer, self._hand(day))
        policies = standing.policies
        problems = receipt_problems(receipt, payer, policies)
        problems += batch_problems(self.store, receipt)
        if problems:
            raise Refused(*problems)
        period = policies.open_period(company, day)
        number = self._number(company, "RC", period.year)
        name = receipt.number or f"RC{number.year % 100:02d}{number.number:06d}"
        document = ev.document_key(company, name)
        documents = self.read.documents([document, *(line.document for line in lines)])
        if self.whole.document(document) is not None:  # seen or not
            raise refuse("number", 2209, f"document {name} exists in {company}")
        distribution = _distribution(receipt, standing)
        if lines:
            pays_for = self._pays_for(company, receipt.customer, documents.values())
            distribute_again(distribution, lines, documents, company, pays_for, policies)
        voucher = Voucher(number, stamp, documents)
        record_money(voucher, receipt, document, payer, policies)
        voucher.distribute(
            document, distribution, Practice.of(policies, company, receipt.currency, day)
        )
        requests = self._settle_by_hand(distribution, voucher, day, stamp)
        account = policies.bank_account(company, receipt.bank_account)
        events = voucher.seal(
            date=day,
            period=period.name,
            customer=receipt.customer,
            currency=receipt.currency,
            amount=receipt.amount,
            accounts=policies,
            bank=account.account,
            batch=receipt.batch,
            policy=policies.policy_number(),
            text=receipt.reference,
        )
        self.store.append([*requests, *events], stamp.command)
        if receipt.batch:
            self._close_batch(company, receipt.batch)
        return Posted(voucher.key, document, -voucher.open_of(document))

    def _close_batch(self, company: str, batch: str) -> None:
        from artui.ledger.receiving.batches import close_in_control  # late: it works on a ledger

        close_in_control(self, company, batch)

    def _pays_for(self, company: str, payer: str, documents: Iterable[Document]) -> Collection[str]:
        """The payer, and its own customers if some of the documents are not the payer's."""
        if all(document.customer == payer for document in documents):
            return (payer,) if payer else ()
        return self.read.pays_for(company, payer)

    def apply(
        self,
        source: str,
        lines: Sequence[PayLine],
        *,
        day: str = "",
        command: str | None = None,
        limit: RunLimit | None = None,
    ) -> Posted:
        """Apply an open credit document (receipt, prepayment, credit memo) to debit documents.

        ``day`` is the posting date (default today). In one currency at one rate and division this
        posts no journal line (rule 11). ``limit`` is that of the automatic run whose lines these
        are. Raises as :meth:`post_receipt` does.
        """
        day = day or self.today()
        return self.once(command, lambda stamp: self._apply(source, lines, day, stamp, limit))

    def _apply(
        self,
        source: str,
        lines: Sequence[PayLine],
        day: str,
        stamp: Stamp,
        limit: RunLimit | None,
    ) -> Posted:
        self.require("applications.post")
        if not lines:
            raise refuse("document", 2213, "nothing is chosen to be paid")
        if any(line.document == source for line in lines):
            raise refuse("document", 2214, "a document can't be applied to itself")
        documents = self.read.documents([source, *(line.document for line in lines)])
        credit = documents.get(source)
        if credit is None or credit.open >= 0:
            raise refuse("source", 2212, f"{ev.number_of(source)} has no credit to apply")
        self.sight.check(credit, self.customer_of(credit))
        if credit.hold:
            raise refuse("source", 2117, f"{credit.number} is on hold")
        policies = self.policies
        parameters = policies.parameters(credit.company, day)
        if parameters.effect_date == "latest":
            day = max(document.date for document in documents.values())
        period = policies.open_period(credit.company, day)
        distribution = self.application(credit, day, limit)
        pays_for = self._pays_for(credit.company, credit.customer, documents.values())
        distribute_again(distribution, lines, documents, credit.company, pays_for, policies)
        voucher = Voucher(self._number(credit.company, "CA", period.year), stamp, documents)
        voucher.distribute(
            source,
            distribution,
            Practice.of(policies, credit.company, credit.currency, day),
        )
        requests = self._settle_by_hand(distribution, voucher, day, stamp)
        events = voucher.seal(
            date=day,
            period=period.name,
            customer=credit.customer,
            currency=credit.currency,
            amount=distribution.amount - distribution.left,
            accounts=policies,
            policy=policies.policy_number(),
            text=credit.number,
        )
        self.store.append([*requests, *events], stamp.command)
        return Posted(voucher.key, source, -voucher.open_of(source))

    # --- reversal ------------------------------------------------------------------------------

    def check_reversal(self, key: str) -> tuple[VoucherHead, list[str]]:
        """The voucher and what depends on it; refuses one that can't be reversed at all."""
        from artui.ledger.reversal import undoing  # late: it works on a ledger

        return undoing.check_reversal(self, key)

    def reverse(self, key: str, *, day: str = "", command: str | None = None) -> Posted:
        """Reverse a voucher by a new dated one that mirrors it whole (rule 13).

        ``day`` defaults to today. Refuses while later vouchers build on it, naming them.
        """
        from artui.ledger.reversal import reversing  # late: it works on a ledger

        return reversing.reverse(self, key, day=day, command=command)

    # --- one command, once ---------------------------------------------------------------------

    def once(self, command: str | None, decide: Callable[[Stamp], Posted]) -> Posted:
        """Carry out a command that posts one voucher, as :meth:`carry_out` does."""
        return self.carry_out(command, decide, self._answer)

    def carry_out(
        self,
        command: str | None,
        decide: Callable[[Stamp], A],
        answer: Callable[[Sequence[ev.Event]], A],
    ) -> A:
        """Carry out a command in one hold, or ``answer`` from the facts it made before.

        ``decide`` gets the stamp of the facts it is to append.
        """
        if self.store.read_only:
            raise ReadOnly("Read-only: you can look, nothing can be posted")
        with self.hold():
            before = self.done_before(command) if command else None
            return decide(self.stamp(command)) if before is None else answer(before)

    def _answer(self, events: Sequence[ev.Event]) -> Posted:
        seal = events[-1]
        if not isinstance(seal, ev.VoucherPosted):
            raise used_otherwise()
        document = next(
            (fact.document for fact in events if isinstance(fact, ev.ReceiptRecorded)), ""
        )
        if seal.series == "CA":
            document = ev.document_key(seal.company, seal.text)
        kept = self.whole.document(document) if document else None
        return Posted(seal.originator_id, document, -kept.open if kept else 0, again=True)


def _distribution(receipt: Receipt, standing: Standing) -> Distribution:
    day = receipt.accounting_date
    rate = receipt.rate or standing.policies.rate(receipt.company, receipt.currency, day)
    return Distribution(
        receipt.amount,
        receipt.currency,
        standing.situation_of(receipt.received, day),
        standing.terms(receipt.company, receipt.currency, rate, day, money=True),
    )


def open_ledger(
    location: str | Path,
    clerk: str,
    *,
    create: bool = False,
    older_ok: bool = False,
    clock: Callable[[], int] = _now,
    today: Callable[[], str] = _today,
) -> Ledger:
    """Open a ledger file or ``postgresql://`` URL for a clerk; ``create`` makes a new one,
    ``older_ok`` opens one of an older format to be rebuilt.

    Raises :class:`~artui.ledger.errors.StoreUnusable` with a sentence.
    """
    store = open_store(location, create=create, older_ok=older_ok)
    ledger = Ledger(store, clerk, clock=clock, today=today)
    if not create and store.head().pos == 0:
        store.close()
        raise StoreUnusable(f"{location} holds no ledger yet; `artui init` makes one")
    return ledger
