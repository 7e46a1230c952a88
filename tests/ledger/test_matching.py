"""Rule 16: which open documents a receipt may be meant for, one by one and together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest

from artui.ledger.documents import Document
from artui.ledger.matching import MOST_COMBINED, NOTHING, Proposal, add_up, late_match, propose
from artui.ledger.settlement import NO_DISCOUNT, DiscountOffer, Tolerance
from artui.ledger.situation import Situation


def document(number: int, open_: int, *, hold: int = 0) -> Document:
    kind = "invoice" if open_ > 0 else "credit_memo"
    return Document(
        id=f"N1/{number}", company="N1", number=str(number), kind=kind, customer="1", name="One",
        branch="", division="", control="1210", currency="USD", date="2020-03-01",
        due="2020-03-31", original=open_, open=open_, base_open=open_, rate="1", terms="",
        reference="", group_invoice="", max_tolerance=None, tax=0, discounts="",
        late_until="", hold=hold, dispute=0, state="open", voucher="N1/TO/2020/1",
        last_pos=number, last_voucher="", last_clerk="",
    )  # fmt: skip


def documents(*amounts: int) -> list[Document]:
    return [document(number, amount) for number, amount in enumerate(amounts, 1)]


def plain(_document: Document) -> Situation:
    """No discount, a tolerance of 5.00."""
    return Situation(NO_DISCOUNT, (), Tolerance(amount=5_00), 5_00, 5_00, None, False)


def offering(state: str, percent: int = 2) -> Callable[[Document], Situation]:
    """A discount of two percent on each invoice, in time or late."""

    def situation(of: Document) -> Situation:
        offer = DiscountOffer(state, of.open * percent // 100, Decimal(percent), 1)
        return Situation(offer, (offer,), Tolerance(), 0, 0, None, False)

    return situation


def numbers(proposal: Proposal) -> list[int]:
    return [int(found.number) for found in proposal.documents]


def test_one_equal_document_is_meant() -> None:
    found = propose(documents(50_00, 100_00, 97_00), 100_00, plain)
    assert (numbers(found), found.how, found.ways) == ([2], "exact", 1)


def test_several_equal_documents_are_as_many_ways() -> None:
    found = propose(documents(100_00, 50_00, 100_00), 100_00, plain)
    assert (numbers(found), found.ways, found.unique) == ([1, 3], 2, None)


def test_a_late_discount_is_found_and_not_taken() -> None:
    situation = offering("grace")
    assert propose(documents(100_00, 70_00), 98_00, situation) == NOTHING
    found = late_match(documents(100_00, 70_00), 98_00, situation)
    assert (numbers(found), found.how) == ([1], "late")
    assert late_match(documents(100_00), 98_00, offering("beyond")) == NOTHING


@pytest.mark.parametrize(
    ("amounts", "receipt", "expected", "ways"),
    [
        ((10, 20, 40, 80), 60, [2, 3], 1),
        ((10, 20, 40, 80), 70, [1, 2, 3], 1),
        ((10, 20, 40, 80), 150, [1, 2, 3, 4], 1),
        ((30, 20, 10, 60, 50), 80, [1, 5], 2),  # two beat three; 2 and 4 do it too
        ((100, -30, 45), 70, [1, 2], 1),
        ((10, 20, 30, 40, 50, 600), 150, [1, 2, 3, 4, 5], 1),
        ((7, 7, 7, 7, 7, 7), 42, [1, 2, 3, 4, 5, 6], 1),
        ((10, 20), 31, [], 1),
        ((100,), 100, [], 1),
    ],
)
def test_the_fewest_documents_that_add_up_are_offered(
    amounts: Sequence[int], receipt: int, expected: list[int], ways: int
) -> None:
    found = add_up(documents(*amounts), receipt, plain)
    assert (numbers(found), found.ways) == (expected, ways)


def test_discounts_in_time_count_and_held_documents_do_not() -> None:
    held = [document(1, 98_00, hold=1), document(2, 100_00), document(3, 200_00)]
    found = add_up(held, 294_00, offering("in time"))
    assert numbers(found) == [2, 3]


def test_only_the_first_documents_of_a_long_account_are_combined() -> None:
    account = documents(*range(10_000, 10_000 + 10 * MOST_COMBINED, 10), 7)
    assert numbers(add_up(account[-2:], account[-2].open + 7, plain)) == [200, 201]
    assert add_up(account, 10_000 + 7, plain) == NOTHING
