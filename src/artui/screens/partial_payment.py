"""ARS110/H: a part of what is left pays this document, and what is written off of it by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from msgspec.structs import replace
from textual.app import ComposeResult

from artui.ledger.distribution import Line
from artui.ledger.errors import Refused
from artui.ledger.money import format_amount
from artui.ledger.settlement import Wish
from artui.screens.decision import BY_HAND, Decision, DecisionPanel, leader
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError
from artui.screens.settled_words import why_no_write_off

WRITE_OFF = "13"


class PartialPayment(DecisionPanel):
    """The amount is filled in with what is left; *After this line* is live.

    Values: the document's key; ``13`` behind it proposes to write off what would stay open. A
    document in another currency states both amounts.
    """

    ID = "ARS110/H"
    TITLE = "Payment received: partial payment"
    LIVE_LINE = 13
    REASONS = {"reason": ("dispute", "bank fee"), "write_off_reason": BY_HAND}
    FAULTS = {
        "document": "amount",
        "accept_late": "amount",
        "discount": "amount",
        "source_amount": "takes",
    }

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._writes_off = WRITE_OFF in values[1:]
        self._proposed = ""  # what the rates make of the amount

    def compose(self) -> ComposeResult:
        """Amount, what it takes of money in another currency, and why a rest is left or given."""
        for name, line, label, more in self._cells():
            yield Field(name, line=line, label=label, **{"col": 37, "label_col": 2, **more})

    def _cells(self) -> Iterator[tuple[str, int, str, dict[str, Any]]]:
        amount = {"width": 14, "kind": Kind.AMOUNT, "show": self.typed, "note_col": 53}
        by_hand = {"stop": self._writes_off, "required": self._writes_off}
        several = self._writes_off and len(self._reasons()) > 1
        yield (
            "amount",
            9,
            "Partial payment amount",
            {
                **amount,
                "width": 20,
                "stop": not self._writes_off,
                "required": True,
                "parse": self.amount_value,
                "note_col": 60,
            },
        )
        if self.across:
            takes = {**amount, "parse": self._takes, "show": self._money_typed}
            yield "takes", 10, f"Takes of the {self.payment.currency} received", takes
        yield (
            "reason",
            10 + self.across,
            "Reason if short on purpose",
            {"width": 8, "kind": Kind.CODED, "note_col": 50},
        )
        yield (
            "write_off",
            11 + self.across,
            "Written off by hand",
            {**amount, **by_hand, "parse": self._amount_or_none},
        )
        yield (
            "write_off_reason",
            11 + self.across,
            "Reason",
            {
                **by_hand,
                "col": 61,
                "label_col": 54,
                "width": 8,
                "kind": Kind.CODED,
                "stop": several,
            },
        )

    def _amount_or_none(self, text: str) -> int:
        return self.parsed(text, self.document.currency, self.document.open) if text.strip() else 0

    def _takes(self, text: str) -> int:
        return self.parsed(text, self.payment.currency, self.money_left)

    def _money_typed(self, minor: int) -> str:
        return self.session.typed(minor, self.payment.currency)

    # --- what is shown ---------------------------------------------------------------------------

    def opened(self) -> None:
        """Fill in what is left, or what the line already has."""
        payment, document = self.payment, self.document
        self.head()
        self.look_out()
        before = document.original - document.open
        for line, words, minor in (
            (5, "Original amount", document.original),
            (6, "Open balance", document.open),
            (7, "Paid, credited, written off before", before),
        ):
            self.put(line, 2, f"{leader(words, 31):<34}{self.money(minor):>12}")
        self.put(5, 49, document.currency)
        known = payment.line(document.id)
        self._fill(known)
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

    def _fill(self, known: Line | None) -> None:
        payment, document = self.payment, self.document
        if known is not None:
            amount = known.settled.pay
        elif document.open < 0:
            amount = document.open
        else:
            amount = max(0, min(payment.distribution.available_for(document), document.open))
        wish = self.known
        self.field("amount").text = self.typed(amount)
        self.field("reason").text = wish.short_reason
        if wish.write_off:
            self.field("write_off").text = self.typed(wish.write_off)
        self.field("write_off_reason").text = wish.write_off_reason
        if self.across:
            rate = f"{payment.distribution.units(document):.6f}"
            self.field("amount").set_note(f"{document.currency} at {rate}")
            self.field("takes").set_note(f"at the rates of {payment.day}")
            if known is not None and wish.source_amount is not None:
                self.field("takes").text = self._money_typed(wish.source_amount)
            else:
                self._propose_takes()
        if self._writes_off and not wish.write_off:
            self._propose_write_off(amount)

    def _propose_write_off(self, amount: int) -> None:
        """The rest that would stay open; the reason too, if there is just one for it."""
        offer = self.payment.distribution.situation(self.document).offer
        discount = offer.amount if offer.state == "in time" else 0
        rest = self.document.open - amount - discount
        self.field("write_off").text = self.typed(max(0, rest))
        reasons = self._reasons()
        if len(reasons) == 1:
            self.field("write_off_reason").text = reasons[0]

    def _reasons(self) -> list[str]:
        """The reason codes that a debit may be written off for with a payment."""
        return [
            reason.reason
            for reason in self.session.ledger.policies.reasons.values()
            if not reason.ended and reason.kind in BY_HAND and reason.direction != "credit"
        ]

    def _propose_takes(self) -> None:
        """What the amount takes of the money at the rates of the day, until it is stated."""
        field = self.field("takes")
        if field.text != self._proposed:
            return
        shown = ""
        try:
            wish = replace(self._wish(), source_amount=None)
            line = self.payment.distribution.try_line(
                self.document, self.field("amount").value, wish
            )
            shown = self._money_typed(line.cost)
        except (ValueError, Refused):
            pass
        field.text = self._proposed = shown

    def figures(self, line: Line | None) -> list[tuple[str, str]]:
        """The discount too: it is the terms' here, nobody types it."""
        discount = self.money(line.settled.discount) if line else ""
        figures = [("Discount", discount), *super().figures(line)]
        if self.payment.crosses:
            base = self.payment.base_currency
            realised = format_amount(self.payment.foresee(line), base) if line else ""
            figures.append((f"Gain or loss in {base}", realised))
        return figures

    def on_field_changed(self, message: Field.Changed) -> None:
        """Keep the consequences up to date with every character."""
        if self.across and message.field.name != "takes":
            self._propose_takes()
        self.live()

    # --- what is decided -------------------------------------------------------------------------

    def decided(self) -> Decision:
        """The amount typed, with the reason for what stays open, what is written off by hand, and
        what is stated of money in another currency."""
        wish = self._wish()
        if self.across and self.field("takes").text != self._proposed:
            wish = replace(wish, source_amount=self.field("takes").value)
        return Decision(self.field("amount").value, wish)

    def _wish(self) -> Wish:
        write_off = self.field("write_off").value
        return replace(
            self.known,
            short_reason=self.field("reason").text.strip(),
            write_off=write_off,
            write_off_reason=self.field("write_off_reason").text.strip() if write_off else "",
            source_amount=None,
        )

    def try_line(self) -> Line:
        """What follows is shown before the reason of a write-off is typed."""
        decision = self.decided()
        wish = decision.wish
        if wish.write_off and not wish.write_off_reason:
            wish = replace(wish, write_off_reason=WRITE_OFF)
        try:
            return self.payment.distribution.try_line(self.document, decision.amount, wish)
        except Refused as refused:
            problem = refused.problems[0]
            raise BadValueError(problem.text, problem.number) from refused

    def faults_of(self, wish: Wish) -> dict[str, str]:
        """A reason that is refused is the write-off's, unless the rest has one."""
        by_hand = wish.write_off and not wish.short_reason
        return {**self.FAULTS, "reason": "write_off_reason"} if by_hand else self.FAULTS

    def consequences(self, line: Line | None) -> None:
        """Say why a rest is not written off."""
        lines = wrap(why_no_write_off(line) if line is not None else "", 78)[:2]
        for at in (0, 1):
            self.put_line(19 + at, lines[at] if at < len(lines) else "")
