"""From events to rows: the fold that keeps documents, entries, totals, journal and lists.

The fold is pure. It gathers what one append (or one chunk of a rebuild) changes; what it can't
know, the standing of documents that earlier appends made, the statements look up in the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from artui.ledger.dates import NOT_DUE
from artui.ledger.documents import discounts_text
from artui.ledger.events import (
    POLICY_EVENTS,
    Applied,
    ChargedBack,
    CustomerChanged,
    CustomerRegistered,
    DifferenceWrittenOff,
    DiscountGranted,
    DocumentCancelled,
    DocumentFlagged,
    DocumentRaised,
    Event,
    ExchangeRealised,
    FactsReversed,
    RateAdjusted,
    ReceiptRecorded,
    RequestDecided,
    RoundingAbsorbed,
    ShortPaid,
    VoucherPosted,
    VoucherReversed,
    WriteOffRequested,
    WrittenOff,
    company_of,
    number_of,
)
from artui.ledger.views.statements import Statement, statements_for
from artui.ledger.views.tables import DOCUMENTS

Row = tuple[Any, ...]

_COLUMN = {name: place for place, name in enumerate(DOCUMENTS.names)}
_COMPANY, _CUSTOMER = _COLUMN["company"], _COLUMN["customer"]
_CURRENCY, _DUE = _COLUMN["currency"], _COLUMN["due"]
_OPEN, _BASE, _STATE = _COLUMN["open"], _COLUMN["base_open"], _COLUMN["state"]
_HOLD, _DISPUTE = _COLUMN["hold"], _COLUMN["dispute"]
_LAST_POS, _LAST_VOUCHER = _COLUMN["last_pos"], _COLUMN["last_voucher"]
_LAST_CLERK = _COLUMN["last_clerk"]

NUMBER, ALIAS, WORD = 0, 1, 2
"""Ranks of a customer's search words: the number, a whole alias, a name or a word of one."""


class _Seal(NamedTuple):
    """What a voucher's facts take from the event that seals it."""

    voucher: str
    date: str
    clerk: str


