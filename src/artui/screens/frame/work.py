"""Long work in a thread: it reports by messages, counts on line 22, and stops when asked."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import Any

from textual.message import Message

SHOW_AFTER = 1.0
"""Seconds before progress is shown: short work shows none."""

SHOW_EVERY = 0.5
"""Seconds between two counts."""


class Progress(Message):
    """A count to show: number and words of the message."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__()
        self.number = number
        self.text = text


class Worked(Message):
    """The work has ended: ``result``, or the ``error`` it raised."""

    def __init__(self, job: Job, result: object = None, error: Exception | None = None) -> None:
        super().__init__()
        self.job = job
        self.result = result
        self.error = error


class StoppedError(Exception):
    """The work ended where the clerk asked it to, and came to nothing."""


class Job:
    """One piece of work; the thread calls :meth:`report` and looks at :attr:`stopping`."""

    def __init__(self, post: Callable[[Message], object], done: Callable[[Any], object]) -> None:
        self._post = post
        self._stop = Event()
        self._next = monotonic() + SHOW_AFTER
        self.done = done
        self.shown = False

    @property
    def stopping(self) -> bool:
        """Whether the clerk asked to stop; end after the transaction that runs."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to stop."""
        self._stop.set()

    def report(self, number: int, text: str) -> None:
        """Say how far the work is; shown after one second, at most twice a second."""
        now = monotonic()
        if now >= self._next:
            self._next = now + SHOW_EVERY
            self.shown = True
            self._post(Progress(number, text))

    def counted(self, number: int, words: str) -> Callable[[int, int], None]:
        """What is told how many of how many are done; it ends work that only reads by
        :class:`StoppedError` when the clerk asks to stop."""

        def count(done: int, known: int) -> None:
            if self.stopping:
                raise StoppedError
            self.report(number, f"{done:,} of {known:,} {words}. Esc=Stop")

        return count

    def run(self, task: Callable[[Job], object]) -> None:
        """Do the work in the calling thread and tell the panel how it ended."""
        try:
            result = task(self)
        except Exception as error:
            self._post(Worked(self, error=error))
        else:
            self._post(Worked(self, result))
