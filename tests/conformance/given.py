"""A scenario's ledger as given: company, policies as events, documents taken on."""

from __future__ import annotations

from calendar import monthrange
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.dates import add_days
from artui.ledger.ledger import Ledger
from artui.ledger.money import AmountError, exponent, half_up, parse_amount
from artui.ledger.setup import CustomerData, ToleranceData, parameters
from artui.ledger.taking_on import DocumentRow, take_on
from tests.conformance.wording import (
    GROUP,
    LEVELS,
    LIMIT_LEVELS,
    POLICIES,
    Case,
    NotApplicable,
    level_lines,
    limit_of,
    limits_inclusive,
    months,
    per_document,
    plain,
    sides,
    word,
)

COMPANY, CLERK = "1", "clerk"
CASHIER = "cashier"
"""Who enters the receipts: whoever does must not write off on them (rule 21)."""
REASONS = {False: "BALWOF", True: "CRWOF"}
WRITE_OFFS = ("write_off", "write_off_batch", "request_write_off", "evaluate_write_off_limit")
CREDITS = ("credit_memo", "receipt", "prepayment")

_STAND_INS = ("CHF", "SEK", "NOK", "DKK", "AUD", "NZD", "PLN", "MXN")


def known(currency: str) -> bool:
    """Whether money can be kept in a currency."""
    try:
        exponent(currency)
    except AmountError:
        return False
    return True


def bounded(limit: object, currency: str) -> int:
    """The most a currency can hold of a limit, which may be finer than its minor unit."""
    units = Decimal(str(limit)).scaleb(exponent(currency))
    return int(units.to_integral_value(ROUND_FLOOR))


