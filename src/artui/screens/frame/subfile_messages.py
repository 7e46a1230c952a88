"""What a list tells its panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from artui.screens.frame.subfile import Subfile


class ListMessage(Message, namespace="subfile"):
    """Something happened in ``subfile``."""

    def __init__(self, subfile: Subfile[Any]) -> None:
        super().__init__()
        self.subfile = subfile

    @property
    def control(self) -> Subfile[Any]:
        """The list."""
        return self.subfile


class RunCodes(ListMessage, namespace="subfile"):
    """Enter with codes typed: ``codes`` are (row key, code), top to bottom, all known."""

    def __init__(self, subfile: Subfile[Any], codes: Sequence[tuple[str, str]]) -> None:
        super().__init__(subfile)
        self.codes = codes


class RowMessage(ListMessage, namespace="subfile"):
    """Something happened to the row ``key``."""

    def __init__(self, subfile: Subfile[Any], key: str) -> None:
        super().__init__(subfile)
        self.key = key


class Opened(RowMessage, namespace="subfile"):
    """Enter without codes, on the row ``key``."""


class TakeBack(RowMessage, namespace="subfile"):
    """Backspace where the row ``key`` has no code."""


class CursorMoved(ListMessage, namespace="subfile"):
    """The cursor stands on another row, or its row was read anew: ``subfile.row``."""


class Paged(ListMessage, namespace="subfile"):
    """The list shows other rows or columns: ``subfile.status``."""


class Positioned(ListMessage, namespace="subfile"):
    """The list went to the first row not before ``text``: ``key``, empty if there is none."""

    def __init__(self, subfile: Subfile[Any], text: str, key: str) -> None:
        super().__init__(subfile)
        self.text = text
        self.key = key


class WrongCode(RowMessage, namespace="subfile"):
    """The row ``key`` has a code the list doesn't know; nothing was run."""

    def __init__(self, subfile: Subfile[Any], key: str, code: str) -> None:
        super().__init__(subfile, key)
        self.code = code
