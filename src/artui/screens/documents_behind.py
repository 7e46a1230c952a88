"""ARDO50/L: the documents that a figure counts; Enter opens one, at the moment of the figure."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.documents import Document
from artui.screens import movements, show
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack
from artui.screens.session import Session
from artui.screens.sheet import LIST_KEYS

LISTED, NO_FIGURE = 3747, 3748


class DocumentsBehind(LooksBack):
    """A list to look at: which documents, whose, what of them is open."""

    ID = "ARDO50/L"
    TITLE = "Documents behind a figure"
    ACTIONS = LIST_KEYS

    session: Session

    def __init__(
        self, said: str = "", documents: Sequence[str] = (), *, values: Sequence[str] = ()
    ) -> None:
        super().__init__(values=values)
        self._said, self._keys = said, documents

    def compose(self) -> ComposeResult:
        """One list."""
        today = self.session.today
        yield Subfile(
            "documents",
            ListSource[Document](()),
            (
                Column("Document", 12, lambda row: row.number),
                Column("Ty", 2, lambda row: row.short_kind),
                Column("Name", 11, lambda row: row.name),
                Column("Date", 5, lambda row: show.short_day(row.date, today)),
                Column("Cur", 3, lambda row: row.currency),
                Column("Original", 13, lambda row: show.amount(row.original, row.currency),
                       right=True),
                Column("Open", 12, lambda row: show.amount(row.open, row.currency), right=True),
                Column("Last change", 13, lambda row: movements.last_change(row, today)),
            ),
            key=lambda row: row.id,
            first=3,
            last=-8,
            status_at=(2, 79),
        )  # fmt: skip

    def opened(self) -> None:
        """List them; the values are those of a moment."""
        day, known_at = (*self.values, "", "")[:2]
        if not self._said:
            self.error(NO_FIGURE, "There is no figure to look behind: a list of figures opens it.")
            return
        if not self.look_at(day, known_at):
            return
        known = self.books.read.documents(list(self._keys))
        rows = [known[key] for key in dict.fromkeys(self._keys) if key in known]
        self.put_line(2, self._said)
        self.listing().reload(ListSource(rows, lambda row: row.number))
        self.go_to("documents")
        many = "" if len(rows) == 1 else "s"
        self.inform(LISTED, f"{len(rows):,} document{many}. Enter shows what moved one.")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the document."""
        self.open("document", message.key, *self.moment_values)
