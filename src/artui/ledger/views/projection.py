"""From events to rows: the fold that keeps documents, movements, totals and lists.

The fold is pure. It gathers what one append (or one chunk of a rebuild) changes; what it can't
know, the standing of documents that earlier appends made, the statements look up in the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from artui.ledger.dates import NOT_DUE
from artui.ledger.events import (
    POLICY_EVENTS,
    Applied,
    BankLineRead,
    BatchClosed,
    BatchOpened,
    ChargedBack,
    ClearingListChanged,
    ClearingListEmptied,
    ClearingListMade,
    CustomerChanged,
    CustomerRegistered,
    DifferenceWrittenOff,
    DiscountGranted,
    DocumentCancelled,
    DocumentFlagged,
    DocumentRaised,
    Event,
    ExceptionRecommended,
    ExchangeRealised,
    FactsReversed,
    JournalExported,
    JournalLeftUnposted,
    JournalPosted,
    LineParked,
    LineTakenUp,
    PayerAliasEnded,
    PayerAliasLearned,
    RateAdjusted,
    ReceiptRecorded,
    RecommendationDecided,
    Refunded,
    RefundRequested,
    RequestDecided,
    RoundingAbsorbed,
    ShortPaid,
    StatementsRun,
    StatementsWanted,
    Transferred,
    VoucherPosted,
    VoucherReversed,
    WriteOffRequested,
    WrittenOff,
    company_of,
)
from artui.ledger.views.moves import day_number, moves_of
from artui.ledger.views.rows import (
    Row,
    alias_row,
    customer_row,
    customer_words,
    named_batch_row,
    opened_batch_row,
    raised_row,
    receipt_row,
    recommendation_row,
    request_row,
    within_company,
    write_off_row,
)
from artui.ledger.views.statements import Statement, statements_for
from artui.ledger.views.tables import DOCUMENTS

_COLUMN = {name: place for place, name in enumerate(DOCUMENTS.names)}
_POS, _CURRENCY, _FALLS = (_COLUMN[name] for name in ("pos", "currency", "falls"))
_OPEN, _BASE, _CANCELLED = (_COLUMN[name] for name in ("open", "base_open", "cancelled"))
_MADE_BY = _COLUMN["made_by"]
_RATE = _COLUMN["rate"]
_HOLD, _DISPUTE = _COLUMN["hold"], _COLUMN["dispute"]
_LAST_POS, _MOVED_BY, _LAST_CLERK = (
    _COLUMN[name] for name in ("last_pos", "moved_by", "last_clerk")
)


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
        self._rates: dict[str, str] = {}
        self._rows: defaultdict[Statement, list[Row]] = defaultdict(list)
        self._accounts: dict[Row, list[int]] = {}
        self._numbers: dict[tuple[str, str, int], int] = {}
        self._customers: dict[tuple[str, str], tuple[Row, list[Row]]] = {}
        self._parked: dict[str, int] = {}

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
        if self._rates:
            rows[sql.rate_document] = [(rate, document) for document, rate in self._rates.items()]
        for document, (opened, base, cancelled, pos, voucher, clerk) in self._moved.items():
            rows[sql.move_day].append((opened, base, document))
            rows[sql.move_document].append((opened, base, cancelled, pos, voucher, clerk, document))
        if self._accounts:
            rows[sql.total_account] = [(*key, *sums) for key, sums in self._accounts.items()]
        if self._numbers:
            rows[sql.number] = [(*key, last) for key, last in self._numbers.items()]
        for (company, customer), (row, words) in self._customers.items():
            rows[sql.forget_words].append((company, customer))
            rows[sql.customer].append(row)
            rows[sql.word].extend(words)
        if self._parked:
            rows[sql.take_up] = [(document,) for document in self._parked]
            parked = [(document, pos) for document, pos in self._parked.items() if pos]
            if parked:
                rows[sql.park] = parked
        gathered = [(text, rows[text]) for text in sql if text in rows]
        self._clear()
        return gathered

    def _totals(self) -> list[Row]:
        # A sum of nothing is written too: which days there are must not depend on how events
        # are cut into appends.
        totals: dict[Row, list[int]] = {}
        for document, row in self._raised.items():
            key = (company_of(document), row[_CURRENCY], row[_FALLS] or NOT_DUE)
            total = totals.setdefault(key, [0, 0, 0])
            if row[_OPEN]:
                total[0] += row[_OPEN]
                total[1] += row[_BASE]
                total[2] += 1
        return [(*key, *total) for key, total in totals.items()]

    # --- vouchers ---------------------------------------------------------------------------

    def _seal(self, pos: int, event: VoucherPosted) -> None:
        rows, sql = self._rows, self._sql
        facts = self._waiting.pop(event.originator_id, ())
        day, voucher = day_number(event.date), within_company(event.originator_id)
        reversed_vouchers = []
        for place, fact in facts:
            kind = type(fact)
            if kind is VoucherReversed:
                reversed_vouchers.append(fact.voucher)  # type: ignore[attr-defined]
                continue
            if kind is JournalLeftUnposted:
                row = (pos, event.company, event.originator_id, event.date, None)
                rows[sql.leave_unposted].append(row)
                continue
            begin = _FACTS[kind]
            if begin is not None:
                begin(self, place, fact, event)
            for number, move in enumerate(moves_of(fact), 1):
                self._move(place, number, move, day, pos - place, voucher, event.clerk)
        for line in event.lines:
            key = (event.company, line.account, line.rule, line.division, line.currency, day)
            sums = self._accounts.setdefault(key, [0, 0])
            sums[0] += line.amount
            sums[1] += line.base
        rows[sql.voucher].append(
            (
                pos,
                pos - facts[0][0] if facts else 0,
                event.company,
                event.series,
                event.year,
                event.number,
                "|".join(reversed_vouchers),
            )
        )
        if reversed_vouchers:
            rows[sql.reverse].extend((old, event.originator_id) for old in reversed_vouchers)
        self._numbers[event.company, event.series, event.year] = event.number

    def _document_raised(self, pos: int, event: DocumentRaised, _seal: VoucherPosted) -> None:
        self._raise(event.document, raised_row(pos, event))

    def _receipt_recorded(self, pos: int, event: ReceiptRecorded, seal: VoucherPosted) -> None:
        self._raise(event.document, receipt_row(pos, event))
        if seal.batch:
            self._rows[self._sql.name_batch].append(named_batch_row(event, seal))
            self._rows[self._sql.batch_receipt].append((seal.batch, pos))
        if event.bank_reference:
            self._rows[self._sql.bank_reference].append((event.bank_reference, pos))

    def _raise(self, key: str, row: list[Any]) -> None:
        # One raised by an earlier append is refused by the table's key.
        if key in self._raised:
            raise ValueError(f"document {key} is raised twice")
        row[_OPEN] = row[_BASE] = 0  # its first movement brings the balance
        self._raised[key] = row

    def _by_hand(self, pos: int, event: WrittenOff, seal: VoucherPosted) -> None:
        if event.number:  # a reversal makes no document, it cancels the one that was made
            self._rows[self._sql.raise_write_off].append(write_off_row(pos, event, seal.date))

    def _facts_reversed(self, _pos: int, event: FactsReversed, seal: VoucherPosted) -> None:
        self._rows[self._sql.reverse_fact].extend(
            (event.voucher, version, seal.originator_id) for version in event.versions
        )

    def _cancelled(self, _pos: int, event: DocumentCancelled, _seal: VoucherPosted) -> None:
        row = self._raised.get(event.document)
        if row is None:
            self._moved.setdefault(event.document, [0, 0, 0, 0, "", ""])[2] = 1
        else:
            row[_CANCELLED] = 1

    def _short_paid(self, pos: int, event: ShortPaid, seal: VoucherPosted) -> None:
        self._rows[self._sql.short_paid].append(
            (pos, event.document, event.amount, event.reason, seal.originator_id)
        )

    def _move(
        self, pos: int, line: int, move: Row, day: int, ahead: int, voucher: str, clerk: str
    ) -> None:
        key, kind, amount, base = move
        row = self._raised.get(key)
        if row is not None:
            row[_OPEN] += amount
            row[_BASE] += base
            row[_LAST_POS], row[_LAST_CLERK] = pos, clerk
            if row[_MADE_BY] != voucher:
                row[_MOVED_BY] = voucher
            entry = (row[_POS], pos, line, kind, amount, base, day, ahead)
            self._rows[self._sql.enter].append(entry)
            return
        moved = self._moved.get(key)
        if moved is None:
            self._moved[key] = [amount, base, 0, pos, voucher, clerk]
        else:
            moved[0] += amount
            moved[1] += base
            moved[3:] = pos, voucher, clerk
        self._rows[self._sql.enter_known].append((pos, line, kind, amount, base, day, ahead, key))

    # --- documents, customers and requests --------------------------------------------------

    def _rate_adjusted(self, _pos: int, event: RateAdjusted, _seal: VoucherPosted) -> None:
        row = self._raised.get(event.document)
        if row is None:
            self._rates[event.document] = event.rate
        else:
            row[_RATE] = event.rate

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
        key = company, customer = event.company, event.customer
        words = [(company, customer, word, rank) for word, rank in customer_words(event).items()]
        self._customers[key] = customer_row(pos, event), words

    def _requested(self, _pos: int, event: WriteOffRequested | RefundRequested) -> None:
        self._rows[self._sql.request].append(request_row(event))

    def _decided(self, _pos: int, event: RequestDecided) -> None:
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

    def _statements_run(self, pos: int, event: StatementsRun) -> None:
        self._rows[self._sql.statement_run].append((event.company, event.number, pos))

    def _statements_wanted(self, _pos: int, event: StatementsWanted) -> None:
        self._rows[self._sql.statements_wanted].append(
            (event.company, event.customer, int(event.wanted), event.originator_version)
        )

    def _batch_opened(self, _pos: int, event: BatchOpened) -> None:
        self._rows[self._sql.open_batch].append(opened_batch_row(event))

    def _batch_closed(self, _pos: int, event: BatchClosed) -> None:
        self._rows[self._sql.close_batch].append(
            (
                event.count,
                event.total,
                event.difference,
                event.reason,
                event.clerk,
                event.recorded_at,
                event.originator_version,
                event.company,
                event.batch,
            )
        )

    def _journal_posted(self, pos: int, event: JournalPosted) -> None:
        self._rows[self._sql.post_journal].append((pos, event.voucher))

    def _exported(self, pos: int, event: JournalExported) -> None:
        """An export changes no row: it is read from its own stream."""

    def _clearing_list(self, _pos: int, _event: Event) -> None:
        """A list of accounts to clear changes no row: it is read from its own stream."""

    def _recommended(self, _pos: int, event: ExceptionRecommended) -> None:
        self._rows[self._sql.recommend].append(recommendation_row(event))

    def _recommendation_decided(self, _pos: int, event: RecommendationDecided) -> None:
        self._rows[self._sql.decide_recommendation].append(
            (
                event.decision,
                event.action,
                event.amount,
                event.reason,
                event.voucher,
                event.made,
                event.request,
                event.clerk,
                event.recorded_at,
                event.note,
                event.company,
                event.number,
            )
        )

    # --- the inbox ----------------------------------------------------------------------------

    def _bank_line(self, pos: int, event: BankLineRead) -> None:
        self._rows[self._sql.bank_line].append((pos, event.document, event.batch))

    def _line_parked(self, pos: int, event: LineParked) -> None:
        self._parked[event.document] = pos

    def _line_taken_up(self, _pos: int, event: LineTakenUp) -> None:
        self._parked[event.document] = 0  # not parked; what stood before is forgotten

    def _alias_learned(self, pos: int, event: PayerAliasLearned) -> None:
        self._rows[self._sql.learn_alias].append(alias_row(pos, event))

    def _alias_ended(self, _pos: int, event: PayerAliasEnded) -> None:
        self._rows[self._sql.end_alias].append((event.company, event.number))


_FACTS: dict[type[Event], Callable[[Projection, int, Any, VoucherPosted], None] | None] = {
    DocumentRaised: Projection._document_raised,
    ReceiptRecorded: Projection._receipt_recorded,
    Applied: None,
    DiscountGranted: None,
    DifferenceWrittenOff: None,
    ExchangeRealised: None,
    WrittenOff: Projection._by_hand,
    ChargedBack: None,
    Transferred: None,
    Refunded: None,
    RoundingAbsorbed: None,
    ShortPaid: Projection._short_paid,
    DocumentCancelled: Projection._cancelled,
    VoucherReversed: None,
    JournalLeftUnposted: None,
    FactsReversed: Projection._facts_reversed,
    RateAdjusted: Projection._rate_adjusted,
}
"""Facts of vouchers, and what they write besides the movements they make."""

_MASTER: dict[type[Event], Callable[[Projection, int, Any], None]] = {
    DocumentFlagged: Projection._document_flagged,
    WriteOffRequested: Projection._requested,
    RefundRequested: Projection._requested,
    RequestDecided: Projection._decided,
    ExceptionRecommended: Projection._recommended,
    RecommendationDecided: Projection._recommendation_decided,
    ClearingListMade: Projection._clearing_list,
    ClearingListChanged: Projection._clearing_list,
    ClearingListEmptied: Projection._clearing_list,
    JournalPosted: Projection._journal_posted,
    JournalExported: Projection._exported,
    BatchOpened: Projection._batch_opened,
    BatchClosed: Projection._batch_closed,
    BankLineRead: Projection._bank_line,
    LineParked: Projection._line_parked,
    LineTakenUp: Projection._line_taken_up,
    PayerAliasLearned: Projection._alias_learned,
    PayerAliasEnded: Projection._alias_ended,
    CustomerRegistered: Projection._customer,
    CustomerChanged: Projection._customer,
    StatementsRun: Projection._statements_run,
    StatementsWanted: Projection._statements_wanted,
}
_POLICIES = frozenset(POLICY_EVENTS)
