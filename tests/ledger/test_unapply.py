"""Parts of vouchers taken back: applications, returned payments, write-offs by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.entered import PayLine
from artui.ledger.errors import Refused
from artui.ledger.reversal import reversing
from artui.ledger.reversal.reversing import preview, reverse_receipt, reverse_write_off, unapply
from artui.ledger.reversal.undoing import of_applications, of_receipt
from artui.ledger.settlement import Wish
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store
from artui.ledger.writeoffs.charging_back import charge_back
from artui.ledger.writeoffs.writing_off import write_off, write_off_many
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    office = Office(store)
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    return office


def unapplied(office: Office, source: str = "", target: str = "", day: str = "") -> dict[str, int]:
    """Undo applications; the journal of the voucher that did."""
    source, target = source and office.key(source), target and office.key(target)
    return office.journal(unapply(office.ledger, source=source, target=target, day=day))


# --- single applications -------------------------------------------------------------------------


def test_one_application_of_several_is_undone_and_its_money_is_on_account(office: Office) -> None:
    office.raises("1", 60_00)
    office.raises("2", 40_00)
    paid = office.pays(office.receipt(100_00, number="R"), ("1", None), ("2", None))
    undone = unapply(office.ledger, source=office.key("R"), target=office.key("1"))
    assert undone.name == "RV 2020-000001"
    assert (office.open_of("1"), office.open_of("2"), office.open_of("R")) == (60_00, 0, -60_00)
    assert office.journal(undone) == {}
    (taken,) = office.facts(undone, ev.FactsReversed)
    assert (taken.voucher, taken.versions) == (paid.voucher, (2,))
    office.applies("R", ("1", None))
    assert office.open_of("R") == 0
    office.assert_sound()


def test_discount_and_difference_are_owed_again_with_the_payment(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 1_000_00, terms="D2")
    office.raises("2", 50_00)
    before = office.balances()
    office.pays(office.receipt(1_026_00, number="R"), ("1", 976_00), ("2", None))
    assert unapplied(office, target="1") == {
        "AR30-310": -20_00,
        "AR30-185": -4_00,
        "Customer": 24_00,
    }
    assert (office.open_of("1"), office.open_of("R")) == (1_000_00, -976_00)
    unapplied(office, source="R")
    after = office.balances()
    assert after.pop(office.key("R")) == (-1_026_00, -1_026_00)
    assert after == before
    office.assert_sound()


def test_an_application_of_another_voucher_stays(office: Office) -> None:
    office.raises("1", 100_00)
    office.pays(office.receipt(30_00, number="A"), ("1", None))
    office.pays(office.receipt(50_00, number="B"))
    office.applies("B", ("1", None))
    unapplied(office, source="B", target="1")
    assert (office.open_of("1"), office.open_of("A"), office.open_of("B")) == (70_00, 0, -50_00)
    office.assert_sound()


def test_gain_and_loss_go_with_the_application(office: Office) -> None:
    office.raises("1", 1_200_00, currency="EUR", rate="0.333333")
    office.raises("CM", -1_200_00, currency="EUR", rate="0.5")
    before = office.balances()
    office.applies("CM", ("1", None), day="2020-04-15")
    setup.set_period(office.ledger, COMPANY, "2020-04", is_open=False)
    with pytest.raises(Refused, match=r"2111! period 2020-04 .*; first open day 2020-05-01"):
        unapply(office.ledger, target=office.key("1"), day="2020-04-15")
    assert unapplied(office, target="1", day="2020-05-12") == {
        "AR30-520": 200_00,
        "Customer": -200_00,
    }
    assert office.balances() == before
    office.assert_sound()


def test_a_voucher_with_nothing_left_counts_as_reversed(office: Office) -> None:
    office.raises("1", 10_00)
    office.pays(office.receipt(10_00, number="R"))
    applied = office.applies("R", ("1", None))
    undone = unapply(office.ledger, target=office.key("1"))
    head = office.ledger.read.voucher(applied.voucher)
    assert head is not None
    assert head.reversed_by == undone.voucher
    with pytest.raises(Refused, match="2283! no application of 1 stands"):
        unapply(office.ledger, target=office.key("1"))
    with pytest.raises(Refused, match="2217! RV 2020-000001 is itself a reversal"):
        reversing.reverse(office.ledger, undone.voucher)


def test_the_rest_of_a_voucher_can_still_be_reversed(office: Office) -> None:
    office.raises("1", 60_00)
    office.raises("2", 40_00)
    before = office.balances()
    paid = office.pays(office.receipt(100_00, number="R"), ("1", None), ("2", None))
    unapplied(office, target="1")
    reversing.reverse(office.ledger, paid.voucher)
    assert office.balances() == before | {office.key("R"): (0, 0)}
    assert office.document("R").state == "cancelled"
    with pytest.raises(Refused, match="2216"):
        reversing.reverse(office.ledger, paid.voucher)
    office.assert_sound()


def test_what_is_named_must_exist_and_be_applied(office: Office) -> None:
    office.raises("1", 60_00)
    with pytest.raises(Refused, match="2213"):
        unapply(office.ledger)
    with pytest.raises(Refused, match="2210! document 9 does not exist"):
        unapply(office.ledger, source=office.key("9"))
    with pytest.raises(Refused, match="2283! no application of 1 stands"):
        unapply(office.ledger, target=office.key("1"))


def test_an_undone_command_is_not_carried_out_twice(office: Office) -> None:
    office.raises("1", 10_00)
    office.pays(10_00, ("1", None))
    first = unapply(office.ledger, target=office.key("1"), command="once")
    again = unapply(office.ledger, target=office.key("1"), command="once")
    assert again == first._replace(again=True)


def test_what_rounding_left_across_currencies_is_on_account_again(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(rounding={"EUR": 3}))
    office.raises("1", 60_00)
    office.raises("2", 50_00)
    before = office.balances()
    paid = office.pays(
        office.receipt(100_01, number="R", currency="EUR", rate="1.1"), ("1", 60_00), ("2", 50_00)
    )
    assert [fact.amount for fact in office.facts(paid, ev.RoundingAbsorbed)] == [-1]
    assert office.open_of("R") == 0
    unapplied(office, target="2")
    assert (office.open_of("1"), office.open_of("2"), office.open_of("R")) == (0, 50_00, -45_46)
    unapplied(office, target="1")
    assert office.balances() == before | {office.key("R"): (-100_01, -110_01)}
    office.assert_sound()


def test_the_receipts_own_tolerance_goes_with_the_document_it_closed(office: Office) -> None:
    office.tolerate(500)
    set_parameters(office.ledger, COMPANY, ev.Parameters(receipt_tolerance={"USD": 5_00}))
    office.raises("1", 100_00)
    office.raises("2", 100_00)
    office.pays(office.receipt(192_00, number="R"), ("1", 98_00), ("2", 98_00))
    assert unapplied(office, target="1") == {"AR30-185": -2_00, "Customer": 2_00}
    assert unapplied(office, target="2") == {"AR30-185": -6_00, "Customer": 6_00}
    assert [office.open_of(name) for name in ("1", "2", "R")] == [100_00, 100_00, -192_00]
    office.assert_sound()


def test_an_excess_kept_goes_with_the_document_it_overpaid(office: Office) -> None:
    office.tolerate(None, over_amount=500)
    office.raises("1", 60_00)
    office.raises("2", 40_00)
    money = office.receipt(103_00, number="R")
    distribution = paying.distribution(office.ledger, money)
    for number in ("1", "2"):
        distribution.pay(office.document(number))
    paying.post_receipt(office.ledger, money, PayLine.all_of(distribution))
    assert office.open_of("R") == 0
    first = unapplied(office, target="1")
    second = unapplied(office, target="2")
    assert first["AR30-186"] + second["AR30-186"] == 3_00
    assert [office.open_of(name) for name in ("1", "2", "R")] == [60_00, 40_00, -103_00]
    office.assert_sound()


# --- returned payments ---------------------------------------------------------------------------


def test_a_returned_payment_goes_with_all_its_applications_in_one_voucher(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 1_000_00, terms="D2")
    office.raises("2", 200_00)
    before = office.balances()
    office.pays(office.receipt(1_500_00, number="R"), ("1", None))
    office.applies("R", ("2", None))
    undone = reverse_receipt(office.ledger, office.key("R"))
    assert office.balances() == before | {office.key("R"): (0, 0)}
    assert len(office.facts(undone, ev.VoucherReversed)) == 2
    assert office.journal(undone) == {"Bank": -1_500_00, "AR30-310": -20_00, "Customer": 1_520_00}
    with pytest.raises(Refused, match="2212! R has no credit to apply"):
        paying.apply(office.ledger, office.key("R"), [PayLine(office.key("2"), 1_00)])
    with pytest.raises(Refused, match="2216! R is already reversed"):
        reverse_receipt(office.ledger, office.key("R"))
    office.assert_sound()


def test_a_receipt_applied_with_another_leaves_the_other_alone(office: Office) -> None:
    office.raises("1", 200_00)
    office.pays(office.receipt(55_00, number="A"))
    office.pays(office.receipt(35_00, number="B"))
    office.applies("A", ("1", None))
    office.applies("B", ("1", None))
    reverse_receipt(office.ledger, office.key("A"))
    assert [office.open_of(name) for name in ("1", "A", "B")] == [165_00, 0, 0]
    office.assert_sound()


def test_only_a_receipt_is_returned(office: Office) -> None:
    office.raises("CM", -10_00)
    with pytest.raises(Refused, match="2282! CM is no receipt"):
        reverse_receipt(office.ledger, office.key("CM"))


def test_money_leaves_at_the_rate_of_the_day_where_the_company_says_so(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(reversal_rate="day"))
    setup.set_rate(office.ledger, "USD", "EUR", "2020-04-01", "1.2")
    office.raises("1", 100_00, currency="EUR", rate="1.1")
    money = office.receipt(100_00, number="R", currency="EUR", rate="1.15")
    office.pays(money, ("1", None))
    undone = reverse_receipt(office.ledger, office.key("R"))
    assert office.journal(undone) == {"Bank": -120_00, "AR30-520": 5_00, "AR30-521": 5_00,
                                      "Customer": 110_00}  # fmt: skip
    (cancelled,) = office.facts(undone, ev.DocumentCancelled)
    assert cancelled.rate == "1.2"
    assert office.document("1").base_open == 110_00
    office.assert_sound()


def test_a_rate_by_hand_counts_only_where_reversals_take_the_days(office: Office) -> None:
    office.pays(office.receipt(100_00, number="A", currency="EUR", rate="1.1"))
    kept = reverse_receipt(office.ledger, office.key("A"), rate=Decimal("1.3"))
    assert office.journal(kept) == {"Bank": -110_00, "Customer": 110_00}
    set_parameters(office.ledger, COMPANY, ev.Parameters(reversal_rate="day"))
    office.pays(office.receipt(100_00, number="B", currency="EUR", rate="1.1"))
    lost = reverse_receipt(office.ledger, office.key("B"), rate=Decimal("1.3"))
    assert office.journal(lost) == {"Bank": -130_00, "AR30-521": 20_00, "Customer": 110_00}
    office.pays(office.receipt(100_00, number="C", currency="EUR", rate="1.1"))
    gained = reverse_receipt(office.ledger, office.key("C"), rate=Decimal("1.0"))
    assert office.journal(gained) == {"Bank": -100_00, "AR30-520": -10_00, "Customer": 110_00}
    office.assert_sound()


# --- write-offs by hand --------------------------------------------------------------------------


def write_off_beside(office: Office, number: str, amount: int) -> str:
    """Write a part of a document off beside a payment of the rest; the write-off's number."""
    rest = office.open_of(number) - amount
    setup.define_user(office.ledger, "ann", unlimited=True)
    set_parameters(office.ledger, COMPANY, ev.Parameters(duties_apart=False))
    wish = Wish(write_off=amount, write_off_reason="BALWOF")
    posted = office.pays(office.receipt(rest), (number, rest, wish))
    (fact,) = office.facts(posted, ev.WrittenOff)
    return ev.number_of(fact.number)


