"""Small panels on the frame, for its tests: a menu, an entry panel and a list of a million rows.

Run as a program it opens the app; the names are those of the fast path.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import ComposeResult

from artui.app import ArtuiApp
from artui.screens.frame.canvas import Banner
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError, Fault
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.typeahead import Keystroke
from artui.screens.frame.work import Job

COMMON = ("help", "go", "leave", "prompt", "refresh")
PAGING = ("page_back", "page_next", "copy.code", "more", "back", "top", "bottom", "code_page")
BANNER = Banner("CA02", "mlopez", "2020-04-15")


def cents(text: str) -> int:
    """An amount in minor units."""
    try:
        return round(float(text.rstrip("-").replace(",", "") or "0") * 100)
    except ValueError as error:
        raise BadValueError(f"{text} is no amount.", 2106) from error


def money(amount: int) -> str:
    """Minor units as shown."""
    return f"{abs(amount) / 100:,.2f}" + ("-" if amount < 0 else "")


class Menu(Panel):
    ID = "ARMENU"
    TITLE = "Accounts receivable"
    ACTIONS = (*COMMON[:2], "leave.sign_off", "refresh", "more")

    def compose(self) -> ComposeResult:
        yield Field("go", line=-4, col=7, width=36, label="===>", stop=True, note_col=46)

    def opened(self) -> None:
        self.put_line(8, " 1 Payment entry               ARS110")
        self.field("go").set_note("number, panel id or name; values")

    def accept(self) -> None:
        text = self.field("go").text
        self.field("go").text = ""
        self.owner.go(text)


class Entry(Panel):
    ID = "ARS110/E"
    TITLE = "Payment received: record"
    ACTIONS = (*COMMON, "new", "copy", "do.items", "more", "back", "undo")

    def compose(self) -> ComposeResult:
        yield Field(
            "payer",
            line=2,
            col=26,
            width=16,
            label="Payer or invoice",
            label_col=2,
            kind=Kind.CODED,
            stop=True,
            required=True,
            note_col=44,
        )
        yield Field(
            "amount",
            line=3,
            col=26,
            width=25,
            label="Amount",
            label_col=2,
            kind=Kind.AMOUNT,
            stop=True,
            parse=cents,
            show=money,
        )
        yield Field(
            "reference",
            line=4,
            col=26,
            width=25,
            label="Reference",
            label_col=2,
            stop=True,
            note="as on the remittance",
            note_col=54,
        )
        kept = ("Currency", "Bank account", "Received date", "Accounting date", "Rate", "Method")
        for at, label in enumerate(kept):
            yield Field(
                label.lower(),
                line=7 + at,
                col=26,
                width=13,
                label=label,
                label_col=2,
                kept=True,
                text="CAD",
                note="from the payer",
                note_col=44,
            )
        yield Field("batch", line=12, col=49, width=8, label="Batch =")

    def opened(self) -> None:
        self.put_line(6, "Kept from the last receipt (Enter passes over, Tab visits)")
        for name, text in zip(("payer", "amount"), self.values, strict=False):
            self.field(name).text = text

    def on_field_left(self, message: Field.Left) -> None:
        if message.field.name == "payer":
            message.field.set_note("SO systems")
            self.explain("SO systems, CA02, terms CA10", "Group NONE  Payer: itself")

    def prompt(self, part: Part | None) -> Panel | str | None:
        return "choice" if part is not None and part.name == "payer" else None

    def duplicate(self, field: Field) -> str | None:
        return "LAST" if field.name == "reference" else None

    def accept(self) -> None:
        if self.field("payer").text == "BAD":
            self.errors(
                [
                    Fault("payer", 2107, "No such payer"),
                    Fault("amount", 2106, "Too much"),
                    Fault("reference", 2108, "Not this one"),
                ]
            )
            return
        self.open("items", self.field("payer").text, then=self.posted)

    def posted(self, voucher: object) -> None:
        for field in self.fields[:3]:
            field.text = ""
        self.go_to_first()
        self.inform(2190, f"Voucher {voucher} posted. Enter=Next receipt")

    def act_undo(self) -> None:
        self.ask(2120, "Clear it?", yes=lambda: self.posted("none"), words=("Clear", "Back"))


@dataclass(frozen=True)
class Item:
    number: int
    amount: int

    @property
    def document(self) -> str:
        return f"29606{self.number:07d}"


class Items:
    """A million rows, made when asked for."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.read = 0

    def count(self) -> int:
        return self.size

    def window(self, start: int, n: int) -> Sequence[Item]:
        end = min(self.size, start + n)
        self.read += end - start
        return [Item(at, at * 137 % 900_001 - 40_000) for at in range(start, end)]

    def find(self, text: str) -> int | None:
        number = int(text[5:] or 0) if text.isdigit() and len(text) >= 5 else 0
        return number if number < self.size else None


