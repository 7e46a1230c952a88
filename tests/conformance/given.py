"""A scenario's ledger as given: company, policies as events, documents taken on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from artui.ledger import events as ev
from artui.ledger import parameters, setup
from artui.ledger.dates import add_days
from artui.ledger.ledger import Ledger
from artui.ledger.money import AmountError, exponent, parse_amount
from artui.ledger.setup import CustomerData, ToleranceData
from artui.ledger.taking_on import DocumentRow, take_on

Case = dict[str, Any]
COMPANY, CLERK, GROUP = "1", "clerk", "G"
REASONS = {False: "BALWOF", True: "CRWOF"}
WRITE_OFFS = ("write_off", "write_off_batch", "request_write_off", "evaluate_write_off_limit")
CREDITS = ("credit_memo", "receipt", "prepayment")
POLICIES = {
    "base_currency",
    "tolerance",
    "tolerance_levels",
    "precedence",
    "accept_tolerance",
    "discount_grace_days",
    "late_discount_tolerance_last_date",
    "accept_late_discount",
    "discount_requires_full_settlement",
    "partial_payment_discount",
    "adjust_tax_on_discount",
    "adjust_tax_on_writeoff",
    "receipt_tolerance",
    "distribution",
    "user_limit",
    "system_limit",
    "system_limit_base",
    "write_off_limits",
    "combine",
    "limit_inclusive",
    "inclusive",
    "on_exceed",
    "require_full_settlement",
    "open_periods",
    "closed_through",
    "application_effect_date",
    "writeoff_rate",
    "market_rate_on_writeoff_date",
    "reversal_rate",
    "rounding",
    "application_rounding",
}
LEVELS = {
    "customer": "customer",
    "customer_group": "group",
    "currency": "currency",
    "default": "default",
}
WORDS: dict[str, dict[Any, str]] = {
    "partial_payment_discount": {"none": "none", "proportional": "proportional"},
    "combine": {
        "most_restrictive": "most restrictive",
        "min": "most restrictive",
        "precedence": "precedence",
    },
    "on_exceed": {"refuse": "refuse", "pending": "pending", "chargeback": "chargeback"},
    "application_effect_date": {
        "application_date": "application",
        "latest document date": "latest",
        "latest_document_date": "latest",
    },
    "writeoff_rate": {
        "document": "document",
        "original_receipt": "document",
        "writeoff_date": "day",
    },
    "reversal_rate": {"original": "original", "reversal_date": "day"},
    "rounding": {"half_up": "half up"},
    "distribution": {"pro_rata_capped": "pro rata"},
}
"""What the scenarios call a value, and what the parameters call it."""

_STAND_INS = ("CHF", "SEK", "NOK", "DKK", "AUD", "NZD", "PLN", "MXN")


class NotApplicable(Exception):  # noqa: N818 - an answer, not a fault
    """The product does not do this; says what."""


def per_document(value: Any, ref: str) -> Any:
    """A policy value that may differ from document to document."""
    return value.get(ref) if isinstance(value, dict) else value


def word(policy: Case, key: str, absent: str) -> str:
    """A policy's value in the words of the parameters."""
    if policy.get(key) is None:
        return absent
    known = WORDS[key].get(policy[key])
    if known is None:
        raise NotApplicable(f"policy {key} {policy[key]!r}")
    return known


def known(currency: str) -> bool:
    """Whether money can be kept in a currency."""
    try:
        exponent(currency)
    except AmountError:
        return False
    return True


