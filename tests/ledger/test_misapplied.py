"""Mis-applied money: what is found, what ties, what is never proposed; and mending it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from artui.ledger.documents import Document
from artui.ledger.matching.misapplied import (
    ELSEWHERE,
    EQUAL,
    NAMED,
    ON_ACCOUNT,
    Account,
    Credit,
    Move,
    Way,
    detect,
)
from tests.ledger import test_matching as plain


def document(number: str, open_: int, customer: str = "C1") -> Document:
    """An open document of company 100."""
    made = plain.document(1, open_)
    return replace(made, id=f"100/{number}", company="100", number=number, customer=customer)


def credit(number: str, money: int, paid: dict[str, int] | None = None, *named: Document) -> Credit:
    """A receipt of so much money that paid documents (keys)."""
    used = dict(paid or {})
    left = sum(used.values()) - money
    return Credit(document(number, left), used, named)


def found(credits: list[Credit], debits: list[Document], within: int | None = None) -> list[Move]:
    near = None if within is None else lambda _document, gap: gap < within
    return detect([Account(credits, debits)], within=near)


def ways(move: Move) -> list[tuple[str, int]]:
    return [(way.target.number, way.amount) for way in move.ways]


I1, I2, I3 = document("I1", 100_00), document("I2", 70_00), document("I3", 100_00)


def test_money_on_account_equals_one_document() -> None:
    (move,) = found([credit("R1", 70_00)], [I1, I2])
    assert (move.kind, ways(move), move.exact) == (ON_ACCOUNT, [("I2", 70_00)], True)
    assert move.way is not None
    assert move.way.undo == ()


def test_a_rest_on_account_counts_alone() -> None:
    (move,) = found([credit("R1", 170_00, {"100/X": 100_00})], [I2])
    assert (move.kind, ways(move)) == (ON_ACCOUNT, [("I2", 70_00)])


def test_the_reference_names_another_document_than_it_paid() -> None:
    (move,) = found([credit("R1", 70_00, {"100/X": 70_00}, I2)], [I1, I2])
    assert (move.kind, ways(move)) == (NAMED, [("I2", 70_00)])
    assert move.way is not None
    assert move.way.undo == ("100/X",)


def test_one_of_several_payments_is_taken_for_the_document_named() -> None:
    paid = {"100/X": 30_00, "100/Y": 70_00}
    (move,) = found([credit("R1", 100_00, paid, I2)], [I2])
    assert move.way is not None
    assert move.way.undo == ("100/Y",)


def test_a_document_that_was_named_and_paid_is_right() -> None:
    assert found([credit("R1", 70_00, {I2.id: 70_00}, I2)], [I1, I2]) == []


def test_it_equals_another_document_than_the_one_that_stays_part_open() -> None:
    part = document("P", 30_00)
    (move,) = found([credit("R1", 70_00, {part.id: 70_00})], [part, I2])
    assert (move.kind, ways(move)) == (EQUAL, [("I2", 70_00)])
    assert found([credit("R1", 70_00, {"100/CLOSED": 70_00})], [part, I2]) == []


def test_a_tie_shows_its_ways_and_a_choice_ends_it() -> None:
    (move,) = found([credit("R1", 100_00)], [I1, I2, I3])
    assert (move.fits, move.way, ways(move)) == (2, None, [("I1", 100_00), ("I3", 100_00)])
    chosen = move.choose("100/I3")
    assert chosen.way is not None
    assert chosen.way.target is I3
    with pytest.raises(KeyError):
        move.choose("100/I2")


def test_a_document_named_decides_a_tie() -> None:
    (move,) = found([credit("R1", 100_00, None, I3)], [I1, I3])
    assert ways(move) == [("I3", 100_00)]
    assert move.way is not None


def test_two_credits_that_want_one_document_are_a_tie() -> None:
    moves = found([credit("R1", 70_00), credit("R2", 70_00)], [I2])
    assert [(move.fits, move.way) for move in moves] == [(2, None), (2, None)]


def test_near_amounts_are_found_only_if_asked_for_and_marked() -> None:
    money = [credit("R1", 69_00)]
    assert found(money, [I2]) == []
    (move,) = found(money, [I2], within=5_00)
    assert (ways(move), move.exact) == ([("I2", 69_00)], False)
    assert move.ways[0].gap == 1_00
    (over,) = found([credit("R1", 71_00)], [I2], within=5_00)
    assert (ways(over), over.ways[0].gap) == ([("I2", 70_00)], -1_00)
    assert found([credit("R1", 65_00)], [I2], within=5_00) == []


def test_what_is_equal_goes_before_what_is_near() -> None:
    moves = found([credit("R1", 69_00), credit("R2", 70_00)], [I2], within=5_00)
    assert [(move.credit.number, move.exact) for move in moves] == [("R2", True)]


def test_a_document_of_another_customer_that_it_names_goes_before_its_own() -> None:
    theirs = document("T1", 70_00, customer="C2")
    (move,) = found([credit("R1", 70_00, None, theirs)], [I2])
    assert (move.kind, move.way) == (ELSEWHERE, Way(theirs, 70_00))


def test_what_it_paid_of_its_own_is_taken_back_for_it() -> None:
    theirs = document("T1", 70_00, customer="C2")
    (move,) = found([credit("R1", 70_00, {"100/X": 70_00}, theirs)], [])
    assert move.way == Way(theirs, 70_00, ("100/X",))
    (move,) = found([credit("R1", 90_00, {"100/X": 70_00, "100/Y": 20_00}, theirs)], [])
    assert move.way == Way(theirs, 70_00, ("100/X",))
    (move,) = found([credit("R1", 90_00, {"100/X": 20_00}, theirs)], [])
    assert move.way == Way(theirs, 70_00), "what lies on account is enough"


def test_two_that_want_the_same_document_of_another_are_a_tie() -> None:
    theirs = document("T1", 70_00, customer="C2")
    credits = [credit("R1", 70_00, None, theirs), credit("R2", 70_00, None, theirs)]
    moves = found(credits, [])
    assert [(move.kind, move.way, move.fits) for move in moves] == [(ELSEWHERE, None, 2)] * 2


def test_one_of_another_that_is_not_equal_is_near_or_nothing() -> None:
    theirs = document("T1", 72_00, customer="C2")
    lone = [credit("R1", 70_00, None, theirs)]
    assert found(lone, []) == []
    (move,) = detect([Account(lone, [])], within=lambda _document, gap: gap < 5_00)
    assert (move.exact, move.way) == (False, Way(theirs, 70_00, (), 2_00))


def test_an_amount_named_for_another_document_is_not_used() -> None:
    assert found([credit("R1", 70_00, None, I1)], [I1, I2]) == []


# --- always true -------------------------------------------------------------------------------

AMOUNTS = st.integers(1, 6)


@st.composite
def accounts(draw: st.DrawFn) -> tuple[list[Credit], list[Document]]:
    """A small account full of like amounts: ties, references and payments at random."""
    debits = [document(f"I{n}", draw(AMOUNTS)) for n in range(draw(st.integers(1, 5)))]
    closed = ["100/X", "100/Y"]
    credits = []
    for n in range(draw(st.integers(1, 5))):
        keys = draw(st.sets(st.sampled_from([*(d.id for d in debits), *closed]), max_size=2))
        paid = {key: draw(AMOUNTS) for key in sorted(keys)}
        named = draw(st.lists(st.sampled_from(debits), max_size=1))
        money = sum(paid.values()) + draw(st.integers(0 if paid else 1, 6))
        credits.append(credit(f"R{n}", money, paid, *named))
    return credits, debits


@given(accounts(), st.none() | st.integers(1, 3))
def test_no_document_is_given_more_than_is_open_and_no_credit_gives_more_than_it_has(
    account: tuple[list[Credit], list[Document]], within: int | None
) -> None:
    credits, debits = account
    money = {each.document.id: each for each in credits}
    given_to: Counter[str] = Counter()
    moves = found(credits, debits, within)
    assert len({move.credit.id for move in moves}) == len(moves)
    for move in moves:
        own = money[move.credit.id]
        for way in move.ways:
            freed = own.unapplied + sum(own.paid[key] for key in way.undo)
            assert 0 < way.amount <= min(way.target.open, freed)
            assert way.gap == way.target.open - way.money
            assert way.target.id not in way.undo
        if move.way:
            given_to[move.way.target.id] += move.way.amount
    for debit in debits:
        assert given_to[debit.id] <= debit.open


@given(accounts())
def test_the_order_of_what_is_given_does_not_matter(
    account: tuple[list[Credit], list[Document]],
) -> None:
    credits, debits = account

    def said(moves: list[Move]) -> list[tuple[str, str, int, frozenset[tuple[str, int]]]]:
        return [(m.kind, m.credit.id, m.fits, frozenset(ways(m))) for m in moves]

    assert said(found(credits, debits)) == said(found(credits[::-1], debits[::-1]))
