"""Rule 15: accounts that come to exactly zero are cleared whole, and nothing is written off."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.automatic.at_zero import zero_accounts
from artui.ledger.automatic.clearing import Cleared, Clearing, clear_zero
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.matching import pairs
from artui.ledger.reversal import reversing
from artui.ledger.setup import CustomerData, parameters
from artui.ledger.store import Store, open_store
from tests.ledger.office import COMPANY, TODAY, Office
from tests.ledger.test_matching import document


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def money(office: Office, amount: int, number: str = "R1", **more: str) -> None:
    """A receipt on account."""
    office.pays(office.receipt(amount, number=number, **more))


def run(office: Office, **more: object) -> Clearing:
    return clear_zero(office.ledger, company=COMPANY, **more)  # type: ignore[arg-type]


def clear(office: Office, **more: object) -> list[Cleared]:
    return run(office, **more).accounts


def lines_of(clearing: Clearing) -> list[ev.JournalLine]:
    return [line for _company, lines in clearing.journal for line in lines]


def listed(office: Office, **more: object) -> list[tuple[str, str, int]]:
    found = zero_accounts(office.ledger, company=COMPANY, **more)  # type: ignore[arg-type]
    return [(one.customer, one.currency, one.amount) for one in found]


def applied(office: Office, cleared: Cleared) -> list[tuple[str, str, int]]:
    """What was applied to what, by number."""
    return [
        (ev.number_of(fact.source), ev.number_of(fact.target), fact.amount)
        for fact in office.ledger.read.voucher_facts(cleared.voucher)
        if isinstance(fact, ev.Applied)
    ]


# --- finding -----------------------------------------------------------------------------------


def test_only_accounts_at_exactly_zero_are_listed(office: Office) -> None:
    office.raises("I1", 100_00)
    money(office, 99_99)
    office.raises("I2", 70_00, customer="C2")
    office.raises("CM", -70_00, customer="C2")
    assert listed(office) == [("C2", "USD", 70_00)]


def test_documents_after_the_cut_off_do_not_count(office: Office) -> None:
    office.raises("I1", 100_00, date="2020-01-01")
    money(office, 100_00, booked="2020-02-02", received="2020-02-02")
    assert listed(office, cut_off="2020-01-31") == []
    assert listed(office, cut_off="2020-02-02") == [("C1", "USD", 100_00)]
    office.raises("I2", 5_00, date="2020-03-01")
    assert listed(office) == []
    assert listed(office, cut_off="2020-02-29") == [("C1", "USD", 100_00)]


def test_each_currency_is_an_account_of_its_own(office: Office) -> None:
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    setup.set_rate(office.ledger, "USD", "EUR", "2020-01-01", "1.10")
    office.raises("I1", 100_00)
    office.raises("I2", 40_00)
    money(office, 140_00)
    office.raises("I3", 50_00, currency="EUR")
    cleared = run(office)
    assert (cleared.skipped, lines_of(cleared)) == ([], [])
    assert [office.open_of(n) for n in ("I1", "I2", "R1", "I3")] == [0, 0, 0, 50_00]


def test_divisions_are_those_of_the_customers(office: Office) -> None:
    setup.register_division(office.ledger, COMPANY, "WST", "West")
    customer = CustomerData(COMPANY, "W1", "West One", "USD", "N30", division="WST")
    setup.put_customers(office.ledger, [customer])
    for number, name in enumerate(("C1", "W1")):
        office.raises(f"I{number}", 10_00, customer=name)
        office.raises(f"CM{number}", -10_00, customer=name)
    assert [row[0] for row in listed(office, divisions=[""])] == ["C1"]
    assert [row[0] for row in listed(office, divisions=["WST"])] == ["W1"]
    assert [row[0] for row in listed(office)] == ["C1", "W1"]


# --- clearing ----------------------------------------------------------------------------------


def test_same_references_go_first_then_equal_amounts_then_the_oldest(office: Office) -> None:
    office.raises("I1", 100_00, due="2020-04-01")
    office.raises("I2", 60_00, due="2020-04-02")
    office.raises("I3", 40_00, due="2020-04-03")
    money(office, 60_00, "R1", reference="I1")
    money(office, 40_00, "R2")
    money(office, 100_00, "R3")
    (cleared,) = clear(office)
    assert applied(office, cleared) == [
        ("R1", "I1", 60_00),
        ("R2", "I1", 40_00),
        ("R3", "I2", 60_00),
        ("R3", "I3", 40_00),
    ]
    assert office.ledger.read.open_items(COMPANY, ["C1"]) == []
    office.assert_sound()


def test_rates_that_differ_are_realised(office: Office) -> None:
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    setup.set_rate(office.ledger, "USD", "EUR", "2020-01-01", "1.00")
    office.raises("I1", 100_00, currency="EUR", rate="1.10")
    money(office, 100_00, currency="EUR", rate="1.15")
    assert {line.rule: line.base for line in lines_of(run(office))} == {
        "AR30-520": -5_00,
        "Customer": 5_00,
    }
    office.assert_sound()


def test_money_of_one_division_on_documents_of_another_moves_control(office: Office) -> None:
    setup.register_division(office.ledger, COMPANY, "WST", "West", control_account="1211-W")
    office.raises("I1", 100_00, division="WST")
    money(office, 100_00)
    assert {(line.account, line.base) for line in lines_of(run(office))} == {
        ("1210-100", 100_00),
        ("1211-W", -100_00),
    }


def test_no_discount_and_no_tolerance_is_given(office: Office) -> None:
    office.tolerate(500)
    office.raises("I1", 100_00, terms="D2", due="2020-04-30")
    money(office, 100_00)
    (cleared,) = clear(office)
    kinds = {type(fact) for fact in office.ledger.read.voucher_facts(cleared.voucher)}
    assert kinds == {ev.Applied, ev.VoucherPosted}


def test_an_account_that_changed_since_it_was_listed_is_skipped_and_named(office: Office) -> None:
    for customer in ("C1", "C2"):
        office.raises(f"I-{customer}", 100_00, customer=customer)
        money(office, 100_00, f"R-{customer}", customer=customer)
    accounts = zero_accounts(office.ledger, company=COMPANY)
    office.raises("I3", 1_00)
    office.raises("CM", -1_00)
    first, second = clear(office, accounts=accounts)
    assert first.skipped == "changed since it was listed, by ann: CM, I3"
    assert (second.skipped, office.open_of("I-C2"), office.open_of("I-C1")) == ("", 0, 100_00)


def test_a_document_on_hold_keeps_its_account(office: Office) -> None:
    key = office.raises("I1", 100_00)
    setup.flag_document(office.ledger, key, hold=True, dispute=False)
    money(office, 100_00)
    (account,) = zero_accounts(office.ledger, company=COMPANY)
    assert account.blocked == "on hold: I1"
    assert clear(office)[0].skipped == "on hold: I1"


def test_clearing_again_posts_nothing_twice(office: Office) -> None:
    office.raises("I1", 100_00)
    money(office, 100_00)
    accounts = zero_accounts(office.ledger, company=COMPANY)
    first = clear(office, accounts=accounts, command="month end")
    assert clear(office, accounts=accounts, command="month end")[0].voucher == first[0].voucher
    assert clear(office, accounts=accounts)[0].skipped
    assert clear(office) == []


def test_a_dry_run_leaves_no_trace(office: Office) -> None:
    office.raises("I1", 100_00)
    money(office, 100_00)
    before = office.ledger.store.head()
    dry = clear(office, dry_run=True)
    assert (office.ledger.store.head(), office.open_of("I1")) == (before, 100_00)
    assert clear(office)[0].voucher == dry[0].voucher == "100/ZC/2020/1"


def test_the_voucher_can_be_reversed(office: Office) -> None:
    office.raises("I1", 100_00)
    money(office, 100_00)
    (cleared,) = clear(office)
    reversing.reverse(office.ledger, cleared.voucher)
    assert (office.open_of("I1"), office.open_of("R1")) == (100_00, -100_00)
    office.assert_sound()


def test_a_closed_day_is_refused_and_the_latest_document_can_decide_it(office: Office) -> None:
    office.raises("I1", 100_00)
    money(office, 100_00, booked="2020-04-10")
    with pytest.raises(Refused, match="in no period"):
        clear(office, day="2023-01-01")
    latest = replace(ev.Parameters(), effect_date="latest")
    parameters.set_parameters(office.ledger, COMPANY, latest)
    (cleared,) = clear(office, day=TODAY)
    seal = office.ledger.read.seal(cleared.voucher)
    assert seal is not None and seal.date == "2020-04-10"


# --- whatever the account looks like -----------------------------------------------------------

amounts = st.lists(st.integers(-50, 50).filter(bool), min_size=1, max_size=9)


def balanced(given_: list[int]) -> list[int]:
    """The amounts with what brings them to zero."""
    rest = -sum(given_)
    return [*given_, rest] if rest else given_


@given(amounts, st.data())
def test_pairs_use_everything_up_in_any_order(given_: list[int], data: st.DataObject) -> None:
    documents = [document(n, amount) for n, amount in enumerate(balanced(given_))]
    shuffled: list[Document] = list(data.draw(st.permutations(documents)))
    made = pairs(shuffled)
    assert made == pairs(documents)
    for one in documents:
        used = sum(pair.amount for pair in made if one in (pair.credit, pair.debit))
        assert used == abs(one.open)


@settings(deadline=None, max_examples=30)
@given(amounts)
def test_clearing_leaves_everything_at_zero_and_writes_nothing_off(
    tmp_path_factory: pytest.TempPathFactory, given_: list[int]
) -> None:
    office = Office(open_store(tmp_path_factory.mktemp("clear") / "ledger.db", create=True))
    for number, amount in enumerate(balanced(given_)):
        if amount > 0:
            office.raises(f"D{number}", amount)
        else:
            money(office, -amount, f"D{number}")
    cleared_all = run(office)
    assert (cleared_all.skipped, lines_of(cleared_all)) == ([], [])
    for cleared in cleared_all.accounts:
        assert all(
            isinstance(fact, ev.Applied | ev.VoucherPosted)
            for fact in office.ledger.read.voucher_facts(cleared.voucher)
        )
    assert office.ledger.read.open_items(COMPANY, ["C1"]) == []
    office.assert_sound()
    office.ledger.close()
