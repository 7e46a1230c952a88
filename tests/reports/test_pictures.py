"""Pictures in their forms: cells of a terminal, SVG, PDF; and the figures they are made of."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ledger.ledger import Ledger
from artui.ledger.reading.figures import against_limits, by_reason, parts_of
from artui.reports.pages import width
from artui.reports.pictures.blocks import FILLS, block_lines
from artui.reports.pictures.curves import scale_for
from artui.reports.pictures.drawn import pictures_pdf
from artui.reports.pictures.layout import (
    HEIGHT,
    LETTER,
    WIDTH,
    Area,
    Box,
    Stroke,
    Words,
    shapes,
)
from artui.reports.pictures.picture import Mark, Picture, Series, foremost, records_of
from artui.reports.pictures.svg import svg_of
from tests.reports.papers import texts
from tests.screens.ledgers import TODAY, pay_short, small_ledger

AGES = Picture(
    "Ageing in CAD",
    ("CA02, on 2020-04-15",),
    ("Not due", "1-30", "31-60"),
    (Series("", (300_00, 600_00, -150_00)),),
    "CAD",
)


def test_bars_stand_on_their_axis_with_their_figures_above() -> None:
    assert block_lines(AGES, 60, 14) == [
        "CA02, on 2020-04-15",
        "                              600.00",
        " 600 ┤                     ████████████",
        " 500 ┤                     ████████████",
        " 400 ┤      300.00         ████████████",
        " 300 ┤   ████████████      ████████████",
        " 200 ┤   ████████████      ████████████",
        " 100 ┤   ████████████      ████████████        150.00-",
        "   0 ┼──────────────────────────────────────────────────────",
        "100- ┤                                       ████████████",
        "200- ┤                                       ████████████",
        "           Not due             1-30             31-60",
    ]


def test_series_have_fills_of_their_own_and_a_legend() -> None:
    made = Picture("Two", (), ("A",), (Series("Fee", (2,)), Series("Loss", (1,))), unit="pieces")
    lines = block_lines(made, 30, 10)
    assert lines[0] == "█ Fee   ░ Loss"
    drawn = [line[4:].strip() for line in lines[2:-2]]
    assert "".join(sorted({line[:1] for line in drawn})) == "".join(sorted("█░"))
    assert drawn[0][:1] == "░" and drawn[-1][:1] == "█"


def test_a_mark_stands_behind_its_bars() -> None:
    made = Picture("Some", (), ("A", "B"), (Series("", (4, 0)),), unit="x", mark=Mark(1, "limit"))
    lines = block_lines(made, 40, 10)
    assert lines[0].split() == ["4", "limit"]
    assert block_lines(made, 20, 10)[0].split() == ["4", "limit"]
    assert len({line.index("┊") for line in lines if "┊" in line}) == 1


NAMES = st.text(st.sampled_from("ab<>&\"'山田\x00\x1b\ud800é "), max_size=30)
VALUES = st.integers(-(10**13), 10**13)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Any picture: bars of up to two years, or a curve."""
    curve = draw(st.booleans())
    labels = draw(st.lists(NAMES, min_size=1, max_size=5 if curve else 24))
    places = len(labels) * (24 if curve else 1)
    values = st.lists(VALUES.map(abs) if curve else VALUES, min_size=places, max_size=places)
    series = draw(st.lists(st.tuples(NAMES, values), min_size=1, max_size=7))
    mark = draw(st.none() | st.builds(Mark, st.integers(0, places), NAMES))
    return Picture(
        draw(NAMES),
        tuple(draw(st.lists(NAMES, max_size=2))),
        tuple(labels),
        foremost(Series(name, tuple(each)) for name, each in series),
        draw(st.sampled_from(["USD", "JPY", ""])),
        mark=mark,
        curve=curve,
    )


@given(pictures(), st.sampled_from([(78, 19), (130, 38), (40, 10)]))
def test_a_picture_never_leaves_its_room(picture: Picture, room: tuple[int, int]) -> None:
    columns, lines = room
    drawn = block_lines(picture, columns, lines)
    assert len(drawn) <= max(lines, 4 + 3 + len(picture.about) + 5)
    if len(picture.labels) * 2 + 22 < columns:
        assert max(map(width, drawn)) <= columns


