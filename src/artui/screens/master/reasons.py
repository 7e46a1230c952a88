"""ARPO90/R: reason codes, what each is for, and where it books to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.setup.permissions import DIRECTIONS
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master import values
from artui.screens.master.maintenance import Maintenance

Reason = ev.ReasonDefined


class Reasons(Maintenance[Reason]):
    """Reason codes; an ended one stays listed, since what it booked still names it."""

    ID = "ARPO90/R"
    TITLE = "Reason codes"
    THING = "reason code"
    OPTIONS = ("2", "4.end", "5", "8")
    ACTS = {"4": "End"}
    KEYS = ("reason",)
    EVENTS = ("ReasonDefined",)
    PROMPTS = {"rule": "rules"}

    def rows(self) -> Sequence[Reason]:
        """All codes by name."""
        return sorted(self.ledger.policies.reasons.values(), key=lambda row: row.reason)

    def key(self, row: Reason) -> str:
        """The code."""
        return row.reason

    def columns(self) -> Sequence[ColumnSet[Reason]]:
        """What the code is for; beyond 80 columns its account and tax."""
        return (
            (
                Column("Reason", 8, lambda row: row.reason),
                Column("Name", 22, lambda row: row.name),
            ),
            (
                Column("Kind", 13, lambda row: row.kind),
                Column("Direct.", 7, lambda row: row.direction),
                Column("Limit", 12, self._limit, right=True),
                Column("", 5, lambda row: "ended" if row.ended else row.currency),
            ),
            (
                Column("Rule", 12, lambda row: row.rule),
                Column("Account", 12, self._account),
                Column("Tax %", 6, lambda row: row.tax_percent, right=True),
                Column("Tax back", 8, lambda row: "yes" if row.tax else ""),
            ),
        )

    def _limit(self, row: Reason) -> str:
        return values.shown_amount(row.limit, row.currency)

    def _account(self, row: Reason) -> str:
        return self.ledger.policies.rules.get(("", "", row.rule), "")

    def about(self, row: Reason) -> Sequence[str]:
        """Where it books to, who defined it."""
        account = self._account(row)
        name = self.ledger.policies.accounts.get(account, "")
        state = "ended" if row.ended else "defined"
        return (
            f"{row.reason} books by rule {row.rule} to {account}, {name}",
            f"{state.capitalize()} by {row.clerk} on {show.recorded_day(row.recorded_at)}.",
        )

    def entry(self) -> Iterable[Field]:
        """Code, name, kind, rule; then what bounds it."""
        yield Field(
            "reason",
            line=-13,
            col=14,
            width=8,
            label="Reason",
            label_col=4,
            kind=Kind.CODED,
            required=True,
        )
        yield Field("name", line=-13, col=36, width=30, label="Name", required=True)
        yield Field(
            "kind",
            line=-12,
            col=14,
            width=13,
            label="Kind",
            label_col=4,
            required=True,
            parse=lambda text: values.choice(text, setup.REASON_KINDS),
            show=str,
            note=", ".join(setup.REASON_KINDS),
            note_col=29,
        )
        yield Field(
            "direction",
            line=-11,
            col=14,
            width=6,
            label="Direct.",
            label_col=4,
            required=True,
            parse=lambda text: values.choice(text, DIRECTIONS),
            show=str,
            note="debit, credit, both: the balances it may close",
            note_col=29,
        )
        yield Field(
            "rule",
            line=-10,
            col=14,
            width=12,
            label="Rule",
            label_col=4,
            kind=Kind.TEXT,
            required=True,
            note="accounting rule",
            note_col=29,
        )
        yield Field(
            "tax_percent",
            line=-10,
            col=53,
            width=6,
            label="Tax %",
            kind=Kind.AMOUNT,
            parse=lambda text: values.percent(text) or "",
        )
        yield Field(
            "tax",
            line=-10,
            col=77,
            width=1,
            label="gives tax back",
            kind=Kind.YES_NO,
            required=True,
            parse=values.yes,
        )
        yield Field(
            "currency",
            line=-9,
            col=14,
            width=3,
            label="Currency",
            label_col=4,
            kind=Kind.CODED,
            note="of the limit",
            note_col=29,
        )
        yield Field(
            "limit",
            line=-9,
            col=58,
            width=14,
            label="Limit",
            kind=Kind.AMOUNT,
            parse=self._limit_value,
            show=self._shown_limit,
        )

    def defaults(self) -> Mapping[str, str]:
        """A new code is for both directions."""
        return {"direction": "both", "rule": "AR30-185", "tax": "N"}

    def texts(self, row: Reason) -> Mapping[str, str]:
        """The code as it would be typed."""
        return {
            "reason": row.reason,
            "name": row.name,
            "kind": row.kind,
            "direction": row.direction,
            "rule": row.rule,
            "tax_percent": row.tax_percent,
            "tax": values.yes_no(row.tax),
            "currency": row.currency,
            "limit": self._limit(row),
        }

    def save(self) -> str:
        """Record the code; an ended one holds again."""
        value = {field.name or "": field.value for field in self.entry_fields}
        if value["limit"] is None:
            value["currency"] = ""
        setup.define_reason(self.ledger, **value)
        return f"Reason {value['reason']} is saved."

    def act_on(self, code: str, row: Reason) -> None:
        """End a code: nothing can be booked with it any more."""
        setup.define_reason(
            self.ledger, row.reason, row.name, row.kind, rule=row.rule, direction=row.direction,
            limit=row.limit, currency=row.currency, tax_percent=row.tax_percent, ended=True,
            tax=row.tax,
        )  # fmt: skip

    def _limit_value(self, text: str) -> int | None:
        return values.amount(text, self.text("currency"), self.session)

    def _shown_limit(self, limit: int | None) -> str:
        return values.shown_amount(limit, self.text("currency"))
