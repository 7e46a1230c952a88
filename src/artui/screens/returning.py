"""ARRC10/R: a payment that came back, or money on account paid back.

Value: the key of the receipt, of a returned item or of money on account. The result is the
sentence that says what was done.
"""

from __future__ import annotations

from textual.app import ComposeResult

from artui.ledger import events as ev
from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.receiving import refunding
from artui.ledger.receiving.previewing import rehearsed
from artui.ledger.receiving.returning import FEE_REASON, Returned, match_returned, return_payment
from artui.screens import show
from artui.screens.consequences import consequence_lists
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.place import Part
from artui.screens.money_panel import MoneyPanel, Planned

RETURN, REFUND = "R", "F"
WHICH, NEITHER = 2210, 2637


class Returning(MoneyPanel):
    """R: the bank took it back, for a reason and maybe a fee. F: ask that it is paid back."""

    ID = "ARRC10/R"
    TITLE = "Return or refund"
    MOST = 3
    FAULTS = {
        "period": "date", "rule": "fee_code", "returned": "belongs", "receipt": "", "source": "",
        "document": "",
    }  # fmt: skip

    def compose(self) -> ComposeResult:
        """Which of the two, what each needs, and what follows."""
        yield Field("what", line=3, col=19, width=1, label="Return or refund", stop=True,
                    required=True, upper=True, note_col=22, note_width=36,
                    note="R = bank took it back, F = pay back")  # fmt: skip
        yield self.date_field(3, 65)
        yield Field("reason", line=4, col=19, width=8, label="Reason          ", limit=20,
                    stop=True)  # fmt: skip
        yield self.amount_field("fee", 4, 34, "Fee")
        yield Field("fee_code", line=4, col=60, width=8, label="Fee code", kind=Kind.CODED,
                    text=FEE_REASON)  # fmt: skip
        yield Field("belongs", line=5, col=19, width=14, label="Belongs to      ",
                    kind=Kind.CODED, note_col=35, note_width=45,
                    note="returned item posted already, or its receipt")  # fmt: skip
        yield self.amount_field("amount", 6, 19, "Amount          ")
        yield Field("bank_account", line=6, col=46, width=14, label="Paid from",
                    kind=Kind.CODED)  # fmt: skip
        yield Field("note", line=7, col=19, width=60, label="Note            ", limit=80)
        yield from consequence_lists(self.TOP)

    def fill(self, document: Document) -> None:
        """What is likely: a return of a receipt; of other money only a refund makes sense."""
        receipt = self.session.ledger.read.receipt(document.id)
        self.field("what").text = REFUND if receipt is None else RETURN
        self.explain(
            "R reverses the receipt with all that was paid by it. F posts nothing yet:",
            "somebody else approves it, then it is paid. Enter shows what follows.",
        )
        if document.open < 0:
            self.field("amount").text = self.typed(-document.open)

    def plan(self, document: Document, day: str) -> Planned:
        """The return or the request that is typed."""
        what = self.field("what").text.strip().upper()
        if what == RETURN:
            return self._return(document, day)
        if what == REFUND:
            return self._refund(document, day)
        raise refuse("what", NEITHER, "R returns it, F asks for a refund")

    def _return(self, document: Document, day: str) -> Planned:
        ledger, reason = self.session.ledger, self.field("reason").text.strip()
        fee, code = self.field("fee").value or 0, self.field("fee_code").text.strip()
        other = self._other(document)

        def post(command: str | None = None) -> Returned:
            if other is None:
                return return_payment(
                    ledger, document.id, reason, fee=fee, fee_reason=code, day=day, command=command
                )
            item, receipt = (document, other) if document.kind == "returned" else (other, document)
            return match_returned(
                ledger, item.id, receipt.id, reason=reason, fee=fee, fee_reason=code, day=day,
                command=command,
            )  # fmt: skip

        return Planned(
            lambda: rehearsed(ledger, lambda: post().vouchers),
            lambda command: _returned(document, post(command)),
        )

    def _other(self, document: Document) -> Document | None:
        number = self.field("belongs").text.strip()
        if not number:
            return None
        found = self.session.ledger.read.document(ev.document_key(document.company, number))
        if found is None:
            said = f"there is no document {number} in {document.company}"
            raise refuse("belongs", WHICH, said)
        return found

    def _refund(self, document: Document, day: str) -> Planned:
        ledger, amount = self.session.ledger, self.field("amount").value
        account, note = (self.field(name).text.strip() for name in ("bank_account", "note"))

        def ask(command: str) -> str:
            key = refunding.request_refund(
                ledger, document.id, amount=amount, bank_account=account, note=note, day=day,
                command=command,
            )  # fmt: skip
            asked = refunding.asked(ledger, key)
            figure = f"{asked.currency} {show.amount(asked.amount, asked.currency)}"
            return f"Refund of {figure} requested as {key}; somebody else approves it."

        return Planned(
            lambda: refunding.foreseen(
                ledger, document.id, amount=amount, bank_account=account, day=day
            ),
            ask,
        )

    def prompt(self, part: Part | None) -> tuple[str, ...] | None:
        """F4: bank accounts and reason codes."""
        document = self.document
        if part is None or document is None:
            return None
        if part.name == "bank_account":
            return "prompt.bank_account", document.company, document.currency
        return ("prompt.reason",) if part.name == "fee_code" else None


def _returned(document: Document, returned: Returned) -> str:
    names = ", ".join(map(ev.voucher_name, returned.vouchers))
    fee = f", fee {ev.number_of(returned.fee)}" if returned.fee else ""
    return f"{document.number} returned by {names}{fee}."
