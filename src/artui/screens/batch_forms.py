"""ARRC10/N and ARRC10/C: a receipt batch opened, its control figures put right, a difference
accepted. The result is the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult

from artui.ledger.reading.batches import Batch, find_batch
from artui.ledger.receiving import batches
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.master import values
from artui.screens.refusals import carried_out
from artui.screens.session import Session

WHY = 3633


class _Form(Panel):
    """What the forms share: an amount of the account's currency, and a command carried out."""

    ACTIONS = ("help", "go", "leave", "prompt", "refresh", "do.save", "more", "back", "sign_off")
    FAULTS: ClassVar[dict[str, str]] = {"permission": "", "period": ""}

    session: Session

    def currency(self) -> str:
        """The currency of the batch, empty while it isn't known."""
        raise NotImplementedError

    def amount(self, text: str) -> int:
        """Minor units of a total."""
        return values.amount(text, self.currency(), self.session) or 0

    def act_refresh(self) -> None:
        """F5: what is typed stays."""

    def carry_out(self, do: Callable[[], object]) -> bool:
        """Carry out a command; a refusal is shown at its field."""
        return carried_out(self, do, self.FAULTS)


class OpenBatch(_Form):
    """A new batch. Values: the company."""

    ID = "ARRC10/N"
    TITLE = "Open a receipt batch"

    def compose(self) -> ComposeResult:
        """Its name, whose receipts, and what they should come to."""
        yield Field("company", line=3, col=24, width=8, label="Company", label_col=2,
                    kind=Kind.CODED, stop=True, required=True)  # fmt: skip
        yield Field("batch", line=4, col=24, width=15, label="Batch", label_col=2, limit=40,
                    kind=Kind.CODED, stop=True, required=True)  # fmt: skip
        yield Field("bank_account", line=5, col=24, width=16, label="Bank account", label_col=2,
                    kind=Kind.CODED, limit=34, stop=True, required=True, note_col=44)  # fmt: skip
        yield Field("day", line=6, col=24, width=10, label="Day", label_col=2, kind=Kind.DATE,
                    text=self.session.today, required=True, show=str,
                    parse=lambda text: values.day(text, self.session))  # fmt: skip
        yield Field("count", line=8, col=24, width=6, label="Control count", label_col=2,
                    kind=Kind.DIGITS, stop=True, required=True, parse=values.whole)  # fmt: skip
        yield Field("total", line=9, col=24, width=18, label="Control total", label_col=2,
                    kind=Kind.AMOUNT, stop=True, required=True, parse=self.amount,
                    note_col=44)  # fmt: skip

    def opened(self) -> None:
        """The company last worked in, and its only bank account if it has one."""
        company = (self.values[0] if self.values else "") or self.session.company
        known = self.session.ledger.policies.companies
        if not company and len(known) == 1:
            company = next(iter(known))
        self.field("company").text = company
        self._propose()
        self.put_line(11, " The batch closes with the receipt that brings it to these figures.")

    def on_field_left(self, message: Field.Left) -> None:
        """What follows from the company and the bank account."""
        if message.field.name in ("company", "bank_account"):
            self._propose()

    def _propose(self) -> None:
        known = self.session.ledger.policies.companies.get(self.field("company").text.strip())
        field = self.field("bank_account")
        if known is not None and len(known.bank_accounts) == 1 and not field.text:
            field.text = next(iter(known.bank_accounts))
        currency = self.currency()
        field.set_note(f"{currency} account" if currency else "")
        self.field("total").set_note(currency)

    def currency(self) -> str:
        """That of the bank account."""
        known = self.session.ledger.policies.companies.get(self.field("company").text.strip())
        account = (
            known.bank_accounts.get(self.field("bank_account").text.strip()) if known else None
        )
        return account.currency if account else ""

    def prompt(self, part: Part | None) -> tuple[str, ...] | None:
        """F4: companies and their bank accounts."""
        prompts: dict[str, tuple[str, ...]] = {
            "company": ("prompt.company",),
            "bank_account": ("prompt.bank_account", self.field("company").text.strip()),
        }
        return prompts.get(part.name or "") if part is not None else None

    def accept(self) -> None:
        """Open it."""
        value = {field.name or "": field.value for field in self.fields}
        if self.carry_out(
            lambda: batches.open_batch(
                self.session.ledger,
                value["company"],
                value["batch"],
                bank_account=value["bank_account"],
                count=value["count"],
                total=value["total"],
                day=value["day"],
            )
        ):
            total = show.amount(value["total"], self.currency())
            self.finish(f"Batch {value['batch']} is open: {value['count']} receipts of {total}.")


