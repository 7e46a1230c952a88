"""The frame in use: keys pressed on small panels, and what the screen then shows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot

from artui.app import ArtuiApp
from artui.screens.frame.canvas import TOO_SMALL, Banner
from tests.screens.demo_panels import ItemList, Items, app
from tests.snapshots import screen_text

Shows = Callable[[ArtuiApp], bool]


@asynccontextmanager
async def running(
    first: str, *keys: str, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[int]]:
    """The app on a panel after keys."""
    async with app(first).run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press(*keys)
        await pilot.pause()
        yield pilot


def text(pilot: Pilot[int]) -> str:
    """What the screen shows."""
    assert isinstance(pilot.app, ArtuiApp)
    return screen_text(pilot.app)


def line(pilot: Pilot[int], number: int) -> str:
    """A line of the screen, from 1."""
    return text(pilot).splitlines()[number - 1]


@pytest.mark.parametrize("first", ["menu", "entry", "items", "choice"])
async def test_frame(first: str, shows: Shows) -> None:
    async with running(first) as pilot:
        assert shows(pilot.app)  # type: ignore[arg-type]


async def test_wide(shows: Shows) -> None:
    """132x43: columns 1-80 stay, 82-132 show what Right would, the body grows."""
    async with running("items", size=(132, 43)) as pilot:
        assert shows(pilot.app)  # type: ignore[arg-type]


async def test_second_key_page_goes_with_the_next_key() -> None:
    async with running("items", "f11") as pilot:
        assert "F9=Code page F10=Do all   F11=Page 1" in line(pilot, 24)
        await pilot.press("down")
        assert "F9=Copy code" in line(pilot, 24)
        await pilot.press("f11", "f8")
        assert "296060999999 short" in text(pilot)
        await pilot.press("ctrl+t", "pageup")
        assert "296060000000 short" in text(pilot)


async def test_below_80x24_one_sentence_and_no_data_lost() -> None:
    async with running("entry", "M", "E") as pilot:
        await pilot.resize_terminal(79, 24)
        await pilot.pause()
        assert text(pilot).strip() == TOO_SMALL
        await pilot.press("x")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "ME▓" in line(pilot, 2)


async def test_enter_goes_to_the_next_stop_tab_to_every_field() -> None:
    async with running("entry", "M", "enter", "7", ".", "5", "enter") as pilot:
        assert "7.50_" in line(pilot, 3)
        assert pilot.app.screen.focused is not None and pilot.app.screen.focused.name == "reference"
        await pilot.press("tab")
        assert pilot.app.screen.focused.name == "currency"
        await pilot.press("shift+tab", "up")
        assert pilot.app.screen.focused.name == "amount"


async def test_typing_replaces_a_value_that_stood_there() -> None:
    async with running("entry", "M", "tab", "5", "shift+tab", "X", "Y") as pilot:
        assert "  XY▓" in line(pilot, 2)
        await pilot.press("tab", "shift+tab", "end", "Z", "home", "delete", "backspace")
        assert "YZ_" in line(pilot, 2).replace("▓", "")


async def test_a_wrong_value_keeps_what_was_typed() -> None:
    async with running("entry", "M", "enter", "1", ".", ".", "2", "enter") as pilot:
        assert line(pilot, 22) == " 2106! 1..2 is no amount."
        assert "1..2▓" in line(pilot, 3)
        assert line(pilot, 3).endswith("!")


async def test_a_required_field_must_be_filled() -> None:
    async with running("entry", "f10") as pilot:
        assert line(pilot, 22) == " 0110! Payer or invoice must be filled in."


async def test_enter_walks_through_several_errors() -> None:
    async with running("entry", "B", "A", "D", "f10") as pilot:
        assert "2107! No such payer (1 of 3, Enter shows the next)" in line(pilot, 22)
        assert pilot.app.screen.focused.name == "payer"  # type: ignore[union-attr]
        await pilot.press("enter")
        assert "2106! Too much (2 of 3, Enter shows the next)" in line(pilot, 22)
        await pilot.press("9", "enter")
        assert "2108! Not this one (2 of 2)" in line(pilot, 22)
        assert pilot.app.screen.focused.name == "reference"  # type: ignore[union-attr]


async def test_a_question_takes_only_its_answers() -> None:
    async with running("entry", "M", "f11", "f5", "x", "f10") as pilot:
        assert line(pilot, 22) == " 2120? Clear it? Enter=Clear F12=Back"
        await pilot.press("escape")
        assert line(pilot, 22) == ""
        assert "M" in line(pilot, 2)


async def test_the_prompt_fills_the_field_and_goes_on() -> None:
    async with running("entry", "?") as pilot:
        assert "Prompt: payer" in text(pilot)
        await pilot.press("down", "enter")
        assert "SO_SYSTEMS" in line(pilot, 2)
        assert pilot.app.screen.focused.name == "amount"  # type: ignore[union-attr]


async def test_f9_copies_from_the_last_entry() -> None:
    async with running("entry", "M", "enter", "enter", "f9") as pilot:
        assert "LAST" in line(pilot, 4)


async def test_the_fast_path_takes_values() -> None:
    async with running("entry", "f2", *"ars110 MET 5") as pilot:
        assert line(pilot, 22).startswith(" ===> ars110_MET_5▓__")
        await pilot.press("enter")
        await pilot.pause()
        assert "MET" in line(pilot, 2) and "5" in line(pilot, 3)
        await pilot.press("f12", "f2", *"nowhere", "enter")
        assert line(pilot, 22) == " 0107! There is no panel nowhere."


async def test_codes_stay_with_their_rows_over_pages() -> None:
    async with running("items", "1", "down", "9", "f8", "f8", "4", "enter") as pilot:
        ran = "2101: 1:296060000000 9:296060000001 4:296060000026"
        assert line(pilot, 22) == f" {ran}"


async def test_one_wrong_code_stops_before_anything_runs() -> None:
    async with running("items", "1", "down", "3", "f8", "enter") as pilot:
        assert line(pilot, 22) == " 0102! 3 is no option here; 1 4 5 7 9 11 are."
        assert line(pilot, 5).startswith(" 3▓  296060000001")
        await pilot.press("backspace", "enter")
        assert line(pilot, 22) == " 2101: 1:296060000000"


async def test_ten_is_another_way_to_type_one() -> None:
    async with running("items", "1", "0", "enter") as pilot:
        assert line(pilot, 22) == " 2101: 10:296060000000"


async def test_copying_a_code_skips_rows_that_may_not_take_it() -> None:
    async with running("items", "1", "f9") as pilot:
        assert "296060000292 short" in text(pilot)
        await pilot.press("f11", "f9")
        assert text(pilot).count(" _1  2960") == 12


async def test_slash_and_digits_position_the_list() -> None:
    async with running("items", "/", *"296060500000", "enter") as pilot:
        assert "296060500000 short" in text(pilot)
        assert "500,001-500,013/1,000,000  Cols 1/2" in line(pilot, 3)
        await pilot.press("1")
        assert " 1▓  296060500000" in text(pilot)


async def test_lines_beneath_a_row() -> None:
    async with running("items", "down", "enter") as pilot:
        assert line(pilot, 7) == "       . paid  04-15  RC 147"
        assert "296060000002" in line(pilot, 8)
        await pilot.press("f8", "f7")
        assert line(pilot, 7) == "       . paid  04-15  RC 147"


async def test_other_columns_keep_the_document() -> None:
    async with running("items", "right") as pilot:
        assert "Opt Document     Ty       Original Description" in line(pilot, 4)
        assert "Cols 2/2" in line(pilot, 3)


async def test_a_million_rows_are_never_read() -> None:
    async with running("items", "f8", "end", "f7", "home") as pilot:
        subfile = pilot.app.screen.query_one("Subfile")
        source = subfile._source  # type: ignore[attr-defined]
        assert isinstance(source, Items) and source.read < 1_000


async def test_data_is_shown_inert_and_measured_in_cells() -> None:
    async with running("choice") as pilot:
        assert "·[31mRED" in text(pilot)
        assert "東京商事" in text(pilot)


async def test_panels_replace_each_other_and_go_back_to_one() -> None:
    async with running("menu", "1", "enter", "M", "f10") as pilot:
        panel = pilot.app.screen
        assert isinstance(panel, ItemList)
        panel.replace("choice")
        await pilot.pause()
        assert "Prompt: payer" in text(pilot)
        await pilot.press("enter")
        assert "2190: Voucher STEWART posted." in line(pilot, 22)
        await pilot.press("M", "f10")
        assert isinstance(pilot.app.screen, ItemList)
        pilot.app.screen.back_to("ARMENU")
        await pilot.press("1", "enter")
        await pilot.pause()
        assert "ARS110/E" in line(pilot, 1)


async def test_looking_back_is_said_on_line_1() -> None:
    async with running("items") as pilot:
        assert isinstance(pilot.app, ArtuiApp)
        pilot.app.banner = Banner("CA02", "mlopez", "AS OF 2020-03-31", looking_back=True)
        pilot.app.panel.show_frame()
        await pilot.pause()
        assert line(pilot, 1).endswith("ARS110/F AS OF 2020-03-31")
        assert len(line(pilot, 1)) == 79


async def test_wide_characters_in_a_cell() -> None:
    async with running("entry", "東", "京", "A") as pilot:
        assert "  東京A▓____" in line(pilot, 2)


async def test_the_message_stays_while_the_key_page_turns() -> None:
    async with running("items", "1", "enter", "f11") as pilot:
        assert line(pilot, 22) == " 2101: 1:296060000000"
