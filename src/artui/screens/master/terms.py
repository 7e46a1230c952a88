"""ARPO90/T: payment terms, their discount steps and grace days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from artui.ledger import events as ev
from artui.ledger import setup
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError, Fault
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master import values
from artui.screens.master.maintenance import Maintenance

TermsRow = ev.TermsDefined

STEPS = 4
DUE = "due"
"""What stands for days in a step that lasts until the due date."""

NO_DAYS, NO_PERCENT, OUT_OF_ORDER, NOT_N_OR_G = 4131, 4132, 4133, 4134


class Terms(Maintenance[TermsRow]):
    """Payment terms; documents name theirs, so a change holds for the open ones too."""

    ID = "ARPO90/T"
    TITLE = "Payment terms"
    THING = "terms"
    OPTIONS = ("2", "4.end", "5", "8")
    ACTS = {"4": "End"}
    KEYS = ("terms",)
    EVENTS = ("TermsDefined",)

    def rows(self) -> Sequence[TermsRow]:
        """All terms by code."""
        return sorted(self.ledger.policies.terms.values(), key=lambda row: row.terms)

    def key(self, row: TermsRow) -> str:
        """The code."""
        return row.terms

    def columns(self) -> Sequence[ColumnSet[TermsRow]]:
        """Days and steps on one line."""
        return (
            (
                Column("Terms", 8, lambda row: row.terms),
                Column("Name", 22, lambda row: row.name),
                Column("Due", 4, lambda row: str(row.due_days), right=True),
                Column("Discount", 24, _steps_text),
                Column("Grace", 5, lambda row: str(row.grace_days), right=True),
                Column("Base", 5, _base_text),
            ),
        )

    def about(self, row: TermsRow) -> Sequence[str]:
        """The terms in words, who defined them."""
        state = "Ended" if row.ended else "Defined"
        steps = ", then ".join(
            f"{step.percent} % until {'due' if step.days is None else f'day {step.days}'}"
            for step in row.steps
        )
        late = f"; {row.grace_days} days later it may be accepted late" if row.grace_days else ""
        return (
            f"Due after {row.due_days} days. {steps + late if steps else 'No discount'}."[:78],
            f"{state} by {row.clerk} on {show.recorded_day(row.recorded_at)}.",
        )

    def entry(self) -> Iterable[Field]:
        """Code, name, days; four steps; grace days and base."""
        yield Field(
            "terms",
            line=-13,
            col=14,
            width=8,
            label="Terms",
            label_col=4,
            kind=Kind.CODED,
            required=True,
        )
        yield Field("name", line=-13, col=32, width=30, label="Name")
        yield Field(
            "due_days",
            line=-13,
            col=74,
            width=3,
            label="Due days",
            kind=Kind.DIGITS,
            required=True,
            parse=values.whole,
        )
        for number in range(1, STEPS + 1):
            col = 14 + 16 * (number - 1)
            yield Field(
                f"percent_{number}",
                line=-11,
                col=col,
                width=5,
                kind=Kind.AMOUNT,
                parse=values.percent,
                show=values.shown_percent,
            )
            yield Field(f"days_{number}", line=-11, col=col + 7, width=3, parse=_days)
        yield Field(
            "grace_days",
            line=-10,
            col=14,
            width=3,
            label="Grace",
            label_col=4,
            kind=Kind.DIGITS,
            parse=values.whole,
            note="days after a step",
            note_col=19,
        )
        yield Field(
            "base",
            line=-10,
            col=60,
            width=1,
            label="Base",
            kind=Kind.CODED,
            required=True,
            parse=_base,
            note="G gross, N net",
        )

    def heading(self, changing: str) -> str:
        """The labels of the steps too."""
        self.put(-12, 14, "1 %    days     2 %    days     3 %    days     4 %    days")
        self.put(-11, 4, "Discount")
        self.put(-9, 4, "Days of a step count from the document's date; due = until the due date.")
        return super().heading(changing)

    def defaults(self) -> Mapping[str, str]:
        """No discount, on the gross amount."""
        return {"due_days": "30", "grace_days": "0", "base": "G"}

    def texts(self, row: TermsRow) -> Mapping[str, str]:
        """The terms as they would be typed."""
        texts = {
            "terms": row.terms,
            "name": row.name,
            "due_days": str(row.due_days),
            "grace_days": str(row.grace_days),
            "base": "N" if row.net_base else "G",
        }
        for number, step in enumerate(row.steps, 1):
            texts[f"percent_{number}"] = values.shown_percent(step.percent)
            texts[f"days_{number}"] = DUE if step.days is None else str(step.days)
        return texts

    def accept(self) -> None:
        """Look at the steps together, then save."""
        fault = self._step_fault()
        if fault is not None:
            self.errors([fault])
        else:
            super().accept()

    def _step_fault(self) -> Fault | None:
        """The first step without its other half, or that ends before the one above it."""
        last = -1
        for number in range(1, STEPS + 1):
            percent, days = self.text(f"percent_{number}"), self.text(f"days_{number}")
            if percent and not days:
                return Fault(f"days_{number}", NO_DAYS, "Until which day, or due?")
            if days and not percent:
                return Fault(f"percent_{number}", NO_PERCENT, "How many percent?")
            until = 10_000 if days == DUE else int(days or last + 1)
            if until <= last:
                return Fault(f"days_{number}", OUT_OF_ORDER, "A later step lasts longer.")
            last = until
        return None

    def save(self) -> str:
        """Record the terms; ended ones hold again."""
        value = {field.name or "": field.value for field in self.entry_fields}
        steps = [
            (value[f"percent_{number}"], value[f"days_{number}"])
            for number in range(1, STEPS + 1)
            if value[f"percent_{number}"]
        ]
        setup.define_terms(
            self.ledger, value["terms"], name=value["name"].strip(), due_days=value["due_days"],
            steps=steps, grace_days=value["grace_days"], net_base=value["base"],
        )  # fmt: skip
        return f"Terms {value['terms']} are saved."

    def act_on(self, code: str, row: TermsRow) -> None:
        """End terms: no new document should name them."""
        setup.define_terms(
            self.ledger, row.terms, name=row.name, due_days=row.due_days,
            steps=[(step.percent, step.days) for step in row.steps],
            grace_days=row.grace_days, net_base=row.net_base, ended=True,
        )  # fmt: skip


def _steps_text(row: TermsRow) -> str:
    return "  ".join(
        f"{values.shown_percent(step.percent)}/{DUE if step.days is None else step.days}"
        for step in row.steps
    )


def _base_text(row: TermsRow) -> str:
    return "ended" if row.ended else "net" if row.net_base else "gross"


def _days(text: str) -> int | None:
    if text.casefold() in ("", DUE):
        return None
    if not text.isdigit():
        raise BadValueError("A number of days, or due.", NO_DAYS)
    return int(text)


def _base(text: str) -> bool:
    if text not in ("G", "N"):
        raise BadValueError("G = gross, N = net.", NOT_N_OR_G)
    return text == "N"
