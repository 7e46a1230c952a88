"""Vouchers for tests, built straight from events: balanced, numbered, sealed."""

from __future__ import annotations

from collections import Counter

from artui.ledger import events as ev

COMPANY, CUSTOMER, CONTROL = "100", "C1", "1200"


class Book:
    """Makes the events of one company's vouchers and keeps count of their numbers."""

    def __init__(self, company: str = COMPANY) -> None:
        self.company = company
        self.numbers: Counter[str] = Counter()

    def opening(self) -> list[ev.Event]:
        """The facts a ledger begins with."""
        return [
            ev.LedgerCreated(*stamp("ledger", 1), ev.FORMAT, "Sample"),
            ev.CompanyRegistered(*stamp(f"company/{self.company}", 1), self.company, "Co", "USD"),
            self.customer(CUSTOMER, "Acme Foods Ltd", ("ACM",)),
        ]

    def customer(
        self, customer: str, name: str, aliases: tuple[str, ...] = (), version: int = 1
    ) -> ev.Event:
        """A customer, new or changed."""
        kind = ev.CustomerRegistered if version == 1 else ev.CustomerChanged
        stream = f"customer/{self.company}/{customer}"
        return kind(*stamp(stream, version), self.company, customer, name, aliases, "USD", "N30")

    def invoice(
        self,
        number: str,
        amount: int,
        due: str = "2020-02-14",
        customer: str = CUSTOMER,
        currency: str = "USD",
    ) -> list[ev.Event]:
        """An invoice, or with a negative amount a credit memo."""
        stream = self._next("IN")
        kind = "invoice" if amount > 0 else "credit_memo"
        raised = ev.DocumentRaised(
            *stamp(stream, 1),
            document=f"{self.company}/{number}",
            kind=kind,
            customer=customer,
            name="Acme",
            date="2020-01-15",
            due=due,
            currency=currency,
            amount=amount,
            open=amount,
            base=amount,
            control=CONTROL,
        )
        return [
            raised,
            self._seal(
                stream, 2, "2020-01-15", [("Customer", amount), ("Sales", -amount)], currency
            ),
        ]

    def receipt(
        self,
        number: str,
        amount: int,
        *paid: tuple[str, int],
        written_off: int = 0,
        customer: str = CUSTOMER,
    ) -> list[ev.Event]:
        """Cash that pays parts of documents; ``written_off`` closes the rest of the last one."""
        stream = self._next("RC")
        source = f"{self.company}/{number}"
        facts: list[ev.Event] = [
            ev.ReceiptRecorded(
                *stamp(stream, 1),
                document=source,
                customer=customer,
                known_as="ACME FOODS",
                currency="USD",
                amount=-amount,
                base=-amount,
                rate="1",
                bank_account="B1",
                method="W",
                received="2020-02-10",
                date="2020-02-10",
                reference=paid[0][0] if paid else "",
                bank_reference=f"bank {number}",
                control=CONTROL,
            )
        ]
        for version, (target, part) in enumerate(paid, 2):
            facts.append(
                ev.Applied(
                    *stamp(stream, version),
                    source=source,
                    target=f"{self.company}/{target}",
                    amount=part,
                    source_amount=part,
                    target_base=part,
                    source_base=part,
                )
            )
        if written_off:
            facts.append(
                ev.DifferenceWrittenOff(
                    *stamp(stream, len(facts) + 1),
                    document=f"{self.company}/{paid[-1][0]}",
                    amount=written_off,
                    base=written_off,
                    policy=1,
                    level="default",
                    key="",
                    limit=500,
                )
            )
        rule = "Customer" if customer else "Unidentified"
        lines = [("Bank", amount), ("AR30-185", written_off), (rule, -amount - written_off)]
        return [*facts, self._seal(stream, len(facts) + 1, "2020-02-10", lines)]

    def reversal(self, receipt: list[ev.Event]) -> list[ev.Event]:
        """The mirror of a receipt's voucher."""
        stream = self._next("RV")
        old = receipt[-1]
        assert isinstance(old, ev.VoucherPosted)
        facts: list[ev.Event] = [ev.VoucherReversed(*stamp(stream, 1), old.originator_id)]
        for fact in receipt:
            at = stamp(stream, len(facts) + 1)
            if isinstance(fact, ev.Applied):
                facts.append(
                    ev.Applied(
                        *at,
                        fact.source,
                        fact.target,
                        -fact.amount,
                        -fact.source_amount,
                        -fact.target_base,
                        -fact.source_base,
                    )
                )
            elif isinstance(fact, ev.DifferenceWrittenOff):
                facts.append(
                    ev.DifferenceWrittenOff(
                        *at, fact.document, -fact.amount, -fact.base, 1, "default", "", 500
                    )
                )
        for fact in receipt:
            if isinstance(fact, ev.ReceiptRecorded):
                facts.append(
                    ev.DocumentCancelled(
                        *stamp(stream, len(facts) + 1), fact.document, fact.amount, fact.base
                    )
                )
        lines = [(line.rule, -line.amount) for line in old.lines]
        return [*facts, self._seal(stream, len(facts) + 1, "2020-03-01", lines)]

    def flag(
        self, number: str, version: int = 1, *, hold: bool = False, dispute: bool = False
    ) -> ev.Event:
        """A document on hold or in dispute, or freed."""
        document = f"{self.company}/{number}"
        return ev.DocumentFlagged(*stamp(f"document/{document}", version), document, hold, dispute)

    def _next(self, series: str) -> str:
        self.numbers[series] += 1
        return ev.voucher_key(self.company, series, 2020, self.numbers[series])

    def _seal(
        self,
        stream: str,
        version: int,
        date: str,
        lines: list[tuple[str, int]],
        currency: str = "USD",
    ) -> ev.Event:
        series = stream.split("/")[1]
        return ev.VoucherPosted(
            *stamp(stream, version),
            company=self.company,
            series=series,
            year=2020,
            number=self.numbers[series],
            date=date,
            period=date[:7],
            customer=CUSTOMER,
            currency=currency,
            amount=lines[0][1],
            lines=tuple(
                ev.JournalLine(
                    rule,
                    CONTROL if rule in ("Customer", "Unidentified") else rule,
                    "",
                    currency,
                    amount,
                    amount,
                )
                for rule, amount in lines
                if amount
            ),
        )


