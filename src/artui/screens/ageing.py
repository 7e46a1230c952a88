"""ARAG20: what each customer has open in a currency, by days late, at any moment.

Values: a currency, then the order (``4`` who has something more than 60 days late, the largest
first), then, to look back, an ISO day and a position it is known at (either may be empty), then a
company. Enter opens the account.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.reading.aged_customers import ORDERS, AgedCustomer, aged_customers, in_order
from artui.reports.asked import UNKNOWN
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ColumnSet, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack
from artui.screens.refusals import beside
from artui.screens.session import Session

LISTED, NOTHING, NO_ORDER, NO_CURRENCY = range(3840, 3844)
NO_COMPANY = 2201
TOTAL = len(ORDERS) - 1


class AgeingPanel(LooksBack):
    """Customers with their ages; the sums of those listed stand below."""

    ID = "ARAG20"
    TITLE = "Ageing by customer"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "page_back", "page_next", "more", "back",
        "sign_off", "order", "top", "bottom",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._currency = ""
        self._read_at = 0
        self._all: list[AgedCustomer] = []

    def compose(self) -> ComposeResult:
        """Currency, company and order; the moment; then the customers."""
        yield Field("currency", line=2, col=11, width=3, label="Currency", label_col=2,
                    kind=Kind.CODED, required=True, parse=self._known)  # fmt: skip
        yield Field("company", line=2, col=29, width=8, label="Company", kind=Kind.CODED,
                    parse=self._company)  # fmt: skip
        yield Field("order", line=2, col=47, width=1, label="Order", kind=Kind.DIGITS,
                    text=str(TOTAL), required=True, parse=self._ordered, note_width=28,
                    note=ORDERS[TOTAL])  # fmt: skip
        yield from self.moment_fields(3, 11)
        yield Subfile(
            "customers",
            ListSource[AgedCustomer](()),
            _FIXED,
            sets=_sets(""),
            key=lambda row: row.key,
            first=4,
            last=-8,
            status_at=(3, 79),
        )

    def _company(self, text: str) -> str:
        if text and text not in self.session.ledger.policies.companies:
            raise BadValueError(f"There is no company {text}.", NO_COMPANY)
        return text

    def _known(self, text: str) -> str:
        if text not in self.session.ledger.policies.currencies:
            raise BadValueError(f"{text} is no currency of this ledger.", NO_CURRENCY)
        return text

    def _ordered(self, text: str) -> int:
        if not text.isdecimal() or int(text) > TOTAL:
            raise BadValueError(f"Orders are 0 to {TOTAL}; F1 lists them.", NO_ORDER)
        return int(text)

    def opened(self) -> None:
        """The currency with the most open documents, unless values say which; by what is open."""
        ages = sorted(self.session.ledger.read.ageing(self.session.today),
                      key=lambda age: (-age.documents, age.currency))  # fmt: skip
        self.field("currency").text = ages[0].currency if ages else ""
        for name, value in zip(("currency", "order", "as_of", "known_at", "company"), self.values,
                               strict=False):  # fmt: skip
            self.field(name).text = value
        if self.field("currency").text:
            self.submit()
        else:
            self.inform(NOTHING, "Nothing is open.")

    def accept(self) -> None:
        """Enter: read the customers of the currency beside the panel."""
        if not self.look():
            return
        self._currency = str(self.field("currency").value)
        books, company = self.books, str(self.field("company").value)
        self._read_at = books.store.head().pos
        beside(self, lambda _job: aged_customers(books, self._currency, company), self._read)

    def _read(self, found: list[AgedCustomer]) -> None:
        self._all = found
        self._show()
        self.go_to("customers")

    def _show(self) -> None:
        order, listing = int(self.field("order").value), self.listing()
        self.field("order").set_note(ORDERS[order])
        rows = in_order(self._all, order)
        listing.show_columns(_FIXED, _sets(self._currency))
        listing.reload(ListSource(rows))
        sums = [sum(row.buckets[at] for row in rows) for at in range(len(ORDERS) - 2)]
        figures = [show.amount(amount, self._currency) for amount in (*sums, sum(sums))]
        aligned = (f"{figure:>{width}}" for figure, width in zip(figures, _WIDTHS, strict=True))
        self.put_line(-7, f"{'Total':<10} {' '.join(aligned)}" if rows else "")
        if not rows:
            self.explain("")
            self.inform(NOTHING, f"Nobody has anything of this in {self._currency}.")
            return
        many = "" if len(rows) == 1 else "s"
        self.inform(LISTED, f"{len(rows):,} customer{many}. Enter opens the account of one.")

    def resumed(self) -> None:
        """Back from an account: read anew if anything was posted meanwhile."""
        if self._read_at != self.books.store.head().pos:
            self.act_refresh()

    def act_refresh(self) -> None:
        """F5: read the customers anew."""
        if self._currency:
            self.submit()

    def act_order(self) -> None:
        """F11 F6: the next order."""
        field = self.field("order")
        field.text = str((int(field.value) + 1) % len(ORDERS))
        if self._currency:
            self._show()

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Whose row it is, whole, and what is late of it."""
        row: AgedCustomer | None = message.subfile.row
        if row is None:
            return
        total, late = (show.amount(each, self._currency)
                       for each in (row.total, row.total - row.buckets[0]))  # fmt: skip
        many = "" if row.documents == 1 else "s"
        oldest = f", the oldest due {row.oldest}" if "" < row.oldest < self.today else ""
        self.explain(
            f"{row.name or 'Unidentified cash'}, {row.company} {row.customer}".strip(),
            f"{row.documents:,} document{many}, {total} {self._currency} open, {late} late{oldest}",
        )

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter opens the account, at the same moment."""
        row: AgedCustomer | None = message.subfile.row
        if row is not None:
            self.open("arca40", f"{row.company}/{row.customer or '*'}", *self.moment_values)

    def prompt(self, part: Part | None) -> str | None:
        """F4: currencies, companies."""
        names = {"currency", "company"}
        return f"prompt.{part.name}" if part is not None and part.name in names else None


_WIDTHS = (13, 13, 13, 12, 13)

_FIXED: ColumnSet[AgedCustomer] = (Column("Customer", 10, lambda row: row.customer or UNKNOWN),)


def _sets(currency: str) -> list[ColumnSet[AgedCustomer]]:
    """The ages and their sum; then names and counts."""

    def age(head: str, at: int, style: str | None = None) -> Column[AgedCustomer]:
        def shown(row: AgedCustomer) -> str:
            return show.amount(row.buckets[at], currency)

        return Column(head, _WIDTHS[at], shown, right=True,
                      style=lambda row: style if row.buckets[at] > 0 else None)  # fmt: skip

    return [
        (
            age("Not due", 0),
            age("1-30 late", 1, "late"),
            age("31-60", 2, "late"),
            age("Over 60", 3, "overdue"),
            Column("Total", _WIDTHS[4], lambda row: show.amount(row.total, currency), right=True),
        ),
        (
            Column("Name", 30, lambda row: row.name),
            Column("Company", 8, lambda row: row.company),
            Column("Docs", 6, lambda row: f"{row.documents:,}", right=True),
            Column("Oldest due", 10, lambda row: row.oldest),
        ),
    ]
