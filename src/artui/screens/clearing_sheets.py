"""The panels around clear unapplied balances: pairs, why, dry run, result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from artui.ledger.automatic.clearing import Rehearsed
from artui.ledger.reversal.reversing import reverse_batch
from artui.reports.clearing import (
    headline,
    rehearsed_text,
    result_heads,
    result_text,
    vouchers_text,
)
from artui.screens import show
from artui.screens.clearing_posting import Done
from artui.screens.clearing_rows import Look, why_words
from artui.screens.frame import messages
from artui.screens.frame.work import Job
from artui.screens.printing import print_lines
from artui.screens.refusals import beside
from artui.screens.sheet import LIST_KEYS, PRINTED, DryRunSheet, ReadSheet

COMPLETE, STOPPED, ASK_UNDO, UNDONE, NOTHING_HERE = range(3510, 3515)


class _OfAccount(ReadSheet):
    """A sheet about one account of the list."""

    OPENS: ClassVar[str]

    def __init__(self, row: Look | None = None, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._row = row

    def opened(self) -> None:
        """Whose account it is, and what there is to say."""
        row = self._row
        if row is None:
            self.inform(NOTHING_HERE, self.OPENS)
            return
        self.put_line(2, f"{row.listed.customer} {row.now.name}   {row.listed.currency}"[:78])
        self.show_lines(self.said(row))

    def said(self, row: Look) -> Iterable[str]:
        """The lines of the sheet."""
        raise NotImplementedError


class ClearingPairs(_OfAccount):
    """7: which document pays which, and what brought the two together."""

    ID = "ARAR70/P"
    TITLE = "Clear unapplied balances: pairs"
    OPENS = "Pairs open from the list, with 7 on an account."

    def said(self, row: Look) -> Iterator[str]:
        """A pair a line."""
        cur = row.listed.currency
        yield f"{'Credit':<12}{'pays debit':<12}{'Due':<11}{'Amount':>12}  Why"
        for pair in row.pairs:
            yield (
                f"{pair.credit.number:<12}{pair.debit.number:<12}{pair.debit.due:<11}"
                f"{show.amount(pair.amount, cur):>12}  {pair.why}"
            )


class ClearingWhy(_OfAccount):
    """9: why an account is listed, or why it won't be cleared."""

    ID = "ARAR70/W"
    TITLE = "Why: clear unapplied balances"
    OPENS = "It opens from the list, with 9 on an account."

    def said(self, row: Look) -> Iterable[str]:
        """The account in sentences, then its documents."""
        return why_words(row)


class ClearingDryRun(DryRunSheet[Sequence[Rehearsed]]):
    """F11 F2: what clearing would change."""

    ID = "ARAR70/X"
    TITLE = "Dry run: clear unapplied balances"
    NOTHING_HERE = (NOTHING_HERE, "A dry run opens from the list by F11 F2.")

    def told(self, seen: Sequence[Rehearsed]) -> Iterable[str]:
        """Company by company."""
        return rehearsed_text(self.session.ledger, seen)


class ClearingResult(ReadSheet):
    """What was cleared, every account named, those skipped first."""

    ID = "ARAR70/R"
    TITLE = "Clear unapplied balances: result"
    ACTIONS = (*LIST_KEYS, "print", "undo")

    def __init__(self, done: Done | None = None, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._result = done or Done((), ())
        self._done = self._result.clearings

    def opened(self) -> None:
        """Counts, vouchers, accounts."""
        if not self._done:
            self.inform(NOTHING_HERE, "The result opens when a list was cleared.")
            return
        self.put_line(
            2,
            f"{headline(self._done)}   Voucher {vouchers_text(self._done)}"[:78],
        )
        self.show_lines(result_text(self.session.ledger, self._done))
        problem = self._result.problem
        if problem is not None:
            self.error(messages.FAILED, f"The rest was refused: {problem}")
        elif self._result.stopped:
            self.inform(STOPPED, "Stopped by you: the list keeps the rest; F10 there goes on.")
        else:
            self.inform(COMPLETE, f"{headline(self._done)}; the list is empty. F11 F5=Undo")

    def act_print(self) -> None:
        """F11 F4: the whole of it, headed."""
        lines = [*result_heads(self.session.ledger, self._done), *self.lines]
        print_lines(self, lines, PRINTED, "It went to the print command.")

    def act_undo(self) -> None:
        """F11 F5: take all of it back, after a question."""
        vouchers = sum(len(one.vouchers) for one in self._done)
        if not vouchers:
            self.error(NOTHING_HERE, "Nothing was posted.")
            return
        by = "one reversal" if vouchers == 1 else f"{vouchers} reversals"
        self.ask(ASK_UNDO, f"Take back {vouchers_text(self._done)} by {by}?", self._undo)

    def _undo(self) -> None:
        ledger = self.session.ledger
        lists = zip(self._result.lists, self._done, strict=True)
        posted = [kept.name for kept, one in lists if one.vouchers]

        def take_back(_job: Job) -> list[str]:
            return [
                each.name
                for name in posted
                for each in reverse_batch(ledger, name, command=f"undo-{name}")
            ]

        def undone(names: list[str]) -> None:
            self.inform(UNDONE, f"Taken back by {', '.join(names[:3])}; all is open again.")

        beside(self, take_back, undone, {"voucher": "", "batch": ""})
