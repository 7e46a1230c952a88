"""Long lists are read in windows and found by name, wherever one starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger.ledger import Ledger
from artui.ledger.reading.lists import (
    VoucherList,
    VoucherName,
    first_customers,
    on_account,
    parse_voucher,
    returned,
    unidentified,
    vouchers_named,
)
from tests.screens.ledgers import on_account as receive
from tests.screens.ledgers import pay_short, small_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = small_ledger(tmp_path / "small.artui")
    for amount in range(1, 31):
        receive(made, amount)
    pay_short(made)
    return made


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("RC 147", ("RC", 0, 147)),
        ("rc 2020-000147", ("RC", 2020, 147)),
        ("147", ("", 0, 147)),
        ("2020-147", ("", 2020, 147)),
        ("CA02/RC/2020/147", ("RC", 2020, 147)),
        ("RC147", ("RC", 0, 147)),
    ],
)
def test_a_voucher_is_named_in_many_ways(text: str, name: tuple[str, int, int]) -> None:
    assert parse_voucher(text) == VoucherName(*name)


@pytest.mark.parametrize("text", ["", "RC", "12 13", "SO systems", "RC 1 2"])
def test_other_words_name_no_voucher(text: str) -> None:
    assert parse_voucher(text) is None


def test_every_window_is_the_same_part_of_the_whole_list(ledger: Ledger) -> None:
    vouchers = VoucherList(ledger.store)
    whole = vouchers.window(0, 100)
    assert vouchers.count() == len(whole) == 33
    assert [head.pos for head in whole] == sorted((head.pos for head in whole), reverse=True)
    for start in (0, 31, 7, 20, 8, 32, 40, 15):
        assert vouchers.window(start, 5) == whole[start : start + 5]


def test_the_list_stays_as_it_was_until_it_is_read_anew(ledger: Ledger) -> None:
    vouchers = VoucherList(ledger.store)
    before = vouchers.window(0, 3)
    receive(ledger)
    assert vouchers.window(0, 3) == before
    assert VoucherList(ledger.store).window(1, 3) == before


def test_it_can_be_narrowed_to_a_company_and_a_series(ledger: Ledger) -> None:
    assert [h.name for h in VoucherList(ledger.store, "CA02").window(0, 9)] == [
        "RC 2020-000001",
        "TO 2020-000001",
    ]
    assert VoucherList(ledger.store, series="TO").count() == 2
    assert VoucherList(ledger.store, "U001", "RC").count() == 30


def test_it_goes_to_a_voucher_or_to_the_last_before_its_number(ledger: Ledger) -> None:
    vouchers = VoucherList(ledger.store)
    at = vouchers.find("RC 17")
    assert at is not None
    assert vouchers.window(at, 1)[0].name == "RC 2020-000017"
    assert vouchers.find("RC 999") == vouchers.find("RC 30")
    assert vouchers.find("WO 1") is None
    assert vouchers.find("nonsense") is None


def test_the_first_customers_come_by_company_and_number(ledger: Ledger) -> None:
    assert [c.customer for c in first_customers(ledger.store, 2)] == ["0140104440", "0140105713"]


def test_cash_that_waits_is_summed_by_currency(ledger: Ledger) -> None:
    receive(ledger, 70_00, customer="")
    assert on_account(ledger.store) == [("USD", -70_00 - sum(range(1, 31)), 31)]
    assert unidentified(ledger.store, ["U001", "CA02"]) == [("U001", ("USD", -70_00, 1))]


def test_returned_items_wait_until_they_are_settled(ledger: Ledger) -> None:
    assert returned(ledger.store) == []
    receive(ledger, -25_00)
    assert returned(ledger.store) == [("USD", 25_00, 1)]


def test_a_name_alone_may_be_a_voucher_of_several_companies(ledger: Ledger) -> None:
    def named(text: str) -> list[str]:
        name = parse_voucher(text)
        assert name is not None
        return [head.id for head in vouchers_named(ledger.store, name)]

    assert named("RC 1") == ["CA02/RC/2020/1", "U001/RC/2020/1"]
    assert named("30") == ["U001/RC/2020/30"]
    assert named("RC 2019-1") == []
