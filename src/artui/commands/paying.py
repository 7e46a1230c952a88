"""``pay`` and ``apply``: postings without a screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import click

from artui import settings
from artui.commands.choosing import Choice, choice_options, distribute, written_off_of
from artui.commands.common import (
    P,
    R,
    amount,
    command_option,
    date_option,
    day,
    emit,
    find_document,
    json_option,
    ledger_option,
    opened,
    say,
    table,
    warn,
)
from artui.ledger import paying
from artui.ledger.distribution import Line
from artui.ledger.documents import Customer
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.errors import refuse
from artui.ledger.events import number_of, voucher_key
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.matching import propose
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.receiving.recovering import (
    recover_with_credit,
    recover_with_receipt,
    recoverable,
    taken_back,
)

_VOUCHER = re.compile(r"([A-Z]{2})[ -](\d{4})[-/](\d+)")


def posting_options(command: Callable[P, R]) -> Callable[P, R]:
    """What every posting takes."""
    for option in (
        json_option,
        ledger_option,
        command_option,
        date_option,
        click.option("--company", default="", help="Where a number is known in several."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("payer")
@click.argument("money", metavar="AMOUNT")
@click.argument("currency", required=False)
@choice_options
@click.option("--on-account", is_flag=True, help="Apply nothing.")
@click.option("--received", default=None, help="The day that decides discounts; default --date.")
@click.option("--bank-account", default="", help="Default: the company's in this currency.")
@click.option("--method", default="", help="ACH, WIRE, CHECK or what you call it.")
@click.option("--reference", default="", help="Cheque or bank reference, as the payer wrote it.")
@click.option("--bank-reference", default="", help="The bank's own, by which money is known.")
@click.option("--batch", default="", help="The receipt batch it belongs to.")
@posting_options
def pay(
    payer: str,
    money: str,
    currency: str | None,
    on_account: bool,
    received: str | None,
    bank_account: str,
    method: str,
    reference: str,
    bank_reference: str,
    batch: str,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
    documents: tuple[str, ...],
    accept_late: bool,
    discount: tuple[str, ...],
    discount_reason: str,
    no_tolerance: bool,
    short_reason: str,
    write_off: tuple[str, ...],
    write_off_reason: str,
    recover: bool,
) -> None:
    """Post money received from PAYER: one voucher.

    Without --document it pays the one document it is meant for, if there is just one; else it
    stays on account. A returned item has its minus behind: 1250.00-
    """
    choice = Choice(
        documents, accept_late, discount, discount_reason, not no_tolerance, short_reason,
        write_off, write_off_reason, recover,
    )  # fmt: skip
    with opened(ledger) as books:
        customer = _payer(books, payer, company)
        currency = currency or customer.currency
        booked = day(date, books.today())
        receipt = Receipt(
            customer.company,
            payer,
            currency,
            amount(money, currency),
            bank_account or _bank_account(books, customer.company, currency),
            day(received, booked, "received"),
            booked,
            method=method,
            reference=reference,
            bank_reference=bank_reference,
            batch=batch,
        )
        again = command is not None and books.done_before(command) is not None
        lines = [] if again or on_account else _lines(books, receipt, choice)
        if not again:
            _warn_of_duplicates(books, receipt)
        pay_lines, command = [PayLine.of(line) for line in lines], command or books.ids()
        written = written_off_of(books, lines)
        posted = recover_with_receipt(books, receipt, pay_lines, written, command)
        _report(posted, lines, currency, taken_back(books, command), as_json)


def _payer(books: Ledger, payer: str, company: str) -> Customer:
    found = books.read.customers_numbered(payer)
    wanted = company or (settings.load_settings().company if len(found) > 1 else "")
    found = [c for c in found if wanted in ("", c.company)]
    if not found:
        where = f" of {company}" if company else ""
        raise refuse("payer", 2207, f"{payer!r} is no customer{where}; leading zeros count")
    if len(found) > 1:
        names = " and ".join(c.company for c in found)
        raise refuse("company", 2207, f"{payer} is a customer of {names}: name the --company")
    return found[0]


def _bank_account(books: Ledger, company: str, currency: str) -> str:
    account = books.policies.bank_account_for(company, currency)
    if account is None:
        raise refuse("bank_account", 2208, f"{company} has no bank account in {currency}")
    return account.bank_account


def _warn_of_duplicates(books: Ledger, receipt: Receipt) -> None:
    like = paying.duplicates(books, receipt)
    if like:
        names = ", ".join(number_of(key) for key in like)
        warn(f"This looks like {names}: same payer, amount and reference. Posted all the same.")


def _warn_of_write_offs(books: Ledger, receipt: Receipt) -> None:
    found = recoverable(
        books,
        receipt.company,
        receipt.customer,
        receipt.currency,
        amount=receipt.amount,
        reference=receipt.reference,
    )
    for one in found[:3]:
        warn(f"{one.words}: --document {one.document.number} --recover takes it back first.")


def _lines(books: Ledger, receipt: Receipt, choice: Choice) -> list[Line]:
    distribution = paying.distribution(books, receipt)
    if choice.documents:
        return distribute(books, distribution, receipt.company, choice)
    payers = books.read.pays_for(receipt.company, receipt.customer)
    items = books.read.open_items(receipt.company, payers, receipt.currency)
    proposal = propose(items, receipt.amount, distribution.situation)
    if proposal.unique is not None:
        distribution.pay(proposal.unique, None, choice.wish(None))
    elif proposal.documents:
        names = ", ".join(document.number for document in proposal.documents)
        warn(f"{names} fit alike: nothing is applied. Name one with --document.")
    else:
        _warn_of_write_offs(books, receipt)
    return list(distribution.lines.values())


def _report(
    posted: Posted, lines: Sequence[Line], currency: str, reversals: Sequence[str], as_json: bool
) -> None:
    if as_json:
        record = {
            "voucher": posted.voucher,
            "name": posted.name,
            "document": number_of(posted.document),
            "again": posted.again,
            "currency": currency,
            "left": decimal_string(posted.left, currency),
            "lines": [_record(line) for line in lines],
        }
        emit(record | ({"taken_back": list(reversals)} if reversals else {}))
        return
    done = "had been posted before" if posted.again else "posted"
    for name in reversals:
        say(f"Voucher {name} {done}: it takes a write-off back.")
    say(f"Voucher {posted.name} {done} ({posted.voucher}).")
    rows = [
        (line.document.number, *(format_amount(part, currency) for part in _parts(line)))
        for line in lines
    ]
    if rows:
        heads = ("Document", "Paid", "Discount", "Wr.off", "Open after")
        for text in table(heads, rows, right=" rrrr"):
            say(text)
    for line in lines:
        if asked := line.settled.requested:
            number, figure = line.document.number, format_amount(asked, line.document.currency)
            say(f"{figure} of {number} is asked to be written off: somebody else must approve.")
    if posted.left:
        left = format_amount(posted.left, currency)
        say(f"{currency} {left} stays on {number_of(posted.document)}.")


def _parts(line: Line) -> tuple[int, int, int, int]:
    settled = line.settled
    written_off = settled.written_off + settled.by_hand
    return settled.pay, settled.discount, written_off, settled.stays_open


def _record(line: Line) -> dict[str, object]:
    names = ("paid", "discount", "written_off", "open_balance")
    currency = line.document.currency
    parts = (decimal_string(part, currency) for part in _parts(line))
    record: dict[str, object] = {"document": line.document.number}
    record |= dict(zip(names, parts, strict=True))
    if line.settled.requested:
        record["requested"] = decimal_string(line.settled.requested, currency)
    return record


@click.command()
@click.argument("source")
@choice_options
@posting_options
def apply(
    source: str,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
    documents: tuple[str, ...],
    accept_late: bool,
    discount: tuple[str, ...],
    discount_reason: str,
    no_tolerance: bool,
    short_reason: str,
    write_off: tuple[str, ...],
    write_off_reason: str,
    recover: bool,
) -> None:
    """Apply SOURCE, an open receipt, prepayment or credit memo, to documents."""
    if not documents:
        raise click.UsageError("name at least one --document")
    choice = Choice(
        documents, accept_late, discount, discount_reason, not no_tolerance, short_reason,
        write_off, write_off_reason, recover,
    )  # fmt: skip
    with opened(ledger) as books:
        credit = find_document(books, source, company, "source")
        booked = day(date, books.today())
        again = command is not None and books.done_before(command) is not None
        lines: list[Line] = []
        if not again:
            if credit.open >= 0:
                raise refuse("source", 2212, f"{source} has no credit to apply")
            distribution = paying.application(books, credit, booked)
            lines = distribute(books, distribution, credit.company, choice)
        pay_lines, command = [PayLine.of(line) for line in lines], command or books.ids()
        written = written_off_of(books, lines)
        posted = recover_with_credit(
            books, credit.id, pay_lines, written, day=booked, command=command
        )
        _report(posted, lines, credit.currency, taken_back(books, command), as_json)


def find_voucher(books: Ledger, text: str, company: str = "") -> str:
    """The key of a voucher as people write it; refuses unknown and ambiguous ones."""
    if text.count("/") == 3 and books.read.voucher(text) is not None:
        return text
    match = _VOUCHER.fullmatch(text.strip().upper())
    found = books.read.find_vouchers(match[1], int(match[2]), int(match[3])) if match else []
    keys = [voucher_key(h.company, h.series, h.year, h.number) for h in found]
    keys = [key for key in keys if company in ("", key.partition("/")[0])]
    if not keys:
        raise refuse("voucher", 2215, f"voucher {text!r} does not exist")
    if len(keys) > 1:
        raise refuse("company", 2215, f"{text} is {' and '.join(keys)}: name the --company")
    return keys[0]
