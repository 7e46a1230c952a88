"""ARWHY/C: why a document is a candidate of the list of write-offs, or why it is none.

Values: the document's key, then, to look back, an ISO day and a position it is known at. The list
is the one looked at last.
"""

from __future__ import annotations

from textwrap import wrap

from textual.app import ComposeResult

from artui.ledger.writeoffs.obstacles import obstacles
from artui.ledger.writeoffs.selecting import Selection, why_not
from artui.ledger.writeoffs.write_offs import operation
from artui.reports.why import Step, why_answer, why_sentences, why_steps
from artui.screens import show
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.looking_back import LooksBack, split_moment
from artui.screens.session import Session

SAID = 3016


class WhyCandidate(LooksBack):
    """The sentences one can read over the telephone, then level by level; at a moment, what would
    have been said then."""

    ID = "ARWHY/C"
    TITLE = "Why a candidate, or why not"
    ACTIONS = ("help", "go", "leave", "refresh", "page_back", "page_next", "more", "back",
               "sign_off", "top", "bottom")  # fmt: skip

    session: Session

    def compose(self) -> ComposeResult:
        """The levels asked."""
        yield Subfile(
            "steps",
            ListSource[Step](()),
            (
                Column[Step]("", 4, lambda step: step.result),
                Column[Step]("Step", 72, lambda step: step.text),
            ),
            key=lambda step: step.text,
            first=10,
            last=-8,
            status_at=(9, 79),
        )

    def opened(self) -> None:
        """Say why."""
        named, day, known_at = split_moment(self.values)
        if not self.look_at(day, known_at):
            return
        key, ledger = " ".join(named), self.books
        if not key:
            self.error(2210, "Which document? why NUMBER")
            return
        document = ledger.read.document(key)
        if document is None:
            numbered = ledger.read.find_documents(key.rpartition("/")[2])
            document = numbered[0] if numbered else None
        if document is None:
            self.error(2210, f"document {key} does not exist")
            return
        selection = self.session.selection or Selection(operation(document))
        against = why_not(ledger, document.id, selection)
        stops = obstacles(ledger, document)
        self.put_line(
            2, f"{document.short_kind} {document.number}   {document.name}   {document.customer}"
        )
        asked = f"Asked: the list of the {selection.operation} operation"
        if selection.limit is not None:
            base = selection.currency or ledger.policies.company(document.company).base_currency
            word = "below" if selection.strict else "up to"
            asked += f", {word} {show.amount(selection.limit, base)} {base}"
        self.put_line(3, asked)
        self.put_line(5, "In words")
        lines = wrap(" ".join(why_sentences(document, against, stops)), 76, max_lines=3,
                     placeholder=" ...")  # fmt: skip
        for line, text in enumerate(lines, 6):
            self.put_line(line, f" {text}")
        self.listing().reload(ListSource(list(why_steps(ledger, document, against, stops))))
        self.inform(SAID, why_answer(against, stops))

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter on a level shows who set it when, and to what."""
        step: Step | None = message.subfile.row
        self.follow(("arre80/h", *step.made) if step is not None and step.made else ())
