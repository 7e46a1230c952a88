"""Another clerk's day of other customers, made from a seed: what is open, who pays, what is meant.

Every customer plays one part (:data:`PARTS`). Half of the parts are traps: a day that looks like
an invoice's number, a number that begins like another's, the document of somebody else.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

DAY = "2024-03-15"
COMPANY, CURRENCY = "W100", "USD"
ACCOUNT, BOX = "DE75512108001245126199", "0077001"
EACH = 3
"""How many customers play each part."""

_FIRST = [
    "Amber",
    "Birch",
    "Cedar",
    "Delta",
    "Ember",
    "Fjord",
    "Garnet",
    "Hazel",
    "Indigo",
    "Juniper",
    "Koral",
    "Lagoon",
]
_SECOND = [
    "Bakery",
    "Cranes",
    "Dairies",
    "Engines",
    "Farming",
    "Glazing",
    "Haulage",
    "Ironworks",
    "Joinery",
    "Kilns",
]


class Customer(NamedTuple):
    """A customer with the account it pays from."""

    number: str
    name: str
    account: str


class Document(NamedTuple):
    """An open document; a credit memo's amount is below zero; minor units."""

    number: str
    customer: Customer
    amount: int
    terms: str = "N30"


class Payment(NamedTuple):
    """Money as the banks tell of it, and the documents its payer means, if that can be known.

    ``meant`` is what may be applied without asking: nothing where signs disagree or fit twice.
    """

    reference: str
    payer: str
    account: str
    amount: int
    text: str
    meant: frozenset[str]
    part: str
    cheque: bool = False


class Day:
    """What a seed makes: customers, documents and payments."""

    def __init__(self, seed: int) -> None:
        self.rnd = Random(seed)
        self.customers: list[Customer] = []
        self.documents: list[Document] = []
        self.payments: list[Payment] = []
        self._used: set[int] = set()
        self._names = [f"{one} {two}" for one in _FIRST for two in _SECOND]
        self.rnd.shuffle(self._names)
        for _ in range(EACH):
            for part in PARTS:
                PARTS[part](self, part)
        self.rnd.shuffle(self.payments)

    def customer(self, name: str = "") -> Customer:
        """One more customer."""
        number = f"{40_000 + len(self.customers) * 7}"
        account = f"DE{self._fresh(10, 99)}{self._fresh(10**17, 10**18)}"
        made = Customer(number, name or f"{self._names.pop()} GmbH", account)
        self.customers.append(made)
        return made

    def document(
        self, owner: Customer, *, number: str = "", amount: int = 0, terms: str = "N30"
    ) -> Document:
        """One more document that is open."""
        made = Document(
            number or f"73{self._fresh(10_000, 99_999)}",
            owner,
            amount or self._fresh(2_000, 900_000),
            terms,
        )
        self.documents.append(made)
        return made

    def pay(self, part: str, who: Customer | str, amount: int, text: str, *meant: Document) -> None:
        """One more payment; a stranger's is by its name."""
        name, account = (who.name, who.account) if isinstance(who, Customer) else (who, "")
        reference = f"{DAY[2:].replace('-', '')}W{len(self.payments):05}"
        numbers = frozenset(document.number for document in meant)
        cheque = part in _BY_CHEQUE and self.rnd.random() < 0.5
        self.payments.append(Payment(reference, name, account, amount, text, numbers, part, cheque))

    def write(self, folder: Path) -> None:
        """Customers and documents as files to be taken in."""
        heads = "customer_no name aliases company_code currency payment_terms"
        _write(
            folder / "customers.csv",
            heads,
            [[one.number, one.name, "", COMPANY, CURRENCY, "N30"] for one in self.customers],
        )
        heads = (
            "doc_no doc_type company_code customer_no doc_date due_date currency amount"
            " open_amount payment_terms"
        )
        _write(
            folder / "invoices.csv",
            heads,
            [
                [
                    one.number,
                    "INV" if one.amount > 0 else "CM",
                    COMPANY,
                    one.customer.number,
                    "2024-03-10",
                    "2024-04-09",
                    CURRENCY,
                    *[f"{one.amount / 100:.2f}"] * 2,
                    one.terms,
                ]
                for one in self.documents
            ],
        )

    def _fresh(self, low: int, high: int) -> int:
        """A number that was not given before."""
        while (found := self.rnd.randrange(low, high)) in self._used:
            pass
        self._used.add(found)
        return found


def _write(path: Path, heads: str, lines: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads.split(), *lines])


# --- the parts -------------------------------------------------------------------------------


def _one(day: Day, part: str) -> None:
    """Names one of several documents."""
    who = day.customer()
    meant, _ = day.document(who), day.document(who)
    words = day.rnd.choice(("{}", "Rechnung {}", "RE-Nr. {} vom 10.03.2024", "inv {}, thank you"))
    day.pay(part, who, meant.amount, words.format(meant.number), meant)


