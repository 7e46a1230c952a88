"""What can be read of receipts and vouchers. Never writes."""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.store import Store


class VoucherHead(NamedTuple):
    """A voucher as the list shows it."""

    id: str
    pos: int
    first_pos: int
    company: str
    series: str
    year: int
    number: int
    date: str
    period: str
    customer: str
    currency: str
    amount: int
    clerk: str
    recorded_at: int
    command: str
    batch: str
    text: str
    reverses: str
    reversed_by: str

    @property
    def name(self) -> str:
        """As people write it: ``RC 2020-000147``."""
        return ev.voucher_name(self.id)


class ReceiptRow(NamedTuple):
    """What a receipt brought with it, for lists and the duplicate warning."""

    document: str
    company: str
    bank_account: str
    bank_reference: str
    known_as: str
    method: str
    received: str
    currency: str
    amount: int
    customer: str
    reference: str
    reversed: int


_RECEIPT = ", ".join(ReceiptRow._fields)


class VoucherQueries:
    """Reads over the receipts and vouchers of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def same_receipts(
        self, company: str, customer: str, amount: int, reference: str, since: str
    ) -> list[ReceiptRow]:
        """Receipts of a payer with the same amount and reference received since a day."""
        rows = self._store.query(
            f"SELECT {_RECEIPT} FROM receipts WHERE "
            "company = :company AND customer = :customer AND amount = :amount "
            "AND reference = :reference AND received >= :since AND reversed = 0 "
            "ORDER BY document",
            {
                "company": company,
                "customer": customer,
                "amount": -amount,
                "reference": reference,
                "since": since,
            },
        )
        return [ReceiptRow(*row) for row in rows]

    def receipt_by_bank_reference(
        self, company: str, bank_account: str, bank_reference: str
    ) -> ReceiptRow | None:
        """The receipt a bank reference is already booked as."""
        rows = self._store.query(
            f"SELECT {_RECEIPT} FROM receipts WHERE "
            "company = :company AND bank_account = :account AND bank_reference = :reference "
            "AND reversed = 0",
            {"company": company, "account": bank_account, "reference": bank_reference},
        )
        return ReceiptRow(*rows[0]) if rows else None

    def receipt(self, document: str) -> ReceiptRow | None:
        """What is kept of a receipt document."""
        rows = self._store.query(
            f"SELECT {_RECEIPT} FROM receipts WHERE document = :document",
            {"document": document},
        )
        return ReceiptRow(*rows[0]) if rows else None

    def last_receipt(self, company: str, customer: str) -> ReceiptRow | None:
        """A customer's newest receipt."""
        rows = self._store.query(
            f"SELECT {_RECEIPT} FROM receipts "
            "WHERE company = :company AND customer = :customer AND reversed = 0 "
            "ORDER BY received DESC, document DESC LIMIT 1",
            {"company": company, "customer": customer},
        )
        return ReceiptRow(*rows[0]) if rows else None

    def voucher(self, key: str) -> VoucherHead | None:
        """A voucher by its key."""
        rows = self._vouchers("id = :id", {"id": key}, 1, "pos")
        return rows[0] if rows else None

    def find_vouchers(self, series: str, year: int, number: int) -> list[VoucherHead]:
        """Vouchers of all companies with a number."""
        return self._vouchers(
            "series = :series AND year = :year AND number = :number",
            {"series": series, "year": year, "number": number},
            100,
            "pos",
        )

    def vouchers(
        self, *, before: int | None = None, limit: int = 100, company: str = "", series: str = ""
    ) -> list[VoucherHead]:
        """Vouchers, newest first, older than position ``before``."""
        params: dict[str, object] = {"before": before, "company": company, "series": series}
        where = ["1 = 1"]
        where += ["company = :company"] if company else []
        where += ["series = :series"] if series else []
        where += ["pos < :before"] if before is not None else []
        return self._vouchers(" AND ".join(where), params, limit, "pos DESC")

    def count_vouchers(self) -> int:
        """How many vouchers were posted."""
        return int(self._store.query("SELECT COUNT(*) FROM vouchers")[0][0])

    def _vouchers(
        self, where: str, params: dict[str, object], limit: int, order: str
    ) -> list[VoucherHead]:
        rows = self._store.query(
            f"SELECT {', '.join(VoucherHead._fields)} FROM vouchers WHERE {where} "
            f"ORDER BY {order} LIMIT :limit",
            {**params, "limit": limit},
        )
        return [VoucherHead(*row) for row in rows]

    def voucher_facts(self, key: str) -> list[ev.Event]:
        """All facts of a voucher, its seal last."""
        return self._store.stream(key)

    def seal(self, key: str) -> ev.VoucherPosted | None:
        """The sealing fact of a voucher, with its journal."""
        facts = self._store.stream(key)
        last = facts[-1] if facts else None
        return last if isinstance(last, ev.VoucherPosted) else None

    def dependants(self, head: VoucherHead) -> list[str]:
        """Later vouchers, not reversed, that built on documents this voucher made (rule 13)."""
        rows = self._store.query(
            "SELECT DISTINCT v.id, v.pos FROM entries own "
            "JOIN entries e ON e.document = own.document JOIN vouchers v ON v.id = e.voucher "
            "WHERE own.pos BETWEEN :first AND :last AND own.kind = 'raised' "
            "AND v.id <> :voucher AND v.reversed_by = '' AND v.reverses = '' ORDER BY v.pos",
            {"voucher": head.id, "first": head.first_pos, "last": head.pos},
        )
        return [row[0] for row in rows]
