"""ARHELP: what a field is for, in the same six paragraphs everywhere, then the panel's keys.

Values: panel id and field name; without a field, or with one unknown, only the keys are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from artui import keys
from artui.help_texts import Help, text_of
from artui.screens.frame.field import Field
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part

BODY = 2
"""The first line of the text; two lines above the legend say which page it is."""

WIDTH = 78
LEAD = 15
"""Columns of the words before a paragraph, ``You may type``."""

_LINES_AROUND = 7
_KEEP = "\0"
"""Stands for a blank where a line is not to be broken."""


class HelpPanel(Panel):
    """Pages of text about a part of the panel below."""

    ID = "ARHELP"
    TITLE = "Help"
    ACTIONS = (
        "help", "go", "leave", "prompt.index", "page_back", "page_next", "more", "back",
        "sign_off", "top", "bottom",
    )  # fmt: skip

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._pages: list[list[str]] = []
        self._page_shown = 0
        self._keys_page = 0

    def opened(self) -> None:
        """The first page: the text of the field, or the keys."""
        panel_id, name = (*self.values, "", "")[:2]
        below = self._below(panel_id)
        text = text_of(panel_id, name) if name else None
        self.title = f"Help: {text.title}" if text else "Help: keys"
        self.show_frame()
        room = self.size.height - _LINES_AROUND
        if text is not None:
            where = _where(below, name) or panel_id
            self._pages += _cut(text_lines(text, where, _here(below, name)), room)
        self._keys_page = len(self._pages)
        self._pages += _cut(key_lines(below), room)
        self._turn_to(0)

    def _below(self, panel_id: str) -> Panel | None:
        """The panel this is about, if it is the one below."""
        stack = self.app.screen_stack
        below = stack[-2] if len(stack) > 1 else None
        return below if isinstance(below, Panel) and panel_id in ("", below.ID) else None

    def _turn_to(self, page: int) -> None:
        self._page_shown = page
        for at in range(self.size.height - _LINES_AROUND):
            lines = self._pages[page]
            self.put_line(BODY + at, lines[at] if at < len(lines) else "")
        hint = "."
        if page < self._keys_page:
            hint = f": the keys of this panel begin on page {self._keys_page + 1}."
        self.put_line(-5, f"Page {page + 1} of {len(self._pages)}{hint}")

    # --- keys ---------------------------------------------------------------------------------

    def accept(self) -> None:
        """Enter: the next page, from the last one back."""
        if self._page_shown + 1 < len(self._pages):
            self._turn_to(self._page_shown + 1)
        else:
            self.finish()

    def act_help(self) -> None:
        """F1: the keys."""
        self._turn_to(self._keys_page)

    def act_all_keys(self) -> None:
        """F11 F1: the same."""
        self.act_help()

    def act_prompt(self) -> None:
        """F4: all help texts."""
        self.open("help.index")

    def act_page_back(self) -> None:
        """F7: the page before."""
        self._turn_to(max(0, self._page_shown - 1))

    def act_page_next(self) -> None:
        """F8: the next page."""
        self._turn_to(min(len(self._pages) - 1, self._page_shown + 1))

    def act_top(self) -> None:
        """F11 F7: the first page."""
        self._turn_to(0)

    def act_bottom(self) -> None:
        """F11 F8: the last page."""
        self._turn_to(len(self._pages) - 1)


# --- the lines ----------------------------------------------------------------------------------


def text_lines(text: Help, where: str, here: str = "") -> list[str]:
    """The six paragraphs; ``where`` stands at the right of the title, ``here`` is this case."""
    lines = [f"{text.title:<{WIDTH - len(where)}}{where}", ""]
    lines += [*wrap(text.meaning, WIDTH), ""]
    lines += [*_led("You may type", text.typed), *_led("Example", text.example), ""]
    lines += ["What happens then"]
    lines += [f"  {number} {step}" for number, step in enumerate(text.then, 1)]
    lines += [*_led("Here", here), ""] if here else [""]
    lines += [*_led("Rule", text.rule), *_led("Messages", text.messages)]
    return lines


def _led(words: str, text: str) -> list[str]:
    """A paragraph behind its words; where two blanks part pieces, a line breaks only there."""
    pieces = text.split("  ")
    if len(pieces) > 1:
        text = "  ".join(piece.replace(" ", _KEEP) for piece in pieces)
    lines = wrap(text, WIDTH - LEAD) or [""]
    return [
        f"{lead:<{LEAD}}{line}".replace(_KEEP, " ")
        for lead, line in zip([words] + [""] * len(lines), lines, strict=False)
    ]


def key_lines(panel: Panel | None) -> list[str]:
    """The options and keys of a panel; of every panel where none is given."""
    options: Sequence[str] = tuple(keys.OPTIONS)
    actions: Iterable[str] = keys.ACTIONS
    if panel is not None:
        options = next((panel.offered(each.options) for each in panel.lists if each.options), ())
        actions = panel.offered(panel.actions)
    lines = [f"Keys of {panel.title} ({panel.ID})" if panel else "Keys of all panels", ""]
    for option in map(keys.option, options):
        lines += _listed(option.code, option.label, option.help)
    found = sorted({keys.action(name) for name in actions}, key=lambda a: (a.page, a.number))
    lines += [""] if options else []
    for action in found:
        lines += _listed(_key_names(action), action.label, action.help)
    return lines


def _listed(names: str, label: str, sentence: str) -> list[str]:
    lead = f"{names:<16}{label:<13}"
    return wrap(sentence, WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))


def _key_names(action: keys.Action) -> str:
    key = f"F{action.number}" if action.page == 1 else f"F11 F{action.number}"
    return f"{key:<8}{keys.twin_name(action)}"


def _where(panel: Panel | None, name: str) -> str:
    """``Field 1 of 2``, or the panel's id for a list."""
    if panel is None:
        return ""
    names = [field.name for field in panel.fields]
    return f"Field {names.index(name) + 1} of {len(names)}" if name in names else panel.ID


def _here(panel: Panel | None, name: str) -> str:
    """What stands in the field now, with the words behind it."""
    parts: Iterator[Part] = (part for part in (panel.parts if panel else ()) if part.name == name)
    part = next(parts, None)
    if not isinstance(part, Field) or not part.text:
        return ""
    return f"{part.text}  {part.note}".strip()


def _cut(lines: Sequence[str], room: int) -> list[list[str]]:
    return [list(lines[at : at + room]) for at in range(0, len(lines), room)]
