"""The receipts of a ledger, newest first, and those of a batch. Never writes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from artui.ledger.documents import COLUMNS, Document
from artui.ledger.reading.voucher_queries import VoucherHead, voucher_heads
from artui.ledger.store import Store

_CHUNK = 500


class Received(NamedTuple):
    """A receipt (or returned item) as it stands, with the voucher that recorded it."""

    document: Document
    head: VoucherHead

    @property
    def amount(self) -> int:
        """What came in, minor units; a returned item is below zero."""
        return -self.document.original

    @property
    def unapplied(self) -> int:
        """What of it lies on account, minor units."""
        return max(0, -self.document.open)

    @property
    def state(self) -> str:
        """``unidentified``, ``unapplied``, ``part applied``, ``applied``, ``returned`` or
        ``reversed``."""
        document = self.document
        if document.state == "cancelled":
            return "reversed"
        if document.kind == "returned":
            return "returned"
        if not document.customer:
            return "unidentified"
        if not document.open:
            return "applied"
        return "unapplied" if document.open == document.original else "part applied"


class ReceiptList:
    """The receipts of a ledger as they were when the list was made, newest first; read in windows.

    ``company``, ``customer`` and ``batch`` narrow it (empty = all), ``unapplied`` to those with
    money on account.
    """

    def __init__(
        self,
        store: Store,
        company: str = "",
        customer: str = "",
        batch: str = "",
        *,
        unapplied: bool = False,
    ) -> None:
        self._store = store
        where = ["received > 0"]
        where += ["company = :company"] if company else []
        where += ["customer = :customer"] if customer else []
        where += ["open < 0"] if unapplied else []
        rows = store.query(
            f"SELECT pos FROM documents WHERE {' AND '.join(where)} ORDER BY pos DESC",
            {"company": company, "customer": customer},
        )
        self._places = [int(row[0]) for row in rows]
        if batch:
            wanted = set(_batch_places(store, company, batch))
            self._places = [pos for pos in self._places if pos in wanted]

    def count(self) -> int:
        """How many receipts there are."""
        return len(self._places)

    def window(self, start: int, n: int) -> Sequence[Received]:
        """At most ``n`` receipts from row ``start``."""
        return _received(self._store, self._places[start : start + n])

    def find(self, text: str) -> int | None:
        """The row of the receipt with that number, None if it isn't listed."""
        rows = self._store.query(
            "SELECT pos FROM documents WHERE received > 0 AND number = :number",
            {"number": text.strip().upper()},
        )
        for (pos,) in rows:
            at = bisect_left(self._places, -pos, key=lambda place: -place)
            if at < len(self._places) and self._places[at] == pos:
                return at
        return None


def _received(store: Store, places: Sequence[int]) -> list[Received]:
    """The receipts at some positions, each with the voucher around it."""
    if not places:
        return []
    names = {f"p{number}": pos for number, pos in enumerate(places)}
    listed = ", ".join(f":{name}" for name in names)
    rows = store.query(f"SELECT pos, {COLUMNS} FROM documents WHERE pos IN ({listed})", names)
    documents = {int(row[0]): Document(*row[1:]) for row in rows}
    heads = {head.id: head for head in _heads_around(store, places)}
    return [Received(documents[pos], heads[documents[pos].voucher]) for pos in places]


def _heads_around(store: Store, places: Sequence[int]) -> list[VoucherHead]:
    """The vouchers whose facts stand at some positions: each is the next seal behind one."""
    names: dict[str, object] = {f"p{number}": pos for number, pos in enumerate(places)}
    seals = " UNION ".join(f"SELECT MIN(pos) FROM vouchers WHERE pos >= :{name}" for name in names)
    # What a receipt's voucher applied may be out of sight; the receipt itself isn't.
    return voucher_heads(store.whole, f"v.pos IN ({seals})", "v.pos", names)


def batch_receipts(store: Store, batch: str, company: str = "") -> list[str]:
    """The receipts of a batch: their keys, in the order they were recorded."""
    places = sorted(_batch_places(store, company, batch))
    found: list[str] = []
    for start in range(0, len(places), _CHUNK):
        part = _received(store, places[start : start + _CHUNK])
        found += [each.document.id for each in part]
    return found


def _batch_places(store: Store, company: str, batch: str) -> list[int]:
    """Where the receipts of a batch stand, of one company or (empty) of all."""
    rows = store.query(
        "SELECT b.document FROM batch_receipts AS b JOIN documents AS d ON d.pos = b.document"
        " WHERE b.batch = :batch AND :company IN ('', d.company)",
        {"batch": batch, "company": company},
    )
    return [int(row[0]) for row in rows]
