"""``clear``: accounts that come to zero are applied to themselves, at once or from a kept list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import click

from artui.commands.common import (
    command_option,
    date_option,
    day,
    dry_run_option,
    emit,
    json_option,
    ledger_option,
    opened,
    say,
    table,
)
from artui.commands.journal_sums import journal_records, say_journal, would
from artui.ledger.automatic import clearing_list
from artui.ledger.automatic.account_sums import AccountKey
from artui.ledger.automatic.at_zero import check_rewards, zero_accounts
from artui.ledger.automatic.clearing import Cleared, Clearing, clear_zero
from artui.ledger.automatic.clearing_list import KeptList
from artui.ledger.automatic.divisions import Divisions, chosen_in, codes_of
from artui.ledger.errors import refuse
from artui.ledger.events import voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.reports.records import moment

ACTIONS = ("make", "show", "add", "remove", "clear")


class Asked(NamedTuple):
    """What the line asked for."""

    company: str
    customer: str
    currency: str
    cut_off: str
    divisions: tuple[str, ...]
    regions: tuple[str, ...]
    replace: bool
    dry_run: bool
    day: str
    command: str | None
    as_json: bool


@click.command()
@click.option("--company", default="", help="Of this company; default all.")
@click.option("--customer", default="", help="Of this customer only; whom --list adds or removes.")
@click.option("--currency", default="", help="Which account --list adds or removes; default all.")
@click.option("--cut-off", default=None, help="Documents dated up to this day; default today.")
@click.option("--division", "divisions", multiple=True, metavar="CODE",
              help='Customers of this division ("" = head office); again for more.')  # fmt: skip
@click.option("--region", "regions", multiple=True, help="Customers of the divisions of a region.")
@click.option("--list", "action", type=click.Choice(ACTIONS),
              help="Work on the list a company keeps until it is cleared.")  # fmt: skip
@click.option("--replace", is_flag=True, help="With --list make: in the place of one that waits.")
@dry_run_option
@date_option
@command_option
@ledger_option
@json_option
def clear(
    company: str,
    customer: str,
    currency: str,
    cut_off: str | None,
    divisions: tuple[str, ...],
    regions: tuple[str, ...],
    action: str | None,
    replace: bool,
    dry_run: bool,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Clear the accounts whose open documents come to exactly zero in a currency.

    Each whole, a company's in one voucher; nothing is ever written off. With --list the accounts
    found are kept first, looked through, and cleared later.
    """
    with opened(ledger) as books:
        asked = Asked(
            company, customer, currency.upper(), day(cut_off, books.today(), "cut_off"), divisions,
            regions, replace, dry_run, day(date, books.today()), command, as_json,
        )  # fmt: skip
        if action in ("make", "show", "add", "remove"):
            _show_lists(books, asked, _CHANGES[action](books, asked))
            return
        for code in _companies(books, asked):
            check_rewards(books, code)  # all before the first posts
        cleared = list(_clear_lists(books, asked) if action else _clear(books, asked))
        if as_json:
            for own, done in cleared:
                _emit(books, own, done, dry_run=dry_run)
        else:
            _say(books, [done for _own, done in cleared], dry_run=dry_run)


def _companies(books: Ledger, asked: Asked) -> list[str]:
    return [asked.company] if asked.company else clearing_list.companies_seen(books)


def _divisions(books: Ledger, asked: Asked) -> dict[str, Divisions]:
    """What the divisions of the line mean in each company."""
    codes = " ".join(code or "-" for code in asked.divisions)
    text = codes if len(asked.divisions) == 1 else f"SEL {codes}".strip()
    if not asked.divisions:
        text = "SEL" if asked.regions else "ALL"
    return chosen_in(books, _companies(books, asked), text, asked.regions)


# --- at once -----------------------------------------------------------------------------------


def _clear(books: Ledger, asked: Asked) -> Iterator[tuple[str, Clearing]]:
    """Find and clear, company by company."""
    for company, wanted in _divisions(books, asked).items():
        accounts = zero_accounts(
            books,
            company=company,
            cut_off=asked.cut_off,
            divisions=codes_of(books, company, wanted),
            customer=asked.customer,
        )
        yield (
            company,
            clear_zero(
                books,
                company=company,
                accounts=accounts,
                day=asked.day,
                dry_run=asked.dry_run,
                command=asked.command,
            ),
        )


# --- the kept list -----------------------------------------------------------------------------


def _make(books: Ledger, asked: Asked) -> list[KeptList]:
    made = (
        clearing_list.select(
            books, company, cut_off=asked.cut_off, wanted=wanted, replace=asked.replace
        )
        for company, wanted in _divisions(books, asked).items()
    )
    return [one for one in made if one is not None]


def _shown(books: Ledger, asked: Asked) -> list[KeptList]:
    found = (clearing_list.kept_list(books, company) for company in _companies(books, asked))
    return [one for one in found if one is not None]


def _added(books: Ledger, asked: Asked) -> list[KeptList]:
    return [clearing_list.add(books, _one(books, asked), asked.customer, asked.currency)]


