"""ARRW30/C: do something else with one recommendation. Value: its key, COMPANY/NUMBER.

The result is the sentence that says what was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from textual.app import ComposeResult

from artui.ledger.errors import LedgerError, Refused
from artui.ledger.writeoffs import recommending
from artui.ledger.writeoffs.recommending import Recommendation, Review
from artui.reports.receipt_write_offs import review_sentence
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.master import values as typed
from artui.screens.session import Session

_NAMES = {"recommendation": "action", "document": "action", "permission": "action"}


class RecommendationChange(Panel):
    """One recommendation: what is done with it, how much, for which reason, and why."""

    ID = "ARRW30/C"
    TITLE = "Receipt write-offs: change"
    ACTIONS = ("help", "go", "leave", "prompt", "do.save", "more", "back", "sign_off")

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._key = values[0] if values else ""
        self._command = ""
        self._currency = ""

    def compose(self) -> ComposeResult:
        """Four fields below what is recommended."""
        yield Field(
            "action", line=8, col=20, width=10, label="Action", label_col=2, stop=True,
            required=True, note_col=38, note=", ".join(recommending.REVIEWED), show=str,
            parse=lambda text: typed.choice(text, recommending.REVIEWED),
        )  # fmt: skip
        yield Field(
            "amount", line=9, col=20, width=15, label="Amount", label_col=2, kind=Kind.AMOUNT,
            stop=True, note_col=38, required=True,
            parse=lambda text: typed.amount(text, self._currency, self.session),
        )  # fmt: skip
        yield Field(
            "reason", line=10, col=20, width=8, label="Reason code", label_col=2,
            kind=Kind.CODED, stop=True,
        )  # fmt: skip
        yield Field("note", line=11, col=20, width=56, label="Why", label_col=2, stop=True)

    def opened(self) -> None:
        """Show what is recommended; the fields say what accepting it would do."""
        ledger = self.session.ledger
        self._command = ledger.ids()
        found = recommending.find(ledger, self._key)
        if found is None:
            self.error(recommending.NO_RECOMMENDATION, f"There is no recommendation {self._key}.")
            return
        self._currency = found.currency
        self._show(found)
        self.field("action").text = recommending.REVIEWED[0]
        self.field("amount").text = self.session.typed(abs(found.open), found.currency)
        self.field("amount").set_note(found.currency)
        self.field("reason").text = found.reason
        self.go_to_first()

    def _show(self, found: Recommendation) -> None:
        documents = self.session.ledger.read.documents([found.document, found.receipt])
        document, receipt = documents[found.document], documents[found.receipt]
        money = show.amount(abs(found.open), found.currency)
        paid = show.amount(-receipt.original, receipt.currency)
        side = "over" if found.open < 0 else "short"
        self.put_line(2, f"Recommendation {found.key}  {document.customer} {document.name}"[:78])
        self.put_line(
            3, f"Receipt {receipt.number} of {receipt.currency} {paid}, document {document.number}"
        )
        self.put_line(4, f"{money} {found.currency} {side}")
        for at, line in enumerate(wrap(found.note, 76)[:2]):
            self.put_line(5 + at, line)

    def accept(self) -> None:
        """Do it; a refusal goes to its field."""
        action, ledger = self.field("action").value, self.session.ledger
        reason = self.field("reason").text.strip()
        try:
            made = recommending.change(
                ledger,
                self._key,
                action=action,
                amount=self.field("amount").value,
                reason="" if action == recommending.REVIEWED[2] else reason,
                note=self.field("note").text.strip(),
                command=self._command,
            )
        except Refused as refused:
            self.errors(show.faults(refused.problems, _NAMES))
        except LedgerError as error:
            self.error(messages.FAILED, str(error))
        else:
            self._done(made)

    def _done(self, made: Review) -> None:
        found = recommending.find(self.session.ledger, self._key)
        self.finish(review_sentence(found, made) if found else None)

    def prompt(self, part: Part | None) -> str | None:
        """F4: reason codes."""
        return "prompt.reason" if part is not None and part.name == "reason" else None
