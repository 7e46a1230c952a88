"""A payment in the making: what panels E, F, H and K work on together; no widgets.

It holds the receipt as entered (or the open credit it applies), the open items in the order
chosen, and the distribution. Every step is kept as a draft at once, so a dropped line loses at
most the field being typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from msgspec.structs import replace

from artui.ledger import drafts, money, paying
from artui.ledger.distribution import Distribution, Line
from artui.ledger.documents import Customer, Document
from artui.ledger.drafts import Draft, DraftLine
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.matching import Proposal, add_up, late_match, propose
from artui.ledger.money import format_amount
from artui.ledger.posting import Practice
from artui.ledger.receiving import recovering
from artui.ledger.receiving.recovering import Recoverable
from artui.ledger.settlement import PLAIN, Wish
from artui.ledger.situation import Situation
from artui.ledger.trial import exchange_of
from artui.ledger.writeoffs.requests import pending
from artui.screens import payment_lines
from artui.screens.payment_groups import BY_GROUP, Group, in_groups
from artui.screens.payment_lines import differences

ORDER_NAMES = {
    1: "Payer",
    2: "Customer",
    3: "Invoice number",
    4: "Quick entry",
    BY_GROUP: "Group invoice",
    6: "Payer by due date",
}
"""The orders of the open items."""


@dataclass
class Payment:
    """One voucher being entered by one clerk.

    ``named`` is the invoice number typed instead of a payer; ``changed`` are the numbers of
    documents that others moved since they were looked at, ``waiting`` the keys of those whose
    write-off is asked for, ``reopened`` are taken back before they are paid; ``only`` is the
    currency listed (empty = all); ``as_one`` holds with how many a document was paid as one.
    """

    ledger: Ledger
    payer: Customer
    receipt: Receipt | None = None
    source: Document | None = None
    order: int = 6
    named: str = ""
    command: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    items: list[Document] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    waiting: frozenset[str] = frozenset()
    reopened: dict[str, Recoverable] = field(default_factory=dict)
    only: str = ""
    as_one: dict[str, int] = field(default_factory=dict)
    distribution: Distribution = field(init=False)
    rows: list[Document | Group] = field(default_factory=list, init=False)
    _situations: dict[str, Situation] = field(default_factory=dict, init=False)
    _shown: dict[str, tuple[int, ...]] = field(default_factory=dict, init=False)
    _foreseen: tuple[list[Line], dict[str, int]] = field(default=([], {}), init=False)

    def __post_init__(self) -> None:
        self.command = self.command or self.ledger.ids()
        self.distribution = self._empty()
        self.read_items()

    def _empty(self) -> Distribution:
        if self.receipt is not None:
            made = paying.distribution(self.ledger, self.receipt)
        else:
            made = paying.application(self.ledger, self._source, self.ledger.today())
        return Distribution(made.amount, made.currency, self._cached(made), made.terms)

    def _cached(self, made: Distribution) -> Callable[[Document], Situation]:
        def situation(document: Document) -> Situation:
            known = self._situations.get(document.id)
            if known is None:
                found = made.situation(document)
                known = recovering.exhausted(found) if document.id in self.reopened else found
                self._situations[document.id] = known
            return known

        return situation

    @property
    def _source(self) -> Document:
        assert self.source is not None, "a payment has money: a receipt or an open credit"
        return self.source

    # --- what is shown --------------------------------------------------------------------------

    @property
    def currency(self) -> str:
        """The currency of the money; documents may be in others."""
        return self.distribution.currency

    @property
    def company(self) -> str:
        """The company it is posted in."""
        return self.payer.company

    @property
    def base_currency(self) -> str:
        """The currency the company's books are kept in."""
        return self.ledger.policies.company(self.company).base_currency

    @property
    def day(self) -> str:
        """The day it is posted on, whose rates hold."""
        return self.receipt.accounting_date if self.receipt else self.ledger.today()

    @property
    def crosses(self) -> bool:
        """Whether another currency than the base currency is in play: gain or loss may arise."""
        return self.currency != self.base_currency or self.mixed

    @property
    def mixed(self) -> bool:
        """Whether some of the open items are in another currency than the money."""
        return any(item.currency != self.currency for item in self.items)

    @property
    def left(self) -> int:
        """Minor units still to be distributed."""
        return self.distribution.left

    @property
    def kept(self) -> int:
        """What of the money left is kept as payment difference, or absorbed by rounding."""
        return sum(self.distribution.excess.values()) or self.distribution.leftover

    @property
    def on_account(self) -> int:
        """What of the money left would stay on the payer's account."""
        return self.left - self.kept

    def money(self, minor: int) -> str:
        """An amount of this voucher's currency for people."""
        return format_amount(minor, self.currency)

    def line(self, document_id: str) -> Line | None:
        """What is distributed to a document."""
        return self.distribution.lines.get(document_id)

    def item(self, document_id: str) -> Document:
        """A document of the list by key."""
        return next(item for item in self.items if item.id == document_id)

    def group(self, key: str) -> Group | None:
        """The group whose heading has that key."""
        return next((row for row in self.rows if isinstance(row, Group) and row.id == key), None)

    @property
    def exchange(self) -> dict[str, int]:
        """Gain (+) or loss (-) of each line by document key, in base minor units."""
        lines = list(self.distribution.lines.values())
        known, realised = self._foreseen
        if len(known) != len(lines) or any(a is not b for a, b in zip(known, lines, strict=True)):
            realised = self._foresee(self.distribution) if self.crosses else {}
            self._foreseen = lines, realised
        return realised

    def foresee(self, line: Line) -> int:
        """Gain (+) or loss (-) of a line that is only tried, in base minor units."""
        if not self.crosses:
            return 0
        made = self.distribution
        tried = Distribution(made.amount, made.currency, made.situation, made.terms)
        tried.lines = {**made.lines, line.document.id: line}
        return self._foresee(tried).get(line.document.id, 0)

    def _foresee(self, distribution: Distribution) -> dict[str, int]:
        policies, receipt = self.ledger.policies, self.receipt
        if receipt is None:
            base = -self._source.base_open
        else:
            rate = receipt.rate or policies.rate(self.company, self.currency, self.day)
            base = money.convert(receipt.amount, self.currency, self.base_currency, rate)
        practice = Practice.of(policies, self.company, self.currency, self.day)
        return exchange_of(distribution, base, practice)

    @property
    def unseen(self) -> bool:
        """Whether there is a write-off or discount that was not told to the clerk yet."""
        return any(
            self._shown.get(key) != found for key, found in differences(self.distribution).items()
        )

    def show_differences(self) -> bool:
        """The write-offs and discounts are now told; False if there was none to tell."""
        unseen = self.unseen
        self._shown = differences(self.distribution)
        return unseen

    def read_items(self) -> None:
        """Read the open items anew, in the order chosen; those that may be meant stand first."""
        payers = self.ledger.read.pays_for(self.company, self.payer.customer)
        order = 6 if self.order == BY_GROUP else self.order
        items = self.ledger.read.open_items(self.company, payers, order=order)
        if self.source is not None:
            items = [item for item in items if item.id != self.source.id]
        self.reopened = recovering.still_written_off(self.ledger, self.reopened)
        self.items = [one.document for one in self.reopened.values()] + items
        self.waiting = frozenset(each.document for each in pending(self.ledger, self.company))
        self._situations.clear()
        self.narrow(self.only)

    def narrow(self, currency: str = "") -> None:
        """List the documents of one currency only, or (empty) of all."""
        self.only = currency
        items = [item for item in self.items if currency in ("", item.currency)]
        self.rows = in_groups(items) if self.order == BY_GROUP else list(items)

    def hangs_on_late_discount(self, document: Document) -> bool:
        """Whether the money left closes a document just if its late discount is accepted: that is
        for the clerk to decide, in panel K (rule 7)."""
        distribution = self.distribution
        if distribution.situation(document).offer.state != "grace":
            return False
        if not 0 < distribution.available_for(document) < document.open:
            return False
        accepted = distribution.try_line(document, wish=Wish(accept_late=True)).settled
        return accepted.discount > 0 and not accepted.stays_open

    # --- what is decided -------------------------------------------------------------------------

    def propose(self) -> Proposal:
        """Distribute to the one document the money is meant for, if there is just one; several,
        and documents that only add up to it, are put at the top of the list and left to the
        clerk. Only documents in the currency of the money are proposed."""
        named = next((item for item in self.items if item.number == self.named), None)
        if named is not None and self._takes(named):
            self.keep()
            return Proposal((named,), "named")
        items = [item for item in self.items if item.currency == self.currency]
        situation = self.distribution.situation
        proposal = propose(items, self.left, situation)
        if proposal.unique is not None:
            self.distribution.pay(proposal.unique)
            self.keep()
            return proposal
        if not proposal.documents:
            proposal = late_match(items, self.left, situation)
        if not proposal.documents:
            proposal = add_up(items, self.left, situation)
        first = {document.id for document in proposal.documents}
        self.items.sort(key=lambda item: item.id not in first)
        self.narrow(self.only)
        return proposal

    def _takes(self, document: Document) -> bool:
        """Distribute to a document unless that is refused, or for the clerk to decide."""
        with suppress(Refused):
            if not self.hangs_on_late_discount(document):
                self.distribution.pay(document)
        return document.id in self.distribution.lines

    def pay(self, document: Document, amount: int | None = None, wish: Wish = PLAIN) -> Line:
        """Distribute to a document and keep the draft; refuses with the field at fault."""
        wish = recovering.untolerated(wish) if document.id in self.reopened else wish
        line = self.distribution.pay(document, amount, wish)
        self.as_one.pop(document.id, None)
        self.keep()
        return line

    def reopen(self, one: Recoverable) -> Document:
        """List a document that was written off, as it stands once that is taken back, first."""
        self.reopened[one.document.id] = one
        self.items.insert(0, one.document)
        self.narrow(self.only if self.only == one.document.currency else "")
        return one.document

    def leave_difference(self, document: Document) -> Line:
        """Distribute to a document without its tolerance: what is short of it stays open, what is
        over it stays on account."""
        line = self.line(document.id)
        if line is None:
            return self.pay(document, None, Wish(tolerate=False))
        amount = line.settled.pay or None
        return self.pay(document, amount, replace(line.wish, tolerate=False))

    def pay_group(self, group: Group) -> None:
        """Pay the documents of a group invoice as one (rule 10); refuses as :meth:`pay` does,
        and then nothing has changed."""
        before = dict(self.distribution.lines)
        wishes = [line.wish if (line := self.line(one.id)) else PLAIN for one in group.documents]
        try:
            made = self.distribution.pay_together(group.documents, wishes)
        except Refused:
            self.distribution.lines = before
            raise
        self.as_one.update({line.document.id: len(made) for line in made})
        self.keep()

    def keep_excess(self, keep: bool) -> None:
        """Keep an overpayment within tolerance, or leave all of it on account."""
        self.distribution.keep_excess = keep
        self.keep()

    def undo(self, document_id: str) -> bool:
        """Take a document back."""
        undone = self.distribution.undo(document_id)
        self.keep()
        return undone

    def clear(self) -> None:
        """Take everything back."""
        self.distribution.lines.clear()
        self.distribution.keep_excess = True
        self.keep()

    def post(self) -> Posted:
        """Post the voucher under this payment's command id and forget the draft.

        Raises :class:`~artui.ledger.errors.LedgerError`; the draft then stays.
        """
        ledger, lines, command = self.ledger, PayLine.all_of(self.distribution), self.command
        written = self.reopened.keys() & self.distribution.lines.keys()
        if self.receipt is not None:
            posted = recovering.recover_with_receipt(ledger, self.receipt, lines, written, command)
        else:
            posted = recovering.recover_with_credit(
                ledger, self._source.id, lines, written, command=command
            )
        drafts.forget(self.ledger, self.command)
        return posted

    def look(self) -> list[Document]:
        """The documents of the list that others moved since it was read, each told once."""
        now = self.ledger.read.documents([item.id for item in self.items])
        moved = [
            now[item.id]
            for item in self.items
            if item.id in now and now[item.id].last_pos != item.last_pos
        ]
        fresh = [document for document in moved if document.number not in self.changed]
        self.changed.extend(document.number for document in fresh)
        return fresh

    def read_again(self) -> list[str]:
        """Read everything anew: lines whose document moved are taken back and named; the others
        stay."""
        self.changed.clear()
        kept = self.draft_lines()
        self.distribution.lines.clear()
        self.read_items()
        moved = payment_lines.again(self.distribution, self.items, kept, moved_too=False)
        self.changed.extend(moved)
        self.keep()
        return moved

    # --- drafts ---------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep what is entered so far as the clerk's draft."""
        label = f"{self.payer.name}, {self.currency} {self.money(self.distribution.amount)}"
        draft = Draft(
            self.fields,
            self.draft_lines(),
            "F",
            self.source.id if self.source else "",
            self.company,
            self.command,
            self.distribution.keep_excess,
        )
        if self.ledger.store.read_only:
            return
        # What can't be kept can't be posted either, and posting says why.
        with suppress(LedgerError):
            drafts.keep(self.ledger, self.command, label, draft)

    def draft_lines(self) -> tuple[DraftLine, ...]:
        """The distribution as a draft keeps it."""
        return payment_lines.drafted(self.distribution)

    def restore(self, lines: Sequence[DraftLine], *, keep_excess: bool = True) -> None:
        """Distribute again as a draft was; what moved meanwhile is named in ``changed``."""
        self.distribution.keep_excess = keep_excess
        gone = {line.document for line in lines}.difference(item.id for item in self.items)
        for one in recovering.still_written_off(self.ledger, gone).values():
            self.reopen(one)
        self.changed.extend(payment_lines.again(self.distribution, self.items, lines))
