"""ARVO60/D: a voucher with its accounting journal and its customer payment journal.

Values: the voucher's key or name (``CA02/RC/2020/147``, ``RC 147``); ``next`` behind it where
Enter goes on to the next receipt. Behind it, to look back, an ISO day and a position it is known
at, either of them empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult

from artui.ledger import events as ev
from artui.ledger.errors import Refused
from artui.ledger.money import format_amount
from artui.reports.journals import accounting_text, payment_text
from artui.reports.voucher import AccountLine, PaymentLine, VoucherReport, voucher_report
from artui.screens import movements, show
from artui.screens import voucher_words as words
from artui.screens.frame import messages
from artui.screens.frame.canvas import Banner
from artui.screens.frame.place import Place
from artui.screens.frame.rows import Column, ColumnSet, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.text import fit
from artui.screens.looking_back import LooksBack, split_moment
from artui.screens.printing import print_lines
from artui.screens.session import Session

NEXT = "next"
POSTED = 2190
REVERSED = 2191
PRINTED = 2195
_JOURNAL_TITLE = 5
_MOST_LINES = 5
"""Lines of the accounting journal shown at once; the cursor reaches the others."""


class VoucherPanel(LooksBack):
    """A voucher as it was posted."""

    ID = "ARVO60/D"
    TITLE = "Voucher"
    ACTIONS = (
        "help",
        "go",
        "leave.menu",
        "refresh",
        "page_back.prior",
        "page_next.next",
        "more",
        "back",
        "sign_off",
        "print",
        "undo",
    )

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._on_to_next = NEXT in values
        named, *self._looked_at = split_moment([value for value in values if value != NEXT])
        self._wanted = " ".join(named)
        self._report: VoucherReport | None = None
        self._notes: dict[str, str] = {}
        self._chain = ""
        self._unfolded: set[str] = set()
        if self._on_to_next:
            self.actions = (*self.actions, "do.next")

    def compose(self) -> ComposeResult:
        """The two journals; their places follow from how many lines there are."""
        yield Subfile(
            "payments",
            ListSource[PaymentLine](()),
            (),
            sets=[_payments("")],
            key=lambda line: line.document,
            first=13,
            last=-8,
            options=("5.document", "7"),
        )
        yield Subfile(
            "journal",
            ListSource[AccountLine](()),
            _LINE,
            sets=[_sides("")],
            key=lambda line: str(line.line),
            first=6,
            last=7,
            status_at=(_JOURNAL_TITLE, 79),
        )

    @property
    def banner(self) -> Banner:
        """The company is the voucher's."""
        company = self._report.head.company if self._report else self.session.company
        return replace(super().banner, scope=company or "ALL")

    # --- showing ------------------------------------------------------------------------------

    def opened(self) -> None:
        """Show the voucher named by the values, at their moment."""
        if not self.look_at(*self._looked_at):
            return
        try:
            head = words.find_voucher(self.books, self._wanted, self.session.company)
        except Refused as refused:
            self.errors(show.faults(refused.problems))
            return
        self._show(head.id)
        if self._on_to_next:
            self.inform(POSTED, f"Voucher {head.name} posted. Enter=Next receipt, F11 F5=Undo")

    def resumed(self) -> None:
        """Back from another panel: the voucher as it is now."""
        self.act_refresh()

    def act_refresh(self) -> None:
        """F5: read the voucher anew."""
        if self._report is not None:
            self._show(self._report.head.id)

    def _show(self, key: str) -> None:
        ledger = self.books
        report = self._report = voucher_report(ledger, key)
        self.title = f"Voucher {report.head.name}: {words.state_of(report)}"
        self.show_frame()
        facts = ledger.read.voucher_facts(key)
        self._notes = words.allowed_by(ledger.policies, facts)
        self._chain = words.chain_words(report.head, ledger.read.dependants(report.head))
        self._show_head(report)
        self._show_journals(report)

    def _show_head(self, report: VoucherReport) -> None:
        head, receipt = report.head, report.receipt
        amount = f"{format_amount(head.amount, head.currency)} {head.currency}"
        method = receipt.method if receipt else ""
        who = f"{head.customer} {report.payer}".strip() or head.text
        posted = f"Posted {head.date}  Period {head.period}"
        self.put_line(2, f"{fit(f'{who}   {amount}  {method}', 43)} {posted}")
        reference = receipt.reference if receipt else head.text
        bank = f"   Bank ref {receipt.bank_reference}" if receipt and receipt.bank_reference else ""
        recorded = f"Recorded {show.clock(head.recorded_at)} by {head.clerk}"
        day = show.recorded_day(head.recorded_at)
        recorded += f" on {day}" if day != head.date else ""
        room = 77 - len(recorded)
        self.put_line(3, f"{fit(f'Reference {reference}{bank}', room)} {recorded}")

    def _show_journals(self, report: VoucherReport) -> None:
        payments = list(report.payments)
        title = "Customer payment journal"
        if not payments:
            payments = words.documents_made(self.books, report.head)
            title = words.title_of(payments)
        shown = max(1, min(len(report.accounts), _MOST_LINES))
        last = _JOURNAL_TITLE + 1 + shown
        totals = _totals(report)
        for line in range(_JOURNAL_TITLE, last + 5):
            self.put_line(line, "")
        journal, listed = self.listing("journal"), self.listing("payments")
        journal.place = Place(_JOURNAL_TITLE + 1, last=last)
        listed.place = Place(last + len(totals) + 2, last=-8)
        nothing = "" if report.accounts else ": nothing to post, one currency at one rate"
        self.put_line(_JOURNAL_TITLE, f"Accounting journal{nothing}")
        for at, text in enumerate(totals, last + 1):
            self.put_line(at, text)
        self.put_line(last + len(totals) + 1, title)
        base = report.base_currency
        own = len({line.currency for line in report.accounts}) > 1
        journal.show_columns(_LINE, [_sides(base, mixed=own), _bases(base)])
        currency = report.head.currency
        mixed = any(line.currency != currency for line in payments)
        listed.show_columns((), _crossing(currency, base) if mixed else [_payments(base)])
        journal.reload(ListSource(report.accounts))
        listed.reload(ListSource(payments))
        self.refresh(layout=True)
        self._explain(payments[0] if payments else None)

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Say what allowed the row under the cursor."""
        if message.subfile.name == "payments":
            self._explain(message.subfile.row)

    def _explain(self, row: PaymentLine | None) -> None:
        if self._report is None:
            return
        head = self._report.head
        by = f"Reversed by {ev.voucher_name(head.reversed_by)}." if head.reversed_by else ""
        names = ", ".join(map(ev.voucher_name, head.reverses.split("|"))) if head.reverses else ""
        of = fit(f"Reverses {names}.", 78) if names else ""
        self.put_line(-7, by or of)
        self.explain(self._notes.get(row.document, "") if row else "", self._chain)

    # --- what can be done ---------------------------------------------------------------------

    def enter(self) -> None:
        """Enter: codes typed; else the next receipt where one waits; else the document."""
        if self._on_to_next and not self.listing("payments").codes.ordered():
            self.finish(NEXT)
        else:
            super().enter()

    def act_do(self) -> None:
        """F10: the next receipt."""
        self.finish(NEXT)

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter on a document shows it; on a line of the journal the events it is made of."""
        if message.subfile.name == "payments":
            self._open(message.key)
        elif self._report is not None:
            self.open("arvo60/l", self._report.head.id, message.key, *self.moment_values)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """7 shows a document's movements beneath it, 5 the document."""
        for key, code in message.codes:
            if code == "7":
                self._toggle(key)
                message.subfile.clear_codes([key])
        for key, code in message.codes:
            if code == "5":
                message.subfile.clear_codes([key])
                self._open(key)
                return

    def _key(self, number: str) -> str:
        assert self._report is not None, "rows come with their voucher"
        return ev.document_key(self._report.head.company, number)

    def _open(self, number: str) -> None:
        self.open("document", self._key(number), *self.moment_values)

    def _toggle(self, number: str) -> None:
        lines: list[str] = []
        if number not in self._unfolded:
            ledger = self.books
            document = ledger.read.document(self._key(number))
            assert document is not None, "a voucher moves documents there are"
            told = movements.tell(ledger, document)
            lines = [movements.line(one, self.today) for one in told]
        self._unfolded ^= {number}
        self.listing("payments").show_beneath(number, lines)

    def act_page_back(self) -> None:
        """F7: the voucher before, in its series."""
        self._turn(-1)

    def act_page_next(self) -> None:
        """F8: the next voucher of the series."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        if self._report is None:
            return
        head = self._report.head
        key = ev.voucher_key(head.company, head.series, head.year, head.number + by)
        if self.books.read.voucher(key) is None:
            which = "last" if by > 0 else "first"
            self.error(
                messages.NOT_FOUND,
                f"{head.name} is the {which} of {head.company} {head.series} {head.year}.",
            )
            return
        self._unfolded.clear()
        self._show(key)

    def act_undo(self) -> None:
        """F11 F5: the reversal, with all that follows from it."""
        if self._report is not None:
            self.open("reversal", self._report.head.id, then=self._reversed)

    def _reversed(self, said: str) -> None:
        self.act_refresh()
        self.inform(REVERSED, said)

    def act_print(self) -> None:
        """F11 F4: both journals to the print command of the settings."""
        report = self._report
        if report is None:
            return
        lines = [*accounting_text(report), "", *payment_text(report)]
        print_lines(self, lines, PRINTED, "Both journals went to the print command.")


_LINE: ColumnSet[AccountLine] = (
    Column("Line", 4, lambda line: str(line.line), right=True),
    Column("Rule", 9, lambda line: line.rule),
    Column("Account", 11, lambda line: line.account),
)


def _sides(base: str, *, mixed: bool = False) -> ColumnSet[AccountLine]:
    """Debit and credit; a line of no amount but in base, gain or loss, shows that. Of ``mixed``
    currencies each line says its own."""

    def side(amount: int, line: AccountLine, sign: int) -> str:
        if amount or line.debit or line.credit:
            return show.amount(amount, line.currency) if amount else ""
        return f"{base} {show.amount(abs(line.base), base)}" if line.base * sign > 0 else ""

    return (
        Column("Cur Name", 22, lambda line: f"{line.currency} {line.name}")
        if mixed
        else Column("Name", 22, lambda line: line.name),
        Column("Debit", 14, lambda line: side(line.debit, line, 1), right=True),
        Column("Credit", 14, lambda line: side(line.credit, line, -1), right=True),
    )


def _bases(base: str) -> ColumnSet[AccountLine]:
    return (
        Column("Cur", 3, lambda line: line.currency),
        Column("Division", 10, lambda line: line.division),
        Column(f"In {base}", 16, lambda line: show.amount(line.base, base), right=True),
    )


def _of(value: int, line: PaymentLine) -> str:
    return show.amount(value, line.currency)


_DUE: Column[PaymentLine] = Column("Due", 5, lambda line: "" if line.due > "9999" else line.due[5:])
_CURRENCY: Column[PaymentLine] = Column("Cur", 5, lambda line: line.currency)
_NAMED: ColumnSet[PaymentLine] = (
    Column("Document", 10, lambda line: line.document),
    Column("Ty", 2, lambda line: line.kind),
)
_PAID: Column[PaymentLine] = Column("Paid", 13, lambda line: _of(line.paid, line), right=True)


def _realised(base: str) -> Column[PaymentLine]:
    return Column("Exch.diff", 9, lambda line: show.amount(line.exchange, base), right=True)


def _payments(base: str, second: Column[PaymentLine] = _DUE) -> ColumnSet[PaymentLine]:
    return (
        *_NAMED,
        second,
        _PAID,
        Column("Discount", 9, lambda line: _of(line.discount, line), right=True),
        Column("Wr.off", 8, lambda line: _of(line.written_off, line), right=True),
        _realised(base),
        Column("Open after", 12, lambda line: _of(line.open_after, line), right=True),
    )


def _crossing(currency: str, base: str) -> list[ColumnSet[PaymentLine]]:
    """Documents of several currencies: each with its own, and with what it took of the money."""
    taken: Column[PaymentLine] = Column(
        f"Took {currency}", 13, lambda line: show.amount(line.taken, currency), right=True
    )
    return [_payments(base, _CURRENCY), (*_NAMED, _CURRENCY, _DUE, _PAID, taken, _realised(base))]


def _totals(report: VoucherReport) -> list[str]:
    """Debit and credit under the journal; of several currencies in the base currency, in which
    they are equal."""
    currencies = sorted({line.currency for line in report.accounts})
    if len(currencies) > 1:
        base = report.base_currency
        sums = (
            show.amount(sum(max(sign * line.base, 0) for line in report.accounts), base)
            for sign in (1, -1)
        )
        debit, credit = sums
        return [f"{f'All in {base}':>47} {debit:>15} {credit:>14}"]
    lines = []
    for currency in currencies:
        rows = [line for line in report.accounts if line.currency == currency]
        debit = show.amount(sum(line.debit for line in rows), currency)
        credit = show.amount(sum(line.credit for line in rows), currency)
        lines.append(f"{currency:>47} {debit:>15} {credit:>14}")
    return lines