class Projection:
    """Gathers rows from events in the order of their positions.

    A voucher's facts wait for the :class:`VoucherPosted` that seals them, since it carries their
    posting date; :attr:`unsealed` names vouchers that still wait.
    """

    def __init__(self, suffix: str = "") -> None:
        self._sql = statements_for(suffix)
        self._waiting: dict[str, list[tuple[int, Event]]] = {}
        self._clear()

    def _clear(self) -> None:
        self._raised: dict[str, list[Any]] = {}
        self._moved: dict[str, list[Any]] = {}
        self._flagged: dict[str, Row] = {}
        self._rows: defaultdict[Statement, list[Row]] = defaultdict(list)
        self._numbers: dict[tuple[str, str, int], int] = {}
        self._customers: dict[tuple[str, str], tuple[Row, list[Row]]] = {}

    @property
    def unsealed(self) -> list[str]:
        """Streams of vouchers that have facts but no seal yet."""
        return list(self._waiting)

    def fold(self, pos: int, event: Event) -> None:
        """Take in the event at ``pos``; raises ValueError for a document raised twice."""
        kind = type(event)
        if kind in _FACTS:
            self._waiting.setdefault(event.originator_id, []).append((pos, event))
        elif kind is VoucherPosted:
            self._seal(pos, event)  # type: ignore[arg-type]
        elif kind in _POLICIES:
            self._rows[self._sql.policy].append((pos,))
        else:
            _MASTER[kind](self, pos, event)

    def statements(self) -> list[tuple[Statement, list[Row]]]:
        """What was gathered since the last call, grouped, in the order to execute it."""
        rows, sql = self._rows, self._sql
        if self._raised:
            rows[sql.raise_document] = [tuple(row) for row in self._raised.values()]
            rows[sql.total_day] = self._totals()
        if self._flagged:
            rows[sql.flag_document] = list(self._flagged.values())
        for document, (opened, base, cancelled, pos, voucher, clerk) in self._moved.items():
            rows[sql.move_day].append((opened, base, document))
            rows[sql.move_document].append((opened, base, cancelled, pos, voucher, clerk, document))
        if self._numbers:
            rows[sql.number] = [(*key, last) for key, last in self._numbers.items()]
        for (company, customer), (row, words) in self._customers.items():
            rows[sql.forget_words].append((company, customer))
            rows[sql.customer].append(row)
            rows[sql.word].extend(words)
        gathered = [(text, rows[text]) for text in sql if rows.get(text)]
        self._clear()
        return gathered

    def _totals(self) -> list[Row]:
        totals: dict[tuple[str, str, str], list[int]] = {}
        for row in self._raised.values():
            key = (row[_COMPANY], row[_CURRENCY], row[_DUE])
            total = totals.setdefault(key, [0, 0, 0])
            if row[_OPEN]:
                total[0] += row[_OPEN]
                total[1] += row[_BASE]
                total[2] += 1
        return [(*key, *total) for key, total in totals.items()]

    # --- vouchers ---------------------------------------------------------------------------

    def _seal(self, pos: int, event: VoucherPosted) -> None:
        voucher, rows, sql = event.originator_id, self._rows, self._sql
        facts = self._waiting.pop(voucher, ())
        seal = _Seal(voucher, event.date, event.clerk)
        reversed_vouchers: list[str] = []
        for place, fact in facts:
            if type(fact) is VoucherReversed:
                reversed_vouchers.append(fact.voucher)
            else:
                _FACTS[type(fact)](self, place, fact, seal)
        rows[sql.journal].extend(
            (
                pos,
                number,
                event.company,
                line.rule,
                line.account,
                line.division,
                line.currency,
                line.amount,
                line.base,
            )
            for number, line in enumerate(event.lines, 1)
        )
        rows[sql.voucher].append(
            (
                pos,
                voucher,
                facts[0][0] if facts else pos,
                event.company,
                event.series,
                event.year,
                event.number,
                event.date,
                event.period,
                event.customer,
                event.currency,
                event.amount,
                event.clerk,
                event.recorded_at,
                event.command,
                event.batch,
                event.text,
                "|".join(reversed_vouchers),
                "",
            )
        )
        for old in reversed_vouchers:
            rows[sql.reverse].append((voucher, old))
        self._numbers[event.company, event.series, event.year] = event.number

    def _document_raised(self, pos: int, event: DocumentRaised, seal: _Seal) -> None:
        key = event.document
        self._refuse_twin(key)
        self._raised[key] = [
            key,
            company_of(key),
            number_of(key),
            event.kind,
            event.customer,
            event.name,
            event.branch,
            event.division,
            event.control,
            event.currency,
            event.date,
            event.due,
            event.amount,
            event.open,
            event.base,
            event.rate,
            event.terms,
            event.reference,
            event.group_invoice,
            event.max_tolerance,
            event.tax,
            discounts_text(event.discounts),
            event.late_until,
            0,
            0,
            "open" if event.open else "closed",
            seal.voucher,
            pos,
            seal.voucher,
            event.clerk,
        ]
        self._enter(pos, 1, key, "raised", event.open, event.base, seal)

    def _receipt_recorded(self, pos: int, event: ReceiptRecorded, seal: _Seal) -> None:
        key, company = event.document, company_of(event.document)
        self._refuse_twin(key)
        kind, due = ("receipt", NOT_DUE) if event.amount < 0 else ("returned", event.received)
        self._raised[key] = [
            key,
            company,
            number_of(key),
            kind,
            event.customer,
            event.known_as,
            "",
            event.division,
            event.control,
            event.currency,
            event.date,
            due,
            event.amount,
            event.amount,
            event.base,
            event.rate,
            "",
            event.reference,
            "",
            None,
            0,
            "",
            "",
            0,
            0,
            "open" if event.amount else "closed",
            seal.voucher,
            pos,
            seal.voucher,
            event.clerk,
        ]
        self._enter(pos, 1, key, "raised", event.amount, event.base, seal)
        self._rows[self._sql.receipt].append(
            (
                key,
                company,
                event.bank_account,
                event.bank_reference,
                event.known_as,
                event.method,
                event.received,
                event.currency,
                event.amount,
                event.customer,
                event.reference,
                0,
            )
        )

    def _refuse_twin(self, key: str) -> None:
        # One raised by an earlier append is refused by the table's key.
        if key in self._raised:
            raise ValueError(f"document {key} is raised twice")

    def _applied(self, pos: int, event: Applied, seal: _Seal) -> None:
        self._move(pos, 1, event.target, "paid", -event.amount, -event.target_base, seal)
        self._move(pos, 2, event.source, "applied", event.source_amount, event.source_base, seal)

    def _discounted(self, pos: int, event: DiscountGranted, seal: _Seal) -> None:
        self._move(pos, 1, event.document, "discount", -event.amount, -event.base, seal)

    def _written_off(self, pos: int, event: DifferenceWrittenOff, seal: _Seal) -> None:
        self._move(pos, 1, event.document, "written_off", -event.amount, -event.base, seal)

    def _by_hand(self, pos: int, event: WrittenOff, seal: _Seal) -> None:
        if event.number:  # a reversal makes no document, it cancels the one that was made
            kind = "balance_write_off" if event.amount > 0 else "credit_write_off"
            self._rows[self._sql.raise_write_off].append(
                (
                    event.number,
                    number_of(event.number),
                    kind,
                    seal.date,
                    -event.amount,
                    event.rate,
                    -event.tax,
                    seal.voucher,
                    pos,
                    seal.clerk,
                    event.document,
                )
            )
        self._move(pos, 1, event.document, "by_hand", -event.amount, -event.base, seal)

    def _charged_back(self, pos: int, event: ChargedBack, seal: _Seal) -> None:
        self._move(pos, 1, event.document, "charged_back", -event.amount, -event.base, seal)

    def _rounded(self, pos: int, event: RoundingAbsorbed, seal: _Seal) -> None:
        self._move(pos, 1, event.document, "rounding", -event.amount, -event.base, seal)

    def _rate_adjusted(self, pos: int, event: RateAdjusted, seal: _Seal) -> None:
        self._move(pos, 1, event.document, "rate", 0, event.base, seal)

    def _facts_reversed(self, pos: int, event: FactsReversed, seal: _Seal) -> None:
        self._rows[self._sql.reverse_fact].extend(
            (event.voucher, version, seal.voucher) for version in event.versions
        )

    def _cancelled(self, pos: int, event: DocumentCancelled, seal: _Seal) -> None:
        key = event.document
        self._move(pos, 1, key, "cancelled", -event.amount, -event.base, seal)
        row = self._raised.get(key)
        if row is None:
            self._moved[key][2] = 1
        else:
            row[_STATE] = "cancelled"
        self._rows[self._sql.reverse_receipt].append((key,))

    def _short_paid(self, pos: int, event: ShortPaid, seal: _Seal) -> None:
        self._rows[self._sql.short_paid].append(
            (pos, event.document, event.amount, event.reason, seal.voucher)
        )

    def _no_rows(self, pos: int, event: Event, seal: _Seal) -> None:
        """Gain and loss are in the journal, a reversal is noted with its voucher."""

    def _move(
        self, pos: int, line: int, key: str, kind: str, amount: int, base: int, seal: _Seal
    ) -> None:
        row = self._raised.get(key)
        if row is None:
            moved = self._moved.get(key)
            if moved is None:
                self._moved[key] = [amount, base, 0, pos, seal.voucher, seal.clerk]
            else:
                moved[0] += amount
                moved[1] += base
                moved[3:] = pos, seal.voucher, seal.clerk
        else:
            row[_OPEN] += amount
            row[_BASE] += base
            if row[_STATE] != "cancelled":
                row[_STATE] = "open" if row[_OPEN] else "closed"
            row[_LAST_POS], row[_LAST_VOUCHER] = pos, seal.voucher
            row[_LAST_CLERK] = seal.clerk
        self._enter(pos, line, key, kind, amount, base, seal)

    def _enter(
        self, pos: int, line: int, key: str, kind: str, amount: int, base: int, seal: _Seal
    ) -> None:
        row = self._raised.get(key)
        if row is None:
            self._rows[self._sql.enter_known].append(
                (pos, line, seal.voucher, kind, amount, base, seal.date, key)
            )
        else:
            self._rows[self._sql.enter].append(
                (
                    pos,
                    line,
                    key,
                    row[_COMPANY],
                    row[_CUSTOMER],
                    seal.voucher,
                    kind,
                    amount,
                    base,
                    seal.date,
                    row[_DUE],
                    row[_CURRENCY],
                )
            )

    # --- requests ---------------------------------------------------------------------------

    def _requested(self, pos: int, event: WriteOffRequested) -> None:
        self._rows[self._sql.request].append(
            (
                event.company,
                event.number,
                event.document,
                event.amount,
                event.reason,
                event.currency,
                event.open,
                event.version,
                event.limit,
                event.note,
                event.clerk,
                event.recorded_at,
                "pending",
                "",
                0,
                "",
                "",
            )
        )

    def _decided(self, pos: int, event: RequestDecided) -> None:
        self._rows[self._sql.decide_request].append(
            (
                event.decision,
                event.clerk,
                event.recorded_at,
                event.voucher,
                event.note,
                event.company,
                event.number,
            )
        )

    # --- documents and customers ------------------------------------------------------------

    def _document_flagged(self, pos: int, event: DocumentFlagged) -> None:
        hold, dispute = int(event.hold), int(event.dispute)
        row = self._raised.get(event.document)
        if row is not None:
            row[_HOLD], row[_DISPUTE] = hold, dispute
            row[_LAST_POS], row[_LAST_CLERK] = pos, event.clerk
            return
        self._flagged[event.document] = (hold, dispute, pos, event.clerk, event.document)
        moved = self._moved.get(event.document)
        if moved is not None:  # moves are written after flags and must not set the version back
            moved[3], moved[5] = pos, event.clerk

    def _customer(self, pos: int, event: CustomerRegistered) -> None:
        company, customer = event.company, event.customer
        row = (
            company,
            customer,
            event.name,
            "|".join(event.aliases),
            event.currency,
            event.terms,
            event.group,
            event.payer,
            event.division,
            "|".join(event.branches),
            event.write_off_limit,
            event.credit_limit,
            int(event.hold),
            int(event.tolerance_blocked),
            event.originator_version,
            pos,
        )
        words = [(company, customer, word, rank) for word, rank in _search_words(event).items()]
        self._customers[company, customer] = row, words


