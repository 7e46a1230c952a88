"""The sheets around ARIN10: what the bank said, why it is proposed so, what accepting came to.

Values of the first two: a receipt (document key).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from artui.ledger import events as ev
from artui.ledger.entered import PayLine
from artui.ledger.receiving.accepting import Accepted
from artui.ledger.receiving.inbox import InboxLine, find_line
from artui.ledger.receiving.proposing import Proposal, propose_line
from artui.screens import inbox_rows as rows
from artui.screens import show
from artui.screens.inbox_posting import Accepting, said_of
from artui.screens.sheet import ReadSheet

STOPPED, COMPLETE = 3081, 3090


class _OfLine(ReadSheet):
    """A sheet about one line of the inbox."""

    def opened(self) -> None:
        """Whose money it is, and what there is to say."""
        line = find_line(self.session.ledger, self.values[0]) if self.values else None
        if line is None:
            return
        document = line.document
        amount = f"{show.amount(line.amount, document.currency)} {document.currency}"
        self.put_line(2, f"{document.number}   {document.name}   {amount}   {line.state}"[:62])
        self.show_lines(self.said(line))

    def said(self, line: InboxLine) -> Iterator[str]:
        """The lines of the sheet."""
        raise NotImplementedError


class BankLine(_OfLine):
    """5: all that banks' files said of the money."""

    ID = "ARIN10/L"
    TITLE = "Bank line"

    def said(self, line: InboxLine) -> Iterator[str]:
        """Each file's words, field by field."""
        currency = line.document.currency
        receipt = self.session.ledger.read.receipt(line.key)
        if receipt is not None:
            yield f"Bank reference  {receipt.bank_reference}   on {receipt.bank_account}"
            yield f"Received        {receipt.received}   {receipt.method}"
        for fact in line.lines:
            yield ""
            yield f"File            {fact.file or 'not named'}, line {fact.line}"
            yield f"Batch           {fact.batch}"
            yield from _fields(fact.said, currency)


def _fields(said: ev.LineSaid, currency: str) -> Iterator[str]:
    for label, text in (
        ("Payer", said.payer),
        ("Account", said.account),
        ("End to end", said.end_to_end),
        ("Kind", said.kind),
        ("Returned", said.returned),
    ):
        if text:
            yield f"{label:<16}{text}"
    for label, texts in (("Remittance", said.texts), ("References", said.references)):
        for text in texts:
            for at, part in enumerate(wrap(text, 60)):
                yield f"{label if not at else '':<16}{part}"
    if said.documents:
        yield f"{'Documents':<16}{'Number':<18}{'Amount':>14}{'Discount':>12}{'Deduction':>12}"
    for one in said.documents:
        amount = "" if one.amount is None else show.amount(one.amount, currency)
        less = [
            show.amount(each, currency) if each else "" for each in (one.discount, one.deduction)
        ]
        yield f"{'':<16}{one.number:<18}{amount:>14}{less[0]:>12}{less[1]:>12} {one.reason}"
    if said.beyond:
        yield f"{'':<16}and {said.beyond:,} more that were not kept"


class InboxWhy(_OfLine):
    """9: every reason, and what accepting would do to each document."""

    ID = "ARIN10/W"
    TITLE = "Why it is proposed so"

    def said(self, line: InboxLine) -> Iterator[str]:
        """The reasons, then the documents."""
        ledger = self.session.ledger
        proposals = rows.Proposals(ledger, self.session.today)
        for reason in rows.why(line, proposals):
            yield from wrap(reason, 76)
        if line.state != "waiting":
            return
        proposal = propose_line(ledger, line, self.session.today)
        yield ""
        yield from wrap(_LEGEND[proposal.kind], 76)
        if proposal.lines:
            yield ""
            yield from _effect(proposal, line.document.currency)


_LEGEND = {
    "SURE": "SURE: payer and documents are certain. F11 F10 accepts all lines like it.",
    "LIKE": "LIKE: likely, so it never posts by itself. 1 accepts it, and its payer is learned.",
    "TIE": "TIE: several choices fit alike. 2 lets you choose in the payment panels.",
    "DUP?": "DUP?: the same money may have been told of twice. 15 gives it back, 2 applies it.",
    "NONE": "NONE: nothing fits. 2 chooses customer and documents, 6 puts it aside.",
    "RETN": "RETN: money that came back. 15 books a returned payment.",
}


def _effect(proposal: Proposal, currency: str) -> Iterator[str]:
    """What accepting does to each document."""
    heads = ("Document", "Open", "Pays", "Discount", "Written off")
    yield f"{heads[0]:<16}" + "".join(f"{head:>15}" for head in heads[1:])
    found = {document.id: document for document in proposal.documents}
    for line in proposal.lines:
        yield _pays(line, found[line.document].open, currency)
    if proposal.left:
        yield f"{show.amount(proposal.left, currency)} {currency} stays on account."


def _pays(line: PayLine, open_: int, currency: str) -> str:
    amounts = (open_, line.pay + line.second, line.discount, line.written_off)
    shown = "".join(f"{show.amount(amount, currency):>15}" for amount in amounts)
    return f"{ev.number_of(line.document):<16}{shown}"


class InboxResult(ReadSheet):
    """What became of each line: those that were left first."""

    ID = "ARIN10/R"
    TITLE = "Lines accepted"

    def __init__(self, answer: Accepting | None = None, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._came_to = answer or Accepting((), 0)

    def opened(self) -> None:
        """The sums, then line by line."""
        answer, posted = self._came_to, [one for one in self._came_to.done if one.posted]
        left = [one for one in answer.done if not one.posted]
        begun = f", {answer.wanted - len(answer.done)} not begun" if answer.stopped else ""
        self.put_line(2, f"{rows.counted(len(posted))} accepted, {len(left)} left{begun}")
        self.show_lines([text for one in (*left, *posted) for text in self._about(one)])
        if answer.stopped:
            self.inform(STOPPED, "Stopped by you. What is not begun waits in the inbox.")
        else:
            self.inform(
                COMPLETE, "Each is a voucher of its own: Show D in the inbox, 4 undoes one."
            )

    def _about(self, one: Accepted) -> Iterator[str]:
        ledger = self.session.ledger
        document = ledger.read.document(one.receipt)
        head = ev.number_of(one.receipt)
        if document is not None:
            amount = show.amount(-document.original, document.currency)
            head = f"{head:<12}{document.name[:22]:<23}{document.currency} {amount:>14}"
        yield f"{head}  {'' if one.posted else 'left here'}".rstrip()
        _number, text = said_of(ledger, one)
        for part in wrap(text, 72):
            yield f"    {part}"
