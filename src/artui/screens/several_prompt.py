"""Prompt: what may stand several times in one field, marked if it stands there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from textual.app import ComposeResult

from artui.ledger.people import rights
from artui.ledger.policies import Policies
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.prompt_lists import Choice
from artui.screens.prompts import LISTED
from artui.screens.session import Session


def _permissions(_policies: Policies) -> Iterable[Choice]:
    for name, words in rights.PERMISSIONS.items():
        if name not in rights.LOOKING:  # in every role
            yield Choice(name, words)


def _roles(policies: Policies) -> Iterable[Choice]:
    for role in rights.roles(policies).values():
        if not role.ended:
            yield Choice(role.role, role.name)


def _branches(policies: Policies) -> Iterable[Choice]:
    for code, company in policies.companies.items():
        yield Choice(code, f"{company.name}, all branches")
        for branch, name in company.branches.items():
            yield Choice(f"{code}/{branch}", name)


_CHOICES: Mapping[str, Callable[[Policies], Iterable[Choice]]] = {
    "permissions": _permissions,
    "roles": _roles,
    "branches": _branches,
}


class SeveralPrompt(Panel):
    """Permissions of a role, roles or branches of a user; values: the field's text, which of these.

    1 and 4 put rows in and take them out; F10 takes all that are in to the field.
    """

    ID = "ARPRMT"
    TITLE = "Prompt: several"
    ACTIONS = (
        "help", "go", "refresh", "page_back", "page_next", "copy.code", "do.done", "more", "back",
        "sign_off", "top", "bottom", "code_page",
    )  # fmt: skip

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        text, self._kind, *_rest = (*values, "", "")
        self._in = text.split()

    def compose(self) -> ComposeResult:
        """One list."""
        self.title = f"Prompt: {self._kind}"
        columns = (
            Column[Choice]("In", 2, lambda row: "Y" if row.code in self._in else ""),
            Column[Choice](self._kind.capitalize(), 20, lambda row: row.code),
            Column[Choice]("", 48, lambda row: row.name),
        )
        yield Subfile(
            "hits", self._source(), columns, key=lambda row: row.code, first=2, last=-8,
            options=("1.include", "4.leave_out"), status_at=(-5, 79),
        )  # fmt: skip

    def opened(self) -> None:
        """Begin in the list."""
        self.go_to("hits")
        self._say()

    def _choices(self) -> Sequence[Choice]:
        choices = _CHOICES.get(self._kind)
        return list(choices(self.session.ledger.policies)) if choices else []

    def _source(self) -> ListSource[Choice]:
        return ListSource(self._choices())

    def _say(self) -> None:
        self.inform(LISTED, f"{len(self._in)} in. 1 and 4 change it, F10 takes them all over.")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The whole sentence of the row."""
        row: Choice | None = message.subfile.row
        self.explain(f"{row.code}: {row.name}" if row is not None else "")

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """Put rows in or take them out."""
        self._run(message.codes)
        self._say()

    def _run(self, codes: Sequence[tuple[str, str]]) -> None:
        """What is in stands in the order of the list; what isn't listed stays in front."""
        chosen = {*self._in, *(key for key, code in codes if code in ("1", "10"))}
        chosen -= {key for key, code in codes if code == "4"}
        listed = [row.code for row in self._choices()]
        self._in = [key for key in self._in if key in chosen and key not in listed]
        self._in += [key for key in listed if key in chosen]
        self.listing().clear_codes()
        self.listing().reload()

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter without a code: a step down."""
        self.listing().press("down", None)

    def act_do(self) -> None:
        """F10: the codes typed, then all that is in to the field."""
        self._run(self.listing().codes.ordered())
        self.finish(" ".join(self._in))
