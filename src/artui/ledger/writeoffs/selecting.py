"""Which documents a list offers to be written off, and why another one is not among them.

Documents are listed by the sign of their open balance. A limit is in base currency unless a
currency is chosen; without a customer the customers' own limits count as well, the lower wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from artui.ledger.documents import COLUMNS, SHORT_KIND, Customer, Document
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount, percent_of
from artui.ledger.views.tables import CLOSABLE, SMALL
from artui.ledger.writeoffs.write_offs import BALANCE, CREDIT

NO_OPERATION, NO_KIND, NO_PERCENT = range(2346, 2349)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list is asked for: ``limit`` in minor units, ``percent_of_original`` of what a
    document was raised for; empty texts are all, no ``kinds`` the types that the parameters list.
    The list may be of several ``companies`` or ``branches``; none named are all."""

    operation: str
    limit: int | None = None
    currency: str = ""
    customer: str = ""
    company: str = ""
    branch: str = ""
    strict: bool = False
    percent_of_original: Decimal | None = None
    kinds: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()


def candidates(
    ledger: Ledger,
    operation: str,
    limit: int | None = None,
    *,
    currency: str = "",
    customer: str = "",
    company: str = "",
    branch: str = "",
    strict: bool = False,
    percent_of_original: Decimal | None = None,
    kinds: tuple[str, ...] = (),
) -> list[Document]:
    """The documents an operation, ``balance`` or ``credit``, may be chosen for, by company, then
    number; never any in dispute or on hold."""
    return select(
        ledger,
        Selection(
            operation,
            limit,
            currency,
            customer,
            company,
            branch,
            strict,
            percent_of_original,
            kinds,
        ),
    )


def select(ledger: Ledger, selection: Selection) -> list[Document]:
    """The documents of a selection, by company, then number."""
    where, params = condition(ledger, selection)
    rows = ledger.seen.query(f"SELECT {COLUMNS} FROM documents WHERE {where} ORDER BY id", params)
    found = (Document(*row) for row in rows)
    if selection.percent_of_original is None:
        return list(found)
    return [document for document in found if not _above(document, selection, {})]


def condition(ledger: Ledger, selection: Selection) -> tuple[str, dict[str, object]]:
    """What a selection asks of ``documents``, its percentage aside, and the parameters."""
    _check(selection)
    check_customer(ledger, selection.customer, selection.company)
    limit, debit = selection.limit, selection.operation == BALANCE
    if limit is not None and limit <= SMALL and not selection.customer:
        # Small balances have an index; those of one customer are few and have another.
        where = ["small = 'debit'" if debit else "small = 'credit'"]
    else:
        where = [CLOSABLE, "open > 0" if debit else "open < 0"]
    params: dict[str, object] = {}
    for name in ("currency", "customer", "branch"):
        if value := getattr(selection, name):
            where.append(f"{name} = :{name}")
            params[name] = value
    if selection.company:  # a range of keys, which indexes hold
        where.append("id > :company AND id < :behind")
        params |= {"company": f"{selection.company}/", "behind": f"{selection.company}0"}
    for name, values in (
        ("company", selection.companies),
        ("branch", selection.branches),
        ("kind", selection.kinds),
    ):
        if values:
            names = [f"{name}{number}" for number in range(len(values))]
            where.append(f"{name} IN ({', '.join(f':{name}' for name in names)})")
            params.update(zip(names, values, strict=True))
    for number, (name, kinds) in enumerate(_narrowed(ledger, selection).items()):
        names = [f"type{number}_{place}" for place in range(len(kinds))]
        listed = ", ".join(f":{each}" for each in names)
        where.append(f"NOT (id > :of{number} AND id < :to{number} AND kind NOT IN ({listed}))")
        params |= {f"of{number}": f"{name}/", f"to{number}": f"{name}0"}
        params.update(zip(names, kinds, strict=True))
    if limit is not None:
        figure = "open" if selection.currency else "base_open"
        sign = "" if debit else "-"
        where.append(f"{sign}{figure} {'<' if selection.strict else '<='} :limit")
        params["limit"] = limit
    if _customers_bound(ledger, selection):
        where.append(_WITHIN_CUSTOMERS)
    return " AND ".join(where), params


def _narrowed(ledger: Ledger, selection: Selection) -> dict[str, tuple[str, ...]]:
    """The kinds of documents an operation lists, by company, where the parameters narrow them;
    kinds that are asked for by name are not narrowed."""
    if selection.kinds:
        return {}
    named = (selection.company,) if selection.company else selection.companies
    policies, today = ledger.policies, ledger.today()
    found = {}
    for company in named or policies.companies:
        parameters = policies.parameters(company, today)
        debit = selection.operation == BALANCE
        kinds = parameters.balance_types if debit else parameters.credit_types
        if kinds:
            found[company] = kinds
    return found


_WITHIN_CUSTOMERS = (
    "NOT EXISTS (SELECT 1 FROM customers AS c WHERE c.company = documents.company"
    " AND c.customer = documents.customer AND c.currency = documents.currency"
    " AND c.write_off_limit < abs(documents.open))"
)


