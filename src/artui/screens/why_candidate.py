"""ARWHY/C: why a document is a candidate of the list of write-offs, or why it is none.

Value: the document's key. The list is the one looked at last.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger.documents import Document
from artui.ledger.writeoffs.authority import bounds
from artui.ledger.writeoffs.selecting import Selection, why_not
from artui.ledger.writeoffs.write_offs import STANDARD_REASON, operation
from artui.screens import show
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.text import fit
from artui.screens.session import Session

SAID = 3020


class WhyCandidate(Panel):
    """The sentences one can read over the telephone, then level by level."""

    ID = "ARWHY/C"
    TITLE = "Why a candidate, or why not"
    ACTIONS = ("help", "go", "leave", "refresh", "page_back", "page_next", "more", "back",
               "sign_off", "top", "bottom")  # fmt: skip

    session: Session

    def compose(self) -> ComposeResult:
        """The levels asked."""
        yield Subfile(
            "steps",
            ListSource[tuple[str, str]](()),
            (
                Column[tuple[str, str]]("", 4, lambda step: step[0]),
                Column[tuple[str, str]]("Step", 72, lambda step: step[1]),
            ),
            key=lambda step: step[1],
            first=9,
            last=-8,
            status_at=(8, 79),
        )

    def opened(self) -> None:
        """Say why."""
        key = self.values[0] if self.values else ""
        ledger = self.session.ledger
        document = ledger.read.document(key)
        if document is None:
            numbered = ledger.read.find_documents(key.rpartition("/")[2])
            document = numbered[0] if numbered else None
        if document is None:
            self.error(2210, f"document {key} does not exist")
            return
        selection = self.session.selection or Selection(operation(document))
        against = why_not(ledger, document.id, selection)
        money = f"{show.amount(abs(document.open), document.currency)} {document.currency}"
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
        said = f"{money} are still open on {document.number}." if document.open else ""
        if against:
            said = " ".join(filter(None, (said, "It is not listed:", "; ".join(against) + ".")))
        else:
            said += " That is within every bound of this list, so it may be chosen."
        for line, text in zip((6, 7), _wrapped(said, 76), strict=False):
            self.put_line(line, f" {text}")
        self.listing().reload(ListSource(self._steps(document, against)))
        self.inform(SAID, "It is a candidate." if not against else "It is no candidate.")

    def _steps(self, document: Document, against: Sequence[str]) -> list[tuple[str, str]]:
        ledger = self.session.ledger
        steps = [("NO", text) for text in against]
        if not against:
            steps.append(("ok", "Sign, hold, dispute and limit of the list"))
        if not document.open or not document.customer:
            return steps
        reason = STANDARD_REASON[operation(document)]
        authority = bounds(
            ledger.policies,
            document.company,
            document.currency,
            ledger.today(),
            user=ledger.clerk,
            reason=reason,
            customer=ledger.customer_of(document),
            document=document,
        )
        for level in authority.levels:
            most = level.most
            result = "ok" if most is None or abs(document.open) <= most else "NO"
            steps.append((result, f"Authority, {level.words(document.currency)}"))
        why = authority.why_not(abs(document.open))
        steps.append(("..", "It would become a request" if why else "You may write it off"))
        period = ledger.policies.period_of(document.company, ledger.today())
        state = "open" if period and period.open else "not open"
        steps.append(("ok" if state == "open" else "NO", f"The period of today is {state}"))
        return steps


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, fit(line, width)]
