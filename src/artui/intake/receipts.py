"""Taking in money received: each row one voucher, on account of its customer (rule 19).

Money is the same if bank account (of company and currency) and bank reference are the same. A
receipt without a bank reference is known by its number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from artui.importers.lines import ReceiptLine
from artui.importers.table import Reading
from artui.intake.cheques import CHECK, cheque_before, make_room
from artui.intake.outcome import Outcome
from artui.ledger import paying
from artui.ledger.entered import Receipt
from artui.ledger.errors import LedgerError, Problem, Refused, refuse
from artui.ledger.events import document_key, number_of
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.reading.queries import ReceiptRow

_COLUMNS = {
    "customer": "customer_no",
    "amount": "amount",
    "bank_account": "currency",
    "rate": "currency",
    "currency": "currency",
    "accounting_date": "value_date",
    "number": "receipt_no",
}
"""The column a problem's field comes from."""


class Incoming(NamedTuple):
    """A row with the receipt it makes."""

    line: ReceiptLine
    receipt: Receipt


def place_receipts(
    ledger: Ledger, reading: Reading[ReceiptLine], *, company: str = "", batch: str = ""
) -> list[Incoming]:
    """Find company, customer and bank account of every row; rows without fault come back.

    ``company`` takes what is unidentified, and decides where a number is a customer's in several.
    """
    placed: list[Incoming] = []
    seen: dict[tuple[str, str, str], int] = {}
    for line in reading.lines:
        try:
            receipt = _receipt(ledger, line, company, batch)
            _check(ledger, receipt)
        except Refused as refused:
            _blame(reading, line, refused.problems[0])
            continue
        key = receipt.company, receipt.bank_account, line.bank_reference
        first = seen.setdefault(key, line.line) if line.bank_reference else line.line
        if first != line.line:
            reading.blame(
                line.line,
                "bank_reference",
                line.bank_reference,
                f"is there twice: first on line {first}",
            )
            continue
        placed.append(Incoming(line, receipt))
    return placed


def _blame(reading: Reading[ReceiptLine], line: ReceiptLine, problem: Problem) -> None:
    column = _COLUMNS.get(problem.field, "receipt_no")
    values = {
        "customer_no": line.customer,
        "value_date": line.date,
        "currency": line.currency,
        "amount": decimal_string(line.amount, line.currency),
        "receipt_no": line.number,
    }
    reading.blame(line.line, column, values[column], f"can't be posted: {problem.text}")


def _check(ledger: Ledger, receipt: Receipt) -> None:
    problems = paying.check_receipt(ledger, receipt)
    if problems:
        raise Refused(*problems)
    key = document_key(receipt.company, receipt.number)
    taken = ledger.read.document(key)
    if taken is not None and _known(ledger, receipt) is None:
        raise refuse("number", 2209, f"{receipt.company} has a document of this number")


def _receipt(ledger: Ledger, line: ReceiptLine, company: str, batch: str) -> Receipt:
    place, customer = _whose(ledger, line, company)
    account = ledger.policies.bank_account_for(place, line.currency)
    if account is None:
        raise refuse("bank_account", 2208, f"{place} has no bank account in {line.currency}")
    return Receipt(
        place,
        customer,
        line.currency,
        line.amount,
        account.bank_account,
        line.date,
        line.date,
        method=line.method,
        reference=line.reference,
        bank_reference=line.bank_reference,
        known_as=line.payer or line.customer,
        batch=batch,
        number=line.number,
    )


def _whose(ledger: Ledger, line: ReceiptLine, company: str) -> tuple[str, str]:
    """The company and customer of a row; no customer = unidentified cash."""
    found = ledger.read.customers_numbered(line.customer) if line.customer else []
    if len(found) > 1:
        found = [c for c in found if company in ("", c.company)]
    if len(found) > 1:
        found = [c for c in found if c.currency == line.currency] or found
    if len(found) == 1:
        return found[0].company, found[0].customer
    if found:
        names = " and ".join(c.company for c in found)
        raise refuse("customer", 2207, f"it is a customer of {names}: name the company")
    return company or company_for(ledger, line.currency), ""


def company_for(ledger: Ledger, currency: str) -> str:
    """The company that takes unidentified cash in a currency: one whose base currency it is; of
    several the one with most open documents in it, then the first by code."""
    policies = ledger.policies
    candidates = sorted(c for c, it in policies.companies.items() if it.base_currency == currency)
    if not candidates:
        raise refuse("currency", 2208, f"no company keeps its books in {currency}")
    counts = {
        company: sum(
            row.documents
            for row in ledger.read.ageing(ledger.today(), company)
            if row.currency == currency
        )
        for company in candidates
    }
    return max(candidates, key=lambda company: counts[company])


