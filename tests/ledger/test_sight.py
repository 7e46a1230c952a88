"""Whose branches a user sees holds wherever something is read or done: no trace of the others'."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.automatic.at_zero import zero_accounts
from artui.ledger.automatic.auto_match import auto_match
from artui.ledger.entered import PayLine
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.people.users_roles import define_user
from artui.ledger.reading import balances, lists
from artui.ledger.reading.aged_customers import aged_customers
from artui.ledger.reading.log import log
from artui.ledger.reading.receipts import ReceiptList
from artui.ledger.reversal.reversing import reverse, reverse_receipt, reverse_write_off
from artui.ledger.setup import CustomerData, put_customers
from artui.ledger.store import Store
from artui.ledger.taking_on import DocumentRow, take_on
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.charging_back import charge_back
from artui.ledger.writeoffs.cleanup_search import Criteria, search
from artui.ledger.writeoffs.requests import find, pending, request_write_off
from artui.ledger.writeoffs.selecting import Selection, select, why_not
from artui.ledger.writeoffs.writing_off import write_off
from artui.reports.trial_balance import trial_balance
from tests.ledger.office import COMPANY, TODAY, Office

BRANCHES = ("EAST", "WEST")
VOUCHERS = {"EAST": "100/RC/2020/1", "WEST": "100/RC/2020/2"}


@pytest.fixture
def office(store: Store) -> Office:
    """Two branches with the same business each; Eve belongs to the eastern one."""
    office = Office(store)
    for branch in BRANCHES:
        setup.register_branch(office.ledger, COMPANY, branch, branch.title())
    put_customers(
        office.ledger,
        [
            CustomerData(COMPANY, f"{branch}-{name}", f"{branch} Foods", "USD", branches=(branch,))
            for branch in BRANCHES
            for name in "CD"
        ],
    )
    for branch in BRANCHES:
        take_on(
            office.ledger,
            [
                row(branch, "I", 5_00),
                row(branch, "Z", 7_77, f"{branch}-D"),
                row(branch, "Y", -7_77, f"{branch}-D"),
            ],
        )
        # A document of the branch whose customer everybody sees.
        take_on(office.ledger, [row(branch, "O", 6_00, customer="C1")])
        office.pays(office.receipt(3_00, customer=f"{branch}-C", number=f"{branch}-R"))
        request_write_off(office.cash, office.key(f"{branch}-I"))
    define_user(office.ledger, "eve", unlimited=True, roles=["supervisor"], branches=["100/EAST"])
    return office


def row(branch: str, kind: str, amount: int, customer: str = "") -> DocumentRow:
    """A document of a branch's customer."""
    return DocumentRow(
        COMPANY,
        f"{branch}-{kind}",
        "invoice" if amount > 0 else "credit_memo",
        customer or f"{branch}-C",
        "2020-03-20",
        "2020-04-19",
        "USD",
        amount,
        amount,
        branch=branch,
    )


def key(branch: str, kind: str) -> str:
    return ev.document_key(COMPANY, f"{branch}-{kind}")


READS: dict[str, Callable[[Ledger, str], object]] = {
    "document": lambda one, b: one.read.document(key(b, "I")),
    "documents": lambda one, b: one.read.documents([key(b, "I"), key(b, "R")]),
    "by number": lambda one, b: one.read.find_documents(f"{b}-I"),
    "open items": lambda one, b: one.read.open_items(COMPANY, [f"{b}-C"]),
    "all open items": lambda one, b: named(one.read.all_open_items(), b),
    "account": lambda one, b: one.read.account_documents(COMPANY, f"{b}-C", closed=True),
    "account of one everybody sees": lambda one, b: named(
        one.read.account_documents(COMPANY, "C1", closed=False), b
    ),
    "movements": lambda one, b: one.read.movements(key(b, "R")),
    "customer": lambda one, b: one.read.customer(COMPANY, f"{b}-C"),
    "customer by number": lambda one, b: one.read.customers_numbered(f"{b}-C"),
    "customer by name": lambda one, b: one.read.find_customers(b),
    "all customers": lambda one, b: named(one.read.all_customers(), b),
    "first customers": lambda one, b: named(lists.first_customers(one.seen, 100), b),
    "customer's totals": lambda one, b: one.read.customer_totals(COMPANY, f"{b}-C", TODAY),
    "receipt": lambda one, b: one.read.receipt(key(b, "R")),
    "last receipt": lambda one, b: one.read.last_receipt(COMPANY, f"{b}-C"),
    "receipts": lambda one, b: named(ReceiptList(one.seen).window(0, 99), b),
    "receipt by number": lambda one, b: ReceiptList(one.seen).find(f"{b}-R") is not None,
    "voucher": lambda one, b: one.read.voucher(VOUCHERS[b]),
    "vouchers": lambda one, b: named(one.read.vouchers(), b),
    "voucher by number": lambda one, b: one.read.find_vouchers("RC", 2020, int(VOUCHERS[b][-1])),
    "list of vouchers": lambda one, b: named(lists.VoucherList(one.seen).window(0, 99), b),
    "voucher on the menu": lambda one, b: lists.vouchers_named(
        one.seen, lists.VoucherName("RC", 2020, int(VOUCHERS[b][-1]))
    ),
    "customers with their ages": lambda one, b: named(aged_customers(one, "USD"), b),
    "aged": lambda one, b: named(balances.aged(one.seen, COMPANY, TODAY), b),
    "log": lambda one, b: named(log(one), b),
    "candidates": lambda one, b: named(select(one, Selection("balance", 9_00)), b),
    "list of candidates": lambda one, b: named(
        CandidateList(one, Selection("balance", 9_00)).listed(), b
    ),
    "clean-up": lambda one, b: named(search(one, Criteria(company=COMPANY, limit=9_00)), b),
    "requests": lambda one, b: named(pending(one), b),
    "request": lambda one, b: find(one, f"{COMPANY}/{BRANCHES.index(b) + 1}"),
    "accounts at zero": lambda one, b: named(zero_accounts(one, company=COMPANY), b),
}


