"""ARMENU: what is open by age, what waits, the last vouchers, and where to go.

The fast path is the panel's own field: a menu number, a panel id or name, with values. Up goes
from there to the figures: Enter on one opens what it is made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.message import Message

from artui import keys
from artui.ledger import drafts
from artui.ledger.automatic.clearing_list import kept_lists
from artui.ledger.drafts import Kept
from artui.ledger.general.journal_batches import unposted_seen
from artui.ledger.ledger import Ledger
from artui.ledger.people import changes
from artui.ledger.reading.lists import Waiting, on_account, returned, unidentified
from artui.ledger.reading.queries import Ageing
from artui.ledger.writeoffs import approvals, recommending
from artui.needs import need
from artui.screens import show
from artui.screens.frame.field import Field
from artui.screens.frame.messages import Kind, Notice
from artui.screens.frame.panel import Panel
from artui.screens.frame.spots import Spots
from artui.screens.frame.text import fit
from artui.screens.menu_inbox import sure_lines, waiting_lines
from artui.screens.session import Session

READ_ONLY = 3
DRAFT_FOUND = 12

ENTRIES = (
    ("1", "Payment entry", "ARS110"),
    ("2", "Receipts inbox", "ARIN10"),
    ("3", "Write off balances, credits", "AR505000"),
    ("4", "A/R clean-up", "ARCU20"),
    ("5", "Receipt write-offs", "ARRW30"),
    ("6", "Clear unapplied balances", "ARAR70"),
    ("7", "Customer account", "ARCA40"),
    ("8", "Approvals", "ARAP50"),
    ("9", "Vouchers and journals", "ARVO60"),
    ("10", "Reports and ageing", "ARRP70"),
    ("11", "Replay and audit", "ARRE80"),
    ("12", "Back-test", "ARBT85"),
    ("13", "Watches", "ARWA88"),
    ("14", "Policies and master data", "ARPO90"),
)
"""Menu number, name and panel id."""

BAR = 12
_EIGHTHS = " ▏▎▍▌▋▊▉"
_AGES = ("Not due", "1-30 late", "31-60", "over 60")
_AGEING, _GO, _VOUCHER = "ageing", "go", "voucher"
"""What begins the key of a figure: the customers behind an age, a line of the fast path, a
voucher."""
_STYLES = ("text", "late", "late", "overdue")
_HEAD = 2
_BODY = 7
_LEFT, _PANEL_IDS, _RIGHT = 2, 33, 43
_VOUCHERS = 15
_ENDS = ((24, 26, 39), (57, 59, 72))
"""Per currency: the last column of amounts, the first of bars, the first of percents."""
_EMPTY = (
    "There is no company in this ledger yet. What to do next, in the shell:",
    "",
    "  artui import customers FILE.csv   makes the companies they belong to",
    "  artui import invoices FILE.csv    takes their open documents on",
    "",
    "or look around first, in a ledger with a day's work ready:",
    "",
    "  artui demo",
)


class Wait(NamedTuple):
    """A line of what waits: what to type to get there, what it is, how many, what about it;
    ``goes`` is where Enter goes, if that is more than the name."""

    name: str
    what: str
    many: int
    about: str
    goes: str = ""


def bar(amount: int, scale: int) -> str:
    """A bar of at most :data:`BAR` cells, to the nearest eighth; none for a credit."""
    if amount <= 0 or scale <= 0:
        return ""
    eighths = (2 * amount * BAR * 8 + scale) // (2 * scale)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def percent(amount: int, total: int) -> str:
    """The share of the total, half up; blank where it means nothing."""
    if total <= 0 or amount < 0:
        return ""
    return f"{(200 * amount + total) // (2 * total)}%"


PAYMENT_ENTRY, PAYMENT_ENTRY_ID = "1", "ARS110"
"""What Enter alone opens: a clerk's day is payments."""


