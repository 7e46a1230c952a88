"""Settlement and distribution as properties: parts add up, nothing is granted beyond its bound."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.matching import propose
from artui.ledger.settlement import (
    NO_DISCOUNT,
    Conditions,
    DiscountOffer,
    Tolerance,
    Wish,
    settle,
    share,
    use_credit,
)
from artui.ledger.situation import Situation

amounts = st.integers(1, 10**9)
offers = st.builds(
    DiscountOffer,
    state=st.sampled_from(["none", "in time", "grace", "beyond"]),
    amount=st.integers(0, 10**7),
    days_late=st.integers(0, 30),
)
wishes = st.builds(
    Wish,
    accept_late=st.booleans(),
    discount=st.none() | st.integers(0, 10**7),
    tolerate=st.booleans(),
    short_reason=st.sampled_from(["", "DAM"]),
)
allowances = st.integers(0, 10**4)
NO_TOLERANCE = Tolerance()


@given(amounts, st.integers(-5, 10**9), offers, allowances, wishes)
def test_the_parts_add_up_to_the_open_balance(
    open_: int, available: int, offer: DiscountOffer, allowance: int, wish: Wish
) -> None:
    settled = settle(open_, available, offer, Conditions(allowance), wish)
    assert settled.relieved + settled.stays_open == open_
    parts = (settled.pay, settled.discount, settled.written_off, settled.second, settled.stays_open)
    assert min(parts) >= 0
    assert settled.pay <= max(0, available)


@given(amounts, amounts, offers, allowances, wishes)
def test_settling_again_with_what_was_paid_comes_to_the_same(
    open_: int, available: int, offer: DiscountOffer, allowance: int, wish: Wish
) -> None:
    settled = settle(open_, available, offer, Conditions(allowance), wish)
    assert settle(open_, settled.pay, offer, Conditions(allowance), wish) == settled


@given(amounts, amounts, offers, allowances, wishes)
def test_a_difference_is_written_off_whole_or_not_at_all_and_never_above_the_allowance(
    open_: int, available: int, offer: DiscountOffer, allowance: int, wish: Wish
) -> None:
    settled = settle(open_, available, offer, Conditions(allowance), wish)
    assert settled.written_off <= allowance
    if settled.written_off:
        assert settled.stays_open == 0
        assert wish.tolerate and not wish.short_reason


@given(amounts, amounts, offers, allowances, wishes)
def test_a_discount_is_given_only_if_it_closes_the_document(
    open_: int, available: int, offer: DiscountOffer, allowance: int, wish: Wish
) -> None:
    settled = settle(open_, available, offer, Conditions(allowance), wish)
    if settled.discount:
        assert settled.stays_open == 0
        if wish.discount is None:
            accepted = offer.state == "grace" and wish.accept_late
            assert offer.state == "in time" or accepted


@given(amounts, st.integers(1, 10**6), offers, allowances, wishes)
def test_more_money_never_leaves_more_open(
    open_: int, available: int, offer: DiscountOffer, allowance: int, wish: Wish
) -> None:
    less = settle(open_, available, offer, Conditions(allowance), wish)
    more = settle(open_, available + 1, offer, Conditions(allowance), wish)
    assert more.stays_open <= less.stays_open


@given(st.integers(1, 10**6), st.integers(0, 10**5), st.lists(st.integers(1, 10**6), max_size=6))
def test_a_proportional_discount_paid_in_parts_comes_to_the_whole_discount(
    net: int, discount: int, payments: list[int]
) -> None:
    # Every part is in time, so nothing of the discount may get lost, and no cent may be invented.
    original = net + discount
    offer = DiscountOffer("in time", discount)
    open_, paid, granted = original, 0, 0
    for payment in [*payments, net]:
        if not open_:
            break
        given = Conditions(on_parts="proportional", original=original, granted=granted)
        settled = settle(open_, min(payment, net - paid), offer, given)
        open_, paid = settled.stays_open, paid + settled.pay
        granted += settled.discount
        assert paid + granted + open_ == original
        assert granted <= discount
    assert abs(granted - discount) <= len(payments) and open_ <= len(payments) + 1


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 10**6)), min_size=1), st.data())
def test_a_shared_difference_is_whole_and_none_takes_more_than_its_maximum(
    documents: list[tuple[int, int]], data: st.DataObject
) -> None:
    of = [amount for amount, _ in documents]
    maxima = [maximum for _, maximum in documents]
    total = data.draw(st.integers(0, sum(maxima)))
    parts = share(total, of, maxima)
    assert sum(parts) == total
    assert all(0 <= part <= maximum for part, maximum in zip(parts, maxima, strict=True))
    with pytest.raises(ValueError):
        share(sum(maxima) + 1, of, maxima)


def test_a_difference_is_shared_in_proportion_and_capped() -> None:
    # What the second can't hold by proportion is what the first must not take.
    assert share(5_50, [10_000_00, 100_00, 100_00, 100_00], [1_00, 10_00, 0, 0]) == [
        1_00,
        4_50,
        0,
        0,
    ]


@given(amounts, amounts, st.integers(0, 10**4), st.integers(0, 10**4))
def test_the_receipts_own_tolerance_is_used_after_the_documents(
    open_: int, available: int, allowance: int, room: int
) -> None:
    settled = settle(open_, available, NO_DISCOUNT, Conditions(allowance, room))
    if settled.second:
        assert settled.written_off == allowance
        assert settled.second <= room
        assert settled.stays_open == 0


@given(amounts, st.data())
def test_a_credit_is_used_no_further_than_it_goes(open_: int, data: st.DataObject) -> None:
    wanted = data.draw(st.integers(-open_, 0))
    used = use_credit(-open_, wanted)
    assert (used.pay, used.pay + used.stays_open) == (wanted, -open_)
    for wrong in (-open_ - 1, 1):
        with pytest.raises(ValueError):
            use_credit(-open_, wrong)


def test_only_a_debit_is_settled_and_only_a_credit_used() -> None:
    with pytest.raises(ValueError):
        settle(0, 1, NO_DISCOUNT)
    with pytest.raises(ValueError):
        use_credit(0)


bounds = st.none() | st.integers(0, 10**6)
percents = st.none() | st.decimals("0", "100", places=3)


@given(bounds, percents, st.integers(-(10**9), 10**9), st.integers(0, 10**6), st.booleans())
def test_an_allowance_is_below_each_of_its_bounds(
    amount: int | None, percent: Decimal | None, original: int, used: int, inclusive: bool
) -> None:
    tolerance = Tolerance(amount=amount, percent=percent, inclusive=inclusive)
    allowance = tolerance.allowance(original, used)
    assert allowance >= 0
    if amount is None and percent is None:
        assert allowance == 0
    if amount is not None:
        assert allowance <= max(0, amount - used)
    if percent is not None:
        assert allowance <= max(Decimal(0), abs(original) * percent / 100 + 1 - used)
    assert tolerance.allowance(original, used + 1) <= allowance


def document(number: int, open_: int, *, hold: int = 0) -> Document:
    """An open invoice or credit memo as the pure rooms need it."""
    return Document(
        f"1/{number}",
        "1",
        str(number),
        "invoice" if open_ > 0 else "credit_memo",
        "C",
        "C",
        "",
        "",
        "",
        "USD",
        "2020-01-01",
        "2020-02-01",
        open_,
        open_,
        open_,
        "1",
        "",
        "",
        "",
        None,
        0,
        "",
        "",
        hold,
        0,
        "open",
        "",
        number,
        "",
        "",
    )


def situation(
    offer: DiscountOffer = NO_DISCOUNT, allowance: int = 0, may_discount: bool = False
) -> Situation:
    return Situation(offer, (), NO_TOLERANCE, allowance, allowance, None, may_discount)


opens = st.lists(st.integers(-(10**6), 10**6).filter(bool), min_size=1, max_size=8)


@given(st.integers(0, 10**6), opens, st.data())
def test_what_is_left_is_always_the_money_less_what_was_distributed(
    amount: int, opens: list[int], data: st.DataObject
) -> None:
    documents = [document(number, open_) for number, open_ in enumerate(opens)]
    distribution = Distribution(amount, "USD", lambda _: situation(allowance=50))
    for _ in range(12):
        chosen = data.draw(st.sampled_from(documents))
        if data.draw(st.booleans()):
            distribution.undo(chosen.id)
            continue
        wanted = data.draw(st.none() | st.integers(-(10**6), 10**6))
        try:
            line = distribution.pay(chosen, wanted)
        except Refused:
            continue
        if chosen.open > 0:
            assert distribution.left >= 0, "a debit is never paid with money that isn't there"
        if wanted is not None:
            assert abs(line.settled.pay) <= abs(wanted)
        paid = sum(line.settled.pay for line in distribution.lines.values())
        assert distribution.left == amount - paid
        assert distribution.available_for(chosen) == distribution.left + line.settled.pay


def test_trying_a_line_changes_nothing() -> None:
    distribution = Distribution(100, "USD", lambda _: situation())
    tried = distribution.try_line(document(1, 80))
    assert (tried.settled.pay, distribution.left, distribution.lines) == (80, 100, {})


@given(st.integers(1, 1000), st.lists(st.integers(1, 1000), max_size=8))
def test_a_proposal_is_exact_before_near_and_names_its_ties(amount: int, opens: list[int]) -> None:
    documents = [document(number, open_) for number, open_ in enumerate(opens)]
    proposal = propose(documents, amount, lambda _: situation(allowance=5))
    exact = [d for d in documents if d.open == amount]
    near = [d for d in documents if 0 < d.open - amount <= 5]
    if exact:
        assert (list(proposal.documents), proposal.how) == (exact, "exact")
    else:
        assert list(proposal.documents) == (near if len(near) == 1 else [])
    assert (proposal.unique is not None) == (len(proposal.documents) == 1)


def test_a_discounted_amount_is_proposed_and_a_held_document_never() -> None:
    offer = DiscountOffer("in time", 20)
    proposal = propose([document(1, 1000)], 980, lambda _: situation(offer))
    assert (proposal.how, len(proposal.documents)) == ("discounted", 1)
    assert not propose([document(1, 980, hold=1)], 980, lambda _: situation()).documents
