"""Money moved: from one customer's account, or from nobody's, to that of others; no cash moves.

A transfer is a voucher of the series TF: Dr control of the old customer / Cr control of the new
one, at the rate the money came in at. The new customer gets a credit of its own, dated as the
money was received, which may pay that customer's documents in the same voucher. Payments that
were wrong can be taken back in it first. A split is a transfer to several customers at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger import paying
from artui.ledger.checks import distribute_again
from artui.ledger.distribution import Distribution
from artui.ledger.documents import RECEIPT_SIDE, Customer, Document, evolve
from artui.ledger.entered import PayLine
from artui.ledger.errors import refuse, used_otherwise
from artui.ledger.journal import journal, netted
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.posting import Number, Practice, Stamp, Voucher
from artui.ledger.receiving.confirming import confirm
from artui.ledger.receiving.numbering import new_keys
from artui.ledger.reversal.mirroring import Part, mirrored_journal, take_back
from artui.ledger.reversal.undoing import Undoing, dependants, of_applications, touched

SERIES = "TF"

NO_MONEY, SAME, NO_PARTS, TOO_MUCH, NOT_ABOVE, BY_HAND = range(2620, 2626)


class Share(NamedTuple):
    """What of the money goes to a customer: ``amount`` in minor units (None = what is left), and
    the ``lines`` it pays there."""

    customer: str
    amount: int | None = None
    lines: Sequence[PayLine] = ()


class Moved(NamedTuple):
    """What a transfer came to: its voucher, the credits it made (keys, one a share), and what is
    ``left`` on account where the money was, minor units."""

    voucher: str
    credits: tuple[str, ...]
    left: int
    again: bool = False  # the command had been carried out before

    @property
    def name(self) -> str:
        """The voucher as people write it."""
        return ev.voucher_name(self.voucher)


# --- commands ------------------------------------------------------------------------------------


def transfer(
    ledger: Ledger,
    credit: str,
    customer: str,
    *,
    amount: int | None = None,
    lines: Sequence[PayLine] = (),
    undo: str | None = None,
    day: str = "",
    note: str = "",
    learn: bool = True,
    command: str | None = None,
) -> Moved:
    """Move ``amount`` (minor units, default all that is open) of a credit to another customer of
    its company, on ``day`` (default today).

    ``lines`` are documents of that customer it pays at once. Its payment of the document ``undo``
    (a key; empty = all its payments) is taken back first. Refuses as :func:`split` does.
    """
    share = Share(customer, amount, lines)
    return split(
        ledger, credit, [share], undo=undo, day=day, note=note, learn=learn, command=command
    )


def split(
    ledger: Ledger,
    credit: str,
    shares: Sequence[Share],
    *,
    undo: str | None = None,
    day: str = "",
    note: str = "",
    learn: bool = True,
    command: str | None = None,
) -> Moved:
    """Move a credit (its key: a receipt, unidentified cash, a prepayment) to several customers in
    one voucher, all or nothing. Who moves money of nobody to one customer confirms who paid, which
    is learned unless ``learn`` says not to.

    Raises :class:`~artui.ledger.errors.Refused` with the field at fault, and
    :class:`~artui.ledger.errors.Changed` for a line whose document moved since it was looked at.
    """

    def decide(stamp: Stamp) -> Moved:
        moving = _Moving(ledger, credit, undo, day or ledger.today())
        moved = moving.post(_sized(shares, moving.source), note, stamp)
        if learn and len(shares) == 1 and not moving.source.customer:
            confirm(ledger, credit, shares[0].customer)
        return moved

    return ledger.carry_out(command, decide, lambda events: _answer(ledger, events))


def proposed(ledger: Ledger, credit: Document, amount: int, day: str) -> Distribution:
    """An empty distribution of so much of a credit (minor units), as the new customer gets it."""
    return paying.application(ledger, replace(credit, open=-amount), day)


def _answer(ledger: Ledger, events: Sequence[ev.Event]) -> Moved:
    moved = [fact for fact in events if isinstance(fact, ev.Transferred)]
    seal = events[-1]
    if not moved or not isinstance(seal, ev.VoucherPosted) or seal.series != SERIES:
        raise used_otherwise()
    kept = ledger.read.document(moved[0].document)
    left = -kept.open if kept else 0
    return Moved(seal.originator_id, tuple(fact.made for fact in moved), left, again=True)


# --- deciding ------------------------------------------------------------------------------------


def _sized(shares: Sequence[Share], source: Document) -> list[Share]:
    """Shares with their amounts; refuses what isn't there to be moved, and nothing at all."""
    if not shares:
        raise refuse("customer", NO_PARTS, "name a customer who gets the money")
    left, sized = -source.open, []
    for share in shares:
        amount = left if share.amount is None else share.amount
        if amount <= 0:
            raise refuse("amount", NOT_ABOVE, f"{share.customer}'s amount must be above zero")
        left -= amount
        sized.append(share._replace(amount=amount))
    if left < 0:
        wanted, there = (
            format_amount(each, source.currency) for each in (-source.open - left, -source.open)
        )
        said = f"{wanted} {source.currency} is more than the {there} {source.number} has open"
        raise refuse("amount", TOO_MUCH, said)
    return sized


