"""Rule 16 for one credit: candidates, and automatic application by method or by list."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.automatic.auto_apply import (
    METHODS,
    AutoApplied,
    auto_apply,
    auto_apply_by_list,
    find_candidates,
)
from artui.ledger.errors import Refused
from artui.ledger.setup import parameters
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def money(office: Office, amount: int, number: str = "R1", **more: str) -> str:
    """A receipt on account; its key."""
    office.pays(office.receipt(amount, number=number, **more))
    return office.key(number)


def apply(office: Office, method: str, **more: object) -> AutoApplied:
    return auto_apply(office.ledger, office.key("R1"), method, **more)  # type: ignore[arg-type]


def found(office: Office, number: str = "R1") -> list[tuple[list[str], str, int]]:
    candidates = find_candidates(office.ledger, office.key(number))
    return [([d.number for d in one.documents], one.how, one.ways) for one in candidates]


def only_full_matches(office: Office) -> None:
    standard = ev.Parameters()
    parameters.set_parameters(office.ledger, COMPANY, replace(standard, full_matches_only=True))


# --- candidates --------------------------------------------------------------------------------


def test_equal_documents_are_candidates_by_date_then_number(office: Office) -> None:
    office.raises("B", 50_00, date="2020-03-02")
    office.raises("A", 50_00, date="2020-03-02")
    office.raises("C", 50_00, date="2020-03-01")
    office.raises("D", 49_00)
    money(office, 50_00)
    assert found(office) == [(["C"], "exact", 3), (["A"], "exact", 3), (["B"], "exact", 3)]


def test_a_tolerance_lets_in_what_is_within_it_and_nothing_beyond(office: Office) -> None:
    office.tolerate(None, "0.5")
    office.raises("I1", 1_000_00)
    money(office, 990_00)
    assert found(office) == []
    money(office, 995_00, "R2")
    assert found(office, "R2") == [(["I1"], "tolerance", 1)]


def test_a_tolerance_of_zero_is_a_check_too(office: Office) -> None:
    office.raises("I1", 1_000_00)
    money(office, 990_00)
    assert found(office) == [(["I1"], "oldest", 1)]
    office.tolerate(0)
    assert found(office) == []


def test_an_excess_is_within_tolerance_only_if_one_is_set(office: Office) -> None:
    office.tolerate(500)
    office.raises("I1", 100_00)
    money(office, 101_00)
    assert found(office) == []
    office.tolerate(500, over_amount=100)
    assert found(office) == [(["I1"], "tolerance", 1)]


def test_discounted_amounts_and_sums_are_candidates(office: Office) -> None:
    office.raises("I1", 100_00, terms="D2", due="2020-05-19")
    office.raises("I2", 40_00)
    office.raises("I3", 50_00)
    money(office, 98_00)
    assert found(office) == [(["I1"], "discounted", 1)]
    money(office, 90_00, "R2")
    assert found(office, "R2") == [(["I2", "I3"], "sum", 1)]
    money(office, 95_00, "R3")
    assert found(office, "R3") == [(["I1", "I2", "I3"], "oldest", 1)]


def test_sums_within_tolerance_are_found_where_no_exact_one_is(office: Office) -> None:
    office.tolerate(100)
    office.raises("I1", 40_00)
    office.raises("I2", 50_00)
    money(office, 88_50)
    (candidate,) = find_candidates(office.ledger, office.key("R1"))
    assert ([d.number for d in candidate.documents], candidate.difference) == (["I1", "I2"], 150)


def test_what_has_no_credit_has_no_candidates(office: Office) -> None:
    office.raises("I1", 40_00)
    with pytest.raises(Refused, match="no credit to apply"):
        find_candidates(office.ledger, office.key("I1"))
    with pytest.raises(Refused, match="does not exist"):
        find_candidates(office.ledger, office.key("R1"))


# --- methods -----------------------------------------------------------------------------------


def test_oldest_first_pays_by_due_day_then_number_the_last_in_part(office: Office) -> None:
    office.raises("I3", 100_00, due="2020-04-02")
    office.raises("I1", 100_00, due="2020-04-02")
    office.raises("I2", 100_00, due="2020-04-01")
    office.raises("I4", 100_00, due="2020-04-03")
    money(office, 250_00)
    result = apply(office, "oldest_first")
    assert [d.number for d in result.documents] == ["I2", "I1", "I3"]
    assert [office.open_of(f"I{n}") for n in (1, 2, 3, 4)] == [0, 0, 50_00, 100_00]
    assert office.open_of("R1") == 0
    office.assert_sound()


def test_the_named_invoice_goes_before_the_oldest(office: Office) -> None:
    for number, amount in (("I1", 200_00), ("I2", 200_00), ("I4", 400_00)):
        office.raises(number, amount)
    money(office, 500_00)
    apply(office, "new_invoice_first_then_oldest", new_invoice=office.key("I4"))
    assert [office.open_of(n) for n in ("I1", "I2", "I4")] == [100_00, 200_00, 0]


def test_other_credits_go_along_only_if_asked(office: Office) -> None:
    office.raises("I1", 300_00)
    office.raises("CM", -100_00)
    money(office, 150_00)
    apply(office, "oldest_first", include_open_credits=True)
    assert [office.open_of(n) for n in ("I1", "CM", "R1")] == [50_00, 0, 0]


def test_no_more_of_the_credits_is_used_than_the_documents_need(office: Office) -> None:
    office.raises("I1", 120_00)
    office.raises("CM", -100_00)
    money(office, 150_00)
    apply(office, "oldest_first", include_open_credits=True)
    assert [office.open_of(n) for n in ("I1", "CM", "R1")] == [0, 0, -130_00]


def test_an_exact_match_in_grace_accepts_the_late_discount(office: Office) -> None:
    office.raises("I1", 100_00, terms="D2", due="2020-04-10")
    money(office, 98_00)
    result = apply(office, "exact_single_match")
    assert result.posted is not None
    assert office.open_of("I1") == office.open_of("R1") == 0
    (discount,) = office.facts(result.posted, ev.DiscountGranted)
    assert (discount.amount, discount.days_late) == (2_00, 5)


def test_a_late_discount_that_is_declined_is_no_exact_match(office: Office) -> None:
    office.raises("I1", 100_00, terms="D2", due="2020-04-10")
    money(office, 98_00)
    result = apply(office, "exact_single_match", accept_late=lambda _: False)
    assert (result.posted, office.open_of("I1")) == (None, 100_00)


def test_oldest_first_accepts_no_late_discount_by_itself(office: Office) -> None:
    office.raises("I1", 100_00, terms="D2", due="2020-04-10")
    money(office, 98_00)
    apply(office, "oldest_first")
    assert office.open_of("I1") == 2_00


def test_two_equal_documents_are_no_single_match(office: Office) -> None:
    office.raises("I1", 100_00)
    office.raises("I2", 100_00)
    money(office, 100_00)
    result = apply(office, "exact_single_match")
    assert (result.posted, result.ways) == (None, 2)
    assert "I1, I2 fit alike" in result.why


def test_an_exact_sum_takes_the_fewest_documents(office: Office) -> None:
    for number, amount in enumerate((60_00, 40_00, 30_00, 20_00, 50_00), 1):
        office.raises(f"I{number}", amount)
    money(office, 110_00)
    apply(office, "exact_sum")
    assert [office.open_of(f"I{n}") for n in range(1, 6)] == [0, 40_00, 30_00, 20_00, 0]


def test_sums_that_fit_alike_post_nothing(office: Office) -> None:
    for number, amount in enumerate((60_00, 40_00, 70_00, 30_00), 1):
        office.raises(f"I{number}", amount)
    money(office, 100_00)
    result = apply(office, "exact_sum")
    assert (result.posted, result.ways) == (None, 2)


def test_a_sum_counts_credits_off_where_they_go_along(office: Office) -> None:
    office.raises("I1", 60_00)
    office.raises("I2", 70_00)
    office.raises("CM", -30_00)
    money(office, 100_00)
    assert apply(office, "exact_sum").posted is None
    apply(office, "exact_sum", include_open_credits=True)
    assert [office.open_of(n) for n in ("I1", "I2", "CM", "R1")] == [0, 0, 0, 0]


def test_clear_account_takes_all_or_nothing(office: Office) -> None:
    for number in range(1, 8):
        office.raises(f"I{number}", number * 10_00)
    money(office, 280_00)
    office.raises("I8", 1_00)
    assert apply(office, "clear_account").posted is None
    office.raises("CM", -1_00)
    assert apply(office, "clear_account", include_open_credits=True).posted is not None
    assert office.ledger.read.open_items(COMPANY, ["C1"]) == []
    office.assert_sound()


def test_past_due_takes_what_is_past_due(office: Office) -> None:
    office.raises("I1", 30_00, due="2020-04-01")
    office.raises("I2", 20_00, due="2020-04-14")
    office.raises("I3", 50_00, due="2020-04-15")
    money(office, 50_00)
    apply(office, "past_due")
    assert [office.open_of(f"I{n}") for n in (1, 2, 3)] == [0, 0, 50_00]


def test_the_first_method_of_a_list_that_applies_wins(office: Office) -> None:
    office.raises("I1", 30_00, due="2020-05-01")
    office.raises("I2", 20_00, due="2020-04-20")
    money(office, 30_00)
    result = auto_apply_by_list(office.ledger, office.key("R1"))
    assert (result.method, office.open_of("I1")) == ("exact_single_match", 0)
    money(office, 5_00, "R2")
    result = auto_apply_by_list(office.ledger, office.key("R2"))
    assert (result.method, office.open_of("I2")) == ("oldest_first", 15_00)
    money(office, 1_00, "R3")
    result = auto_apply_by_list(office.ledger, office.key("R3"), ["exact_sum", "past_due"])
    assert result.method == ""
    assert result.why == "exact_sum: nothing adds up to it; past_due: no documents past due"


@pytest.mark.parametrize("method", METHODS)
def test_full_matches_only_leaves_nothing_open(office: Office, method: str) -> None:
    only_full_matches(office)
    office.raises("I1", 100_00)
    money(office, 60_00)
    result = apply(office, method, new_invoice=office.key("I1"))
    assert result.posted is None
    assert office.open_of("I1") == 100_00


def test_full_matches_only_lets_full_ones_through(office: Office) -> None:
    only_full_matches(office)
    office.raises("I1", 100_00)
    office.raises("I2", 100_00)
    money(office, 200_00)
    assert apply(office, "oldest_first").posted is not None


def test_a_payer_pays_for_its_own_customers(office: Office) -> None:
    office.raises("I1", 100_00, customer="C3")
    money(office, 100_00, customer="P")
    assert apply(office, "exact_single_match").posted is not None
    assert office.open_of("I1") == 0


def test_a_command_applies_once(office: Office) -> None:
    office.raises("I1", 100_00)
    office.raises("I2", 100_00)
    money(office, 150_00)
    first = apply(office, "oldest_first", command="once")
    again = apply(office, "oldest_first", command="once")
    assert first.posted is not None and again.posted is not None
    assert (again.posted.voucher, again.posted.again) == (first.posted.voucher, True)
    assert office.open_of("I2") == 50_00


def test_held_documents_and_unknown_methods(office: Office) -> None:
    key = office.raises("I1", 100_00)
    setup.flag_document(office.ledger, key, hold=True, dispute=False)
    money(office, 100_00)
    assert apply(office, "exact_single_match").posted is None
    with pytest.raises(Refused, match="no method"):
        apply(office, "newest_first")
    with pytest.raises(Refused, match="not open to be paid"):
        apply(office, "new_invoice_first_then_oldest", new_invoice="100/X")


def test_a_closed_day_is_refused(office: Office) -> None:
    office.raises("I1", 100_00)
    money(office, 100_00)
    with pytest.raises(Refused, match="in no period"):
        apply(office, "oldest_first", day="2023-01-01")
