"""Parameters: versions from a day on, per company or for all; contradictions are refused."""

from __future__ import annotations

import msgspec
import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.dates import BEGINNING
from artui.ledger.errors import Refused
from artui.ledger.setup import parameters
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, TODAY, Office

STANDARD = ev.Parameters()


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def in_force(office: Office, day: str = TODAY) -> ev.Parameters:
    return office.ledger.policies.parameters(COMPANY, day)


def test_every_field_of_the_event_is_a_parameter_in_its_order() -> None:
    assert tuple(known.name for known in parameters.SETTINGS) == ev.Parameters.__struct_fields__


def test_nothing_set_is_the_standard(office: Office) -> None:
    assert in_force(office) == STANDARD


def test_a_companys_own_hold_before_those_of_all_each_from_its_day(office: Office) -> None:
    for_all = parameters.changed(STANDARD, {"above_limit": "pending"})
    own = parameters.changed(STANDARD, {"above_limit": "chargeback"})
    setup.set_parameters(office.ledger, "", for_all, note="group rule")
    setup.set_parameters(office.ledger, COMPANY, own, "2020-04-01", "audit")
    assert in_force(office, "2003-01-01").above_limit == "pending"
    assert in_force(office, "2020-03-31").above_limit == "pending"
    assert in_force(office, "2020-04-01").above_limit == "chargeback"
    oldest, newest = parameters.versions(office.ledger.policies)
    assert (newest.company, newest.since, newest.note, newest.clerk) == (
        COMPANY, "2020-04-01", "audit", "ann",
    )  # fmt: skip
    assert (oldest.company, oldest.since) == ("", BEGINNING)


def test_a_currency_of_a_limit_comes_into_use(office: Office) -> None:
    limits = parameters.parse("system_limits", "KWD 1.500 jpy 200")
    assert limits == {"KWD": 1_500, "JPY": 200}
    changed = parameters.changed(STANDARD, {"system_limits": limits})
    setup.set_parameters(office.ledger, COMPANY, changed)
    assert {"KWD", "JPY"} <= office.ledger.policies.currencies.keys()
    office.assert_sound()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("levels", "cust default", ("customer", "default")),
        ("discount_on_parts", "prop", "proportional"),
        ("limits-combine", "Most Restrictive", "most restrictive"),
        ("tax_on_discount", "Y", True),
        ("receipt_tolerance", "", {}),
        ("system_range", "- 50", (None, 50_00)),
        ("system_range", "1.50 50", (1_50, 50_00)),
        ("system_range", "", (None, None)),
        ("rounding", "USD 0.02 EUR 0.05", {"USD": 2, "EUR": 5}),
        ("balance_types", "oc IN oc", ("invoice", "overdue_charge")),
        ("credit_types", "", ()),
        ("journal_batches", "unp", "unposted"),
    ],
)
def test_what_is_shown_can_be_typed(name: str, text: str, value: object) -> None:
    assert parameters.parse(name, text, "USD") == value
    assert parameters.parse(name, parameters.shown(name, value, "USD"), "USD") == value


@pytest.mark.parametrize(
    ("name", "text", "number"),
    [
        ("nothing", "1", 2350),
        ("above_limit", "perhaps", 2351),
        ("above_limit", "", 2351),
        ("tax_on_discount", "maybe", 2351),
        ("levels", "customer region", 2352),
        ("levels", "c", 2352),  # customer or currency
        ("levels", "", 2352),
        ("levels", "customer customer", 2353),
        ("system_limits", "USD 5 USD 6", 2353),
        ("system_limits", "USD", 2354),
        ("system_limits", "XXQ 5", 2108),
        ("system_limits", "USD much", 2104),
        ("system_limits", "USD 0.005", 2107),
        ("system_range", "5", 2354),
        ("balance_types", "IN BW", 2602),
        ("journal_batches", "later", 2351),
    ],
)
def test_a_text_that_means_nothing_is_refused_at_its_parameter(
    name: str, text: str, number: int
) -> None:
    with pytest.raises(Refused) as refusal:
        parameters.parse(name, text, "USD")
    (problem,) = refusal.value.problems
    assert problem.number == number
    assert problem.field == ("name" if name == "nothing" else name)


def test_a_range_needs_one_base_currency() -> None:
    with pytest.raises(Refused, match="2357"):
        parameters.parse("system_range", "0 50", "")


def test_the_range_of_all_is_in_the_base_currency_they_share(office: Office) -> None:
    assert parameters.base_currency(office.ledger.policies, "") == "USD"
    setup.register_company(office.ledger, "200", "Two Hundred", "EUR")
    assert parameters.base_currency(office.ledger.policies, "") == ""
    assert parameters.base_currency(office.ledger.policies, "200") == "EUR"


@pytest.mark.parametrize(
    ("values", "field", "number"),
    [
        ({"levels": ()}, "levels", 2352),
        ({"levels": ("customer", "region")}, "levels", 2352),
        ({"levels": ("group", "group")}, "levels", 2353),
        ({"above_limit": "ask"}, "above_limit", 2351),
        ({"system_limits": {"XXQ": 1}}, "system_limits", 2108),
        ({"rounding": {"USD": -1}}, "rounding", 2355),
        ({"credit_types": ("credit_write_off",)}, "credit_types", 2602),
        ({"system_range": (51, 50)}, "system_range", 2356),
    ],
)
def test_parameters_that_contradict_themselves_are_refused_and_write_nothing(
    office: Office, values: dict[str, object], field: str, number: int
) -> None:
    before = office.ledger.store.head()
    with pytest.raises(Refused) as refusal:
        setup.set_parameters(office.ledger, COMPANY, msgspec.structs.replace(STANDARD, **values))
    assert [(p.field, p.number) for p in refusal.value.problems] == [(field, number)]
    assert office.ledger.store.head() == before


def test_books_closed_through_a_day_take_nothing_on_or_before_it(office: Office) -> None:
    setup.close_books(office.ledger, COMPANY, "2020-03-31")
    policies = office.ledger.policies
    with pytest.raises(Refused, match="closed through 2020-03-31; first open day 2020-04-01"):
        policies.open_period(COMPANY, "2020-03-31")
    assert policies.open_period(COMPANY, "2020-04-01").name == "2020-04"
    with pytest.raises(Refused, match="2110"):
        setup.close_books(office.ledger, COMPANY, "31.3.2020")
