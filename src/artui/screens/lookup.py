"""Whom a clerk means: a customer from its number, an alias, a name or the beginning of one.

Fields that take a customer ask :func:`resolve_customer`; the prompt lists what
:func:`find_customers` finds. Leading zeros of a number count; no company is left out unless one
is named. Nothing here knows the terminal.
"""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger.documents import Customer
from artui.ledger.ledger import Ledger
from artui.ledger.reading.queries import Found


class Finding(NamedTuple):
    """Customers found for a list, and how many more there are, on hold or out of sight: counted."""

    shown: list[Found]
    hidden: int


def aliases(customer: Customer) -> list[str]:
    """The other names a customer goes by."""
    return [alias for alias in customer.aliases.split("|") if alias]


def resolve_customer(ledger: Ledger, text: str, company: str = "") -> Customer | list[Found]:
    """The one customer ``text`` means, or those it may mean (empty: none).

    A whole number is taken first, then a whole alias or name of one customer only, then what
    begins with the text if that is one. A number that several companies have is asked about,
    unless ``company`` has it or the text is ``COMPANY/NUMBER``. A whole number finds a customer
    on hold too.
    """
    text = text.strip()
    if "/" in text:
        named, _, number = text.partition("/")
        customer = ledger.read.customer(named.strip(), number.strip())
        if customer is not None and ledger.sight.sees_customer(customer):
            return customer
    numbered = ledger.read.customers_numbered(text) if text else []
    numbered = [customer for customer in numbered if ledger.sight.sees_customer(customer)]
    numbered = [c for c in numbered if c.company == company] or numbered
    if numbered:
        return numbered[0] if len(numbered) == 1 else [Found(c, "number") for c in numbered]
    found = find_customers(ledger, text).shown
    exact = [hit for hit in found if _is_called(hit.customer, text)]
    for hits in (exact, found):
        if len(hits) == 1:
            return hits[0].customer
    return found


def customer_chosen(ledger: Ledger, result: object, company: str = "") -> Customer | None:
    """The customer a prompt answered with: itself, its number or ``COMPANY/NUMBER``."""
    if isinstance(result, Customer):
        return result
    found = resolve_customer(ledger, str(result), company)
    return found if isinstance(found, Customer) else None


def find_customers(ledger: Ledger, text: str, company: str = "") -> Finding:
    """Customers by number, alias or the beginning of any word of a name, the surest first."""
    found = [
        hit
        for hit in ledger.read.find_customers(text)
        if not company or hit.customer.company == company
    ]
    sight = ledger.sight
    shown = [hit for hit in found if not hit.customer.hold and sight.sees_customer(hit.customer)]
    return Finding(shown, len(found) - len(shown))


def customer_text(ledger: Ledger, customer: Customer) -> str:
    """What a field shows for a customer: the number, with the company where several have it."""
    several = len(ledger.read.customers_numbered(customer.customer)) > 1
    return f"{customer.company}/{customer.customer}" if several else customer.customer


def _is_called(customer: Customer, text: str) -> bool:
    wanted = text.casefold()
    return any(name.casefold() == wanted for name in (customer.name, *aliases(customer)))


def zeros_note(found: list[Found]) -> str:
    """A warning where two numbers of the list differ only by leading zeros; else empty."""
    numbers = {hit.customer.customer for hit in found}
    for number in sorted(numbers):
        stripped = number.lstrip("0")
        if stripped != number and stripped in numbers:
            return f"{number} and {stripped} are two customers: leading zeros count."
    return ""
