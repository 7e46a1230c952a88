"""ARVO60: the vouchers of a ledger, newest first.

Values: a company, a series, or the name of a voucher to go to (``RC 147``); then, to look back, an
ISO day and a position it is known at, either of them empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.reading.lists import VoucherList, parse_voucher
from artui.ledger.reading.queries import VoucherHead
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack, split_moment
from artui.screens.session import Session
from artui.screens.voucher_words import SERIES, chain_words, is_reversal, reversed_by_it

LISTED = 3040
REVERSED = 2191
_NAMES = 2000
"""Most names of customers kept for the rows shown."""


class Vouchers(LooksBack):
    """A list of vouchers, read in windows."""

    ID = "ARVO60"
    TITLE = "Vouchers and journals"
    ACTIONS = (
        "help",
        "go",
        "leave",
        "prompt",
        "refresh",
        "page_back",
        "page_next",
        "more",
        "back",
        "sign_off",
        "top",
        "bottom",
    )

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._customers: dict[tuple[str, str], str] = {}

    def compose(self) -> ComposeResult:
        """Where to go, what to list, and the vouchers."""
        yield Field("position", line=2, col=14, width=15, label="Position to", label_col=2)
        yield Field(
            "company", line=2, col=40, width=5, label="Company", kind=Kind.CODED, text="ALL"
        )
        yield Field(
            "series",
            line=2,
            col=54,
            width=4,
            label="Series",
            kind=Kind.CODED,
            text="ALL",
            note_col=60,
        )
        yield from self.moment_fields(3, 14)
        today = self.session.today
        fixed: ColumnSet[VoucherHead] = (
            Column("Comp", 4, lambda head: head.company),
            Column("Voucher", 14, lambda head: head.name),
        )
        yield Subfile(
            "vouchers",
            VoucherList(self.session.ledger.seen),
            fixed,
            sets=(
                (
                    Column("Date", 5, lambda head: show.short_day(head.date, today)),
                    Column("Customer or text", 18, self._who),
                    Column(
                        "Amount",
                        14,
                        lambda head: show.amount(head.amount, head.currency),
                        right=True,
                    ),
                    Column("Cur", 3, lambda head: head.currency),
                    Column("State", 11, _state),
                ),
                (
                    Column("Period", 7, lambda head: head.period),
                    Column("Time", 8, lambda head: show.clock(head.recorded_at)),
                    Column("Clerk", 10, lambda head: head.clerk),
                    Column("Text", 22, lambda head: head.text),
                ),
            ),
            key=lambda head: head.id,
            first=4,
            last=-8,
            options=("4.reverse", "5", "8"),
            position="position",
            status_at=(3, 79),
            may_take=lambda head, code: (
                code in ("5", "8") or not (is_reversal(head) or head.reversed_by)
            ),
        )

    def opened(self) -> None:
        """List them; values narrow the list or go to a voucher."""
        companies = self.session.ledger.policies.companies
        rest: list[str] = []
        values, self.field("as_of").text, self.field("known_at").text = split_moment(self.values)
        for value in values:
            if value in companies:
                self.field("company").text = value
            elif value.upper() in SERIES and len(self.values) == 1:
                self.field("series").text = value.upper()
            else:
                rest.append(value)
        self.submit()
        if rest:
            self.field("position").text = " ".join(rest)
            self.listing().position_to(" ".join(rest))

    def resumed(self) -> None:
        """Back from a voucher: the list as it is now."""
        self._read()

    def act_refresh(self) -> None:
        """F5: read the list anew, the newest first."""
        self._read()

    def accept(self) -> None:
        """Enter in a filter lists what fits it."""
        if self.look():
            self._show_list()

    def _show_list(self) -> None:
        self._read()
        self.go_to("vouchers")
        count = self.listing().count
        if not count:
            self.explain("")
            then = "" if self.moment.is_now else " of that moment"
            self.inform(LISTED, f"No voucher{then} fits. Company ALL and Series ALL list them all.")
        else:
            one = "voucher" if count == 1 else "vouchers"
            self.inform(LISTED, f"{count:,} {one}, the newest first.")

    def _read(self) -> None:
        company, series = (
            "" if (text := self.field(name).text.strip()) in ("", "ALL") else text
            for name in ("company", "series")
        )
        self.listing().reload(VoucherList(self.books.seen, company, series))

    def _who(self, head: VoucherHead) -> str:
        if not head.customer:
            return head.text
        key = head.company, head.customer
        if key not in self._customers:
            if len(self._customers) >= _NAMES:
                self._customers.clear()
            customer = self.session.ledger.read.customer(*key)
            self._customers[key] = customer.name if customer else head.customer
        return self._customers[key]

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Say what the voucher is, by whom and when."""
        head = message.subfile.row
        if head is None:
            return
        dependants = self.books.read.dependants(head)
        when = f"{show.recorded_day(head.recorded_at)} {show.clock(head.recorded_at)}"
        what = SERIES.get(head.series, "voucher").capitalize()
        what += f" of {head.customer}" if head.customer else ""
        today = self.session.today
        if head.reversed_by:
            what += f", reversed by {show.voucher(head.reversed_by, today)}"
        elif head.reverses:
            what += f", reverses {reversed_by_it(head, today)}"
        self.explain(
            f"{what}; recorded {when} by {head.clerk}.",
            chain_words(head, dependants),
        )

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A name that leads nowhere is said."""
        if message.text and not message.key:
            known = parse_voucher(message.text) is not None
            why = "There is no voucher up to" if known else "A voucher is named as RC 147, not"
            self.error(messages.NOT_FOUND, f"{why} {message.text}.", "position")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the voucher."""
        self.open("ARVO60/D", message.key, *self.moment_values)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """The first code opens its panel; the others stay."""
        key, code = message.codes[0]
        message.subfile.clear_codes([key])
        if code == "4":
            self.open("reversal", key, then=lambda said: self.inform(REVERSED, said))
        elif code == "8":
            self.open("replay", f"voucher:{key}")
        else:
            self.open("ARVO60/D", key, *self.moment_values)

    def prompt(self, part: Part | None) -> str | None:
        """F4: companies."""
        return "prompt.company" if part is not None and part.name == "company" else None


def _state(head: VoucherHead) -> str:
    """What became of a voucher."""
    if head.unposted:
        return "unposted"
    return "reversed" if head.reversed_by else "reversal" if is_reversal(head) else "posted"
