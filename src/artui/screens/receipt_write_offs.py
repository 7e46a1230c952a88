"""ARRW30: what receipts left over or short and somebody is to review.

1 and 4 mark rows until F10 processes them; 2 opens one to be changed, 9 says why beneath it. F11
F10 sorts new differences by the exception rules, F11 F2 says what that would do. Values: a
company, a customer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger.documents import Customer
from artui.ledger.errors import LedgerError, Refused, refuse
from artui.ledger.events import number_of
from artui.ledger.writeoffs import recommending
from artui.ledger.writeoffs.exceptions import rules_on
from artui.ledger.writeoffs.sorting import Sorted, sort_exceptions
from artui.reports.receipt_write_offs import sorted_lines
from artui.screens import lookup, show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.printing import print_lines
from artui.screens.recommended_rows import Queue, Recommended
from artui.screens.session import Session

LISTED, NOTHING_MARKED, ASK, RUNNING, PROCESSED, SORTED, ASK_SORT, PRINTED = range(3301, 3309)
NO_CURRENCY, NO_CUSTOMER = 3309, 3310
ACCEPT, REJECT = "1", "4"


class Processed(NamedTuple):
    """What became of marked rows, by key: done (and its sentence's word), or refused and why."""

    done: dict[str, str]
    refused: dict[str, str]
    left: int


class ReceiptWriteOffs(Panel):
    """The recommendations that wait."""

    ID = "ARRW30"
    TITLE = "Receipt write-offs: recommendations"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "new.automatic", "page_back", "page_next",
        "copy.code", "do.process", "more", "back", "dry_run", "sign_off", "print", "top",
        "bottom", "code_page", "do_all.sort",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._run = ""

    def compose(self) -> ComposeResult:
        """Filters, then the list."""
        yield Field("company", line=3, col=10, width=5, label="Company", label_col=2,
                    kind=Kind.CODED, text="ALL")  # fmt: skip
        yield Field("currency", line=3, col=26, width=3, label="Currency", kind=Kind.CODED,
                    text="ALL")  # fmt: skip
        yield Field("customer", line=3, col=40, width=12, label="Customer", kind=Kind.CODED)
        yield Field("position", line=3, col=66, width=12, label="Position to")
        today = self.session.today
        yield Subfile(
            "recommendations",
            Queue(self.session.ledger),
            (
                Column("Receipt", 10, lambda row: row.receipt.number),
                Column("Customer", 10, lambda row: row.document.customer),
            ),
            sets=(
                (
                    Column("Name", 12, lambda row: row.document.name),
                    Column("Cur", 3, lambda row: row.item.currency),
                    Column("Receipt amt", 13, _receipt_amount, right=True),
                    Column("Differ.", 10, _difference, right=True),
                    Column("%rcpt", 6, lambda row: f"{row.percent:.3f}", right=True),
                    Column("Who", 4, lambda row: "~" if row.moved else row.whose),
                ),
                (
                    Column("Document", 14, lambda row: row.document.number),
                    Column("Date", 5, lambda row: show.short_day(row.document.date, today)),
                    Column("Rule", 4, lambda row: str(row.item.rule or "none"), right=True),
                    Column("Reason", 8, lambda row: row.item.reason),
                    Column("By", 8, lambda row: row.item.clerk),
                ),
            ),
            key=lambda row: row.item.key,
            first=4,
            last=-8,
            options=("1.accept", "2", "4.reject", "5", "9"),
            position="position",
            status_at=(2, 79),
        )

    # --- listing ---------------------------------------------------------------------------------

    def opened(self) -> None:
        """List what waits; values choose a company or customer."""
        for value in self.values:
            known = value in self.session.ledger.policies.companies
            self.field("company" if known else "customer").text = value
        self._show_list()

    def resumed(self) -> None:
        """Back from a panel above: the list as it is now."""
        self._read()

    def act_refresh(self) -> None:
        """F5: read the list anew; marks stay."""
        self._read()

    def accept(self) -> None:
        """Enter in a filter lists what fits it."""
        self._show_list()

    def _show_list(self) -> None:
        if not self._read():
            return
        count = self.listing().count
        if not count:
            self.go_to_first()
            self.inform(LISTED, "Nothing waits for review. F11 F10 sorts what receipts left.")
            return
        self.go_to("recommendations")
        one = "recommendation" if count == 1 else "recommendations"
        self.inform(LISTED, f"{count:,} {one}. - is overpaid, no sign is short.")

    def _read(self) -> bool:
        """Read what the filters ask for; False, said at its field, for one that names nothing."""
        try:
            company, currency, customer = self._checked(*self._filters())
        except Refused as refused:
            self.errors(show.faults(refused.problems))
            return False
        self.listing().reload(Queue(self.session.ledger, company, currency, customer))
        self._show_limits(company)
        self._show_marks()
        if not self.listing().count:
            self.explain("")
        return True

    def _checked(self, company: str, currency: str, customer: str) -> tuple[str, str, str]:
        """The filters with the customer's number; refuses what names nothing."""
        policies = self.session.ledger.policies
        if company:
            policies.company(company)
        if currency and currency not in policies.currencies:
            raise refuse("currency", NO_CURRENCY, f"nothing here is in {currency}")
        if not customer:
            return company, currency, ""
        found = lookup.resolve_customer(self.session.ledger, customer, company)
        if isinstance(found, Customer):
            self.field("customer").text = found.customer
            return company, currency, found.customer
        raise refuse("customer", NO_CUSTOMER, f"{customer!r} is not one customer's number or name")

    def _filters(self) -> tuple[str, str, str]:
        company, currency, customer = (
            "" if (text := self.field(name).text.strip()) in ("", "ALL") else text
            for name in ("company", "currency", "customer")
        )
        return company, currency, customer

    def _show_limits(self, company: str) -> None:
        """Line 2: which rules hold, the system's range, the clerk's own limit."""
        ledger, today = self.session.ledger, self.session.today
        policies = ledger.policies
        company = company or next(iter(policies.companies), "")
        if not company:
            return
        rules = rules_on(policies, company, today)
        said = "no exception rules"
        if rules is not None:
            said = f"{len(rules.rules)} rules of {rules.since}"
        base = policies.company(company).base_currency
        low, high = policies.parameters(company, today).system_range
        if low is not None or high is not None:
            least = show.amount(low or 0, base)
            most = "any" if high is None else show.amount(high, base)
            said += f", system {least} to {most}"
        own = policies.authority(ledger.clerk, base)
        yours = "unlimited" if own is None else f"{show.amount(own, base)} {base}"
        self.put_line(2, f"{company}: {said}, yours {yours}"[:69])

    # --- marks -----------------------------------------------------------------------------------

    def _marked(self) -> list[tuple[str, str]]:
        codes = self.listing().codes.ordered()
        return [(key, code) for key, code in codes if code in (ACCEPT, REJECT)]

    def _words(self) -> str:
        """``accept 2 USD 8.00, reject 1 USD 605.43``."""
        ledger = self.session.ledger
        sums: dict[str, Counter[str]] = {ACCEPT: Counter(), REJECT: Counter()}
        counts: Counter[str] = Counter()
        for key, code in self._marked():
            found = recommending.find(ledger, key)
            if found is not None:
                counts[code] += 1
                sums[code][found.currency] += abs(found.open)
        parts = []
        for code, word in ((ACCEPT, "accept"), (REJECT, "reject")):
            if counts[code]:
                money = " ".join(f"{cur} {show.amount(total, cur)}"
                                 for cur, total in sorted(sums[code].items()))  # fmt: skip
                parts.append(f"{word} {counts[code]} {money}")
        return ", ".join(parts)

    def _show_marks(self) -> None:
        words = self._words()
        self.put_line(-7, f"Marked   {words}" if words else "")

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """1 and 4 stay as marks; the first other code is done at once."""
        self._show_marks()
        for key, code in message.codes:
            if code in (ACCEPT, REJECT):
                continue
            message.subfile.clear_codes([key])
            self._at_once(key, code)
            return
        self.inform(LISTED, f"Marked to {self._words()}. F10=Process")

    def _at_once(self, key: str, code: str) -> None:
        row = self._row(key)
        if row is None:
            return
        if code == "2":
            self.open("ARRW30/C", key, then=self._changed)
        elif code == "9":
            self.listing().show_beneath(
                key, [f"       {line}" for line in row.why(self.session.ledger)]
            )
        else:
            self.open("document", row.document.id)

    def _changed(self, said: object) -> None:
        if isinstance(said, str):
            self.inform(PROCESSED, said)

    def _row(self, key: str) -> Recommended | None:
        source = Queue(self.session.ledger, *self._filters())
        rows = (row for at in range(0, source.count(), 200) for row in source.window(at, 200))
        return next((row for row in rows if row.item.key == key), None)

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the document that is over or short."""
        self._at_once(message.key, "5")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Say which rule recommends it, and what accepting would do."""
        row = message.subfile.row
        if row is None:
            return
        item = row.item
        what = f"{row.receipt.number} over" if item.open < 0 else f"{row.document.number} short"
        reason = self.session.ledger.policies.reasons.get(item.reason)
        rule = f" books by {reason.rule}" if reason else ""
        does = {"you": "Accepting writes it off", ">you": "Accepting sends a request"}
        self.explain(
            f"{what} {show.amount(row.amount, item.currency)}: {item.note}"[:78],
            f"{does.get(row.whose, 'Nobody may accept it')}; reason {item.reason}{rule}."[:78],
        )
        self._show_marks()

    # --- processing ------------------------------------------------------------------------------

    def act_do(self) -> None:
        """F10: process the rows marked, after one question."""
        wrong = self.listing().codes.wrong()
        if wrong is not None or any(
            code not in (ACCEPT, REJECT) for _key, code in self.listing().codes.ordered()
        ):
            self.listing().run()
            return
        if not self._marked():
            self.inform(NOTHING_MARKED, "Nothing is marked: 1=Accept, 4=Reject, then F10.")
            return
        self._run = self._run or self.session.ledger.ids()
        words = self._words()
        question = f"{words[:1].upper()}{words[1:]}?"
        self.ask(ASK, question, self._process, words=("Yes", "No"))

    def _process(self) -> None:
        marked, ledger, run = self._marked(), self.session.ledger, self._run

        def task(job: Job) -> Processed:
            done: dict[str, str] = {}
            refused: dict[str, str] = {}
            for at, (key, code) in enumerate(marked):
                if job.stopping:
                    break
                act = recommending.accept if code == ACCEPT else recommending.reject
                try:
                    made = act(ledger, key, command=f"{run}/{key}")
                    done[key] = "requested" if made.request else made.decision
                except LedgerError as error:
                    refused[key] = str(error)
                job.report(RUNNING, f"{at + 1:,} of {len(marked):,} reviewed. Esc=Stop")
            return Processed(done, refused, len(marked) - len(done) - len(refused))

        self.work(task, self._processed)

    def _processed(self, result: Processed) -> None:
        self._run = ""
        listing = self.listing()
        listing.clear_codes(list(result.done))
        for key in result.done:
            listing.show_beneath(key, ())
        for key, text in result.refused.items():
            listing.show_beneath(key, [f"       {text}"[:78]])
        self._read()
        counts = Counter(result.done.values())
        parts = [f"{count} {word}" for word, count in counts.items()]
        if result.refused:
            parts.append(f"{len(result.refused)} refused, see beneath")
        if result.left:
            parts.append(f"{result.left} not begun")
        self.inform(PROCESSED, f"{', '.join(parts) or 'Nothing done'}.")

    # --- sorting ---------------------------------------------------------------------------------

    def act_new(self) -> None:
        """F6: the automatic program."""
        company, _currency, customer = self._filters()
        self.open("ARRW30/A", *filter(None, (company, customer)))

    def act_dry_run(self) -> None:
        """F11 F2: say what sorting would do."""
        self._sort(dry_run=True)

    def act_do_all(self) -> None:
        """F11 F10: sort what receipts left, after one question."""
        self._sort(dry_run=True, ask=True)

    def _sort(self, *, dry_run: bool, ask: bool = False) -> None:
        company, ledger = self._filters()[0], self.session.ledger

        def task(_job: Job) -> list[Sorted] | LedgerError:
            try:
                return sort_exceptions(ledger, company=company, dry_run=dry_run)
            except LedgerError as error:
                return error

        self.work(task, lambda found: self._sorted(found, dry_run=dry_run, ask=ask))

    def _sorted(self, found: list[Sorted] | LedgerError, *, dry_run: bool, ask: bool) -> None:
        if isinstance(found, LedgerError):
            self.error(messages.FAILED, str(found))
            return
        *_lines, total = sorted_lines(found)
        if ask and found:
            self.ask(ASK_SORT, f"Sort {total}", lambda: self._sort(dry_run=False))
            return
        self._read()
        self.inform(SORTED, f"{'Would be: ' if dry_run and not ask else ''}{total}")

    def act_print(self) -> None:
        """F11 F4: the list to the print command of the settings."""
        source = Queue(self.session.ledger, *self._filters())
        lines = ["Receipt write-offs: recommendations", ""]
        for row in source.window(0, source.count()):
            money = show.amount(row.item.open, row.item.currency)
            lines.append(
                f"{row.item.key:<10} {number_of(row.item.receipt):<14} {row.document.number:<14}"
                f" {row.item.currency} {money:>14} {row.percent:>8.3f} {row.whose:<4}"
                f" {row.item.note}"
            )
        print_lines(self, lines, PRINTED, "The list went to the print command.")

    def prompt(self, part: Part | None) -> str | None:
        """F4: companies, currencies, customers."""
        names = {"company", "currency", "customer"}
        return f"prompt.{part.name}" if part is not None and part.name in names else None


def _receipt_amount(row: Recommended) -> str:
    return show.amount(-row.receipt.original, row.receipt.currency)


def _difference(row: Recommended) -> str:
    return show.amount(row.item.open, row.item.currency)
