"""ARRE80: the history event by event, how things stood at each, and the way to everything in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.people.users_roles import define_user
from artui.ledger.reading.history import Bounds
from artui.ledger.store.chain import link
from artui.screens import event_panel, replay
from tests.screens.desk import at_desk
from tests.screens.ledgers import TODAY, on_account, pay_short, small_ledger
from tests.screens.steps import WIDE, Shows


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A small ledger with a payment that was a little short, and money on account."""
    ledger = small_ledger(tmp_path / "small.artui")
    pay_short(ledger)
    on_account(ledger)
    yield ledger
    ledger.close()


async def test_the_state_follows_the_cursor(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "11") as desk:
        await desk.worked()
        assert desk.message.startswith("3731: 90 events.")
        await desk.press("up", "up", "up", "up")
        assert "invoice paid" in desk.line(6)
        assert shows(desk.app)


async def test_both_halves_grow_on_a_wide_screen(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "replay", size=WIDE) as desk:
        await desk.worked()
        await desk.press("up", "up", "up")
        assert shows(desk.app)


async def test_only_one_document(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "11") as desk:
        await desk.worked()
        await desk.press("up", "up", "up", "8", "enter")
        await desk.worked()
        assert desk.message.startswith("3731: 3 events.")
        assert shows(desk.app)
        await desk.press("9", "enter")
        assert desk.panel_id == "ARWHY/C"
        assert "KNOWN " in desk.line(1)
        assert "nothing of it is open" in desk.screen  # behind the whole voucher
        await desk.press("f12")
        assert "difference written off" in desk.screen
        await desk.press("home", "9", "enter")  # when it was raised
        assert "76,364.15 CAD are still open" in desk.screen


async def test_an_event_whole_and_back_to_the_same_row(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "11") as desk:
        await desk.worked()
        await desk.press("up", "up", "up", "up", "5", "enter")
        assert shows(desk.app)
        await desk.press("down", "down", "enter")
        assert desk.panel_id == "ARVO60/D"
        await desk.press("f12", "f12")
        assert desk.panel_id == "ARRE80"
        assert desk.panel.listing().cursor_key == "86"


@pytest.mark.parametrize(
    ("typed", "at"),
    [("2020-04-15", "1"), ("t", "1"), ("rc 1", "85"), ("86", "86"), ("1,0", "10")],
)
async def test_jumping(ledger: Ledger, typed: str, at: str) -> None:
    if typed == "rc 1":
        typed = "CA02/RC/2020/1"
    async with at_desk(ledger, "11") as desk:
        await desk.worked()
        await desk.press("f10")
        await desk.fill(typed)
        assert desk.panel.listing().cursor_key == at


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("91", "91 is outside"),
        ("0", "0 is outside"),
        ("2020-04-14", "2020-04-14 is earlier"),
        ("2020-04-16", "2020-04-16 is outside"),
        ("XX 9", "there is no voucher 'XX 9'"),
    ],
)
async def test_jumping_out_of_it_says_its_bounds(ledger: Ledger, typed: str, why: str) -> None:
    async with at_desk(ledger, "11") as desk:
        await desk.worked()
        await desk.press("f10")
        await desk.fill(typed)
        assert desk.message == f"3734! {why}; history: 1 to 90, 2020-04-15 to 2020-04-15"
        assert desk.panel.field("jump").text == typed


BOUNDS = "history: 1 to 9,999,999, 2020-04-14 to 2026-11-22"


