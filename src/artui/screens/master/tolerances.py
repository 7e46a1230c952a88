"""ARS098: payment tolerances, line by line; each change is a new version of the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.dates import BEGINNING
from artui.ledger.documents import Customer
from artui.ledger.errors import refuse
from artui.ledger.policies import LEVELS
from artui.ledger.setup import ToleranceData
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.lookup import resolve_customer
from artui.screens.master import values
from artui.screens.master.maintenance import Maintenance

Line = ev.ToleranceSet

ALL = "all"
CONTRADICTION, IN_THE_PAST, NO_KEY, NOT_I_OR_S, NOT_O_OR_R = range(4121, 4126)


class Tolerances(Maintenance[Line]):
    """The lines in force on a day; change, end and new lines hold from their own day."""

    ID = "ARS098"
    TITLE = "Payment tolerance"
    THING = "tolerance"
    OPTIONS = ("2", "4.end", "5", "8")
    ACTS = {"4": "End"}
    KEYS = ("level", "key", "currency")
    EVENTS = ("ToleranceSet",)
    PROMPTS = {"key": "prompt.customer"}
    POSITION_COL = 41
    ACTIONS = (*Maintenance.ACTIONS, "dry_run.back_test")

    # --- the list -----------------------------------------------------------------------------

    def head(self) -> Iterable[Field]:
        """The day whose lines are listed."""
        yield Field(
            "day", line=2, col=14, width=10, label="In force on", kind=Kind.DATE,
            text=self.session.today, required=True, show=str,
            parse=lambda text: values.day(text, self.session),
        )  # fmt: skip

    def rows(self) -> Sequence[Line]:
        """What is in force on the day: defaults first, customers last."""
        day = self.field("day").text if self.is_mounted else self.session.today
        lines = in_force(self.ledger.policies.tolerances, day)
        return sorted((line for line in lines if not line.ended), key=_order)

    def key(self, row: Line) -> str:
        """Level, for whom, and currency."""
        return f"{row.level} {_for(row)} {row.currency}"

    def columns(self) -> Sequence[ColumnSet[Line]]:
        """The limits; beyond them who set them, when and why."""
        return (
            (
                Column("Level", 8, lambda row: row.level),
                Column("For", 10, lambda row: _for(row).rpartition("/")[2]),
                Column("Cur", 3, lambda row: row.currency),
            ),
            (
                Column("Short amt", 9, lambda row: _bound(row, row.short_amount), right=True),
                Column("Short %", 7, lambda row: _percent(row.short_percent), right=True),
                Column("Over amt", 8, lambda row: _bound(row, row.over_amount), right=True),
                Column("Over %", 6, lambda row: _percent(row.over_percent), right=True),
                Column("Limits", 9, lambda row: "inclusive" if row.inclusive else "strict"),
                Column("Since", 5, self._since),
            ),
            (
                Column("Policy", 6, lambda row: str(row.policy), right=True),
                Column("% of", 8, lambda row: "rest" if row.residual else "original"),
                Column("Entered", 10, lambda row: show.recorded_day(row.recorded_at)),
                Column("By", 8, lambda row: row.clerk),
                Column("Reason", 13, lambda row: row.note),
            ),
        )

    def _since(self, row: Line) -> str:
        return "" if row.since == BEGINNING else show.short_day(row.since, self.session.today)

    def about(self, row: Line) -> Sequence[str]:
        """What empty and zero mean; who set the line, when and why, and what follows it."""
        since = "the beginning" if row.since == BEGINNING else row.since
        said = f"Policy {row.policy} since {since}, entered by {row.clerk}"
        later = self._later(row)
        said += f" on {show.recorded_day(row.recorded_at)}: {row.note}" if row.note else "."
        if later is not None:
            what = "it ends" if later.ended else f"policy {later.policy} follows"
            said = f"Policy {row.policy} by {row.clerk}; from {later.since} {what}."
        return (
            "Empty = no bound. 0 = nothing may be written off. Both empty = no tolerance.",
            said,
        )

    def _later(self, row: Line) -> Line | None:
        known = self.ledger.policies.tolerances
        same = [line for line in known if self.key(line) == self.key(row)]
        return min(
            (line for line in same if line.since > self.field("day").text),
            key=lambda line: line.since, default=None,
        )  # fmt: skip

    def opened(self) -> None:
        """Show the number of the policy too."""
        super().opened()
        self._show_policy()

    def _show_policy(self) -> None:
        self.put(2, 56, f"Policy {self.ledger.policies.policy_number()}")

    def on_field_left(self, message: Field.Left) -> None:
        """Another day lists what holds then."""
        if message.field.name == "day" and message.value is not None:
            self.show_rows()

    # --- the entry ----------------------------------------------------------------------------

    def entry(self) -> Iterable[Field]:
        """Level, for whom, two pairs of limits, and from when."""
        yield Field(
            "level",
            line=-13,
            col=11,
            width=8,
            label="Level",
            required=True,
            parse=lambda text: values.choice(text, LEVELS),
            show=str,
        )
        yield Field(
            "key",
            line=-13,
            col=29,
            width=14,
            label="For",
            limit=40,
            kind=Kind.TEXT,
            parse=self._key,
            show=str,
        )
        yield Field(
            "currency", line=-13, col=56, width=3, label="Currency", kind=Kind.CODED, required=True
        )
        yield from self._limits(-12, "short", "the lower counts")
        yield from self._limits(-11, "over", "empty: stays on account")
        yield Field(
            "inclusive", line=-10, col=36, width=1, kind=Kind.CODED, required=True, parse=_inclusive
        )
        yield Field(
            "residual", line=-10, col=77, width=1, kind=Kind.CODED, required=True, parse=_residual
        )
        yield Field(
            "since",
            line=-9,
            col=18,
            width=10,
            label="In force from",
            kind=Kind.DATE,
            required=True,
            parse=self._from,
            show=str,
        )
        yield Field(
            "note",
            line=-9,
            col=57,
            width=22,
            label="Reason for the change",
            limit=80,
            required=True,
        )

    def _limits(self, line: int, side: str, note: str) -> Iterable[Field]:
        yield Field(
            f"{side}_amount",
            line=line,
            col=25,
            width=10,
            label="amount",
            kind=Kind.AMOUNT,
            parse=self._amount,
            show=self._shown_amount,
        )
        yield Field(
            f"{side}_percent",
            line=line,
            col=47,
            width=7,
            label="percent",
            note=note,
            kind=Kind.AMOUNT,
            parse=values.percent,
            show=values.shown_percent,
        )

    def defaults(self) -> Mapping[str, str]:
        """A default line, inclusive, from the first day of the first period there is."""
        companies = self.ledger.policies.companies.values()
        days = [period.first for company in companies for period in company.periods.values()]
        since = min([self.session.today, *days])
        return {
            "level": "default", "key": ALL, "inclusive": "I", "residual": "O", "since": since,
        }  # fmt: skip

    def texts(self, row: Line) -> Mapping[str, str]:
        """The line as it would be typed, in force from today."""
        return {
            "level": row.level,
            "key": _for(row),
            "currency": row.currency,
            "short_amount": values.shown_amount(row.short_amount, row.currency),
            "over_amount": values.shown_amount(row.over_amount, row.currency),
            "short_percent": values.shown_percent(row.short_percent),
            "over_percent": values.shown_percent(row.over_percent),
            "inclusive": "I" if row.inclusive else "S",
            "residual": "R" if row.residual else "O",
            "since": self.session.today,
        }  # fmt: skip

    def heading(self, changing: str) -> str:
        """A change says which version it makes."""
        number = self.ledger.policies.policy_number()
        self.put(-12, 4, "Shortfall")
        self.put(-11, 4, "Overpayment")
        self.put(-10, 4, "Limits  I inclusive, S strict")
        self.put(-10, 41, "Percent of  O original, R open rest")
        if not changing:
            return f"New (a new policy {number + 1})"
        return f"Change (a new policy {number + 1}; vouchers already posted keep policy {number})"

    # --- saving -------------------------------------------------------------------------------

    def save(self) -> str:
        """Record the line as a new version of the policy."""
        value = {field.name or "": field.value for field in self.entry_fields}
        for side in ("short", "over"):
            _check_bounds(side, value)
        number = setup.set_tolerance(
            self.ledger,
            ToleranceData(**{**value, "key": "" if value["key"] == ALL else value["key"]}),
        )
        if value["since"] > self.field("day").text:
            self.field("day").text = value["since"]
        self._show_policy()
        return f"Policy {number} is in force from {value['since']}."

    def act_on(self, code: str, row: Line) -> None:
        """End a line from today: the level below it decides then."""
        today = self.session.today
        setup.set_tolerance(
            self.ledger,
            ToleranceData(row.currency, level=row.level, key=row.key, since=today,
                          note="ended", ended=True),
        )  # fmt: skip
        self._show_policy()

    # --- what the fields mean -----------------------------------------------------------------

    def act_dry_run(self) -> None:
        """F11 F2: the back-test of the line typed, else of the row's with twice its amount."""
        row: Line | None = self.listing().row
        if self.changed:
            key = self.text("key")
            names = ("currency", "short_amount", "level")
            self.open("backtest", *map(self.text, names), "" if key == ALL else key)
        elif row is not None:
            self.open("backtest", row.currency, "", row.level, row.key)

    def _from(self, text: str) -> str:
        day = values.day(text, self.session)
        if day < self.session.today and self._changing is not None:
            raise BadValueError("A change never reaches back: today or later.", IN_THE_PAST)
        return day  # a first line may: there is nothing it could change

    def _key(self, text: str) -> str:
        level = values.choice(self.text("level"), LEVELS)
        if level in ("default", "currency"):
            if text.casefold() not in ("", ALL):
                raise BadValueError(f"A {level} tolerance is for all.", NO_KEY)
            return ALL
        if not text or text.casefold() == ALL:
            raise BadValueError(f"For which {level}?", NO_KEY)
        return self._customer(text) if level == "customer" else text

    def _customer(self, text: str) -> str:
        company, _, number = text.rpartition("/")
        meant = resolve_customer(self.ledger, number, company or self.session.company)
        if not isinstance(meant, Customer):
            several = "Several customers are" if meant else "No customer is"
            raise BadValueError(f"{several} called {text!r}. F4 lists them.", NO_KEY)
        return f"{meant.company}/{meant.customer}"

    def _amount(self, text: str) -> int | None:
        return values.amount(text, self.text("currency"), self.session)

    def _shown_amount(self, amount: int | None) -> str:
        return values.shown_amount(amount, self.text("currency"))


