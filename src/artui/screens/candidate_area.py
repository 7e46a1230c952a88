"""The selection area of AR505000: what a list of write-offs is asked for, and what follows from it.

A panel that lists gets a :class:`~artui.ledger.writeoffs.selecting.Selection` in :meth:`show_list`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artui.ledger.dates import parse_date
from artui.ledger.documents import Customer
from artui.ledger.errors import Refused
from artui.ledger.money import parse_amount
from artui.ledger.writeoffs.selecting import Selection
from artui.ledger.writeoffs.write_offs import STANDARD_REASON
from artui.screens import candidate_rows as rows
from artui.screens import lookup, show
from artui.screens.candidate_rows import OPERATIONS
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.looking_back import LooksBack
from artui.screens.session import Session

OTHER_DAY, NOT_THERE = 3013, 3014

REASON_KINDS = ("small balance", "bank fee", "bad debt")
"""Kinds of reasons that may be named for a write-off."""

_AREA = ("type", "date", "period", "limit", "scope", "customer", "reason", "strict")


class Scope(NamedTuple):
    """Whose documents are listed; empty is all."""

    companies: tuple[str, ...]
    branches: tuple[str, ...]

    @property
    def one(self) -> str:
        """The company, if it is a single one."""
        return self.companies[0] if len(self.companies) == 1 else ""

    def shows(self, customer: Customer) -> bool:
        """Whether a customer is of these companies and, if restricted, shown in these branches."""
        if self.companies and customer.company not in self.companies:
            return False
        own = set(filter(None, customer.branches.split("|")))
        return not (own and self.branches) or bool(own.intersection(self.branches))


class SelectionArea(LooksBack):
    """Fields of the selection, what they propose for each other, and the list they ask for.

    While looking back nothing is posted: what only posting asks for isn't checked then.
    """

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._proposed = ""

    def area(self) -> Iterable[Field]:
        """The fields of lines 2 and 3."""
        session = self.session
        yield Field(
            "type", line=2, col=7, width=1, label="Type", kind=Kind.CODED, text="B", stop=True,
            required=True, note_col=9, note_width=10, note="Balance WO", parse=_operation,
        )  # fmt: skip
        yield Field(
            "date", line=2, col=33, width=10, label="Doc. date", kind=Kind.DATE,
            text=session.today, required=True, show=str,
            parse=lambda text: parse_date(
                text, session.today, month_first=session.settings.month_first
            ),
        )  # fmt: skip
        yield Field("period", line=2, col=57, width=7, label="Post period", required=True)
        yield Field(
            "limit", line=2, col=72, width=7, label="Limit", kind=Kind.AMOUNT, stop=True,
            required=True, limit=14,
        )  # fmt: skip
        yield Field(
            "scope", line=3, col=17, width=8, label="Company/branch", kind=Kind.CODED,
            text=session.company or rows.ALL,
        )  # fmt: skip
        yield Field(
            "customer", line=3, col=37, width=12, label="Customer", kind=Kind.CODED, limit=40
        )  # fmt: skip
        yield Field("reason", line=3, col=63, width=7, label="Reason code", kind=Kind.CODED)
        yield Field(
            "strict", line=3, col=79, width=1, label="Strict", kind=Kind.YES_NO, text="N"
        )  # fmt: skip

    def show_list(self, selection: Selection) -> None:
        """List what is selected."""
        raise NotImplementedError

    def opened(self) -> None:
        """List what the defaults and the values select."""
        for name, value in zip(("type", "limit", "customer"), self.values, strict=False):
            self.field(name).text = value.upper() if name != "limit" else value
        self.field("type").set_note(self.operation[1])
        policies = self.session.ledger.policies
        inclusive = all(
            policies.parameters(company, self.session.today).limits_inclusive
            for company in policies.companies
        )
        self.field("strict").text = "N" if inclusive else "Y"
        self.field("reason").text = STANDARD_REASON[self.operation[0]]
        self._propose_period()
        self._propose_limit()
        if any(self.field(name).check() is not None for name in _AREA):
            self.go_to("limit")
        else:
            self.submit()

    @property
    def operation(self) -> tuple[str, str]:
        """What the type asks for: its name in the ledger, and in words."""
        return OPERATIONS.get(self.field("type").text, OPERATIONS["B"])

    def reason(self) -> str:
        """The reason code of rows that have none of their own."""
        return self.field("reason").text.strip()

    def _scope(self) -> Scope:
        return Scope(*rows.scope(self.books.policies, self.field("scope").text))

    # --- what follows from a field ------------------------------------------------------------

    def on_field_left(self, message: Field.Left) -> None:
        """What follows from a field: the reason of the type, the period of the date, the limit of
        the customer."""
        name, field = message.field.name, message.field
        if name == "type":
            operation, words = self.operation
            field.set_note(words)
            if self.reason() in ("", *STANDARD_REASON.values()):
                self.field("reason").text = STANDARD_REASON[operation]
        elif name == "date" and message.value is not None:
            self._propose_period()
        elif name == "customer" and field.text.strip():
            found = self._customer(self._known_scope())
            if isinstance(found, Customer):
                self._propose_limit(found)

    def _known_scope(self) -> Scope:
        try:
            return self._scope()
        except Refused:
            return Scope((), ())

    def _propose_period(self) -> None:
        policies, day = self.session.ledger.policies, self.field("date").text
        found = {policies.period_of(company, day) for company in policies.companies}
        names = sorted({period.name for period in found if period is not None})
        if names:
            self.field("period").text = self._proposed = names[0]

    def _propose_limit(self, customer: Customer | None = None) -> None:
        policies, field = self.session.ledger.policies, self.field("limit")
        if customer is not None and customer.write_off_limit is not None:
            field.text = self.session.typed(customer.write_off_limit, customer.currency)
        elif not field.text:
            companies = self._known_scope().companies
            limit = rows.proposed_limit(policies, companies, self.session.today)
            if limit is not None:
                currency = rows.limit_currency(policies, companies)
                field.text = self.session.typed(limit, currency)

    def _customer(self, scope: Scope) -> Customer | list[object] | None:
        text = self.field("customer").text.strip()
        if not text:
            return None
        found = lookup.resolve_customer(self.session.ledger, text, scope.one)
        return found if isinstance(found, Customer) else list(found)

    # --- reading it ---------------------------------------------------------------------------

    def accept(self) -> None:
        """List what is selected, or say which field can't be."""
        if not self.look():
            return
        try:
            scope = self._scope()
            limit = self._limit(scope)
            on = self._day_posted(scope) if self.moment.is_now else str(self.field("date").value)
        except Refused as refused:
            self.errors(show.faults(refused.problems))
            return
        except BadValueError as error:
            self.error(error.number, str(error), "limit")
            return
        if on != str(self.field("date").value):
            self._ask_day(on)
            return
        customer = self._customer(scope)
        if isinstance(customer, list):
            self._which(customer)
        elif customer is not None and not scope.shows(customer):
            where = self.field("scope").text
            said = f"{customer.customer} is a customer of {customer.company}, not shown in {where}"
            self.error(NOT_THERE, f"{said}.", "customer")
        else:
            self.show_list(self._selection_of(scope, limit, customer))

    def _limit(self, scope: Scope) -> int:
        """The limit; refuses companies that count in other decimals."""
        currency = rows.limit_currency(self.books.policies, scope.companies)
        return _amount(self.field("limit").text, currency, self.session.settings.decimal_mark)

    def _day_posted(self, scope: Scope) -> str:
        """The day that the period takes; refuses a day without a period, a period that isn't open,
        a reason that isn't known."""
        policies = self.session.ledger.policies
        day = str(self.field("date").value)
        for company in scope.companies or policies.companies:
            if policies.period_of(company, day) is None:
                policies.open_period(company, day, "date")
        if self.field("period").text == self._proposed:
            self._propose_period()
        period = self.field("period").text.strip()
        on = rows.period_day(policies, scope.companies, period, day)
        policies.reason(self.reason(), *REASON_KINDS)
        return on

    def _selection_of(self, scope: Scope, limit: int, customer: Customer | None) -> Selection:
        companies = (customer.company,) if customer is not None else scope.companies
        one = companies[0] if len(companies) == 1 else ""
        return Selection(
            self.operation[0],
            limit,
            customer=customer.customer if customer else "",
            company=one,
            companies=() if one else companies,
            branches=scope.branches,
            strict=self.field("strict").text == "Y",
        )

    def _which(self, found: Sequence[object]) -> None:
        text = self.field("customer").text
        if found:
            company = self._known_scope().one or rows.ALL
            self.open("prompt.customer", text, company, then=self._chosen)
        else:
            self.error(2207, f"No customer is called {text!r}.", "customer")

    def _chosen(self, text: str) -> None:
        self.field("customer").text = text
        self.accept()

    def _ask_day(self, day: str) -> None:
        period = self.field("period").text.strip()
        self.go_to("date", keep=True)
        self.ask(
            OTHER_DAY,
            f"Period {period} takes another document date.",
            lambda: self._take_day(day),
            words=(f"Take {day}", "Stay"),
        )

    def _take_day(self, day: str) -> None:
        self.field("date").text = day
        self.accept()

    def prompt(self, part: Part | None) -> Panel | str | tuple[str, ...] | None:
        """F4: customers (of the one company asked for), reasons, companies."""
        names: dict[str, tuple[str, ...]] = {
            "customer": ("prompt.customer", self._known_scope().one or rows.ALL),
            "reason": ("prompt.reason", *REASON_KINDS),
            "scope": ("prompt.company",),
        }
        return names.get(part.name or "") if part is not None else None


def _operation(text: str) -> str:
    if text not in OPERATIONS:
        raise BadValueError("Type is B (balance) or C (credit).")
    return text


def _amount(text: str, currency: str, decimal_mark: str) -> int:
    try:
        amount = parse_amount(text, currency, decimal_mark=decimal_mark)
    except ValueError as error:
        raise BadValueError(str(error), int(getattr(error, "number", 101))) from None
    if amount < 0:
        raise BadValueError("A limit is not below zero.")
    return amount
