"""The day's post of the demo: fifteen payments to enter, each showing another case; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from artui.demo_book import PLACES, TODAY, Book, Place, Remittance, make_document
from artui.ledger.dates import add_days
from artui.ledger.money import format_amount, percent_of
from artui.ledger.setup import CustomerData
from artui.ledger.taking_on import DocumentRow

_FIRST_NUMBER = 50_000
"""Where the numbers of the documents made for the post begin, above a company's first."""


class Postbag:
    """Adds documents and the payments meant for them to a book."""

    def __init__(self, book: Book, place: Place) -> None:
        self.book = book
        self.place = place
        self._number = place.first_invoice + _FIRST_NUMBER
        self._cheque = 4_410
        self._customers = [c for c in book.customers if c.company == place.company]

    def customer(self, place: int, terms: str = "") -> CustomerData:
        """The customer at a place in the list; with ``terms`` the next one who has them."""
        following = self._customers[place:]
        return next(c for c in following if terms in ("", c.terms))

    def billed_in(self, currency: str, place: int) -> CustomerData:
        """The customer at a place in the list, billed in another currency from now on."""
        before = self._customers[place]
        changed = self._customers[place] = replace(before, currency=currency)
        self.book.customers[self.book.customers.index(before)] = changed
        return changed

    def invoice(
        self,
        customer: CustomerData,
        amount: int,
        days_ago: int,
        *,
        currency: str = "",
        group: str = "",
    ) -> DocumentRow:
        """A new open document of a customer; a credit memo if negative."""
        self._number += 3
        branch = self.place.branches[self._number % len(self.place.branches)][0]
        row = make_document(
            self.place,
            customer,
            str(self._number),
            add_days(TODAY, -days_ago),
            amount,
            amount,
            branch,
        )
        row = replace(row, currency=currency or row.currency, group_invoice=group)
        self.book.documents.append(row)
        return row

    def payment(
        self,
        kind: str,
        customer: CustomerData,
        amount: int,
        documents: Sequence[DocumentRow],
        lines: Sequence[str],
        *,
        payer: str = "",
        number: str | None = None,
        reference: str | None = None,
        method: str = "ACH",
        currency: str = "",
    ) -> None:
        """A payment that came today, with its paper."""
        self._cheque += 1
        payer = payer or customer.name
        if reference is None:
            reference = " ".join(row.number for row in documents)
        number = customer.customer if number is None else number
        heading = f"{payer.upper():<40}{method} {self._cheque:06d}   {TODAY}"
        account = f"Your account with us: {number}" if number else ""
        currency = currency or self.place.currency
        total = f"{'Total':<28}{currency} {self._money(amount):>14}"
        text = "\n".join(filter(None, (heading, account, *lines, total)))
        self.book.remittances.append(
            Remittance(
                kind,
                self.place.company,
                number,
                payer,
                currency,
                amount,
                TODAY,
                method,
                reference,
                tuple(row.number for row in documents),
                text,
            )
        )

    def line(self, row: DocumentRow, paid: int, note: str = "") -> str:
        """A line of the paper."""
        return f"{row.number:<12}{row.date:<16}{self._money(paid):>18}  {note}".rstrip()

    def _money(self, amount: int) -> str:
        return format_amount(amount, self.place.currency)


def add_post(book: Book) -> None:
    """Fill the book's post: eleven payments of the first company, four of the second."""
    first, second = (Postbag(book, place) for place in PLACES)
    for case in _FIRST_COMPANY:
        case(first)
    for case in _SECOND_COMPANY:
        case(second)


def _exact(bag: Postbag) -> None:
    customer = bag.customer(5)
    row = bag.invoice(customer, 184_350, 33)
    bag.payment("exact", customer, row.open, [row], [bag.line(row, row.open)])


def _several(bag: Postbag) -> None:
    customer = bag.customer(7)
    rows = [bag.invoice(customer, amount, 36) for amount in (92_015, 240_480, 61_275)]
    lines = [bag.line(row, row.open) for row in rows]
    bag.payment("several", customer, sum(row.open for row in rows), rows, lines, method="WIRE")


def _discount(bag: Postbag) -> None:
    customer = bag.customer(9, "D210")
    row = bag.invoice(customer, 321_600, 7)
    paid = row.open - percent_of(row.open, Decimal(2))
    bag.payment(
        "discount in time", customer, paid, [row], [bag.line(row, paid, "less 2% within 10 days")]
    )


def _late_discount(bag: Postbag) -> None:
    customer = bag.customer(12, "D210")
    row = bag.invoice(customer, 148_900, 13)
    paid = row.open - percent_of(row.open, Decimal(2))
    bag.payment(
        "late discount", customer, paid, [row], [bag.line(row, paid, "less 2%")], method="CHECK"
    )