def test_a_write_off_is_taken_back_alone_and_its_document_cancelled(office: Office) -> None:
    office.raises("1", 107_77)
    made = write_off_beside(office, "1", 7_77)
    assert (office.open_of("1"), office.document(made).state) == (0, "closed")
    undone = reverse_write_off(office.ledger, office.key("1"), day="2020-05-02")
    assert (office.open_of("1"), office.document(made).state) == (7_77, "cancelled")
    assert office.journal(undone) == {"AR30-185": -7_77, "Customer": 7_77}
    with pytest.raises(Refused, match="2284! no write-off of 1 stands"):
        reverse_write_off(office.ledger, office.key("1"))
    office.assert_sound()


def test_a_write_off_is_found_by_its_own_number_too(office: Office) -> None:
    office.raises("1", 107_77)
    made = write_off_beside(office, "1", 7_77)
    reverse_write_off(office.ledger, office.key(made))
    assert office.open_of("1") == 7_77
    office.assert_sound()


def test_a_whole_voucher_takes_its_write_off_along(office: Office) -> None:
    office.raises("1", 107_77)
    before = office.balances()
    made = write_off_beside(office, "1", 7_77)
    reverse_receipt(office.ledger, office.key("RC20000001"))
    gone = {office.key(made): (0, 0), office.key("RC20000001"): (0, 0)}
    assert office.balances() == before | gone
    assert office.document(made).state == "cancelled"
    office.assert_sound()