def inside(found: list[Box | Stroke | Area | Words]) -> bool:
    """Whether all of it stands on the sheet."""
    for shape in found:
        if isinstance(shape, Words):
            taken = width(shape.text) * shape.size * LETTER
            left = shape.x - {"start": 0.0, "middle": taken / 2, "end": taken}[shape.anchor]
            corners = [(left, shape.y), (left + taken, shape.y - shape.size)]
        elif isinstance(shape, Box):
            corners = [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
        elif isinstance(shape, Stroke):
            corners = [(shape.x, shape.y), (shape.to_x, shape.to_y)]
        else:
            corners = list(shape.points)
        if not all(-0.01 <= x <= WIDTH + 0.01 and -0.01 <= y <= HEIGHT + 0.01 for x, y in corners):
            return False
    return True


LABELS = tuple(f"2019-{month:02d}" for month in range(1, 13))
STACKED = Picture(
    "Write-offs <b>&",
    ("All",),
    LABELS,
    tuple(Series(f"Reason {n}", tuple((n + 1) * at * 100 for at in range(12))) for n in range(5)),
    "USD",
)
MARKED = Picture(
    "Differences", ("All",), (*(f"{n}0%" for n in range(1, 11)), "more"),
    (Series("", (0,) * 9 + (1_000_000, 0)),), unit="differences", mark=Mark(10, "limit"),
)  # fmt: skip
CURVE = Picture(
    "Curve", (), ("5.00", "10.00"), (Series("Cost", tuple(range(48))),), "EUR", curve=True,
    mark=Mark(24, "now 5.00"),
)  # fmt: skip


@pytest.mark.parametrize("picture", [AGES, STACKED, MARKED, CURVE])
def test_on_paper_nothing_leaves_the_sheet_and_no_texts_overlap(picture: Picture) -> None:
    found = list(shapes(picture))
    assert inside(found)
    places = []
    for words in (shape for shape in found if isinstance(shape, Words)):
        taken = width(words.text) * words.size * LETTER
        left = words.x - {"start": 0.0, "middle": taken / 2, "end": taken}[words.anchor]
        places.append((left, words.y - words.size * 0.8, left + taken, words.y))
    for at, (left, top, right, bottom) in enumerate(places):
        for other in places[at + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (places[at], other)


@given(pictures())
def test_every_svg_can_be_read_and_runs_nothing(picture: Picture) -> None:
    tree = ElementTree.fromstring(svg_of([picture, picture]).encode())
    assert tree.get("viewBox") == f"0 0 {WIDTH} {2 * HEIGHT}"
    tags = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert tags <= {"svg", "title", "rect", "g", "line", "polygon", "text"}
    assert not any(name.startswith("on") for each in tree.iter() for name in each.attrib)


def test_svg_is_the_same_for_the_same_picture_and_pdf_for_the_same_moment() -> None:
    assert svg_of([AGES]) == svg_of([AGES])
    made = pictures_pdf([AGES, STACKED, CURVE], moment=1_586_947_327_000_000)
    assert made == pictures_pdf([AGES, STACKED, CURVE], moment=1_586_947_327_000_000)
    assert "Ageing in CAD" in texts(made)
    assert made.count(b"/Type /Page\n") + made.count(b"/Type /Page ") >= 2


def test_nothing_is_said_to_be_nothing() -> None:
    empty = Picture("Ageing", ("U001",), (), ())
    assert block_lines(empty, 78, 19)[-1] == "Nothing to show."
    assert "Nothing to show." in svg_of([empty])
    assert list(records_of(empty)) == []


def test_the_smallest_reasons_are_taken_together() -> None:
    found = foremost(Series(str(n), (n, -n)) for n in range(1, 8))
    assert [one.name for one in found] == ["7", "6", "5", "4", "other"]
    assert found[-1].values == (6, -6)
    assert len(found) == len(FILLS)


@given(st.integers(0, 10**15), st.integers(-(10**15), 0), st.integers(2, 40))
def test_a_scale_holds_its_values(most: int, least: int, lines: int) -> None:
    scale = scale_for(most, lines, least)
    assert scale.lines + scale.below == lines
    assert scale.top >= most
    assert -scale.below * scale.step <= least


def test_programs_get_the_figures_at_the_labels() -> None:
    assert [record["value"] for record in records_of(AGES)] == ["300.00", "600.00", "-150.00"]
    assert [record["value"] for record in records_of(CURVE)] == ["0.23", "0.47"]


# --- figures -------------------------------------------------------------------------------------


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = small_ledger(tmp_path / "small.artui")
    pay_short(made)
    return made


def test_a_long_span_is_counted_by_years() -> None:
    assert parts_of("2019-12-31", "2020-02-01") == ["2019-12", "2020-01", "2020-02"]
    assert parts_of("2017-01-01", "2020-02-01") == ["2017", "2018", "2019", "2020"]


def test_a_difference_of_its_limit_stands_in_the_last_band_below_it(ledger: Ledger) -> None:
    assert against_limits(ledger, "2020-01-01", TODAY) == [0] * 9 + [1, 0]
    assert against_limits(ledger, "2020-01-01", TODAY, currency="USD") == [0] * 11
    assert against_limits(ledger, "2020-01-01", "2020-04-14") == [0] * 11


def test_write_offs_are_summed_by_reason_and_month(ledger: Ledger) -> None:
    sums = by_reason(ledger, ["CA02", "U001"], "2020-01-01", TODAY)
    assert sums == {"CAD": {"tolerance": {"2020-04": 5_00}}}
