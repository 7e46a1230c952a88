"""What can be read of receipts and vouchers. Never writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.errors import Damaged
from artui.ledger.store import Store
from artui.ledger.views.moves import day_number, moves_of

_PART = 500


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
    unposted: bool = False  # its journal batch waits to be posted

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


def _receipts(
    store: Store, where: str, params: Mapping[str, object], order: str = "id"
) -> list[ReceiptRow]:
    """Receipts and returned items, not those taken on; what each brought is in its fact."""
    rows = store.query(
        f"SELECT pos, cancelled FROM documents WHERE received > 0 AND {where} ORDER BY {order}",
        params,
    )
    facts = store.events_at([row[0] for row in rows])
    return [_receipt(facts[pos], cancelled) for pos, cancelled in rows]


def _receipt(fact: ev.Event, cancelled: int) -> ReceiptRow:
    if not isinstance(fact, ev.ReceiptRecorded):
        raise Damaged("a receipt's fact is another one; a rebuild puts the documents right")
    return ReceiptRow(
        fact.document,
        ev.company_of(fact.document),
        fact.bank_account,
        fact.bank_reference,
        fact.known_as,
        fact.method,
        fact.received,
        fact.currency,
        fact.amount,
        fact.customer,
        fact.reference,
        cancelled,
    )


def voucher_heads(
    store: Store, where: str, order: str, params: Mapping[str, object]
) -> list[VoucherHead]:
    """Vouchers as the list shows them: where their seals stand, and what those say.

    ``where`` may name the columns of ``vouchers`` as ``v``; ``order`` may limit as well.
    """
    rows = store.query(
        "SELECT v.pos, v.facts, v.reverses, coalesce(r.reversed_by, ''),"
        " EXISTS (SELECT 1 FROM journal_batches AS j WHERE j.pos = v.pos AND j.posted IS NULL)"
        " FROM vouchers AS v LEFT JOIN reversals AS r ON r.voucher = v.id"
        f" WHERE {where} ORDER BY {order}",
        params,
    )
    seals = store.events_at([row[0] for row in rows])
    return [
        _head(pos, facts, reverses, reversed_by, bool(unposted), seals[pos])
        for pos, facts, reverses, reversed_by, unposted in rows
    ]


def _head(
    pos: int, facts: int, reverses: str, reversed_by: str, unposted: bool, seal: ev.Event
) -> VoucherHead:
    if not isinstance(seal, ev.VoucherPosted):
        raise Damaged(f"event {pos} seals no voucher; a rebuild puts the list of vouchers right")
    return VoucherHead(
        seal.originator_id,
        pos,
        pos - facts,
        seal.company,
        seal.series,
        seal.year,
        seal.number,
        seal.date,
        seal.period,
        seal.customer,
        seal.currency,
        seal.amount,
        seal.clerk,
        seal.recorded_at,
        seal.command,
        seal.batch,
        seal.text,
        reverses,
        reversed_by,
        unposted,
    )


def voucher_head(store: Store, key: str) -> VoucherHead | None:
    """A voucher by its key: its facts stand together, so its seal is the first behind them. None if
    it moved something out of sight."""
    found = voucher_heads(
        store.whole,
        "v.pos >= (SELECT pos FROM events WHERE stream = :key AND version = 1)",
        "v.pos LIMIT 1",
        {"key": key},
    )
    head = found[0] if found and found[0].id == key else None
    return head if head is None or not store.partial or _in_sight(store, head) else None


def _in_sight(store: Store, head: VoucherHead) -> bool:
    """Whether all that a voucher moved is in sight; its own facts tell that without a search."""
    facts = store.events(head.first_pos - 1, head.pos)
    keys = list({key for _pos, fact in facts for key, *_ in moves_of(fact)})
    for start in range(0, len(keys), _PART):
        names = {f"k{number}": key for number, key in enumerate(keys[start : start + _PART])}
        listed = ", ".join(f":{name}" for name in names)
        rows = store.query(f"SELECT COUNT(*) FROM documents WHERE id IN ({listed})", names)
        if rows[0][0] < len(names):
            return False
    known = "SELECT 1 FROM series WHERE company = :company LIMIT 1"
    return bool(store.query(known, {"company": head.company}))


class VoucherQueries:
    """Reads over the receipts and vouchers of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def same_receipts(
        self, company: str, customer: str, amount: int, reference: str, since: str
    ) -> list[ReceiptRow]:
        """Receipts of a payer with the same amount and reference received since a day."""
        return _receipts(
            self._store,
            "company = :company AND customer = :customer AND original = :amount "
            "AND reference = :reference AND received >= :since AND cancelled = 0",
            {
                "company": company,
                "customer": customer,
                "amount": -amount,
                "reference": reference,
                "since": day_number(since),
            },
        )

    def receipt_by_bank_reference(
        self, company: str, bank_account: str, bank_reference: str
    ) -> ReceiptRow | None:
        """The receipt a bank reference is already booked as."""
        found = _receipts(
            self._store.whole,
            "pos IN (SELECT document FROM bank_references WHERE reference = :reference) "
            "AND company = :company AND cancelled = 0",
            {"company": company, "reference": bank_reference},
        )
        return next((row for row in found if row.bank_account == bank_account), None)

    def money_by_reference(
        self, company: str, bank_account: str, first: str, before: str = ""
    ) -> list[ReceiptRow]:
        """All that was ever booked on a bank account under a bank reference, or under those from
        ``first`` up to ``before``; what was reversed since is among it."""
        span = "reference >= :first AND reference < :before" if before else "reference = :first"
        found = _receipts(
            self._store.whole,
            f"pos IN (SELECT document FROM bank_references WHERE {span}) AND company = :company",
            {"company": company, "first": first, "before": before},
        )
        return [row for row in found if row.bank_account == bank_account]

    def money_of_days(
        self, company: str, customer: str, amount: int, since: str, until: str
    ) -> list[ReceiptRow]:
        """Receipts of a payer of an amount (minor units) received on some days, none reversed."""
        return _receipts(
            self._store,
            "company = :company AND customer = :customer AND original = :amount "
            "AND received >= :since AND received <= :until AND cancelled = 0",
            {
                "company": company,
                "customer": customer,
                "amount": -amount,
                "since": day_number(since),
                "until": day_number(until),
            },
        )

    def receipts_of_day(self, currency: str, day: str) -> list[ReceiptRow]:
        """All receipts of a currency received on a day, none reversed; looks through all."""
        return _receipts(
            self._store,
            "currency = :currency AND received = :day AND cancelled = 0",
            {"currency": currency, "day": day_number(day)},
        )

    def receipt(self, document: str) -> ReceiptRow | None:
        """What is kept of a receipt document."""
        found = _receipts(self._store, "id = :document", {"document": document})
        return found[0] if found else None

    def last_receipt(self, company: str, customer: str) -> ReceiptRow | None:
        """A customer's newest receipt."""
        found = _receipts(
            self._store,
            "company = :company AND customer = :customer AND cancelled = 0",
            {"company": company, "customer": customer},
            "received DESC, id DESC LIMIT 1",
        )
        return found[0] if found else None

    def voucher(self, key: str) -> VoucherHead | None:
        """A voucher by its key."""
        return voucher_head(self._store, key)

    def find_vouchers(self, series: str, year: int, number: int) -> list[VoucherHead]:
        """Vouchers of all companies with a number."""
        rows = self._store.query(
            "SELECT company FROM series WHERE series = :series AND year = :year",
            {"series": series, "year": year},
        )
        found = [self.voucher(ev.voucher_key(row[0], series, year, number)) for row in rows]
        return sorted((head for head in found if head is not None), key=lambda head: head.pos)

    def vouchers(
        self, *, before: int | None = None, limit: int = 100, company: str = "", series: str = ""
    ) -> list[VoucherHead]:
        """Vouchers, newest first, older than position ``before``."""
        params: dict[str, object] = {"before": before, "company": company, "series": series}
        where = ["1 = 1"]
        where += ["v.company = :company"] if company else []
        where += ["v.series = :series"] if series else []
        where += ["v.pos < :before"] if before is not None else []
        return voucher_heads(
            self._store,
            " AND ".join(where),
            "v.pos DESC LIMIT :limit",
            {**params, "limit": limit},
        )

    def count_vouchers(self) -> int:
        """How many vouchers were posted."""
        return int(self._store.query("SELECT COUNT(*) FROM vouchers")[0][0])

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
        rows = self._store.whole.query(
            "SELECT DISTINCT v.id, v.pos FROM movements AS m "
            "JOIN vouchers AS v ON v.pos = m.pos + m.ahead "
            "WHERE m.document BETWEEN :first AND :last AND v.pos <> :last AND v.reverses = '' "
            "AND v.series <> 'RV' "
            "AND NOT EXISTS (SELECT 1 FROM reversals AS r WHERE r.voucher = v.id) ORDER BY v.pos",
            {"first": head.first_pos, "last": head.pos},
        )
        return [row[0] for row in rows]