def test_one_write_off_of_a_list_is_taken_back_and_then_the_rest(office: Office) -> None:
    setup.define_user(office.ledger, "ann", unlimited=True)
    keys = [office.raises(str(number), 100 + number) for number in range(1, 6)]
    office.raises("CM", -50)
    before = office.balances()
    result = write_off_many(office.ledger, keys)
    voucher = office.document("1").last_voucher
    undone = reverse_write_off(office.ledger, keys[2])
    assert office.journal(undone) == {"AR30-185": -103, "Customer": 103}
    assert [office.open_of(str(number)) for number in range(1, 6)] == [0, 0, 103, 0, 0]
    reversing.reverse(office.ledger, voucher)
    made = {key: (0, 0) for key in office.balances() if key not in before}
    assert len(made) == len(keys), result
    assert office.balances() == before | made
    office.assert_sound()


def test_a_write_off_at_the_rate_of_its_day_is_taken_back_with_its_gain(office: Office) -> None:
    setup.define_user(office.ledger, "ann", unlimited=True)
    set_parameters(office.ledger, COMPANY, ev.Parameters(write_off_rate="day"))
    key = office.raises("1", 20_00, currency="EUR", rate="1.1")
    write_off(office.ledger, key, rate=Decimal("1.2"))
    undone = reverse_write_off(office.ledger, key)
    assert office.journal(undone) == {"AR30-185": -24_00, "AR30-520": 2_00, "Customer": 22_00}
    assert office.document("1").base_open == 22_00
    office.assert_sound()


