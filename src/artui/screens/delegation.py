"""ARAP50/D: somebody else approves in one's place until a day.

The result is the sentence that says so.
"""

from __future__ import annotations

from textual.app import ComposeResult

from artui.ledger.errors import LedgerError, Refused
from artui.ledger.people import users_roles as people
from artui.screens import show
from artui.screens.frame import messages
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Part
from artui.screens.master import values
from artui.screens.session import Session


class Delegation(Panel):
    """To whom, from when, until when; those given before stand below."""

    ID = "ARAP50/D"
    TITLE = "Delegate approvals"
    ACTIONS = ("help", "go", "leave", "prompt", "refresh", "do.save", "more", "back", "sign_off")

    session: Session

    def compose(self) -> ComposeResult:
        """Who, from, until, why."""
        yield Field("to", line=3, col=22, width=12, label="To", label_col=2, limit=32,
                    stop=True, required=True, note="somebody who approves in your place",
                    note_col=40)  # fmt: skip
        yield Field("since", line=4, col=22, width=10, label="From", label_col=2, kind=Kind.DATE,
                    required=True, parse=self._day, show=str)  # fmt: skip
        yield Field("until", line=5, col=22, width=10, label="Until", label_col=2, kind=Kind.DATE,
                    stop=True, parse=self._day, show=str, note="inclusive; empty ends it",
                    note_col=40)  # fmt: skip
        yield Field("note", line=6, col=22, width=40, label="Why", label_col=2, limit=80,
                    stop=True)  # fmt: skip

    def opened(self) -> None:
        """From today; what was given before stands below."""
        self.field("since").text = self.session.today
        self._show()
        self.go_to("to")

    def act_refresh(self) -> None:
        """F5: look anew."""
        self._show()

    def prompt(self, part: Part | None) -> str | None:
        """F4: users."""
        return "prompt.user" if part is not None and part.name == "to" else None

    def accept(self) -> None:
        """Record it and go back."""
        value = {field.name or "": field.text.strip() for field in self.fields}
        ledger = self.session.ledger
        try:
            people.delegate(
                ledger, value["to"], value["until"], since=value["since"], note=value["note"]
            )
        except Refused as refused:
            self.errors(show.faults(refused.problems, {"permission": "", "user": ""}))
        except LedgerError as error:
            self.error(messages.FAILED, str(error))
        else:
            until = f"until {value['until']}" if value["until"] else "no more"
            self.finish(f"{value['to']} approves for you {until}.")

    def _day(self, text: str) -> str:
        return values.day(text, self.session)

    def _show(self) -> None:
        lines = [
            line
            for line in self.session.ledger.policies.delegations.values()
            if self.session.clerk in (line.user, line.to) and line.until >= self.session.today
        ]
        self.put_line(8, "In force or to come" if lines else "Nothing is delegated.", "head")
        for at, line in enumerate(lines[:10], 9):
            said = f"{line.user} to {line.to}, {line.since} until {line.until}  {line.note}"
            self.put_line(at, f"  {said}"[:78])
