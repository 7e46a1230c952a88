"""``list inbox``, ``accept``, ``park``, ``alias``: money from files that waits for a clerk."""

from __future__ import annotations

from contextlib import nullcontext

import click

from artui.commands.common import (
    command_option,
    date_option,
    day,
    dry_run_option,
    emit,
    find_document,
    json_option,
    ledger_option,
    opened,
    say,
    table,
    warn,
)
from artui.commands.journal_sums import would
from artui.commands.receiving_words import accepted_line, accepted_record, line_record
from artui.ledger.errors import Refused
from artui.ledger.events import number_of
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.receiving import aliases as learned
from artui.ledger.receiving.accepting import Accepted, accept, accept_all
from artui.ledger.receiving.inbox import SHOWN, WAITING, Inbox, InboxLine, park, take_up
from artui.ledger.receiving.proposing import Proposal, propose_line
from artui.ledger.rehearsal import rehearsal

PAGE = 200

HEADS = ("Company", "Receipt", "Bank reference", "Payer", "Cur", "Amount", "For", "Proposal")

company_option = click.option("--company", default="", help="Of this company only.")
batch_option = click.option("--batch", default="", help="Of this batch only, as import names it.")


@click.command("inbox")
@company_option
@batch_option
@click.option("--show", type=click.Choice((*SHOWN, "all")), default=WAITING, show_default=True)
@ledger_option
@json_option
def inbox_list(company: str, batch: str, show: str, ledger: str | None, as_json: bool) -> None:
    """Money from banks' files and what is proposed for it; --json tells the reasons."""
    with opened(ledger) as books:
        found = Inbox(books, company=company, batch=batch, show="" if show == "all" else show)
        rows: list[tuple[str, ...]] = []
        for start in range(0, found.count(), PAGE):
            for line in found.window(start, PAGE):
                waits = line.state == WAITING
                proposal = propose_line(books, line, books.today()) if waits else None
                if as_json:
                    emit(line_record(line, _reference(books, line), proposal))
                else:
                    rows.append(_row(books, line, proposal))
        if as_json:
            return
        for text in table(HEADS, rows, ".....r"):
            say(text)
        for one in found.sums():
            say(f"{one.lines} lines, {one.currency} {format_amount(one.amount, one.currency)}")


def _row(books: Ledger, line: InboxLine, proposal: Proposal | None) -> tuple[str, ...]:
    document = line.document
    kind, text = (proposal.kind, proposal.text) if proposal else (line.state, line.note)
    return (
        document.company,
        document.number,
        _reference(books, line),
        document.name,
        document.currency,
        format_amount(line.amount, document.currency),
        kind,
        text,
    )


def _reference(books: Ledger, line: InboxLine) -> str:
    receipt = books.read.receipt(line.key)
    return receipt.bank_reference if receipt else ""


@click.command("accept")
@click.argument("receipts", metavar="[RECEIPT]…", nargs=-1)
@click.option("--sure", is_flag=True, help="All lines whose proposal is certain.")
@company_option
@batch_option
@click.option("--customer", default="", help="Whose money it is, whatever is proposed.")
@dry_run_option
@date_option
@command_option
@ledger_option
@json_option
def accept_command(
    receipts: tuple[str, ...],
    sure: bool,
    company: str,
    batch: str,
    customer: str,
    dry_run: bool,
    date: str | None,
    command: str | None,
    ledger: str | None,
    as_json: bool,
) -> int:
    """Post what is proposed for RECEIPTs of the inbox, or for all that are --sure.

    A RECEIPT that is named may be SURE or LIKE. With --customer its money is moved to that customer
    and pays what is likely there; the payer is learned. The exit status is 1 if one that is named
    is left.
    """
    if bool(receipts) == sure or (sure and customer):
        raise click.UsageError("name receipts, or say --sure")
    with opened(ledger) as books:
        booked = day(date, books.today())
        with rehearsal(books) if dry_run else nullcontext():
            if sure:
                keys = Inbox(books, company=company, batch=batch).keys
                done = accept_all(books, keys, day=booked)
            else:
                keys = [find_document(books, number, company).id for number in receipts]
                done = [_accept(books, key, customer, booked, command) for key in keys]
            for one in done:
                if as_json:
                    emit({"dry_run": dry_run, **accepted_record(one)})
                else:
                    say(accepted_line(books, one))
        posted = sum(one.posted is not None and not one.again for one in done)
        left = sum(bool(one.why) for one in done)
        if not as_json:
            say(f"{would(dry_run)}{posted} accepted, {left} left")
    return 1 if left and not sure else 0


def _accept(books: Ledger, key: str, customer: str, booked: str, command: str | None) -> Accepted:
    own = f"{command} {number_of(key)}" if command else None
    try:
        return accept(books, key, customer=customer, day=booked, command=own)
    except Refused as refused:
        return Accepted(key, why=str(refused))


@click.command("park")
@click.argument("receipts", metavar="RECEIPT…", nargs=-1, required=True)
@click.option("--note", default="", help="Why it is put aside.")
@click.option("--end", is_flag=True, help="Take it up again.")
@company_option
@command_option
@ledger_option
def park_command(
    receipts: tuple[str, ...],
    note: str,
    end: bool,
    company: str,
    command: str | None,
    ledger: str | None,
) -> int:
    """Put RECEIPTs of the inbox aside with a note: their money stays booked, aged and open."""
    refused = False
    with opened(ledger) as books:
        for number in receipts:
            own = f"{command} {number}" if command else None
            try:
                key = find_document(books, number, company).id
                if end:
                    take_up(books, key, command=own)
                else:
                    park(books, key, note, command=own)
            except Refused as problem:
                warn(str(problem))
                refused = True
            else:
                say(f"{number} {'waits again' if end else f'is parked: {note.strip()}'}")
    return 1 if refused else 0


@click.command("aliases")
@company_option
@click.option("--ended", is_flag=True, help="Those that no longer hold too.")
@ledger_option
@json_option
def alias_list(company: str, ended: bool, ledger: str | None, as_json: bool) -> None:
    """Payers' names and accounts that clerks confirmed as customers."""
    with opened(ledger) as books:
        found = learned.aliases(books, company, ended=ended)
        if as_json:
            for one in found:
                emit({"alias": one.key, **one._asdict(), "receipt": number_of(one.receipt)})
            return
        rows = [
            (one.key, one.kind, one.text, one.customer, number_of(one.receipt), one.clerk,
             "ended" if one.ended else "")
            for one in found
        ]  # fmt: skip
        heads = ("Alias", "Kind", "As the bank writes it", "Customer", "Receipt", "Clerk", "")
        for text in table(heads, rows):
            say(text)


@click.group()
def alias() -> None:
    """Names and accounts by which payers are known."""


@alias.command("end")
@click.argument("key", metavar="ALIAS")
@click.option("--note", default="", help="Why.")
@command_option
@ledger_option
def alias_end(key: str, note: str, command: str | None, ledger: str | None) -> None:
    """End an ALIAS (COMPANY/NUMBER): it decides nothing from now on."""
    with opened(ledger) as books:
        learned.end(books, key, note=note, command=command)
        say(f"alias {key} is ended")
