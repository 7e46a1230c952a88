"""The automatic receipt write-off: closes what is left of receipts, within limits and authority.

It looks at receipts that were applied and still have a credit (overpayments only), for chosen
currencies and customers, up to an amount or a percentage of the original receipt. Each is judged as
by hand: system range, limits of company, customer, reason and user hold.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from artui.ledger.documents import Document
from artui.ledger.errors import refuse
from artui.ledger.events import JournalLine
from artui.ledger.ledger import Ledger
from artui.ledger.rehearsal import rehearsal
from artui.ledger.writeoffs.differences import measured
from artui.ledger.writeoffs.exceptions import AUTOMATIC, OVER, check_direction
from artui.ledger.writeoffs.selecting import Selection, select
from artui.ledger.writeoffs.write_offs import CREDIT, STANDARD_REASON
from artui.ledger.writeoffs.writing_off import WrittenOffResult, write_off_many

NO_LIMIT, BELOW_ZERO, NO_CUSTOMER, NO_SUCH_CURRENCY = range(2465, 2469)


@dataclass(frozen=True, slots=True)
class Program:
    """What a run closes; empty ``currencies`` and ``customers`` are all.

    ``limit`` is in minor units of the one currency chosen, else of the base currency; ``percent``
    is of the original receipt, as decimal text. With both the lower one counts (rule 1).
    """

    company: str
    currencies: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    limit: int | None = None
    percent: str | None = None
    reason: str = ""


class Closed(NamedTuple):
    """A receipt of a run: as it was listed, what its credit is in percent of it, what became."""

    receipt: Document
    percent: Decimal
    result: WrittenOffResult


class Run(NamedTuple):
    """What a run did, or would do: receipt by receipt, and the journal of its vouchers."""

    closed: list[Closed]
    lines: list[JournalLine]


def check(ledger: Ledger, program: Program) -> None:
    """Refuse a program that names what isn't there, or no limit at all."""
    policies = ledger.policies
    policies.company(program.company)
    reason = policies.reason(program.reason or STANDARD_REASON[CREDIT], AUTOMATIC)
    check_direction(reason, OVER)
    for customer in program.customers:
        if ledger.read.customer(program.company, customer) is None:
            said = f"{program.company} has no customer {customer}"
            raise refuse("customers", NO_CUSTOMER, said)
    for currency in program.currencies:
        if currency not in policies.currencies:
            raise refuse("currencies", NO_SUCH_CURRENCY, f"{currency} is not in use here")
    if program.limit is None and program.percent is None:
        raise refuse("limit", NO_LIMIT, "name an amount, a percentage, or both")
    if program.limit is not None and program.limit < 0:
        raise refuse("limit", BELOW_ZERO, "a limit can't be below zero")
    _percent(program)


def _percent(program: Program) -> Decimal | None:
    if program.percent is None:
        return None
    try:
        value = Decimal(program.percent)
    except InvalidOperation:
        raise refuse("percent", 2228, f"{program.percent!r} is not a percentage") from None
    if not value.is_finite() or not 0 <= value <= 100:
        raise refuse("percent", 2228, f"{program.percent} is not between 0 and 100 percent")
    return value


def listed(ledger: Ledger, program: Program) -> list[Document]:
    """The receipts a program closes as they stand, in date, then number order."""
    check(ledger, program)
    one = program.currencies[0] if len(program.currencies) == 1 else ""
    chosen = [
        document
        for customer in program.customers or ("",)
        for document in select(
            ledger,
            Selection(
                CREDIT,
                program.limit,
                currency=one,
                customer=customer,
                company=program.company,
                percent_of_original=_percent(program),
                kinds=("receipt", "transfer"),
            ),
        )
        if document.open != document.original
        and document.currency in (program.currencies or (document.currency,))
    ]
    return sorted(chosen, key=lambda document: (document.date, document.number))


def run(
    ledger: Ledger,
    program: Program,
    *,
    day: str = "",
    preview: bool = False,
    command: str | None = None,
) -> Run:
    """Write off what a program lists, on ``day`` (default today), with the clerk's authority.

    What is above it, or changed meanwhile, is named and left (or becomes a request, where the
    company's parameters say so); a chargeback it never makes. ``preview`` posts nothing and says
    what would be, with the journal. Run again, it finds nothing that was closed before.
    """
    if not preview:
        ledger.require("writeoffs.post")
    documents = listed(ledger, program)
    reason = program.reason or STANDARD_REASON[CREDIT]
    ledger.policies.open_period(program.company, day or ledger.today(), "date")
    with rehearsal(ledger) if preview else nullcontext():
        results = write_off_many(ledger, documents, reason=reason, day=day, command=command)
        vouchers = dict.fromkeys(result.voucher for result in results if result.voucher)
        seals = [ledger.read.seal(voucher) for voucher in vouchers]
    lines = [line for seal in seals if seal is not None for line in seal.lines]
    closed = [
        Closed(document, measured(ledger, document, document).percent, result)
        for document, result in zip(documents, results, strict=True)
    ]
    return Run(closed, lines)
