"""ARBT85/D: what a tried limit would have written off, document by document or in sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger.backtest.breakdown import broken_down
from artui.ledger.backtest.trying import WouldBe
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.screens import show
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack

DOCUMENTS = "document"
NOTHING, LISTED, NO_HISTORY = range(3810, 3813)


class Sum(NamedTuple):
    """A row: a document or what it is summed by, with figures as shown; ``opens`` is a document's
    key, empty for a sum."""

    at: int
    key: str
    name: str
    when: str
    written_off: str
    later: str
    opens: str = ""


class BackTestRows(LooksBack):
    """A list to look at; Enter on a document shows it, on a sum its documents. ``behind`` reads
    the documents of a sum by its key; the values are those of a moment."""

    ID = "ARBT85/D"
    TITLE = "Back-test: behind a limit"
    ACTIONS = (
        "help", "go", "leave", "page_back", "page_next", "more", "back", "sign_off", "top",
        "bottom",
    )  # fmt: skip

    def __init__(
        self,
        said: str = "",
        rows: Sequence[Sum] = (),
        behind: Callable[[str], Sequence[Sum]] | None = None,
        *,
        values: Sequence[str] = (),
    ) -> None:
        super().__init__(values=values)
        self._said, self._rows, self._behind = said, rows, behind

    def compose(self) -> ComposeResult:
        """One list."""
        yield Subfile(
            "rows",
            ListSource(self._rows, lambda row: row.key),
            (
                Column[Sum]("What", 18, lambda row: row.key),
                Column[Sum]("Name", 20, lambda row: row.name),
                Column[Sum]("When/docs", 10, lambda row: row.when, right=True),
                Column[Sum]("Written off", 13, lambda row: row.written_off, right=True),
                Column[Sum]("Came later", 12, lambda row: row.later, right=True),
            ),
            key=lambda row: str(row.at),
            first=3,
            last=-5,
            status_at=(2, 79),
        )

    def opened(self) -> None:
        """Begin on the first row."""
        if not self.look_at(*(*self.values, "", "")[:2]):
            return
        self.put_line(2, self._said)
        self.go_to("rows")
        if not self._said:
            self.error(NO_HISTORY, "There is no back-test to look into: ARBT85 makes one.")
        elif not self._rows:
            self.inform(NOTHING, "Nothing would have been written off.")
        else:
            many = "" if len(self._rows) == 1 else "s"
            self.inform(LISTED, f"{len(self._rows):,} row{many}. Nothing was touched.")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the document of the row, or the documents it sums."""
        row = self._rows[int(message.key)]
        if row.opens:
            self.open("document", row.opens, *self.moment_values)
        elif self._behind is not None:
            said = f"{self._said}: {row.key} {row.name}".strip()
            self.open(BackTestRows(said, self._behind(row.key), values=self.moment_values))


def sums_of(ledger: Ledger, found: Sequence[WouldBe], by: str, currency: str) -> list[Sum]:
    """The rows of an outcome by customer or reason, or its documents."""
    made = _documents(found, currency) if by == DOCUMENTS else _shares(ledger, found, by, currency)
    return [row._replace(at=at) for at, row in enumerate(made)]


def _documents(found: Sequence[WouldBe], currency: str) -> Iterator[Sum]:
    for one in found:
        course, moment = one.course, one.moment
        yield Sum(
            0,
            course.document.partition("/")[2],
            course.name,
            moment.day,
            show.amount(moment.amount, currency),
            format_amount(one.recovered, currency),
            course.document,
        )


def _shares(ledger: Ledger, found: Sequence[WouldBe], by: str, currency: str) -> Iterator[Sum]:
    for share in broken_down(ledger, found, by):
        yield Sum(
            0,
            share.key,
            share.name,
            f"{share.documents:,}",
            format_amount(share.written_off, currency),
            format_amount(share.recovered, currency),
        )