def test_a_chargeback_is_taken_back_unless_somebody_paid_it(office: Office) -> None:
    key = office.raises("1", 100_00)
    charged = charge_back(office.ledger, key, amount=30_00)
    office.pays(office.receipt(10_00, number="R"), (ev.number_of(charged.document), None))
    with pytest.raises(Refused, match="2218! RC 2020-000001 built on"):
        reversing.reverse(office.ledger, charged.voucher)
    unapplied(office, source="R")
    reversing.reverse(office.ledger, charged.voucher)
    assert office.open_of("1") == 100_00
    assert office.document(ev.number_of(charged.document)).state == "cancelled"
    office.assert_sound()


# --- seen before it is done ----------------------------------------------------------------------


def test_what_follows_is_known_before_anything_is_posted(office: Office) -> None:
    office.raises("1", 60_00)
    office.pays(office.receipt(100_00, number="R"), ("1", None))
    pos = office.ledger.store.head().pos
    seen = preview(office.ledger, of_receipt(office.ledger, office.key("R")))
    after = {it.document.number: (it.document.open, it.after, it.cancelled) for it in seen.balances}
    assert after == {"1": (0, 60_00, False), "R": (-40_00, 0, True)}
    assert [(line.rule, line.base) for line in seen.lines] == [
        ("Bank", -100_00),
        ("Customer", 100_00),
    ]
    seen = preview(office.ledger, of_applications(office.ledger, target=office.key("1")))
    assert {it.document.number: it.after for it in seen.balances} == {"1": 60_00, "R": -100_00}
    assert office.ledger.store.head().pos == pos
