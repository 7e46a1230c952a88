"""Accounts that an automatic program may have work on, found by their sums. Never writes."""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger.store import Store


class AccountKey(NamedTuple):
    """The open documents of one customer in one currency."""

    customer: str
    currency: str


def with_credits(
    store: Store, company: str, customer: str = "", currency: str = ""
) -> list[AccountKey]:
    """The accounts of a company that have an open credit, by customer and currency.

    Unidentified cash belongs to nobody and is left out.
    """
    filters = {"customer": customer, "currency": currency}
    wanted = {name: value for name, value in filters.items() if value}
    where = "".join(f" AND {name} = :{name}" for name in wanted)
    rows = store.query(
        "SELECT DISTINCT customer, currency FROM documents WHERE company = :company "
        f"AND open <> 0 AND open < 0 AND customer <> ''{where} ORDER BY customer, currency",
        {"company": company, **wanted},
    )
    return [AccountKey(*row) for row in rows]


def at_zero(store: Store, company: str, cut_off: str, customer: str = "") -> list[AccountKey]:
    """The accounts whose documents dated up to ``cut_off`` have balances that come to exactly
    zero now, by customer and currency (rule 15)."""
    where = " AND customer = :customer" if customer else ""
    rows = store.query(
        "SELECT customer, currency FROM documents WHERE company = :company AND open <> 0 "
        f"AND date <= :cut_off AND customer <> ''{where} GROUP BY customer, currency "
        "HAVING SUM(open) = 0 ORDER BY customer, currency",
        {"company": company, "cut_off": cut_off, **({"customer": customer} if customer else {})},
    )
    return [AccountKey(*row) for row in rows]


def count_open(store: Store, company: str, account: AccountKey, cut_off: str) -> int:
    """How many documents of an account dated up to ``cut_off`` are open, in sight or not."""
    rows = store.query(
        "SELECT COUNT(*) FROM documents WHERE company = :company AND customer = :customer"
        " AND currency = :currency AND open <> 0 AND date <= :cut_off",
        {
            "company": company,
            "customer": account.customer,
            "currency": account.currency,
            "cut_off": cut_off,
        },
    )
    return int(rows[0][0])
