"""Vouchers in progress: kept per clerk in the ledger's database, outside the chain.

A draft holds what a clerk typed and chose, never a balance: it is checked anew when resumed. What
is remembered of a clerk between receipts stands beside the drafts and is none of them.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from artui.ledger.ledger import Ledger

MEMORY = "~memory"
"""The id of the row that holds what is remembered of a clerk; no draft's id begins with ``~``."""

LOOKED = "~looked"
"""The id of the row that says up to where a clerk has looked at the history."""

RUN = "~run/"
"""How the id of a row begins that holds a run being carried out."""


class DraftLine(msgspec.Struct, frozen=True, array_like=True):
    """A document chosen in a draft and how; amounts in minor units."""

    document: str
    pay: int
    accept_late: bool = False
    discount: int | None = None
    discount_reason: str = ""
    tolerate: bool = True
    short_reason: str = ""
    version: int = 0
    write_off: int = 0
    write_off_reason: str = ""
    source_amount: int | None = None


class Draft(msgspec.Struct, frozen=True, array_like=True):
    """A receipt in the making: the fields of E as typed, the lines of F, where it stood.

    ``source`` is the open credit document it applies, if it is no new receipt; ``command`` is the
    id it will be posted under, so that a draft whose posting went through is recognised.
    """

    fields: dict[str, str]
    lines: tuple[DraftLine, ...] = ()
    panel: str = "E"
    source: str = ""
    company: str = ""
    command: str = ""
    keep_excess: bool = True


class Kept(NamedTuple):
    """A draft in the list: its id, when it was last kept (µs since 1970 UTC), what it is."""

    id: str
    updated_at: int
    label: str
    draft: Draft


def keep(ledger: Ledger, draft_id: str, label: str, draft: Draft) -> None:
    """Keep a draft, replacing what was kept under its id."""
    _put(ledger, draft_id, draft.company, label, msgspec.msgpack.encode(draft))


def _put(ledger: Ledger, row_id: str, company: str, label: str, state: bytes) -> None:
    ledger.store.keep(
        "INSERT INTO drafts (clerk, id, updated_at, company, label, state) "
        "VALUES (:clerk, :id, :now, :company, :label, :state) "
        "ON CONFLICT (clerk, id) DO UPDATE SET updated_at = excluded.updated_at, "
        "company = excluded.company, label = excluded.label, state = excluded.state",
        {
            "clerk": ledger.clerk,
            "id": row_id,
            "now": ledger.clock(),
            "company": company,
            "label": label,
            "state": state,
        },
    )


def forget(ledger: Ledger, draft_id: str) -> None:
    """Remove a draft; nothing happens if there is none."""
    ledger.store.keep(
        "DELETE FROM drafts WHERE clerk = :clerk AND id = :id",
        {"clerk": ledger.clerk, "id": draft_id},
    )


def kept(ledger: Ledger) -> list[Kept]:
    """The clerk's drafts, newest first; one whose command was posted already is left out."""
    rows = ledger.store.query(
        "SELECT id, updated_at, label, state FROM drafts WHERE clerk = :clerk "
        "AND substr(id, 1, 1) <> '~' ORDER BY updated_at DESC, id",
        {"clerk": ledger.clerk},
    )
    found = [
        Kept(row[0], row[1], row[2], msgspec.msgpack.decode(row[3], type=Draft)) for row in rows
    ]
    return [k for k in found if not k.draft.command or not ledger.store.command(k.draft.command)]


def find(ledger: Ledger, draft_id: str) -> Kept | None:
    """The clerk's draft of that id, None if there is none or it was posted already."""
    return next((draft for draft in kept(ledger) if draft.id == draft_id), None)


def keep_run(ledger: Ledger, command: str, label: str, state: bytes) -> None:
    """Keep a run under its command id until it is done, so that it goes on after a crash."""
    _put(ledger, f"{RUN}{command}", "", label, state)


def forget_run(ledger: Ledger, command: str) -> None:
    """A run is done."""
    forget(ledger, f"{RUN}{command}")


def kept_runs(ledger: Ledger) -> list[tuple[str, bytes]]:
    """The clerk's runs that are not done, the newest first: label and state."""
    rows = ledger.store.query(
        "SELECT label, state FROM drafts WHERE clerk = :clerk AND id > '~run/' AND id < '~run0' "
        "ORDER BY updated_at DESC, id",
        {"clerk": ledger.clerk},
    )
    return [(row[0], bytes(row[1])) for row in rows]


def remember(ledger: Ledger, state: bytes) -> None:
    """Keep what is remembered of the clerk, replacing what was."""
    _put(ledger, MEMORY, "", "", state)


def remembered(ledger: Ledger) -> bytes | None:
    """What was kept by :func:`remember`, None the first time."""
    rows = ledger.store.query(
        "SELECT state FROM drafts WHERE clerk = :clerk AND id = :memory",
        {"clerk": ledger.clerk, "memory": MEMORY},
    )
    return bytes(rows[0][0]) if rows else None


def keep_looked(ledger: Ledger, pos: int) -> None:
    """Keep up to which position the clerk has looked at the history; a look is no fact."""
    _put(ledger, LOOKED, "", "", b"%d" % pos)


def looked(ledger: Ledger) -> int:
    """What was kept by :func:`keep_looked`, 0 the first time."""
    rows = ledger.store.query(
        "SELECT state FROM drafts WHERE clerk = :clerk AND id = :looked",
        {"clerk": ledger.clerk, "looked": LOOKED},
    )
    return int(bytes(rows[0][0])) if rows else 0
