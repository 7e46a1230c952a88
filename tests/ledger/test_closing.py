"""Periods: made without overlap or hole, closed by a list, sealed over what the books came to."""

from __future__ import annotations

from typing import Any

import pytest

from artui.ledger import drafts, paying, setup
from artui.ledger import events as ev
from artui.ledger.drafts import Draft
from artui.ledger.errors import Refused
from artui.ledger.reading import balances
from artui.ledger.reading.balances import Aged, Tie
from artui.ledger.reversal import reversing
from artui.ledger.setup import closing
from artui.ledger.setup.closing import Check, Standing, State, Waiting
from artui.ledger.setup.periods import PATTERNS, weeks_of
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office

MARCH = "2020-03"


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


# --- making periods ----------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("weeks", [52, 53])
def test_whole_weeks_fill_a_year(office: Office, pattern: str, weeks: int) -> None:
    spans = weeks_of(2021, "2021-01-01", pattern, weeks=weeks)
    assert (len(spans), spans[0][:2]) == (12, ("2021-P01", "2021-01-01"))
    setup.generate_periods(office.ledger, COMPANY, 2021, spans)
    period = office.ledger.policies.period_of(COMPANY, spans[-1][2])
    assert period is not None
    assert (period.name, period.year, period.open) == ("2021-P12", 2021, True)


def test_a_year_of_any_days_may_follow(office: Office) -> None:
    own = [("S2", "2021-06-01", "20210930"), ("S1", "2021-01-01", "2021-05-31")]
    setup.generate_periods(office.ledger, COMPANY, 2021, own)
    found = office.ledger.policies.period_of(COMPANY, "2021-09-30")
    assert found is not None
    assert found.name == "S2"


@pytest.mark.parametrize(
    ("year", "periods", "field", "number"),
    [
        (2020, None, "year", 2340),
        (2022, None, "period", 2345),
        (2021, [], "period", 2341),
        (2021, [("A", "2020-12-31", "2021-02-01")], "period", 2344),
        (2021, [("A", "2021-01-02", "2021-02-01")], "period", 2345),
        (2021, [("A", "2021-01-01", "2021-02-01"), ("B", "2021-02-01", "2021-03-01")],
         "period", 2344),
        (2021, [("A", "2021-01-01", "2021-02-01"), ("B", "2021-02-03", "2021-03-01")],
         "period", 2345),
        (2021, [("A", "2021-02-01", "2021-01-01")], "period", 2343),
        (2021, [("2020-12", "2021-01-01", "2021-01-31")], "period", 2342),
        (2021, [("A", "2021-01-01", "2021-01-31"), ("A", "2021-02-01", "2021-02-28")],
         "period", 2342),
        (2021, [("A", "2021-01-01", "2021-02-30")], "period", 2110),
    ],
)  # fmt: skip
def test_periods_that_can_not_stand_are_refused(
    office: Office,
    year: int,
    periods: list[tuple[str, str, str]] | None,
    field: str,
    number: int,
) -> None:
    before = office.ledger.store.head()
    with pytest.raises(Refused) as refusal:
        setup.generate_periods(office.ledger, COMPANY, year, periods)
    assert [(p.field, p.number) for p in refusal.value.problems] == [(field, number)]
    assert office.ledger.store.head() == before


def test_years_between_are_made_too(office: Office) -> None:
    assert setup.open_years(office.ledger, COMPANY, [2017, 2022]) == [2017, 2018, 2019, 2021, 2022]
    assert setup.open_years(office.ledger, COMPANY, [2019]) == []


# --- the list ----------------------------------------------------------------------------------

FINE = Standing(
    ties=[Tie("USD", 10_00, 10_00, 10_00, 10_00)],
    unposted_batches=0,
    open_batches=[],
    requests=[],
    unidentified=[],
    drafts=[],
    earlier_open=[],
    ends="2020-03-31",
    today="2020-04-15",
    base_currency="USD",
)


def test_a_list_in_order_is_ok_line_by_line() -> None:
    assert closing.judge(FINE) == [
        Check("Control accounts tie", State.OK, "USD 10.00"),
        Check("Unposted batches", State.OK, "0"),
        Check("Receipt batches not closed", State.OK, "0"),
        Check("Write-off requests pending", State.OK, "0"),
        Check("Unidentified cash", State.OK, "0"),
        Check("Drafts of the period", State.OK, "0"),
        Check("Earlier periods open", State.OK, "0"),
        Check("Period is over", State.OK, "ends 2020-03-31"),
    ]


