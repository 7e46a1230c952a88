"""The manual's page of keys is what the registry says."""

from __future__ import annotations

from pathlib import Path

from artui import keys
from artui.handbook import keys_page
from artui.panels import PANELS

PAGE = Path(__file__).parent.parent / "docs" / "keys.md"


def test_the_page_of_keys_is_up_to_date() -> None:
    known = PAGE.read_text(encoding="utf-8")
    assert known == keys_page(), "python -m artui.handbook > docs/keys.md"


def test_it_names_every_key_option_and_panel() -> None:
    page = keys_page()
    for action in keys.ACTIONS.values():
        assert action.help in page
    for option in keys.OPTIONS.values():
        assert option.help in page
    for name in PANELS:
        assert f"`{name}`" in page
