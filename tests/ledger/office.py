"""A small office for tests: one company, a few customers, and short ways to raise and pay."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import TypeVar

from artui.ledger import documents as docs
from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.proof.verifying import verify
from artui.ledger.settlement import PLAIN, Wish
from artui.ledger.setup import CustomerData, ToleranceData
from artui.ledger.store import Store
from artui.ledger.taking_on import DocumentRow, take_on

E = TypeVar("E", bound=ev.Event)

COMPANY, TODAY = "100", "2020-04-15"
CASHIER = "cara"
"""Who enters the receipts, so that Ann may write off (rule 21)."""

WANTED = tuple[str, int | None] | tuple[str, int | None, Wish]
"""A document number, the amount (None = as much as is left and needed) and the clerk's wish."""


def ticking(start: int = 1_586_900_000_000_000) -> Iterator[int]:
    """A clock that never stands still: one second a look."""
    return count(start, 1_000_000)


class Office:
    """A ledger with company 100 in USD and the customers C1, C2 and P, who pays for C3."""

    def __init__(self, store: Store, clerk: str = "ann") -> None:
        clock = ticking()
        self.ledger = Ledger(store, clerk, clock=lambda: next(clock), today=lambda: TODAY)
        setup.create(self.ledger, "Tests")
        setup.define_user(self.ledger, CASHIER, unlimited=True, late_discount=True, roles=["clerk"])
        self.cash = self.as_clerk(CASHIER)
        setup.register_company(self.ledger, COMPANY, "Hundred Ltd", "USD", years=[2020])
        setup.define_terms(self.ledger, "N30", due_days=30)
        setup.define_terms(self.ledger, "D2", steps=[("2", None)], grace_days=14)
        setup.define_terms(self.ledger, "S", steps=[("3", 10), ("1", 20)])
        setup.put_customers(
            self.ledger,
            [
                CustomerData(COMPANY, "C1", "Acme Foods", "USD", "N30", group="RETAIL"),
                CustomerData(COMPANY, "C2", "Bolt & Co", "USD", "N30"),
                CustomerData(COMPANY, "P", "Parent Holding", "USD", "N30"),
                CustomerData(COMPANY, "C3", "Child Shop", "USD", "N30", payer="P"),
            ],
        )

    def as_clerk(self, clerk: str) -> Ledger:
        """The same ledger as a colleague sees it."""
        return Ledger(self.ledger.store, clerk, clock=self.ledger.clock, today=lambda: TODAY)

    def tolerate(
        self,
        amount: int | None = 500,
        percent: str | None = None,
        level: str = "default",
        key: str = "",
        **more: object,
    ) -> int:
        """Set a tolerance line for shortfalls in USD."""
        return setup.set_tolerance(
            self.ledger,
            ToleranceData("USD", amount, percent, level=level, key=key, **more),  # type: ignore[arg-type]
        )

    def raises(
        self,
        number: str,
        amount: int,
        *,
        customer: str = "C1",
        date: str = "2020-03-20",
        due: str = "2020-04-19",
        kind: str = "",
        open_: int | None = None,
        terms: str = "",
        currency: str = "USD",
        division: str = "",
        rate: str | None = None,
        tax: int = 0,
        max_tolerance: int | None = None,
        net: int | None = None,
        discounts: tuple[ev.OwnDiscount, ...] = (),
        late_until: str = "",
    ) -> str:
        """An invoice, or a credit memo for a negative amount; its key."""
        take_on(
            self.ledger,
            [
                DocumentRow(
                    COMPANY,
                    number,
                    kind or ("invoice" if amount > 0 else "credit_memo"),
                    customer,
                    date,
                    due,
                    currency,
                    amount,
                    amount if open_ is None else open_,
                    terms=terms,
                    division=division,
                    tax=tax,
                    max_tolerance=max_tolerance,
                    net=net,
                    rate=None if rate is None else Decimal(rate),
                    discounts=discounts,
                    late_until=late_until,
                )
            ],
        )
        return self.key(number)

    @staticmethod
    def key(number: str) -> str:
        """The key of a document of the company."""
        return ev.document_key(COMPANY, number)

    def document(self, number: str) -> Document:
        """A document as it stands."""
        found = self.ledger.read.document(self.key(number))
        assert found is not None, f"no document {number}"
        return found

    def open_of(self, number: str) -> int:
        """The open balance of a document."""
        return self.document(number).open

    def receipt(
        self,
        amount: int,
        *,
        customer: str = "C1",
        received: str = TODAY,
        booked: str = TODAY,
        currency: str = "USD",
        bank_account: str = "",
        reference: str = "",
        number: str = "",
        rate: str | None = None,
        bank_reference: str = "",
    ) -> Receipt:
        """Money as a clerk enters it."""
        return Receipt(
            COMPANY,
            customer,
            currency,
            amount,
            bank_account or f"{COMPANY}-{currency}",
            received,
            booked,
            method="WIRE",
            reference=reference,
            number=number,
            bank_reference=bank_reference,
            rate=None if rate is None else Decimal(rate),
        )

    def chosen(self, distribution: Distribution, *wanted: WANTED) -> list[PayLine]:
        """Choose documents in a distribution; the lines as a panel would send them."""
        for number, amount, *wish in wanted:
            distribution.pay(self.document(number), amount, wish[0] if wish else PLAIN)
        return PayLine.all_of(distribution)

    def pays(self, receipt: Receipt | int, *wanted: WANTED, command: str | None = None) -> Posted:
        """The cashier posts a receipt (or that much money of C1) over the documents wanted."""
        money = self.receipt(receipt) if isinstance(receipt, int) else receipt
        lines = self.chosen(paying.distribution(self.cash, money), *wanted)
        return paying.post_receipt(self.cash, money, lines, command)

    def applies(self, source: str, *wanted: WANTED, day: str = TODAY) -> Posted:
        """Apply an open credit over the documents wanted."""
        lines = self.chosen(paying.application(self.ledger, self.document(source), day), *wanted)
        return paying.apply(self.ledger, self.key(source), lines, day=day)

    def journal(self, posted: Posted) -> dict[str, int]:
        """The journal of a voucher: base minor units per accounting rule, debit +."""
        seal = self.ledger.read.seal(posted.voucher)
        assert seal is not None
        sums: dict[str, int] = {}
        for line in seal.lines:
            sums[line.rule] = sums.get(line.rule, 0) + line.base
        return sums

    def facts(self, posted: Posted, kind: type[E]) -> list[E]:
        """The facts of one kind in a voucher."""
        return [f for f in self.ledger.read.voucher_facts(posted.voucher) if isinstance(f, kind)]

    def balances(self) -> dict[str, tuple[int, int]]:
        """Every document's open balances (document and base), folded from the events alone."""
        folded: dict[str, tuple[int, int]] = {}
        for _pos, event in self.ledger.store.events():
            docs.evolve(folded, event)
        return folded

    def assert_sound(self) -> None:
        """Everything that must always be true is true."""
        verdict = verify(self.ledger.store)
        assert verdict.problems == [], verdict.problems
        kept = {
            row[0]: (row[1], row[2])
            for row in self.ledger.store.query("SELECT id, open, base_open FROM documents")
        }
        assert kept == self.balances()
