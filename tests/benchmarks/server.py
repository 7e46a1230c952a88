"""Thirty-two clerks on one PostgreSQL against as many that append plainly by the library."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent
from psycopg.conninfo import conninfo_to_dict

from tests.benchmarks.clerks import INVOICES, paying_one
from tests.benchmarks.common import Figure, at_least, make_ledger, quantile
from tests.benchmarks.crew import WorkFor, crew
from tests.postgres import start as start_server

CLERKS = 32
PLAIN = "plain"
"""The schema of the library's own table."""

TURNS = 5
"""Both sides take turns, since a machine is not as fast a minute later."""

STATE = bytes(100)
"""As much as an event of a payment has."""


def plain_application(url: str, *, create: bool = False) -> Application[UUID]:
    """The library as it comes, with its own recorder, its own table, one connection."""
    parts = conninfo_to_dict(url)
    return Application[UUID](
        {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(parts["dbname"]),
            "POSTGRES_HOST": str(parts["host"]),
            "POSTGRES_PORT": str(parts.get("port", 5432)),
            "POSTGRES_USER": str(parts["user"]),
            "POSTGRES_PASSWORD": str(parts.get("password", "")),
            "POSTGRES_SCHEMA": PLAIN,
            "POSTGRES_POOL_SIZE": "1",
            "CREATE_TABLE": "y" if create else "n",
        }
    )


def appending_one(url: str, _number: int) -> Callable[[], object]:
    """Appends one event to a stream of its own."""
    application = plain_application(url)
    application.recorder.max_notification_id()  # connected, as a clerk is
    return lambda: application.recorder.insert_events([StoredEvent(uuid4(), 1, "posted", STATE)])


class Side:
    """What one side did in all its turns."""

    def __init__(self, work_for: WorkFor) -> None:
        self._work_for = work_for
        self._seconds = 0.0
        self.taken: list[list[float]] = [[] for _ in range(CLERKS)]

    def work(self, lasting: float) -> None:
        """One turn; what was begun in it is ended, and counts with the time that took."""
        begun = time.perf_counter()
        answers = self._work_for(lasting)
        self._seconds += time.perf_counter() - begun
        for clerk, more in zip(self.taken, answers, strict=True):
            clerk.extend(more)

    @property
    def rate(self) -> float:
        """How many a second."""
        return sum(map(len, self.taken)) / self._seconds


def clerks_against_plain_appends(folder: Path, lasting: float) -> list[Figure]:
    """The same server, the same seconds: plain appends and payments in turns."""
    url, stop = start_server(folder)
    try:
        return _measured(url, lasting)
    finally:
        stop()


def _measured(url: str, lasting: float) -> list[Figure]:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {PLAIN}")
    plain_application(url, create=True).close()
    books = f"{url}{'&' if '?' in url else '?'}schema=books"
    make_ledger(books, CLERKS * INVOICES).close()
    with crew(appending_one, url, CLERKS) as append_for, crew(paying_one, books, CLERKS) as pay_for:
        appends, payments = Side(append_for), Side(pay_for)
        for _ in range(TURNS):
            appends.work(lasting / TURNS)
            payments.work(lasting / TURNS)
    counts = [len(clerk) for clerk in payments.taken]
    waits = [each for clerk in payments.taken for each in clerk]
    return [
        at_least(
            f"{CLERKS} clerks / plain appends, in all",
            payments.rate / appends.rate,
            0.55,
            f"{payments.rate:,.0f}/s against {appends.rate:,.0f}/s",
        ),
        at_least(
            f"least served / most served of {CLERKS}",
            min(counts) / max(counts),
            0.8,
            f"{min(counts)} and {max(counts)} payments",
        ),
        Figure(
            f"p99 of {CLERKS} clerks, ms",
            quantile(waits, 0.99) * 1e3,
            "",
            None,
            f"median {quantile(waits, 0.5) * 1e3:.1f} ms",
        ),
    ]
