"""ARHELP/I: all help texts, by panel and field."""

from __future__ import annotations

from typing import NamedTuple

from textual.app import ComposeResult

from artui.help_texts import texts
from artui.screens.frame.field import Field
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile

EVERY = "all"
"""Stands for the panel where a text holds for all of them."""


class Topic(NamedTuple):
    """One help text: the panel's id (empty for every panel), the field, and its title."""

    panel_id: str
    field: str
    title: str

    @property
    def key(self) -> str:
        """Panel and field, as the list is ordered by."""
        return f"{self.panel_id} {self.field}"


class HelpIndex(Panel):
    """A list of texts to read."""

    ID = "ARHELP/I"
    TITLE = "Help: index"
    ACTIONS = (
        "help", "go", "leave", "page_back", "page_next", "more", "back", "sign_off", "top",
        "bottom",
    )  # fmt: skip

    def compose(self) -> ComposeResult:
        """Position and list."""
        topics = sorted(
            Topic(panel_id, field, text.title) for (panel_id, field), text in texts().items()
        )
        columns = (
            Column[Topic]("Panel", 10, lambda topic: topic.panel_id or EVERY),
            Column[Topic]("Text", 40, lambda topic: topic.title),
            Column[Topic]("Field", 20, lambda topic: topic.field),
        )
        yield Field("position", line=2, col=14, width=12, label="Position to")
        yield Subfile(
            "topics", ListSource(topics, lambda topic: topic.key), columns,
            key=lambda topic: topic.key, first=3, last=-8, options=("5",), position="position",
            status_at=(2, 79),
        )  # fmt: skip

    def opened(self) -> None:
        """Begin at the top."""
        self.go_to("topics")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the text."""
        self._show(message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """5 shows the first text marked."""
        key, _code = message.codes[0]
        message.subfile.clear_codes([key])
        self._show(key)

    def _show(self, key: str) -> None:
        panel_id, field = key.split(" ")
        self.open("help", panel_id, field)
