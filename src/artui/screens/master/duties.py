"""ARPO90/V: who holds rights that one person should not hold together, and why (rule 21)."""

from __future__ import annotations

from textual.app import ComposeResult

from artui.ledger.people import rights
from artui.ledger.people.rights import Clash
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.session import Session

NONE, LISTED, ALONE = 3425, 3426, 3427

_COLUMNS = (
    Column[Clash]("User", 12, lambda row: row.user),
    Column[Clash]("Why they clash", 50, lambda row: row.why),
    Column[Clash]("Roles", 14, lambda row: " ".join(row.roles) or "none"),
)


class Duties(Panel):
    """A line for each pair of incompatible rights of each user; Enter shows the user."""

    ID = "ARPO90/V"
    TITLE = "Duties that clash"
    ACTIONS = (
        "help", "go", "leave", "refresh", "page_back", "page_next", "more", "back", "sign_off",
        "top", "bottom",
    )  # fmt: skip

    session: Session

    def compose(self) -> ComposeResult:
        """One list."""
        yield Subfile(
            "clashes", self._source(), _COLUMNS, key=lambda row: f"{row.user} {row.why}", first=3,
            last=-8, status_at=(2, 79),
        )  # fmt: skip

    def opened(self) -> None:
        """List them, and say whether changes take two."""
        self.go_to("clashes")
        self._say()

    def resumed(self) -> None:
        """Back from the users: something may have been changed."""
        self.act_refresh()

    def act_refresh(self) -> None:
        """F5: look anew."""
        self.listing().reload(self._source())
        self._say()

    def _source(self) -> ListSource[Clash]:
        return ListSource(list(rights.clashes(self.session.ledger.policies)))

    def _say(self) -> None:
        confirm = rights.holders(self.session.ledger.policies, "changes.confirm")
        count = self.listing().count
        if len(confirm) < 2:
            said = f"Only {', '.join(confirm) or 'nobody'} may confirm changes: one person's word."
            self.inform(ALONE, said)
        elif count:
            self.inform(LISTED, f"{count} pair{'s' * (count > 1)} of rights that clash.")
        else:
            self.inform(NONE, "Nobody holds rights that clash.")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The two rights, and through which roles."""
        row: Clash | None = message.subfile.row
        self.explain(*(self._about(row) if row is not None else ()))

    def _about(self, row: Clash) -> tuple[str, ...]:
        known = rights.roles(self.session.ledger.policies)
        said = []
        for right in (row.first, row.second):
            through = [role for role in row.roles if right in known[role].permissions]
            said.append(f"{right} ({', '.join(through) or 'no role'})")
        return (" and ".join(said), "Enter shows the users: 2 on one changes the roles.")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter: the users, where roles are changed."""
        self.open("users")
