"""ARS110/K: the cash discount of one document: granted, late, or by hand."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.distribution import Line
from artui.ledger.settlement import Settled, Wish
from artui.screens.decision import Decision, DecisionPanel
from artui.screens.field import Field, Kind
from artui.screens.messages import BadValueError


class CashDiscount(DecisionPanel):
    """Proposed payment and discount, both changeable. Values: key, amount, short reason."""

    ID = "ARS110/K"
    TITLE = "Payment received: cash discount"
    LIVE_LINE = 14

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        given = values[1] if len(values) > 1 else ""
        self._amount = int(given) if given not in ("", "None") else None
        self._short_reason = values[2] if len(values) > 2 else ""
        self._proposed = ""

    def compose(self) -> ComposeResult:
        """One stop: the answer about a late discount, else the payment."""
        late = self.values[0] and self._is_late()
        yield Field(
            "payment",
            line=10,
            col=37,
            width=18,
            label="Payment amount",
            label_col=2,
            kind=Kind.AMOUNT,
            stop=not late,
            required=True,
            parse=self.amount_value,
            show=self._money,
        )
        yield Field(
            "discount",
            line=11,
            col=37,
            width=18,
            label="Cash discount",
            label_col=2,
            kind=Kind.AMOUNT,
            parse=self._discount_value,
            show=self._money,
        )
        yield Field(
            "accept",
            line=12,
            col=37,
            width=1,
            label="Accept late discount (Y/N)",
            label_col=2,
            kind=Kind.YES_NO,
            stop=bool(late),
            note_col=56,
            parse=_yes_no,
        )
        yield Field(
            "reason",
            line=13,
            col=37,
            width=8,
            label="Reason beyond the terms",
            label_col=2,
            kind=Kind.CODED,
            note_col=56,
        )

    def _is_late(self) -> bool:
        return self.payment.distribution.situation(self.document).offer.state == "grace"

    def _money(self, minor: int) -> str:
        return self.payment.money(minor)

    def _discount_value(self, text: str) -> int:
        return self.amount_value(text) if text.strip() else 0

    def opened(self) -> None:
        """The steps of the terms, and what is proposed."""
        self.head()
        payment, document = self.payment, self.document
        self.put(
            5,
            2,
            f"{'Open balance  . . . . . . . . .':<34}"
            f"{payment.money(document.open):>15} {document.currency}",
        )
        self._steps()
        self.put(self.LIVE_LINE, 2, "After this line")
        offer = payment.distribution.situation(document).offer
        if offer.state == "grace":
            self.field("accept").set_note(f"N leaves {payment.money(offer.amount)} open")
            self.inform(
                2140, f"The discount is {offer.days_late} days late. Y=accept, N=leave it open."
            )
        elif offer.state == "beyond":
            self.inform(
                2145,
                f"The grace days ended on {offer.grace_until}: a discount by hand needs a reason.",
            )
        elif offer.state == "none":
            self.inform(
                2146,
                f"Terms {document.terms or 'none'} grant no discount: one by hand needs a reason.",
            )
        self._propose()
        self.live()

    def _steps(self) -> None:
        situation = self.payment.distribution.situation(self.document)
        self.put(6, 4, "Step  Until        Percent   Discount")
        day = self._received()
        self.put(6, 47, f"On {day}")
        for at, step in enumerate(situation.steps[:3]):
            words = ""
            if step.step == situation.offer.step:
                words = {
                    "in time": "in time",
                    "grace": f"late, grace until {situation.offer.grace_until}",
                    "beyond": "over, grace and all",
                }.get(situation.offer.state, "")
            self.put(
                7 + at,
                4,
                f"{step.step}     {step.until}   {step.percent:>5.2f} "
                f"{self._money(step.amount):>10}    {words}",
            )

    def _received(self) -> str:
        receipt = self.payment.receipt
        return receipt.received if receipt else self.session.today

    def _propose(self) -> None:
        """What the terms propose for the amount at hand; a part that earns none proposes 0."""
        payment, document = self.payment, self.document
        offer = payment.distribution.situation(document).offer
        known = payment.line(document.id)
        wish = known.wish if known else Wish()
        late = offer.state == "grace"
        room = payment.distribution.available_for(document) > 0
        plain = Wish(short_reason=self._short_reason)
        settled = earned = Settled(0, 0, 0, document.open)
        if room:
            accepted = Wish(accept_late=late, short_reason=self._short_reason)
            settled = payment.distribution.try_line(document, self._amount, plain).settled
            earned = payment.distribution.try_line(document, self._amount, accepted).settled
        self.field("payment").text = payment.money(earned.pay if late else settled.pay)
        self.field("discount").text = payment.money(earned.discount)
        self.field("accept").text = "N" if late else ""
        if offer.state in ("in time", "grace") and not earned.discount:
            self.inform(2147, "This part earns no discount: it doesn't close the invoice.")
        self.field("reason").text = wish.discount_reason
        self._proposed = self.field("discount").text

    def on_field_changed(self, message: Field.Changed) -> None:
        """Keep the consequences up to date with every character."""
        self.live()

    def decided(self) -> Decision:
        """Payment and discount as typed; what stands as proposed follows the terms."""
        discount: int | None = self.field("discount").value
        if self.field("discount").text == self._proposed:
            discount = None
        amount = self.field("payment").value
        if not amount:
            raise BadValueError("A payment of zero pays nothing.", 2113)
        return Decision(
            amount,
            Wish(
                accept_late=self.field("accept").value,
                discount=discount,
                discount_reason=self.field("reason").text.strip(),
                short_reason=self._short_reason,
            ),
        )

    def consequences(self, line: Line | None) -> None:
        """The journal lines this makes."""
        if line is None:
            self.put_line(19, "")
            return
        settled = line.settled
        parts = [f"Dr Bank {self._money(settled.pay)}"]
        if settled.discount:
            parts.append(f"Dr AR30-310 Cash discount {self._money(settled.discount)}")
        if settled.written_off:
            parts.append(f"Dr AR30-185 {self._money(settled.written_off)}")
        parts.append(f"Cr Customer {self._money(settled.relieved)}")
        self.put_line(19, "Posts " + "  ".join(parts))

    FAULTS = {"document": "payment", "amount": "payment", "accept_late": "accept"}


def _yes_no(text: str) -> bool:
    return text.strip().upper() == "Y"
