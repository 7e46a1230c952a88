"""Periods and reversals: nothing is dated in silence, nothing is undone behind another's back."""

from __future__ import annotations

import pytest

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.entered import PayLine
from artui.ledger.errors import Refused
from artui.ledger.reversal import reversing
from artui.ledger.reversal.reversing import preview, reverse_chain, unapply
from artui.ledger.reversal.undoing import chain, whole
from artui.ledger.settlement import Wish
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def test_a_closed_period_is_named_and_the_first_open_day_proposed(office: Office) -> None:
    setup.set_period(office.ledger, COMPANY, "2020-03", is_open=False)
    with pytest.raises(Refused) as refusal:
        office.pays(office.receipt(1_00, booked="2020-03-31"))
    (problem,) = refusal.value.problems
    assert (problem.field, problem.number) == ("accounting_date", 2111)
    assert problem.text == "period 2020-03 of 100 is closed; first open day 2020-04-01"
    setup.set_period(office.ledger, COMPANY, "2020-03", is_open=True)
    office.pays(office.receipt(1_00, booked="2020-03-31"))


def test_a_date_in_no_period_is_named_and_the_nearest_open_day_proposed(office: Office) -> None:
    with pytest.raises(
        Refused, match=("2112! 2021-01-02 is in no period of 100; first open day 2020-12-31")
    ):
        office.pays(office.receipt(1_00, booked="2021-01-02"))
    for month in range(1, 13):
        setup.set_period(office.ledger, COMPANY, f"2020-{month:02d}", is_open=False)
    with pytest.raises(Refused, match=r"2111! .* is closed; no period is open"):
        office.pays(1_00)


def test_a_period_is_not_opened_or_closed_twice(office: Office) -> None:
    with pytest.raises(Refused, match="2224! period 2020-03 of 100 is open already"):
        setup.set_period(office.ledger, COMPANY, "2020-03", is_open=True)
    with pytest.raises(Refused, match="2112! 100 has no period 2019-03"):
        setup.set_period(office.ledger, COMPANY, "2019-03", is_open=False)


def test_documents_of_a_closed_period_are_paid_in_an_open_one(office: Office) -> None:
    office.raises("1", 10_00, date="2020-03-20")
    setup.set_period(office.ledger, COMPANY, "2020-03", is_open=False)
    office.pays(10_00, ("1", None))
    assert office.open_of("1") == 0


def test_a_reversal_puts_every_balance_back_in_one_voucher(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 1_000_00, terms="D2")
    office.raises("2", 1_200_00)
    office.raises("CM", -50_00)
    before = office.balances()
    posted = office.pays(2_126_00, ("CM", None), ("1", None), ("2", None, Wish(tolerate=True)))
    undone = reversing.reverse(office.ledger, posted.voucher)
    after = office.balances()
    assert after.pop(posted.document) == (0, 0)
    assert after == before
    assert undone.name == "RV 2020-000001"
    assert office.journal(undone) == {
        rule: -amount for rule, amount in office.journal(posted).items()
    }
    office.assert_sound()


def test_a_reversed_receipt_takes_no_application(office: Office) -> None:
    office.raises("1", 10_00)
    posted = office.pays(office.receipt(10_00, number="R1"))
    reversing.reverse(office.ledger, posted.voucher)
    assert (office.document("R1").state, office.open_of("R1")) == ("cancelled", 0)
    with pytest.raises(Refused, match="2212! R1 has no credit to apply"):
        paying.apply(office.ledger, "100/R1", [PayLine("100/1", 10_00)])


def test_what_was_built_on_a_voucher_is_named_and_must_go_first(office: Office) -> None:
    office.raises("1", 10_00)
    receipt = office.pays(office.receipt(10_00, number="R1"))
    applied = office.applies("R1", ("1", None))
    with pytest.raises(
        Refused, match=("2218! CA 2020-000001 built on RC 2020-000001: reverse first")
    ):
        reversing.reverse(office.ledger, receipt.voucher)
    reversing.reverse(office.ledger, applied.voucher)
    reversing.reverse(office.ledger, receipt.voucher)
    assert office.open_of("1") == 10_00
    office.assert_sound()


def test_invoices_that_were_paid_keep_their_voucher(office: Office) -> None:
    office.raises("1", 10_00)
    office.pays(4_00, ("1", None))
    with pytest.raises(Refused, match="2218! RC 2020-000001 built on TO 2020-000001"):
        reversing.reverse(office.ledger, "100/TO/2020/1")


def test_a_voucher_is_reversed_once_and_a_reversal_never(office: Office) -> None:
    posted = office.pays(10_00)
    undone = reversing.reverse(office.ledger, posted.voucher)
    with pytest.raises(
        Refused, match=("2216! RC 2020-000001 is already reversed by RV 2020-000001")
    ):
        reversing.reverse(office.ledger, posted.voucher)
    with pytest.raises(Refused, match="2217! RV 2020-000001 is itself a reversal"):
        reversing.reverse(office.ledger, undone.voucher)
    with pytest.raises(Refused, match="2215"):
        reversing.reverse(office.ledger, "100/RC/2020/99")


