"""The trial balance ties in every currency, on every day and after every kind of posting."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from artui.ledger import setup
from artui.ledger.dates import add_days
from artui.ledger.reversal.rate_adjusting import adjust_rate
from artui.ledger.reversal.reversing import reverse_receipt, unapply
from artui.ledger.settlement import Wish
from artui.ledger.setup import closing
from artui.ledger.store import Store
from artui.ledger.writeoffs.charging_back import charge_back
from artui.ledger.writeoffs.requests import approve, request_write_off
from artui.ledger.writeoffs.writing_off import write_off
from artui.reports.trial_balance import trial_balance, trial_text
from tests.ledger.office import COMPANY, Office

Step = Callable[[Office], object]


@pytest.fixture
def office(store: Store) -> Office:
    """A EUR receipt over USD-based books: part on account, late discount and tolerance used."""
    office = Office(store)
    ledger = office.ledger
    for currency, rate in (("EUR", "1.10"), ("JPY", "0.0093"), ("KWD", "3.25")):
        setup.set_rate(ledger, "USD", currency, "2020-01-01", rate)
        setup.open_bank_account(ledger, COMPANY, f"100-{currency}", currency)
    setup.define_user(ledger, "bob", unlimited=True)
    office.tolerate(5_00)
    setup.set_tolerance(ledger, setup.ToleranceData("EUR", 5_00))
    office.raises("U1", 100_00, date="2020-03-02", due="2020-04-01")
    office.raises("E1", 80_00, currency="EUR", rate="1.05", date="2020-03-05", terms="D2",
                  due="2020-04-05")  # fmt: skip
    office.raises("E2", 33_33, currency="EUR", rate="1.1234", date="2020-03-09")
    office.raises("J1", 12_345, currency="JPY", rate="0.0091", date="2020-03-11")
    office.raises("K1", 7_125, currency="KWD", rate="3.2", date="2020-03-12")
    office.pays(
        office.receipt(100_00, currency="EUR", number="R1", rate="1.15", received="2020-04-10"),
        ("E1", 75_00, Wish(accept_late=True)),
    )
    return office


STEPS: dict[str, Step] = {
    "nothing more": lambda office: None,
    "part of another": lambda office: office.applies("R1", ("E2", 10_00)),
    "rate put right": lambda office: adjust_rate(
        office.ledger, office.key("R1"), Decimal("1.2071")
    ),
    "written off": lambda office: write_off(office.ledger, office.key("J1")),
    "charged back": lambda office: charge_back(office.ledger, office.key("K1"), amount=125),
    "approved": lambda office: approve(
        office.as_clerk("bob"), request_write_off(office.ledger, office.key("E2"))
    ),
    "unapplied": lambda office: unapply(office.ledger, source=office.key("R1")),
    "returned": lambda office: reverse_receipt(office.ledger, office.key("R1")),
    "unidentified": lambda office: office.pays(
        office.receipt(500, customer="", currency="JPY", number="R2")
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_everything_ties_on_every_day(office: Office, step: str) -> None:
    STEPS[step](office)
    day = "2020-03-01"
    while day <= "2020-04-15":
        report = trial_balance(office.ledger, COMPANY, day)
        assert report.sound, (day, trial_text(report))
        day = add_days(day, 5)
    report = trial_balance(office.ledger, COMPANY, "2020-04-15", "2020-04-01")
    assert report.sound
    assert {tie.currency for tie in report.ties} == {"EUR", "JPY", "KWD", "USD"}
    assert max(map(len, trial_text(report))) <= 80
    office.assert_sound()


@pytest.mark.parametrize("step", STEPS)
def test_a_closing_seals_the_same_sums(office: Office, step: str) -> None:
    STEPS[step](office)
    seal = setup.close_period(office.ledger, COMPANY, "2020-04", confirmed=True)
    for currency, sums in closing.sealed_sums(seal).items():
        (tie,) = [
            tie for tie in trial_balance(office.ledger, COMPANY, "2020-04-30").ties
            if tie.currency == currency
        ]  # fmt: skip
        assert (sums.open, sums.open_base) == (tie.documents, tie.documents_base)
        assert (sums.control, sums.control_base) == (tie.control, tie.control_base)
        assert sums.open == sums.not_due + sums.late_30 + sums.late_60 + sums.late_more
    assert closing.broken(office.ledger, seal) == []