async def test_the_bounds_of_a_long_history_are_said_whole(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def long(_ledger: Ledger) -> Bounds:
        return Bounds(9_999_999, (date(2020, 4, 14), date(2026, 11, 22)))

    monkeypatch.setattr(replay, "bounds_of", long)
    monkeypatch.setattr(event_panel, "bounds_of", long)
    async with at_desk(ledger, "11") as desk:
        await desk.worked()
        for typed, said in (
            ("12,345,678", f"12,345,678 is outside; {BOUNDS}"),
            ("2020-04-13", f"2020-04-13 is earlier; {BOUNDS}"),
            ("RC 2020-999999", "there is no voucher 'RC 2020-999999'."),
        ):
            await desk.press("f10")
            await desk.retype(typed)
            assert desk.message == f"3734! {said}"
            assert len(desk.message) <= 78
        desk.panel.field("jump").text = ""
        desk.panel.go_to("clerk")
        await desk.retype("nobody")
        await desk.worked()
        assert desk.message == f"3732: No event fits; {BOUNDS}"
    async with at_desk(ledger, "event", "12345678") as desk:
        assert desk.message == f"0104! No event 12345678; {BOUNDS}"


async def test_a_voucher_or_day_opens_it_there_or_is_said_not_to_be_there(ledger: Ledger) -> None:
    for values, said in (
        (("RC", "999"), "2215! there is no voucher 'RC 999'"),
        (("RC 999",), "2215! there is no voucher 'RC 999'"),
        (("2099-01-01",), "3734! 2099-01-01 is outside; history: 1 to 90, "),
        (("CA02/RC/2020/1",), "3731: 4 events."),
    ):
        async with at_desk(ledger, "11", *values) as desk:
            await desk.worked()
            assert desk.message.startswith(said)
    async with at_desk(ledger, "11", "2020-04-15") as desk:
        await desk.worked()
        assert desk.panel.listing().cursor_key == "1"


async def test_why_asks_for_its_document(ledger: Ledger) -> None:
    async with at_desk(ledger, "why") as desk:
        assert desk.message == "2210! Which document? why NUMBER"


async def test_filters_are_found_or_refused(ledger: Ledger) -> None:
    async with at_desk(ledger, "11", "voucher:CA02/RC/2020/1") as desk:
        await desk.worked()
        assert desk.message.startswith("3731: 4 events.")
        desk.panel.go_to("kind")
        await desk.retype("appl")
        await desk.worked()
        assert desk.message.startswith("3731: 1 event.")
        desk.panel.go_to("kind")
        await desk.retype("re")
        assert desk.message.startswith("3710! 're' is receipt, reversal, request, review")
        desk.panel.go_to("document")
        await desk.fill("NONE")
        assert "document NONE does not exist" in desk.message
    async with at_desk(ledger, "11", "SO systems") as desk:
        await desk.worked()
        assert desk.message.startswith("3731: 10 events.")


async def test_a_kind_is_chosen_from_its_prompt(ledger: Ledger, shows: Shows) -> None:
    async with at_desk(ledger, "11") as desk:
        await desk.worked()
        desk.panel.go_to("kind")
        await desk.press("f4")
        await desk.type("write-")
        assert "writeoff" in desk.screen
        await desk.press("enter")
        await desk.worked()
        assert desk.message.startswith("3731: 1 event.")


async def test_only_what_is_new_since_one_last_looked(ledger: Ledger) -> None:
    async with at_desk(ledger, "menu") as desk:
        await desk.fill("11")
        await desk.worked()
        await desk.press("f6")
        assert desk.message.startswith("3736: You look for the first time")
        await desk.press("f12")
        on_account(ledger, 7_00)
        await desk.retype("11")
        await desk.worked()
        assert desk.message.startswith("3731: 92 events.")
        await desk.press("f6")
        await desk.worked()
        assert desk.message.startswith("3731: 2 events behind 90.")
        await desk.press("f6")
        await desk.worked()
        assert desk.message.startswith("3731: 92 events.")
        await desk.press("f12")
        await desk.retype("11")
        await desk.worked()
        await desk.press("f6")
        await desk.worked()
        said = "No event fits; history: 1 to 92, 2020-04-15 to 2020-04-15"
        assert desk.message == f"3732: {said}"


async def test_whoever_sees_one_company_sees_its_events_only(
    ledger: Ledger, tmp_path: Path
) -> None:
    define_user(ledger, "eve", roles=["clerk"], branches=["U001"])
    eve = open_ledger(tmp_path / "small.artui", "eve", today=lambda: TODAY)
    async with at_desk(eve, "11") as desk:
        await desk.worked()
        assert "2960619384" not in desk.screen
        await desk.press("f11", "f7")
        for _ in range(20):
            assert "29606" not in desk.screen
            await desk.press("pagedown")
    async with at_desk(eve, "event", "86") as desk:
        assert desk.message.startswith("0104! No event 86; history: 1 to ")
    async with at_desk(eve, "11", "document:CA02/2960619384") as desk:
        await desk.worked()
        assert "does not exist" in desk.message
    eve.close()


@pytest.mark.parametrize(
    ("panel", "values", "events"),
    [
        ("7", ("CA02/140104440",), 1),
        ("document", ("CA02/2960619384",), 3),
        ("9", ("CA02",), 4),
        ("receipts", (), 1),
        ("3", (), 1),
    ],
)
async def test_8_in_a_list_opens_the_history_of_its_row(
    ledger: Ledger, panel: str, values: tuple[str, ...], events: int
) -> None:
    async with at_desk(ledger, panel, *values) as desk:
        await desk.worked()
        if panel == "3":
            await desk.press("enter")
            await desk.worked()
        before = desk.panel
        key = before.listing().cursor_key
        await desk.press("8", "enter")
        await desk.worked()
        assert desk.panel_id == "ARRE80", desk.screen
        assert desk.message.startswith(f"3731: {events} event"), desk.message
        await desk.press("f12")
        assert desk.panel is before
        assert before.listing().cursor_key == key


async def test_why_from_anywhere(ledger: Ledger) -> None:
    async with at_desk(ledger, "menu") as desk:
        await desk.press("f2")
        await desk.type("why 2960619384")
        await desk.press("enter")
        assert desk.panel_id == "ARWHY/C"
        assert "It is not listed: nothing of it is open." in desk.screen


def damage(ledger: Ledger, *statements: str) -> None:
    """What somebody does to the file behind the program's back."""
    with sqlite3.connect(ledger.store.location) as raw:
        for verb in ("update", "delete"):
            raw.execute(f"DROP TRIGGER IF EXISTS events_no_{verb}")
        for statement in statements:
            raw.execute(statement)


async def test_a_missing_event_is_listed_as_such(ledger: Ledger, shows: Shows) -> None:
    damage(ledger, "DELETE FROM events WHERE pos = 84")
    async with at_desk(ledger, "11") as desk:
        await desk.worked()
        await desk.press("f10")
        await desk.fill("85")
        assert "CHAIN BROKEN" in desk.screen
        await desk.press("up")
        assert desk.panel.listing().cursor_key == "84"
        assert "Event 84 is missing." in desk.screen
        assert shows(desk.app)
        await desk.press("8", "enter")
        await desk.press("5", "enter")
        assert desk.panel_id == "ARRE80/D"
        assert "Event 84 is missing." in desk.message
        await desk.press("f12", "up")
        assert "chain ok" in desk.screen


async def test_an_event_of_a_newer_version_is_listed_as_such(ledger: Ledger) -> None:
    head = ledger.store.head()
    state = msgspec.msgpack.encode(["qq", "", 0, 1, "a", "", 7])
    hashed = link(head.hash, "later/1", 1, "qq", state).hex()
    damage(
        ledger,
        f"INSERT INTO events VALUES (91, 'later/1', 1, 'qq', x'{state.hex()}', x'{hashed}')",
        f"UPDATE head SET pos = 91, hash = x'{hashed}'",
    )
    async with at_desk(ledger, "11") as desk:
        await desk.worked()
        assert desk.message.startswith("3731: 91 events.")
        assert "Event 91 is of a kind this version doesn't know (qq)" in desk.screen
        await desk.press("up")
        assert "chain ok" in desk.screen
        await desk.press("f10")
        await desk.fill("2020-04-16")
        assert "event 91 is of a kind this version doesn't know" in desk.message
        await desk.press("f12")


async def test_a_policy_that_can_not_be_read_is_told(ledger: Ledger) -> None:
    ((pos,),) = ledger.store.query("SELECT max(pos) FROM policy_log")
    damage(ledger, f"UPDATE events SET state = x'90' WHERE pos = {pos}")
    async with at_desk(ledger, "11") as desk:
        await desk.worked()
        assert f"Event {pos} can't be read" in desk.screen
