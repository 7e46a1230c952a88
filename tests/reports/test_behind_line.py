"""Each line of a journal is the sum of what single events booked on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from artui import demo
from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.reading.lists import VoucherList
from artui.ledger.reversal import reversing
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import open_store
from artui.reports.behind_line import behind_line
from tests.ledger.office import COMPANY, Office
from tests.ledger.test_machine import OfficeDays
from tests.reports.test_books import busy


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(open_store(tmp_path / "ledger.artui", create=True))
    yield office
    office.ledger.close()


def assert_every_line_is_its_events(ledger: Ledger) -> int:
    """Look behind every line of every voucher; how many lines there were."""
    lines = 0
    for head in VoucherList(ledger.seen).window(0, 10_000):
        seal = ledger.read.seal(head.id)
        assert seal is not None
        for line in seal.lines:
            shares = behind_line(ledger, head, line)
            lines += 1
            assert sum(share.amount for share in shares) == line.amount, (head.id, line)
            assert sum(share.base for share in shares) == line.base, (head.id, line)
            assert all(head.first_pos <= share.pos < head.pos for share in shares)
    return lines


def test_money_of_nobody_a_gain_a_shortfall_a_reversal(office: Office) -> None:
    assert assert_every_line_is_its_events(busy(office)) > 15


def test_a_shortfall_is_the_difference_and_nothing_else(office: Office) -> None:
    ledger = busy(office)
    head = ledger.read.voucher("100/RC/2020/1")
    seal = ledger.read.seal("100/RC/2020/1")
    assert head is not None and seal is not None
    (line,) = [line for line in seal.lines if line.rule == "AR30-185"]
    ((_pos, event, amount, base),) = behind_line(ledger, head, line)
    assert isinstance(event, ev.DifferenceWrittenOff)
    assert (amount, base) == (3_00, 3_00)


def test_money_that_leaves_at_the_rate_of_another_day(office: Office) -> None:
    ledger = office.ledger
    setup.open_bank_account(ledger, COMPANY, "100-EUR", "EUR")
    set_parameters(ledger, COMPANY, ev.Parameters(reversal_rate="day"))
    for day, rate in (("2020-01-01", "1.10"), ("2020-04-15", "1.25")):
        setup.set_rate(ledger, "USD", "EUR", day, rate)
    office.raises("E1", 500_00, currency="EUR", rate="1.10")
    posted = office.pays(office.receipt(480_00, currency="EUR", rate="1.1234"), ("E1", 480_00))
    reversing.reverse(ledger, posted.voucher)
    seal = ledger.read.seal("100/RV/2020/1")
    assert seal is not None and any(line.rule == "AR30-521" for line in seal.lines)
    assert_every_line_is_its_events(ledger)


def test_the_demo_ledger(tmp_path: Path) -> None:
    ledger = demo.make(tmp_path / "demo.artui", "mlopez")
    assert assert_every_line_is_its_events(ledger) > 300
    ledger.close()


class Explained(OfficeDays):
    """Random days whose every journal line is looked behind when they are over."""

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            assert_every_line_is_its_events(self.ledger)
        super().teardown()


def test_random_office_days() -> None:
    health = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Explained,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=health
        ),
    )
