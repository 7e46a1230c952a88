"""The pieces without a terminal: text, typing, codes, places, keys, painting."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.strip import Strip

from artui import keys
from artui.screens.frame.codes import Codes
from artui.screens.frame.command import parse
from artui.screens.frame.editor import LineEditor
from artui.screens.frame.messages import Fault, FaultList, Kind, Notice
from artui.screens.frame.paint import Painter, to_cells
from artui.screens.frame.palette import MEANINGS, palette
from artui.screens.frame.place import Place
from artui.screens.frame.rows import ListSource
from artui.screens.frame.text import fit, inert, shorter
from artui.screens.frame.typeahead import KeyQueue, Keystroke


def test_key_lines_have_fixed_places() -> None:
    names = ("help", "go", "leave", "prompt", "refresh", "do.items", "more", "back")
    first, second = keys.key_lines(names)
    assert first.rstrip() == " F1=Help      F2=Go        F3=Exit      F4=Prompt    F5=Refresh"
    assert second.rstrip() == " " * 40 + "F10=Items    F11=More     F12=Back"


def test_the_second_page_is_the_same_on_all_panels() -> None:
    names = [entry.id for entry in keys.ACTIONS.values()]
    first, second = keys.key_lines(names, 2)
    assert first.split("  ")[0] == " F1=All keys"
    assert second.rstrip().endswith("F9=Code page F10=Do all   F11=Page 1")


@pytest.mark.parametrize("name", [*keys.WORDINGS, *keys.ACTIONS])
def test_every_label_fits_its_place(name: str) -> None:
    action = keys.action(name)
    assert len(f"F{action.number}={action.label}") < keys.PLACE_WIDTH
    assert action.help.endswith(".")


def test_options_know_their_words_and_aliases() -> None:
    assert keys.legend(("1.pay", "4", "9")) == "1=Pay 4=Undo 9=Why"
    assert keys.codes(("1.pay", "4")) == {"1", "10", "4"}
    assert keys.codes(("4",)) == {"4"}


def test_every_function_key_has_a_twin_but_the_prompt() -> None:
    assert set(keys.by_key().values()) == {a.id for a in keys.ACTIONS.values() if a.page == 1}
    assert keys.function_key("ctrl+o") == "f10"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b[31mb", "a·[31mb"),
        ("x\u202ey", "x·y"),
        ("a\tb\n", "a·b·"),
        ("n\u00a0b", "n b"),
        ("z\u200bz", "z·z"),
        ("[bold]no[/]", "[bold]no[/]"),
        ("é東", "é東"),
    ],
)
def test_data_can_not_steer_the_terminal(text: str, shown: str) -> None:
    assert inert(text) == shown


@pytest.mark.parametrize(
    ("text", "right", "shown"),
    [
        ("ab", False, "ab   "),
        ("ab", True, "   ab"),
        ("abcdefg", False, "abcde"),
        ("123456", True, "#####"),
        ("東京東", False, "東京 "),
        ("", False, "     "),
    ],
)
def test_text_is_fitted_in_cells(text: str, right: bool, shown: str) -> None:
    assert fit(text, 5, right=right) == shown


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (29, "9,988-10,000/12,345  Cols 1/3"),
        (28, "9,988/12,345  Cols 1/3"),
        (21, "9,988/12,345"),
        (11, "Cols 1/3"),
        (7, ""),
    ],
)
def test_where_a_list_is_fits_behind_the_fields_of_its_line(room: int, shown: str) -> None:
    assert shorter("9,988-10,000/12,345  Cols 1/3", room) == shown


def test_where_a_list_without_columns_is_fits_too() -> None:
    assert shorter("1-10/44", 7) == "1-10/44"
    assert shorter("1-10/44", 6) == "1/44"
    assert shorter("", 40) == ""


def test_typing() -> None:
    editor = LineEditor(5, upper=True)
    assert all(editor.press(letter, letter) for letter in "abc")
    editor.press("left", None)
    editor.press("x", "x")
    assert (editor.text, editor.cursor) == ("ABXC", 3)
    editor.press("insert", None)
    editor.press("y", "y")
    assert editor.text == "ABXY"
    editor.press("insert", None)
    assert editor.press("1", "1") and not editor.press("2", "2")
    assert editor.paste("") is False


def test_a_fresh_text_is_replaced_or_kept() -> None:
    editor = LineEditor(10)
    editor.set("old")
    editor.press("n", "n")
    assert editor.text == "n"
    editor.set("old")
    editor.press("end", None)
    editor.press("n", "n")
    assert editor.text == "oldn"


def test_codes_run_from_top_to_bottom() -> None:
    codes = Codes(frozenset({"1", "4"}))
    codes.set("b", "4", 7)
    codes.set("a", "1", 2)
    assert codes.ordered() == [("a", "1"), ("b", "4")]
    assert codes.wrong() is None
    codes.set("c", "3", 5)
    assert codes.wrong() == ("c", "3", 5)
    codes.clear(["c", "a"])
    assert codes.ordered() == [("b", "4")]


def test_messages_say_their_kind_by_a_sign() -> None:
    assert [str(Notice(31, kind, "Text")) for kind in Kind] == [
        "0031: Text", "0031! Text", "0031? Text", "0031> Text",
    ]  # fmt: skip


def test_faults_that_were_mended_are_not_shown_again() -> None:
    faults = FaultList()
    faults.set([Fault("a", 1, "A"), Fault("b", 2, "B"), Fault("c", 3, "C")])
    assert faults.current()[1] == "A (1 of 3, Enter shows the next)"
    faults.clear("a")
    faults.clear("b")
    assert faults.advance()
    assert faults.current()[1] == "C"
    assert not faults.advance()


def test_negative_lines_count_from_the_last() -> None:
    size = Size(132, 43)
    assert Place(4, last=-8).region(size) == Region(0, 3, 132, 33)
    assert Place(-3, col=7, width=10).region(size) == Region(6, 40, 10, 1)


def test_a_command_has_a_name_and_values() -> None:
    assert parse('1 "SO systems" 5') == ("1", ["SO systems", "5"])
    assert parse("why O'Brien") == ("why", ["O'Brien"])
    assert parse("  ") == ("", [])


@pytest.mark.parametrize("theme", ["ansi", "green"])
def test_no_color_means_no_colour(theme: str) -> None:
    assert set(palette(theme, environ={})) == set(MEANINGS)
    assert all(style.color is None for style in palette(theme, environ={"NO_COLOR": "1"}).values())


def cells(text: str, style: str = "") -> list[tuple[str, str]]:
    """A line as cells."""
    return to_cells([Strip([Segment(text, Style.parse(style) if style else Style())])])


def test_only_cells_that_differ_are_sent() -> None:
    painter = Painter()
    painter.reset(20, 2)
    assert (
        painter.update([(0, 0, cells("Hello there".ljust(20)))])
        == "\x1b[m\x1b[2J\x1b[1;1HHello there"
    )
    assert painter.update([(0, 0, cells("Hello there".ljust(20)))]) == ""
    assert painter.update([(0, 0, cells("Hello where".ljust(20)))]) == "\x1b[5Dw"
    assert painter.update([(0, 0, cells("".ljust(20)))]) == "\x1b[7D\x1b[K"


def test_styles_are_set_once() -> None:
    painter = Painter()
    painter.reset(20, 2)
    sent = painter.update([(1, 2, cells("AB", "reverse") + cells("C", "underline") + cells("D"))])
    assert sent == "\x1b[m\x1b[2J\x1b[2;3H\x1b[7mAB\x1b[0;4mC\x1b[mD"


def test_a_wide_character_is_replaced_whole() -> None:
    painter = Painter()
    painter.reset(6, 1)
    painter.update([(0, 0, cells("東京  "))])
    assert painter.update([(0, 0, cells("東x   "))]) == "\x1b[2Dx "


def test_a_proposal_drops_only_the_keys_that_would_go_on() -> None:
    queue = KeyQueue()
    for key in ("enter", "1", "ctrl+o", "f10", "f3", "down"):
        assert queue.add(Keystroke(key, None))
    assert queue.drop(("enter", "f3", "f10")) == 4
    assert [queue.take().key for _ in range(len(queue))] == ["1", "down"]


def test_sources_find_the_first_row_not_before_a_text() -> None:
    source = ListSource(["Amber", "Birch", "Cedar"])
    assert (source.find("b"), source.find("birch"), source.find("D")) == (1, 1, None)
    assert source.window(1, 5) == ["Birch", "Cedar"]
