"""How commands say what came of a line of the inbox, and what is proposed for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.ledger.events import number_of, voucher_name
from artui.ledger.money import decimal_string, format_amount

if TYPE_CHECKING:
    from artui.ledger.ledger import Ledger
    from artui.ledger.receiving.accepting import Accepted
    from artui.ledger.receiving.inbox import InboxLine
    from artui.ledger.receiving.proposing import Proposal


def accepted_line(books: Ledger, one: Accepted) -> str:
    """A line for a receipt that was looked at: by which sign it was applied, or why not."""
    receipt = books.read.document(one.receipt)
    amount = format_amount(-receipt.original, receipt.currency) if receipt else ""
    head = " ".join(filter(None, (number_of(one.receipt), amount)))
    if one.posted is None:
        return f"{head}: left, {one.why}"
    if one.again:
        return f"{head}: carried out before, voucher {one.posted.name}"
    numbers = " ".join(document.number for document in one.documents)
    learned = f", learned: {'; '.join(one.learned)}" if one.learned else ""
    done = " ".join(filter(None, (one.how, numbers)))
    return f"{head}: {done}, voucher {one.posted.name}{learned}"


def accepted_record(one: Accepted) -> dict[str, object]:
    """The same as a record."""
    voucher = one.posted.voucher if one.posted else ""
    return {
        "receipt": number_of(one.receipt),
        "status": "again" if one.again else "applied" if voucher else "left",
        "kind": one.kind,
        "how": one.how,
        "documents": [document.number for document in one.documents],
        "voucher": voucher and voucher_name(voucher),
        "moved": one.moved,
        "learned": list(one.learned),
        "why": one.why,
    }


def line_record(line: InboxLine, reference: str, proposal: Proposal | None) -> dict[str, object]:
    """A line of the inbox, its bank ``reference``, and what is proposed for it."""
    document = line.document
    record: dict[str, object] = {
        "receipt": document.number,
        "company": document.company,
        "bank_reference": reference,
        "customer": document.customer,
        "payer": document.name,
        "currency": document.currency,
        "amount": decimal_string(line.amount, document.currency),
        "open": decimal_string(line.open, document.currency),
        "state": line.state,
        "note": line.note,
        "batches": list(dict.fromkeys(one.batch for one in line.lines)),
        "file": line.line.file,
        "line": line.line.line,
        "said": list(dict.fromkeys(text for one in line.lines for text in one.said.texts)),
    }
    if proposal is not None:
        record.update(_proposed(proposal, document.currency))
    return record


def _proposed(proposal: Proposal, currency: str) -> dict[str, object]:
    return {
        "proposal": proposal.kind,
        "text": proposal.text,
        "proposed_customer": proposal.customer,
        "documents": [document.number for document in proposal.documents],
        "discount": decimal_string(proposal.discount, currency),
        "written_off": decimal_string(proposal.written_off, currency),
        "left": decimal_string(proposal.left, currency),
        "ways": proposal.ways,
        "reasons": list(proposal.reasons),
    }
