"""ARS110/F: the payer's open items, and what is left to distribute, live."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui import keys
from artui.ledger import drafts
from artui.ledger.distribution import Line
from artui.ledger.documents import Document
from artui.ledger.errors import Refused, refuse
from artui.ledger.ledger import Posted
from artui.ledger.matching import Proposal
from artui.ledger.receiving.recovering import Recoverable
from artui.screens import payment_recoveries, show
from artui.screens.decision import Decision
from artui.screens.frame.field import Field
from artui.screens.frame.messages import Fault
from artui.screens.frame.subfile import Subfile
from artui.screens.item_list import ON_HEADINGS, ItemList
from artui.screens.payment import Payment
from artui.screens.payment_groups import Group
from artui.screens.payment_post import Poster
from artui.screens.payment_words import summary
from artui.screens.settled_words import kept_text

PROPOSED, KEPT = 2101, 2177
_LOOKS = {"5": "document", "7": "document", "9": "ARWHY/F"}
"""Codes that only show something, and the panel that does."""


class OpenItems(ItemList):
    """Option codes beside many rows, run by one Enter; F10 posts.

    Values: none for the receipt of panel E; ``apply:KEY`` for an open credit document, and the
    id of its draft behind it.
    """

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

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._pending: list[tuple[str, str]] = []
        self._last = ""  # the row whose code ran last
        self._looking = False  # a panel above only shows something
        self._then_post = False
        self._poster = Poster(self)

    def compose(self) -> ComposeResult:
        """The list, over the receipt of E or the credit named by the values."""
        if self.values and self.values[0].startswith("apply:"):
            self._apply(self.values[0].removeprefix("apply:"), *self.values[1:2])
        yield from super().compose()

    def _apply(self, key: str, draft_id: str = "") -> None:
        ledger = self.session.ledger
        source = ledger.read.document(key)
        payer = ledger.read.customer(source.company, source.customer) if source else None
        assert source is not None and payer is not None, "the account showed this credit"
        payment = self.session.payment = Payment(ledger, payer, source=source, command=draft_id)
        kept = drafts.find(ledger, draft_id)
        if kept is not None:
            payment.restore(kept.draft.lines, keep_excess=kept.draft.keep_excess)

    def opened(self) -> None:
        """Propose, say so, and put the cursor where the clerk goes on."""
        super().opened()
        payment = self.payment
        if payment.changed:
            names = ", ".join(payment.changed[:3])
            self.inform(2156, f"Changed since the draft was kept, marked ~: {names}.")
        elif not payment.distribution.lines:
            self._propose()
        self.changed()
        self.cursor_to_work()

    def _propose(self) -> None:
        payment = self.payment
        if one := payment_recoveries.by_number(payment, payment.named):
            self._ask_back(one)
            return
        proposal = payment.propose()
        line = payment.line(proposal.documents[0].id) if proposal.unique else None
        if line is not None:
            how = _how(line)
            if payment.left:
                how += f"; {payment.money(payment.left)} is left"
            self._said(
                f"one document, {how}",
                stop=bool(payment.on_account or line.settled.stays_open),
            )
        elif (group := self._equal_group()) is not None:
            self.listing().move_to(payment.rows.index(group))
            number, count = group.number, len(group.documents)
            self.inform(2172, f"Group invoice {number} equals the receipt: 1 pays all {count}.")
        elif proposal.documents:
            self.inform(*_offer(proposal))
        elif one := payment_recoveries.by_the_money(payment):
            self._ask_back(one)
        elif not payment.items:
            self.inform(
                2163, f"{payment.payer.name} has nothing open. F10 keeps the money on account."
            )

    def written_off(self, number: str) -> bool:
        """A number to look for: ask to recover its document, if it was written off."""
        if one := payment_recoveries.by_number(self.payment, number):
            self._ask_back(one)
        return one is not None

    def _ask_back(self, one: Recoverable) -> None:
        payment_recoveries.ask(self, self.payment, one, self._take_back, self.explain_row)

    def _take_back(self, document: Document) -> None:
        """Its write-off is to be taken back: it is listed now; pay it."""
        self._pending = [(document.id, "1")]
        self._run()
        if document.id in self.payment.distribution.lines:
            self._said(f"{document.number} taken back, then paid", stop=True)

    def _equal_group(self) -> Group | None:
        """The one group invoice that is open for just the money there is."""
        payment = self.payment
        found = [
            row
            for row in payment.rows
            if isinstance(row, Group)
            and (row.open, row.currency) == (payment.left, payment.currency)
        ]
        return found[0] if len(found) == 1 and found[0].number else None

    def _said(self, what: str, *, stop: bool = False) -> None:
        """Say what is proposed; what was typed before it showed must not post it unseen. What is
        kept of an overpayment is said first of all: the rest stands in the list."""
        if self.payment.show_differences() or stop:
            self.drop_typeahead(only=("enter", "f3", "f10"))
        if self.payment.kept:
            self.inform(KEPT, f"{kept_text(self.payment)}.")
        else:
            self.inform(PROPOSED, f"Proposed, not posted: {what}.")

    # --- option codes ----------------------------------------------------------------------------

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """Run the codes typed, top to bottom."""
        self._pending = list(message.codes)
        self._run()

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter without a code."""
        if self.payment.left == 0:
            self.inform(2157, "Nothing is left to distribute; F10 posts.")
        else:
            self.inform(2158, "No codes typed: 1 pays a row, 11 a part of it; F10 posts.")

    def on_subfile_take_back(self, message: Subfile.TakeBack) -> None:
        """Backspace on an empty code takes back what that row was given."""
        if self.payment.undo(message.key):
            self.changed()

    def _run(self) -> None:
        """Run what is pending; panels opened on the way come back here."""
        while self._pending:
            key, code = self._pending[0]
            group = self.payment.group(key)
            try:
                if group is not None:
                    self._run_group(group, code)
                elif self._opens_for(self.payment.item(key), code):
                    return
                else:
                    self._carry_out(self.payment.item(key), code)
            except Refused as refused:
                self._stopped(key, refused)
                return
            self._done(key)
        self.changed()
        self._after_codes()

    def _carry_out(self, document: Document, code: str) -> None:
        if code == "4":
            self.payment.undo(document.id)
        elif code == "6":
            self.payment.leave_difference(document)
        else:
            self.payment.pay(document)

    def _run_group(self, group: Group, code: str) -> None:
        """A code on a heading: for all documents of the group, paid as one."""
        if code not in ON_HEADINGS:
            raise refuse("items", 2173, "a group takes 1, 4 and 6; its rows take the others")
        if not group.number:
            raise refuse("items", 2174, "these belong to no group invoice: choose row by row")
        if code in ("1", "10"):
            self.payment.pay_group(group)
            return
        for document in group.documents:
            self._carry_out(document, code)

    def _opens_for(self, document: Document, code: str) -> bool:
        """Open what a code asks for or shows; False for one that is carried out here."""
        key = document.id
        if code in _LOOKS:
            self._done(key)
            self._looking, self._then_post = True, False  # coming back from it never posts
            self.open(_LOOKS[code], key)
        elif code in ("11", "13"):
            if document.open < 0 and code == "13":
                raise refuse("items", 2178, f"{document.number} is a credit: 13 is for debits here")
            if code == "13" and key in self.payment.waiting:
                raise refuse("items", 2336, f"a request to write {document.number} off waits")
            self.payment.distribution.units(document)  # a missing rate is said here
            if document.open < 0:
                self.payment.distribution.try_line(document)  # so is a credit that adds nothing
            self._done(key)
            self.open("ARS110/H", key, code, then=lambda made: self._part(document, made))
        elif code == "12" or (
            code not in ("4", "6") and self.payment.hangs_on_late_discount(document)
        ):
            if document.open < 0:
                raise refuse("items", 2149, f"{document.number} is a credit: it has no discount")
            self.payment.distribution.units(document)
            self._done(key)
            self.open("ARS110/K", key, then=lambda made: self._decide(document, made))
        else:
            return False
        return True

    def _done(self, key: str) -> None:
        self._pending.pop(0)
        self.listing().clear_codes([key])
        self._last = key

    def _stopped(self, key: str, refused: Refused) -> None:
        """A code could not run: it and those behind it stay where they were typed."""
        self._pending, self._then_post = [], False
        self.changed()
        at = next(at for at, row in enumerate(self.payment.rows) if row.id == key)
        self.listing().move_to(at)
        problem = refused.problems[0]
        self.errors([Fault("items", problem.number, problem.text)])

    def _after_codes(self) -> None:
        payment = self.payment
        at = next((n for n, row in enumerate(payment.rows) if row.id == self._last), -1)
        # A row taken back is itself the first still open.
        paid = at >= 0 and self._is_paid(payment.rows[at])
        self.cursor_to_work(at if paid else at - 1)
        if self._then_post:
            self._then_post = False
            self._post_seen()
        elif self.payment.unseen:
            self._said(summary(payment))

    def _part(self, document: Document, made: Decision) -> None:
        """H is done: K follows where a discount can be changed that day."""
        offer = self.payment.distribution.situation(document).offer
        wish = made.wish
        if document.open > 0 and offer.state in ("in time", "grace") and not wish.write_off:
            stated = "" if wish.source_amount is None else str(wish.source_amount)
            values = (document.id, str(made.amount), wish.short_reason, stated)
            self.open("ARS110/K", *values, then=lambda last: self._decide(document, last))
        else:
            self._decide(document, made)

    def _decide(self, document: Document, made: Decision) -> None:
        try:
            self.payment.pay(document, made.amount, made.wish)
        except Refused as refused:
            self._stopped(document.id, refused)
            return
        self._run()

    def resumed(self) -> None:
        """A panel above has closed: behind one that only showed something the codes go on, F12 on
        one that asked stops them."""
        if self._looking:
            self._looking = False
            self._run()
            return
        if self._pending:
            self._pending, self._then_post = [], False
        self.changed()

    # --- posting ---------------------------------------------------------------------------------

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
        if self.payment.unseen:
            self._said(f"{summary(self.payment)}. F10 posts")
        else:
            self._poster.post(self.payment)

    def posted(self, posted: Posted) -> None:
        """The voucher is posted: the next receipt, with its number on line 22."""
        self.finish(posted.voucher)

    def not_posted(self, refused: Refused) -> None:
        """Nothing was posted: read anew what a colleague changed, and say so."""
        self.payment.read_again()
        self.changed()
        names = {"document": "items", "amount": "items"}
        self.errors(show.faults(refused.problems, names))

    def act_undo(self) -> None:
        """F11 F5: take everything back."""
        self.payment.clear()
        self.listing().clear_codes()
        self.changed()
        self.cursor_to_work()

    def show(self) -> None:
        """Head and totals; F6 stands on the key line while there is an overpayment to keep."""
        super().show()
        distribution = self.payment.distribution
        over = bool(distribution.excess) or not distribution.keep_excess
        actions = (*self.ACTIONS, "new.account") if over else self.ACTIONS
        if set(self.actions) != {*keys.completed(actions)}:
            self.actions = keys.completed(actions)
            self.show_frame()

    def act_new(self) -> None:
        """F6: leave an overpayment on account, or keep it again."""
        payment = self.payment
        payment.keep_excess(not payment.distribution.keep_excess)
        self.changed()
        if payment.kept:
            self._said(summary(payment))
        else:
            self.inform(2175, f"{payment.money(payment.left)} stays on account. F6 keeps it.")

    def act_back(self) -> None:
        """F12: back to E; the draft is kept and nothing is posted."""
        if self.payment.source is not None:
            self.session.payment = None
        self.finish()


def _offer(proposal: Proposal) -> tuple[int, str]:
    """What is said of documents at the top of the list that nothing is distributed to."""
    count, number = len(proposal.documents), proposal.documents[0].number
    if proposal.how == "late" and count == 1:
        return 2169, f"{number} less its late discount equals the receipt: 1 asks about it."
    if proposal.how != "sum":
        return 2162, f"{count} ways: each of the first {count} rows equals the receipt. Choose one."
    if proposal.ways == 1:
        return 2170, f"The first {count} rows add up to the receipt: 1 pays a row, F9 copies it on."
    return 2170, f"{proposal.ways} ways: the first {count} rows add up to the receipt, others too."


def _how(line: Line) -> str:
    settled = line.settled
    if settled.written_off:
        return "the difference within tolerance"
    if settled.discount:
        return "less its discount in time"
    return "equal to the cent" if not settled.stays_open else "paid in part"