def take_receipts(ledger: Ledger, placed: Iterable[Incoming]) -> Outcome:
    """Post what the ledger doesn't have yet; returned items, unidentified cash, probable
    duplicates and money typed before are named. Runs inside
    :func:`~artui.intake.outcome.whole`."""
    ledger.require("bank.import")
    outcome = Outcome("receipts")
    spent: set[str] = set()
    placed = list(placed)
    _replace_deposits(ledger, placed, outcome)
    for incoming in placed:
        _take(ledger, incoming, outcome, spent)
    return outcome


def _replace_deposits(ledger: Ledger, placed: Iterable[Incoming], outcome: Outcome) -> None:
    """Let cheques take the place of the deposit that a statement told of before."""
    sums: dict[tuple[str, str], int] = {}
    for _line, receipt in placed:
        if receipt.method == CHECK:
            key = receipt.currency, receipt.received
            sums[key] = sums.get(key, 0) + receipt.amount
    for (currency, day), total in sums.items():
        deposit = make_room(ledger, currency, day, total)
        if deposit is not None:
            outcome.notes.append(f"{number_of(deposit)} is reversed: its cheques take its place")


def _take(ledger: Ledger, incoming: Incoming, outcome: Outcome, spent: set[str]) -> None:
    line, receipt = incoming
    record: dict[str, object] = {
        "receipt": line.number,
        "company": receipt.company,
        "customer": receipt.customer,
        "currency": line.currency,
        "amount": decimal_string(line.amount, line.currency),
    }
    outcome.records.append(record)
    known = _known(ledger, receipt)
    if known is not None:
        outcome.known += 1
        record["status"] = "reversed before" if known.reversed else "known"
        if known.reversed:
            outcome.notes.append(f"Reversed before, not taken again: {_who(line)}")
        return
    typed = typed_before(ledger, receipt, spent)
    if typed is not None:
        spent.add(typed)
        outcome.known += 1
        outcome.notes.append(f"Typed before as {number_of(typed)}, not taken again: {_who(line)}")
        record.update(status="typed before", like=[number_of(typed)])
        return
    cheque = cheque_before(ledger, receipt, spent, lockbox=False)
    if cheque is not None:
        spent.add(cheque)
        outcome.known += 1
        record.update(status="known", like=[number_of(cheque)])
        return
    like = [number_of(key) for key in alike(ledger, receipt)]
    try:
        posted = paying.post_receipt(ledger, receipt)
    except Refused as refused:
        raise LedgerError(f"{line.number}: {refused}") from refused
    outcome.added += 1
    outcome.total(line.currency, line.amount)
    record.update(status="posted", voucher=posted.voucher)
    kinds = _kinds(receipt, like)
    record["kinds"] = list(kinds)
    if like:
        record["like"] = like
    outcome.notes.extend(f"{text}: {_who(line)}" for text in kinds.values())


def _kinds(receipt: Receipt, like: list[str]) -> dict[str, str]:
    kinds = {}
    if receipt.amount < 0:
        kinds["returned"] = "Returned item"
    if not receipt.customer:
        kinds["unidentified"] = f"Unidentified cash of {receipt.company}"
    if like:
        kinds["duplicate"] = f"Probable duplicate of {', '.join(like)}"
    return kinds


def _who(line: ReceiptLine) -> str:
    parts = (line.number, line.customer, line.payer, line.currency)
    return f"{' '.join(filter(None, parts))} {format_amount(line.amount, line.currency)}"


def _known(ledger: Ledger, receipt: Receipt) -> ReceiptRow | None:
    """The receipt that already brought this money; one that was reversed since still did."""
    if receipt.bank_reference:
        found = ledger.read.receipt_by_bank_reference(
            receipt.company, receipt.bank_account, receipt.bank_reference
        )
        if found is not None:
            return found
    found = ledger.read.receipt(document_key(receipt.company, receipt.number))
    same = found is not None and (
        found.bank_account,
        found.bank_reference,
        found.amount,
        found.received,
    ) == (receipt.bank_account, receipt.bank_reference, -receipt.amount, receipt.received)
    return found if same else None


def alike(ledger: Ledger, receipt: Receipt) -> list[str]:
    """Receipts that look like this one; of unidentified cash only the same payer's name."""
    keys = paying.duplicates(ledger, receipt)
    if receipt.customer:
        return keys
    return [key for key in keys if _payer(ledger, key) == receipt.known_as]


def _payer(ledger: Ledger, key: str) -> str:
    row = ledger.read.receipt(key)
    return row.known_as if row else ""


def typed_before(ledger: Ledger, receipt: Receipt, spent: set[str]) -> str | None:
    """The receipt a clerk typed for this money: alike, of the same day, without a bank reference.
    One typed receipt stands for one row."""
    if not receipt.bank_reference:
        return None
    for key in alike(ledger, receipt):
        row = ledger.read.receipt(key)
        if (
            row is not None
            and key not in spent
            and not row.bank_reference
            and row.received == receipt.received
            and row.bank_account == receipt.bank_account
        ):
            return key
    return None
