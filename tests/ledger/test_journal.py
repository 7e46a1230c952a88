"""Accounting rules as properties: whatever the facts, debits equal credits and a mirror undoes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger.errors import LedgerError
from artui.ledger.journal import Booked, journal, mirrored

BASE = ("1/RC/2020/1", 1, 0, "ann", "cmd")


class Chart:
    """An account of its own for every rule."""

    def account(self, rule: str, company: str, division: str = "") -> str:
        return f"{rule}/{division}"

    def by_division(self, company: str, day: str) -> bool:
        return True


def booked(kind: str, control: str, division: str) -> Booked:
    return cast(
        Booked,
        SimpleNamespace(
            kind=kind, customer="C", division=division, control=control, currency="EUR"
        ),
    )


DOCUMENTS = {
    "1/I1": booked("invoice", "1210-N", "N"),
    "1/I2": booked("invoice", "1210-S", "S"),
    "1/CM": booked("credit_memo", "1210-N", "N"),
    "1/R0": booked("receipt", "1210-N", "N"),
}
debits, credits = st.sampled_from(["1/I1", "1/I2"]), st.sampled_from(["1/CM", "1/R0", "1/R1"])
amounts = st.integers(1, 10**9)


@st.composite
def facts(draw: st.DrawFn) -> list[ev.Event]:
    """A voucher: money in, applications with their gain or loss, discounts, differences."""
    amount, base = draw(amounts), draw(amounts)
    made: list[ev.Event] = [
        ev.ReceiptRecorded(
            *BASE,
            "1/R1",
            "C",
            "C",
            "EUR",
            -amount,
            -base,
            "1",
            "B",
            "",
            "2020-01-01",
            "2020-01-01",
            "",
            division="S",
            control="1210-S",
        )
    ]
    for _ in range(draw(st.integers(0, 5))):
        target, paid, theirs, ours = draw(debits), draw(amounts), draw(amounts), draw(amounts)
        made.append(ev.Applied(*BASE, draw(credits), target, paid, paid, theirs, ours))
        made.append(ev.ExchangeRealised(*BASE, target, ours - theirs))
    for kind in draw(st.lists(st.sampled_from(["discount", "difference"]), max_size=3)):
        document, part, value = draw(debits), draw(amounts), draw(amounts)
        if kind == "discount":
            made.append(ev.DiscountGranted(*BASE, document, part, value))
        else:
            made.append(
                ev.DifferenceWrittenOff(*BASE, document, part, value, 1, "default", "", part)
            )
    return made


@given(facts())
def test_debits_equal_credits_and_no_line_is_empty(made: list[ev.Event]) -> None:
    lines = journal(made, DOCUMENTS, "1", Chart(), "1010")
    assert sum(line.base for line in lines) == 0
    assert sum(line.amount for line in lines) == 0
    assert all(line.amount or line.base for line in lines)
    places = [(line.rule, line.account, line.division, line.currency) for line in lines]
    assert len(places) == len(set(places)), "what is on one account is one line"


@given(facts())
def test_a_journal_and_its_mirror_leave_nothing(made: list[ev.Event]) -> None:
    lines = journal(made, DOCUMENTS, "1", Chart(), "1010")
    sums: dict[str, int] = {}
    for line in (*lines, *mirrored(lines)):
        sums[line.account] = sums.get(line.account, 0) + line.base
    assert not any(sums.values())
    assert mirrored(mirrored(lines)) == lines


def test_the_bank_comes_first_and_the_customer_last() -> None:
    made: list[ev.Event] = [
        ev.DifferenceWrittenOff(*BASE, "1/I1", 5, 5, 1, "default", "", 5),
        ev.DiscountGranted(*BASE, "1/I1", 20, 20),
        ev.ReceiptRecorded(
            *BASE,
            "1/R1",
            "C",
            "C",
            "EUR",
            -75,
            -75,
            "1",
            "B",
            "",
            "2020-01-01",
            "2020-01-01",
            "",
            division="N",
            control="1210-N",
        ),
        ev.Applied(*BASE, "1/R1", "1/I1", 75, 75, 75, 75),
    ]
    lines = journal(made, DOCUMENTS, "1", Chart(), "1010")
    assert [(line.rule, line.base) for line in lines] == [
        ("Bank", 75),
        ("AR30-310", 20),
        ("AR30-185", 5),
        ("Customer", -100),
    ]


def test_facts_that_do_not_balance_are_a_fault_of_the_program_and_not_written() -> None:
    unbalanced = [ev.Applied(*BASE, "1/R0", "1/I1", 10, 10, 10, 9)]
    with pytest.raises(LedgerError, match="does not balance"):
        journal(unbalanced, DOCUMENTS, "1", Chart())
