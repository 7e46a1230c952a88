"""What can be read of a ledger: open items, customers, vouchers, ageing. Never writes.

All amounts are minor units in document currency unless a name says base; all dates ISO.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.documents import COLUMNS, CUSTOMER_COLUMNS, Customer, Document
from artui.ledger.reading.buckets import bucket_days, bucket_sums
from artui.ledger.reading.voucher_queries import ReceiptRow, VoucherHead, VoucherQueries
from artui.ledger.views.moves import KINDS, WRITTEN_OFF, moves_of

__all__ = [
    "AGES",
    "ORDERS",
    "Ageing",
    "Found",
    "Movement",
    "Queries",
    "ReceiptRow",
    "Totals",
    "VoucherHead",
]

ORDERS = {
    1: "date, number",
    2: "customer, due, number",
    3: "number",
    4: "due, number",
    6: "due, number",
}
"""The orders of panel F that list documents; 4 is quick entry and lists what it was given."""

AGES = ((None, 0), (1, 30), (31, 60), (61, None))
"""Ageing buckets as days late: not due, 1-30, 31-60, over 60."""


class Movement(NamedTuple):
    """One entry of a document's history: what moved its balance, by which voucher."""

    pos: int
    document: str
    voucher: str
    kind: str
    amount: int
    base: int
    date: str
    currency: str


class Found(NamedTuple):
    """A customer found by what was typed, and by what: number, alias or name."""

    customer: Customer
    by: str


class Ageing(NamedTuple):
    """Open balances of one currency by age, net; counts are open documents."""

    currency: str
    buckets: tuple[int, int, int, int]
    documents: int

    @property
    def total(self) -> int:
        """All that is open."""
        return sum(self.buckets)


class Totals(NamedTuple):
    """A customer's sums in one currency."""

    currency: str
    open: int
    documents: int
    overdue: int
    overdue_documents: int
    on_account: int


_DOCUMENT = f"SELECT {COLUMNS} FROM documents WHERE id = :id"
_CUSTOMER = (
    f"SELECT {CUSTOMER_COLUMNS} FROM customers WHERE company = :company AND customer = :customer"
)


@cache
def _documents_text(count: int) -> str:
    names = ", ".join(f":k{number}" for number in range(count))
    return f"SELECT {COLUMNS} FROM documents WHERE id IN ({names})"


def _names(prefix: str, values: Sequence[str]) -> tuple[str, dict[str, object]]:
    params: dict[str, object] = {f"{prefix}{n}": value for n, value in enumerate(values)}
    return ", ".join(f":{name}" for name in params), params


