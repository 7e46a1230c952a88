"""ARBT85: another tolerance tried on what happened; nothing in the ledger is touched.

Values: a currency, the limit to try, and for whom: a level, a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger.backtest import question as asking
from artui.ledger.backtest.breakdown import behind_share, broken_down
from artui.ledger.backtest.courses import Span
from artui.ledger.backtest.question import Answer, Question, limits_around
from artui.ledger.backtest.trying import Outcome
from artui.ledger.dates import add_days
from artui.ledger.money import exponent
from artui.ledger.policies import LEVELS
from artui.reports.pictures import curves
from artui.screens import show
from artui.screens.back_test_rows import DOCUMENTS, BackTestRows, Sum, sums_of
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.looking_back import LooksBack
from artui.screens.master import values as typed
from artui.screens.refusals import beside

READY, READING, DONE, STOPPED = range(3800, 3804)

LINES, TICK = 6, 13
"""The curve: lines of it, and columns between two ticks."""
_PICTURE, _LEFT = 5, 8
_NAMES = {"for": "key", "from": "since", "to": "until"}


class Row(NamedTuple):
    """A limit of the table, with what stands behind it: in force, or tried."""

    outcome: Outcome
    mark: str


class BackTest(LooksBack):
    """What is tried above, the curve, and the figures of a few limits."""

    ID = "ARBT85"
    TITLE = "Back-test: payment tolerance"
    ACTIONS = (
        "help", "go", "leave", "refresh", "do.try", "more", "back", "sign_off", "top", "bottom",
    )  # fmt: skip

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._found: Answer | None = None

    def compose(self) -> ComposeResult:
        """The rule, the span, the limit; then limits beside each other."""
        yield Field("currency", line=2, col=12, width=3, label="Currency", label_col=2,
                    kind=Kind.CODED, required=True)  # fmt: skip
        yield Field("level", line=2, col=24, width=8, label="Level", text="default",
                    required=True, parse=lambda text: typed.choice(text, LEVELS))  # fmt: skip
        yield Field("key", line=2, col=39, width=16, label="For", kind=Kind.CODED)
        yield Field("company", line=2, col=66, width=6, label="Company", kind=Kind.CODED)
        yield Field("since", line=3, col=12, width=10, label="From", label_col=2, kind=Kind.DATE,
                    required=True, show=str, parse=self._day)  # fmt: skip
        yield Field("until", line=3, col=27, width=10, label="To", kind=Kind.DATE,
                    required=True, show=str, parse=self._day)  # fmt: skip
        yield Field("percent", line=3, col=47, width=6, label="Percent", kind=Kind.AMOUNT,
                    parse=typed.percent)  # fmt: skip
        yield Field("limit", line=3, col=66, width=12, label="Try limit", kind=Kind.AMOUNT,
                    stop=True, required=True, parse=self._limit)  # fmt: skip
        yield Subfile(
            "limits",
            ListSource[Row](()),
            (
                Column("Limit", 10, lambda row: self._shown(row.outcome.limit), right=True),
                Column("", 5, lambda row: row.mark),
                Column("Documents", 9, lambda row: f"{row.outcome.documents:,}", right=True),
                Column("Written off", 12, lambda row: self._shown(row.outcome.written_off),
                       right=True),
                Column("Came in later", 13, lambda row: self._shown(row.outcome.recovered),
                       right=True),
                Column("Real cost", 11, lambda row: self._shown(row.outcome.cost), right=True),
                Column("Minutes", 7, lambda row: f"{row.outcome.minutes():,}", right=True),
            ),
            key=lambda row: str(row.outcome.limit),
            first=13,
            last=-7,
            options=("1.customer", "2.by_reason", "5.documents"),
        )  # fmt: skip
        # The days are those above; behind the list, so that Tab goes where it went.
        yield Field("known_at", line=4, col=66, width=12, limit=30, label="Known at")

    def _day(self, text: str) -> str:
        return typed.day(text, self.session)

    def _limit(self, text: str) -> int | None:
        return typed.amount(text, self.field("currency").text.strip(), self.session)

    def _shown(self, minor: int) -> str:
        return show.amount(minor, self.field("currency").text.strip())

    def opened(self) -> None:
        """A year of the values, or of the currency that is used most, at twice its limit."""
        currency, limit, level, key = (*self.values, "", "", "", "")[:4]
        proposed = asking.proposed(self.session.ledger, currency.upper(), level or "default", key)
        self.field("currency").text = proposed.currency
        self.field("level").text = level or "default"
        self.field("key").text = key
        self.field("until").text = self.session.today
        self.field("since").text = add_days(self.session.today, 1 - asking.SPAN_DAYS)
        self.field("percent").text = "" if proposed.percent is None else f"{proposed.percent}"
        if not limit and proposed.limit:
            limit = show.amount(proposed.limit, proposed.currency)
        self.field("limit").text = limit
        self.go_to("limit")
        if limit:
            self.submit()
        else:
            self.inform(READY, "Type a limit to try; Enter reads the history under it.")

    # --- asking ----------------------------------------------------------------------------------

    def accept(self) -> None:
        """Enter: read the history, whatever is typed now."""
        self.act_do()

    def act_refresh(self) -> None:
        """F5: read it anew."""
        self.act_do()

    def act_do(self) -> None:
        """F10: read the history under the limits, as known at the position typed."""
        if not self.look_at("", self.field("known_at").text.strip()):
            return
        value = {field.name: field.value for field in self.fields}
        span = Span(
            self.field("currency").text.strip(),
            str(value["since"]),
            str(value["until"]),
            self.field("company").text.strip(),
        )
        asked = Question(
            span,
            value["limit"] or 0,
            level=str(value["level"]),
            key=self.field("key").text.strip(),
            percent=value["percent"] or "",
        )
        ledger = self.books

        def read(job: Job) -> Answer:
            return asking.ask(ledger, asked, job.counted(READING, "events read"))

        beside(self, read, self._show, _NAMES, self._stopped)

    def _stopped(self) -> None:
        self.inform(STOPPED, "Stopped by you: nothing was worked out. Enter begins anew.")

    def _show(self, answer: Answer) -> None:
        self._found = answer
        self._draw(answer)
        self._list_limits(answer)
        read = f"Read {answer.read:,} events. Nothing in the ledger was touched."
        self.inform(DONE, read)
        self.go_to("limits")

    # --- showing ---------------------------------------------------------------------------------

    def _draw(self, answer: Answer) -> None:
        ticks = [0, *limits_around(answer.question.limit)]
        limits = curves.between(ticks, TICK)
        outcomes = answer.tried.curve(limits)
        currency = answer.question.span.currency
        unit = 10 ** exponent(currency)
        most = max(one.written_off for one in outcomes)
        scale = curves.scale_for(-(-most // unit), LINES)
        thousand = scale.step >= 1_000
        self.put(4, 2, f"Written off, {'thousand ' * thousand}{currency}".ljust(25))
        picture = curves.area([one.written_off for one in outcomes], _in_minor(scale, unit))
        for at, line in enumerate(picture):
            value = scale.step * (LINES - at) // (1_000 if thousand else 1)
            self.put_line(_PICTURE + at, f"{value:>5,} ┤{line}")
        axis = "┬".join("─" * (TICK - 1) for _tick in ticks[1:])
        self.put_line(_PICTURE + LINES, f"{0:>5} ┼{axis}┬")
        named = "".join(self._shown(tick).rjust(TICK) for tick in ticks[1:])
        self.put_line(_PICTURE + LINES + 1, f"      0{named}")

    def _list_limits(self, answer: Answer) -> None:
        tried = answer.question.limit
        limits = {*limits_around(tried)[1:]}
        if answer.now is not None and answer.now <= max(limits):
            limits.add(answer.now)
        marks = {tried: "tried", answer.now: "now"}
        rows = [Row(one, marks.get(one.limit, "")) for one in answer.tried.curve(sorted(limits))]
        self.listing().reload(ListSource(rows[-5:]))

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """What the limit would change, and whom it would serve most."""
        row: Row | None = message.subfile.row
        if row is None or self._found is None:
            self.explain()
            return
        self.explain(*wrap(self._about(row.outcome, self._found), 78)[:2])

    def _about(self, outcome: Outcome, answer: Answer) -> str:
        ledger = self.books
        shares = broken_down(ledger, answer.tried.under(outcome.limit), "customer")
        most = ", ".join(f"{one.name} {one.documents:,}" for one in shares[:2])
        said = f"At {self._shown(outcome.limit)}: "
        if answer.now is not None and answer.now != outcome.limit:
            now = answer.tried.outcome(answer.now)
            more = outcome.documents - now.documents
            cost = self._shown(outcome.cost - now.cost)
            named = "document" if abs(more) == 1 else "documents"
            said += f"{more:+,} {named}, {cost} cost beside {self._shown(answer.now)} now. "
        return f"{said}Most: {most or 'nobody'}."

    # --- going on --------------------------------------------------------------------------------

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter shows the documents of the limit."""
        self._open_rows(int(message.key), DOCUMENTS)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """1 by customer, 2 by reason, 5 the documents."""
        key, code = message.codes[0]
        message.subfile.clear_codes()
        self._open_rows(int(key), {"1": "customer", "2": "reason"}.get(code, DOCUMENTS))

    def _open_rows(self, limit: int, by: str) -> None:
        answer = self._found
        if answer is None:
            return
        found = list(answer.tried.under(limit))
        currency = answer.question.span.currency
        said = f"{currency} up to {self._shown(limit)}, by {by}"
        ledger = self.books

        def behind(key: str) -> list[Sum]:
            return sums_of(ledger, behind_share(ledger, found, by, key), DOCUMENTS, currency)

        rows = sums_of(ledger, found, by, currency)
        below = None if by == DOCUMENTS else behind
        self.open(BackTestRows(said, rows, below, values=self.moment_values))


def _in_minor(scale: curves.Scale, unit: int) -> curves.Scale:
    return curves.Scale(scale.step * unit, scale.lines)
