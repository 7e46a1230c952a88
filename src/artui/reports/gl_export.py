"""The file of an export to the general ledger: CSV, one row a journal line; pure.

Only what the events of its vouchers say goes in, so that it is the same bytes whenever it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from artui.ledger import events as ev
from artui.ledger.general.exporting import Exported, Render, Span
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.reading.journal_batches import PostedBatch
from artui.reports.records import moment
from artui.reports.separated import csv_text

COLUMNS = (
    "company",
    "export",
    "batch",
    "voucher",
    "date",
    "period",
    "line",
    "account",
    "rule",
    "division",
    "customer",
    "currency",
    "debit",
    "credit",
    "base_currency",
    "base_debit",
    "base_credit",
    "text",
    "reverses",
    "clerk",
    "recorded_at",
)
"""The columns of the file; ``batch`` counts from 1 in the export, ``line`` in its batch."""


def rendering(ledger: Ledger, company: str) -> Render:
    """What makes the files of a company's exports: amounts as plain decimals, cells that a
    spreadsheet would run with an apostrophe in front."""
    return partial(_rendered, ledger.policies.company(company).base_currency)


def _rendered(base: str, span: Span, batches: Iterable[PostedBatch]) -> Iterator[bytes]:
    yield csv_text([COLUMNS]).encode()
    for number, batch in enumerate(batches, 1):
        yield csv_text(_rows(base, span, number, batch)).encode()


def _rows(base: str, span: Span, number: int, batch: PostedBatch) -> Iterator[Sequence[str]]:
    head = batch.head
    for place, line in enumerate(batch.lines, 1):
        yield (
            span.company,
            str(span.number),
            str(number),
            head.id,
            head.date,
            head.period,
            str(place),
            line.account,
            line.rule,
            line.division,
            head.customer,
            line.currency,
            *_sides(line.amount, line.currency),
            base,
            *_sides(line.base, base),
            head.text,
            head.reverses,
            head.clerk,
            moment(head.recorded_at),
        )


def _sides(amount: int, currency: str) -> tuple[str, str]:
    """A debit (+) or a credit (-) on its side, the other one empty."""
    text = decimal_string(abs(amount), currency)
    return (text, "") if amount > 0 else ("", text) if amount < 0 else ("", "")


# --- beside the file -----------------------------------------------------------------------------


def control_record(exported: Exported, base: str) -> dict[str, object]:
    """What a receiver checks a file against: count, totals, hash, and whether it is a copy."""
    it = exported.record
    return {
        "company": it.company,
        "export": it.number,
        "copy": exported.copy,
        "batches": it.batches,
        "lines": it.lines,
        "totals": {
            currency: {
                "debit": decimal_string(debit, currency),
                "credit": decimal_string(credit, currency),
            }
            for currency, debit, credit in it.totals
        },
        "base": {
            "currency": base,
            "debit": decimal_string(it.base[0], base),
            "credit": decimal_string(it.base[1], base),
        },
        "after": it.after,
        "upto": it.upto,
        "sha256": it.sha256,
        "exported_at": moment(it.recorded_at),
        "clerk": it.clerk,
    }


def totals_words(record: ev.JournalExported) -> str:
    """``USD 1,234.00 CAD 5.00``: the debits per currency, which are the credits too."""
    return " ".join(
        f"{currency} {format_amount(debit, currency)}"
        + ("" if debit == credit else f"/{format_amount(credit, currency)}")
        for currency, debit, credit in record.totals
    )
