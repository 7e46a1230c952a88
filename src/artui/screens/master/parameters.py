"""ARPO95: parameters, how a company settles where systems differ; every version stays listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.dates import BEGINNING
from artui.ledger.errors import Refused
from artui.ledger.setup import parameters as params
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master import values
from artui.screens.master.maintenance import Maintenance

Version = ev.ParametersSet

ALL = "ALL"
"""What stands for every company without parameters of its own."""

IN_THE_PAST = 4181

LEFT = 21
"""The column of the cells on the left."""

_PLACES: Mapping[str, tuple[int, int, int, str]] = {
    "levels": (-16, LEFT, 32, "Tolerance levels"),
    "full_matches_only": (-16, 76, 1, "Full matches only"),
    "discount_on_parts": (-15, LEFT, 12, "Discount on parts"),
    "discount_needs_full": (-15, 57, 1, "only if paid in full"),
    "tax_on_discount": (-15, 76, 1, "gives tax back"),
    "receipt_tolerance": (-14, LEFT, 16, "Once per receipt"),
    "rounding": (-14, 57, 12, "Rounding absorbed"),
    "division_postings": (-14, 78, 1, "By div."),
    "system_limits": (-13, LEFT, 16, "System limits"),
    "company_limits": (-13, 57, 20, "Company limits"),
    "system_range": (-12, LEFT, 16, "Range of receipts"),
    "limits_combine": (-12, 57, 16, "Limits combine"),
    "limits_inclusive": (-11, LEFT, 1, "Limits inclusive"),
    "above_limit": (-11, 38, 10, "Above a limit"),
    "tax_on_write_off": (-11, 76, 1, "write-off tax back"),
    "write_off_rate": (-10, LEFT, 8, "Write-off rate"),
    "reversal_rate": (-10, 46, 8, "Reversal rate"),
    "effect_date": (-10, 67, 11, "Effect date"),
    "duties_apart": (-9, LEFT, 1, "Duties apart"),
    "least_age": (-9, 39, 5, "Least age, days"),
    "document_cap": (-9, 57, 12, "A document"),
    "rewards": (-9, 78, 1, "Rewards"),
    "customer_cap": (-8, LEFT, 16, "Caps: a customer"),
    "user_cap": (-8, 47, 12, "a user"),
    "run_cap": (-8, 67, 12, "a run"),
    "balance_types": (-7, LEFT, 16, "Types: balance"),
    "credit_types": (-7, 47, 16, "credit"),
    "journal_batches": (-7, 72, 8, "Batches"),
}
"""Where each parameter stands: line, column and width of its cell, its label."""


class ParametersPanel(Maintenance[Version]):
    """Versions, each company's latest first; a change is a new one, from its day on."""

    ID = "ARPO95"
    TITLE = "Settlement parameters"
    THING = "parameters"
    KEYS = ("company",)
    EVENTS = ("ParametersSet",)
    PROMPTS = {"company": "prompt.company"}
    BLOCK = -18

    def rows(self) -> Sequence[Version]:
        """Every version of every company."""
        return params.versions(self.ledger.policies)

    def key(self, row: Version) -> str:
        """Company, day, and its place in the company's stream."""
        return f"{row.company or ALL} {row.since} {row.originator_version}"

    def columns(self) -> Sequence[ColumnSet[Version]]:
        """Whose, since when, who set it and why."""
        return (
            (
                Column("Company", 8, lambda row: row.company or ALL),
                Column("Since", 10, self._since),
                Column("In force", 8, self._state),
                Column("Entered", 10, lambda row: show.recorded_day(row.recorded_at)),
                Column("By", 8, lambda row: row.clerk),
                Column("Reason for the change", 26, lambda row: row.note),
            ),
        )

    @staticmethod
    def _since(row: Version) -> str:
        return "beginning" if row.since == BEGINNING else row.since

    def _state(self, row: Version) -> str:
        today = self.session.today
        if row.since > today:
            return "later"
        lines = [line for line in self.ledger.policies.settings[row.company] if line.since <= today]
        return "yes" if lines[-1] is row else ""

    def about(self, row: Version) -> Sequence[str]:
        """What differs from the standard."""
        standard, base = ev.Parameters(), self._base(row.company)
        said = [
            f"{known.name} {params.shown(known.name, value, base)}"
            for known in params.SETTINGS
            if (value := getattr(row.parameters, known.name)) != getattr(standard, known.name)
        ]
        return wrap(f"Other than the standard: {'; '.join(said) or 'nothing'}", 78)[:2]

    def entry(self) -> Iterable[Field]:
        """Whose, from when and why; then every parameter."""
        yield Field("company", line=-17, col=11, width=8, label="Company", label_col=2,
                    kind=Kind.CODED, required=True, parse=self._company)  # fmt: skip
        yield Field("since", line=-17, col=27, width=10, label="From", kind=Kind.DATE,
                    required=True, parse=self._from, show=str)  # fmt: skip
        yield Field("note", line=-17, col=47, width=32, label="Reason", limit=80, required=True)
        for name, (line, col, width, label) in _PLACES.items():
            yield self._cell(params.setting(name), line, col, width, label)

    def _cell(self, known: params.Setting, line: int, col: int, width: int, label: str) -> Field:
        flag = known.kind == "yes"
        return Field(
            known.name, line=line, col=col, width=width, label=label, limit=max(width, 60),
            label_col=2 if col == LEFT else 0,
            kind=Kind.YES_NO if flag else Kind.TEXT, required=known.kind in ("yes", "word"),
            parse=lambda text: self._value(known.name, text),
            show=lambda value: self._shown(known, value),
        )  # fmt: skip

    def heading(self, changing: str) -> str:
        """A change is a new version."""
        if changing:
            return "Change (a new version; vouchers already posted keep theirs)"
        return "New (a version for a company, or for ALL without their own)"

    def defaults(self) -> Mapping[str, str]:
        """The standard, for all, from today."""
        return self._texts(ev.Parameters(), "") | {"company": ALL}

    def texts(self, row: Version) -> Mapping[str, str]:
        """The version as it would be typed, from today."""
        return self._texts(row.parameters, row.company) | {"company": row.company or ALL}

    def _texts(self, parameters: ev.Parameters, company: str) -> dict[str, str]:
        base = self._base(company)
        texts = {
            known.name: self._shown(known, getattr(parameters, known.name), base)
            for known in params.SETTINGS
        }
        return texts | {"since": self.session.today}

    def prompt(self, part: Part | None) -> Panel | str | tuple[str, ...] | None:
        """The words of a parameter that takes one of several."""
        name = (part.name or "") if part is not None else ""
        if any(known.name == name and known.kind == "word" for known in params.SETTINGS):
            return ("prompt.word", name)
        return super().prompt(part)

    # --- saving -------------------------------------------------------------------------------

    def save(self) -> str:
        """Record a new version."""
        value = {field.name or "": field.value for field in self.entry_fields}
        company, since = value.pop("company"), value.pop("since")
        note = value.pop("note").strip()
        setup.set_parameters(self.ledger, company, ev.Parameters(**value), since, note)
        return f"The parameters of {company or 'all'} hold from {since}."

    # --- what the fields mean -----------------------------------------------------------------

    def _company(self, text: str) -> str:
        company = "" if text == ALL else text
        if company:
            _in_words(lambda: self.ledger.policies.company(company))
        return company

    def _from(self, text: str) -> str:
        day = values.day(text, self.session)
        company = "" if self.text("company") == ALL else self.text("company")
        if day < self.session.today and self.ledger.policies.settings.get(company):
            raise BadValueError("A change never reaches back: today or later.", IN_THE_PAST)
        return day  # a first version may: there is nothing it could change

    def _value(self, name: str, text: str) -> Any:
        mark = self.session.settings.decimal_mark
        base = self._base("" if self.text("company") == ALL else self.text("company"))
        return _in_words(lambda: params.parse(name, text, base, decimal_mark=mark))

    def _shown(self, known: params.Setting, value: Any, base: str | None = None) -> str:
        if known.kind == "yes":
            return values.yes_no(value)
        if base is None:
            base = self._base("" if self.text("company") == ALL else self.text("company"))
        text = params.shown(known.name, value, base)
        amounts = known.kind in ("limits", "range")
        return text.replace(".", ",") if amounts and self._comma else text

    @property
    def _comma(self) -> bool:
        return bool(self.session.settings.decimal_mark == ",")

    def _base(self, company: str) -> str:
        if company and company not in self.ledger.policies.companies:
            return ""
        return params.base_currency(self.ledger.policies, company)


def _in_words(do: Callable[[], Any]) -> Any:
    """What the ledger makes of it; its refusal as the fault of the cell."""
    try:
        return do()
    except Refused as refused:
        problem = refused.problems[0]
        raise BadValueError(problem.text, problem.number) from None