class Queries(VoucherQueries):
    """Reads over the projections of one store."""

    # --- documents ----------------------------------------------------------------------------

    def document(self, key: str) -> Document | None:
        """A document by its key, open or closed."""
        rows = self._store.query(_DOCUMENT, {"id": key})
        return Document(*rows[0]) if rows else None

    def documents(self, keys: Sequence[str]) -> dict[str, Document]:
        """Several documents by key; unknown keys are missing from the answer."""
        found: dict[str, Document] = {}
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            params = {f"k{number}": key for number, key in enumerate(part)}
            rows = self._store.query(_documents_text(len(part)), params)
            found.update((row[0], Document(*row)) for row in rows)
        return found

    def find_documents(self, number: str) -> list[Document]:
        """Documents of any company that carry a number."""
        companies = [r[0] for r in self._store.query("SELECT DISTINCT company FROM series")]
        keys = [ev.document_key(company, number) for company in companies]
        return list(self.documents(keys).values()) if keys else []

    def open_items(
        self, company: str, customers: Sequence[str], currency: str = "", order: int = 6
    ) -> list[Document]:
        """The open documents of some customers of a company, in an order of panel F."""
        names, params = _names("c", customers)
        where = f"company = :company AND open <> 0 AND customer IN ({names})"
        if currency:
            where += " AND currency = :currency"
        rows = self._store.query(
            f"SELECT {COLUMNS} FROM documents WHERE {where} ORDER BY {ORDERS[order]}",
            {**params, "company": company, "currency": currency},
        )
        return [Document(*row) for row in rows]

    def account_documents(self, company: str, customer: str, *, closed: bool) -> list[Document]:
        """A customer's documents by due day, those still open first."""
        where = "" if closed else " AND open <> 0"
        rows = self._store.query(
            f"SELECT {COLUMNS} FROM documents WHERE company = :company AND customer = :customer"
            f"{where} ORDER BY CASE WHEN open <> 0 THEN 0 ELSE 1 END, due, number",
            {"company": company, "customer": customer},
        )
        return [Document(*row) for row in rows]

    def all_open_items(
        self, company: str = "", customer: str = "", *, page: int = 1000
    ) -> Iterator[Document]:
        """Every open document, or those of a company and a customer, by key, in short reads."""
        after = ""
        asked = {"company": company, "customer": customer}
        wanted = {name: value for name, value in asked.items() if value}
        where = "".join(f" AND {name} = :{name}" for name in wanted)
        while True:
            rows = self._store.query(
                f"SELECT {COLUMNS} FROM documents WHERE open <> 0 AND id > :after{where} "
                "ORDER BY id LIMIT :page",
                {"after": after, "page": page, **wanted},
            )
            yield from (Document(*row) for row in rows)
            if len(rows) < page:
                return
            after = rows[-1][0]

    def movements(self, document: str) -> list[Movement]:
        """All that moved a document's balance, in order."""
        rows = self._store.query(
            "SELECT pos, document, voucher, kind, amount, base, date, currency FROM entries "
            "WHERE document = :key ORDER BY pos, line",
            {"key": document},
        )
        return [Movement(*row) for row in rows]

    def voucher_movements(self, head: VoucherHead) -> list[Movement]:
        """All that a voucher moved."""
        moved = [
            (pos, *move)
            for pos, fact in self._store.events(head.first_pos - 1, head.pos)
            for move in moves_of(fact)
        ]
        documents = self.documents(list({key for _pos, key, *_ in moved}))
        return [
            Movement(
                pos, key, head.id, KINDS[kind], amount, base, head.date, documents[key].currency
            )
            for pos, key, kind, amount, base in moved
        ]

    def tolerated(self, document: str) -> int:
        """What was written off as payment difference on a document before, minor units."""
        rows = self._store.query(
            "SELECT COALESCE(SUM(-amount), 0) FROM movements "
            "WHERE document = (SELECT pos FROM documents WHERE id = :key) AND kind = :kind",
            {"key": document, "kind": WRITTEN_OFF},
        )
        return int(rows[0][0])

    # --- customers ----------------------------------------------------------------------------

    def customer(self, company: str, customer: str) -> Customer | None:
        """A customer of a company by number; leading zeros count."""
        rows = self._store.query(_CUSTOMER, {"company": company, "customer": customer})
        return Customer(*rows[0]) if rows else None

    def customers_numbered(self, customer: str) -> list[Customer]:
        """The customers of all companies with a number."""
        rows = self._store.query(
            f"SELECT {CUSTOMER_COLUMNS} FROM customers WHERE customer = :customer ORDER BY company",
            {"customer": customer},
        )
        return [Customer(*row) for row in rows]

    def pays_for(self, company: str, payer: str) -> list[str]:
        """The customers a payer may pay for: itself and those who name it as their payer."""
        if not payer:
            return []
        rows = self._store.query(
            "SELECT customer FROM customers WHERE company = :company AND payer = :payer "
            "AND customer <> :payer ORDER BY customer",
            {"company": company, "payer": payer},
        )
        return [payer, *(row[0] for row in rows)]

    def find_customers(self, text: str, *, limit: int = 200) -> list[Found]:
        """Customers whose number, alias or a word of whose name begins with ``text``: an exact
        alias or name first, then number, then name."""
        wanted = text.strip().lower()
        if not wanted:
            return []
        rows = self._store.query(
            f"SELECT {', '.join('c.' + name for name in CUSTOMER_COLUMNS.split(', '))}, "
            "MIN(CASE WHEN w.word = :word AND w.rank = 1 THEN 0 WHEN w.rank = 0 THEN 1 ELSE 2 END)"
            " AS found FROM customer_words w JOIN customers c "
            "ON c.company = w.company AND c.customer = w.customer "
            "WHERE w.word >= :word AND w.word < :end "
            f"GROUP BY {', '.join('c.' + name for name in CUSTOMER_COLUMNS.split(', '))} "
            "ORDER BY found, c.customer, c.company LIMIT :limit",
            {"word": wanted, "end": wanted + "\U0010ffff", "limit": limit},
        )
        by = ("alias", "number", "name")
        return [Found(Customer(*row[:-1]), by[row[-1]]) for row in rows]

    def all_customers(self, *, page: int = 1000) -> Iterator[Customer]:
        """Every customer by company and number, in short reads."""
        after = ("", "")
        while True:
            rows = self._store.query(
                f"SELECT {CUSTOMER_COLUMNS} FROM customers "
                "WHERE company > :company OR (company = :company AND customer > :customer) "
                "ORDER BY company, customer LIMIT :page",
                {"company": after[0], "customer": after[1], "page": page},
            )
            yield from (Customer(*row) for row in rows)
            if len(rows) < page:
                return
            after = rows[-1][0], rows[-1][1]

    def customer_totals(self, company: str, customer: str, today: str) -> list[Totals]:
        """Sums of a customer's open documents per currency."""
        rows = self._store.query(
            "SELECT currency, SUM(open), COUNT(*), "
            "SUM(CASE WHEN due < :today AND kind NOT IN ('receipt', 'prepayment') "
            "THEN open ELSE 0 END), "
            "SUM(CASE WHEN due < :today AND kind NOT IN ('receipt', 'prepayment') "
            "THEN 1 ELSE 0 END), "
            "SUM(CASE WHEN kind IN ('receipt', 'prepayment') THEN open ELSE 0 END) "
            "FROM documents WHERE company = :company AND customer = :customer AND open <> 0 "
            "GROUP BY currency ORDER BY currency",
            {"company": company, "customer": customer, "today": today},
        )
        return [Totals(row[0], *(int(value) for value in row[1:])) for row in rows]

    def count_customers(self) -> int:
        """How many customers there are."""
        return int(self._store.query("SELECT COUNT(*) FROM customers")[0][0])

    # --- sums -----------------------------------------------------------------------------------

    def ageing(self, today: str, company: str = "") -> list[Ageing]:
        """Open balances per currency by days late on a day, from the totals per due day."""
        where = "WHERE company = :company " if company else ""
        rows = self._store.query(
            f"SELECT currency, {', '.join(bucket_sums('amount', 'due'))}, SUM(documents) "
            f"FROM day_totals {where}GROUP BY currency ORDER BY currency DESC",
            {**bucket_days(today), "company": company},
        )
        return [
            Ageing(row[0], (int(row[1]), int(row[2]), int(row[3]), int(row[4])), int(row[5]))
            for row in rows
        ]

    def unidentified(self) -> list[tuple[str, int, int]]:
        """Unidentified cash: currency, open amount (credit -), documents."""
        rows = self._store.query(
            "SELECT currency, SUM(open), COUNT(*) FROM documents "
            "WHERE customer = '' AND open <> 0 GROUP BY currency ORDER BY currency"
        )
        return [(row[0], int(row[1]), int(row[2])) for row in rows]