class Given:
    """What a scenario starts from, and how its words read here."""

    def __init__(self, case: Case) -> None:
        self.policy: Case = case["given"]["policy"]
        self.documents: dict[str, Case] = {d["ref"]: d for d in case["given"]["documents"]}
        self.operations: list[Case] = case["when"]
        unknown = set(self.policy) - POLICIES
        if unknown:
            raise NotApplicable(f"policy {', '.join(sorted(unknown))}")
        self.limits: Case = self.policy.get("write_off_limits") or {}
        if set(self.limits) - LIMIT_LEVELS:
            raise NotApplicable(f"write-off limits {', '.join(sorted(self.limits))}")
        self._stand_in = self._stand_ins()
        self.base = self._stand_in.get(self.policy["base_currency"], self.policy["base_currency"])
        self.currencies = sorted({self.currency(d) for d in self.documents.values()} | {self.base})
        self.used = sorted({self.currency(d) for d in self.documents.values()})
        """The currencies documents are in: limits hold for each of them."""
        self.money = self.used[0] if len(self.used) == 1 else self.base
        """The currency of amounts that name none."""
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
        return parse_amount(str(document[name]), self.currency(document))

    def bound(self, given: Any) -> int | None:
        """A limit in the scenario's own currency; None where nothing bounds."""
        limit = limit_of(given)
        return None if limit is None else bounded(limit, self.money)

    def rate(self, document: Case) -> Decimal | None:
        """Base units per document unit, fine enough to give the stated base amount."""
        if "amount_base" in document:
            return Decimal(str(document["amount_base"])) / Decimal(str(document["amount"]))
        if "rate" in document:
            return Decimal(str(document["rate"]))
        inverse = document.get("rate_inverse")
        return None if inverse is None else 1 / Decimal(str(inverse))

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
        setup.put_customers(ledger, [self._customer(customer) for customer in self.customers])
        self._set_parameters(ledger)
        for currency in self.used:
            self._set_tolerances(ledger, currency)
        self._define_users(ledger)
        self._set_rates(ledger)

    def _customer(self, customer: str) -> CustomerData:
        return CustomerData(
            COMPANY,
            customer,
            customer,
            self.money,
            group=self._group(customer),
            write_off_limit=self.bound(per_document(self.limits.get("customer"), customer)),
        )

    def _group(self, customer: str) -> str:
        """The group a document names for its customer, else the only one there is."""
        for document in self.documents.values():
            if document["customer"] == customer and "customer_group" in document:
                return str(document["customer_group"])
        levels = self.policy.get("tolerance_levels") or {}
        named = [key for key, _ in level_lines("group", levels.get("customer_group")) if key]
        return named[0] if len(named) == 1 else GROUP

    def _set_parameters(self, ledger: Ledger) -> None:
        policy = self.policy
        word(policy, "rounding", "half up")
        word(policy, "distribution", "pro rata")
        above = limit_of(policy.get("system_limit_base"))
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
                company_limits=self._per_currency(self.limits.get("business_unit")),
                limits_inclusive=limits_inclusive(policy),
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
        order = [plain(name).replace(" ", "_") for name in self.policy.get("precedence") or LEVELS]
        # A document's own maximum stands above every level and is not one of them.
        named = [LEVELS[name] for name in order if name not in ("document", "document_maximum")]
        return tuple(dict.fromkeys(named))

    def _per_currency(self, given: Any) -> dict[str, int]:
        """An amount that holds for every currency, or one per currency."""
        value: Any = given["amount"] if isinstance(given, dict) and "amount" in given else given
        if isinstance(value, dict):
            if not all(known(self._code(key)) for key in value):
                if len(value) > 1 or "percent" in value:
                    raise NotApplicable(f"an amount for each of {', '.join(value)}")
                return self._per_currency(next(iter(value.values()), None))
            return {self._code(c): bounded(a, self._code(c)) for c, a in value.items()}
        limit = limit_of(value)
        return {} if limit is None else {c: bounded(limit, c) for c in self.used}

    def _set_tolerances(self, ledger: Ledger, currency: str) -> None:
        levels = dict(self.policy.get("tolerance_levels") or {})
        if self.policy.get("tolerance"):
            levels["default"] = self.policy["tolerance"]
        for name, given in levels.items():
            level = LEVELS[name]
            for key, line in level_lines(name, given):
                if level == "currency" and key and self._code(key) != currency:
                    continue
                for holder in [key] if key else self._keys(level):
                    named = {"customer": f"{COMPANY}/{holder}", "group": holder}.get(level, "")
                    setup.set_tolerance(ledger, self._tolerance(currency, level, named, line))

    @property
    def customers(self) -> list[str]:
        """Everybody who has a document."""
        return sorted({str(document["customer"]) for document in self.documents.values()})

    def _keys(self, level: str) -> list[str]:
        """Whom a level without keys is for: all of them."""
        if level == "group":
            return sorted({self._group(customer) for customer in self.customers})
        return self.customers if level == "customer" else [""]

    def _tolerance(self, currency: str, level: str, key: str, given: Case) -> ToleranceData:
        amount = per_document(given.get("amount"), currency)
        percent = None if given.get("percent") is None else str(given["percent"])
        limit = None if amount is None else bounded(amount, currency)
        short, over = ("underpayment" in sides(given)), ("overpayment" in sides(given))
        if over and limit is None and percent is None:
            percent = "100"  # each document brings its own maximum
        return ToleranceData(
            currency,
            limit if short else None,
            None if given.get("percent") is None or not short else percent,
            limit if over else None,
            percent if over else None,
            level=level,
            key=key,
            inclusive=given.get("inclusive", True),
            residual=given.get("base") == "residual",
        )

    def _define_users(self, ledger: Ledger) -> None:
        setup.define_user(ledger, CASHIER)
        given = self.policy.get("user_limit", self.limits.get("user"))
        for user in sorted({o["user"] for o in self.operations if "user" in o}):
            one_each = isinstance(given, dict) and all(known(self._code(key)) for key in given)
            limit = given if one_each else per_document(given, user)
            unlimited = given is None or limit == "unlimited"
            amounts = {} if unlimited else self._per_currency(limit)
            setup.define_user(ledger, user, authority=amounts, unlimited=unlimited)
        for operation in self.operations:
            if operation["op"] in WRITE_OFFS and ("reason" in operation or "reason" in self.limits):
                credit = operation.get("kind") == "credit"
                reason = operation.get("reason") or REASONS[credit]
                bound = self.bound(per_document(self.limits.get("reason"), reason))
                setup.define_reason(
                    ledger,
                    reason,
                    reason,
                    "small balance",
                    rule="AR30-186" if credit else "AR30-185",
                    limit=bound,
                    currency="" if bound is None else self.money,
                )

    def _set_rates(self, ledger: Ledger) -> None:
        for document in self.documents.values():
            if (rate := self.rate(document)) is not None:
                self.set_rate(ledger, document, document["date"], str(rate))

    def set_rate(self, ledger: Ledger, document: Case, day: str, rate: str) -> None:
        """Note the rate of a document's currency on a day."""
        if (currency := self.currency(document)) != self.base:
            setup.set_rate(ledger, self.base, currency, day, rate)

    def rate_of_the_day(self, operation: Case, document: Case | None) -> str | None:
        """The rate an operation names for its day, else the one the policy has for it."""
        if "rate" in operation:
            return str(operation["rate"])
        market = self.policy.get("market_rate_on_writeoff_date")
        if isinstance(market, dict) and document is not None:
            market = market.get(document["ref"], market.get(document["currency"]))
        return None if market is None else str(market)

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
            document.get("due") or "9999-12-31",
            currency,
            sign * self.amount(document),
            sign * self.amount(document, "open_before" if "open_before" in document else "amount"),
            terms=self._grace_terms(ledger, ref),
            net=self.amount(document, "net") if "net" in document else None,
            tax=sign * self._tax(document),
            max_tolerance=None if maximum is None else parse_amount(str(maximum), currency),
            rate=self.rate(document),
            discounts=tuple(self._discounts(document)),
            late_until=late or "",
        )
        take_on(ledger, [row])

    def _tax(self, document: Case) -> int:
        """The tax in a document: as stated, what is above its net, or by its percentage."""
        gross = self.amount(document)
        if "tax" in document:
            return self.amount(document, "tax")
        if "net" in document:
            return gross - self.amount(document, "net")
        percent = Decimal(str(document.get("tax_percent") or 0))
        return half_up(gross * percent / (100 + percent))

    def _discounts(self, document: Case) -> list[ev.OwnDiscount]:
        steps = document.get("discounts") or [document.get("discount")]
        made = []
        for step in steps:
            if step is None:
                continue
            until = step.get("last_date") or ""
            if not until and "days" in step:
                until = add_days(document["date"], int(step["days"]))
            made.append(ev.OwnDiscount(self._step_amount(document, step), until))
        return made

    def _step_amount(self, document: Case, step: Case) -> int:
        if step.get("amount") is not None:
            return parse_amount(str(step["amount"]), self.currency(document))
        of_net = step.get("base") == "net" and "net" in document
        of = self.amount(document, "net" if of_net else "amount")
        return half_up(of * Decimal(str(step["percent"])) / 100)

    def _grace_terms(self, ledger: Ledger, ref: str) -> str:
        """Terms without a discount of their own, for the grace days of those a document carries."""
        days = per_document(self.policy.get("discount_grace_days"), ref)
        if not days:
            return ""
        name = f"GRACE{days}"
        if name not in ledger.policies.terms:
            setup.define_terms(ledger, name, grace_days=int(days))
        return name

    def close(self, ledger: Ledger) -> None:
        """Periods and books as closed as the scenario says."""
        if self.policy.get("open_periods"):
            first, last = months(self.policy["open_periods"])
            for period in list(ledger.policies.company(COMPANY).periods.values()):
                if not first <= period.first[:7] <= last:
                    setup.set_period(ledger, COMPANY, period.name, is_open=False)
        if self.policy.get("closed_through"):
            parameters.close_books(ledger, COMPANY, last_day(self.policy["closed_through"]))

    def close_through(self, ledger: Ledger, through: str) -> None:
        """Close the periods that end on or before a day, or with a month."""
        for period in list(ledger.policies.company(COMPANY).periods.values()):
            if period.open and period.last <= last_day(through):
                setup.set_period(ledger, COMPANY, period.name, is_open=False)


def last_day(given: str) -> str:
    """A day as it is, a month's last one."""
    if len(given) > len("2024-01"):
        return given
    year, month = map(int, given.split("-"))
    return f"{given}-{monthrange(year, month)[1]:02}"
