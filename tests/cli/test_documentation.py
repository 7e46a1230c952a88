"""What the documentation shows can be typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from artui.importers.lines import KINDS
from tests.cli.conftest import Artui

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"


def example() -> list[str]:
    """The commands of the example that sets up a day's policies, without its files."""
    text = PAGE.read_text(encoding="utf-8").partition("## Setting a ledger up")[2]
    return re.findall(r"^    artui ((?:set|user) .*)$", text, re.MULTILINE)


def test_the_example_sets_up_a_day(artui: Artui) -> None:
    lines = example()
    assert len(lines) == 4
    for line in lines:
        assert artui(*line.split()).status == 0, line


@pytest.mark.parametrize("code", KINDS)
def test_every_document_type_is_explained(code: str) -> None:
    assert re.search(rf"\b{code}\b", PAGE.read_text(encoding="utf-8"))
