"""The smallest useful program on the same library: a title, a table, an input, a footer."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable, Footer, Input, Static

ROWS = 200


class Minimal(App[None]):
    """Two hundred rows to go up and down in."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [("f3", "quit", "Quit")]
    CSS = "DataTable { height: 1fr; } Input { height: 1; border: none; }"

    def compose(self) -> ComposeResult:
        """One of each."""
        yield Static("Open items")
        yield DataTable[str](cursor_type="row")
        yield Input()
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table and go there."""
        table = self.query_one(DataTable)
        table.add_columns("Invoice", "Customer", "Due", "Amount", "Open")
        for row in range(ROWS):
            amount = f"{row * 7.13:.2f}"
            table.add_row(f"I{row:07d}", f"C{row % 97:03d}", "2020-04-15", amount, amount)
        table.focus()


if __name__ == "__main__":
    Minimal().run()
