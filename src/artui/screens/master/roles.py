"""ARPO90/G: the roles, what each allows, and who holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap

from artui.ledger.people import rights
from artui.ledger.people.rights import Role
from artui.ledger.people.users_roles import define_role
from artui.screens.frame.field import Field
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.frame.rows import Column, ColumnSet
from artui.screens.master.maintenance import Maintenance


class Roles(Maintenance[Role]):
    """Bundles of permissions: the standard ones, which one of the same name stands for."""

    ID = "ARPO90/G"
    TITLE = "Roles"
    THING = "role"
    OPTIONS = ("2", "4.end", "5", "8")
    ACTS = {"4": "End"}
    KEYS = ("role",)
    EVENTS = ("RoleDefined",)

    def rows(self) -> Sequence[Role]:
        """The standard roles, then those defined."""
        return list(rights.roles(self.ledger.policies).values())

    def key(self, row: Role) -> str:
        """The role's code."""
        return row.role

    def columns(self) -> Sequence[ColumnSet[Role]]:
        """What it is for and who holds it; beyond 80 columns what it allows."""
        return (
            (
                Column("Role", 14, lambda row: row.role),
                Column("Name", 30, lambda row: row.name),
            ),
            (
                Column("Held by", 22, lambda row: " ".join(self._holders(row)) or "nobody"),
                Column("", 5, lambda row: "ended" if row.ended else ""),
            ),
            (Column("Allows", 46, lambda row: " ".join(sorted(row.permissions))),),
        )

    def _holders(self, row: Role) -> list[str]:
        users = self.ledger.policies.users
        return [name for name, user in sorted(users.items())
                if row.role in user.roles and not user.ended]  # fmt: skip

    def about(self, row: Role) -> Sequence[str]:
        """Who holds it, and what the first of its permissions allow."""
        held = f"Held by {', '.join(self._holders(row)) or 'nobody'}."
        words = "; ".join(
            words for name, words in rights.PERMISSIONS.items()
            if name in row.permissions - rights.LOOKING
        )  # fmt: skip
        lines = wrap(words or "may look, and prove the ledger", 78)
        return (held, lines[0] + ("" if len(lines) == 1 else " …"))

    def entry(self) -> Iterable[Field]:
        """Code, name, and the permissions, three lines of them."""
        yield Field("role", line=-13, col=14, width=14, label="Role", label_col=4, required=True)
        yield Field("name", line=-13, col=36, width=40, label="Name")
        yield Field(
            "permissions", line=-12, col=14, width=64, label="Allows", label_col=4, limit=600,
            parse=str.split, show=" ".join,
        )  # fmt: skip

    def opened(self) -> None:
        """Say how permissions are chosen."""
        super().opened()
        self.put(-11, 14, "F4 lists the permissions, each with what it allows.")
        self.put(-10, 14, "Looking is in every role. It takes a second person to confirm.")

    def texts(self, row: Role) -> Mapping[str, str]:
        """The role as it would be typed; looking is in every role and not said."""
        allowed = [name for name in rights.PERMISSIONS if name in row.permissions - rights.LOOKING]
        return {"role": row.role, "name": row.name, "permissions": " ".join(allowed)}

    def prompt(self, part: Part | None) -> Panel | str | tuple[str, ...] | None:
        """The permissions, marked if the role has them."""
        if part is not None and part.name == "permissions":
            return ("prompt.several", "permissions")
        return super().prompt(part)

    def save(self) -> str:
        """Record the role, whole; an ended one holds again."""
        role = self.text("role")
        define_role(self.ledger, role, self.text("name"), self.field("permissions").value or ())
        return f"Role {role} is saved."

    def act_on(self, code: str, row: Role) -> None:
        """End a role: it allows nothing any more."""
        define_role(self.ledger, row.role, row.name, sorted(row.permissions), ended=True)
