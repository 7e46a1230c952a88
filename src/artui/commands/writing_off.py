"""``writeoff``, ``approve`` and ``chargeback``: residuals closed by hand, or asked for."""

from __future__ import annotations

from collections.abc import Mapping

import click

from artui.commands.common import (
    amount,
    command_option,
    date_option,
    day,
    emit,
    find_document,
    json_option,
    known_at_option,
    known_record,
    ledger_option,
    looked_at,
    opened,
    rate_of,
    say,
    table,
)
from artui.commands.paying import posting_options
from artui.commands.write_off_lists import over_a_list
from artui.ledger.documents import Document
from artui.ledger.events import number_of, voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.writeoffs import requests
from artui.ledger.writeoffs.charging_back import charge_back
from artui.ledger.writeoffs.requests import Decision, Request
from artui.ledger.writeoffs.writing_off import WrittenOffResult, write_off


@click.command()
@click.argument("document", required=False)
@click.option("--amount", "money", default=None, help="How much of it; default all that is open.")
@click.option("--reason", default="", help="Reason code; default BALWOF or CRWOF.")
@click.option("--rate", default=None, help="Where write-offs have the rate of their day: that one.")
@click.option(
    "--above",
    type=click.Choice(["refuse", "pending", "chargeback", "leave"]),
    default=None,
    help="What to do above a limit; default as the company's parameters say.",
)
@click.option("--request", is_flag=True, help="Only ask; somebody else approves it.")
@click.option("--note", default="", help="What the request says to whoever approves it.")
@posting_options
@over_a_list
def writeoff(
    document: str,
    money: str | None,
    reason: str,
    rate: str | None,
    above: str | None,
    request: bool,
    note: str,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Write off what is open of DOCUMENT, a debit balance or a credit, or all of a list."""
    with opened(ledger) as books:
        found = find_document(books, document, company)
        wanted = None if money is None else amount(money, found.currency)
        on = day(date, books.today())
        if request:
            key = requests.request_write_off(
                books, found.id, amount=wanted, reason=reason, note=note, day=on, command=command
            )
            result = _requested(books, found, key)
        else:
            result = write_off(
                books,
                found.id,
                amount=wanted,
                reason=reason,
                day=on,
                rate=rate_of(rate),
                above=above or "",
                note=note,
                command=command,
            )
        if as_json:
            emit(_record(found, result))
        else:
            say(_sentence(found, result))


def _requested(books: Ledger, document: Document, key: str) -> WrittenOffResult:
    made = requests.find(books, key)
    assert made is not None, "it was just made"
    signed = made.amount if made.open > 0 else -made.amount
    return WrittenOffResult(document.id, "requested", signed, request=key, text=made.note)


def _sentence(document: Document, result: WrittenOffResult) -> str:
    figure = f"{document.currency} {format_amount(abs(result.amount), document.currency)}"
    said = {
        "written off": f"{figure} written off as {number_of(result.number)}",
        "charged back": f"{figure} charged back as {number_of(result.number)}",
        "requested": f"{figure} requested as {result.request}",
    }.get(result.outcome, "stays open")
    if result.voucher:
        said += f", voucher {voucher_name(result.voucher)} ({result.voucher})"
    if result.again:
        said += ", had been posted before"
    return f"{document.number}: {said}" + (f": {result.text}." if result.text else ".")


def _record(document: Document, result: WrittenOffResult) -> Mapping[str, object]:
    return {
        "document": document.number,
        "company": document.company,
        "outcome": result.outcome,
        "currency": document.currency,
        "amount": decimal_string(abs(result.amount), document.currency),
        "voucher": result.voucher,
        "name": voucher_name(result.voucher) if result.voucher else "",
        "number": number_of(result.number),
        "request": result.request,
        "why": result.text,
        "again": result.again,
    }


# --- requests ------------------------------------------------------------------------------------


@click.command()
@click.argument("request", required=False)
@click.option("--reject", is_flag=True, help="Turn it down.")
@click.option("--withdraw", is_flag=True, help="Take one's own back.")
@click.option("--note", default="", help="What is said with the decision.")
@date_option
@click.option("--company", default="", help="Only the requests of one company.")
@known_at_option
@command_option
@ledger_option
@json_option
def approve(
    request: str | None,
    reject: bool,
    withdraw: bool,
    note: str,
    date: str | None,
    company: str,
    known_at: str,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Approve REQUEST, written N1/3; without one, list the requests that wait, or that waited."""
    if (reject or withdraw) and request is None:
        raise click.UsageError("name the request")
    if reject and withdraw:
        raise click.UsageError("either --reject or --withdraw")
    if request is None:
        with looked_at(ledger, known_at) as books:
            _list(books, requests.pending(books, company), as_json)
        return
    if known_at:
        raise click.UsageError("--known-at lists what waited; nothing is decided then")
    with opened(ledger) as books:
        if reject or withdraw:
            act = requests.reject if reject else requests.withdraw
            decision = act(books, request, note=note, command=command)
        else:
            on = day(date, books.today())
            decision = requests.approve(books, request, day=on, note=note, command=command)
        _tell(decision, as_json)


def _tell(decision: Decision, as_json: bool) -> None:
    if as_json:
        emit(
            {
                "request": decision.request,
                "decision": decision.decision,
                "voucher": decision.voucher,
                "name": voucher_name(decision.voucher) if decision.voucher else "",
                "number": number_of(decision.number),
                "again": decision.again,
            }
        )
        return
    said = f"Request {decision.request} {decision.decision}"
    if decision.voucher:
        name = voucher_name(decision.voucher)
        made = f"{number_of(decision.number)}, " if decision.number else ""
        said += f": {made}voucher {name} ({decision.voucher})"
    say(f"{said}{', as before' if decision.again else ''}.")


def _list(books: Ledger, waiting: list[Request], as_json: bool) -> None:
    if as_json:
        for each in waiting:
            emit(
                {
                    "request": each.key,
                    "kind": each.kind,
                    "document": number_of(each.document),
                    "company": each.company,
                    "currency": each.currency,
                    "amount": decimal_string(each.amount, each.currency),
                    "reason": each.reason,
                    "clerk": each.clerk,
                    "note": each.note,
                    **known_record(books),
                }
            )
        return
    rows = [
        (
            each.key,
            each.kind,
            number_of(each.document),
            each.currency,
            format_amount(each.amount, each.currency),
            each.reason or each.bank_account,
            each.clerk,
            each.note,
        )
        for each in waiting
    ]
    heads = ("request", "kind", "document", "cur", "amount", "reason", "by", "note")
    for text in table(heads, rows, right="llllr"):
        say(text)


# --- chargebacks ---------------------------------------------------------------------------------


@click.command()
@click.argument("document")
@click.option("--amount", "money", default=None, help="How much of it; default all that is open.")
@click.option("--reason", default="", help="Reason code, such as SHT.")
@click.option("--due", default=None, help="When the chargeback is due; default its date.")
@posting_options
def chargeback(
    document: str,
    money: str | None,
    reason: str,
    due: str | None,
    company: str,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> None:
    """Move what is open of DOCUMENT to a new debit memo, at no cost."""
    with opened(ledger) as books:
        found = find_document(books, document, company)
        on = day(date, books.today())
        posted = charge_back(
            books,
            found.id,
            amount=None if money is None else amount(money, found.currency),
            reason=reason,
            due=day(due, on, "due"),
            day=on,
            command=command,
        )
        made = books.read.document(posted.document)
        assert made is not None, "it was just made"
        if as_json:
            emit(
                {
                    "document": found.number,
                    "company": found.company,
                    "chargeback": made.number,
                    "currency": made.currency,
                    "amount": decimal_string(made.original, made.currency),
                    "due": made.due,
                    "left": decimal_string(posted.left, made.currency),
                    "voucher": posted.voucher,
                    "name": posted.name,
                    "again": posted.again,
                }
            )
        else:
            figure = f"{made.currency} {format_amount(made.original, made.currency)}"
            done = "had been charged back" if posted.again else "charged back"
            say(
                f"{found.number}: {figure} {done} as {made.number}, due {made.due}, "
                f"voucher {posted.name} ({posted.voucher})."
            )
