"""The requests of a ledger as they stand: to write off and to refund. Only reads."""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.naming import numbered
from artui.ledger.receiving import paying_back
from artui.ledger.store import Store

PENDING, APPROVED, REJECTED, WITHDRAWN, VOID = (
    "pending",
    "approved",
    "rejected",
    "withdrawn",
    "void",
)
"""What a request stands at."""

REFUND = "refund"
"""The kind of a request to pay money back; every other is to write off."""

WAITS = 2336

_COLUMNS = (
    "company, number, document, amount, reason, currency, open, version, bound, note, clerk, "
    "recorded_at, state, decided_by, decided_at, voucher, answer, kind, bank_account"
)


class Request(NamedTuple):
    """A request as it stands; ``amount`` > 0 in minor units, ``open`` what the document had open
    when it was made, ``bound`` the limit it went above, ``answer`` what was said with the
    decision; ``bank_account`` is where a refund is paid from."""

    company: str
    number: int
    document: str
    amount: int
    reason: str
    currency: str
    open: int
    version: int
    bound: int | None
    note: str
    clerk: str
    recorded_at: int
    state: str
    decided_by: str
    decided_at: int
    voucher: str
    answer: str
    kind: str
    bank_account: str

    @property
    def key(self) -> str:
        """How a request is named: ``COMPANY/NUMBER``."""
        return request_key(self.company, self.number)

    @property
    def permission(self) -> str:
        """What somebody needs to decide on it."""
        return paying_back.PERMISSION if self.kind == REFUND else "writeoffs.approve"


def pending(ledger: Ledger, company: str = "", document: str = "") -> list[Request]:
    """The requests that wait, oldest first: all, a company's, or a document's."""
    where = "state = 'pending'"
    where += " AND company = :company" if company else ""
    where += " AND document = :document" if document else ""
    return _read(ledger.seen, where, {"company": company, "document": document})


def find(ledger: Ledger, request: str, store: Store | None = None) -> Request | None:
    """A request by its key, whatever became of it; in ``store``, else among what is in sight."""
    named = numbered(request)
    if named is None:
        return None
    params: dict[str, object] = {"company": named[0], "number": named[1]}
    found = _read(store or ledger.seen, "company = :company AND number = :number", params)
    return found[0] if found else None


def _read(store: Store, where: str, params: dict[str, object]) -> list[Request]:
    rows = store.query(
        f"SELECT {_COLUMNS} FROM requests WHERE {where} ORDER BY recorded_at, company, number",
        params,
    )
    return [Request(*row) for row in rows]


def check_none_waits(ledger: Ledger, document: Document) -> None:
    """Refuse a document for which a request waits already, to write off or to refund."""
    for waiting in pending(ledger, document.company, document.id):
        said = f"request {waiting.key} by {waiting.clerk} waits for {document.number}"
        raise refuse("document", WAITS, said)


def new_number(ledger: Ledger, company: str) -> int:
    """The number of a company's next request; only inside a hold."""
    rows = ledger.store.query(
        "SELECT COALESCE(MAX(number), 0) FROM requests WHERE company = :company",
        {"company": company},
    )
    return int(rows[0][0]) + 1


def request_key(company: str, number: int) -> str:
    """How a request is named: ``COMPANY/NUMBER``."""
    return f"{company}/{number}"