def _short(bag: Postbag) -> None:
    customer = bag.customer(15)
    row = bag.invoice(customer, 218_440, 40)
    paid = row.open - 340
    bag.payment("short within tolerance", customer, paid, [row], [bag.line(row, paid)])


def _overpaid(bag: Postbag) -> None:
    customer = bag.customer(18)
    row = bag.invoice(customer, 76_512, 45)
    paid = row.open + 10_000
    bag.payment("overpaid", customer, paid, [row], [bag.line(row, paid)], method="CHECK")


def _partial(bag: Postbag) -> None:
    customer = bag.customer(20)
    row = bag.invoice(customer, 510_000, 38)
    paid = row.open // 2
    bag.payment(
        "partial",
        customer,
        paid,
        [row],
        [bag.line(row, paid, "first half, rest to follow")],
        method="WIRE",
    )


def _deduction(bag: Postbag) -> None:
    customer = bag.customer(22)
    whole, short = bag.invoice(customer, 133_220, 34), bag.invoice(customer, 88_400, 34)
    paid = short.open - percent_of(short.open, Decimal(6))
    lines = [bag.line(whole, whole.open), bag.line(short, paid, "6% off: 2 pallets damaged, DAM")]
    bag.payment("deduction", customer, whole.open + paid, [whole, short], lines)


def _payer_for_others(bag: Postbag) -> None:
    payer = bag.customer(0)
    members = [bag.customer(place) for place in (1, 2, 3)]
    rows = [
        bag.invoice(member, amount, 62)
        for member, amount in zip(members, (45_060, 112_700, 38_915), strict=True)
    ]
    lines = [bag.line(row, row.open, f"store {row.customer}") for row in rows]
    bag.payment("pays for others", payer, sum(row.open for row in rows), rows, lines, method="WIRE")


def _credit_memo(bag: Postbag) -> None:
    customer = bag.customer(6)
    rows = [
        bag.invoice(customer, 164_300, 47),
        bag.invoice(customer, 59_850, 47),
        bag.invoice(customer, -21_400, 20),
    ]
    notes = ("", "", "your credit")
    lines = [bag.line(row, row.open, note) for row, note in zip(rows, notes, strict=True)]
    bag.payment("credit memo netted", customer, sum(row.open for row in rows), rows, lines)


def _alias(bag: Postbag) -> None:
    customer = bag.customer(8)
    row = bag.invoice(customer, 97_355, 35)
    bag.payment(
        "known by an alias",
        customer,
        row.open,
        [row],
        [bag.line(row, row.open)],
        payer=customer.aliases[0],
        number="",
        method="WIRE",
    )


def _no_reference(bag: Postbag) -> None:
    customer = bag.customer(11)
    bag.payment(
        "on account",
        customer,
        50_000,
        [],
        ["on account, statement to follow"],
        reference="ON ACCOUNT",
    )


def _few_cents_over(bag: Postbag) -> None:
    customer = bag.customer(25)
    row = bag.invoice(customer, 64_297, 35)
    paid = row.open + 3
    bag.payment("overpaid by cents", customer, paid, [row], [bag.line(row, paid, "rounded up")])


def _another_currency(bag: Postbag) -> None:
    customer = bag.billed_in("EUR", 26)
    euros = bag.invoice(customer, 148_000, 13, currency="EUR")
    dollars = bag.invoice(customer, 55_000, 40)
    paid = euros.open - percent_of(euros.open, Decimal(2))
    lines = [
        bag.line(euros, paid, "EUR, less 2%"),
        bag.line(dollars, 49_800, "EUR for your USD 550.00"),
    ]
    bag.payment(
        "another currency",
        customer,
        paid + 49_800,
        [euros, dollars],
        lines,
        method="WIRE",
        currency="EUR",
    )


def _group_invoice(bag: Postbag) -> None:
    customer = bag.customer(4)
    rows = [bag.invoice(customer, amount, 50, group="G88001") for amount in (210_000, 130_000)]
    rows.append(bag.invoice(customer, 60_000, 49, group="G88001"))
    notes = ("group invoice G88001", "", "less 9.00 bank charges")
    lines = [bag.line(row, row.open, note) for row, note in zip(rows, notes, strict=True)]
    paid = sum(row.open for row in rows) - 900
    bag.payment("group invoice", customer, paid, rows, lines, reference="G88001", method="WIRE")


Case = Callable[[Postbag], None]
_FIRST_COMPANY: tuple[Case, ...] = (
    _exact,
    _several,
    _discount,
    _late_discount,
    _short,
    _overpaid,
    _partial,
    _deduction,
    _payer_for_others,
    _few_cents_over,
    _another_currency,
)
_SECOND_COMPANY: tuple[Case, ...] = (_credit_memo, _alias, _no_reference, _group_invoice)
