"""ARAP50: the requests that wait, approved or rejected; one's own take no 1, and 9 says why.

Looking back it lists those that waited at a position, and nothing is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult

from artui.ledger.errors import Changed, LedgerError, Refused
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.people import rights
from artui.ledger.writeoffs import approvals, requests
from artui.ledger.writeoffs.approvals import Look
from artui.ledger.writeoffs.request_list import REFUND, Request
from artui.screens import show
from artui.screens.frame.field import Field
from artui.screens.frame.rows import Column, ColumnSet, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack
from artui.screens.session import Session

NONE, LISTED, ASK, DECIDED, NOT_DECIDED, WHY = 3400, 3402, 3401, 3403, 3404, 3405


class Approvals(LooksBack):
    """Requests, oldest first. 1 and 4 are asked about once, for all rows marked."""

    ID = "ARAP50"
    TITLE = "Approvals"
    ACTIONS = (
        "help", "go", "leave", "refresh", "new.delegate", "page_back", "page_next", "copy.code",
        "do.process", "more", "back", "sign_off", "top", "bottom", "code_page",
    )  # fmt: skip

    POSTS: ClassVar[frozenset[str]] = frozenset({"1.approve", "4.reject", "do.process"})

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._looks: dict[str, Look] = {}

    def compose(self) -> ComposeResult:
        """Where to go, what is said with a decision, and the requests."""
        yield Field("position", line=3, col=14, width=12, label="Position to", label_col=2)
        yield Field("note", line=3, col=34, width=45, label="Note", limit=80)
        yield Subfile(
            "requests", ListSource[Look](()), self._columns(), key=lambda row: row.request.key,
            first=5, last=-8, options=("1.approve", "4.reject", "5", "8", "9"), position="position",
            may_take=lambda row, code: code != "1" or row.may_approve,
        )  # fmt: skip
        # Requests have no posting date; behind the list, so that Shift+Tab leads to the note.
        yield Field("known_at", line=4, col=14, width=12, limit=30, label="Known at")

    def _columns(self) -> ColumnSet[Look]:
        return (
            Column("Request", 9, lambda row: row.request.key),
            Column("Asked by", 8, lambda row: row.request.clerk),
            Column("Since", 5, self._since),
            Column("Document", 10, lambda row: row.document.number),
            Column("Kd", 2, lambda row: "RF" if row.request.kind == REFUND else "WO"),
            Column("Name", 10, lambda row: row.document.name),
            Column("Cur", 3, lambda row: row.request.currency),
            Column("Amount", 12, _amount, right=True),
            Column("State", 7, lambda row: row.state),
        )

    def _since(self, row: Look) -> str:
        day = show.recorded_day(row.request.recorded_at)
        today = self.today
        if day == today:
            return show.clock(row.request.recorded_at)[:5]
        return show.short_day(day, today)

    def opened(self) -> None:
        """List what waits."""
        self._read()
        self._say()

    def resumed(self) -> None:
        """Back from another panel."""
        self._read()

    def act_refresh(self) -> None:
        """F5: look anew; what is typed stays."""
        self._read()
        self._say()

    def accept(self) -> None:
        """Enter in a field lists what waited at the position typed."""
        if self.look_at("", self.field("known_at").text.strip()):
            self._read()
            self._say()

    def _read(self) -> None:
        ledger = self.books
        looks = approvals.looks(ledger)
        self._looks = {look.request.key: look for look in looks}
        self.listing().reload(ListSource(looks, lambda row: row.request.key))
        self.go_to("requests")
        yours = sum(look.may_approve for look in looks)
        givers = rights.speaks_for(ledger.policies, ledger.clerk, ledger.today())
        others = [giver for giver in givers if giver != ledger.clerk]
        wait = "Waiting" if self.moment.is_now else "Waited"
        said = f"{wait} for you {yours}   {_limits(ledger)}"
        if others:
            said += f"   Delegated by {', '.join(others)}"
        self.put_line(2, said[:78])

    def _say(self) -> None:
        count = len(self._looks)
        if not self.moment.is_now:
            self.inform(LISTED if count else NONE, f"{count or 'No request'} waited then.")
        elif not self._looks:
            self.inform(NONE, "No request waits. What is above a limit is asked for by itself.")
        else:
            waits = f"{count} wait{'s' * (count == 1)}"
            self.inform(LISTED, f"{waits}. 1 and Enter approves, 4 rejects.")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Why it was asked for, and whose it is."""
        look: Look | None = message.subfile.row
        if look is None:
            self.explain()
            return
        request = look.request
        what = _what(request)
        asked = f"{request.key}: {what}, {request.note or 'no reason said'}."
        self.explain(asked[:78], look.why[:78])

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the document."""
        self._display(message.key)

    def _display(self, key: str) -> None:
        self.open("document", self._looks[key].document.id, *self.moment_values)

    def act_do(self) -> None:
        """F10: run the codes typed."""
        if self.listing().codes.ordered():
            self.listing().run()
        else:
            self._say()

    def act_new(self) -> None:
        """F6: let a colleague decide in one's place."""
        self.open("delegate", then=lambda said: self.inform(DECIDED, str(said)))

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """5 and 9 at once; 1 and 4 after one question for all."""
        for key, code in message.codes:
            if code == "5":
                message.subfile.clear_codes([key])
                self._display(key)
                return
            if code == "8":
                message.subfile.clear_codes([key])
                self.open("replay", self._looks[key].request.document)
                return
            if code == "9":
                message.subfile.clear_codes([key])
                self._why(key)
                return
        for key, code in message.codes:
            if code == "1" and not self._looks[key].may_approve:
                message.subfile.move_to(list(self._looks).index(key))
                self.error(NOT_DECIDED, f"{key}: {self._looks[key].why}"[:74])
                return
        yes = [key for key, code in message.codes if code == "1"]
        no = [key for key, code in message.codes if code == "4"]
        said = [self._counted(word, keys) for word, keys in (("Approve", yes), ("Reject", no))]
        asked = ", ".join(filter(None, said))
        self.ask(ASK, f"{asked}?", lambda: self._decide(yes, no))

    def _counted(self, word: str, keys: Sequence[str]) -> str:
        if not keys:
            return ""
        sums: dict[str, int] = {}
        for key in keys:
            request = self._looks[key].request
            sums[request.currency] = sums.get(request.currency, 0) + request.amount
        figures = " ".join(f"{c} {format_amount(a, c)}" for c, a in sorted(sums.items()))
        return f"{word} {len(keys)} request{'s' * (len(keys) > 1)}, {figures}"

    def _why(self, key: str) -> None:
        """The foot has three lines: who asked and why, then whose it is."""
        look = self._looks[key]
        request = look.request
        day = show.recorded_day(request.recorded_at)
        words = (
            f"{request.clerk} asked on {day} to {_to_do(request)} {_amount(look)} "
            f"{request.currency} of {look.document.number} ({_what(request)}): "
            f"{request.note or 'no reason said'}. "
            f"{look.why}"
        )
        self.explain(*wrap(words, 78)[:3])
        self.inform(WHY, f"Request {request.key}: {look.state}.")

    def _decide(self, yes: Sequence[str], no: Sequence[str]) -> None:
        note, ledger = self.field("note").text.strip(), self.session.ledger
        done: list[str] = []
        failed: list[str] = []
        for keys, act in ((yes, requests.approve), (no, requests.reject)):
            for key in keys:
                try:
                    decided = act(ledger, key, note=note)
                except Changed as changed:
                    failed.append(changed.problems[0].text)
                except Refused as refused:
                    failed.append(f"{key}: {refused.problems[0].text}")
                except LedgerError as error:
                    failed.append(str(error))
                else:
                    done.append(decided.decision)
        self.listing().clear_codes([*yes, *no])
        self._read()
        if failed:
            self.error(NOT_DECIDED, failed[0])
            return
        self.field("note").text = ""
        counts = {word: done.count(word) for word in dict.fromkeys(done)}
        said = ", ".join(f"{count} {word}" for word, count in counts.items())
        self.inform(DECIDED, f"{said}. {len(self._looks)} still wait.")


def _what(request: Request) -> str:
    """The reason of a write-off, or where a refund is paid from."""
    return f"refund from {request.bank_account}" if request.kind == REFUND else request.reason


def _to_do(request: Request) -> str:
    return "pay back" if request.kind == REFUND else "write off"


def _amount(row: Look) -> str:
    return show.amount(row.request.amount, row.request.currency)


def _limits(ledger: Ledger) -> str:
    user = ledger.policies.users.get(ledger.clerk)
    if user is None or user.ended:
        return "Your limit none"
    if user.unlimited:
        return "Your limit unlimited"
    pairs = sorted(user.authority.items())
    figures = " ".join(f"{format_amount(a, c)} {c}" for c, a in pairs)
    return f"Your limit {figures or '0'}"
