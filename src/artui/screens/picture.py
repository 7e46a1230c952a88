"""ARRP70/P: a picture, as large as the screen; F7 and F8 go through several, F10 and F6 put all as
PDF or SVG into the outbox, F11 F4 prints.

Values: a picture's name, a company, its last and first day, and what it is known at. Enter opens
the figures that it is drawn of.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from artui.ledger.dates import add_days
from artui.ledger.reading.written_off import TOLERANCE
from artui.reports.listings import WRITE_OFF_LIST
from artui.reports.pages import WIDTH
from artui.reports.pictures.blocks import block_lines
from artui.reports.pictures.catalogue import PICTURES, YEAR, Wanted, pictures
from artui.reports.pictures.drawn import pictures_pdf
from artui.reports.pictures.picture import Picture
from artui.reports.pictures.svg import svg_of
from artui.screens.looking_back import LooksBack, past_day
from artui.screens.outbox import put_in_outbox
from artui.screens.printing import print_lines
from artui.screens.refusals import beside
from artui.screens.session import Session

ONE_OF, NO_PICTURE, PRINTED = range(3720, 3723)
_FIRST_LINE, _FOOT = 2, 5
"""Where the picture begins, and how many lines are left below it."""

_PRINTED_LINES = 28


class PicturePanel(LooksBack):
    """One picture at a time, drawn anew for every size of the screen."""

    ID = "ARRP70/P"
    TITLE = "Picture"
    ACTIONS = (
        "help", "go", "leave", "refresh", "new.svg", "page_back.prior", "page_next.next",
        "do.pdf", "more", "back", "sign_off", "print",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._which, self._company, self._last, self._first, self._known_at = (
            *values, "", "", "", "", ""
        )[:5]  # fmt: skip
        self._found: list[Picture] = []
        self._at = 0
        self._lines_shown = 0

    def opened(self) -> None:
        """Make them beside the panel: a long history takes its time."""
        known = PICTURES.get(self._which)
        if known is None:
            self.error(NO_PICTURE, f"Choose one of {', '.join(PICTURES)} on ARRP70, menu 10.")
            return
        self.title = known.title
        self.show_frame()
        if not self.look_at("", self._known_at):
            return
        ledger = self.books
        wanted = Wanted(self._last or self.session.today, self._first, self._company)

        beside(self, lambda _job: pictures(ledger, known.name, wanted), self._made)

    def _made(self, found: list[Picture]) -> None:
        self._found = found
        self._turn(0)

    def _turn(self, by: int) -> None:
        if self._found:
            count = len(self._found)
            self._at = max(0, min(self._at + by, count - 1))
            self._show_it()
            if count > 1:
                self.inform(ONE_OF, f"Picture {self._at + 1} of {count}; F7 and F8 turn over.")

    def _show_it(self) -> None:
        lines: list[str] = []
        if self._found:
            width, height = self.size
            room = height - _FIRST_LINE + 1 - _FOOT
            lines = block_lines(self._found[self._at], width - 2, room)[:room]
        for at in range(max(self._lines_shown, len(lines))):
            self.put_line(_FIRST_LINE + at, lines[at] if at < len(lines) else "")
        self._lines_shown = len(lines)

    def fit_screen(self) -> None:
        """Draw it anew where the terminal has another size."""
        super().fit_screen()
        if self.is_mounted:
            self._show_it()

    def accept(self) -> None:
        """Enter opens the figures: customers behind the ages, write-offs, limits tried."""
        if not self._found:
            return
        known_at = str(self.moment.position or "")
        last = self._last or self.session.today
        company = self._company or next(iter(self.session.ledger.policies.companies), "")
        report = company, last, self._first or add_days(last, 1 - YEAR), "", known_at
        currency = self._found[self._at].currency
        if self._which == "ageing":
            day = past_day(last, self.session.today)
            self.open("ageing", currency, "5", day, known_at, self._company)
        elif self._which == "write-offs":
            self.open("arrp70/v", "write-offs", *report)
        elif self._which == "differences":
            self.open("arrp70/v", WRITE_OFF_LIST, *report, "", TOLERANCE, "", currency)
        else:
            self.open("arbt85")

    def act_refresh(self) -> None:
        """F5: read the ledger anew."""
        self.opened()

    def act_page_back(self) -> None:
        """F7: the one before."""
        self._turn(-1)

    def act_page_next(self) -> None:
        """F8: the next one."""
        self._turn(1)

    def act_do(self) -> None:
        """F10: all of them as PDF into the outbox."""
        clock = self.session.ledger.clock
        if self._found:
            make = partial(pictures_pdf, self._found, moment=clock())
            put_in_outbox(self, f"{self._file}.pdf", make)

    def act_new(self) -> None:
        """F6: all of them as SVG into the outbox."""
        found = self._found
        if found:
            put_in_outbox(self, f"{self._file}.svg", lambda: svg_of(found).encode())

    def act_print(self) -> None:
        """F11 F4: the one shown to the print command of the settings."""
        if self._found:
            one = self._found[self._at]
            lines = [one.title, *block_lines(one, WIDTH, _PRINTED_LINES)]
            print_lines(self, lines, PRINTED, f"{one.title} went to the print command.")

    @property
    def _file(self) -> str:
        last = self._last or self.session.today
        at = f"at-{self.moment.position}" if self.moment.position else ""
        return "-".join(filter(None, (self._which, self._company, self._first, last, at)))