class Given:
    """What a scenario starts from, and how its words read here."""

    def __init__(self, case: Case) -> None:
        self.policy: Case = case["given"]["policy"]
        self.documents: dict[str, Case] = {d["ref"]: d for d in case["given"]["documents"]}
        self.operations: list[Case] = case["when"]
        unknown = set(self.policy) - POLICIES
        if unknown:
            raise NotApplicable(f"policy {', '.join(sorted(unknown))}")
        self._stand_in = self._stand_ins()
        self.base = self._stand_in.get(self.policy["base_currency"], self.policy["base_currency"])
        self.currencies = sorted({self.currency(d) for d in self.documents.values()} | {self.base})
        self.today = max(d["date"] for d in self.documents.values())

    def _stand_ins(self) -> dict[str, str]:
        """A living currency for each that is no longer, or never was."""
        named = {d["currency"] for d in self.documents.values()} | {self.policy["base_currency"]}
        free = iter(code for code in _STAND_INS if code not in named)
        return {code: next(free) for code in sorted(named) if not known(code)}

    def currency(self, document: Case) -> str:
        """The currency a document is kept in."""
        return self._code(document["currency"])

    def _code(self, given: str) -> str:
        return self._stand_in.get(given, given)

    def amount(self, document: Case, name: str = "amount") -> int:
        """An amount of a document, minor units."""
        return parse_amount(document[name], self.currency(document))

    def rate(self, document: Case) -> Decimal | None:
        """Base units per document unit, fine enough to give the stated base amount."""
        if "amount_base" in document:
            return Decimal(document["amount_base"]) / Decimal(document["amount"])
        if "rate" in document:
            return Decimal(document["rate"])
        return 1 / Decimal(document["rate_inverse"]) if "rate_inverse" in document else None

    # --- the ledger --------------------------------------------------------------------------

    def prepare(self, ledger: Ledger) -> None:
        """Company, periods, customers and policies; no document yet."""
        setup.create(ledger)
        days = [d["date"] for d in self.documents.values()]
        days += [o[key] for o in self.operations for key in ("date", "through") if key in o]
        days = [day for day in days if day < "2090"]
        years = range(int(min(days)[:4]), int(max(days)[:4]) + 2)
        setup.register_company(ledger, COMPANY, "One", self.base, years=years)
        for currency in self.currencies:
            if currency != self.base:
                setup.open_bank_account(ledger, COMPANY, f"{COMPANY}-{currency}", currency)
        limits = self.policy.get("write_off_limits") or {}
        for customer in self.customers:
            limit = per_document(limits.get("customer"), customer)
            setup.put_customers(
                ledger,
                [
                    CustomerData(
                        COMPANY,
                        customer,
                        customer,
                        self.currencies[0] if len(self.currencies) == 1 else self.base,
                        group=GROUP,
                        write_off_limit=None if limit is None else parse_amount(limit, self.base),
                    )
                ],
            )
        self._set_parameters(ledger)
        for currency in self.currencies:
            self._set_tolerances(ledger, currency)
        self._define_users(ledger)
        self._set_rates(ledger)

    def _set_parameters(self, ledger: Ledger) -> None:
        policy = self.policy
        limits = policy.get("write_off_limits") or {}
        word(policy, "rounding", "half up")
        word(policy, "distribution", "pro rata")
        above: str | None = policy.get("system_limit_base")
        parameters.set_parameters(
            ledger,
            COMPANY,
            ev.Parameters(
                levels=self._levels(),
                discount_on_parts=word(policy, "partial_payment_discount", "none"),
                discount_needs_full=policy.get("discount_requires_full_settlement", True),
                tax_on_discount=policy.get("adjust_tax_on_discount", False),
                tax_on_write_off=policy.get("adjust_tax_on_writeoff", False),
                receipt_tolerance=self._per_currency(policy.get("receipt_tolerance")),
                system_limits=self._per_currency(policy.get("system_limit")),
                system_range=(None, None if above is None else parse_amount(above, self.base)),
                company_limits=self._per_currency(limits.get("business_unit")),
                limits_inclusive=policy.get("inclusive", True),
                limits_combine=word(policy, "combine", "most restrictive"),
                above_limit=word(policy, "on_exceed", "refuse"),
                full_matches_only=policy.get("require_full_settlement", False),
                effect_date=word(policy, "application_effect_date", "application"),
                write_off_rate=word(policy, "writeoff_rate", "document"),
                reversal_rate=word(policy, "reversal_rate", "original"),
                rounding=self._per_currency(policy.get("application_rounding")),
            ),
        )

    def _levels(self) -> tuple[str, ...]:
        order = self.policy.get("precedence") or list(LEVELS)
        return tuple(LEVELS[name] for name in order)

    def _per_currency(self, given: Any) -> dict[str, int]:
        """An amount that holds for every currency, or one per currency."""
        if given is None:
            return {}
        value: Any = given["amount"] if isinstance(given, dict) and "amount" in given else given
        if isinstance(value, dict):
            return {c: parse_amount(str(a), self._code(c)) for c, a in value.items()}
        return {c: parse_amount(str(value), c) for c in self.currencies}

    def _set_tolerances(self, ledger: Ledger, currency: str) -> None:
        levels = dict(self.policy.get("tolerance_levels") or {})
        if self.policy.get("tolerance"):
            levels["default"] = self.policy["tolerance"]
        for name, line in levels.items():
            keyed = line if name != "default" and _keyed(line) else {self._key(name): line}
            for key, given in keyed.items():
                if name == "currency" and key not in ("", currency):
                    continue
                named = f"{COMPANY}/{key}" if name == "customer" else key
                setup.set_tolerance(ledger, self._tolerance(currency, LEVELS[name], named, given))

    @property
    def customers(self) -> list[str]:
        """Everybody who has a document."""
        return sorted({str(document["customer"]) for document in self.documents.values()})

    def _key(self, level: str) -> str:
        return {"customer": self.customers[0], "customer_group": GROUP}.get(level, "")

    def _tolerance(self, currency: str, level: str, key: str, given: Case) -> ToleranceData:
        sides = given.get("applies_to") or ["underpayment"]
        sides = ["underpayment", "overpayment"] if "both" in sides else sides
        amount, percent = given.get("amount"), given.get("percent")
        limit = None if amount is None else parse_amount(amount, currency)
        short, over = "underpayment" in sides, "overpayment" in sides
        if over and limit is None and percent is None:
            percent = "100"  # each document brings its own maximum
        return ToleranceData(
            currency,
            limit if short else None,
            given.get("percent") if short else None,
            limit if over else None,
            percent if over else None,
            level=level,
            key=key,
            inclusive=given.get("inclusive", True),
            residual=given.get("base", "document_amount") == "residual",
        )

    def _define_users(self, ledger: Ledger) -> None:
        limits = self.policy.get("write_off_limits") or {}
        given = self.policy.get("user_limit", limits.get("user"))
        for user in sorted({o["user"] for o in self.operations if "user" in o}):
            limit = per_document(given, user)
            unlimited = given is None or limit == "unlimited"
            amounts = {} if unlimited or limit is None else self._per_currency(limit)
            setup.define_user(ledger, user, authority=amounts, unlimited=unlimited)
        for operation in self.operations:
            if operation["op"] in WRITE_OFFS and ("reason" in operation or "reason" in limits):
                credit = operation.get("kind") == "credit"
                reason = operation.get("reason") or REASONS[credit]
                limit = per_document(limits.get("reason"), reason)
                setup.define_reason(
                    ledger,
                    reason,
                    reason,
                    "small balance",
                    rule="AR30-186" if credit else "AR30-185",
                    limit=None if limit is None else parse_amount(limit, self.base),
                    currency="" if limit is None else self.base,
                )

    def _set_rates(self, ledger: Ledger) -> None:
        for document in self.documents.values():
            rate, currency = self.rate(document), self.currency(document)
            if rate is not None and currency != self.base:
                setup.set_rate(ledger, self.base, currency, document["date"], str(rate))
        for operation in self.operations:
            rate = operation.get("rate") or self.policy.get("market_rate_on_writeoff_date")
            if (
                operation["op"] in ("write_off", "reverse_write_off")
                and rate
                and "ref" in operation
            ):
                currency = self.currency(self.documents[operation["ref"]])
                if currency != self.base:
                    day = operation.get("date", self.today)
                    setup.set_rate(ledger, self.base, currency, day, str(rate))

    # --- documents ---------------------------------------------------------------------------

    def take_on(self, ledger: Ledger, document: Case) -> None:
        """Take a document on with what is open of it and the discounts it carries."""
        sign = -1 if document["type"] in CREDITS else 1
        currency, ref = self.currency(document), document["ref"]
        maximum = document.get("max_tolerance")
        late = per_document(self.policy.get("late_discount_tolerance_last_date"), ref)
        row = DocumentRow(
            COMPANY,
            ref,
            document["type"],
            document["customer"],
            document["date"],
            document.get("due", "9999-12-31"),
            currency,
            sign * self.amount(document),
            sign * self.amount(document, "open_before" if "open_before" in document else "amount"),
            terms=self._grace_terms(ledger),
            net=self.amount(document, "net") if "net" in document else None,
            tax=sign * self.amount(document, "tax") if "tax" in document else 0,
            max_tolerance=None if maximum is None else parse_amount(maximum, currency),
            rate=self.rate(document),
            discounts=tuple(self._discounts(document)),
            late_until=late or "",
        )
        take_on(ledger, [row])

    def _discounts(self, document: Case) -> list[ev.OwnDiscount]:
        steps = document.get("discounts") or (
            [document["discount"]] if "discount" in document else []
        )
        currency = self.currency(document)
        made = []
        for step in steps:
            until = step.get("last_date") or ""
            if not until and "days" in step:
                until = add_days(document["date"], int(step["days"]))
            made.append(ev.OwnDiscount(parse_amount(step["amount"], currency), until))
        return made

    def _grace_terms(self, ledger: Ledger) -> str:
        """Terms without a discount of their own, for the grace days of those a document carries."""
        days = self.policy.get("discount_grace_days")
        if not days:
            return ""
        if "GRACE" not in ledger.policies.terms:
            setup.define_terms(ledger, "GRACE", grace_days=int(days))
        return "GRACE"

    def close(self, ledger: Ledger) -> None:
        """Periods and books as closed as the scenario says."""
        if "open_periods" in self.policy:
            first, last = self.policy["open_periods"]
            for period in list(ledger.policies.company(COMPANY).periods.values()):
                if not first <= period.first[:7] <= last:
                    setup.set_period(ledger, COMPANY, period.name, is_open=False)
        if "closed_through" in self.policy:
            parameters.close_books(ledger, COMPANY, self.policy["closed_through"])

    def close_through(self, ledger: Ledger, through: str) -> None:
        """Close the periods that end on or before a day."""
        for period in list(ledger.policies.company(COMPANY).periods.values()):
            if period.open and period.last <= through:
                setup.set_period(ledger, COMPANY, period.name, is_open=False)


def _keyed(line: Case) -> bool:
    """Whether a level gives a line per key instead of one line."""
    return bool(line) and all(isinstance(value, dict) for value in line.values())