def test_a_reversal_is_posted_to_an_open_period(office: Office) -> None:
    posted = office.pays(office.receipt(10_00, booked="2020-03-10"))
    setup.set_period(office.ledger, COMPANY, "2020-03", is_open=False)
    with pytest.raises(Refused, match="2111"):
        reversing.reverse(office.ledger, posted.voucher, day="2020-03-10")
    reversing.reverse(office.ledger, posted.voucher, day="2020-04-01")


def test_a_receipt_that_was_reversed_no_longer_warns_of_a_duplicate(office: Office) -> None:
    posted = office.pays(office.receipt(10_00, reference="X"))
    reversing.reverse(office.ledger, posted.voucher)
    assert paying.duplicates(office.ledger, office.receipt(10_00, reference="X")) == []


# --- chains --------------------------------------------------------------------------------------


def test_a_whole_chain_is_reversed_in_one_voucher(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 104_00)
    office.raises("2", 50_00)
    before = office.balances()
    receipt = office.pays(office.receipt(150_00, number="R1"))
    first = office.applies("R1", ("1", 100_00))
    second = office.applies("R1", ("2", None))
    keys = [second.voucher, first.voucher, receipt.voucher]
    assert chain(office.ledger, receipt.voucher) == keys
    undone = reverse_chain(office.ledger, receipt.voucher)
    assert office.balances() == before | {office.key("R1"): (0, 0)}
    assert [f.voucher for f in office.facts(undone, ev.VoucherReversed)] == keys
    assert office.journal(undone) == {"Bank": -150_00, "AR30-185": -4_00, "Customer": 154_00}
    for key in keys:
        head = office.ledger.read.voucher(key)
        assert head is not None
        assert head.reversed_by == undone.voucher
    office.assert_sound()


def test_a_chain_goes_as_far_as_one_voucher_built_on_another(office: Office) -> None:
    office.raises("1", 100_00)
    raised = office.ledger.read.voucher("100/TO/2020/1")
    assert raised is not None
    receipt = office.pays(office.receipt(30_00, number="R1"))
    applied = office.applies("R1", ("1", None))
    assert chain(office.ledger, raised.id) == [applied.voucher, raised.id]
    reverse_chain(office.ledger, raised.id)
    assert (office.open_of("R1"), office.document("1").state) == (-30_00, "cancelled")
    assert chain(office.ledger, receipt.voucher) == [receipt.voucher]
    office.assert_sound()


def test_what_was_undone_meanwhile_is_no_dependant(office: Office) -> None:
    office.raises("1", 60_00)
    receipt = office.pays(office.receipt(100_00, number="R1"))
    office.raises("2", 40_00)
    applied = office.applies("R1", ("1", None), ("2", None))
    unapply(office.ledger, source="100/R1", target="100/1")
    assert chain(office.ledger, "100/TO/2020/1") == ["100/TO/2020/1"]
    assert chain(office.ledger, receipt.voucher) == [applied.voucher, receipt.voucher]
    reversing.reverse(office.ledger, "100/TO/2020/1")
    assert office.document("1").state == "cancelled"
    office.assert_sound()


def test_a_chain_in_a_closed_period_is_refused_whole(office: Office) -> None:
    office.raises("1", 10_00)
    receipt = office.pays(office.receipt(10_00, number="R1"))
    office.applies("R1", ("1", None))
    before = office.balances()
    setup.set_period(office.ledger, COMPANY, "2020-04", is_open=False)
    with pytest.raises(Refused, match=r"2111! .*; first open day 2020-05-01"):
        reverse_chain(office.ledger, receipt.voucher)
    assert office.balances() == before


def test_a_preview_shows_the_chain_without_posting(office: Office) -> None:
    office.raises("1", 10_00)
    receipt = office.pays(office.receipt(15_00, number="R1"))
    office.applies("R1", ("1", None))
    pos = office.ledger.store.head().pos
    undoing = whole(office.ledger, chain(office.ledger, receipt.voucher))
    seen = preview(office.ledger, undoing)
    assert {it.document.number: it.after for it in seen.balances} == {"1": 10_00, "R1": 0}
    assert office.ledger.store.head().pos == pos


def test_a_rule_mapped_elsewhere_since_is_taken_back_where_it_was_booked(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 10_00)
    office.raises("2", 10_00)
    office.pays(19_00, ("1", 9_00), ("2", None))
    setup.map_rule(office.ledger, "AR30-185", "7000")
    undone = unapply(office.ledger, target="100/1")
    seal = office.ledger.read.seal(undone.voucher)
    assert seal is not None
    assert [(li.account, li.base) for li in seal.lines if li.rule == "AR30-185"] == [
        ("6150-000", -1_00)
    ]
    office.assert_sound()
