"""ARCA40: a customer's account, open documents first, applications beneath their document.

Values: the customer as one types it (``NASH``, ``140104440``, ``CA02/140104440``), or ``*`` (with
or without ``COMPANY/``) for unidentified cash; then, to look back, an ISO day and a position.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual.app import ComposeResult

from artui.ledger.dates import days_between
from artui.ledger.documents import RECEIPT_SIDE, Customer, Document
from artui.ledger.events import voucher_name
from artui.ledger.reading.lists import unidentified
from artui.ledger.reading.queries import AGES, Found, Totals
from artui.screens import lookup, movements, show
from artui.screens.frame import messages
from artui.screens.frame.canvas import Banner
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ColumnSet, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.text import cells, fit
from artui.screens.looking_back import LooksBack, split_moment
from artui.screens.money_rows import MONEY_PANELS, MOVED, may_move
from artui.screens.reversal_plan import reversal_of
from artui.screens.session import Session

LISTED = 3020
NO_CREDIT = 2212
NOBODYS = 2302
POSTED, REVERSED = 2190, 2191
UNIDENTIFIED = "*"
TOTALS = -7


class Account(LooksBack):
    """One customer's documents with what became of them."""

    ID = "ARCA40"
    TITLE = "Customer account"
    ACTIONS = (
        "help",
        "go",
        "leave",
        "prompt",
        "refresh",
        "new.receipt",
        "page_back",
        "page_next",
        "copy.code",
        "do.apply",
        "more",
        "back",
        "sign_off",
        "top",
        "bottom",
        "code_page",
    )

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._customer: Customer | None = None
        self._documents: dict[str, Document] = {}
        self._totals: dict[str, Totals] = {}
        self._shown = False, ""
        self._unfolded: set[str] = set()

    def compose(self) -> ComposeResult:
        """Whose account, with or without closed documents, and the documents."""
        yield Field("customer", line=2, col=11, width=16, label="Customer", kind=Kind.CODED,
                    stop=True, required=True)  # fmt: skip
        yield Field("all", line=2, col=79, width=1, label="All", kind=Kind.YES_NO, text="N")
        yield from self.moment_fields(3, 11)
        yield Subfile(
            "documents",
            ListSource[Document](()),
            _FIXED,
            sets=_columns(self.today, several=False),
            key=lambda row: row.id,
            first=5,
            last=-8,
            status_at=(3, 79),
            options=("1.apply", "4.reverse", "5", "7", "8", "14.move", "15"),
            may_take=_may_take,
            row_style=lambda row: None if row.open else "dim",
        )

    @property
    def banner(self) -> Banner:
        """The company is the customer's."""
        company = self._customer.company if self._customer else self.session.company
        return replace(super().banner, scope=company or "ALL")

    # --- opening ------------------------------------------------------------------------------

    def opened(self) -> None:
        """Show the account named by the values."""
        if self.values:
            named, self.field("as_of").text, self.field("known_at").text = split_moment(self.values)
            self.field("customer").text = " ".join(named)
            self.submit()

    def resumed(self) -> None:
        """Back from another panel: the account as it is now."""
        self.act_refresh()

    def accept(self) -> None:
        """List the account of the customer typed, as it was at the moment typed."""
        if not self.look():
            return
        text = self.field("customer").text.strip()
        found = self._meant(text)
        if isinstance(found, list):
            if not found:
                self.error(2207, f"No customer is called {text!r}.", "customer")
                return
            self.drop_typeahead()
            self.open("prompt.customer", text, then=self._chosen)
            return
        self._customer = found
        if found.customer:
            self.field("customer").text = lookup.customer_text(self.session.ledger, found)
        self.show_frame()
        self._read()
        self._say_what_is_listed()
        self.go_to("documents")

    def _chosen(self, text: str) -> None:
        self.field("customer").text = text
        self.accept()

    def _meant(self, text: str) -> Customer | list[Found]:
        company, _, number = text.rpartition("/")
        if number != UNIDENTIFIED:
            return lookup.resolve_customer(self.session.ledger, text, self.session.company)
        ledger = self.books
        companies = [company] if company else list(ledger.policies.companies)
        for company, waiting in unidentified(ledger.seen, companies):
            return Customer(
                company,
                "",
                "Unidentified cash",
                "",
                waiting.currency,
                "",
                "",
                "",
                "",
                "",
                None,
                None,
                0,
                0,
                0,
            )
        return []

    # --- showing ------------------------------------------------------------------------------

    def act_refresh(self) -> None:
        """F5: read the account anew."""
        if self._customer is not None:
            known = self.books.read.customer(self._customer.company, self._customer.customer)
            self._customer = known or self._customer
            self._read()

    def _read(self) -> None:
        customer, today = self._customer, self.today
        assert customer is not None, "an account is read once its customer is known"
        read = self.books.read
        closed = self.field("all").text == "Y"
        rows = read.account_documents(customer.company, customer.customer, closed=closed)
        self._documents = {row.id: row for row in rows}
        totals = read.customer_totals(customer.company, customer.customer, today)
        self._totals = {one.currency: one for one in totals}
        listing = self.listing()
        several = len({row.currency for row in rows}) > 1
        if (several, today) != self._shown:
            self._shown = several, today
            listing.show_columns(_FIXED, _columns(today, several=several))
        name = f"{customer.name} BLK" if customer.tolerance_blocked else customer.name
        self.put(2, 29, fit(f"{name}  {customer.terms}", 27))
        listing.reload(ListSource(rows, lambda row: row.number))
        for key in self._unfolded & self._documents.keys():
            self._unfold(key)
        if not rows:
            self._show_totals(customer.currency)
            self.explain("")

    def _say_what_is_listed(self) -> None:
        count, closed = len(self._documents), self.field("all").text == "Y"
        what = f"{count:,} document{'' if count == 1 else 's'}"
        if closed:
            self.inform(LISTED, f"{what}, closed ones last.")
        elif count:
            self.inform(LISTED, f"{what} open. All Y shows the closed ones too.")
        else:
            self.inform(LISTED, "Nothing is open. All Y shows what was.")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Explain the row under the cursor; sums are of its currency."""
        row = message.subfile.row
        if row is not None:
            self._show_totals(row.currency)
            self.explain(*self._explanation(row))

    def _show_totals(self, currency: str) -> None:
        totals = self._totals.get(currency, Totals(currency, 0, 0, 0, 0, 0))
        customer = self._customer
        limit = customer.credit_limit if customer else None
        parts = [f"Open {show.amount(totals.open, currency)} {currency}"]
        late = "!" if totals.overdue > 0 else ""
        parts.append(f"Overdue {show.amount(totals.overdue, currency)}{late}")
        parts.append(f"On account {show.amount(totals.on_account, currency)}")
        if limit is not None and customer is not None and customer.currency == currency:
            over = ">LIM" if totals.open > limit else ""
            parts.append(f"Limit {show.amount(limit, currency)}{over}")
        line = "  ".join(parts)
        if cells(line) > 79 and not totals.on_account:
            line = "  ".join([*parts[:2], *parts[3:]])
        self.put(4, 2, fit(line, 79))
        self.put_line(TOTALS, age_line(self._documents.values(), currency, self.today))

    def _explanation(self, row: Document) -> tuple[str, str]:
        today = self.today
        late = show.late(row, today).rstrip("!")
        first = f"{row.number}: {movements.KINDS[row.kind]} of {row.date}"
        if row.kind not in RECEIPT_SIDE:
            first += f", due {row.due}" + (f", {late} days late" if late else "")
        first += f", terms {row.terms}" if row.terms else ""
        states = [word for word, flag in (("on hold", row.hold), ("disputed", row.dispute)) if flag]
        made = f"Made by {show.voucher(row.voucher, today)}"
        own = self._customer.name if self._customer else ""
        made += f", name on it {row.name}" if row.name and row.name != own else ""
        made += f", reference {row.reference}" if row.reference else ""
        can = "Can be applied: 1." if _may_take(row, "1") and self.moment.is_now else ""
        return first + ".", " ".join(filter(None, (f"{', '.join([made, *states])}.", can)))

    # --- what can be done ---------------------------------------------------------------------

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter without a code shows the document."""
        self.open("document", message.key, *self.moment_values)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """7 shows applications at once; the first other code opens its panel."""
        for key, code in message.codes:
            if code == "7":
                self._toggle(key)
                message.subfile.clear_codes([key])
        for key, code in message.codes:
            if code != "7":
                self._run(self._documents[key], code)
                return

    def _run(self, row: Document, code: str) -> None:
        if code in ("1", "10") and not self._may_apply(row):
            return
        self.listing().clear_codes([row.id])
        if code in ("1", "10"):
            self.open("ARS110/F", f"apply:{row.id}", then=self._applied)
        elif code == "4":
            self.open("reversal", *reversal_of(row), then=self._reversed)
        elif code in MONEY_PANELS:
            self.open(MONEY_PANELS[code], row.id, then=lambda said: self.inform(MOVED, str(said)))
        elif code == "8":
            self.open("replay", row.id)
        else:
            self.open("document", row.id, *self.moment_values)

    def _may_apply(self, row: Document) -> bool:
        if row.customer == "" and row.open < 0:
            self.error(NOBODYS, f"{row.number} is nobody's yet: its payer must be found first.")
        elif not _may_take(row, "1"):
            self.error(NO_CREDIT, f"{row.number} has no credit to apply.")
        else:
            return True
        return False

    def _applied(self, voucher: str) -> None:
        self.inform(POSTED, f"Voucher {voucher_name(voucher)} posted.")

    def _reversed(self, said: str) -> None:
        self.inform(REVERSED, said)

    def _toggle(self, key: str) -> None:
        listing = self.listing()
        if key in self._unfolded:
            self._unfolded.remove(key)
            listing.show_beneath(key, ())
            return
        self._unfolded.add(key)
        self._unfold(key)

    def _unfold(self, key: str) -> None:
        lines = movements.lines(self.books, self._documents[key], self.today)
        self.listing().show_beneath(key, lines)

    def act_do(self) -> None:
        """F10: run the codes typed, else apply the credit under the cursor."""
        listing = self.listing()
        if listing.codes.ordered():
            listing.run()
        elif row := listing.row:
            self._run(row, "1")
        else:
            self.submit()

    def act_new(self) -> None:
        """F6: a receipt of this customer."""
        if self._customer is None or not self._customer.customer:
            self.error(messages.NOT_FOUND, "Whose receipt? Name a customer first.", "customer")
            return
        self.open("ARS110", lookup.customer_text(self.session.ledger, self._customer))

    def prompt(self, part: Part | None) -> str | None:
        """F4: customers."""
        return "prompt.customer" if part is not None and part.name == "customer" else None


