"""ARWA88: what is worth a look, though each posting by itself was in order.

Values: a watch, to list that one only.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from textual.app import ComposeResult

from artui.ledger.dates import add_days
from artui.ledger.reading.watches import TITLES, Finding, findings
from artui.screens import show
from artui.screens.documents_behind import DocumentsBehind
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.looking_back import LooksBack
from artui.screens.master import values as typed
from artui.screens.refusals import beside

LISTED, NONE, LOOKING, NO_DOCUMENT = range(3820, 3824)
ALL = "all"
_YEAR = 365
_NAMES = {"watch": "watch", "from": "since", "to": "until"}


class Watches(LooksBack):
    """Findings by watch; Enter goes to the customer, 5 to the document behind one."""

    ID = "ARWA88"
    TITLE = "Watches"
    ACTIONS = (
        "help", "go", "leave", "refresh", "page_back", "page_next", "more", "back", "sign_off",
        "top", "bottom",
    )  # fmt: skip

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._found: dict[str, Finding] = {}

    def compose(self) -> ComposeResult:
        """Which watch and when, then the findings."""
        yield Field("watch", line=2, col=9, width=10, label="Watch", label_col=2, text=ALL,
                    required=True, parse=lambda text: typed.choice(text, (ALL, *TITLES)),
                    stop=True)  # fmt: skip
        yield Field("since", line=2, col=27, width=10, label="From", kind=Kind.DATE, required=True,
                    show=str, parse=self._day)  # fmt: skip
        yield Field("until", line=2, col=42, width=10, label="To", kind=Kind.DATE, required=True,
                    show=str, parse=self._day)  # fmt: skip
        yield Subfile(
            "findings", ListSource[Finding](()),
            (
                Column("Watch", 20, lambda row: TITLES[row.watch]),
                Column("Customer", 10, lambda row: row.customer),
                Column("Name", 18, lambda row: row.name),
                Column("Times", 5, lambda row: f"{row.times:,}", right=True),
                Column("Cur", 3, lambda row: row.currency),
                Column("Amount", 12, lambda row: show.amount(row.amount, row.currency),
                       right=True),
            ),
            key=_key, first=4, last=-8, options=("5.documents", "7.account"), status_at=(3, 79),
        )  # fmt: skip
        # The days are those above; behind the list, so that Tab goes where it went.
        yield Field("known_at", line=2, col=64, width=12, limit=30, label="Known at")

    def _day(self, text: str) -> str:
        return typed.day(text, self.session)

    def opened(self) -> None:
        """The last year."""
        today = self.session.today
        self.field("until").text = today
        self.field("since").text = add_days(today, 1 - _YEAR)
        if self.values:
            self.field("watch").text = self.values[0]
        self.submit()

    def resumed(self) -> None:
        """Back from a panel: as it was."""

    def act_refresh(self) -> None:
        """F5: look anew."""
        self.submit()

    def accept(self) -> None:
        """Enter: look through the days, as known at the position typed."""
        if not self.look_at("", self.field("known_at").text.strip()):
            return
        ledger = self.books
        named = str(self.field("watch").value)
        first, last = str(self.field("since").value), str(self.field("until").value)

        def look(_job: Job) -> list[Finding]:
            return findings(ledger, first, last, watch="" if named == ALL else named)

        beside(self, look, self._show, _NAMES)

    def _show(self, found: list[Finding]) -> None:
        self._found = {_key(one): one for one in found}
        self.listing().reload(ListSource(found, _key))
        if not found:
            self.explain()
            self.go_to("watch")
            self.inform(NONE, "Nothing is worth a look in these days.")
            return
        self.go_to("findings")
        many = "" if len(found) == 1 else "s"
        self.inform(LISTED, f"{len(found):,} finding{many}. They accuse nobody: look, then judge.")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """Why the row is there."""
        row: Finding | None = message.subfile.row
        self.explain(*wrap(row.words, 78)[:2] if row else ())

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the documents behind the row."""
        self._documents(message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """5 the documents, 7 the customer's account."""
        key, code = message.codes[0]
        message.subfile.clear_codes()
        finding = self._found[key]
        if code == "7":
            self.open("arca40", f"{finding.company}/{finding.customer}", *self.moment_values)
        else:
            self._documents(key)

    def _documents(self, key: str) -> None:
        found = self._found[key]
        if not found.documents:
            self.error(NO_DOCUMENT, "There is no document behind this row.")
        elif len(found.documents) == 1:
            self.open("document", found.documents[0], *self.moment_values)
        else:
            said = f"{TITLES[found.watch]}: {found.customer} {found.name}"
            self.open(DocumentsBehind(said, found.documents, values=self.moment_values))


def _key(finding: Finding) -> str:
    return f"{finding.watch} {finding.key}"
