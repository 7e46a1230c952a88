"""The codes typed in front of rows: by the row's key, in the order of the rows."""

from __future__ import annotations

from collections.abc import Sequence


class Codes:
    """Codes by row key; ``allowed`` are those the list knows."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self.allowed = allowed
        self._codes: dict[str, tuple[int, str]] = {}

    def get(self, key: str) -> str:
        """The code of a row, empty if it has none."""
        return self._codes.get(key, (0, ""))[1]

    def set(self, key: str, code: str, at: int) -> None:
        """Give a row, now at place ``at`` of the list, a code; an empty one takes it away."""
        if code:
            self._codes[key] = (at, code)
        else:
            self._codes.pop(key, None)

    def clear(self, keys: Sequence[str] | None = None) -> None:
        """Take the codes of these rows away, or all."""
        if keys is None:
            self._codes.clear()
            return
        for key in keys:
            self._codes.pop(key, None)

    def ordered(self) -> list[tuple[str, str]]:
        """Row keys and codes from the top of the list to the bottom."""
        items = sorted(self._codes.items(), key=lambda item: item[1][0])
        return [(key, code) for key, (_at, code) in items]

    def wrong(self) -> tuple[str, str, int] | None:
        """The first row whose code the list doesn't know: its key, code and place."""
        for key, code in self.ordered():
            if code not in self.allowed:
                return key, code, self._codes[key][0]
        return None

    def __len__(self) -> int:
        return len(self._codes)
