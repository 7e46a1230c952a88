"""ARS110/K: the cash discount of one document: granted, late, or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from msgspec.structs import replace
from textual.app import ComposeResult

from artui.ledger.distribution import Line
from artui.ledger.documents import own_discounts
from artui.ledger.errors import refuse
from artui.ledger.settlement import DiscountOffer, Wish
from artui.screens.decision import Decision, DecisionPanel, leader
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import Kind as Saying
from artui.screens.frame.messages import Notice
from artui.screens.settled_words import days, until


class CashDiscount(DecisionPanel):
    """Proposed payment and discount, both changeable.

    Values: the document's key; from H the amount, the reason if it is short on purpose, and what
    is stated of money in another currency.
    """

    ID = "ARS110/K"
    TITLE = "Payment received: cash discount"
    LIVE_LINE = 14
    FAULTS = {"document": "payment", "amount": "payment", "accept_late": "accept"}
    REASONS = {"reason": ("discount",)}

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        given = values[1] if len(values) > 1 else ""
        self._amount = int(given) if given not in ("", "None") else None
        self._from_h = values[2:]
        self._proposed = self._proposed_pay = ""

    def compose(self) -> ComposeResult:
        """One stop: the answer about a late discount, else the payment."""
        late = self._late
        cell: dict[str, Any] = {"col": 37, "label_col": 2, "note_col": 56}
        amount: dict[str, Any] = {"width": 18, "kind": Kind.AMOUNT, "show": self.typed}
        yield Field(
            "payment",
            line=10,
            label="Payment amount",
            stop=not late,
            required=True,
            parse=self.amount_value,
            **cell,
            **amount,
        )
        yield Field(
            "discount", line=11, label="Cash discount", parse=self._discount_value, **cell, **amount
        )
        if late:
            yield Field(
                "accept",
                line=12,
                width=1,
                label="Accept late discount (Y/N)",
                kind=Kind.YES_NO,
                stop=True,
                parse=_yes_no,
                **cell,
            )
        yield Field(
            "reason",
            line=13,
            width=8,
            label="Reason beyond the terms",
            kind=Kind.CODED,
            **{**cell, "note_col": 48},
        )

    @property
    def _late(self) -> bool:
        """Whether the discount is late and can still be accepted."""
        return self.payment.distribution.situation(self.document).offer.state == "grace"

    @property
    def _covers(self) -> bool:
        """Whether the money at hand covers the full amount: then a late discount isn't offered."""
        amount = self.payment.distribution.available_for(self.document)
        return (amount if self._amount is None else self._amount) >= self.document.open

    @property
    def _wished(self) -> Wish:
        """What is wished beside the discount: as H says, else as before."""
        wish = replace(self.known, accept_late=False, discount=None, discount_reason="")
        if self._from_h:
            short_reason, stated = self._from_h
            source_amount = int(stated) if stated else None
            wish = replace(wish, short_reason=short_reason, source_amount=source_amount)
        return wish

    def _discount_value(self, text: str) -> int:
        return self.amount_value(text) if text.strip() else 0

    # --- what is shown ---------------------------------------------------------------------------

    def opened(self) -> None:
        """The steps of the terms, and what is proposed."""
        self.head()
        self.look_out()
        document, situation = self.document, self.payment.distribution.situation(self.document)
        balance = f"{leader('Open balance', 31):<34}{self.money(document.open):>12}"
        granted = f"   discount before {self.money(situation.granted)}" if situation.granted else ""
        self.put(5, 2, f"{balance} {document.currency}{granted}"[:78])
        self._show_steps()
        self.field("reason").set_note("only for more than the terms give")
        self._propose()
        self._say_state()
        self.show_proposal()

    def _show_steps(self) -> None:
        situation = self.payment.distribution.situation(self.document)
        receipt = self.payment.receipt
        day = receipt.received if receipt else self.session.today
        offer, steps = situation.offer, situation.steps
        own = bool(own_discounts(self.document))
        if steps:
            several = f"   {len(steps)} steps" if len(steps) > 2 else ""
            self.put(7, 4, f"Step  Until        Percent   Discount    On {day}{several}")
        # Two lines are free: the step of the day and the one before it, or the next.
        at = next((n for n, step in enumerate(steps) if step.step == offer.step), 0)
        first = max(0, min(at - 1, len(steps) - 2))
        for line, step in enumerate(steps[first : first + 2], 8):
            words = _state(offer) if step.step == offer.step else ""
            last = "no end    " if step.until > "9999" else step.until
            percent = "own" if own else f"{step.percent:.2f}"
            self.put(
                line,
                4,
                f"{step.step:<5} {last}   {percent:>6} {self.money(step.amount):>11}    {words}",
            )

    def _propose(self) -> None:
        """What the terms propose for the amount at hand; a part that earns none proposes 0."""
        payment, document = self.payment, self.document
        known = payment.line(document.id)
        amount = self._amount
        if amount is None and known is not None:
            amount = known.settled.pay
        late = self._late and not self._covers
        pay = discount = 0
        if payment.distribution.available_for(document) > 0:
            wish = replace(self._wished, accept_late=late)
            settled = payment.distribution.try_line(document, amount, wish).settled
            pay, discount = settled.pay, settled.discount
        self.field("payment").text = self._proposed_pay = self.typed(pay)
        self.field("discount").text = self._proposed = self.typed(discount)
        self.field("reason").text = known.wish.discount_reason if known else ""
        if self._late:
            accepted = known is not None and known.wish.accept_late
            self.field("accept").text = "Y" if accepted else "N"
            self.field("accept").set_note(f"N leaves {self.money(discount)} open")

    def _say_state(self) -> None:
        document = self.document
        offer = self.payment.distribution.situation(document).offer
        if self._late and not self._covers and self._proposed != self.typed(0):
            text = f"The discount is {days(offer.days_late)} late. Y=accept, N=leave it open."
            self.drop_typeahead()
            self.say(Notice(2140, Saying.CONFIRMATION, text))
        elif self._late and self._covers:
            self.inform(2148, "The payment covers the full amount: no late discount is offered.")
            self.field("accept").set_note("")
        elif offer.state in ("in time", "grace") and self._proposed == self.typed(0):
            self.inform(2147, "This part earns no discount: it doesn't close the invoice.")
        elif offer.state == "in time" and self._proposed != self.typed(offer.amount):
            self.inform(2176, f"This part earns its part of {self.money(offer.amount)} (rule 8).")
        elif offer.state == "beyond":
            self.inform(
                2145,
                f"The grace days ended on {offer.grace_until}: "
                "a discount by hand needs a permission and a reason.",
            )
        elif offer.state == "none":
            grant = f"Terms {document.terms} grant no discount" if document.terms else "No terms"
            self.inform(2146, f"{grant}: one by hand needs a permission and a reason.")

    def on_field_changed(self, message: Field.Changed) -> None:
        """Keep the consequences up to date with every character."""
        self.live()

    def consequences(self, line: Line | None) -> None:
        """The journal lines this makes, and what the clerk's answer means."""
        self.put_line(18, "Posts")
        self.put_line(19, f"  {self._journal(line)}" if line else "")
        self.put_line(20, self._meaning(line) if line else "")

    def _journal(self, line: Line) -> str:
        settled, source = line.settled, self.payment.source
        cost = self.payment.money(line.cost)
        if self.across:
            cost += f" {self.payment.currency}"
        parts = [f"{f'From {source.number}' if source else 'Dr Bank'} {cost}"]
        if settled.discount:
            parts.append(f"Dr AR30-310 Cash discount {self.money(settled.discount)}")
        differences = settled.written_off + settled.second + settled.by_hand
        if differences:
            parts.append(f"Dr AR30-185 {self.money(differences)}")
        credit = f"Cr Customer {self.money(settled.relieved)}"
        parts.append(f"{credit} {self.document.currency}" if self.across else credit)
        text = "  ".join(parts)
        # The account says it too, where four lines need the room.
        return text if len(text) <= 77 else text.replace("Cash discount ", "")

    def _meaning(self, line: Line) -> str:
        offer, settled = line.situation.offer, line.settled
        if not settled.discount:
            return ""
        if line.wish.accept_late and offer.state == "grace":
            exact = settled.pay + offer.amount == line.document.open
            taken = "The payer took exactly the discount. " if exact else ""
            return f"{taken}Acceptance is recorded with your name."
        if settled.discount > offer.amount or offer.state in ("beyond", "none"):
            return "Beyond the terms: granted by hand, recorded with your name and the reason."
        by = (
            "by the document itself"
            if own_discounts(line.document)
            else f"by terms {line.document.terms}"
        )
        part = ""
        if line.situation.on_parts == "proportional" and settled.discount < offer.amount:
            part = f" Part payments earn their part of {self.money(offer.amount)}."
        return wrap(f"Granted {by}, {until(offer.until)}.{part}", 78)[0]

    # --- what is decided -------------------------------------------------------------------------

    def decided(self) -> Decision:
        """Payment and discount as typed; what stands as proposed follows the terms.

        Refuses a payment of zero, and a discount typed that this payment doesn't earn.
        """
        amount = self.field("payment").value
        if not amount:
            raise refuse("payment", 2113, "a payment of zero pays nothing")
        typed: int | None = self.field("discount").value
        if self.field("discount").text == self._proposed:
            typed = None
        wish = replace(
            self._wished,
            accept_late=self._late and self.field("accept").value,
            discount=typed,
            discount_reason=self.field("reason").text.strip(),
        )
        if typed:
            # The payment as proposed gives way to a discount typed beside it.
            if self.field("payment").text == self._proposed_pay:
                amount = min(amount, max(0, self.document.open - typed - wish.write_off))
            distribution = self.payment.distribution
            settled = distribution.try_line(self.document, amount, wish).settled
            if not settled.discount:
                raise refuse(
                    "discount", 2138, "payment and discount don't close it: none is granted"
                )
        return Decision(amount, wish)


def _state(offer: DiscountOffer) -> str:
    """How the day stands to a step."""
    return {
        "in time": "in time",
        "grace": f"{days(offer.days_late)} late, grace to {offer.grace_until}",
        "beyond": f"grace ended on {offer.grace_until}",
    }.get(offer.state, "")


def _yes_no(text: str) -> bool:
    return text.strip().upper() == "Y"