def in_force(recorded: Iterable[Line], day: str) -> list[Line]:
    """The line of each level, for whom and currency that holds on a day, ended ones too.

    The newest ``since`` not after the day counts; of two of one day the later recorded.
    """
    found: dict[tuple[str, str, str], Line] = {}
    for line in recorded:
        place = (line.level, line.key, line.currency)
        known = found.get(place)
        if line.since <= day and (known is None or known.since <= line.since):
            found[place] = line
    return list(found.values())


def _check_bounds(side: str, value: Mapping[str, object]) -> None:
    """Refuse a zero beside a limit: the lower wins, so the other could never count."""
    amount, percent = value[f"{side}_amount"], value[f"{side}_percent"]
    if amount is None or percent is None or bool(amount) == bool(Decimal(str(percent))):
        return
    name = f"{side}_amount" if amount else f"{side}_percent"
    raise refuse(name, CONTRADICTION, "The 0 beside it wins, so this would never count.")


def _order(line: Line) -> tuple[int, str, str]:
    return -LEVELS.index(line.level), _for(line), line.currency


def _for(line: Line) -> str:
    return line.key if line.level in ("customer", "group") else ALL


def _bound(line: Line, amount: int | None) -> str:
    return "-" if amount is None else show.amount(amount, line.currency)


def _percent(text: str | None) -> str:
    return values.shown_percent(text) or "-"


def _inclusive(text: str) -> bool:
    if text not in ("I", "S"):
        raise BadValueError("I = inclusive, S = strict.", NOT_I_OR_S)
    return text == "I"


def _residual(text: str) -> bool:
    if text not in ("O", "R"):
        raise BadValueError("O = of the original amount, R = of what is open.", NOT_O_OR_R)
    return text == "R"
