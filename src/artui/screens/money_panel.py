"""What the panels that move money share: a credit, a preview on Enter, F10 posts, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, NamedTuple

from artui.ledger.dates import parse_date
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.money import AmountError, parse_amount
from artui.ledger.reversal.reversing import Preview
from artui.screens import show
from artui.screens.consequences import show_consequences
from artui.screens.frame import messages
from artui.screens.frame.canvas import Banner
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.text import fit
from artui.screens.refusals import beside, show_refusal
from artui.screens.session import Session

FOLLOWS = 3660
NOT_THERE = 2210


class Planned(NamedTuple):
    """What is typed, as something that can be looked at and done: ``post`` takes the command id
    and answers with the sentence that says what was done."""

    preview: Callable[[], Preview]
    post: Callable[[str], str]


class MoneyPanel(Panel):
    """A panel about one document (its key is the value); the result is the sentence that says what
    was done."""

    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "page_back", "page_next", "do.post", "more",
        "back", "sign_off", "top", "bottom",
    )  # fmt: skip
    TOP: ClassVar[int] = 8
    """The line where the journal begins."""
    MOST: ClassVar[int] = 2
    FAULTS: ClassVar[Mapping[str, str]] = {}
    """The ledger's names of fields to the panel's."""

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self.key = values[0] if values else ""
        self.document: Document | None = None
        self._command = ""

    @property
    def banner(self) -> Banner:
        """The company is the document's."""
        company = self.document.company if self.document else "ALL"
        return replace(super().banner, scope=company)

    def date_field(self, line: int, col: int) -> Field:
        """The day everything is posted on."""
        session = self.session
        return Field(
            "date", line=line, col=col, width=10, label="Date", kind=Kind.DATE, required=True,
            text=session.today, show=str,
            parse=lambda text: parse_date(
                text, session.today, month_first=session.settings.month_first
            ),
        )  # fmt: skip

    def amount_field(self, name: str, line: int, col: int, label: str = "") -> Field:
        """An amount in the document's currency; empty is allowed."""
        return Field(
            name, line=line, col=col, width=15, label=label, kind=Kind.AMOUNT, parse=self._minor,
            show=lambda minor: "" if minor is None else self.typed(minor),
        )  # fmt: skip

    def _minor(self, text: str) -> int | None:
        if not text.strip() or self.document is None:
            return None
        mark = self.session.settings.decimal_mark
        try:
            return parse_amount(text, self.document.currency, decimal_mark=mark)
        except AmountError as error:
            raise messages.BadValueError(str(error), error.number) from None

    def typed(self, minor: int) -> str:
        """An amount as it is typed in a field."""
        return self.session.typed(minor, self.document.currency if self.document else "USD")

    # --- hooks -----------------------------------------------------------------------------------

    def fill(self, document: Document) -> None:
        """Fill in what is likely."""

    def plan(self, document: Document, day: str) -> Planned:
        """What is typed; raises :class:`~artui.ledger.errors.Refused` with the panel's fields."""
        raise NotImplementedError

    # --- looking, posting ------------------------------------------------------------------------

    def opened(self) -> None:
        """Say what the document is; fill in what is likely."""
        self._command = self.session.ledger.ids()
        self.document = self.session.ledger.read.document(self.key)
        if self.document is None:
            self.error(NOT_THERE, f"There is no document {self.key}.")
            return
        self.show_frame()
        self.put_line(2, fit(_heading(self.document), 78))
        self.fill(self.document)

    def accept(self) -> None:
        """Enter shows what follows."""
        planned = self._planned()
        if planned is not None:
            beside(self, lambda _job: planned.preview(), self._looked, self.FAULTS)

    def _looked(self, seen: Preview) -> None:
        assert self.document is not None, "it was looked at"
        ledger, company = self.session.ledger, self.document.company
        show_consequences(self, ledger, company, seen, top=self.TOP, most=self.MOST)
        count = len(seen.balances)
        documents = f"{count} document{'' if count == 1 else 's'}"
        self.inform(FOLLOWS, f"{documents} would change. Not posted yet; F10 posts.")

    def act_do(self) -> None:
        """F10: post."""
        faults = [fault for field in self.fields if (fault := field.check()) is not None]
        if self.errors(faults):
            return
        planned, command = self._planned(), self._command
        if planned is not None:
            beside(self, lambda _job: planned.post(command), self.finish, self.FAULTS)

    def act_refresh(self) -> None:
        """F5: look anew; what is typed stays."""
        self.accept()

    def _planned(self) -> Planned | None:
        if self.document is None:
            return None
        try:
            return self.plan(self.document, str(self.field("date").value))
        except Refused as refused:
            show_refusal(self, refused, self.FAULTS)
            return None


def _heading(document: Document) -> str:
    """Whose it is, what of it is open, and what the payer named."""
    whose = f"{document.name} ({document.customer})" if document.customer else "nobody yet"
    figure = show.amount(abs(document.open), document.currency)
    names = f", names {document.reference}" if document.reference else ""
    return f"{document.number} of {whose}: {document.currency} {figure} open{names}"
