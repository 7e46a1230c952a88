"""Processes that do the same at the same time, when they are told to and for as long."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.benchmarks.clerks"])

WorkFor = Callable[[float], list[list[float]]]
Prepare = Callable[[str, int], Callable[[], object]]
"""Makes what one process does again and again: where, and its number among the others."""


@contextmanager
def crew(prepare: Prepare, location: str, many: int) -> Iterator[WorkFor]:
    """So many processes, ready; a call lets all work for some seconds, and says for each of them
    how long each time took."""
    started, lines = [], []
    for number in range(many):
        ours, theirs = processes.Pipe()
        started.append(processes.Process(target=_work, args=(prepare, location, number, theirs)))
        started[-1].start()
        theirs.close()  # one that dies is heard, not waited for
        lines.append(ours)
    for line in lines:
        line.recv()

    def work_for(lasting: float) -> list[list[float]]:
        for line in lines:
            line.send(lasting)
        return [line.recv() for line in lines]

    yield work_for
    for line in lines:
        line.send(0.0)
    for process in started:
        process.join()


def _work(prepare: Prepare, location: str, number: int, line: Connection) -> None:
    once = prepare(location, number)
    line.send("ready")
    while lasting := line.recv():
        taken = []
        begun = time.perf_counter()
        stop = begun + lasting
        while begun < stop:
            once()
            ended = time.perf_counter()
            taken.append(ended - begun)
            begun = ended
        line.send(taken)
