"""ARS110/F: the payer's open items, and what is left to distribute, live."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.ledger.errors import LedgerError, Refused, refuse
from artui.ledger.ledger import Posted
from artui.screens import show
from artui.screens.decision import Decision
from artui.screens.field import Field
from artui.screens.item_rows import Item, Items, columns, signed
from artui.screens.messages import Fault
from artui.screens.panel import Panel
from artui.screens.payment import ORDER_NAMES, Payment
from artui.screens.payment_post import Poster
from artui.screens.payment_words import explain, money_line, two_lines
from artui.screens.session import Session
from artui.screens.subfile import Subfile

TOTALS = -7


class OpenItems(Panel):
    """Option codes beside many rows, run by one Enter; F10 posts."""

    ID = "ARS110/F"
    TITLE = "Payment received: open items"
    ACTIONS = (
        "help",
        "go",
        "leave.finish",
        "refresh",
        "page_back",
        "page_next",
        "copy.code",
        "do.post",
        "more",
        "back",
        "undo",
        "order",
        "top",
        "bottom",
        "code_page",
        "sign_off",
    )
    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._pending: list[tuple[str, str]] = []
        self._then_post = False
        self._seen: tuple[int, int] = (0, 0)
        self._poster = Poster(self)

    @property
    def payment(self) -> Payment:
        """The voucher being entered."""
        payment = self.session.payment
        assert payment is not None, "E or the customer account began it"
        return payment

    def compose(self) -> ComposeResult:
        """Position-to on line 3, the list from line 4."""
        if self.values and self.values[0].startswith("apply:"):
            self._apply(self.values[0].removeprefix("apply:"))
        fixed, sets = columns(self.payment, self.session.today)
        yield Field(
            "position", line=3, col=42, width=12, label="Position to", label_col=30, upper=True
        )
        yield Subfile(
            "items",
            Items(self.payment),
            fixed,
            key=lambda item: item.document.id,
            first=4,
            last=-8,
            sets=sets,
            options=("1.pay", "4", "5", "7", "9", "11", "12"),
            position="position",
            may_take=self._may_take,
            status_at=(3, 79),
        )

    def _apply(self, key: str) -> None:
        ledger = self.session.ledger
        source = ledger.read.document(key)
        payer = ledger.read.customer(source.company, source.customer) if source else None
        assert source is not None and payer is not None, "the account showed this credit"
        self.session.payment = Payment(ledger, payer, source=source)

    def opened(self) -> None:
        """Propose, say so, and put the cursor where the clerk goes on."""
        payment = self.payment
        self.session.company = payment.company
        self.show_frame()
        if payment.source is not None:
            self.title = f"{payment.source.kind.replace('_', ' ').capitalize()} applied"
            self.show_frame()
        self.go_to("items")
        if payment.changed:
            names = ", ".join(payment.changed[:3])
            self.inform(2156, f"Changed since the draft was kept, marked ~: {names}.")
        elif not payment.distribution.lines:
            self._propose()
        self._show()
        self._cursor_to_work()

    def _propose(self) -> None:
        payment = self.payment
        proposal = payment.propose()
        line = payment.line(proposal.documents[0].id) if proposal.unique else None
        if line is not None:
            if line.settled.written_off or line.settled.discount or payment.left:
                self.drop_typeahead(only=None) if payment.left else self._drop_unseen()
            self.inform(2101, f"Proposed, not posted: one document, {_how(line)}.")
            self._saw()
        elif proposal.documents:
            self.inform(
                2103,
                f"{len(proposal.documents)} ways: the first rows each equal the "
                "receipt. Choose one.",
            )
        elif not payment.items:
            self.inform(
                2104,
                f"{payment.payer.name} has nothing open in {payment.currency}; "
                "F10 keeps the money on account.",
            )

    def _drop_unseen(self) -> None:
        """What was typed before a difference showed must not post it unseen."""
        self.drop_typeahead(only=("enter", "f3", "f10"))

    # --- what is shown ---------------------------------------------------------------------------

    def _show(self) -> None:
        payment = self.payment
        taken = payment.distribution
        self.put_line(2, money_line(payment))
        self.put(3, 2, f"Order {payment.order} {ORDER_NAMES[payment.order]:<18}"[:27])
        self.put(
            3,
            56,
            f"{len(payment.items)} items, {len(taken.lines)} paid".ljust(23)
            if len(payment.items) <= self.size.height - 11
            else " ",
        )
        self._totals()

    def _totals(self) -> None:
        payment = self.payment
        taken = payment.distribution
        total = signed(sum(item.open for item in payment.items), payment.currency)
        paid = sum(line.settled.pay for line in taken.lines.values())
        figures = [taken.discount, paid, taken.written_off]
        texts = [payment.money(figure) for figure in figures]
        self.put_line(
            TOTALS,
            f"    Totals {total:>37} {texts[0]:>9} {texts[1]:>13} {texts[2]:>6}".replace(
                "    Totals", "   Totals", 1
            ),
        )

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Explain the row under the cursor."""
        item = message.subfile.row
        if item is None:
            self.explain()
            return
        situation = self.payment.distribution.situation(item.document)
        self.explain(*two_lines(explain(item.document, situation, item.line, self.session.today)))

    def _cursor_to_work(self, after: int = -1) -> None:
        """The first row after one that is not paid; with nothing left, the first paid row."""
        items, lines = self.payment.items, self.payment.distribution.lines
        if self.payment.left == 0 and lines:
            if after < 0:
                self.listing().move_to(
                    next((n for n, item in enumerate(items) if item.id in lines), 0)
                )
            return
        start = max(after + 1, 0)
        order = [*range(start, len(items)), *range(start)]
        found = next((n for n in order if items[n].id not in lines), None)
        if found is not None:
            self.listing().move_to(found)

    def _changed(self) -> None:
        self.listing().reload()
        self._show()

    # --- option codes ----------------------------------------------------------------------------

    def _may_take(self, item: Item, code: str) -> bool:
        if code in ("1", "10", "11"):
            return item.document.open != 0 and not item.document.hold and item.line is None
        return code != "4" or item.line is not None

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """Run the codes typed, top to bottom."""
        self._pending = list(message.codes)
        self._run()

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter without a code."""
        if not self.payment.items:
            self.inform(2104, "Nothing is open; F10 keeps the money on account.")
        elif self.payment.left == 0:
            self.inform(2157, "Nothing is left to distribute; F10 posts.")
        else:
            self.inform(2158, "No codes typed: 1 pays a row, 11 a part of it; F10 posts.")

    def on_subfile_take_back(self, message: Subfile.TakeBack) -> None:
        """Backspace on an empty code takes back what that row was given."""
        if self.payment.undo(message.key):
            self._changed()

    def on_subfile_positioned(self, message: Subfile.Positioned) -> None:
        """A number that isn't listed is said."""
        if message.text and not message.key:
            self.inform(2159, f"Nothing from {message.text} on in this order.")

    def _run(self) -> None:
        """Run what is pending; H and K come back here."""
        while self._pending:
            key, code = self._pending[0]
            document = self.payment.item(key)
            if code in ("5", "7"):
                self._done(key)
                self.open("document", key, then=lambda _result: self._run())
                return
            if code in ("9", "11", "12"):
                self._open_for(document, code)
                return
            try:
                if code in ("1", "10"):
                    self.payment.pay(document)
                else:
                    self.payment.undo(key)
            except Refused as refused:
                self._stopped(key, refused)
                return
            self._done(key)
        self._changed()
        self._after_codes()

    def _done(self, key: str) -> None:
        self._pending.pop(0)
        self.listing().clear_codes([key])
        self._last = key

    _last = ""

    def _after_codes(self) -> None:
        at = next((n for n, d in enumerate(self.payment.items) if d.id == self._last), -1)
        self._cursor_to_work(at)
        if self._then_post:
            self._then_post = False
            self._post_seen()
        elif self._unseen():
            self._drop_unseen()
            self.inform(2101, f"Proposed, not posted: {self._summary()}.")
            self._saw()

    def _stopped(self, key: str, refused: Refused) -> None:
        self._pending, self._then_post = [], False
        self._changed()
        at = next(n for n, d in enumerate(self.payment.items) if d.id == key)
        self.listing().move_to(at)
        problem = refused.problems[0]
        self.errors([Fault("items", problem.number, problem.text)])

    def _open_for(self, document: Document, code: str) -> None:
        if document.open < 0 and code == "12":
            words = f"{document.number} is a credit: it has no discount"
            self._stopped(document.id, refuse("items", 2145, words))
            return
        self._done(document.id)
        if code == "9":
            self.open("ARWHY/F", document.id, then=lambda _result: self._run())
        elif code == "11":
            self.open("ARS110/H", document.id, then=lambda made: self._part(document, made))
        else:
            self.open("ARS110/K", document.id, then=lambda made: self._decide(document, made))

    def _part(self, document: Document, made: Decision) -> None:
        """H is done: K follows where a discount can be changed that day."""
        offer = self.payment.distribution.situation(document).offer
        if document.open > 0 and offer.state in ("in time", "grace"):
            values = (document.id, str(made.amount), made.wish.short_reason)
            self.open("ARS110/K", *values, then=lambda last: self._decide(document, last))
        else:
            self._decide(document, made)

    def _decide(self, document: Document, made: Decision) -> None:
        try:
            self.payment.pay(document, made.amount, made.wish)
        except Refused as refused:
            self._stopped(document.id, refused)
            return
        self._saw()
        self._run()

    def resumed(self) -> None:
        """A panel above has closed: what is pending goes on; F12 there stops it."""
        self._changed()
        if not self._pending and self._then_post:
            self._then_post = False

    # --- posting ---------------------------------------------------------------------------------

    def _unseen(self) -> bool:
        taken = self.payment.distribution
        return (taken.written_off, taken.discount) != self._seen

    def _saw(self) -> None:
        taken = self.payment.distribution
        self._seen = (taken.written_off, taken.discount)

    def _summary(self) -> str:
        taken = self.payment.distribution
        parts = [f"{len(taken.lines)} documents"]
        if taken.discount:
            parts.append(f"discount {self.payment.money(taken.discount)}")
        if taken.written_off:
            parts.append(f"written off {self.payment.money(taken.written_off)}")
        return ", ".join(parts)

    def act_do(self) -> None:
        """F10: run the codes typed, then post, unless that brought something unseen."""
        subfile = self.listing()
        if isinstance(self.focused, Field):
            self.go_to("items")
        if len(subfile.codes):
            self._then_post = True
            subfile.run()
        else:
            self._post_seen()

    act_leave = act_do

    def _post_seen(self) -> None:
        if self._unseen():
            self._drop_unseen()
            self._saw()
            self.inform(2101, f"Proposed, not posted: {self._summary()}. F10 posts.")
            return
        self._poster.post(self.payment)

    def posted(self, posted: Posted) -> None:
        """The voucher is posted: the next receipt, with its number on line 22."""
        self.finish(posted.voucher)

    def refused(self, error: LedgerError) -> None:
        """Nothing was posted: read anew what a colleague changed, and say so."""
        if isinstance(error, Refused):
            self.payment.read_again()
            self._changed()
            self._saw()
            self.errors(show.faults(error.problems, {"document": "items", "amount": "items"}))
        else:
            self.error(2161, str(error))

    # --- other keys ------------------------------------------------------------------------------

    def act_undo(self) -> None:
        """F11 F5: take everything back."""
        self.payment.clear()
        self.listing().clear_codes()
        self._saw()
        self._changed()
        self._cursor_to_work()

    def act_order(self) -> None:
        """F11 F6: the next of the orders that list all items."""
        payment = self.payment
        orders = [1, 2, 3, 6]
        at = orders.index(payment.order) if payment.order in orders else -1
        payment.order = orders[(at + 1) % len(orders)]
        self.act_refresh()

    def act_refresh(self) -> None:
        """F5: read the items anew; codes and what is distributed stay."""
        payment = self.payment
        payment.read_items()
        self._changed()

    def act_back(self) -> None:
        """F12: back to E; the draft is kept and nothing is posted."""
        if self.payment.source is not None:
            self.session.payment = None
        self.finish()


def _how(line: Line) -> str:
    settled = line.settled
    if settled.written_off:
        return "the difference within tolerance"
    if settled.discount:
        return "less its discount in time"
    return "equal to the cent" if not settled.stays_open else "paid in part"
