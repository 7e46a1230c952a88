"""ARS098: payment tolerances."""

from __future__ import annotations

from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.ledger import Ledger
from artui.ledger.setup import ToleranceData
from artui.screens.master.tolerances import in_force
from tests.screens.desk import at_desk
from tests.screens.ledgers import small_ledger
from tests.screens.steps import Shows


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = small_ledger(tmp_path / "small.artui")
    setup.set_tolerance(
        ledger,
        ToleranceData("USD", 10_00, "0.25", 2_00, "0.10", "group", "NATIONAL", since="2020-03-01"),
    )
    customer = "CA02/140104440"
    setup.set_tolerance(
        ledger, ToleranceData("CAD", 0, None, level="customer", key=customer, note="disputes")
    )
    return ledger


async def test_lines_in_force_stand_defaults_first(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ars098") as desk:
        assert shows(desk.app)


async def test_wide_shows_who_set_it_and_why(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ars098", size=(132, 43)) as desk:
        assert shows(desk.app)


async def test_5_shows_a_line_and_stays_in_the_list(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("down", "5", "enter")
        assert shows(desk.app)


async def test_a_change_is_a_new_policy_from_its_day(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("2", "enter")
        await desk.fill("2.5", "", "", "", "s", "r", "0105", "audit")
        assert shows(desk.app)
        now, then = (
            next(
                line for line in in_force(ledger.policies.tolerances, day)
                if (line.level, line.currency) == ("default", "CAD")
            )
            for day in ("2020-04-15", "2020-05-01")
        )  # fmt: skip
        assert now.policy == 2
        assert (then.policy, then.short_amount, then.short_percent) == (5, 2_50, "0.50")
        assert not then.inclusive
        assert then.residual
        assert not now.residual


async def test_a_zero_beside_a_limit_is_refused_in_the_field(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("2", "enter")
        await desk.fill("0", "", "", "", "", "", "t", "nothing at all")
        assert desk.message.startswith("4121! The 0 beside it wins")
        assert shows(desk.app)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (("x",), "4110! 'x' is none of customer, group, currency, default."),
        (("c",), "4110! 'c' is none of customer, group, currency, default."),
        (("group", "all"), "4123! For which group?"),
        (("customer", "NOBODY"), "4123! No customer is called 'NOBODY'. F4 lists them."),
        (("default", "NASH"), "4123! A default tolerance is for all."),
        (("default", "all", "EUR", "1.005"), "2107! 1.005 has more decimals than EUR has (2)"),
        (("default", "all", "EUR", "1", "101"), "2228! 101 is not between 0 and 100 percent."),
        (("default", "all", "EUR", "1", "", "", "", "X"), "4124! I = inclusive, S = strict."),
        (
            ("default", "all", "EUR", "1", "", "", "", "I", "N"),
            "4125! O = of the original amount, R = of what is open.",
        ),
    ],
)
async def test_a_wrong_value_is_refused_where_it_stands(
    ledger: Ledger, texts: tuple[str, ...], message: str
) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("f6")
        await desk.fill(*texts)
        assert desk.message.startswith(message)


async def test_a_change_never_reaches_back(ledger: Ledger) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("2", "enter")
        await desk.fill("6", "", "", "", "", "", "-1")
        assert desk.message == "4122! A change never reaches back: today or later."


async def test_a_first_line_holds_for_all_open_periods_or_from_any_day(ledger: Ledger) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("f6")
        await desk.fill("default", "all", "EUR", "1", "", "", "", "", "", "", "first")
        assert desk.message == "4101: Policy 5 is in force from 2020-01-01."
        await desk.press("f6")
        await desk.fill("currency", "all", "EUR", "1", "", "", "", "I", "", "-1", "second")
        assert desk.message == "4101: Policy 6 is in force from 2020-04-14."


async def test_a_new_line_for_a_customer(ledger: Ledger) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("f6")
        await desk.fill("customer", "NASH", "USD", "1", "", "", "", "", "", "", "asked for")
        assert desk.message == "4101: Policy 5 is in force from 2020-01-01."
        assert desk.line(8).split()[:4] == ["▓_", "customer", "0200777735", "USD"]


async def test_a_known_line_is_not_entered_twice(ledger: Ledger) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("f6")
        await desk.fill("default", "all", "USD", "1", "", "", "", "", "", "", "twice")
        assert desk.message == "4105! default all USD exists: 2=Change on its row."


async def test_ending_asks_once_for_all_rows(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("end", "4", "up", "4", "enter")
        assert shows(desk.app)
        await desk.press("enter")
        assert desk.message == "4107: Done for 2 rows."
        assert "group" not in desk.screen
        assert ledger.policies.policy_number() == 6


async def test_what_is_typed_is_never_dropped_without_a_question(ledger: Ledger) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("2", "enter", "7", "f6")
        assert desk.message == "4103? The entry is not saved. Enter=Drop it F12=Stay"
        await desk.press("f12")
        assert desk.panel.field("short_amount").text == "7"
        await desk.press("f11", "f5")
        assert desk.panel.field("short_amount").text == ""


async def test_another_day_lists_what_holds_then(ledger: Ledger) -> None:
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("up")
        await desk.type("2020-02-01")
        await desk.press("tab")
        assert "group" not in desk.screen


async def test_a_read_only_ledger_says_so(ledger: Ledger) -> None:
    ledger.store.read_only = True
    async with at_desk(ledger, "ars098") as desk:
        await desk.press("2", "enter")
        await desk.fill("2", "", "", "", "", "", "", "why not")
        assert desk.message.startswith("4109! ")
        assert ledger.policies.policy_number() == 4