COLUMNS: tuple[Column[Item], ...] = (
    Column("Document", 12, lambda row: row.document),
    Column("Ty", 2, lambda row: "CM" if row.amount < 0 else "IN"),
)
SETS: tuple[tuple[Column[Item], ...], ...] = (
    (
        Column("Due", 5, lambda row: "03-23"),
        Column("Late", 4, lambda row: "23!", right=True),
        Column("Open balance", 14, lambda row: money(row.amount), right=True),
    ),
    (
        Column("Original", 14, lambda row: money(row.amount * 2), right=True),
        Column("Description", 25, lambda row: f"Delivery {row.number}"),
    ),
)


class ItemList(Panel):
    ID = "ARS110/F"
    TITLE = "Payment received: open items"
    ACTIONS = (*COMMON, *PAGING, "do.post", "do_all")
    SIZE = 1_000_000

    def compose(self) -> ComposeResult:
        yield Field("position", line=3, col=16, width=12, label="Position to")
        yield Subfile(
            "items",
            Items(self.SIZE),
            COLUMNS,
            sets=SETS,
            key=lambda row: row.document,
            first=4,
            last=-8,
            options=("1.pay", "4", "5", "7", "9", "11"),
            position="position",
            status_at=(3, 79),
            may_take=lambda row, code: row.amount >= 0,
        )

    def opened(self) -> None:
        self.put_line(2, f"{' '.join(self.values)} Received  76,359.15 CAD")
        self.go_to("items")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        row: Any = message.subfile.row
        if row is not None:
            self.explain(
                f"{row.document} short 5.00, within 5.00 (lower of 5.00 and 0.50%):",
                "by CAD default, policy 3, limit inclusive, to AR30-185.",
            )

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        message.subfile.clear_codes()
        self.inform(2101, " ".join(f"{code}:{key}" for key, code in message.codes))

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        self.listing().show_beneath(message.key, ["       . paid  04-15  RC 147"])

    def accept(self) -> None:
        self.finish("RC 2020-000147")

    def act_do_all(self) -> None:
        self.work(self.long_run, lambda result: self.inform(3081, f"{result} done"))

    @staticmethod
    def long_run(job: Job) -> int:
        for at in range(300):
            if job.stopping:
                return at
            time.sleep(0.01)
            job.report(3080, f"{at} of 300 written off. Esc=Stop after this transaction")
        return 300


class Choice(Panel):
    ID = "ARPRMT"
    TITLE = "Prompt: payer"
    ACTIONS = ("help", "go", "leave", "back")

    def compose(self) -> ComposeResult:
        names = ListSource(["STEWART", "SO SYSTEMS", "\x1b[31mRED", "東京商事"])
        yield Subfile(
            "names",
            names,
            (Column[str]("Name", 20, str),),
            key=str,
            first=3,
            last=-5,
            options=("1",),
        )

    def opened(self) -> None:
        self.go_to("names")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        self.finish(message.key)


class Typed(Panel):
    """Shows the names of the keys that reach it."""

    TITLE = "Keys"
    ACTIONS = ("leave",)
    seen: list[str]

    def opened(self) -> None:
        self.seen = []
        self.put(2, 2, "Press keys")

    def press(self, stroke: Keystroke) -> None:
        if stroke.key == "f5":
            self.seen = []
        self.seen.append(stroke.key)
        for line in range(10):
            self.put_line(4 + line, " ".join(self.seen[line * 8 : line * 8 + 8]))


PANELS = {
    name: f"{__name__}:{panel.__name__}"
    for panel, names in {
        Menu: ("menu",),
        Entry: ("entry", "1", "ars110"),
        ItemList: ("items", "ars110/f"),
        Choice: ("choice",),
        Typed: ("typed",),
    }.items()
    for name in names
}


def app(first: str = "menu", **settings: Any) -> ArtuiApp:
    """The app over these panels."""
    return ArtuiApp(first=first, panels=PANELS, banner=BANNER, **settings)


if __name__ == "__main__":
    app(*sys.argv[1:2]).run(mouse=False)
