"""Who may write off how much: levels, how they combine, and what the system range is worth."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.documents import COLUMNS, Customer, Document
from artui.ledger.policies import Policies
from artui.ledger.writeoffs.authority import Authority, bounds

DAY = "2020-04-15"
BASE = ("stream", 1, 1, "ann", "command")
LEVELS = {"user": 30_00, "customer": 20_00, "reason": 50_00, "company": 100_00, "system": 200_00}


def policies(
    *,
    user: int | None = 30_00,
    reason: int | None = 50_00,
    reason_currency: str = "USD",
    **parameters: Any,
) -> Policies:
    """A company in USD; ann with an authority (None = unlimited), reason R with a limit."""
    authority = {} if user is None else {"USD": user, "EUR": user}
    events: list[ev.Event] = [
        ev.CompanyRegistered(*BASE, "100", "Hundred", "USD"),
        ev.UserDefined(*BASE, "ann", "Ann", authority, unlimited=user is None),
        ev.ReasonDefined(
            *BASE, "R", "R", "small balance", "AR30-185", limit=reason, currency=reason_currency
        ),
        ev.ParametersSet(*BASE, "100", "0001-01-01", ev.Parameters(**parameters)),
    ]
    return Policies(enumerate(events, 1))


def customer(limit: int | None = 20_00, currency: str = "USD") -> Customer:
    """Customer C1 with a limit of its own."""
    return Customer(
        "100", "C1", "Acme", "", currency, "", "", "", "", "", limit, None, 0, 0, 1
    )  # fmt: skip


def document(open_: int, base: int, kind: str = "invoice", currency: str = "EUR") -> Document:
    """A document with that much open."""
    values: dict[str, Any] = dict.fromkeys(COLUMNS.split(", "), "")
    values.update(dict.fromkeys(("tax", "hold", "dispute", "last_pos"), 0))
    values.update(company="100", kind=kind, currency=currency, max_tolerance=None)
    values.update(original=open_, open=open_, base_open=base)
    return Document(**values)


def asked(known: Policies, currency: str = "USD", user: str = "ann") -> Authority:
    """The authority for customer C1 and reason R."""
    return bounds(known, "100", currency, DAY, user=user, reason="R", customer=customer())


# --- the levels (rule 6) -------------------------------------------------------------------------


def test_the_most_restrictive_of_all_that_are_set_bounds() -> None:
    known = policies(company_limits={"USD": 100_00}, system_limits={"USD": 200_00})
    found = asked(known)
    assert (found.amount, found.by, found.inclusive, found.most) == (20_00, "customer", True, 20_00)
    assert {level.name: level.amount for level in found.levels} == LEVELS


@pytest.mark.parametrize("lowest", LEVELS)
def test_each_level_can_be_the_one_that_bounds(lowest: str) -> None:
    limits = LEVELS | {lowest: 5_00}
    known = policies(
        user=limits["user"],
        reason=limits["reason"],
        company_limits={"USD": limits["company"]},
        system_limits={"USD": limits["system"]},
    )
    own = customer(limits["customer"])
    found = bounds(known, "100", "USD", DAY, user="ann", reason="R", customer=own)
    assert (found.amount, found.by) == (5_00, lowest)


def test_a_user_nobody_gave_an_authority_may_write_off_nothing() -> None:
    found = asked(policies(), user="bob")
    assert (found.amount, found.by, found.most) == (0, "user", 0)
    assert found.why_not(1) == "0.01 USD is above user bob: 0.00"


def test_a_user_without_limit_is_said_so_and_does_not_bound() -> None:
    found = bounds(policies(user=None), "100", "USD", DAY, user="ann")
    assert (found.amount, found.most, found.words()) == (None, None, "user ann: unlimited")
    assert found.allows(10**12)


def test_an_unset_level_does_not_bound_and_an_explicit_zero_is_zero() -> None:
    assert bounds(policies(), "100", "USD", DAY, user="ann", customer=customer(None)).amount == 3000
    assert bounds(policies(), "100", "USD", DAY, user="ann", customer=customer(0)).amount == 0


def test_a_limit_says_nothing_about_another_currency() -> None:
    known = policies(company_limits={"USD": 1}, system_limits={"USD": 1})
    found = asked(known, "EUR")
    assert [level.name for level in found.levels] == ["user"]
    own = customer(7_00, "EUR")
    assert bounds(known, "100", "EUR", DAY, user="ann", customer=own).amount == 7_00
    assert bounds(known, "100", "USD", DAY, user="ann", customer=own).amount == 1


def test_by_precedence_the_first_set_of_customer_reason_and_company_bounds() -> None:
    known = policies(
        user=500_00,
        reason=10_00,
        company_limits={"USD": 5_00},
        limits_combine="precedence",
    )
    assert asked(known).amount == 20_00
    none = bounds(known, "100", "USD", DAY, user="ann", reason="R", customer=customer(None))
    assert (none.amount, none.by) == (10_00, "reason")
    assert bounds(known, "100", "USD", DAY, user="ann").by == "company"


def test_by_precedence_user_and_system_bind_always() -> None:
    known = policies(user=3_00, limits_combine="precedence")
    assert asked(known).by == "user"
    known = policies(system_limits={"USD": 1_00}, limits_combine="precedence")
    assert asked(known).by == "system"


def test_a_strict_limit_stops_one_minor_unit_below() -> None:
    found = asked(policies(limits_inclusive=False))
    assert (found.amount, found.inclusive, found.most) == (20_00, False, 19_99)
    assert found.allows(19_99)
    assert found.why_not(20_00) == "20.00 USD is above customer C1: below 20.00"
    assert asked(policies()).allows(20_00)


def test_all_levels_an_amount_is_above_are_named() -> None:
    why = asked(policies()).why_not(40_00)
    assert why == "40.00 USD is above user ann: 30.00, customer C1: 20.00"
    assert asked(policies()).words() == "customer C1: 20.00, user ann: 30.00, reason R: 50.00"


# --- the system range, in base currency ----------------------------------------------------------


def in_range(open_: int, base: int, kind: str = "receipt", **more: Any) -> Authority:
    """The authority of a user without limit over a document."""
    known = policies(user=None, **more)
    return bounds(known, "100", "EUR", DAY, user="ann", document=document(open_, base, kind))


def test_the_upper_bound_is_what_a_document_is_worth_in_base_currency() -> None:
    found = in_range(-100_00, -110_00, system_range=(None, 55_00))
    assert (found.amount, found.by) == (50_00, "system range")
    assert found.final(50_01)
    assert not found.final(50_00)


def test_it_is_inclusive_even_where_other_limits_are_strict() -> None:
    found = in_range(-100_00, -100_00, system_range=(None, 55_00), limits_inclusive=False)
    assert found.most == 55_00


def test_the_lower_bound_holds_for_receipts_only() -> None:
    found = in_range(-100_00, -110_00, system_range=(11_00, None))
    assert found.least == 10_00
    assert found.why_not(9_99) == "9.99 is below the 10.00 that the system range begins with"
    assert in_range(100_00, 110_00, "invoice", system_range=(11_00, None)).least == 0


def test_a_range_in_the_documents_own_currency_needs_no_document() -> None:
    known = policies(user=None, system_range=(None, 7_00))
    assert bounds(known, "100", "USD", DAY, user="ann").amount == 7_00
    assert bounds(known, "100", "EUR", DAY, user="ann").amount is None


@given(
    open_=st.integers(1, 10**7),
    rate=st.decimals("0.01", "150", places=4),
    bound=st.integers(0, 10**6),
    part=st.integers(1, 10**7),
)
def test_what_the_range_allows_is_worth_no_more_and_one_unit_more_would_be(
    open_: int, rate: Decimal, bound: int, part: int
) -> None:
    base = money.half_up(open_ * rate)
    known = policies(user=None, system_range=(None, bound))
    receipt = document(-open_, -base, "receipt")
    found = bounds(known, "100", "EUR", DAY, user="ann", document=receipt)
    part = min(part, open_)
    worth = money.portion(part, open_, base)
    assert found.allows(part) == (worth <= bound or not base)
    lower = policies(user=None, system_range=(bound, None))
    least = bounds(lower, "100", "EUR", DAY, user="ann", document=receipt)
    if base:
        assert least.allows(part) == (worth >= bound)


def test_a_reason_or_customer_not_asked_for_is_no_level() -> None:
    found = bounds(policies(), "100", "USD", DAY, user="ann")
    assert [level.name for level in found.levels] == ["user"]