def _removed(books: Ledger, asked: Asked) -> list[KeptList]:
    company = _one(books, asked)
    kept = clearing_list.kept_list(books, company)
    keys = [
        AccountKey(one.customer, one.currency)
        for one in (kept.accounts if kept else ())
        if one.customer == asked.customer and asked.currency in ("", one.currency)
    ]
    if kept is not None and not keys:
        raise refuse("customer", clearing_list.NOBODY, f"{asked.customer} is not on the list")
    left = clearing_list.remove(books, company, keys)
    return [left] if left else []


def _one(books: Ledger, asked: Asked) -> str:
    """The company a customer is added in or removed from; refuses a line that doesn't say."""
    if not asked.customer:
        raise refuse("customer", clearing_list.NOBODY, "name the --customer")
    companies = _companies(books, asked)
    if len(companies) > 1:
        companies = [one.company for one in books.read.customers_numbered(asked.customer)]
    if len(companies) != 1:
        raise refuse("company", clearing_list.NOBODY, "name the --company of the customer")
    return companies[0]


_CHANGES: dict[str, Callable[[Ledger, Asked], list[KeptList]]] = {
    "make": _make, "show": _shown, "add": _added, "remove": _removed,
}  # fmt: skip


def _clear_lists(books: Ledger, asked: Asked) -> Iterator[tuple[str, Clearing]]:
    """Clear the lists that wait, and answer for those that the command cleared before."""
    companies = _companies(books, asked)
    for company in companies:
        command = f"{asked.command}/{company}" if asked.command else None
        known = command and books.store.command(command)
        kept = clearing_list.kept_list(books, company)
        if kept is None and not known and len(companies) > 1:
            continue
        if asked.dry_run and kept is not None:
            yield company, clearing_list.rehearse_list(books, company, asked.day).clearing
        else:
            yield company, clearing_list.clear_list(books, company, day=asked.day, command=command)


# --- printing ----------------------------------------------------------------------------------


def _show_lists(books: Ledger, asked: Asked, kept: Sequence[KeptList]) -> None:
    if asked.as_json:
        for one in kept:
            _emit_list(one)
        return
    for one in kept:
        made = f"{moment(one.made_at)} by {one.made_by}"
        where = one.chosen.words or "head office"
        say(f"{one.company}: made {made}, up to {one.cut_off}, division {where}")
        rows = [
            (
                account.customer,
                _name(books, one.company, account.customer),
                account.currency,
                format_amount(account.amount, account.currency),
                str(account.documents),
            )
            for account in one.accounts
        ]
        for text in table(("Customer", "Name", "Cur", "Amount", "Documents"), rows, right="   rr"):
            say(text)
    count = sum(len(one.accounts) for one in kept)
    say(f"{count} account{'' if count == 1 else 's'} listed.")


def _emit_list(kept: KeptList) -> None:
    for account in kept.accounts:
        emit(
            {
                "company": kept.company,
                "list": kept.number,
                "made_by": kept.made_by,
                "made_at": moment(kept.made_at),
                "cut_off": kept.cut_off,
                "customer": account.customer,
                "currency": account.currency,
                "amount": decimal_string(account.amount, account.currency),
                "documents": account.documents,
            }
        )


def _name(books: Ledger, company: str, customer: str) -> str:
    found = books.read.customer(company, customer)
    return found.name if found else ""


def _emit(books: Ledger, company: str, done: Clearing, *, dry_run: bool) -> None:
    """A record an account, then one a journal."""
    for one in done.accounts:
        account = one.account
        emit(
            {
                "company": company,
                "customer": account.customer,
                "currency": account.currency,
                "amount": decimal_string(account.amount, account.currency),
                "documents": list(one.documents),
                "voucher": one.voucher,
                "skipped": one.skipped,
                "dry_run": dry_run,
            }
        )
    for voucher, (_company, lines) in zip(done.vouchers, done.journal, strict=True):
        emit(
            {
                "company": company,
                "voucher": voucher,
                "dry_run": dry_run,
                "journal": journal_records(books, company, lines),
            }
        )


def _say(books: Ledger, cleared: Sequence[Clearing], *, dry_run: bool) -> None:
    done = [one for clearing in cleared for one in clearing.accounts]
    heads = ("Company", "Customer", "Name", "Cur", "Amount", "Documents", "Voucher")
    rows = [_row(books, one) for one in done]
    for text in table(heads, rows, right="    rr") if rows else ():
        say(text)
    say_journal(books, [journal for clearing in cleared for journal in clearing.journal])
    count = sum(not one.skipped for one in done)
    skipped = f", {len(done) - count} skipped" if count < len(done) else ""
    plural = "" if count == 1 else "s"
    say(f"{would(dry_run)}{count} account{plural} cleared{skipped}.")


def _row(books: Ledger, one: Cleared) -> tuple[str, ...]:
    account = one.account
    return (
        account.company,
        account.customer,
        _name(books, account.company, account.customer),
        account.currency,
        format_amount(account.amount, account.currency),
        str(len(one.documents) or account.documents),
        one.skipped or voucher_name(one.voucher),
    )