def _several(day: Day, part: str) -> None:
    """Names some of its documents and pays their sum."""
    who = day.customer()
    meant = [day.document(who) for _ in range(day.rnd.randint(2, 5))]
    day.document(who)
    text = day.rnd.choice((" ", ", ", "/")).join(document.number for document in meant)
    day.pay(part, who, sum(document.amount for document in meant), text, *meant)


def _discounted(day: Day, part: str) -> None:
    """Takes two percent in time."""
    who = day.customer()
    meant = day.document(who, amount=day.rnd.randrange(100, 9_000) * 100, terms="S2")
    day.document(who)
    day.pay(part, who, meant.amount * 98 // 100, f"RE {meant.number} less 2%", meant)


def _silent(day: Day, part: str) -> None:
    """Says nothing, and one of its documents equals the money."""
    who = day.customer()
    meant, _ = day.document(who), day.document(who)
    day.pay(part, who, meant.amount, "payment", meant)


def _all(day: Day, part: str) -> None:
    """Says nothing and pays all that is open."""
    who = day.customer()
    meant = [day.document(who), day.document(who)]
    day.pay(part, who, sum(document.amount for document in meant), "as per account", *meant)


def _memo(day: Day, part: str) -> None:
    """Takes its credit memo along without a word."""
    who = day.customer()
    small = day.rnd.randrange(100, 400)  # within the tolerance, or far beyond it
    memo = day.document(who, amount=-small * day.rnd.choice((1, 40)))
    meant = [day.document(who, amount=day.rnd.randrange(50_000, 90_000)), memo]
    day.document(who)
    day.pay(part, who, sum(document.amount for document in meant), meant[0].number, *meant)


def _tie(day: Day, part: str) -> None:
    """Says nothing, and two documents equal the money."""
    who = day.customer()
    first = day.document(who)
    day.document(who, amount=first.amount)
    day.pay(part, who, first.amount, "payment")


def _date(day: Day, part: str) -> None:
    """Names its document with a day that is the number of somebody else's."""
    other, who = day.customer(), day.customer()
    trap = f"2024{len(day.documents):04}"
    meant, _ = day.document(who), day.document(other, number=trap)
    day.pay(part, who, meant.amount, f"Rechnung {meant.number} vom {trap}", meant)


def _beginning(day: Day, part: str) -> None:
    """Names the beginning of a number only, and no document fits its money."""
    who = day.customer()
    document = day.document(who)
    day.pay(part, who, document.amount - 1_234, document.number[:5])


def _others(day: Day, part: str) -> None:
    """Names and pays the document of somebody else."""
    other, who = day.customer(), day.customer()
    document, _ = day.document(other), day.document(who)
    day.pay(part, who, document.amount, document.number)


def _short(day: Day, part: str) -> None:
    """Names its document and pays less, without a reason."""
    who = day.customer()
    document = day.document(who)
    day.pay(part, who, document.amount - 1_500, document.number)


def _over(day: Day, part: str) -> None:
    """Names its document and pays more."""
    who = day.customer()
    document = day.document(who)
    day.pay(part, who, document.amount + 2_000, f"Rg {document.number}")


def _again(day: Day, part: str) -> None:
    """Pays the same document twice: one of both is too much."""
    who = day.customer()
    meant = day.document(who)
    for _ in range(2):
        day.pay(part, who, meant.amount, meant.number, meant)


def _stranger(day: Day, part: str) -> None:
    """Nobody knows the payer, and the money equals a document of somebody."""
    document = day.document(day.customer())
    day.pay(part, f"{day.rnd.choice(_SECOND)} of Nowhere", document.amount, "payment")


def _namesakes(day: Day, part: str) -> None:
    """Two customers have the payer's name; one owes what was paid."""
    who = day.customer()
    day.document(day.customer(who.name))
    document = day.document(who)
    day.pay(part, who, document.amount, "payment")


def _mistyped(day: Day, part: str) -> None:
    """Mistypes its document's number and hits the number of somebody else's."""
    other, who = day.customer(), day.customer()
    meant = day.document(who)
    wrong = meant.number[:-1] + str((int(meant.number[-1]) + 1) % 10)
    if wrong not in {document.number for document in day.documents}:
        day.document(other, number=wrong, amount=meant.amount)
    day.pay(part, who, meant.amount, wrong)


def _returned(day: Day, part: str) -> None:
    """The bank takes a payment of other days back."""
    who = day.customer()
    day.document(who)
    day.pay(part, who, -day.rnd.randrange(500, 90_000), "RETURNED R01")


PARTS: dict[str, Callable[[Day, str], None]] = {
    "one": _one,
    "several": _several,
    "discounted": _discounted,
    "silent": _silent,
    "all": _all,
    "memo": _memo,
    "tie": _tie,
    "date": _date,
    "beginning": _beginning,
    "others": _others,
    "short": _short,
    "over": _over,
    "again": _again,
    "stranger": _stranger,
    "namesakes": _namesakes,
    "mistyped": _mistyped,
    "returned": _returned,
}
"""What customers do, by name."""

_BY_CHEQUE = ("one", "several", "short", "over", "stranger")