class BatchControl(_Form):
    """Control figures of a batch that is open. Values: company, batch."""

    ID = "ARRC10/C"
    TITLE = "Control figures of a batch"
    FAULTS: ClassVar[dict[str, str]] = {"permission": "reason", "batch": "reason"}

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._of_company, self._of_batch = (*values, "", "")[:2]

    def compose(self) -> ComposeResult:
        """The figures, and why a difference is accepted."""
        yield Field("count", line=9, col=24, width=6, label="Control count", label_col=2,
                    kind=Kind.DIGITS, required=True, parse=values.whole)  # fmt: skip
        yield Field("total", line=10, col=24, width=18, label="Control total", label_col=2,
                    kind=Kind.AMOUNT, required=True, parse=self.amount)  # fmt: skip
        yield Field("reason", line=12, col=24, width=40, label="Accept, because", label_col=2,
                    limit=80, stop=True)  # fmt: skip

    def opened(self) -> None:
        """How it stands."""
        batch = self._batch()
        if batch is None or batch.control_count is None:
            self.error(batches.NOT_THERE, f"{self._of_batch} has no control figures: F6 opens it.")
            return
        self.field("count").text = str(batch.control_count)
        self.field("total").text = self.session.typed(batch.control_total or 0, batch.currency)
        lines = (
            f"Batch {batch.batch} of {batch.company}, bank account {batch.bank_account}",
            "",
            f"Entered        {batch.entered:>6,}  {_sum(batch, batch.entered_total)}",
            f"Control        {batch.control_count:>6,}  {_sum(batch, batch.control_total or 0)}",
            f"Difference     {_signed(-batch.missing[0]):>7} {_sum(batch, -batch.missing[1])}",
        )
        for at, text in enumerate(lines, 3):
            self.put_line(at, f" {text}"[:80])
        self.put_line(13, " Empty: only the figures are put right, and the batch stays open.")
        self.go_to("reason")

    def _batch(self) -> Batch | None:
        return find_batch(self.session.ledger.store, self._of_company, self._of_batch)

    def currency(self) -> str:
        """That of the batch."""
        batch = self._batch()
        return batch.currency if batch else ""

    def accept(self) -> None:
        """Put the figures right; then accept what still differs, if a reason is typed."""
        ledger, batch = self.session.ledger, self._batch()
        if batch is None:
            return
        count, total = self.field("count").value, self.field("total").value
        reason = self.field("reason").text.strip()
        if (count, total) == (batch.control_count, batch.control_total) and not reason:
            self.error(WHY, "Change the figures, or say why the difference is accepted.", "reason")
            return

        def change() -> None:
            with ledger.hold():
                if (count, total) != (batch.control_count, batch.control_total):
                    batches.change_control(ledger, batch.company, batch.batch, count, total)
                now = self._batch()
                if reason and now is not None and not now.closed:
                    batches.close_batch(
                        ledger, batch.company, batch.batch, accept=True, reason=reason
                    )

        if self.carry_out(change):
            now = self._batch()
            state = now.state if now else ""
            self.finish(f"Batch {batch.batch} is {state}.")


def _signed(count: int) -> str:
    return f"{abs(count):,}{'-' if count < 0 else ' '}"


def _sum(batch: Batch, amount: int) -> str:
    return f"{show.amount(amount, batch.currency):>17} {batch.currency}"
