"""ARPO90/U: the clerks, and how much each may write off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.errors import refuse
from artui.ledger.people import rights
from artui.screens import show
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master import values
from artui.screens.master.maintenance import Maintenance

User = ev.UserDefined

NOT_PAIRS, NEGATIVE, BOTH = 4151, 4152, 4153


class Users(Maintenance[User]):
    """Clerks with their authority per document and currency; none is zero."""

    ID = "ARPO90/U"
    TITLE = "Users and authority"
    THING = "user"
    OPTIONS = ("2", "4.end", "5", "8")
    ACTS = {"4": "End"}
    KEYS = ("user",)
    EVENTS = ("UserDefined",)
    SEVERAL = ("roles", "branches")

    def rows(self) -> Sequence[User]:
        """All users by name."""
        return sorted(self.ledger.policies.users.values(), key=lambda row: row.user)

    def key(self, row: User) -> str:
        """The user's account."""
        return row.user

    def columns(self) -> Sequence[ColumnSet[User]]:
        """What the user may write off."""
        return (
            (
                Column("User", 12, lambda row: row.user),
                Column("Name", 20, lambda row: row.name),
                Column("Writes off up to", 22, _authority_words),
                Column("Late", 4, lambda row: values.yes_no(row.late_discount)),
                Column("Roles", 12, lambda row: " ".join(row.roles) or "-"),
                Column("", 5, lambda row: "ended" if row.ended else ""),
            ),
        )

    def about(self, row: User) -> Sequence[str]:
        """Roles and branches; what of the rights clashes, else who entered them."""
        roles = " ".join(row.roles) or "none, so as a clerk within the authority"
        sees = " ".join(row.branches) or "all"
        entered = f"Entered by {row.clerk} on {show.recorded_day(row.recorded_at)}."
        clashing = [clash.why for clash in rights.clashes(self.ledger.policies, row.user)]
        said = f"Clash (===> duties): {'; '.join(clashing)}" if clashing else entered
        return (f"Roles: {roles}. Sees: {sees}.", said)

    def entry(self) -> Iterable[Field]:
        """Account and name; authority."""
        yield Field(
            "user",
            line=-13,
            col=22,
            width=12,
            label="User",
            label_col=4,
            limit=32,
            required=True,
            note="the account signed in with",
        )
        yield Field("name", line=-12, col=22, width=30, label="Name", label_col=4)
        yield Field(
            "authority",
            line=-11,
            col=22,
            width=36,
            label="Writes off up to",
            label_col=4,
            limit=120,
            parse=self._authority,
            show=_authority_text,
            note="USD 20 CAD 30",
        )
        yield Field(
            "unlimited",
            line=-10,
            col=22,
            width=1,
            label="Unlimited",
            label_col=4,
            kind=Kind.YES_NO,
            required=True,
            parse=values.yes,
            note="Y: no bound of the user's own",
            note_col=26,
        )
        yield Field(
            "late_discount",
            line=-9,
            col=22,
            width=1,
            label="Late discount",
            label_col=4,
            kind=Kind.YES_NO,
            required=True,
            parse=values.yes,
            note="Y: beyond terms and grace days, with a reason",
            note_col=26,
        )

        yield Field(
            "roles",
            line=-8,
            col=22,
            width=28,
            label="Roles",
            label_col=4,
            limit=120,
            parse=str.split,
            show=" ".join,
        )
        yield Field(
            "branches",
            line=-8,
            col=62,
            width=17,
            label="Branches",
            limit=120,
            parse=str.split,
            show=" ".join,
        )

    def defaults(self) -> dict[str, str]:
        """Nothing is allowed."""
        return {"unlimited": "N", "late_discount": "N"}

    def texts(self, row: User) -> dict[str, str]:
        """The user as it would be typed."""
        return {
            "user": row.user,
            "name": row.name,
            "authority": _authority_text(row.authority),
            "unlimited": values.yes_no(row.unlimited),
            "late_discount": values.yes_no(row.late_discount),
            "roles": " ".join(row.roles),
            "branches": " ".join(row.branches),
        }

    def prompt(self, part: Part | None) -> Panel | str | tuple[str, ...] | None:
        """Roles, or companies and branches: several at a time."""
        name = (part.name or "") if part is not None else ""
        return ("prompt.several", name) if name in self.SEVERAL else super().prompt(part)

    def save(self) -> str:
        """Record the user; an ended one may sign in again."""
        value = {field.name or "": field.value for field in self.entry_fields}
        if value["unlimited"] and value["authority"]:
            raise refuse("authority", BOTH, "Unlimited: no amounts beside it.")
        value["roles"], value["branches"] = value["roles"] or (), value["branches"] or ()
        setup.define_user(self.ledger, value.pop("user").strip(), **value)
        return f"User {self.text('user')} is saved."

    def act_on(self, code: str, row: User) -> None:
        """End a user: nothing may be written off any more."""
        setup.define_user(self.ledger, row.user, name=row.name, ended=True)

    def _authority(self, text: str) -> dict[str, int]:
        """``USD 20 CAD 30`` as minor units per currency."""
        words = text.upper().split()
        if len(words) % 2:
            raise BadValueError("A currency and an amount each: USD 20 CAD 30", NOT_PAIRS)
        authority: dict[str, int] = {}
        for currency, typed in zip(words[::2], words[1::2], strict=True):
            amount = values.amount(typed, currency, self.session)
            if amount is None or amount < 0:
                raise BadValueError(f"{typed}: an authority is not below zero.", NEGATIVE)
            authority[currency] = amount
        return authority


def _authority_text(authority: dict[str, int]) -> str:
    pairs = sorted(authority.items())
    return " ".join(f"{currency} {show.amount(amount, currency)}" for currency, amount in pairs)


def _authority_words(row: User) -> str:
    if row.unlimited:
        return "unlimited"
    return _authority_text(row.authority) or "nothing"
