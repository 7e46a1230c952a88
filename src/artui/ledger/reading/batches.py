"""Receipt batches: what they should come to, what is entered, what stands against more. Reads only.

What is entered are the receipts posted under the batch's name, reversed ones taken out, so a batch
need not be opened: then it has no control figures and is never closed. At a moment it is what its
facts and the receipts of then say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.entered import Receipt
from artui.ledger.errors import Problem
from artui.ledger.money import format_amount
from artui.ledger.store import Store
from artui.ledger.views.moves import day_text

CLOSED, OTHER_ACCOUNT = 2540, 2541

_KNOWN = (
    "company, batch, bank_account, currency, day, count, total, version, opened_by, note, closed,"
    " closed_count, closed_total, difference, reason, closed_by, closed_at"
)
_ENTERED = (
    "SELECT COUNT(*), SUM(d.original) FROM batch_receipts AS b JOIN documents AS d"
    " ON d.pos = b.document WHERE b.batch = :batch AND d.company = :company AND d.cancelled = 0"
)

_FIRST_DAY = (
    "SELECT m.day FROM batch_receipts AS b JOIN documents AS d ON d.pos = b.document"
    " JOIN movements AS m ON m.document = d.pos AND m.pos = d.pos"
    " WHERE b.batch = :batch AND d.company = :company ORDER BY d.pos LIMIT 1"
)


class Batch(NamedTuple):
    """A batch as it stands; amounts in minor units, money in above zero.

    ``control_count`` and ``control_total`` are its control figures, None for one that was never
    opened; ``closed_count`` and ``closed_total`` what was entered when it was closed.
    """

    company: str
    batch: str
    bank_account: str
    currency: str
    day: str
    control_count: int | None
    control_total: int | None
    version: int
    opened_by: str
    note: str
    closed: int
    closed_count: int
    closed_total: int
    difference: int
    reason: str
    closed_by: str
    closed_at: int
    entered: int
    entered_total: int

    @property
    def missing(self) -> tuple[int, int]:
        """Receipts and money that are still to be entered; below zero what is too much."""
        return (self.control_count or 0) - self.entered, (
            self.control_total or 0
        ) - self.entered_total

    @property
    def in_control(self) -> bool:
        """Whether what is entered equals the control figures."""
        return self.control_count is not None and self.missing == (0, 0)

    @property
    def state(self) -> str:
        """``no control``, ``open``, ``in control``, ``closed`` or ``accepted``: closed with a
        difference."""
        if self.control_count is None:
            return "no control"
        if self.closed:
            return "accepted" if self.reason else "closed"
        return "in control" if self.in_control else "open"

    @property
    def words(self) -> str:
        """How far it is: ``3 of 12, 4,120.00 of 60,000.00``."""
        entered = format_amount(self.entered_total, self.currency)
        if self.control_count is None or self.control_total is None:
            return f"{self.entered}, {entered}"
        total = format_amount(self.control_total, self.currency)
        return f"{self.entered} of {self.control_count}, {entered} of {total}"


class BatchList:
    """The batches of a ledger as they were when the list was made, newest first; in windows.

    ``company`` narrows it (empty = all), ``waiting`` to those with control figures not yet closed.
    """

    def __init__(self, store: Store, company: str = "", *, waiting: bool = False) -> None:
        self._store = store
        where = ["1 = 1"]
        where += ["company = :company"] if company else []
        where += ["count IS NOT NULL AND closed = 0"] if waiting else []
        self._keys: list[tuple[str, str]] = [
            (row[0], row[1])
            for row in store.query(
                f"SELECT company, batch FROM batches WHERE {' AND '.join(where)}"
                " ORDER BY day DESC, batch, company",
                {"company": company},
            )
        ]

    def count(self) -> int:
        """How many batches there are."""
        return len(self._keys)

    def window(self, start: int, n: int) -> Sequence[Batch]:
        """At most ``n`` batches from row ``start``."""
        # A batch is one sum of a bank account, whoever looks.
        whole = self._store.whole
        found = (find_batch(whole, *key) for key in self._keys[start : start + n])
        return [batch for batch in found if batch is not None]

    def find(self, text: str) -> int | None:
        """The first row whose name begins with the text, None if there is none."""
        wanted = text.strip().casefold()
        names = (name.casefold() for _company, name in self._keys)
        return next((at for at, name in enumerate(names) if name.startswith(wanted)), None)


def find_batch(store: Store, company: str, batch: str) -> Batch | None:
    """A company's batch with what is entered of it; None if nobody ever named it.

    Of a store as it was: with the figures of then.
    """
    names = {"company": company, "batch": batch}
    rows = store.query(
        f"SELECT {_KNOWN} FROM batches WHERE company = :company AND batch = :batch", names
    )
    if not rows:
        return None
    entered, total = store.query(_ENTERED, names)[0]
    found = Batch._make((*rows[0], int(entered), -int(total or 0)))
    return _as_it_was(store, found) if store.looks_back else found


def _as_it_was(store: Store, batch: Batch) -> Batch:
    """A batch by the facts of then; one that was only named by its receipts by the first of them.
    Two short reads at the most."""
    then = batch._replace(
        control_count=None, control_total=None, opened_by="", note="", closed=0, closed_count=0,
        closed_total=0, difference=0, reason="", closed_by="", closed_at=0,
    )  # fmt: skip
    if not batch.version:
        names = {"company": batch.company, "batch": batch.batch}
        days = store.query(_FIRST_DAY, names)
        return then._replace(day=day_text(days[0][0]) if days else batch.day)
    for fact in store.stream(f"batch/{batch.company}/{batch.batch}")[: batch.version]:
        if isinstance(fact, ev.BatchOpened):
            then = then._replace(
                day=fact.day, control_count=fact.count, control_total=fact.total,
                opened_by=fact.clerk, note=fact.note, closed=0, closed_count=0, closed_total=0,
                difference=0, reason="", closed_by="", closed_at=0,
            )  # fmt: skip
        elif isinstance(fact, ev.BatchClosed):
            then = then._replace(
                closed=1, closed_count=fact.count, closed_total=fact.total,
                difference=fact.difference, reason=fact.reason, closed_by=fact.clerk,
                closed_at=fact.recorded_at,
            )  # fmt: skip
    return then


def waiting_batches(store: Store, company: str, last: str) -> list[Batch]:
    """The batches of a company, dated up to ``last``, that wait to be closed."""
    rows = store.query(
        "SELECT batch FROM batches WHERE company = :company AND day <= :last"
        " AND count IS NOT NULL AND closed = 0 ORDER BY day, batch",
        {"company": company, "last": last},
    )
    found = (find_batch(store, company, row[0]) for row in rows)
    return [batch for batch in found if batch is not None]


def batch_problems(store: Store, receipt: Receipt) -> list[Problem]:
    """Why a receipt can't be entered in its batch; empty = it can."""
    batch = find_batch(store, receipt.company, receipt.batch) if receipt.batch else None
    if batch is None or batch.control_count is None:
        return []
    if batch.closed:
        many = "receipt" if batch.closed_count == 1 else "receipts"
        text = f"batch {batch.batch} is closed with {batch.closed_count} {many}"
        return [Problem("batch", CLOSED, text)]
    if receipt.bank_account != batch.bank_account:
        text = f"batch {batch.batch} is of bank account {batch.bank_account}"
        return [Problem("batch", OTHER_ACCOUNT, text)]
    return []


def beyond(batch: Batch, amount: int) -> str:
    """What a further receipt of ``amount`` puts above the control figures, in words; empty if
    nothing."""
    count, total = batch.missing
    if batch.control_count is None or (count >= 1 and total >= amount):
        return ""
    control = f"{batch.control_count} of {format_amount(batch.control_total or 0, batch.currency)}"
    entered = (
        f"{batch.entered + 1} of {format_amount(batch.entered_total + amount, batch.currency)}"
    )
    return f"{batch.batch} should be {control}; with this it is {entered}"
