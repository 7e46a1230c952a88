"""A payment in the making: what panels E, F, H and K work on together; no widgets.

It holds the receipt as entered (or the open credit it applies), the open items in the order
chosen, and the distribution. Every step is kept as a draft at once, so a dropped line loses at
most the field being typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from artui.ledger import drafts
from artui.ledger.distribution import Distribution, Line
from artui.ledger.situation import Situation
from artui.ledger.documents import Customer, Document
from artui.ledger.drafts import Draft, DraftLine
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.matching import Proposal, add_up, late_match, propose
from artui.ledger.money import format_amount
from artui.ledger.posting import PayLine, Receipt
from artui.ledger.settlement import Wish

ORDER_NAMES = {
    1: "Payer",
    2: "Customer",
    3: "Invoice number",
    4: "Quick entry",
    6: "Payer by due date",
}
"""The orders of the open items."""


@dataclass
class Payment:
    """One voucher being entered by one clerk.

    ``named`` is the invoice number typed instead of a payer; ``changed`` are the numbers of
    documents that others moved since they were looked at.
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
    distribution: Distribution = field(init=False)
    _situations: dict[str, Situation] = field(default_factory=dict, init=False)
    _shown: dict[str, tuple[int, int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.command = self.command or self.ledger.ids()
        self.distribution = self._empty()
        self.read_items()

    def _empty(self) -> Distribution:
        if self.receipt is not None:
            made = self.ledger.distribution(self.receipt)
        else:
            assert self.source is not None, "a payment has money: a receipt or an open credit"
            made = self.ledger.application(self.source, self.ledger.today())
        return Distribution(made.amount, made.currency, self._cached(made))

    def _cached(self, made: Distribution) -> Callable[[Document], Situation]:
        def situation(document: Document) -> Situation:
            known = self._situations.get(document.id)
            if known is None:
                known = self._situations[document.id] = made.situation(document)
            return known

        return situation

    # --- what is shown --------------------------------------------------------------------------

    @property
    def currency(self) -> str:
        """The one currency of the voucher."""
        return self.distribution.currency

    @property
    def company(self) -> str:
        """The company it is posted in."""
        return self.payer.company

    @property
    def left(self) -> int:
        """Minor units still to be distributed."""
        return self.distribution.left

    def money(self, minor: int) -> str:
        """An amount of this voucher's currency for people."""
        return format_amount(minor, self.currency)

    def line(self, document_id: str) -> Line | None:
        """What is distributed to a document."""
        return self.distribution.lines.get(document_id)

    def item(self, document_id: str) -> Document:
        """A document of the list by key."""
        return next(item for item in self.items if item.id == document_id)

    def _differences(self) -> dict[str, tuple[int, int]]:
        settled = {key: line.settled for key, line in self.distribution.lines.items()}
        return {
            key: (part.written_off, part.discount)
            for key, part in settled.items()
            if part.written_off or part.discount
        }

    @property
    def unseen(self) -> bool:
        """Whether there is a write-off or discount that was not told to the clerk yet."""
        return any(self._shown.get(key) != found for key, found in self._differences().items())

    def show_differences(self) -> bool:
        """The write-offs and discounts are now told; False if there was none to tell."""
        unseen = self.unseen
        self._shown = self._differences()
        return unseen

    def read_items(self) -> None:
        """Read the open items anew, in the order chosen; those that may be meant stand first."""
        payers = self.ledger.read.pays_for(self.company, self.payer.customer)
        items = self.ledger.read.open_items(self.company, payers, self.currency, self.order)
        if self.source is not None:
            items = [item for item in items if item.id != self.source.id]
        self.items = items
        self._situations.clear()

    def hangs_on_late_discount(self, document: Document) -> bool:
        """Whether the money left closes a document just if its late discount is accepted: that is
        for the clerk to decide, in panel K (rule 7)."""
        distribution = self.distribution
        if distribution.situation(document).offer.state != "grace":
            return False
        if not 0 < distribution.available_for(document) < document.open:
            return False
        accepted = distribution.try_line(document, wish=Wish(accept_late=True)).settled
        return accepted.discount > 0

    # --- what is decided -------------------------------------------------------------------------

    def propose(self) -> Proposal:
        """Distribute to the one document the money is meant for, if there is just one; several,
        and documents that only add up to it, are put at the top of the list and left to the
        clerk."""
        if self.named:
            found = next((item for item in self.items if item.number == self.named), None)
            if found is not None and not self.hangs_on_late_discount(found):
                self.distribution.pay(found)
                self.keep()
                return Proposal((found,), "named")
        situation = self.distribution.situation
        proposal = propose(self.items, self.left, situation)
        if proposal.unique is not None:
            self.distribution.pay(proposal.unique)
            self.keep()
            return proposal
        if not proposal.documents:
            proposal = late_match(self.items, self.left, situation)
        if not proposal.documents:
            proposal = add_up(self.items, self.left, situation)
        first = {document.id for document in proposal.documents}
        self.items.sort(key=lambda item: item.id not in first)
        return proposal

    def pay(self, document: Document, amount: int | None = None, wish: Wish | None = None) -> Line:
        """Distribute to a document and keep the draft; refuses with the field at fault."""
        line = self.distribution.pay(document, amount, wish or Wish())
        self.keep()
        return line

    def undo(self, document_id: str) -> bool:
        """Take a document back."""
        undone = self.distribution.undo(document_id)
        self.keep()
        return undone

    def clear(self) -> None:
        """Take everything back."""
        self.distribution.lines.clear()
        self.keep()

    def post(self) -> Posted:
        """Post the voucher under this payment's command id and forget the draft.

        Raises :class:`~artui.ledger.errors.LedgerError`; the draft then stays.
        """
        lines = [PayLine.of(line) for line in self.distribution.lines.values()]
        if self.receipt is not None:
            posted = self.ledger.post_receipt(self.receipt, lines, self.command)
        else:
            assert self.source is not None, "a payment has money: a receipt or an open credit"
            posted = self.ledger.apply(self.source.id, lines, command=self.command)
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
        kept = list(self.distribution.lines.values())
        self.distribution.lines.clear()
        self.read_items()
        known = {item.id: item for item in self.items}
        moved = []
        for line in kept:
            document = known.get(line.document.id)
            if document is None or document.last_pos != line.document.last_pos:
                moved.append(line.document.number)
                continue
            try:
                self.distribution.pay(document, line.settled.pay, line.wish)
            except Refused:
                moved.append(document.number)
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
        )
        if self.ledger.store.read_only:
            return
        # What can't be kept can't be posted either, and posting says why.
        with suppress(LedgerError):
            drafts.keep(self.ledger, self.command, label, draft)

    def draft_lines(self) -> tuple[DraftLine, ...]:
        """The distribution as a draft keeps it."""
        return tuple(
            DraftLine(
                line.document.id,
                line.settled.pay,
                line.wish.accept_late,
                line.wish.discount,
                line.wish.discount_reason,
                line.wish.tolerate,
                line.wish.short_reason,
                line.document.last_pos,
            )
            for line in self.distribution.lines.values()
        )

    def restore(self, lines: Sequence[DraftLine]) -> None:
        """Distribute again as a draft was; what moved meanwhile is named in ``changed``."""
        known = {item.id: item for item in self.items}
        for kept in lines:
            number = kept.document.partition("/")[2]
            document = known.get(kept.document)
            if document is None:
                self.changed.append(number)
                continue
            if document.last_pos != kept.version:
                self.changed.append(number)
            wish = Wish(
                kept.accept_late,
                kept.discount,
                kept.discount_reason,
                kept.tolerate,
                kept.short_reason,
            )
            try:
                self.distribution.pay(document, kept.pay, wish)
            except Refused:
                if number not in self.changed:
                    self.changed.append(number)
