"""Who is connected: the role of a database that knows persons."""

from __future__ import annotations

from typing import NamedTuple

from artui.ledger.store.interface import Store


class Role(NamedTuple):
    """The database's role, and whether the ledger's tables are its own."""

    name: str
    owner: bool


def database_role(store: Store) -> Role | None:
    """The role of a PostgreSQL connection; None for a file, which knows no persons."""
    if not store.location.startswith("postgres"):
        return None
    rows = store.query(
        "SELECT session_user, pg_get_userbyid(relowner) FROM pg_class"
        " WHERE oid = to_regclass('events')"
    )
    user, owner = rows[0] if rows else ("", "")
    return Role(str(user), user == owner)