def _may_take(row: Document, code: str) -> bool:
    """Whether a code means something for a row: only open credits can be applied or moved."""
    if code in MONEY_PANELS:
        return may_move(row, code)
    return code not in ("1", "10") or (row.open < 0 and not row.hold and row.customer != "")


def _numbered(row: Document) -> str:
    """The number with the sign of what stops it: disputed or on hold."""
    sign = " d" if row.dispute else " h" if row.hold else ""
    return f"{row.number[: 11 - len(sign)]}{sign}"


_FIXED: ColumnSet[Document] = (
    Column("Document", 11, _numbered),
    Column("Ty", 2, lambda row: row.short_kind),
)


def _columns(today: str, *, several: bool) -> list[ColumnSet[Document]]:
    """The columns behind number and type; with the currency if there are ``several``."""

    def last(width: int) -> Column[Document]:
        return Column("Last change", width, lambda row: movements.last_change(row, today))

    main: list[Column[Document]] = [
        Column("Date", 5, lambda row: show.short_day(row.date, today)),
        Column("Due", 5, lambda row: show.short_day(row.due, today)),
        Column(
            "Late",
            4,
            lambda row: show.late(row, today),
            right=True,
            style=lambda row: show.late_style(row, today),
        ),
        Column("Original", 14, lambda row: show.amount(row.original, row.currency), right=True),
        Column("Open", 14, lambda row: show.amount(row.open, row.currency), right=True),
    ]
    main += [Column("Cur", 3, lambda row: row.currency), last(9)] if several else [last(13)]
    return [
        main,
        (
            Column("Terms", 6, lambda row: row.terms),
            Column("Br", 4, lambda row: row.branch),
            Column("Div", 5, lambda row: row.division),
            Column("Reference", 18, lambda row: row.reference),
            Column("Name on it", 12, lambda row: row.name),
        ),
    ]


def age_line(documents: Iterable[Document], currency: str, today: str) -> str:
    """Sums of one currency by days late, net; and how much of them is credit."""
    buckets = [0] * len(AGES)
    credit = 0
    for row in documents:
        if row.currency == currency and row.open:
            days = 0 if row.kind in RECEIPT_SIDE else days_between(row.due, today)
            buckets[0 if days <= 0 else 1 if days <= 30 else 2 if days <= 60 else 3] += row.open
            credit += min(0, row.open)
    named = list(zip(("Not due", "1-30", "31-60", "over 60"), buckets, strict=True))
    rest = [f"over 60 {show.amount(buckets[3], currency)}"] if buckets[3] else []
    rest += [f"of it Cr {show.amount(credit, currency)}"] if credit else []
    wide = [f"{name} {show.amount(amount, currency):>11}" for name, amount in named[:3]]
    line = "  ".join([*wide, *rest])
    if cells(line) <= 78:
        return line
    short = [f"{name} {show.amount(amount, currency)}" for name, amount in named[:3] if amount]
    return "  ".join([*short, *rest])
