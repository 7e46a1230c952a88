"""Screens as text: what an app shows, and the files that hold what it should show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from artui.screens.frame.paint import sgr
from artui.screens.frame.place import large_enough
from artui.screens.frame.text import cells

if TYPE_CHECKING:
    from syrupy.location import PyTestLocation

    from artui.app import ArtuiApp

FOLDER = Path(__file__).parent.parent / "snapshots"


def screen_text(app: ArtuiApp) -> str:
    """The screen of an app run in process: ``▓`` is the cursor, ``_`` an empty input cell."""
    row, column = app.panel.cursor_place()
    lines = []
    for strip in app.panel._compositor.render_strips():
        text = ""
        for piece, style, _control in strip:
            underlined = "4" in sgr(style).split(";")
            text += piece.replace(" ", "_") if underlined else piece
        lines.append(text)
    line = lines[row]
    # The cursor's place counts cells, and a wide character takes two of them.
    at = next((at for at in range(len(line)) if cells(line[:at]) >= column), column)
    if large_enough(app.size) and line[at] in " _":
        lines[row] = line[:at] + "▓" + line[at + 1 :]
    return "\n".join(line.rstrip() for line in lines) + "\n"


class ScreenFiles(SingleFileSnapshotExtension):
    """Keeps a screen in ``snapshots/<test module>/<test>.txt``."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        """The folder of the test's module."""
        return str(FOLDER / test_location.basename)
