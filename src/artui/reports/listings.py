"""Reports that list: aged trial balance, open items, write-offs, vouchers. Each is one function
from a ledger and what is asked for to a table; see :mod:`artui.reports.catalogue`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from artui.ledger.dates import NOT_DUE, month_end, month_of
from artui.ledger.errors import refuse
from artui.ledger.events import document_key, number_of, voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.reading import balances
from artui.ledger.reading.balances import Aged
from artui.ledger.reading.open_on import open_on
from artui.ledger.reading.queries import VoucherHead
from artui.ledger.reading.written_off import written_off
from artui.reports.asked import NO_CLERK, UNKNOWN, Asked, about, checked, common
from artui.reports.journal_lists import counted, posted
from artui.reports.papers import (
    Cell,
    Column,
    Lead,
    Money,
    Report,
    to_customer,
    to_document,
    to_voucher,
)
from artui.reports.records import TYPES

WRITE_OFF_LIST = "write-off-list"
_PAGE = 300
"""Vouchers of one short read."""


def aged_balances(ledger: Ledger, asked: Asked) -> Report:
    """What each customer had open on a day, by days late; unidentified cash by itself."""
    checked(ledger, asked)
    ledger.sight.check_books(asked.company)
    found = balances.aged(ledger.seen, asked.company, asked.last)
    return aged_report(asked, about(ledger, asked), found)


def aged_report(asked: Asked, about_it: tuple[str, ...], found: Sequence[Aged]) -> Report:
    """The aged trial balance of what was found open, now or at a closing."""
    columns = (
        Column("Customer", "customer"),
        Column("Cur", "currency"),
        Column("Not due", "not_due", right=True),
        Column("1-30", "late_1_30", right=True),
        Column("31-60", "late_31_60", right=True),
        Column("Over 60", "late_over_60", right=True),
        Column("Total", "total", right=True),
    )

    def row(label: str, currency: str, buckets: Sequence[int]) -> list[Cell]:
        sums = (*buckets, sum(buckets))
        return [label, currency, *(Money(amount, currency) for amount in sums)]

    rows = [row(one.customer or UNKNOWN, one.currency, one.buckets) for one in found]
    totals = [
        row("Total", currency, sums) for currency, sums in balances.by_currency(found).items()
    ]
    leads = [to_customer(asked.company, one.customer) for one in found]
    return Report("Aged trial balance", about_it, columns, rows, totals, common=common(asked),
                  leads=leads)  # fmt: skip


def open_items(ledger: Ledger, asked: Asked) -> Report:
    """Every document with an open balance on a day, by customer and due day."""
    checked(ledger, asked)
    columns = (
        Column("Customer", "customer"),
        Column("Name", "name", gives=True),
        Column("Document", "document"),
        Column("Type", "type"),
        Column("Date", "date"),
        Column("Due", "due_date"),
        Column("Late", "days_late", right=True),
        Column("Open", "open", right=True),
        Column("Cur", "currency"),
    )
    rows: list[list[Cell]] = []
    leads: list[Lead] = []
    sums: Counter[str] = Counter()
    for item in open_on(
        ledger.store, ledger.sight, asked.company, asked.last, customer=asked.customer
    ):
        sums[item.currency] += item.open
        leads.append(to_document(document_key(asked.company, item.number)))
        rows.append(
            [
                item.customer or UNKNOWN,
                item.name,
                item.number,
                TYPES.get(item.kind, item.kind),
                item.date,
                "" if item.due == NOT_DUE else item.due,
                item.late or "",
                Money(item.open, item.currency),
                item.currency,
            ]
        )
    totals: list[list[Cell]] = [
        ["Total", "", "", "", "", "", "", Money(sums[currency], currency), currency]
        for currency in sorted(sums)
    ]
    return Report("Open items", about(ledger, asked), columns, rows, totals, common=common(asked),
                  leads=leads)  # fmt: skip


def write_offs(ledger: Ledger, asked: Asked) -> Report:
    """What was written off between two days by reason, customer, clerk, month and currency; what
    was given away is above zero, what was kept of an excess below."""
    checked(ledger, asked, of_a_time=True)
    columns = (
        Column("Reason", "reason"),
        Column("Customer", "customer"),
        Column("Clerk", "clerk", gives=True),
        Column("Month", "month"),
        Column("Count", "count", right=True),
        Column("Written off", "written_off", right=True),
        Column("Cur", "currency"),
    )
    counts: Counter[tuple[str, ...]] = Counter()
    sums: Counter[tuple[str, ...]] = Counter()
    for one in written_off(ledger, asked.first, asked.last, company=asked.company):
        customer = one.customer or UNKNOWN
        if asked.fits(customer=customer, reason=one.reason):
            key = (one.reason, customer, one.clerk, month_of(one.day), one.currency)
            of_reason = (one.reason, one.currency)
            for each in (key, of_reason):
                counts[each] += 1
                sums[each] += one.amount
    rows: list[list[Cell]] = [
        [*key[:4], counts[key], Money(sums[key], key[4]), key[4]]
        for key in sorted(counts)
        if len(key) > 2
    ]
    totals: list[list[Cell]] = [
        [reason, "Total", "", "", counts[reason, cur], Money(sums[reason, cur], cur), cur]
        for reason, cur in sorted(key for key in counts if len(key) == 2)
    ]
    when = about(ledger, asked, of_a_time=True)
    leads = [Lead(WRITE_OFF_LIST, asked=_behind(asked, *key)) for key in sorted(counts)
             if len(key) > 2]  # fmt: skip
    return Report("Write-off summary", when, columns, rows, totals, common=common(asked),
                  leads=leads)  # fmt: skip


def _behind(
    asked: Asked, reason: str, customer: str, clerk: str, month: str, currency: str
) -> Asked:
    """What a row of the summary is made of: the same, in the days of its month asked for."""
    return asked._replace(
        first=max(asked.first, f"{month}-01"),
        last=min(asked.last, month_end(f"{month}-01")),
        customer=customer,
        reason=reason,
        clerk=clerk,
        currency=currency,
    )


def write_off_list(ledger: Ledger, asked: Asked) -> Report:
    """Every write-off between two days, in the order of the log; signs as in the summary."""
    checked(ledger, asked, of_a_time=True)
    columns = (
        Column("Document", "document"),
        Column("Customer", "customer"),
        Column("Date", "date"),
        Column("Voucher", "voucher"),
        Column("Reason", "reason"),
        Column("Clerk", "clerk", gives=True),
        Column("Written off", "written_off", right=True),
        Column("Cur", "currency"),
    )
    found = [
        one
        for one in written_off(ledger, asked.first, asked.last, company=asked.company)
        if asked.fits(
            customer=one.customer or UNKNOWN,
            reason=one.reason,
            clerk=one.clerk,
            currency=one.currency,
        )
    ]
    if not found and asked.clerk not in ("", *ledger.policies.users):
        said = f"there is no user {asked.clerk}, and nobody called so wrote anything off then"
        raise refuse("clerk", NO_CLERK, said)
    names = _voucher_names(ledger, [one.voucher for one in found])
    sums: Counter[str] = Counter()
    for one in found:
        sums[one.currency] += one.amount
    rows: list[list[Cell]] = [
        [
            number_of(one.document),
            one.customer or UNKNOWN,
            one.day,
            names[one.voucher],
            one.reason,
            one.clerk,
            Money(one.amount, one.currency),
            one.currency,
        ]
        for one in found
    ]
    totals: list[list[Cell]] = [
        ["Total", "", "", "", "", "", Money(sums[currency], currency), currency]
        for currency in sorted(sums)
    ]
    when = about(ledger, asked, of_a_time=True)
    leads = [to_document(one.document) for one in found]
    return Report("Write-offs one by one", when, columns, rows, totals, common=common(asked),
                  leads=leads)  # fmt: skip


def _voucher_names(ledger: Ledger, seals: Sequence[int]) -> dict[int, str]:
    """The names of vouchers by the positions of their seals."""
    names: dict[int, str] = {}
    for start in range(0, len(seals), _PAGE):
        events = ledger.store.events_at(seals[start : start + _PAGE])
        names.update((pos, voucher_name(seal.originator_id)) for pos, seal in events.items())
    return names


def vouchers(ledger: Ledger, asked: Asked) -> Report:
    """Every voucher posted between two days, in the order of the log."""
    checked(ledger, asked, of_a_time=True)
    ledger.sight.check_books(asked.company)
    columns = (
        Column("Voucher", "voucher"),
        Column("Date", "date"),
        Column("Period", "period"),
        Column("Customer", "customer"),
        Column("Amount", "amount", right=True),
        Column("Cur", "currency"),
        Column("Clerk", "clerk", gives=True),
        Column("Text", "text", gives=True),
    )
    heads = sorted(posted(ledger, asked), key=lambda head: head.pos)
    rows = [
        [
            head.name,
            head.date,
            head.period,
            head.customer,
            Money(head.amount, head.currency) if head.currency else "",
            head.currency,
            head.clerk,
            _remark(head),
        ]
        for head in heads
    ]
    when = about(ledger, asked, of_a_time=True)
    notes = (counted(len(rows)),)
    return Report("Voucher list", when, columns, rows, notes=notes, common=common(asked),
                  leads=[to_voucher(head.id) for head in heads])  # fmt: skip


def _remark(head: VoucherHead) -> str:
    return f"reversed by {head.reversed_by}" if head.reversed_by else head.text
