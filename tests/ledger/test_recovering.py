"""Money for what was written off: the write-off is taken back, then the document is paid."""

from __future__ import annotations

import pytest

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.errors import Changed, Refused
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.people.users_roles import define_role, define_user
from artui.ledger.receiving.recovering import (
    Recoverable,
    recover_with_credit,
    recover_with_receipt,
    recoverable,
    taken_back,
    untolerated,
)
from artui.ledger.reversal.reversing import reverse_write_off
from artui.ledger.setup.closing import close_period
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import Store
from artui.ledger.writeoffs.writing_off import write_off, write_off_many
from tests.ledger.office import COMPANY, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    """Invoice 1 of 1,000.00 was paid 3.40 short, within tolerance; 2 and 3, of 7.00 and 3.40,
    were written off from one list."""
    office = Office(store)
    office.tolerate(500)
    office.raises("1", 1_000_00)
    office.pays(996_60, ("1", None))
    office.raises("2", 7_00)
    office.raises("3", 3_40, customer="C2")
    write_off_many(office.ledger, [office.key("2"), office.key("3")])
    return office


def meant(office: Office, customer: str = "C1", **by: object) -> list[Recoverable]:
    return recoverable(office.ledger, COMPANY, customer, "USD", **by)  # type: ignore[arg-type]


def recovers(
    office: Office,
    money: Receipt,
    number: str,
    *,
    ledger: Ledger | None = None,
    command: str | None = None,
    **by: object,
) -> Posted:
    """Post money over the one document it means."""
    ledger = ledger or office.ledger
    (one,) = meant(office, money.customer, number=number)
    distribution = paying.distribution(ledger, money)
    distribution.pay(one.document, None, untolerated())
    lines = PayLine.all_of(distribution)
    return recover_with_receipt(ledger, money, lines, [one.document.id], command)


def test_a_number_typed_or_in_the_reference_means_what_was_written_off(office: Office) -> None:
    (typed,) = meant(office, number="1")
    assert (typed.amount, typed.document.open, typed.document.base_open) == (3_40, 3_40, 3_40)
    assert typed.words == "3.40 of 1 was written off on 2020-04-15 (RC 2020-000001)"
    (said,) = meant(office, reference="rest of 2, sorry")
    assert said.words == "7.00 of 2 was written off on 2020-04-15 (WO 2020-000001)"
    assert meant(office, number="4711") == meant(office) == []


def test_just_the_amount_written_off_means_it_if_the_money_names_none(office: Office) -> None:
    (one,) = meant(office, amount=3_40)
    assert (one.document.number, one.named) == ("1", False)
    assert [each.document.number for each in meant(office, "C2", amount=3_40)] == ["3"]
    (named,) = meant(office, number="2", amount=3_40)
    assert named.document.number == "2"
    assert meant(office, amount=3_41) == meant(office, "P", amount=3_40) == []


def test_what_stands_no_longer_or_is_anothers_is_not_meant(office: Office) -> None:
    assert meant(office, "C2", number="1") == []
    reverse_write_off(office.ledger, office.key("2"))
    assert meant(office, number="2") == meant(office, amount=7_00) == []
    office.raises("5", 50_00)
    write_off(office.ledger, office.key("5"), amount=5_00)
    assert meant(office, number="5") == []  # still open: it can be paid as it stands


def test_a_tolerated_difference_is_taken_back_and_paid_in_two_vouchers(office: Office) -> None:
    posted = recovers(office, office.receipt(3_40), "1", command="once")
    assert (posted.name, posted.left) == ("RC 2020-000002", 0)
    assert taken_back(office.ledger, "once") == ["RV 2020-000001"]
    back = Posted("100/RV/2020/1", "", 0)
    assert office.journal(back) == {"AR30-185": -3_40, "Customer": 3_40}
    assert office.journal(posted) == {"Bank": 3_40, "Customer": -3_40}
    assert [one.kind for one in office.ledger.read.movements(office.key("1"))] == [
        "raised", "paid", "written_off", "written_off", "paid",
    ]  # fmt: skip
    assert office.open_of("1") == 0
    office.assert_sound()


def test_run_again_it_posts_nothing_twice(office: Office) -> None:
    money = office.receipt(3_40)
    first = recovers(office, money, "1", command="once")
    end = office.ledger.store.head().pos
    again = recover_with_receipt(office.ledger, money, [], [office.key("1")], "once")
    assert (again.voucher, again.again) == (first.voucher, True)
    assert office.ledger.store.head().pos == end


def test_of_a_list_run_only_the_one_documents_write_off_is_taken_back(office: Office) -> None:
    posted = recovers(office, office.receipt(3_40, customer="C2"), "3")
    assert office.journal(Posted("100/RV/2020/1", "", 0)) == {"AR30-185": -3_40, "Customer": 3_40}
    (taken,) = office.facts(Posted("100/RV/2020/1", "", 0), ev.FactsReversed)
    assert taken.voucher == "100/WO/2020/1"
    assert len(taken.versions) == 1
    assert office.document("2").state == "closed"
    assert posted.name == "RC 2020-000002"
    (left,) = meant(office, number="2")
    assert left.amount == 7_00
    office.assert_sound()


def test_more_money_stays_on_account_and_less_leaves_the_rest_open(office: Office) -> None:
    posted = recovers(office, office.receipt(10_00), "1")
    assert (posted.left, office.open_of("1")) == (6_60, 0)
    recovers(office, office.receipt(4_00), "2")
    assert office.open_of("2") == 3_00  # within tolerance, but it was written off once
    office.assert_sound()