def _search_words(event: CustomerRegistered) -> dict[str, int]:
    """A customer's lower-case search words with their best rank."""
    words: dict[str, int] = {event.customer.lower(): NUMBER}
    for alias in event.aliases:
        words.setdefault(alias.lower(), ALIAS)
    for name in (event.name, *event.aliases):
        for word in (name.lower(), *name.lower().split()):
            words.setdefault(word, WORD)
    words.pop("", None)
    return words


_FACTS: dict[type[Event], Callable[[Projection, int, Any, _Seal], None]] = {
    DocumentRaised: Projection._document_raised,
    ReceiptRecorded: Projection._receipt_recorded,
    Applied: Projection._applied,
    DiscountGranted: Projection._discounted,
    DifferenceWrittenOff: Projection._written_off,
    ExchangeRealised: Projection._no_rows,
    WrittenOff: Projection._by_hand,
    ChargedBack: Projection._charged_back,
    RoundingAbsorbed: Projection._rounded,
    ShortPaid: Projection._short_paid,
    DocumentCancelled: Projection._cancelled,
    VoucherReversed: Projection._no_rows,
    FactsReversed: Projection._facts_reversed,
    RateAdjusted: Projection._rate_adjusted,
}
_MASTER: dict[type[Event], Callable[[Projection, int, Any], None]] = {
    DocumentFlagged: Projection._document_flagged,
    WriteOffRequested: Projection._requested,
    RequestDecided: Projection._decided,
    CustomerRegistered: Projection._customer,
    CustomerChanged: Projection._customer,
}
_POLICIES = frozenset(POLICY_EVENTS)
