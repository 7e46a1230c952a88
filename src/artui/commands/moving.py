"""``transfer``, ``split``, ``return`` and ``refund``: money moved, sent back, or paid back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from artui.commands.choosing import Choice, distribute
from artui.commands.common import (
    P,
    R,
    amount,
    day,
    dry_run_option,
    emit,
    find_document,
    opened,
    say,
)
from artui.commands.paying import posting_options
from artui.commands.reversing import show_preview
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine
from artui.ledger.errors import refuse
from artui.ledger.events import number_of, voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.receiving import moving, refunding, returning
from artui.ledger.receiving.moving import Moved, Share
from artui.ledger.receiving.previewing import rehearsed

note_option = click.option("--note", default="", help="Why, in your words.")


def moving_options(command: Callable[P, R]) -> Callable[P, R]:
    """What moving money takes beside what every posting does."""
    return posting_options(note_option(dry_run_option(command)))


@click.command()
@click.argument("receipt")
@click.argument("customer")
@click.option("--amount", "money", default=None, help="How much of it; default all that is open.")
@click.option(
    "--document",
    "documents",
    multiple=True,
    metavar="NUMBER[=AMOUNT]",
    help="A document of the new customer it pays at once; again for more.",
)
@click.option("--undo", default=None, metavar="NUMBER", help="First take its payment of this back.")
@moving_options
def transfer(
    receipt: str,
    customer: str,
    money: str | None,
    documents: tuple[str, ...],
    undo: str | None,
    dry_run: bool,
    note: str,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Move the open money of RECEIPT, or unidentified cash, to another CUSTOMER: no cash moves."""
    with opened(ledger) as books:
        credit = find_document(books, receipt, company)
        on = day(date, books.today())
        wanted = None if money is None else amount(money, credit.currency)
        target = None if undo is None else find_document(books, undo, credit.company).id

        def post() -> Moved:
            again = command is not None and books.done_before(command) is not None
            lines = () if again else _lines(books, credit, wanted, on, documents, target)
            return moving.transfer(
                books, credit.id, customer, amount=wanted, lines=lines, undo=target, day=on,
                note=note, command=command,
            )  # fmt: skip

        _move(books, credit, post, dry_run=dry_run, as_json=as_json)


def _lines(
    books: Ledger,
    credit: Document,
    wanted: int | None,
    on: str,
    documents: tuple[str, ...],
    undo: str | None,
) -> Sequence[PayLine]:
    """What the moved money pays: the documents named."""
    if not documents:
        return ()
    money = -credit.open if wanted is None else wanted
    if undo is not None and wanted is None:
        raise refuse("amount", 2636, "name the --amount that is moved with --undo")
    choice = Choice(documents, False, (), "", True, "")
    distribution = moving.proposed(books, credit, money, on)
    return [PayLine.of(line) for line in distribute(books, distribution, credit.company, choice)]