def test_money_on_account_recovers_too(office: Office) -> None:
    office.pays(office.receipt(7_00, number="R"))
    (one,) = meant(office, number="2")
    made = paying.application(office.ledger, office.document("R"), TODAY)
    made.pay(one.document, None, untolerated())
    key = office.key("R")
    lines = PayLine.all_of(made)
    posted = recover_with_credit(office.ledger, key, lines, [one.document.id], command="two")
    assert (posted.name, posted.left, office.open_of("R")) == ("CA 2020-000001", 0, 0)
    assert taken_back(office.ledger, "two") == ["RV 2020-000001"]
    again = recover_with_credit(office.ledger, key, lines, [one.document.id], command="two")
    assert (again.voucher, again.again) == (posted.voucher, True)
    office.assert_sound()


def test_written_off_by_hand_and_by_tolerance_both_come_back(office: Office) -> None:
    office.raises("6", 100_00)
    write_off(office.ledger, office.key("6"), amount=5_00)
    office.pays(93_00, ("6", None))
    (one,) = meant(office, number="6")
    assert (one.amount, len(one.vouchers)) == (7_00, 2)
    assert meant(office, amount=7_00)[0].document.number == "2"
    recovers(office, office.receipt(7_00), "6")
    assert office.open_of("6") == 0
    office.assert_sound()


def test_another_currency_comes_back_at_the_rate_of_then(office: Office) -> None:
    ledger = office.ledger
    setup.open_bank_account(ledger, COMPANY, "100-EUR", "EUR")
    office.raises("E", 100_00, currency="EUR", rate="1.10")
    write_off(ledger, office.key("E"))
    money = office.receipt(100_00, currency="EUR", rate="1.25")
    (one,) = recoverable(ledger, COMPANY, "C1", "EUR", amount=100_00)
    assert (one.document.open, one.document.base_open) == (100_00, 110_00)
    made = paying.distribution(ledger, money)
    made.pay(one.document, None, untolerated())
    posted = recover_with_receipt(ledger, money, PayLine.all_of(made), [one.document.id])
    back = Posted("100/RV/2020/1", "", 0)
    assert office.journal(back) == {"AR30-185": -110_00, "Customer": 110_00}
    assert office.journal(posted) == {"Bank": 125_00, "Customer": -110_00, "AR30-520": -15_00}
    office.assert_sound()


# --- what refuses, and leaves nothing behind ------------------------------------------------------


def test_nothing_is_taken_back_if_the_payment_is_refused(office: Office) -> None:
    end = office.ledger.store.head().pos
    (one,) = meant(office, number="2")
    money = office.receipt(7_00, bank_account="nowhere")
    line = PayLine(one.document.id, 7_00, wish=untolerated())
    with pytest.raises(Refused):
        recover_with_receipt(office.ledger, money, [line], [one.document.id])
    with pytest.raises(Refused, match="2661! nothing pays 1: its write-off stays"):
        recover_with_receipt(office.ledger, office.receipt(7_00), [line], [office.key("1")])
    assert office.ledger.store.head().pos == end


def test_a_closed_period_proposes_the_first_open_day(office: Office) -> None:
    close_period(office.ledger, COMPANY, "2020-04", confirmed=True)
    with pytest.raises(Refused, match=r"2111! .* is closed; first open day 2020-05-01"):
        recovers(office, office.receipt(3_40), "1")
    posted = recovers(office, office.receipt(3_40, booked="2020-05-01"), "1")
    seal = office.ledger.read.seal("100/RV/2020/1")
    assert seal is not None
    assert (seal.date, posted.left) == ("2020-05-01", 0)
    office.assert_sound()


def test_money_booked_before_the_write_off_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match=r"2662! 3\.40 of 1 was .*, later than 2020-04-01"):
        recovers(office, office.receipt(3_40, booked="2020-04-01"), "1")


def test_a_colleague_who_was_faster_is_named(office: Office) -> None:
    (one,) = meant(office, number="2")
    made = paying.distribution(office.ledger, office.receipt(7_00))
    made.pay(one.document, None, untolerated())
    reverse_write_off(office.cash, one.document.id)
    with pytest.raises(Changed, match=r"2130! 2 was changed by cara"):
        recover_with_receipt(
            office.ledger, office.receipt(7_00), PayLine.all_of(made), [one.document.id]
        )


def test_it_takes_the_permission_for_reversals(office: Office) -> None:
    define_role(office.ledger, "poster", "", ["receipts.post", "applications.post"])
    define_user(office.ledger, "pat", roles=["poster"])
    end = office.ledger.store.head().pos
    with pytest.raises(Refused, match=r"vouchers\.reverse"):
        recovers(office, office.receipt(3_40), "1", ledger=office.as_clerk("pat"))
    assert office.ledger.store.head().pos == end


def test_where_the_latest_document_gives_the_day_both_vouchers_have_it(office: Office) -> None:
    set_parameters(office.ledger, COMPANY, ev.Parameters(effect_date="latest"))
    office.pays(office.receipt(7_00, number="R", booked="2020-04-20"))
    (one,) = meant(office, number="2")
    made = paying.application(office.ledger, office.document("R"), TODAY)
    made.pay(one.document, None, untolerated())
    lines = PayLine.all_of(made)
    recover_with_credit(office.ledger, office.key("R"), lines, [one.document.id])
    for voucher in ("100/RV/2020/1", "100/CA/2020/1"):
        seal = office.ledger.read.seal(voucher)
        assert seal is not None
        assert seal.date == "2020-04-20"
    office.assert_sound()


def test_of_many_that_are_as_much_two_are_told_which_is_a_tie(office: Office) -> None:
    for number in ("7", "8", "9"):
        office.raises(number, 3_40)
    write_off_many(office.ledger, [office.key(number) for number in "789"])
    assert [one.document.number for one in meant(office, amount=3_40)] == ["1", "7"]