@pytest.mark.parametrize(
    ("what", "state", "figures"),
    [
        ({"ties": [Tie("EUR", 9_00, 9_90, 9_00, 9_91)]}, State.WRONG,
         "EUR 9.00, documents 9.00, differing in base by 0.01- USD"),
        ({"unposted_batches": 2}, State.WRONG, "2"),
        ({"open_batches": ["MORNING 3 of 12"]}, State.CONFIRM, "1: MORNING 3 of 12"),
        ({"requests": [Waiting("USD", 2, 30_00)]}, State.CONFIRM, "2 of USD 30.00"),
        ({"unidentified": [Waiting("EUR", 1, -5_00), Waiting("USD", 1, -1)]}, State.CONFIRM,
         "1 of EUR 5.00-, 1 of USD 0.01-"),
        ({"drafts": ["kim Acme, USD 5.00"]}, State.CONFIRM, "1: kim Acme, USD 5.00"),
        ({"earlier_open": ["2020-01", "2020-02"]}, State.CONFIRM, "2: 2020-01, 2020-02"),
        ({"today": "2020-03-31"}, State.CONFIRM, "ends 2020-03-31"),
    ],
)  # fmt: skip
def test_what_is_wrong_blocks_and_what_waits_is_confirmed(
    what: dict[str, Any], state: State, figures: str
) -> None:
    others = [c for c in closing.judge(FINE._replace(**what)) if c.state is not State.OK]
    assert [(check.state, check.figures) for check in others] == [(state, figures)]


# --- closing -----------------------------------------------------------------------------------


def test_closing_asks_to_confirm_what_waits(office: Office) -> None:
    office.raises("1", 100_00)
    ledger = office.ledger
    draft = Draft({"accounting": "2020-03-30"}, company=COMPANY, command="later")
    drafts.keep(office.as_clerk("kim"), "d", "Acme, USD 5.00", draft)
    paying.post_receipt(ledger, office.receipt(7_00, customer="", received="2020-03-30",
                                       booked="2020-03-30"))  # fmt: skip
    before = ledger.store.head()
    with pytest.raises(Refused) as refusal:
        setup.close_period(ledger, COMPANY, MARCH)
    assert [str(problem) for problem in refusal.value.problems] == [
        "2361! Unidentified cash: 1 of USD 7.00- (to confirm)",
        "2361! Drafts of the period: 1: kim Acme, USD 5.00 (to confirm)",
        "2361! Earlier periods open: 2: 2020-01, 2020-02 (to confirm)",
    ]
    assert ledger.store.head() == before
    setup.close_period(ledger, COMPANY, MARCH, confirmed=True, note="agreed")
    with pytest.raises(Refused, match="2111! period 2020-03 of 100 is closed"):
        ledger.policies.open_period(COMPANY, "2020-03-31")
    with pytest.raises(Refused, match="2224! period 2020-03 of 100 is closed already"):
        setup.close_period(ledger, COMPANY, MARCH, confirmed=True)
    office.assert_sound()


def test_a_draft_of_another_period_or_posted_already_does_not_count(office: Office) -> None:
    ledger = office.ledger
    drafts.keep(ledger, "1", "x", Draft({"accounting": "2020-04-02"}, company=COMPANY))
    posted = Draft({"accounting": "2020-03-02"}, company=COMPANY, command="done")
    drafts.keep(ledger, "2", "y", posted)
    paying.post_receipt(ledger, office.receipt(1_00), command="done")
    assert closing.look(ledger, COMPANY, MARCH).drafts == []


def test_a_closing_seals_what_the_books_came_to(office: Office) -> None:
    ledger = office.ledger
    setup.open_bank_account(ledger, COMPANY, "100-EUR", "EUR")
    setup.set_rate(ledger, "USD", "EUR", "2020-01-01", "1.10")
    office.raises("OLD", 100_00, date="2020-01-10", due="2020-01-20")
    office.raises("NEW", 50_00, date="2020-03-05", due="2020-04-04")
    office.raises("EURO", 30_00, currency="EUR", customer="C2", date="2020-03-05",
                  due="2020-03-20")  # fmt: skip
    office.pays(office.receipt(40_00, booked="2020-03-31"), ("OLD", None))
    head = ledger.store.head()
    seal = setup.close_period(ledger, COMPANY, MARCH, confirmed=True)
    assert (seal.pos, seal.hash) == (head.pos, head.hash.hex())
    assert seal.vouchers == balances.count_vouchers(ledger.store, COMPANY)
    sums = closing.sealed_sums(seal)
    assert sums["USD"][:6] == (110_00, 50_00, 0, 0, 60_00, 110_00)
    assert sums["EUR"] == (30_00, 0, 30_00, 0, 0, 30_00, 33_00, 33_00)
    assert closing.frozen(ledger, seal) == [
        Aged("C2", "EUR", (0, 30_00, 0, 0)),
        Aged("C1", "USD", (50_00, 0, 0, 60_00)),
    ]
    closed, sealed = ledger.store.stream(f"periods/{COMPANY}")[-2:]
    assert isinstance(closed, ev.PeriodClosed)
    assert sealed == seal
    assert closed.command == sealed.command


