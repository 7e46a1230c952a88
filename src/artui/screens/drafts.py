"""ARS110/D: the clerk's receipts begun and not posted."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from artui.ledger import drafts
from artui.ledger.drafts import Kept
from artui.ledger.errors import LedgerError
from artui.screens import show
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile

NONE, ASK_REMOVE, REMOVED, NOT_REMOVED = 4201, 4202, 4203, 4204

_COLUMNS = (
    Column[Kept]("Kept", 10, lambda row: show.recorded_day(row.updated_at)),
    Column[Kept]("At", 8, lambda row: show.clock(row.updated_at)),
    Column[Kept]("Comp", 4, lambda row: row.draft.company),
    Column[Kept]("What", 36, lambda row: row.label),
    Column[Kept]("Documents", 9, lambda row: str(len(row.draft.lines) or ""), right=True),
)


class Drafts(Panel):
    """Drafts, the newest first; each is checked anew when it is taken up again."""

    ID = "ARS110/D"
    TITLE = "Drafts of receipts"
    ACTIONS = (
        "help", "go", "leave", "refresh", "page_back", "page_next", "copy.code", "more", "back",
        "sign_off", "top", "bottom", "code_page",
    )  # fmt: skip

    def compose(self) -> ComposeResult:
        """One list."""
        yield Subfile(
            "drafts", self._source(), _COLUMNS, key=lambda row: row.id, first=3, last=-8,
            options=("1.resume", "4.remove"), status_at=(2, 79),
        )  # fmt: skip

    def opened(self) -> None:
        """Begin on the newest."""
        self.go_to("drafts")
        self._say_empty()

    def resumed(self) -> None:
        """The panel above may have posted one, or begun another."""
        self.act_refresh()

    def act_refresh(self) -> None:
        """F5: read them anew."""
        self.listing().reload(self._source())
        self._say_empty()

    def _source(self) -> ListSource[Kept]:
        return ListSource(drafts.kept(self.session.ledger))

    def _say_empty(self) -> None:
        if not self.listing().count:
            self.inform(NONE, "No draft is kept. A receipt begun is kept by itself.")

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """What was typed so far."""
        kept: Kept | None = message.subfile.row
        if kept is None:
            self.explain()
            return
        typed = kept.draft.fields
        reference = typed.get("reference", "")
        said = f"{typed.get('payer', '')}  {typed.get('amount', '')} {typed.get('currency', '')}"
        self.explain(f"{said}  {reference}".strip()[:78], "Balances are looked at again then.")

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter takes the draft up again."""
        self._resume(message.key)

    def on_subfile_run_codes(self, message: Subfile.RunCodes) -> None:
        """4 asks once for all; 1 takes up the first marked."""
        gone = [key for key, code in message.codes if code == "4"]
        if gone:
            what = "this draft" if len(gone) == 1 else f"{len(gone)} drafts"
            self.ask(ASK_REMOVE, f"Remove {what} for good?", lambda: self._remove(gone))
        else:
            key, _code = message.codes[0]
            message.subfile.clear_codes([key])
            self._resume(key)

    def _resume(self, draft_id: str) -> None:
        self.open("ars110", f"draft:{draft_id}")

    def _remove(self, gone: Sequence[str]) -> None:
        try:
            for draft_id in gone:
                drafts.forget(self.session.ledger, draft_id)
        except LedgerError as error:
            self.error(NOT_REMOVED, str(error))
            return
        self.listing().clear_codes(gone)
        self.listing().reload(self._source())
        self.inform(REMOVED, f"{len(gone)} removed, {self.listing().count} kept.")