class Menu(Panel):
    """The first panel."""

    ID = "ARMENU"
    TITLE = "artui  Accounts receivable"
    ACTIONS = ("help", "go", "leave.sign_off", "refresh", "more", "sign_off")

    session: Session

    class Counted(Message):
        """How many bank lines are sure."""

        def __init__(self, sure: int) -> None:
            super().__init__()
            self.sure = sure

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self.spots = Spots("figures", first=_HEAD, last=-5, position="go")
        self._sure: int | None = None
        self._draft: Kept | None = None

    def compose(self) -> ComposeResult:
        """The fast path, always open, and the figures above it."""
        yield Field(
            "go",
            line=-4,
            col=7,
            width=36,
            label="===>",
            stop=True,
            note_col=46,
            note="number, panel id or name; values",
        )
        yield self.spots

    def opened(self) -> None:
        """Show the ledger as it stands; Enter alone enters payments."""
        self._show()
        self._offer_payments()
        self._look_into_inbox()

    def resumed(self) -> None:
        """Back from a panel: everything anew."""
        self._sure = None
        self._show()
        self._offer_payments()
        self._look_into_inbox()

    def _look_into_inbox(self) -> None:
        """Find out beside the clerk's work how many bank lines are sure."""
        ledger = self.session.ledger
        if not waiting_lines(ledger):
            return

        def task() -> None:
            sure = sure_lines(ledger, lambda: self.is_attached and self.is_current)
            if sure is not None:
                self.post_message(self.Counted(sure))

        self.run_worker(task, thread=True, exit_on_error=False)

    def on_menu_counted(self, message: Counted) -> None:
        """The count fills in; nothing else moves."""
        self._sure = message.sure
        if self.session.ledger.policies.companies:
            self._show_waiting()

    def _offer_payments(self) -> None:
        field = self.field("go")
        ledger = self.session.ledger
        if not field.text and ledger.policies.companies and _may_open(ledger, PAYMENT_ENTRY_ID):
            field.text = PAYMENT_ENTRY
        if self.focused is not self.spots:  # who came from a figure goes on from there
            self.go_to("go")

    def act_refresh(self) -> None:
        """F5: read everything anew; what is typed stays."""
        self._show()

    def accept(self) -> None:
        """Go where the fast path says."""
        field = self.field("go")
        text = field.text.strip()
        field.text = ""
        if text:
            self.owner.go(text)

    def on_spots_opened(self, message: Spots.Opened) -> None:
        """Enter on a figure: what it is made of; on a line, where it leads."""
        kind, _, rest = message.key.partition(":")
        if kind == _AGEING:
            self.open("ageing", *rest.split(":"))
        elif kind == _VOUCHER:
            self.open("arvo60/d", rest)
        else:
            self.owner.go(rest)

    def act_do(self) -> None:
        """F10: take up the draft found."""
        if self._draft is not None:
            self.open("ARS110", f"draft:{self._draft.id}")

    # --- showing ------------------------------------------------------------------------------

    def _show(self) -> None:
        self._show_standing()
        self.spots.clear()
        if not self.session.ledger.policies.companies:
            for at, text in enumerate(_EMPTY, 4):
                self._write(at, _LEFT, text)
            return
        self._show_ages()
        ledger = self.session.ledger
        shown = [entry for entry in ENTRIES if _may_open(ledger, entry[2])]
        for at, (number, name, panel_id) in enumerate(shown, _BODY):
            self._write(at, _LEFT, f"{number:>2} {name}", key=f"{_GO}:{panel_id}")
            self._write(at, _PANEL_IDS, panel_id)
        self._show_waiting()
        self._show_vouchers(self.size.height - _VOUCHERS - 5)

    def _write(self, line: int, col: int, text: str, style: str = "text", *, key: str = "") -> None:
        """Text on a line of the screen; with a key the cursor can go there."""
        self.spots.put(line - _HEAD + 1, col, text, style, key=key)

    def _show_standing(self) -> None:
        """The line that stays: a ledger to look at only, or a draft to take up."""
        ledger = self.session.ledger
        kept = drafts.kept(ledger)
        self._draft = kept[0] if kept and not ledger.seen.read_only else None
        found = ("do.resume",) if self._draft else ()
        self.actions = keys.completed((*self.ACTIONS, *found))
        self.standing = None
        if ledger.seen.read_only:
            text = "Read-only: you can look, nothing can be posted"
            self.standing = Notice(READ_ONLY, Kind.ERROR, text)
        elif self._draft is not None:
            text = f"Draft kept from {self._moment(self._draft)}: {self._draft.label}. F10=Resume"
            self.standing = Notice(DRAFT_FOUND, Kind.INFORMATION, text)
        self.show_frame()
        self.show_message()

    def _moment(self, kept: Kept) -> str:
        """The time of day, with the day unless it is today's."""
        day = show.recorded_day(kept.updated_at)
        clock = show.clock(kept.updated_at)[:5]
        today = self.session.today
        return clock if day == today else f"{show.short_day(day, today)} {clock}"

    def _show_ages(self) -> None:
        ages = self.session.ledger.read.ageing(self.session.today)
        ages = [age for age in ages if age.documents]
        ages.sort(key=lambda age: (-age.documents, age.currency))
        label = "Open receivables" if ages else "Open receivables: none"
        several = f"Open, 2 of {len(ages)} currencies"
        self._write(_HEAD, _LEFT, label if len(ages) < 3 else several)
        if not ages:
            return
        for at, name in enumerate(_AGES, _HEAD + 1):
            self._write(at, _LEFT, name)
        for age, ends in zip(ages, _ENDS, strict=False):
            self._show_age(age, *ends)

    def _show_age(self, age: Ageing, end: int, bars: int, percents: int) -> None:
        total = show.amount(age.total, age.currency)
        head = f"{age.currency} {total:>13}"
        of = f"{_AGEING}:{age.currency}"
        self._write(_HEAD, 45 - len(head) + 1 if bars < 30 else 54, head, key=of)
        scale = max(age.buckets)
        for at, amount in enumerate(age.buckets):
            line = _HEAD + 1 + at
            figure = show.amount(amount, age.currency)
            self._write(line, end - len(figure) + 1, figure, key=f"{of}:{at + 1}")
            self._write(line, bars, bar(amount, scale), _STYLES[at])
            self._write(line, percents, f"{percent(amount, age.total):>4}")

    def _show_waiting(self) -> None:
        waits = list(self._waiting())[: _VOUCHERS - _BODY - 2]
        self._write(_BODY, _RIGHT, "What waits" if waits else "Nothing waits")
        for at, wait in enumerate(waits, _BODY + 1):
            said = fit(f"{wait.name:<6} {wait.what:<17} {wait.many:>4} {wait.about}", 38)
            self._write(at, _RIGHT, said, key=f"{_GO}:{wait.goes or wait.name}")

    def _waiting(self) -> Iterable[Wait]:
        """What somebody has to look at, with what is typed to get there."""
        ledger = self.session.ledger
        kept = drafts.kept(ledger)
        if kept:
            yield Wait("drafts", "Draft vouchers", len(kept), kept[0].label)
        if lines := waiting_lines(ledger):
            sure = "" if self._sure is None else f"sure {self._sure}"
            yield Wait("2", "Bank lines", lines, sure)
        yield from self._to_decide()
        nobodys = unidentified(ledger.seen, list(ledger.policies.companies))
        for company, cash in nobodys:
            name = "7 *" if len(nobodys) == 1 else f"7 {company}/*"
            yield Wait(name, "Unidentified cash", cash.documents, cash.currency)
        for cash in _less(on_account(ledger.seen), [cash for _company, cash in nobodys]):
            yield Wait("15", "On account", cash.documents, cash.currency, '15 "" "" "" "" Y')
        for item in returned(ledger.seen):
            yield Wait("7", "Returned items", item.documents, item.currency)

    def _to_decide(self) -> Iterable[Wait]:
        """Requests and changes that wait for this clerk, and the clerk's own."""
        ledger = self.session.ledger
        looks = approvals.looks(ledger)
        if yours := sum(look.may_approve for look in looks):
            yield Wait("8", "To approve", yours, "request" if yours == 1 else "requests")
        if own := sum(look.request.clerk == ledger.clerk for look in looks):
            yield Wait("8", "Your requests", own, "waiting")
        if many := recommending.count_pending(ledger):
            yield Wait("5", "Left by receipts", many, "waiting")
        if ledger.may("batches.post") and (many := unposted_seen(ledger)):
            yield Wait("batches", "Batches to post", many, "unposted")
        for kept in kept_lists(ledger) if ledger.may("balances.clear") else ():
            yield Wait(
                "6", "Accounts to clear", len(kept.accounts), f"{kept.company} {kept.made_by}"
            )
        others = [change for change in changes.waiting(ledger) if change.clerk != ledger.clerk]
        if others and ledger.may("changes.confirm"):
            yield Wait("changes", "To confirm", len(others), others[0].what)

    def _show_vouchers(self, room: int) -> None:
        today, read = self.session.today, self.session.ledger.read
        heads = read.vouchers(limit=room)
        self._write(_VOUCHERS, _RIGHT, "Last vouchers" if heads else "No voucher yet")
        for at, head in enumerate(heads, _VOUCHERS + 1):
            customer = read.customer(head.company, head.customer) if head.customer else None
            name = fit(customer.name if customer else head.text, 13)
            amount = f"{show.amount(head.amount, head.currency)} {head.currency}"
            number = show.voucher(head.id, today)
            said = fit(f"{number:<7}{name} {amount:>17}", 38)
            self._write(at, _RIGHT, said, key=f"{_VOUCHER}:{head.id}")


def _may_open(ledger: Ledger, panel_id: str) -> bool:
    needed = need(panel_id)
    return not needed or ledger.may(needed)


def _less(all_cash: Iterable[Waiting], nobodys: Iterable[Waiting]) -> Iterable[Waiting]:
    """Cash on account without what is unidentified."""
    sums = {cash.currency: cash for cash in all_cash}
    for cash in nobodys:
        known = sums[cash.currency]
        sums[cash.currency] = Waiting(
            cash.currency, known.amount - cash.amount, known.documents - cash.documents
        )
    return [cash for cash in sums.values() if cash.documents]
