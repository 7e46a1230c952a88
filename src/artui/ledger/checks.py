"""What is checked before a receipt or an application becomes a voucher; pure.

The same distribution that a panel showed is made again from the documents as they stand under the
hold; anything that comes out otherwise is refused, never adjusted in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from artui.ledger import events as ev
from artui.ledger.dates import DateError, parse_iso
from artui.ledger.distribution import Distribution, Line, check_left
from artui.ledger.documents import Customer, Document
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.errors import Changed, Problem, Refused, refuse
from artui.ledger.money import MAX_MINOR, format_amount
from artui.ledger.policies import Policies
from artui.ledger.settlement import Wish


def checked_day(field: str, text: str) -> str:
    """A calendar day as ISO text; refuses one that doesn't exist, at its field."""
    try:
        return parse_iso(text)
    except DateError as error:
        raise refuse(field, error.number, str(error)) from None


def receipt_problems(receipt: Receipt, payer: Customer | None, policies: Policies) -> list[Problem]:
    """What is wrong with a receipt as entered, field by field; empty = it can be posted."""
    problems: list[Problem] = []
    if receipt.amount == 0:
        problems.append(Problem("amount", 2113, "a receipt of zero moves no money"))
    elif abs(receipt.amount) > MAX_MINOR:
        problems.append(Problem("amount", 2109, "the amount is too large"))
    if receipt.customer and payer is None:
        problems.append(
            Problem("customer", 2207, f"{receipt.company} has no customer {receipt.customer!r}")
        )
    try:
        _check_place(receipt, policies)
    except Refused as refused:
        problems.extend(refused.problems)
    return problems


def _check_place(receipt: Receipt, policies: Policies) -> None:
    account = policies.bank_account(receipt.company, receipt.bank_account)
    if account.currency != receipt.currency:
        raise refuse(
            "bank_account",
            2208,
            f"bank account {account.bank_account} is in {account.currency}, "
            f"the receipt in {receipt.currency}",
        )
    checked_day("received", receipt.received)
    policies.open_period(receipt.company, receipt.accounting_date)
    if receipt.rate is None:
        policies.rate(receipt.company, receipt.currency, receipt.accounting_date)


def distribute_again(
    distribution: Distribution,
    lines: Sequence[PayLine],
    documents: Mapping[str, Document],
    company: str,
    pays_for: Collection[str],
    policies: Policies,
) -> None:
    """Repeat the lines a clerk saw in a fresh distribution, credits first: they bring the money.

    ``pays_for`` names the customers of ``company`` whose documents the payer may pay. Raises
    :class:`~artui.ledger.errors.Refused` or :class:`~artui.ledger.errors.Changed`.
    """
    for line in sorted(lines, key=lambda line: line.pay >= 0):
        number = ev.number_of(line.document)
        document = documents.get(line.document)
        if document is None:
            raise refuse("document", 2210, f"document {number} does not exist")
        if document.company != company:
            raise refuse("document", 2211, f"{number} belongs to {document.company}")
        if line.document in distribution.lines:
            raise refuse("document", 2234, f"{number} is there twice")
        if document.customer not in pays_for:
            payer = next(iter(pays_for), "unidentified cash")
            raise refuse(
                "document", 2118, f"{number} is {document.customer}'s; {payer} does not pay for it"
            )
        check_unchanged(document, line)
        _check_reasons(line.wish, policies)
        _repeat(distribution, document, line)
    if lines:  # a returned item is less than nothing to distribute
        check_left(distribution)
        _check_excess(distribution, lines)


def check_unchanged(document: Document, line: PayLine) -> None:
    """Refuse a line whose document moved since it was looked at, naming who moved it."""
    if line.version is None or document.last_pos == line.version:
        return
    voucher = document.last_voucher
    what = ev.voucher_name(voucher) if voucher.count("/") == 3 else "another posting"
    raise Changed(
        Problem(
            "document",
            2130,
            f"{document.number} was changed by {document.last_clerk} ({what}); open now "
            f"{format_amount(document.open, document.currency)} {document.currency}",
        )
    )


def _check_reasons(wish: Wish, policies: Policies) -> None:
    if wish.discount_reason:
        policies.reason(wish.discount_reason, "discount")
    if wish.short_reason:
        policies.reason(wish.short_reason)
    if wish.write_off:
        policies.reason(wish.write_off_reason, "small balance", "bank fee")


def _repeat(distribution: Distribution, document: Document, line: PayLine) -> None:
    amount: int | None = line.pay + line.second
    if line.wish.source_amount is not None and not amount:
        amount = None
    _check_same(distribution.pay(document, amount, line.wish), line)


def _check_same(made: Line, seen: PayLine) -> None:
    settled = made.settled
    cost = made.cost if seen.cost is None else seen.cost
    now = (settled.pay, settled.discount, settled.written_off, settled.second, made.cost)
    if now != (seen.pay, seen.discount, seen.written_off, seen.second, cost):
        raise Changed(
            Problem(
                "document",
                2131,
                f"{made.document.number} would settle otherwise now than was shown: "
                "a policy changed",
            )
        )


def _check_excess(distribution: Distribution, lines: Sequence[PayLine]) -> None:
    """What is kept of an overpayment must be what was seen; lines written by a program that say
    nothing of it leave the money on account."""
    seen = {line.document: line.excess for line in lines if line.excess}
    if seen and seen != distribution.excess:
        raise Changed(
            Problem("amount", 2132, "the overpayment would be kept otherwise now than was shown")
        )
    distribution.keep_excess = bool(seen)