@click.command()
@click.argument("receipt")
@click.argument("shares", nargs=-1, required=True, metavar="CUSTOMER=AMOUNT...")
@moving_options
def split(
    receipt: str,
    shares: tuple[str, ...],
    dry_run: bool,
    note: str,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Split the open money of RECEIPT over several customers, all or nothing; the last may have no
    amount and gets the rest."""
    with opened(ledger) as books:
        credit = find_document(books, receipt, company)
        on = day(date, books.today())
        wanted = [_share(text, credit.currency) for text in shares]

        def post() -> Moved:
            return moving.split(books, credit.id, wanted, day=on, note=note, command=command)

        _move(books, credit, post, dry_run=dry_run, as_json=as_json)


def _share(text: str, currency: str) -> Share:
    customer, mark, figure = text.partition("=")
    return Share(customer, amount(figure, currency) if mark else None)


def _move(
    books: Ledger, credit: Document, post: Callable[[], Moved], *, dry_run: bool, as_json: bool
) -> None:
    if dry_run:
        seen = rehearsed(books, lambda: [post().voucher])
        show_preview(books, credit.company, seen, as_json=as_json)
        return
    moved = post()
    made = books.read.documents(list(moved.credits))
    currency = credit.currency
    if as_json:
        emit(
            {
                "voucher": moved.voucher,
                "name": moved.name,
                "from": credit.number,
                "currency": currency,
                "left": decimal_string(moved.left, currency),
                "made": [_made(made[key]) for key in moved.credits],
                "again": moved.again,
            }
        )
        return
    done = "had been posted before" if moved.again else "posted"
    say(f"Voucher {moved.name} {done} ({moved.voucher}).")
    for key in moved.credits:
        it = made[key]
        figure = format_amount(-it.original, currency)
        rest = f", {format_amount(-it.open, currency)} of it on account" if it.open else ""
        say(f"{currency} {figure} to {it.customer} {it.name} as {it.number}{rest}.")
    if moved.left:
        say(f"{currency} {format_amount(moved.left, currency)} stays on {credit.number}.")


def _made(document: Document) -> dict[str, Any]:
    return {
        "document": document.number,
        "customer": document.customer,
        "amount": decimal_string(-document.original, document.currency),
        "left": decimal_string(-document.open, document.currency),
    }


@click.command("return")
@click.argument("receipt")
@click.option("--reason", required=True, help="The bank's word for it, such as NSF.")
@click.option("--fee", default=None, metavar="AMOUNT", help="Charge the customer a fee.")
@click.option(
    "--fee-reason",
    default=returning.FEE_REASON,
    metavar="CODE",
    help="The reason code whose accounting rule the fee goes to.",
)
@click.option("--item", default="", metavar="NUMBER", help="The returned item already posted.")
@dry_run_option
@posting_options
def return_(
    receipt: str,
    reason: str,
    fee: str | None,
    fee_reason: str,
    item: str,
    dry_run: bool,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Take RECEIPT back as returned by the bank, with all that was paid by it."""
    with opened(ledger) as books:
        found = find_document(books, receipt, company)
        on = day(date, books.today())
        charge = amount(fee, found.currency, "fee") if fee else 0
        returned = find_document(books, item, found.company) if item else None

        def post() -> returning.Returned:
            if returned is not None:
                return returning.match_returned(
                    books, returned.id, found.id, reason=reason, fee=charge,
                    fee_reason=fee_reason, day=on, command=command,
                )  # fmt: skip
            return returning.return_payment(
                books, found.id, reason, fee=charge, fee_reason=fee_reason, day=on, command=command
            )

        if dry_run:
            seen = rehearsed(books, lambda: post().vouchers)
            show_preview(books, found.company, seen, as_json=as_json)
            return
        done = post()
        if as_json:
            emit(
                {
                    "document": found.number,
                    "reason": reason,
                    "vouchers": list(done.vouchers),
                    "names": [voucher_name(key) for key in done.vouchers],
                    "fee": number_of(done.fee),
                    "again": done.again,
                }
            )
            return
        names = ", ".join(map(voucher_name, done.vouchers))
        again = " as before" if done.again else ""
        charged = f" Fee {format_amount(charge, found.currency)}: {number_of(done.fee)}."
        say(f"{found.number} returned ({reason}){again}: {names}.{charged if done.fee else ''}")


@click.command()
@click.argument("receipt")
@click.option("--amount", "money", default=None, help="How much of it; default all that is open.")
@click.option("--bank-account", default="", help="Paid from; default the one it came to.")
@note_option
@posting_options
def refund(
    receipt: str,
    money: str | None,
    bank_account: str,
    note: str,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Ask that money on account of RECEIPT is paid back; `approve` pays it."""
    with opened(ledger) as books:
        found = find_document(books, receipt, company)
        key = refunding.request_refund(
            books,
            found.id,
            amount=None if money is None else amount(money, found.currency),
            bank_account=bank_account,
            note=note,
            day=day(date, books.today()),
            command=command,
        )
        asked = refunding.asked(books, key)
        if as_json:
            emit(
                {
                    "request": key,
                    "document": found.number,
                    "company": found.company,
                    "currency": asked.currency,
                    "amount": decimal_string(asked.amount, asked.currency),
                    "bank_account": asked.bank_account,
                    "state": asked.state,
                }
            )
        else:
            figure = f"{asked.currency} {format_amount(asked.amount, asked.currency)}"
            say(f"{found.number}: refund of {figure} requested as {key}. Nothing is posted yet.")
