"""ARPO90/W: changes of policies, users and roles that wait for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from msgspec.structs import asdict
from textual.app import ComposeResult

from artui.ledger import events as ev
from artui.ledger.errors import LedgerError
from artui.ledger.people import changes
from artui.screens import show
from artui.screens.frame.field import Field
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.session import Session

NONE, LISTED, ASK, DONE, NOT_DONE = 3420, 3421, 3422, 3423, 3424

_COLUMNS = (
    Column[ev.ChangeProposed]("Change", 6, lambda row: str(row.number), right=True),
    Column[ev.ChangeProposed]("Day", 10, lambda row: show.recorded_day(row.recorded_at)),
    Column[ev.ChangeProposed]("By", 12, lambda row: row.clerk),
    Column[ev.ChangeProposed]("What", 40, lambda row: row.what),
)


class Changes(Panel):
    """1 confirms what somebody else changed, 4 turns it down or takes one's own back."""

    ID = "ARPO90/W"
    TITLE = "Changes to confirm"
    ACTIONS = (
        "help", "go", "leave", "refresh", "page_back", "page_next", "copy.code", "do.process",
        "more", "back", "sign_off", "top", "bottom", "code_page",
    )  # fmt: skip

    session: Session

    def compose(self) -> ComposeResult:
        """What is said with the decision, and the changes."""
        yield Field("note", line=2, col=14, width=60, label="Note", label_col=2, limit=80)
        yield Subfile(
            "changes", self._source(), _COLUMNS, key=lambda row: str(row.number), first=3, last=-8,
            options=("1.approve", "4.reject"),
            may_take=lambda row, code: code == "4" or row.clerk != self.session.clerk,
        )  # fmt: skip

    def opened(self) -> None:
        """List what waits."""
        self.go_to("changes")
        self._say()

    def act_refresh(self) -> None:
        """F5: look anew."""
        self.listing().reload(self._source())
        self._say()

    def _source(self) -> ListSource[ev.ChangeProposed]:
        return ListSource(changes.waiting(self.session.ledger))

    def _say(self) -> None:
        count = self.listing().count
        said = f"{count} wait for a second person." if count else "No change waits."
        self.inform(LISTED if count else NONE, said)

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """What it would record."""
        change: ev.ChangeProposed | None = message.subfile.row
        if change is None:
            self.explain()
            return
        said = "; ".join(_fact_words(fact) for fact in changes.facts_of(change))
        self.explain(*wrap(said, 78)[:2])

    def act_do(self) -> None:
        """F10: run the codes typed."""
        self.listing().run() if self.listing().codes.ordered() else self._say()

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """Once for all."""
        own = {str(c.number) for c in changes.waiting(self.session.ledger)
               if c.clerk == self.session.clerk}  # fmt: skip
        if any(code == "1" and key in own for key, code in message.codes):
            self.error(NOT_DONE, "Your own: somebody else confirms it, 4 takes it back.")
            return
        yes = [int(key) for key, code in message.codes if code == "1"]
        no = [int(key) for key, code in message.codes if code == "4"]
        said = [f"{word} {len(of)}" for word, of in (("Confirm", yes), ("Reject", no)) if of]
        self.ask(ASK, f"{', '.join(said)}?", lambda: self._decide(yes, no))

    def _decide(self, yes: Sequence[int], no: Sequence[int]) -> None:
        ledger, note = self.session.ledger, self.field("note").text.strip()
        failed = []
        for numbers, act in ((yes, changes.confirm), (no, changes.reject)):
            for number in numbers:
                try:
                    act(ledger, number, note=note)
                except LedgerError as error:
                    failed.append(str(error).partition("! ")[2] or str(error))
        self.listing().clear_codes([str(number) for number in (*yes, *no)])
        self.listing().reload(self._source())
        if failed:
            self.error(NOT_DONE, failed[0])
        else:
            self.inform(DONE, f"{len(yes)} confirmed, {len(no)} turned down.")


def _fact_words(fact: ev.Event) -> str:
    """The fields of a fact that say something."""
    fields = [
        f"{name} {value}"
        for name, value in list(asdict(fact).items())[5:]
        if value not in ("", None, False, (), {})
    ]
    return ", ".join(fields)
