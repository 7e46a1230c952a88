"""What no single posting shows: each watch finds what it is for, and nothing in ordinary days."""

from __future__ import annotations

import pytest

from artui.ledger.errors import Refused
from artui.ledger.people.users_roles import define_user
from artui.ledger.reading.watches import Finding, findings
from artui.ledger.reversal import reversing
from artui.ledger.store import Store
from artui.ledger.writeoffs.writing_off import write_off
from tests.ledger.office import Office

DAYS = ("2020-01-01", "2020-12-31")


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def found(office: Office, watch: str) -> list[Finding]:
    return findings(office.ledger, *DAYS, watch=watch)


def short(office: Office, number: str, left: int, customer: str = "C1") -> str:
    """An invoice of 1,000.00 paid short; the voucher."""
    office.raises(number, 1_000_00, customer=customer)
    money = office.receipt(1_000_00 - left, customer=customer)
    return office.pays(money, (number, None)).voucher


def test_ordinary_days_find_nothing(office: Office) -> None:
    office.tolerate(5_00)
    short(office, "1", 1_00)
    short(office, "2", 0)
    assert findings(office.ledger, *DAYS) == []


def test_who_is_short_again_and_again(office: Office) -> None:
    office.tolerate(5_00)
    for number, left in (("1", 1_00), ("2", 2_00), ("3", 0), ("4", 50)):
        short(office, number, left)
    short(office, "5", 3_00, customer="C2")
    (finding,) = found(office, "habit")
    assert (finding.customer, finding.times, finding.amount) == ("C1", 3, 3_50)
    assert finding.words == ("3 of 4 payments were short within tolerance, together USD 3.50.")
    assert finding.documents == ("100/1", "100/2", "100/4")


def test_a_shortfall_taken_back_counts_no_more(office: Office) -> None:
    office.tolerate(5_00)
    vouchers = [short(office, number, 1_00) for number in "123"]
    assert len(found(office, "habit")) == 1
    reversing.reverse(office.ledger, vouchers[1])
    assert found(office, "habit") == []


def test_amounts_that_crowd_under_a_limit(office: Office) -> None:
    office.tolerate(5_00)
    for number, left in (("1", 4_90), ("2", 5_00), ("3", 4_60), ("4", 4_20), ("5", 1_00)):
        short(office, number, left)
    (finding,) = found(office, "under")
    assert (finding.times, finding.amount) == (3, 14_50)
    assert finding.words == (
        "Acme Foods was short 3 times just under the limit, by less than 10% of it; 1 time in the "
        "10% below that."
    )


def test_a_limit_gone_round_in_parts(office: Office) -> None:
    define_user(office.ledger, "kim", authority={"USD": 20_00}, roles=["clerk"])
    kim = office.as_clerk("kim")
    for number in "12":
        office.raises(number, 18_00)
    write_off(kim, office.key("1"), reason="BALWOF", day="2020-04-10")
    assert found(office, "split") == []
    write_off(kim, office.key("2"), reason="BALWOF", day="2020-04-15")
    (finding,) = found(office, "split")
    assert finding.words == (
        "kim wrote off USD 36.00 of Acme Foods in 2 parts within 7 days; the limit was USD 20.00."
    )


def test_a_tolerance_eaten_up_by_a_customer_in_a_year(office: Office) -> None:
    office.tolerate(1_00)
    for number in range(10):
        short(office, str(number), 1_00)
    (finding,) = found(office, "erosion")
    assert (finding.times, finding.amount) == (10, 10_00)
    assert "USD 10.00 were tolerated in 2020, 10 times what is allowed once" in finding.words


def test_money_for_what_was_written_off(office: Office) -> None:
    office.tolerate(5_00)
    short(office, "INV7", 3_40)
    office.pays(office.receipt(3_40, number="R1"))
    office.pays(office.receipt(9_99, number="R2", reference="rest of INV7"))
    office.pays(office.receipt(9_98, number="R3"))
    by_amount, by_name = sorted(found(office, "recovered"), key=lambda one: one.key)
    assert by_amount.words == (
        "R1 of USD 3.40 on account is as much as was written off of INV7: take the write-off of "
        "USD 3.40 back, then apply it."
    )
    assert by_name.words.startswith("R2 of USD 9.99 on account names INV7: ")


def test_a_watch_there_is_not_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="'moon' is none of habit, under, split, erosion, recovered"):
        found(office, "moon")
