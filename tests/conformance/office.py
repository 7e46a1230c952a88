"""Scenarios of other systems, carried out on a ledger: what the clerk does, and what came of it.

A scenario whose policy or operation the product does not cover is :class:`NotApplicable`, and the
runner says so; it is never counted as passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from artui.ledger import setup
from artui.ledger.dates import days_between, months_of
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.money import AmountError, decimal_string, exponent, parse_amount
from artui.ledger.posting import PayLine, Receipt
from artui.ledger.settlement import Wish
from artui.ledger.setup import CustomerData, ToleranceData
from artui.ledger.store import open_store
from artui.ledger.taking_on import DocumentRow, take_on

Case = dict[str, Any]
COMPANY, CLERK = "1", "clerk"
CREDITS = ("credit_memo", "receipt", "prepayment")
ROLES = {
    "Customer": "customer",
    "Bank": "cash",
    "AR30-185": "writeoff_expense",
    "AR30-186": "writeoff_income",
    "AR30-310": "discount_allowed",
    "AR30-520": "fx_gain",
    "AR30-521": "fx_loss",
}
COVERED = {
    "base_currency",
    "tolerance",
    "tolerance_levels",
    "precedence",
    "accept_tolerance",
    "discount_grace_days",
    "late_discount_tolerance_last_date",
    "accept_late_discount",
    "discount_requires_full_settlement",
    "application_effect_date",
    "rounding",
}
"""Policy keys that are understood; some of their values are not."""


class NotApplicable(Exception):  # noqa: N818 - an answer, not a fault
    """The product does not do this; says what."""


def per_document(value: Any, ref: str) -> Any:
    """A policy value that may differ from document to document."""
    return value.get(ref) if isinstance(value, dict) else value


def known(currency: str) -> bool:
    """Whether a currency can be kept money in."""
    try:
        exponent(currency)
    except AmountError:
        return False
    return True


class Office:
    """One scenario's ledger; ``posted`` counts what its operations booked, by role."""

    def __init__(self, case: Case, folder: Path) -> None:
        self.policy: Case = case["given"]["policy"]
        self.documents: dict[str, Case] = {d["ref"]: d for d in case["given"]["documents"]}
        self.operations: list[Case] = case["when"]
        self.check_covered(case)
        self.base = self.policy["base_currency"]
        self.other = "EUR" if self.base != "EUR" else "USD"
        self.today = max(d["date"] for d in self.documents.values())
        self.ledger = Ledger(
            open_store(folder / "case.db", create=True), CLERK, today=lambda: self.today
        )
        self.vouchers: dict[str, list[str]] = {}
        self.posted: Counter[str] = Counter()
        self.refused = False
        self.dates: list[str] = []
        self.prepare()

    def check_covered(self, case: Case) -> None:
        """Refuse what is not covered, by name."""
        unknown = set(self.policy) - COVERED
        if unknown:
            raise NotApplicable(f"policy {', '.join(sorted(unknown))}")
        for operation in self.operations:
            if not hasattr(self, f"do_{operation['op']}"):
                raise NotApplicable(f"operation {operation['op']}")
        if any(
            value.startswith("-") for value in case["then"].get("tolerance_accepted", {}).values()
        ):
            raise NotApplicable("tolerance for overpayments")
        gone = {d["currency"] for d in self.documents.values() if not known(d["currency"])}
        if len(gone) > 1:
            raise NotApplicable("currencies that are no longer")
        if any("discounts" in document for document in self.documents.values()):
            raise NotApplicable("discount steps given as amounts")

    # --- the ledger as given ---------------------------------------------------------------

    def prepare(self) -> None:
        setup.create(self.ledger)
        years = {int(d["date"][:4]) for d in self.documents.values()}
        years |= {int(o["date"][:4]) for o in self.operations if "date" in o}
        setup.register_company(
            self.ledger,
            COMPANY,
            "One",
            self.base,
            years=range(min(years), max(years) + 2),
        )
        currencies = {self.currency(d) for d in self.documents.values()}
        for currency in currencies - {self.base}:
            setup.open_bank_account(self.ledger, COMPANY, f"{COMPANY}-{currency}", currency)
        customers = {d["customer"] for d in self.documents.values()}
        setup.put_customers(
            self.ledger,
            [
                CustomerData(COMPANY, customer, customer, self.base, group="G")
                for customer in customers
            ],
        )
        for currency in currencies:
            self.set_tolerances(currency)
        posted_by_op = {o["ref"] for o in self.operations if o["op"] == "post_receipt"}
        for ref, document in self.documents.items():
            if document["type"] != "receipt" or "open_before" in document:
                self.take_on(document)
            elif ref not in posted_by_op:
                self.post(ref)
        self.posted.clear()

    def set_tolerances(self, currency: str) -> None:
        levels = dict(self.policy.get("tolerance_levels") or {})
        if self.policy.get("precedence") not in (
            None,
            ["customer", "customer_group", "currency", "default"],
        ):
            raise NotApplicable("another order of tolerance levels")
        if self.policy.get("tolerance"):
            levels["default"] = self.policy["tolerance"]
        keys = {
            "customer_group": ("group", "G"),
            "currency": ("currency", ""),
            "default": ("default", ""),
        }
        for name, given in levels.items():
            if given.get("base", "document_amount") != "document_amount" or name not in keys:
                raise NotApplicable(f"tolerance {name} on another base")
            amount = given.get("amount")
            level, key = keys[name]
            setup.set_tolerance(
                self.ledger,
                ToleranceData(
                    currency,
                    None if amount is None else parse_amount(amount, currency),
                    given.get("percent"),
                    level=level,
                    key=key,
                    inclusive=given.get("inclusive", True),
                ),
            )

    def currency(self, document: Case) -> str:
        """The document's currency; one that is no longer, or never was, stands for another."""
        given: str = document["currency"]
        return given if known(given) else self.other

    def amount(self, document: Case, name: str = "amount") -> int:
        return parse_amount(document[name], self.currency(document))

    def rate(self, document: Case) -> Decimal | None:
        """Base units per document unit, fine enough to give the stated base amount."""
        if "amount_base" in document:
            return Decimal(document["amount_base"]) / Decimal(document["amount"])
        if "rate" in document:
            return Decimal(document["rate"])
        return 1 / Decimal(document["rate_inverse"]) if "rate_inverse" in document else None

    def take_on(self, document: Case) -> None:
        sign = -1 if document["type"] in CREDITS else 1
        amount = sign * self.amount(document)
        left: str = document.get("open_before") or document["amount"]
        maximum = document.get("max_tolerance")
        currency = self.currency(document)
        take_on(
            self.ledger,
            [
                DocumentRow(
                    COMPANY,
                    document["ref"],
                    document["type"],
                    document["customer"],
                    document["date"],
                    document.get("due", "9999-12-31"),
                    currency,
                    amount,
                    sign * parse_amount(left, currency),
                    terms=self.terms(document),
                    max_tolerance=None if maximum is None else parse_amount(maximum, currency),
                    rate=self.rate(document),
                )
            ],
        )

    def terms(self, document: Case) -> str:
        """Terms of its own for a document with a discount, exact to the minor unit."""
        discount = document.get("discount")
        if not discount:
            return ""
        last = discount.get("last_date")
        days = days_between(document["date"], last) if last else discount.get("days")
        grace = self.policy.get("discount_grace_days", 0)
        late = per_document(self.policy.get("late_discount_tolerance_last_date"), document["ref"])
        if late and last:
            grace = days_between(last, late)
        percent = Decimal(discount["amount"]) * 100 / Decimal(document["amount"])
        setup.define_terms(
            self.ledger, document["ref"], steps=[(str(percent), days)], grace_days=grace
        )
        ref: str = document["ref"]
        return ref

    # --- operations ------------------------------------------------------------------------

    def run(self) -> None:
        """Carry out the operations; the first refusal ends them."""
        try:
            for operation in self.operations:
                act: Callable[[Case], None] = getattr(self, f"do_{operation['op']}")
                act(operation)
        except Refused:
            self.refused = True

    def book(self, voucher: str, *refs: str) -> None:
        seal = self.ledger.read.seal(voucher)
        assert seal is not None
        self.dates.append(seal.date)
        for line in seal.lines:
            self.posted[ROLES[line.rule]] += line.base
        for ref in refs:
            self.vouchers.setdefault(ref, []).append(voucher)

    def post(self, ref: str) -> None:
        document = self.documents[ref]
        currency, day = self.currency(document), document["date"]
        posted = self.ledger.post_receipt(
            Receipt(
                COMPANY,
                document["customer"],
                currency,
                self.amount(document),
                f"{COMPANY}-{currency}",
                day,
                day,
                number=ref,
                rate=self.rate(document),
            )
        )
        self.book(posted.voucher, ref)

    def do_post_receipt(self, operation: Case) -> None:
        self.post(operation["ref"])

    def do_settle(self, operation: Case) -> None:
        source = self.find(operation["source"])
        day = self.documents[operation["source"]]["date"]
        distribution = self.ledger.application(source, day)
        amounts = operation.get("amounts") or [None] * len(operation["targets"])
        for ref, given in zip(operation["targets"], amounts, strict=True):
            accepted = per_document(self.policy.get("accept_late_discount", False), ref)
            document = self.find(ref)
            offer = distribution.situation(document).offer
            wish = Wish(
                accept_late=bool(accepted) and offer.state == "grace",
                tolerate=self.policy.get("accept_tolerance", True),
            )
            amount = None if given is None else parse_amount(given, document.currency)
            if distribution.left > 0:
                distribution.pay(document, amount, wish)
        self.apply(source.id, distribution.lines.values(), day)

    def do_apply(self, operation: Case) -> None:
        if "write_off" in operation:
            raise NotApplicable("a write-off by hand")
        source = self.find(operation["source"])
        day = operation.get("date", self.today)
        distribution = self.ledger.application(source, day)
        by_hand = parse_amount(operation.get("discount", "0"), source.currency)
        wish = Wish(discount=by_hand, discount_reason="DSC", tolerate=False)
        for target in operation["to"]:
            document = self.find(target["ref"])
            if document.currency != source.currency:
                raise NotApplicable("an application across currencies")
            distribution.pay(document, parse_amount(target["amount"], document.currency), wish)
        self.apply(source.id, distribution.lines.values(), day)

    def apply(self, source: str, lines: Any, day: str) -> None:
        made = [PayLine.of(line) for line in lines]
        posted = self.ledger.apply(source, made, day=day)
        refs = {line.document.partition("/")[2] for line in made} | {source.partition("/")[2]}
        self.book(posted.voucher, *refs)

    def do_reverse_receipt(self, operation: Case) -> None:
        if "rate" in operation:
            raise NotApplicable("a reversal at another rate")
        self.undo(operation["ref"], operation.get("date", self.today), whole=True)

    def do_unapply(self, operation: Case) -> None:
        ref = operation.get("target") or operation["source"]
        self.undo(ref, operation.get("date", self.today), whole=False)

    def undo(self, ref: str, day: str, *, whole: bool) -> None:
        for voucher in reversed(self.vouchers[ref]):
            if whole or voucher.split("/")[1] == "CA":
                self.book(self.ledger.reverse(voucher, day=day).voucher)

    def do_close_period(self, operation: Case) -> None:
        through = operation["through"]
        for year in range(int(min(self.dates)[:4]), int(through[:4]) + 1):
            for name, _first, last in months_of(year):
                if last <= through:
                    setup.set_period(self.ledger, COMPANY, name, is_open=False)

    def do_evaluate_tolerance(self, operation: Case) -> None:
        """Nothing to do: the outcome asks for the figure."""

    # --- what came of it -------------------------------------------------------------------

    def find(self, ref: str) -> Any:
        document = self.ledger.read.document(f"{COMPANY}/{ref}")
        assert document is not None, ref
        return document

    def open_balances(self) -> dict[str, str]:
        """Open balances, positive on either side as the scenarios write them."""
        return {
            ref: decimal_string(abs(self.find(ref).open), self.currency(document))
            for ref, document in self.documents.items()
        }

    def open_base(self) -> dict[str, str]:
        return {
            ref: decimal_string(abs(self.find(ref).base_open), self.base) for ref in self.documents
        }

    def granted(self, kind: str, ref: str) -> str:
        moved = self.ledger.read.movements(f"{COMPANY}/{ref}")
        amount = -sum(m.amount for m in moved if m.kind == kind)
        return decimal_string(amount, self.currency(self.documents[ref]))

    def allowance(self, ref: str) -> str:
        document = self.find(ref)
        situation = self.ledger.situation(document, self.today, self.today)
        return decimal_string(situation.tolerated, document.currency)
