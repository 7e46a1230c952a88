"""ARVF81: the whole ledger proved while others work, and what closed periods sealed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

from textual.app import ComposeResult

from artui.ledger.errors import LedgerError
from artui.ledger.proof import seals
from artui.ledger.proof.verifying import Verdict, verify
from artui.screens.frame.field import Field
from artui.screens.frame.messages import Fault
from artui.screens.frame.panel import Panel
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile
from artui.screens.frame.work import Job
from artui.screens.refusals import beside

READY, WALKING, SOUND, UNSOUND, STOPPED, NO_SEAL = range(2610, 2616)


class Line(NamedTuple):
    """A line of the panel: which event it is about, what is said of it, and where Enter goes."""

    at: int
    event: str
    said: str
    leads: Sequence[str] = ()


class Proof(Panel):
    """Chain, vouchers, balances, seals: all of it, or the first thing that is wrong."""

    ID = "ARVF81"
    TITLE = "Prove the ledger"
    ACTIONS = (
        "help", "go", "leave", "refresh", "page_back", "page_next", "do.verify", "more", "back",
        "sign_off", "top", "bottom",
    )  # fmt: skip

    def compose(self) -> ComposeResult:
        """A seal that was kept elsewhere, and what was found."""
        yield Field(
            "seal", line=2, col=23, width=50, label="Seal kept elsewhere", label_col=2, limit=250
        )
        yield Subfile(
            "findings",
            ListSource[Line](()),
            (
                Column[Line]("Event", 10, lambda line: line.event, right=True),
                Column[Line]("What is there", 66, lambda line: line.said),
            ),
            key=lambda line: str(line.at),
            first=5,
            last=-8,
            status_at=(4, 79),
        )

    def opened(self) -> None:
        """Show what was sealed so far; nothing is walked yet."""
        self.act_refresh()
        self.go_to("seal")

    def act_refresh(self) -> None:
        """F5: the seals of closed periods as they stand."""
        head = self.session.ledger.store.head()
        self.put_line(
            3, f"The history has {head.pos:,} events, the last with hash {head.hash.hex()[:16]}…"
        )
        self._list_lines(self._sealed())
        self.inform(READY, "F10 walks every event and every balance; others go on posting.")

    def _sealed(self) -> Iterator[Line]:
        for (company, period), seal in sorted(self.session.ledger.policies.seals.items()):
            said = f"period {period} of {company} closed: sealed up to event {seal.pos:,}"
            of = f"company={company}", f"period={period}"
            words = f"{said}, {seal.vouchers:,} voucher{'' if seal.vouchers == 1 else 's'}"
            yield Line(0, "", words, ("arre80/h", "BalancesSealed", *of))

    def _list_lines(self, lines: Iterator[Line]) -> None:
        rows = [line._replace(at=at) for at, line in enumerate(lines)]
        self.listing().reload(ListSource(rows))

    def on_subfile_opened(self, message: Subfile.Opened) -> None:
        """Enter on a finding shows its event, on a seal when it was made."""
        line: Line | None = message.subfile.row
        self.follow(line.leads if line is not None else ())

    def on_subfile_cursor_moved(self, message: Subfile.CursorMoved) -> None:
        """The whole sentence of the row."""
        line: Line | None = message.subfile.row
        self.explain(*wrap(line.said, 78)[:3] if line else ())

    def accept(self) -> None:
        """Enter walks, as F10 does."""
        self.act_do()

    def act_do(self) -> None:
        """F10: walk the whole history."""
        named = self.field("seal").text.strip()
        try:
            kept = [seals.read(Path(named).expanduser())] if named else []
        except LedgerError as error:
            self.errors([Fault("seal", NO_SEAL, str(error))])
            return
        store = self.session.ledger.store

        def walk(job: Job) -> Verdict:
            return verify(store, job.counted(WALKING, "events checked"), kept=kept)

        beside(self, walk, self._show, stopped=self._stopped)

    def _stopped(self) -> None:
        self.inform(STOPPED, "Stopped by you: nothing is said of the rest. F10 begins anew.")

    def _show(self, verdict: Verdict) -> None:
        if verdict.sound:
            many = "seal holds" if verdict.seals == 1 else "seals hold"
            self.inform(
                SOUND,
                f"Sound: {verdict.events:,} events, {verdict.vouchers:,} vouchers,"
                f" {verdict.seals:,} {many}.",
            )
        else:
            self._list_lines(_findings(verdict))
            self.go_to("findings")
            self.error(UNSOUND, _worst(verdict))


def _findings(verdict: Verdict) -> Iterator[Line]:
    for problem, pos in zip(verdict.problems, verdict.positions, strict=True):
        yield Line(0, f"{pos:,}", problem, ("arre80/d", str(pos))) if pos else Line(0, "", problem)
    if verdict.unnamed:
        yield Line(0, "", f"and {verdict.unnamed:,} more")


def _worst(verdict: Verdict) -> str:
    if verdict.faultless:
        return "The ledger itself is sound; it doesn't agree with the seal it was held against."
    if verdict.first_bad is None:
        return "The ledger is not sound; its events are whole. A rebuild may put it right."
    whole = f"; 1 to {verdict.readable:,} are whole" if verdict.readable else ""
    return f"The ledger is not sound. First bad event: {verdict.first_bad:,}{whole}."
