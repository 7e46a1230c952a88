"""Prompts (F4): a full panel that lists what may stand in a field. Typing filters.

The first value is the text of the field asked from. The result is the text for that field: Enter
takes the first row marked with 1, else the row under the cursor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from textual.app import ComposeResult

from artui.ledger.documents import Customer
from artui.ledger.ledger import Ledger
from artui.ledger.reading.lists import first_customers
from artui.ledger.reading.queries import Found, Totals
from artui.screens import lookup, show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ColumnSet, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.session import Session

Hit = TypeVar("Hit")

LISTED = 3010
MOST = 200
"""Rows a prompt lists at most; more text finds fewer."""


class Prompt(Panel, Generic[Hit]):
    """A list filtered by what is typed above it; subclasses say what is in it."""

    ID = "ARPRMT"
    ACTIONS = (
        "help",
        "go",
        "refresh",
        "page_back",
        "page_next",
        "more",
        "back",
        "sign_off",
        "top",
        "bottom",
    )
    SEARCHES: ClassVar[str] = "Begins with"
    THINGS: ClassVar[tuple[str, str]] = ("row", "rows")
    FIXED: ClassVar[ColumnSet[Any]] = ()
    SETS: ClassVar[Sequence[ColumnSet[Any]]] = ((),)
    OPTIONS: ClassVar[tuple[str, ...]] = ("1",)

    session: Session

    def compose(self) -> ComposeResult:
        """The text to search for, and what it finds."""
        text = self.values[0] if self.values else ""
        yield Field("text", line=2, col=25, width=17, label=self.SEARCHES, label_col=2, text=text)
        yield from self.filters()
        yield Subfile(
            "hits",
            ListSource[Hit](()),
            self.FIXED,
            sets=self.SETS,
            key=self.key_of,
            first=3,
            last=-8,
            options=self.OPTIONS,
        )

    # --- what a prompt says of itself ---------------------------------------------------------

    def filters(self) -> Sequence[Field]:
        """Fields that narrow the list further."""
        return ()

    def find(self, text: str) -> Sequence[Hit]:
        """What the text finds, the surest first."""
        raise NotImplementedError

    def key_of(self, hit: Hit) -> str:
        """The key of a row."""
        raise NotImplementedError

    def answer(self, hit: Hit) -> str:
        """The text for the field asked from."""
        raise NotImplementedError

    def explain_list(self, hits: Sequence[Hit]) -> str:
        """A warning about the whole list, empty if there is none."""
        return ""

    def beyond(self) -> str:
        """What more there is that isn't listed, as a sentence; empty if there is nothing."""
        return ""

    # --- what it does -------------------------------------------------------------------------

    def opened(self) -> None:
        """List what the field's text finds."""
        self._fill()

    def resumed(self) -> None:
        """Back from a row's display: the list as it is now."""
        self.act_refresh()

    def on_field_changed(self, message: Field.Changed) -> None:
        """Each character filters anew."""
        self._fill()

    def _fill(self) -> None:
        hits = list(self.find(self.field("text").text.strip()))
        self._hits = {self.key_of(hit): hit for hit in hits}
        listing = self.listing()
        listing.clear_codes()
        listing.reload(ListSource(hits))
        listing.move_to(0)
        self.explain("", self.explain_list(hits))
        one, many = self.THINGS
        count = f"{len(hits):,} {one if len(hits) == 1 else many}"
        count += f" ({MOST} at most are listed: type more)" if len(hits) >= MOST else ""
        take = "Enter takes the row marked with 1, else the cursor row."
        said = [count + ".", self.beyond() or (take if hits else "")]
        self.inform(LISTED, " ".join(filter(None, said)))

    def act_refresh(self) -> None:
        """F5: search anew."""
        self._fill()

    def accept(self) -> None:
        """Enter in a field, or F10: take the first row marked, else the one under the cursor."""
        listing = self.listing()
        marked = [key for key, code in listing.codes.ordered() if code in ("1", "10")]
        if key := (marked[0] if marked else listing.cursor_key):
            self.finish(self.answer(self._hits[key]))
        else:
            self.error(messages.NOT_FOUND, "There is nothing to take. F12 goes back.", "text")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter on a row without a code takes it."""
        self.finish(self.answer(self._hits[message.key]))

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """1 takes the row, any other code shows it."""
        key, code = message.codes[0]
        if code in ("1", "10"):
            self.accept()
            return
        message.subfile.clear_codes([key])
        self.show_hit(self._hits[key])

    def show_hit(self, hit: Hit) -> None:
        """Code 5: show the row."""


class CustomerHit(NamedTuple):
    """A customer found, with its open documents of one currency."""

    found: Found
    totals: Totals

    @property
    def customer(self) -> Customer:
        """The customer."""
        return self.found.customer


def _name(hit: CustomerHit) -> str:
    return f"{hit.customer.name} BLK" if hit.customer.tolerance_blocked else hit.customer.name


class CustomerPrompt(Prompt[CustomerHit]):
    """Customers by number, alias or any word of a name, with what they have open."""

    TITLE = "Prompt: customer"
    SEARCHES = "Name, number or alias"
    THINGS = ("customer", "customers")
    OPTIONS = ("1", "5.account")
    FIXED = (
        Column[CustomerHit]("Customer", 11, lambda hit: hit.customer.customer),
        Column[CustomerHit]("Name", 18, _name),
    )
    SETS = (
        (
            Column[CustomerHit]("Comp", 4, lambda hit: hit.customer.company),
            Column[CustomerHit]("Cur", 3, lambda hit: hit.totals.currency),
            Column[CustomerHit]("Docs", 5, lambda hit: f"{hit.totals.documents:,}", right=True),
            Column[CustomerHit](
                "Open balance",
                16,
                lambda hit: show.amount(hit.totals.open, hit.totals.currency),
                right=True,
            ),
            Column[CustomerHit]("Found by", 12, lambda hit: hit.found.by),
        ),
        (
            Column[CustomerHit]("Terms", 8, lambda hit: hit.customer.terms),
            Column[CustomerHit]("Payer", 11, lambda hit: hit.customer.payer),
            Column[CustomerHit]("Aliases", 28, lambda hit: ", ".join(lookup.aliases(hit.customer))),
        ),
    )

    def filters(self) -> Sequence[Field]:
        """One company, and only customers with open documents."""
        company = self.values[1] if len(self.values) > 1 else "ALL"
        return (
            Field(
                "company", line=2, col=53, width=5, label="Company", kind=Kind.CODED, text=company
            ),
            Field(
                "open_only", line=2, col=70, width=1, label="Open only", kind=Kind.YES_NO, text="Y"
            ),
        )

    def find(self, text: str) -> Sequence[CustomerHit]:
        """Found customers with their totals; those without open documents last, or not at all."""
        ledger, today = self.session.ledger, self.session.today
        company = self.field("company").text.strip()
        finding = _finding(ledger, text, "" if company == "ALL" else company)
        self._hidden, self._idle = finding.hidden, 0
        only_open = self.field("open_only").text != "N"
        hits: list[CustomerHit] = []
        for found in finding.shown:
            customer = found.customer
            totals = ledger.read.customer_totals(customer.company, customer.customer, today)
            if not totals and only_open:
                self._idle += 1
                continue
            nothing = Totals(customer.currency, 0, 0, 0, 0, 0)
            hits += [CustomerHit(found, one) for one in totals or [nothing]]
        return hits[:MOST]

    def key_of(self, hit: CustomerHit) -> str:
        """A customer of a company, once a currency."""
        return f"{hit.customer.company}/{hit.customer.customer}/{hit.totals.currency}"

    def answer(self, hit: CustomerHit) -> str:
        """The number, with the company where several have it."""
        return lookup.customer_text(self.session.ledger, hit.customer)

    def explain_list(self, hits: Sequence[CustomerHit]) -> str:
        """Two numbers that differ by leading zeros."""
        return lookup.zeros_note([hit.found for hit in hits])

    def beyond(self) -> str:
        """How many have nothing open or are on hold."""
        parts = []
        if self._idle:
            parts.append(f"{self._idle} without open documents: Open only N shows them")
        if self._hidden:
            parts.append(f"{self._hidden} on hold: only by the whole number")
        return f"{'; '.join(parts)}." if parts else ""

    def show_hit(self, hit: CustomerHit) -> None:
        """5: the customer's account."""
        self.open("ARCA40", f"{hit.customer.company}/{hit.customer.customer}")


def _finding(ledger: Ledger, text: str, company: str) -> lookup.Finding:
    if text:
        return lookup.find_customers(ledger, text, company)
    first = [
        customer
        for customer in first_customers(ledger.seen, MOST)
        if company in ("", customer.company)
    ]
    shown = [Found(customer, "") for customer in first if not customer.hold]
    return lookup.Finding(shown, len(first) - len(shown))
