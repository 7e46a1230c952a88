"""ARPO90/X: exchange rates, each from its day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from artui.ledger import setup
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master import values
from artui.screens.master.maintenance import Maintenance

NO_RATE, SAME = 2233, 4161


class Rate(NamedTuple):
    """Base units per unit of a currency, from a day on."""

    base_currency: str
    currency: str
    since: str
    rate: Decimal


class Rates(Maintenance[Rate]):
    """Rates; one holds until the next of the same currencies."""

    ID = "ARPO90/X"
    TITLE = "Exchange rates"
    THING = "rate"
    KEYS = ("base_currency", "currency", "since")
    EVENTS = ("RateSet",)
    NAMED_BY = ("base_currency", "currency")
    PROMPTS = dict.fromkeys(("only", "base_currency", "currency"), "prompt.currency")
    POSITION_COL = 41

    def head(self) -> Iterable[Field]:
        """The currency whose rates are listed."""
        yield Field(
            "only", line=2, col=14, width=3, label="Only of", kind=Kind.CODED,
            text=self.values[0].upper() if self.values else "", note="empty: all",
        )  # fmt: skip

    def on_field_left(self, message: Field.Left) -> None:
        """Another currency lists its rates."""
        if message.field.name == "only":
            self.show_rows()

    def rows(self) -> Sequence[Rate]:
        """All rates by currencies, the newest first; those of one currency if it is named."""
        only = self.text("only") if self.is_mounted else "".join(self.values[:1]).upper()
        rates = []
        for pair, known in sorted(self.ledger.policies.rates.items()):
            if only and only not in pair:
                continue
            newest = dict(known)
            rates += [Rate(*pair, since, newest[since]) for since in sorted(newest, reverse=True)]
        return rates

    def key(self, row: Rate) -> str:
        """Both currencies and the day."""
        return f"{row.base_currency} {row.currency} {row.since}"

    def columns(self) -> Sequence[ColumnSet[Rate]]:
        """The rate both ways round."""
        return (
            (
                Column("Base", 4, lambda row: row.base_currency),
                Column("Cur", 3, lambda row: row.currency),
                Column("From", 10, lambda row: row.since),
                Column("Rate", 18, lambda row: f"{row.rate:.8f}", right=True),
                Column("The other way", 18, lambda row: f"{1 / row.rate:.8f}", right=True),
            ),
        )

    def about(self, row: Rate) -> Sequence[str]:
        """The rate in words."""
        return (f"From {row.since} 1 {row.currency} is {row.rate} {row.base_currency}.",)

    def entry(self) -> Iterable[Field]:
        """Currencies, day and rate."""
        yield Field(
            "base_currency",
            line=-13,
            col=22,
            width=3,
            label="Base currency",
            label_col=4,
            kind=Kind.CODED,
            required=True,
            note="of the companies",
        )
        yield Field(
            "currency",
            line=-12,
            col=22,
            width=3,
            label="Currency",
            label_col=4,
            kind=Kind.CODED,
            required=True,
            parse=self._other,
        )
        yield Field(
            "since",
            line=-11,
            col=22,
            width=10,
            label="From",
            label_col=4,
            kind=Kind.DATE,
            required=True,
            show=str,
            parse=lambda text: values.day(text, self.session),
        )
        yield Field(
            "rate",
            line=-10,
            col=22,
            width=16,
            label="Rate",
            label_col=4,
            kind=Kind.RATE,
            required=True,
            parse=_rate,
            note="base units for one unit of the currency",
        )

    def defaults(self) -> dict[str, str]:
        """From today."""
        return {"since": self.session.today}

    def texts(self, row: Rate) -> dict[str, str]:
        """The rate as it would be typed."""
        return {name: str(value) for name, value in row._asdict().items()}

    def save(self) -> str:
        """Record the rate."""
        base, currency, since, rate = (self.field(name).value for name in Rate._fields)
        setup.set_rate(self.ledger, base, currency, since, str(rate))
        return f"From {since} 1 {currency} is {rate} {base}."

    def _other(self, text: str) -> str:
        if text == self.text("base_currency"):
            raise BadValueError("A currency has no rate to itself.", SAME)
        return text


def _rate(text: str) -> Decimal:
    try:
        rate = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise BadValueError(f"{text!r} is not a rate.", NO_RATE) from None
    if not rate.is_finite() or rate <= 0:
        raise BadValueError("A rate is above zero.", NO_RATE)
    return rate
