"""ARIN10/I: a bank's file read into the inbox: first on trial, then posted.

The result is the sentence that says what was added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap

from textual.app import ComposeResult

from artui.importers.bank.imported import ImportedFile, ImportedStatement
from artui.ledger.errors import LedgerError
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.session import Session

TRIED, NOT_TAKEN, NO_READER, OUTSIDE = range(3650, 3654)


class BankImport(Panel):
    """The file, what would become of it, and F10 to take it in."""

    ID = "ARIN10/I"
    TITLE = "Read a bank's file"
    ACTIONS = (
        "help", "go", "leave", "prompt", "refresh", "page_back", "page_next", "do.import", "more",
        "back", "sign_off", "top", "bottom",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._tried = ""
        """The file and manner last tried: F10 posts just that."""

    def compose(self) -> ComposeResult:
        """The path, whether failed controls are accepted, and what becomes of it."""
        yield Field("file", line=3, col=12, width=66, label="File", label_col=2, limit=400,
                    stop=True, required=True)  # fmt: skip
        yield Field("controls", line=4, col=34, width=1, label="Post though totals don't add up",
                    kind=Kind.YES_NO, text="N", required=True)  # fmt: skip
        yield Subfile(
            "said",
            ListSource[tuple[int, str]](()),
            (Column("What becomes of it", 78, lambda line: line[1]),),
            key=lambda line: str(line[0]),
            first=6,
            last=-5,
            status_at=(4, 79),
        )

    def opened(self) -> None:
        """A file named by the values is there to be tried."""
        if self.values:
            self.field("file").text = self.values[0]
        self.go_to("file")

    def act_refresh(self) -> None:
        """F5: try it again."""
        self._tried = ""
        self.submit()

    def accept(self) -> None:
        """Enter: try the file; nothing is posted."""
        self._run(dry_run=True)

    def act_do(self) -> None:
        """F10: take in what was tried; what wasn't is tried first."""
        if self._tried and self._tried == self._asked():
            self._run(dry_run=False)
        else:
            self.submit()

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter in the list posts nothing: F10 does."""
        self.inform(TRIED, "F10 takes it in; F12 goes back without.")

    def _asked(self) -> str:
        return f"{self.field('controls').text} {self.field('file').text.strip()}"

    def _path(self) -> str:
        """The file meant: in the folder of the settings, if they name one; empty if outside."""
        text, folder = self.field("file").text.strip(), self.session.settings.bank_folder
        if not folder:
            return text
        meant = (Path(folder) / text).resolve()
        return str(meant) if meant.is_relative_to(Path(folder).resolve()) else ""

    def prompt(self, part: Part | None) -> str | None:
        """F4: the files of the folder."""
        named = self.session.settings.bank_folder
        return "prompt.bank_file" if named and part is not None and part.name == "file" else None

    def _run(self, *, dry_run: bool) -> None:
        take_in, ledger = self.session.take_in, self.session.ledger
        if take_in is None:
            self.error(NO_READER, "This program was started without readers of bank files.")
            return
        path, controls = self._path(), self.field("controls").text == "Y"
        if not path:
            folder = self.session.settings.bank_folder
            self.error(OUTSIDE, f"Banks' files are read from {folder} only. F4 lists them.", "file")
            return
        asked = self._asked()

        def task(_job: Job) -> ImportedFile | LedgerError:
            try:
                return take_in(ledger, path, dry_run=dry_run, accept_controls=controls)
            except LedgerError as error:
                return error

        self.work(task, lambda answer: self._answered(answer, asked, dry_run=dry_run))

    def _answered(self, answer: ImportedFile | LedgerError, asked: str, *, dry_run: bool) -> None:
        self._tried = ""
        if isinstance(answer, LedgerError):
            self.error(messages.FAILED, str(answer), "file")
            return
        lines = list(_words(answer))
        self.listing().reload(ListSource(list(enumerate(lines))))
        added = sum(statement.added for statement in answer.statements)
        waits = sum(statement.waits for statement in answer.statements)
        said = f"{added:,} receipt{'' if added == 1 else 's'}"
        if not answer.taken:
            count = len(answer.faults) + sum(bool(one.refused) for one in answer.statements)
            self.error(NOT_TAKEN, f"{count} refused: nothing of that is taken in.", "file")
        elif dry_run:
            self._tried = asked
            self.go_to("said")
            self.inform(TRIED, f"On trial: {said} would be added, {waits:,} wait. F10 takes it in.")
        else:
            self.finish(f"{said} added, {waits:,} wait here.")


def _words(answer: ImportedFile) -> Iterator[str]:
    """What became of a file: its faults by line, then each statement."""
    for fault in answer.faults:
        yield from wrap(fault, 78)
    for statement in answer.statements:
        yield from _of_statement(statement)


def _of_statement(one: ImportedStatement) -> Iterator[str]:
    if one.refused:
        yield f"Statement of {one.account or 'no account'} is refused whole:"
        for text in one.refused:
            yield from (f"  {part}" for part in wrap(text, 76))
        return
    total = show.amount(one.total, one.currency)
    yield f"{one.batch}: {one.added:,} receipts, {one.currency} {total}"
    more = [f"{one.known:,} known before"] if one.known else []
    more += [f"{one.reversed:,} reversed"] if one.reversed else []
    yield f"  {', '.join((*more, f'{one.waits:,} wait'))}"
    for note in one.notes:
        yield from (f"  {part}" for part in wrap(note, 76))
