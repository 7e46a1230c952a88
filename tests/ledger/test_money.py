"""Money: what people type and read, and splits that never lose a minor unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ledger.money import (
    MAX_MINOR,
    AmountError,
    convert,
    decimal_string,
    exponent,
    format_amount,
    half_up,
    parse_amount,
    percent_of,
    portion,
    split,
    to_decimal,
)

amounts = st.integers(-MAX_MINOR, MAX_MINOR)
currencies = st.sampled_from(["USD", "JPY", "KWD"])


@given(amounts, currencies)
def test_what_is_shown_can_be_typed_again(minor: int, currency: str) -> None:
    assert parse_amount(format_amount(minor, currency), currency) == minor
    assert parse_amount(decimal_string(minor, currency), currency) == minor
    assert Decimal(decimal_string(minor, currency)) == to_decimal(minor, currency)


@given(amounts, currencies)
def test_a_decimal_comma_reads_the_same_amounts(minor: int, currency: str) -> None:
    swapped = format_amount(minor, currency).translate({ord("."): ",", ord(","): "."})
    assert parse_amount(swapped, currency, decimal_mark=",") == minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1250", 1_250_00),
        ("1,250.00", 1_250_00),
        ("1250-", -1_250_00),
        ("-12.5", -12_50),
        (".5", 50),
        ("5.", 5_00),
        ("+7", 7_00),
        ("100+23.45", 123_45),
        ("100+-5", 95_00),
        (" 1 250.00 ", 1_250_00),
        ("1.500", 1_50),
        ("0", 0),
        ("=", 77),
    ],
)
def test_amounts_as_clerks_type_them(text: str, minor: int) -> None:
    assert parse_amount(text, "USD", left=77) == minor


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 2103),
        ("  ", 2103),
        ("abc", 2104),
        ("1,25", 2104),
        ("12,50.00", 2104),
        ("--5", 2104),
        ("1e3", 2104),
        ("5+", 2104),
        ("-", 2104),
        (".", 2104),
        ("٣", 2104),
        ("1.234", 2107),
        ("10000000000000.01", 2109),
        ("9" * 30, 2109),
        ("=", 2104),
        ("1_000", 2104),
        ("NaN", 2104),
    ],
)
def test_what_is_no_amount_says_why(text: str, number: int) -> None:
    with pytest.raises(AmountError) as error:
        parse_amount(text, "USD")
    assert error.value.number == number


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_a_sentence(text: str) -> None:
    try:
        assert abs(parse_amount(text, "USD")) <= MAX_MINOR
    except AmountError as error:
        assert str(error)


def test_currencies_have_their_own_decimals_and_unknown_ones_are_refused() -> None:
    assert [exponent(code) for code in ("USD", "JPY", "KWD")] == [2, 0, 3]
    for unknown in ("XQX", "", "usd"):
        with pytest.raises(AmountError):
            exponent(unknown)
    with pytest.raises(AmountError, match="more decimals than JPY has"):
        parse_amount("1.5", "JPY")


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_the_parts_of_a_split_add_up_and_keep_their_sign(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    assert all(part * total >= 0 for part in parts)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_a_part_is_its_proportion_to_the_minor_unit(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    for part, weight in list(zip(split(total, weights), weights, strict=True))[:-1]:
        if whole:
            assert 2 * abs(part * whole - total * weight) <= whole or part < total * weight / whole


def test_half_a_unit_never_makes_a_part_turn_its_sign() -> None:
    assert split(2, [1, 1, 1, 1]) == [1, 1, 0, 0]
    assert split(-2, [1, 1, 1, 1]) == [-1, -1, 0, 0]
    assert split(5, [0, 0]) == [0, 5]
    for wrong in ([], [-1, 2]):
        with pytest.raises(ValueError):
            split(1, wrong)


@given(
    st.integers(1, 10**12),
    st.integers(-(10**12), 10**12),
    st.lists(st.floats(0.01, 0.99), max_size=6),
)
def test_portions_of_what_is_left_add_up_to_the_whole(
    whole: int, base: int, cuts: list[float]
) -> None:
    left, base_left, relieved = whole, base, 0
    for cut in cuts:
        part = int(left * cut)
        share = portion(part, left, base_left)
        relieved, left, base_left = relieved + share, left - part, base_left - share
    assert relieved + portion(left, left, base_left) == base


@given(amounts, st.decimals("0", "100", places=4))
def test_percentages_round_half_away_from_zero(minor: int, percent: Decimal) -> None:
    exact = Decimal(minor) * percent / 100
    rounded = percent_of(minor, percent)
    assert abs(rounded - exact) <= Decimal("0.5")
    assert percent_of(-minor, percent) == -rounded


def test_halves_round_up_and_conversions_know_both_exponents() -> None:
    assert [half_up(Decimal(text)) for text in ("0.5", "1.5", "-0.5", "0.49")] == [1, 2, -1, 0]
    assert convert(1_00, "USD", "USD", Decimal(1)) == 1_00
    assert convert(1_00, "USD", "JPY", Decimal("107.5")) == 108
    assert convert(1_000, "KWD", "USD", Decimal("3.255")) == 3_26
