"""ARWHY/C: why a document is a candidate of the list of write-offs, or why it is none.

Value: the document's key. The list is the one looked at last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from textual.app import ComposeResult

from artui.ledger.documents import Document
from artui.ledger.writeoffs.obstacles import Obstacle, authority_of, obstacles
from artui.ledger.writeoffs.selecting import Selection, why_not
from artui.ledger.writeoffs.write_offs import operation
from artui.screens import show
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
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
            first=10,
            last=-8,
            status_at=(9, 79),
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
        lines = wrap(" ".join(_sentences(document, against, stops)), 76, max_lines=3,
                     placeholder=" ...")  # fmt: skip
        for line, text in enumerate(lines, 6):
            self.put_line(line, f" {text}")
        self.listing().reload(ListSource(list(self._steps(document, against, stops))))
        self.inform(SAID, _answer(against, stops))

    def _steps(
        self, document: Document, against: Sequence[str], stops: Sequence[Obstacle]
    ) -> Iterator[tuple[str, str]]:
        """Every cause, then every level with its figure, the period and the policy."""
        yield from (("NO", text) for text in against)
        if not against:
            yield "ok", "Sign, hold, dispute and limit of the list"
        for stop in stops:
            if stop.text not in against:
                yield (">>" if stop.may_ask else "NO"), stop.text
        if not document.open or not document.customer:
            return
        ledger, amount = self.session.ledger, abs(document.open)
        for level in authority_of(ledger, document).levels:
            most = level.most
            result = "ok" if most is None or amount <= most else "NO"
            yield result, f"Authority, {level.words(document.currency)}"
        period = ledger.policies.period_of(document.company, ledger.today())
        open_ = period is not None and period.open
        yield ("ok" if open_ else "NO"), f"The period of today is {'' if open_ else 'not '}open"
        yield "..", f"Policy {ledger.policies.policy_number()} holds"


def _answer(against: Sequence[str], stops: Sequence[Obstacle]) -> str:
    """The foot's short answer."""
    if against:
        return "It is no candidate."
    if not stops:
        return "It is a candidate."
    if all(stop.may_ask for stop in stops):
        return "It is a candidate, and becomes a request."
    return "It is a candidate that can't be written off now."


def _sentences(
    document: Document, against: Sequence[str], stops: Sequence[Obstacle]
) -> Iterator[str]:
    """Two or three sentences one can read over the telephone."""
    if document.open:
        money = f"{show.amount(abs(document.open), document.currency)} {document.currency}"
        yield f"{money} are still open on {document.number}."
    if against:
        yield f"It is not listed: {'; '.join(against)}."
    else:
        yield "That is within every bound of this list, so it may be chosen."
    more = [stop for stop in stops if stop.text not in against]
    final = [stop.text for stop in more if not stop.may_ask]
    if final:
        yield f"It can't be written off: {'; '.join(final)}."
    elif more:
        yield f"It would become a request: {'; '.join(stop.text for stop in more)}."
    elif not against:
        yield "You may write it off."