def named(found: object, branch: str) -> list[str]:
    """What of a list names a branch's business."""
    return [text for each in found if f"{branch}-" in (text := repr(each))]  # type: ignore[attr-defined]


@pytest.mark.parametrize("what", READS)
def test_what_is_read(office: Office, what: str) -> None:
    read, eve = READS[what], office.as_clerk("eve")
    assert read(office.ledger, "WEST")
    assert read(eve, "EAST")
    assert not read(eve, "WEST")


def test_sums_are_of_what_is_seen(office: Office) -> None:
    eve = office.as_clerk("eve")
    for one, times in ((office.ledger, 2), (eve, 1)):
        (aged,) = one.read.ageing(TODAY)
        assert (aged.total, aged.documents) == (times * 8_00, times * 5)
        (cash,) = lists.on_account(one.seen)
        assert (cash.amount, cash.documents) == (times * -3_00, times)
        (owed,) = one.read.customer_totals(COMPANY, "C1", TODAY)
        assert owed.open == times * 6_00
        found = CandidateList(one, Selection("balance", 9_00))
        assert (found.count(), found.sums()[0].documents) == (times * 3, times * 3)
        assert lists.VoucherList(one.seen).count() == times * 3
    define_user(office.ledger, "eve", branches=["100"])
    eve = office.as_clerk("eve")
    assert eve.read.ageing(TODAY) == office.ledger.read.ageing(TODAY)


def test_the_books_of_a_company_are_for_who_sees_all_of_it(office: Office) -> None:
    with pytest.raises(Refused, match="2420! the books of 100 are shown to whoever sees all"):
        trial_balance(office.as_clerk("eve"), COMPANY, TODAY)
    define_user(office.ledger, "eve", branches=["100"])
    assert trial_balance(office.as_clerk("eve"), COMPANY, TODAY).sound


def test_who_sees_nothing_of_a_company_sees_nothing_of_it(office: Office) -> None:
    setup.register_company(office.ledger, "200", "Two hundred", "USD", years=[2020])
    define_user(office.ledger, "eve", branches=["200"])
    eve = office.as_clerk("eve")
    assert (eve.read.ageing(TODAY), eve.read.vouchers(), list(eve.read.all_customers())) == (
        [],
        [],
        [],
    )


DONE: dict[str, tuple[str, Callable[[Ledger, Office], object]]] = {
    "write off": ("2210", lambda eve, _: write_off(eve, key("WEST", "I"))),
    "ask": ("2210", lambda eve, _: request_write_off(eve, key("WEST", "I"))),
    "charge back": ("2210", lambda eve, _: charge_back(eve, key("WEST", "O"))),
    "why not": ("2210", lambda eve, _: why_not(eve, key("WEST", "I"), Selection("balance"))),
    "receipt": (
        "2207",
        lambda eve, o: paying.post_receipt(eve, o.receipt(1_00, customer="WEST-C")),
    ),
    "application": (
        "2212",
        lambda eve, o: paying.apply(eve, key("WEST", "R"), [line(o, "EAST-I")]),
    ),
    "pay": ("2210", lambda eve, o: paying.apply(eve, key("EAST", "R"), [line(o, "WEST-I")])),
    "reversal": ("2215", lambda eve, _: reverse(eve, VOUCHERS["WEST"])),
    "returned payment": ("22", lambda eve, _: reverse_receipt(eve, key("WEST", "R"))),
    "write-off back": ("22", lambda eve, _: reverse_write_off(eve, key("WEST", "I"))),
}


def line(office: Office, number: str) -> PayLine:
    return PayLine(office.key(number), 1_00)


@pytest.mark.parametrize("what", DONE)
def test_what_is_done_is_answered_as_if_it_did_not_exist(office: Office, what: str) -> None:
    number, act = DONE[what]
    before = office.ledger.store.head().pos
    with pytest.raises(Refused) as refused:
        act(office.as_clerk("eve"), office)
    assert str(refused.value).startswith(number)
    assert office.ledger.store.head().pos == before


def test_a_programs_money_stays_in_sight(office: Office) -> None:
    auto_match(office.as_clerk("eve"), company=COMPANY)
    assert office.document("WEST-R").open == -3_00


def test_a_voucher_that_moved_something_out_of_sight_is_not_shown(office: Office) -> None:
    office.pays(office.receipt(12_00, number="BOTH"), ("EAST-O", None), ("WEST-O", None))
    eve = office.as_clerk("eve")
    receipt = eve.read.document(office.key("BOTH"))
    assert receipt is not None
    assert eve.read.voucher(receipt.voucher) is None
    assert office.key("BOTH") in [row.document.id for row in ReceiptList(eve.seen).window(0, 9)]
    assert [moved.amount for moved in eve.read.movements(office.key("EAST-O"))] == [6_00, -6_00]
    with pytest.raises(Refused, match="2215!"):
        reverse(eve, receipt.voucher)


def test_a_number_that_is_taken_is_refused_though_it_is_not_seen(office: Office) -> None:
    eve = office.as_clerk("eve")
    with pytest.raises(Refused, match="2209! document WEST-I exists"):
        paying.post_receipt(eve, office.receipt(1_00, number="WEST-I"))


def test_what_somebody_posts_stays_sound(office: Office) -> None:
    eve = office.as_clerk("eve")
    write_off(eve, key("EAST", "O"))
    paying.post_receipt(eve, office.receipt(2_00, customer="EAST-C"))
    office.assert_sound()