class _Moving:
    """One transfer in the making; only inside a hold."""

    def __init__(self, ledger: Ledger, credit: str, undo: str | None, day: str) -> None:
        ledger.require("transfers.post")
        self._ledger = ledger
        self._day = day
        self._parts: tuple[Part, ...] = ()
        found = ledger.read.document(credit)
        if found is None:
            raise refuse("receipt", 2210, f"document {ev.number_of(credit)} does not exist")
        self._policies = ledger.policies
        self._period = self._policies.open_period(found.company, day, "date")
        self._number: Number = ledger.next_number(found.company, SERIES, day)
        self._documents = {credit: found}
        if undo is not None:
            self._take_back(credit, undo)
        self.source = self._documents[credit]
        _check_source(ledger, self.source)

    def _take_back(self, credit: str, target: str) -> None:
        """Take the payment of a document back, with what was conceded for it."""
        self._ledger.require("vouchers.reverse")
        undoing = of_applications(self._ledger, credit, target)
        built_on = dependants(self._ledger, undoing)
        if built_on:
            names = ", ".join(map(ev.voucher_name, built_on))
            raise refuse("voucher", 2218, f"{names} built on {undoing.text}: reverse first")
        self._parts = undoing.parts
        self._documents |= _behind(self._ledger, self._number, undoing)

    def post(self, shares: Sequence[Share], note: str, stamp: Stamp) -> Moved:
        """Post the voucher: the payments taken back, then each share with what it pays."""
        ledger, policies, source = self._ledger, self._policies, self.source
        if any(share.lines for share in shares):
            ledger.require("applications.post")
        wanted = [line.document for share in shares for line in share.lines]
        documents = ledger.read.documents(wanted) | self._documents
        voucher = Voucher(self._number, stamp, documents)
        if self._parts:
            take_back(voucher, self._parts, {}, in_part=True)
        taken_back = len(voucher.facts)
        keys = new_keys(self._ledger, self._number, len(shares))
        customers = [self._customer(share.customer) for share in shares]
        for share, key, customer in zip(shares, keys, customers, strict=True):
            self._move(voucher, share, key, customer, note)
        amounts = [share.amount or 0 for share in shares]
        events = voucher.seal(
            date=self._day,
            period=self._period.name,
            customer=source.customer or (shares[0].customer if len(shares) == 1 else ""),
            currency=source.currency,
            amount=sum(amounts),
            accounts=policies,
            policy=policies.policy_number(),
            lines=self._lines(voucher, taken_back),
            text=source.number,
        )
        ledger.store.append(events, stamp.command)
        return Moved(voucher.key, tuple(keys), -voucher.open_of(source.id))

    def _lines(self, voucher: Voucher, taken_back: int) -> tuple[ev.JournalLine, ...] | None:
        """The journal, if payments are taken back in it: on the accounts of then; None = of all
        its facts."""
        if not self._parts:
            return None
        company, policies = self.source.company, self._policies
        again = journal(
            voucher.facts[taken_back:], voucher.documents, company, policies,
            by_division=policies.by_division(company, self._day),
        )  # fmt: skip
        return netted([*mirrored_journal(self._parts, self._documents, policies), *again])

    def _move(
        self, voucher: Voucher, share: Share, key: str, customer: Customer, note: str
    ) -> None:
        source, amount = self.source, share.amount or 0
        base = voucher.take(source.id, -amount)
        voucher.raise_document(
            ev.DocumentRaised(
                *voucher.next(),
                document=key,
                kind="transfer",
                customer=customer.customer,
                name=customer.name,
                date=paying.received_on(self._ledger, source, self._day),
                due=source.due,
                currency=source.currency,
                amount=-amount,
                open=-amount,
                base=base,
                rate=source.rate,
                division=customer.division,
                reference=source.reference,
                control=self._policies.control_account(source.company, customer.division),
            )
        )
        voucher.facts.append(
            ev.Transferred(
                *voucher.next(), document=source.id, made=key, amount=-amount, base=base, note=note
            )
        )
        if share.lines:
            self._pay(voucher, share, key)

    def _pay(self, voucher: Voucher, share: Share, key: str) -> None:
        source, policies = self.source, self._policies
        for line in share.lines:
            if line.wish.write_off:
                said = f"{ev.number_of(line.document)}: write off by itself, not by a transfer"
                raise refuse("write_off", BY_HAND, said)
        distribution = proposed(self._ledger, source, share.amount or 0, self._day)
        read = self._ledger.read.documents([line.document for line in share.lines])
        documents = {key: self._documents.get(key, document) for key, document in read.items()}
        pays_for = self._pays_for(share.customer, documents.values())
        distribute_again(distribution, share.lines, documents, source.company, pays_for, policies)
        practice = Practice.of(policies, source.company, source.currency, self._day)
        voucher.distribute(key, distribution, practice)

    def _pays_for(self, customer: str, documents: Iterable[Document]) -> Collection[str]:
        if all(document.customer == customer for document in documents):
            return (customer,)
        return self._ledger.read.pays_for(self.source.company, customer)

    def _customer(self, number: str) -> Customer:
        company = self.source.company
        found = self._ledger.read.customer(company, number)
        if found is None:
            raise refuse("customer", 2207, f"{company} has no customer {number!r}")
        self._ledger.sight.check_customer(found)
        if number == self.source.customer:
            raise refuse("customer", SAME, f"{self.source.number} is {number}'s already")
        return found


def _check_source(ledger: Ledger, source: Document) -> None:
    if source.kind not in RECEIPT_SIDE:
        raise refuse("receipt", NO_MONEY, f"{source.number} is no money: only that is moved")
    if source.open >= 0:
        raise refuse("receipt", 2212, f"{source.number} has no money on account")
    ledger.sight.check(source, ledger.customer_of(source))
    if source.hold:
        raise refuse("receipt", 2117, f"{source.number} is on hold")


def _behind(ledger: Ledger, number: Number, undoing: Undoing) -> dict[str, Document]:
    """The documents that payments moved, as they stand once those are taken back."""
    scratch = Voucher(number, Stamp(0, "", ""), {})
    take_back(scratch, undoing.parts, {}, in_part=True)
    documents = touched(ledger, scratch.facts)
    balances = {key: (it.open, it.base_open) for key, it in documents.items()}
    for fact in scratch.facts:
        evolve(balances, fact)
    return {
        key: replace(document, open=balances[key][0], base_open=balances[key][1])
        for key, document in documents.items()
    }
