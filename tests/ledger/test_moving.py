"""Money moved to other customers: whole, split, applied at once, taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.entered import PayLine
from artui.ledger.errors import Changed, Refused
from artui.ledger.receiving.moving import Moved, Share, proposed, split, transfer
from artui.ledger.reversal.rate_adjusting import adjust_rate
from artui.ledger.reversal.reversing import reverse, reverse_chain, reverse_receipt
from artui.ledger.settlement import Wish
from artui.ledger.setup import CustomerData
from artui.ledger.store import Store, open_store
from artui.ledger.writeoffs.writing_off import write_off
from tests.ledger.office import CASHIER, COMPANY, TODAY, WANTED, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def moves(office: Office, number: str, customer: str, *wanted: WANTED, **more: Any) -> Moved:
    """Transfer a credit by number, paying the documents wanted."""
    source = office.document(number)
    amount = more.get("amount")
    distribution = proposed(office.ledger, source, amount or -source.open, TODAY)
    lines = office.chosen(distribution, *wanted)
    return transfer(office.ledger, source.id, customer, lines=lines, **more)


def lines_of(office: Office, voucher: str) -> dict[tuple[str, str, str], int]:
    """A journal by rule, account and division, in base minor units."""
    seal = office.ledger.read.seal(voucher)
    assert seal is not None
    return {(line.rule, line.account, line.division): line.base for line in seal.lines}


def west(office: Office) -> None:
    """A customer of a division with a control account of its own."""
    setup.register_division(office.ledger, COMPANY, "W", "West", control_account="1211-W")
    setup.put_customers(
        office.ledger, [CustomerData(COMPANY, "W1", "West End", "USD", "N30", division="W")]
    )


def test_money_moves_to_another_customer_and_no_cash_does(office: Office) -> None:
    posted = office.pays(office.receipt(500_00, number="R1", reference="INV 7"))
    moved = moves(office, "R1", "C2", note="phoned")
    assert (moved.name, moved.credits, moved.left) == ("TF 2020-000001", ("100/TF20000001",), 0)
    made = office.document("TF20000001")
    assert (made.kind, made.customer, made.name, made.open) == (
        "transfer", "C2", "Bolt & Co", -500_00,
    )  # fmt: skip
    assert (made.date, made.reference, made.short_kind) == (TODAY, "INV 7", "TF")
    assert office.open_of("R1") == 0
    assert lines_of(office, moved.voucher) == {}, "the same control account for both customers"
    assert ("Bank", 500_00) in office.journal(posted).items()
    (fact,) = office.ledger.read.voucher_facts(moved.voucher)[1:2]
    assert isinstance(fact, ev.Transferred)
    assert (fact.document, fact.made, fact.note) == ("100/R1", "100/TF20000001", "phoned")
    office.assert_sound()


def test_unidentified_cash_is_moved_out_of_its_account(office: Office) -> None:
    office.pays(office.receipt(80_00, customer="", number="R1"))
    moved = moves(office, "R1", "C2")
    assert lines_of(office, moved.voucher) == {
        ("Unidentified", "2190-000", ""): 80_00,
        ("Customer", "1210-100", ""): -80_00,
    }
    office.assert_sound()


def test_a_part_moves_and_the_rest_stays(office: Office) -> None:
    office.pays(office.receipt(500_00, number="R1"))
    moved = moves(office, "R1", "C2", amount=120_00)
    assert moved.left == 380_00
    assert (office.open_of("R1"), office.open_of("TF20000001")) == (-380_00, -120_00)
    office.assert_sound()


def test_it_crosses_divisions_through_their_control_accounts(office: Office) -> None:
    west(office)
    office.pays(office.receipt(50_00, number="R1"))
    moved = moves(office, "R1", "W1")
    assert lines_of(office, moved.voucher) == {
        ("Customer", "1210-100", ""): 50_00,
        ("Customer", "1211-W", "W"): -50_00,
    }
    made = office.document("TF20000001")
    assert (made.division, made.control) == ("W", "1211-W")
    office.assert_sound()


def test_the_rate_is_kept_and_the_last_part_takes_the_cent(office: Office) -> None:
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    office.pays(office.receipt(100_00, currency="EUR", rate="1.005", number="R1"))
    moves(office, "R1", "C2", amount=33_33)
    moves(office, "R1", "P")
    parts = [office.document(f"TF2000000{n}") for n in (1, 2)]
    assert sum(part.base_open for part in parts) == -100_50
    assert {part.rate for part in parts} == {"1.005"}
    office.assert_sound()


def test_it_pays_the_new_customers_documents_in_the_same_voucher(office: Office) -> None:
    office.raises("7", 300_00, customer="C2")
    office.pays(office.receipt(500_00, number="R1"))
    moved = moves(office, "R1", "C2", ("7", None))
    assert (office.open_of("7"), office.open_of("TF20000001")) == (0, -200_00)
    kinds = [type(fact).__name__ for fact in office.ledger.read.voucher_facts(moved.voucher)]
    assert kinds == ["DocumentRaised", "Transferred", "Applied", "VoucherPosted"]
    office.assert_sound()


def test_the_day_the_money_came_decides_the_discount(office: Office) -> None:
    """Terms S: 3 percent within 10 days; the money came in time and was moved later."""
    office.raises("7", 100_00, customer="C2", terms="S", date="2020-03-20", due="2020-04-19")
    office.pays(office.receipt(97_00, received="2020-03-30", booked="2020-04-01", number="R1"))
    moves(office, "R1", "C2")
    assert office.document("TF20000001").date == "2020-03-30"
    office.applies("TF20000001", ("7", None))
    assert office.open_of("7") == 0
    office.assert_sound()


def test_documents_of_those_the_new_customer_pays_for_can_be_paid(office: Office) -> None:
    office.raises("7", 40_00, customer="C3")
    office.pays(office.receipt(40_00, number="R1"))
    moves(office, "R1", "P", ("7", None))
    assert office.open_of("7") == 0
    office.assert_sound()


def test_a_payment_of_the_wrong_document_is_taken_back_in_the_same_voucher(office: Office) -> None:
    office.raises("1", 300_00)
    office.raises("2", 100_00)
    office.raises("7", 300_00, customer="C2")
    paid = office.pays(office.receipt(400_00, number="R1"), ("1", None), ("2", None))
    source = office.document("R1")
    distribution = proposed(office.ledger, source, 300_00, TODAY)
    lines = office.chosen(distribution, ("7", None))
    moved = transfer(office.ledger, source.id, "C2", lines=lines, undo=office.key("1"))
    assert [office.open_of(n) for n in ("1", "2", "7", "R1", "TF20000001")] == [
        300_00, 0, 0, 0, 0,
    ]  # fmt: skip
    office.assert_sound()
    with pytest.raises(Refused, match="TF 2020-000001 built on"):
        reverse(office.ledger, paid.voucher)
    reverse(office.ledger, moved.voucher)
    assert [office.open_of(n) for n in ("1", "7", "R1")] == [300_00, 300_00, -300_00]
    reverse(office.ledger, paid.voucher)
    assert office.document("R1").state == "cancelled"
    office.assert_sound()


def test_all_payments_of_the_money_can_be_taken_back_first(office: Office) -> None:
    office.raises("1", 300_00)
    office.raises("2", 100_00)
    office.pays(office.receipt(400_00, number="R1"), ("1", None), ("2", None))
    transfer(office.ledger, office.key("R1"), "C2", undo="")
    assert [office.open_of(n) for n in ("1", "2", "TF20000001")] == [300_00, 100_00, -400_00]
    office.assert_sound()


def test_a_split_goes_to_several_customers_in_one_voucher(office: Office) -> None:
    office.raises("7", 60_00, customer="C2")
    office.pays(office.receipt(100_00, customer="", number="R1"))
    distribution = proposed(office.ledger, office.document("R1"), 70_00, TODAY)
    lines = office.chosen(distribution, ("7", None))
    shares = [Share("C2", 70_00, lines), Share("P", 20_00)]
    moved = split(office.ledger, office.key("R1"), shares)
    assert moved.credits == ("100/TF20000001-1", "100/TF20000001-2")
    assert [office.open_of(n) for n in ("7", "TF20000001-1", "TF20000001-2", "R1")] == [
        0, -10_00, -20_00, -10_00,
    ]  # fmt: skip
    office.assert_sound()


def test_a_split_is_all_or_nothing(office: Office) -> None:
    office.pays(office.receipt(100_00, number="R1"))
    for shares in (
        [Share("C2", 60_00), Share("P", 40_01)],
        [Share("C2", 60_00), Share("X", 40_00)],
        [Share("C2", 60_00), Share("C1", 40_00)],
        [Share("C2", 100_00), Share("P")],
        [],
    ):
        with pytest.raises(Refused):
            split(office.ledger, office.key("R1"), shares)
    assert office.open_of("R1") == -100_00
    office.assert_sound()


def test_a_transfer_is_taken_back_and_puts_everything_back(office: Office) -> None:
    office.raises("7", 300_00, customer="C2")
    office.pays(office.receipt(500_00, number="R1"))
    before = office.balances()
    moved = moves(office, "R1", "C2", ("7", None))
    reverse(office.ledger, moved.voucher)
    after = office.balances()
    assert {key: after[key] for key in before} == before
    assert office.document("TF20000001").state == "cancelled"
    office.assert_sound()


def test_the_receipts_reversal_names_the_transfer_or_takes_it_along(office: Office) -> None:
    posted = office.pays(office.receipt(500_00, number="R1"))
    moves(office, "R1", "C2")
    office.raises("7", 300_00, customer="C2")
    office.applies("TF20000001", ("7", None))
    with pytest.raises(Refused, match="TF 2020-000001 built on RC 2020-000001"):
        reverse(office.ledger, posted.voucher)
    reverse_chain(office.ledger, posted.voucher)
    assert [office.open_of(n) for n in ("7", "R1", "TF20000001")] == [300_00, 0, 0]
    office.assert_sound()


def test_a_returned_payment_goes_from_wherever_it_was_moved(office: Office) -> None:
    office.raises("1", 100_00)
    office.raises("7", 300_00, customer="C2")
    office.pays(office.receipt(500_00, number="R1"), ("1", None))
    moves(office, "R1", "C2", ("7", None))
    moves(office, "TF20000001", "P", amount=30_00)
    reverse_receipt(office.ledger, office.key("R1"))
    numbers = ("1", "7", "R1", "TF20000001", "TF20000002")
    assert [office.open_of(n) for n in numbers] == [100_00, 300_00, 0, 0, 0]
    office.assert_sound()


def test_the_rate_of_money_that_was_moved_stays(office: Office) -> None:
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    office.pays(office.receipt(100_00, currency="EUR", rate="1.1", number="R1"))
    moves(office, "R1", "C2", amount=10_00)
    with pytest.raises(Refused, match="TF 2020-000001 moved money of R1"):
        adjust_rate(office.ledger, office.key("R1"), Decimal("1.2"))


def test_a_repeated_command_moves_once(office: Office) -> None:
    office.pays(office.receipt(500_00, number="R1"))
    first = moves(office, "R1", "C2", amount=100_00, command="x")
    assert moves(office, "R1", "C2", amount=100_00, command="x") == first._replace(again=True)
    assert office.open_of("R1") == -400_00


def test_who_entered_the_receipt_writes_nothing_off_where_it_was_moved(office: Office) -> None:
    office.pays(office.receipt(5_00, number="R1"))
    moves(office, "R1", "C2")
    with pytest.raises(Refused, match=f"{CASHIER} entered"):
        write_off(office.cash, office.key("TF20000001"))


@pytest.mark.parametrize(
    ("number", "customer", "more", "refusal"),
    [
        ("R1", "X", {}, "2207! 100 has no customer 'X'"),
        ("R1", "C1", {}, "2621! R1 is C1's already"),
        ("R1", "C2", {"amount": 500_01}, "2623! 500.01 USD is more than the 500.00 R1 has open"),
        ("R1", "C2", {"amount": 0}, "2624! C2's amount must be above zero"),
        ("R1", "C2", {"day": "2021-01-05"}, "2112!"),
        ("1", "C2", {}, "2620! 1 is no money"),
    ],
)
def test_what_refuses(
    office: Office, number: str, customer: str, more: dict[str, Any], refusal: str
) -> None:
    office.raises("1", 10_00)
    office.pays(office.receipt(500_00, number="R1"))
    with pytest.raises(Refused) as refused:
        transfer(office.ledger, office.key(number), customer, **more)
    assert refusal in str(refused.value)
    office.assert_sound()


def test_it_takes_a_permission_and_a_document_that_did_not_move(office: Office) -> None:
    setup.define_user(office.ledger, "ada", roles=["auditor"])
    office.raises("7", 60_00, customer="C2")
    office.pays(office.receipt(500_00, number="R1"))
    with pytest.raises(Refused, match=r"transfers\.post"):
        transfer(office.as_clerk("ada"), office.key("R1"), "C2")
    distribution = proposed(office.ledger, office.document("R1"), 500_00, TODAY)
    lines = office.chosen(distribution, ("7", None))
    office.pays(office.receipt(10_00, customer="C2"), ("7", 10_00))
    with pytest.raises(Changed):
        transfer(office.ledger, office.key("R1"), "C2", lines=lines)
    by_hand = [PayLine(office.key("7"), 40_00, wish=Wish(write_off=10_00))]
    with pytest.raises(Refused, match="2625!"):
        transfer(office.ledger, office.key("R1"), "C2", lines=by_hand)


# --- whatever is moved ---------------------------------------------------------------------------

_receipts = st.lists(
    st.tuples(
        st.integers(1, 3_000),
        st.sampled_from([("USD", None), ("EUR", "1.1"), ("EUR", "0.91357")]),
        st.sampled_from(["C1", "W1", ""]),
        st.integers(0, 3_000),
    ),
    min_size=1,
    max_size=3,
)
_moves = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.lists(
            st.tuples(st.sampled_from(["C1", "C2", "W1", "P"]), st.integers(1, 2_000)),
            min_size=1,
            max_size=3,
        ),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(receipts=_receipts, wanted=_moves)
def test_whatever_moved_the_books_tie_and_reversal_puts_all_back(
    tmp_path_factory: pytest.TempPathFactory, receipts: Any, wanted: Any
) -> None:
    office = Office(open_store(tmp_path_factory.mktemp("moved") / "ledger.db", create=True))
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    west(office)
    for n, customer in enumerate(("C1", "C2", "W1", "P")):
        office.raises(f"D{n}", 900, customer=customer, division="W" if customer == "W1" else "")
        office.raises(f"E{n}", 700, customer=customer, currency="EUR", rate="1.2")
    for n, (amount, (currency, rate), customer, part) in enumerate(receipts):
        money = office.receipt(
            amount, currency=currency, rate=rate, customer=customer, number=f"R{n}"
        )
        pays = {"C1": 0, "W1": 2}.get(customer)
        paid = f"{'D' if currency == 'USD' else 'E'}{pays}"
        useful = pays is not None and part and office.open_of(paid) >= min(part, amount)
        office.pays(money, *([(paid, min(part, amount))] if useful else []))
    before = office.balances()
    vouchers = []
    for at, parts, pays_something in wanted:
        credits = [key for key, (open_, _base) in sorted(office.balances().items()) if open_ < 0]
        if not credits:
            break
        source = office.ledger.read.documents(credits)[credits[at % len(credits)]]
        shares: list[Share] = []
        for customer, amount in parts:
            lines: list[PayLine] = []
            if pays_something:
                n = ("C1", "C2", "W1", "P").index(customer)
                number = f"{'D' if source.currency == 'USD' else 'E'}{n}"
                if office.open_of(number) > 0 and not any(s.customer == customer for s in shares):
                    distribution = proposed(office.ledger, source, amount, TODAY)
                    lines = office.chosen(distribution, (number, None))
            shares.append(Share(customer, amount, lines))
        try:
            vouchers.append(split(office.ledger, source.id, shares).voucher)
        except Refused as refused:
            assert refused.problems[0].number in (2620, 2621, 2623), refused
        office.assert_sound()
    for voucher in reversed(vouchers):
        reverse(office.ledger, voucher)
        office.assert_sound()
    after = office.balances()
    assert {key: after[key] for key in before} == before
    assert all(after[key] == (0, 0) for key in after.keys() - before.keys())
    office.ledger.close()
