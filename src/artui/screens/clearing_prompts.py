"""The prompts of clear unapplied balances, and its last question at the bottom of the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from artui.ledger.automatic.clearing_list import KeptList
from artui.ledger.dates import parse_date
from artui.ledger.naming import many
from artui.screens import show
from artui.screens.clearing_rows import Summary
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Place
from artui.screens.session import Session

ASK = 3501
ALL = "ALL"
FIRST, LAST = 4, -8
"""The lines of the list while nothing is asked."""

_ASKING = -12


def prompt_fields(session: Session) -> Iterator[Field]:
    """Re-select, division and cut-off, as in the source; the company."""
    yield Field("reselect", line=2, col=12, width=1, label="Re-select", kind=Kind.YES_NO,
                text="Y", stop=True, required=True)  # fmt: skip
    yield Field("division", line=2, col=25, width=10, label="Division", kind=Kind.CODED,
                text=ALL, limit=40)  # fmt: skip
    yield Field("cut_off", line=2, col=46, width=10, label="Cut-off", kind=Kind.DATE,
                text=session.today, required=True, show=str,
                parse=lambda text: parse_date(
                    text, session.today, month_first=session.settings.month_first))  # fmt: skip
    yield Field("company", line=2, col=68, width=8, label="Company", kind=Kind.CODED,
                text=session.company or ALL, required=True)  # fmt: skip
    yield Field("position", line=3, col=14, width=12, label="Position to")


def answer_field() -> Field:
    """The answer, shown only while it is asked for."""
    return Field("answer", line=-6, col=38, width=3, label="Clear the balances now (YES/NO)",
                 text="NO", upper=True)  # fmt: skip


def made_words(lists: Sequence[KeptList], today: str) -> str:
    """``Made 04-15 08:10 by dlee, 3 accounts``; empty without a list."""
    if not lists:
        return ""
    day = show.short_day(show.recorded_day(lists[0].made_at), today)
    made = f"{day} {show.clock(lists[0].made_at)[:5]} by {lists[0].made_by}"
    return f"Made {made}, {many(sum(len(one.accounts) for one in lists), 'account')}"


class LastQuestion:
    """What would be posted and the answer, below a list that shrinks for it."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self.open = False

    def show(self, summary: Summary) -> None:
        """Ask; what was typed ahead is dropped, so that nobody answers unseen."""
        panel, field = self._panel, self._panel.field("answer")
        self.open = True
        self._place()
        panel.drop_typeahead()
        for line, text in zip(range(-11, -7), summary.words(), strict=True):
            panel.put_line(line, text)
        field.display, field.text = True, "NO"
        panel.go_to("answer")
        panel.inform(ASK, "Type YES and Enter to clear, NO to go back to the list.")

    def hide(self) -> None:
        """Back to the whole list."""
        if self.open:
            self.open = False
            self._panel.field("answer").display = False
            self._place()
            self._panel.go_to("accounts")

    def _place(self) -> None:
        panel, listing = self._panel, self._panel.listing()
        listing.place = Place(FIRST, last=_ASKING - 1 if self.open else LAST)
        panel.refresh(layout=True)
        listing.resized()
        for line in range(_ASKING, -4):
            panel.put_line(line, "")
