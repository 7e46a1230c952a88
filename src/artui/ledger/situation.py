"""What holds for one document on a day, and what a clerk may wish for it; pure."""

from __future__ import annotations

from typing import Protocol

import msgspec

from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.settlement import PLAIN, Conditions, DiscountOffer, Tolerance, Wish, offered
from artui.ledger.writeoffs.authority import ABOVE_SYSTEM, Authority


class ByHand(Protocol):
    """What bounds a clerk who writes off by hand within a payment; asked only if one does."""

    def authority(self, document: Document, reason: str) -> Authority:
        """How much, by all levels, the reason's and the caps among them (rule 6)."""
        ...

    def bar(self, document: Document) -> str:
        """Why the clerk may only ask for it, whatever the amount (rule 21); empty if not."""
        ...


class Situation(msgspec.Struct, frozen=True, gc=False):
    """What holds for one document on the day: discount, tolerance, and whose limit is lower."""

    offer: DiscountOffer
    steps: tuple[DiscountOffer, ...]
    tolerance: Tolerance
    allowance: int  # the most that may be written off: tolerance and authority, the lower
    tolerated: int  # what the tolerance alone would allow
    authority: int | None  # the clerk's own, None = unlimited
    may_discount: bool  # beyond terms and grace
    over_allowance: int = 0  # the most that may be kept of an overpayment
    bound: int | None = None  # the most the authority allows, None = unlimited
    on_parts: str = "none"  # what a part payment earns of the discount
    granted: int = 0  # the discount given before
    rounding: int = 0  # what an application across currencies may leave
    by_hand: ByHand | None = None

    def bar(self, document: Document, wish: Wish) -> str:
        """Why what is wished to be written off by hand may only be asked for; empty if not."""
        return self.by_hand.bar(document) if self.by_hand and wish.write_off else ""

    def authority_of(self, document: Document, wish: Wish) -> Authority:
        """How much may be written off by hand for the reason wished."""
        if self.by_hand is None:
            return Authority(document.currency, ())
        return self.by_hand.authority(document, wish.write_off_reason)

    def conditions(
        self, document: Document, wish: Wish = PLAIN, *, room: int = 0, across: bool = False
    ) -> Conditions:
        """What bounds the settlement of the document; ``room`` is the receipt's own tolerance."""
        return Conditions(
            self.allowance,
            room,
            self.rounding if across else 0,
            self.on_parts,
            document.original,
            self.granted,
            bool(self.bar(document, wish)),
        )


class RunLimit(msgspec.Struct, frozen=True, gc=False):
    """The two-sided limit of an automatic run: while it lasts it stands for the tolerance of every
    document (rules 9, 16). ``amount`` is in minor units of the documents' currency, inclusive."""

    amount: int

    def bound(self, document: Document, situation: Situation) -> Situation:
        """What holds for a document in the run. Its own maximum, a customer without tolerance and
        the clerk's authority bound the limit; nothing is written off of a disputed document."""
        bounds = (self.amount, document.max_tolerance, situation.bound)
        most = min(bound for bound in bounds if bound is not None)
        if situation.tolerance.blocked or document.dispute:
            most = 0
        policy = situation.tolerance.policy
        return msgspec.structs.replace(
            situation,
            tolerance=Tolerance(policy, "run", amount=self.amount, over_amount=self.amount),
            allowance=most,
            tolerated=self.amount,
            over_allowance=most,
        )


def check_wish(document: Document, situation: Situation, wish: Wish) -> None:
    """Refuse what a clerk may not wish for a document: a discount beyond terms and grace without
    permission and reason (rule 7), a write-off above the authority or without a reason (rule 6)."""
    if wish.accept_late and situation.offer.state == "beyond":
        raise refuse(
            "accept_late",
            2141,
            f"the grace days ended on {situation.offer.grace_until}: give the discount by "
            "hand, with a reason",
        )
    if wish.discount is not None:
        if wish.discount < 0 or wish.discount > document.open:
            raise refuse("discount", 2142, "the discount is more than the open balance")
        if wish.discount > offered(situation.offer, wish):
            _check_beyond_terms(situation, wish)
    if wish.write_off:
        _check_write_off(document, situation, wish)


def _check_beyond_terms(situation: Situation, wish: Wish) -> None:
    if not situation.may_discount:
        raise refuse(
            "discount", 2143, "a discount beyond the terms needs a permission you don't have"
        )
    if not wish.discount_reason:
        raise refuse("reason", 2144, "a discount beyond the terms needs a reason")


def _check_write_off(document: Document, situation: Situation, wish: Wish) -> None:
    if not 0 < wish.write_off <= document.open - (wish.discount or 0):
        raise refuse("write_off", 2151, "the write-off is more than the open balance")
    if not wish.write_off_reason:
        raise refuse("reason", 2152, "a write-off by hand needs a reason")
    if document.dispute:
        raise refuse("write_off", 2321, f"{document.number} is in dispute")
    authority = situation.authority_of(document, wish)
    why = authority.why_not(wish.write_off)
    if not why:
        return
    if not situation.bar(document, wish):
        raise refuse("write_off", 2153, why)
    if authority.final(wish.write_off):
        raise refuse("write_off", ABOVE_SYSTEM, f"{why}: nobody may approve it")