def _customers_bound(ledger: Ledger, selection: Selection) -> bool:
    """Whether customers' own limits count: not of one customer named, whose limit is the proposal
    for the list's, and not where none has any."""
    if selection.customer and (
        selection.limit is not None or selection.percent_of_original is not None
    ):
        return False
    return bool(
        ledger.seen.query("SELECT 1 FROM customers WHERE write_off_limit IS NOT NULL LIMIT 1")
    )


def why_not(ledger: Ledger, document: str, selection: Selection) -> list[str]:
    """Every reason why a selection doesn't list a document (its key), in words; none if it does."""
    _check(selection)
    found = ledger.read.document(document)
    if found is None:
        raise refuse("document", 2210, f"document {document} does not exist")
    wanted = {
        "company": (selection.company, found.company),
        "branch": (selection.branch, found.branch),
        "customer": (selection.customer, found.customer),
        "currency": (selection.currency, found.currency),
    }
    said = [
        f"its {name} is {has or 'none'}, the list is of {asked}"
        for name, (asked, has) in wanted.items()
        if asked and asked != has
    ]
    for name, several in (("company", selection.companies), ("branch", selection.branches)):
        if several and (has := getattr(found, name)) not in several:
            said.append(f"its {name} is {has or 'none'}, the list is of {', '.join(several)}")
    if selection.kinds and found.kind not in selection.kinds:
        said.append(f"it is a {found.kind.replace('_', ' ')}, a type that is not asked for")
    narrowed = _narrowed(ledger, selection).get(found.company)
    if narrowed and found.kind not in narrowed:
        listed = ", ".join(SHORT_KIND[kind] for kind in narrowed)
        name = f"{selection.operation}_types"
        said.append(f"it is {found.short_kind}: {name} of {found.company} lists {listed} only")
    if not found.open:
        return [*said, "nothing of it is open"]
    if (found.open > 0) != (selection.operation == BALANCE):
        said.append("it is a credit" if found.open < 0 else "it is owed, no credit")
    said += [text for flag, text in _obstacles(found) if flag]
    return said + _above_limit(ledger, found, selection) + _above(
        found, selection, _customer_bounds(ledger, selection, found)
    )  # fmt: skip


def _check(selection: Selection) -> None:
    if selection.operation not in (BALANCE, CREDIT):
        said = f"{selection.operation!r} is neither {BALANCE} nor {CREDIT}"
        raise refuse("operation", NO_OPERATION, said)
    for kind in selection.kinds:
        if kind not in SHORT_KIND:
            raise refuse("kinds", NO_KIND, f"{kind!r} is no type of document")
    percent = selection.percent_of_original
    if percent is not None and not (percent.is_finite() and 0 <= percent <= 100):
        raise refuse("percent_of_original", NO_PERCENT, f"{percent} is not 0 to 100 percent")


def check_customer(ledger: Ledger, customer: str, company: str = "") -> None:
    """Refuse a customer that nobody has, or that is out of sight; an empty text is all."""
    found = ledger.read.customers_numbered(customer) if customer else []
    if customer and not any(
        known.company == (company or known.company) and ledger.sight.sees_customer(known)
        for known in found
    ):
        where = f" in {company}" if company else ""
        raise refuse("customer", 2207, f"there is no customer {customer!r}{where}")


def _obstacles(document: Document) -> tuple[tuple[bool, str], ...]:
    return (
        (bool(document.hold), "it is on hold"),
        (bool(document.dispute), "it is in dispute"),
        (not document.customer, "it is unidentified cash"),
    )


def _above_limit(ledger: Ledger, document: Document, selection: Selection) -> list[str]:
    """The limit of the list itself, which the database compares."""
    if selection.limit is None:
        return []
    base_currency = ledger.policies.company(document.company).base_currency
    currency = selection.currency or base_currency
    amount = abs(document.open if selection.currency else document.base_open)
    if amount < selection.limit or (amount == selection.limit and not selection.strict):
        return []
    word = "not below" if selection.strict else "above"
    return [f"{_money(amount, currency)} is {word} the limit {_money(selection.limit, currency)}"]


def _above(document: Document, selection: Selection, limits: dict[str, Customer]) -> list[str]:
    """What else it is above: the customer's own limit, the percentage of its original amount."""
    said = []
    amount, currency = abs(document.open), document.currency
    customer = limits.get(f"{document.company}/{document.customer}")
    own = customer.write_off_limit if customer and customer.currency == currency else None
    if own is not None and amount > own:
        said.append(f"{_money(amount, currency)} is above its customer's {_money(own, currency)}")
    percent = selection.percent_of_original
    if percent is not None:
        most = percent_of(abs(document.original), percent)
        if amount > most or (amount == most and selection.strict):
            said.append(
                f"{_money(amount, currency)} is above {percent:f} % of its original amount,"
                f" {_money(most, currency)}"
            )
    return said


def _customer_bounds(ledger: Ledger, selection: Selection, found: Document) -> dict[str, Customer]:
    """The customer of a document, if its own limit counts."""
    if not _customers_bound(ledger, selection):
        return {}
    customer = ledger.read.customer(found.company, found.customer)
    return {f"{found.company}/{found.customer}": customer} if customer else {}


def _money(amount: int, currency: str) -> str:
    return f"{format_amount(amount, currency)} {currency}"