def test_what_is_posted_later_leaves_the_frozen_balances_alone(office: Office) -> None:
    ledger = office.ledger
    office.raises("1", 100_00, date="2020-03-05", due="2020-03-20")
    seal = setup.close_period(ledger, COMPANY, MARCH, confirmed=True)
    frozen = closing.frozen(ledger, seal)
    office.pays(60_00, ("1", None))
    setup.reopen_period(ledger, COMPANY, MARCH, "forgotten receipt")
    office.pays(office.receipt(40_00, booked="2020-03-31"), ("1", None))
    assert closing.frozen(ledger, seal) == frozen
    assert closing.broken(ledger, seal) == []
    again = setup.close_period(ledger, COMPANY, MARCH, confirmed=True)
    assert closing.sealed_sums(again)["USD"].open == 60_00
    assert closing.seal_of(ledger, COMPANY, MARCH) == again


def test_a_seal_that_no_longer_agrees_is_told(office: Office) -> None:
    office.raises("1", 100_00, date="2020-03-05", due="2020-03-20")
    seal = setup.close_period(office.ledger, COMPANY, MARCH, confirmed=True)
    forged = ev.BalancesSealed(
        *("s", 1, 1, "x", "c"), COMPANY, MARCH, seal.pos, "00", 1, (("USD", (1,) * 8),)
    )
    assert closing.broken(office.ledger, forged) == [
        f"event {seal.pos} does not have the hash that was sealed",
        "the aged balances in USD are not those that were sealed",
    ]


def test_a_period_is_opened_again_for_a_reason(office: Office) -> None:
    setup.close_period(office.ledger, COMPANY, MARCH, confirmed=True)
    with pytest.raises(Refused, match="2362"):
        setup.reopen_period(office.ledger, COMPANY, MARCH, " ")
    setup.reopen_period(office.ledger, COMPANY, MARCH, "late credit memo")
    last = office.ledger.store.stream(f"periods/{COMPANY}")[-1]
    assert isinstance(last, ev.PeriodReopened)
    assert last.note == "late credit memo"
    with pytest.raises(Refused, match="2224! period 2020-03 of 100 is open already"):
        setup.reopen_period(office.ledger, COMPANY, MARCH, "again")


@pytest.mark.parametrize("do", [closing.closing_list, closing.seal_of])
def test_a_period_nobody_made_is_refused(office: Office, do: object) -> None:
    assert callable(do)
    with pytest.raises(Refused, match="2112! 100 has no period 2019-03"):
        do(office.ledger, COMPANY, "2019-03")


def test_a_period_never_closed_has_no_seal(office: Office) -> None:
    with pytest.raises(Refused, match="2363"):
        closing.seal_of(office.ledger, COMPANY, MARCH)


def test_turnover_is_what_the_balances_of_accounts_moved(office: Office) -> None:
    office.raises("1", 100_00)
    posted = office.pays(40_00, ("1", None))
    reversing.reverse(office.ledger, posted.voucher)
    found = {
        (t.account, t.currency): (t.debit, t.credit)
        for t in balances.turnover(office.ledger.store, COMPANY, "2020-04-15")
    }
    control = office.ledger.policies.control_account(COMPANY)
    assert found[control, "USD"] == (140_00, 40_00)
    assert found["1010-USD", "USD"] == (40_00, 40_00)
    later = balances.turnover(office.ledger.store, COMPANY, "2020-12-31", "2020-04-16")
    opening = {(t.account, t.currency): (t.opening, t.balance) for t in later}
    assert opening[control, "USD"] == (100_00, 100_00)
    assert balances.turnover(office.ledger.store, COMPANY, "2020-03-19") == []
