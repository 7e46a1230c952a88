"""ARS110/H: a part of what is left pays this document."""

from __future__ import annotations

from textwrap import wrap

from textual.app import ComposeResult

from artui.ledger.distribution import Line
from artui.ledger.settlement import Wish
from artui.screens.decision import Decision, DecisionPanel, leader
from artui.screens.frame.field import Field, Kind
from artui.screens.payment_words import why_no_write_off


class PartialPayment(DecisionPanel):
    """The amount is filled in with what is left; *After this line* is live."""

    ID = "ARS110/H"
    TITLE = "Payment received: partial payment"
    REASONS = ("dispute", "bank fee")

    def compose(self) -> ComposeResult:
        """Amount, and a reason where the rest is short on purpose."""
        yield Field(
            "amount",
            line=9,
            col=37,
            width=20,
            label="Partial payment amount",
            label_col=2,
            kind=Kind.AMOUNT,
            stop=True,
            required=True,
            parse=self.amount_value,
            show=self.typed,
        )
        yield Field(
            "reason",
            line=10,
            col=37,
            width=8,
            label="Reason if short on purpose",
            label_col=2,
            kind=Kind.CODED,
            note_col=50,
        )

    def opened(self) -> None:
        """Fill in what is left, or what the line already has."""
        payment, document = self.payment, self.document
        self.head()
        before = document.original - document.open
        for line, words, minor in (
            (5, "Original amount", document.original),
            (6, "Open balance", document.open),
            (7, "Paid, credited, written off before", before),
        ):
            self.put(line, 2, f"{leader(words, 31):<34}{payment.money(minor):>12}")
        self.put(5, 49, document.currency)
        known = payment.line(document.id)
        if known is not None:
            amount = known.settled.pay
        elif document.open < 0:
            amount = document.open
        else:
            amount = max(0, min(payment.distribution.available_for(document), document.open))
        self.field("amount").text = self.typed(amount)
        self.field("reason").text = known.wish.short_reason if known else ""
        self.field("reason").set_note("deduction, damage, price ...")
        offer = payment.distribution.situation(document).offer
        if document.open > 0 and offer.state in ("none", "beyond"):
            terms = document.terms or "no terms"
            grants = "grant none" if not document.terms else "grants none"
            self.put(
                self.LIVE_LINE + 1,
                50,
                f"{terms} {grants}" if offer.state == "none" else f"ended {offer.until}",
            )
        self.show_proposal()

    def figures(self, line: Line | None) -> list[tuple[str, int | None]]:
        """The discount too: it is the terms' here, nobody types it."""
        return [("Discount", line.settled.discount if line else None), *super().figures(line)]

    def on_field_changed(self, message: Field.Changed) -> None:
        """Keep the consequences up to date with every character."""
        self.live()

    def decided(self) -> Decision:
        """The amount typed, with the reason for what stays open."""
        reason = self.field("reason").text.strip()
        return Decision(self.field("amount").value, Wish(short_reason=reason))

    def consequences(self, line: Line | None) -> None:
        """Say why a rest is not written off."""
        text = why_no_write_off(line) if line is not None else ""
        lines = wrap(text, 78)[:2]
        for at in (0, 1):
            self.put_line(18 + at, lines[at] if at < len(lines) else "")
