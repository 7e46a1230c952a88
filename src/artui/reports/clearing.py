"""Unapplied balances on paper: the kept list, what clearing it would do, what it did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from artui.ledger.automatic.at_zero import Listed
from artui.ledger.automatic.clearing import Clearing, Rehearsed
from artui.ledger.automatic.clearing_list import KeptList
from artui.ledger.events import voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.naming import many
from artui.reports.dry_run import difference_text, journal_text
from artui.reports.records import moment


def sums_text(accounts: Iterable[Listed]) -> str:
    """``USD 74,216.48  CAD 12.00``: what accounts come to on one side; never added up."""
    sums: dict[str, int] = {}
    for account in accounts:
        sums[account.currency] = sums.get(account.currency, 0) + account.amount
    return "  ".join(f"{cur} {format_amount(amount, cur)}" for cur, amount in sums.items())


def list_text(ledger: Ledger, kept: KeptList) -> Iterator[str]:
    """A list with its maker and time, an account a line."""
    where = kept.chosen.words or "head office"
    yield f"Unapplied balances of {kept.company}, documents up to {kept.cut_off}, division {where}"
    yield f"List {kept.number}, made {moment(kept.made_at)} by {kept.made_by}"
    yield ""
    yield f"{'Customer':<13}{'Name':<31}{'Cur':<4}{'Debits':>16}{'Documents':>11}"
    for account in kept.accounts:
        customer = ledger.read.customer(account.company, account.customer)
        yield (
            f"{account.customer:<13}{(customer.name if customer else '')[:30]:<31}"
            f"{account.currency:<4}{format_amount(account.amount, account.currency):>16}"
            f"{account.documents:>11,}"
        )
    yield ""
    yield f"{many(len(kept.accounts), 'account')}   {sums_text(kept.accounts)}"


def rehearsed_text(ledger: Ledger, seen: Sequence[Rehearsed]) -> Iterator[str]:
    """What clearing would do: balances by age and documents a company, the journal, the counts."""
    for one in seen:
        yield from difference_text(one.before, one.after)
        yield ""
    lines = (
        (company, line) for one in seen for company, own in one.clearing.journal for line in own
    )
    yield from journal_text(lines, ledger.policies)
    yield ""
    done = [one.clearing for one in seen]
    yield f"{headline(done)}. Nothing is posted."
    yield from skipped_text(done)


def headline(done: Iterable[Clearing]) -> str:
    """``3 accounts cleared, 1 skipped, 2 not begun``."""
    done = list(done)
    skipped = sum(len(one.skipped) for one in done)
    parts = [f"{many(sum(len(one.accounts) for one in done) - skipped, 'account')} cleared"]
    parts += [f"{skipped:,} skipped"] if skipped else []
    left = sum(one.not_begun for one in done)
    return ", ".join([*parts, *([f"{left:,} not begun"] if left else [])])


def vouchers_text(done: Iterable[Clearing]) -> str:
    """``U001 ZC 2020-000009``: the vouchers with their companies, the first ones and how many."""
    keys = [key for one in done for key in one.vouchers]
    names = [f"{key.partition('/')[0]} {voucher_name(key)}" for key in keys[:2]]
    more = f" and {len(keys) - 2:,} more" if len(keys) > 2 else ""
    return f"{', '.join(names) or 'none'}{more}"


def skipped_text(done: Iterable[Clearing]) -> Iterator[str]:
    """The accounts that were skipped, with why."""
    for one in done:
        for each in one.skipped:
            account = each.account
            yield f"{account.company} {account.customer} {account.currency}: {each.skipped}"


def result_heads(ledger: Ledger, done: Sequence[Clearing]) -> Iterator[str]:
    """What stands above a result on paper."""
    yield f"Clear unapplied balances   {ledger.today()}   clerk {ledger.clerk}"
    yield headline(done)
    yield f"Vouchers {vouchers_text(done)}"
    yield ""


def result_text(ledger: Ledger, done: Sequence[Clearing]) -> Iterator[str]:
    """What was cleared, those skipped first: every account with its documents beneath it."""
    yield from skipped_text(done)
    yield f"{'Comp':<6}{'Customer':<14}{'Name':<21}{'Cur':<4}{'Debits':>15}  Voucher"
    for one in done:
        for each in one.accounts:
            if each.voucher:
                account = each.account
                customer = ledger.read.customer(account.company, account.customer)
                yield (
                    f"{account.company:<6}{account.customer:<14}"
                    f"{(customer.name if customer else '')[:20]:<21}{account.currency:<4}"
                    f"{format_amount(account.amount, account.currency):>15}  "
                    f"{voucher_name(each.voucher)}"
                )
                yield from (f"      {line}" for line in wrap(", ".join(each.documents), 72))