def stamp(stream: str, version: int) -> tuple[str, int, int, str, str]:
    """The base fields of an event: a command a voucher, one a version of anything else."""
    command = f"cmd {stream}" if stream.count("/") == 3 else f"cmd {stream} {version}"
    return stream, version, 1_580_000_000_000_000 + version, "ann", command


def story(book: Book) -> list[list[ev.Event]]:
    """Appends that touch every projection: paid, part paid, written off, reversed, flagged."""
    paid = book.receipt("R1", 9_900, ("I1", 9_900), written_off=100)
    undone = book.receipt("R2", 4_000, ("I2", 4_000))
    return [
        book.opening(),
        [*book.invoice("I1", 10_000), *book.invoice("I2", 7_500, "2020-03-31")],
        book.invoice("CM1", -2_500),
        paid,
        undone,
        [book.flag("I2", dispute=True)],
        book.reversal(undone),
        [book.customer("C1", "Acme Foods & Sons", ("ACM", "AFS"), 2)],
        book.receipt("R3", 3_000, customer=""),
        [book.flag("I2", 2), *book.receipt("R4", 7_500, ("I2", 7_500))],
    ]


def inbox(document: str, company: str) -> list[list[ev.Event]]:
    """What a bank said of a receipt, parked, taken up and parked again; two payers learned, one
    of them forgotten."""
    line = f"line/{document}"
    said = ev.LineSaid("Acme", "DE 12", ("thanks",))
    read = ev.BankLineRead(*stamp(line, 1), document, "day.sta", 7, "MT940 1", said)
    return [
        [read, ev.LineParked(*stamp(line, 2), document, "who?")],
        [
            ev.LineTakenUp(*stamp(line, 3), document),
            ev.LineParked(*stamp(line, 4), document, "asked"),
            ev.PayerAliasLearned(
                *stamp(f"alias/{company}/1", 1), company, 1, CUSTOMER, "name", "ACME  foods"
            ),
            ev.PayerAliasLearned(
                *stamp(f"alias/{company}/2", 1), company, 2, CUSTOMER, "account", "DE 12"
            ),
            ev.PayerAliasEnded(*stamp(f"alias/{company}/1", 2), company, 1),
        ],
    ]
