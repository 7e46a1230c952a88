"""Signing on: who is at work on a ledger, as far as it can be proved.

On a file it is the account of the operating system; on PostgreSQL the role of the connection. Who
owns the ledger may name somebody else in ``ARTUI_CLERK``: that is how a service account speaks for
the clerk whose key opened the line, and nobody else can take another's name.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from artui import settings
from artui.ledger.errors import Damaged, LedgerError
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.store.role import database_role

CLERK_VARIABLE = "ARTUI_CLERK"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,31}")


class NotYouError(LedgerError):
    """A name that can't be taken; the text says why."""


def sign_on(location: str, *, create: bool = False, older_ok: bool = False) -> Ledger:
    """The ledger at a location, opened for whoever is at work; with ``older_ok`` one of an older
    format too.

    Raises :class:`~artui.ledger.errors.LedgerError` with a sentence for a name that may not be
    taken, a user who has ended, and a ledger that can't be opened.
    """
    named = _named()
    on_file = "://" not in location
    clerk = _on_file(location, named) if on_file else named or settings.login_name()
    ledger = open_ledger(
        location, clerk, create=create, older_ok=older_ok, today=settings.business_day
    )
    try:
        if not on_file:
            ledger.clerk = _on_server(ledger, named)
        if _ended(ledger):
            raise NotYouError(f"{ledger.clerk} has ended and may not sign on to this ledger")
    except BaseException:
        ledger.close()
        raise
    return ledger


def _ended(ledger: Ledger) -> bool:
    try:
        known = ledger.policies.users.get(ledger.clerk)
    except Damaged:
        return False  # who looks for the damage needs to get in
    return known is not None and known.ended


def _named() -> str:
    named = os.environ.get(CLERK_VARIABLE, "")
    if named and not _NAME.fullmatch(named):
        raise NotYouError(f"{CLERK_VARIABLE}: {named!r} is no user's name")
    return named


def _on_file(location: str, named: str) -> str:
    """The account of the process, or the name its owner gives."""
    login = settings.login_name()
    if named in ("", login):
        return login
    path = Path(location)
    if path.exists() and path.stat().st_uid != os.geteuid():
        raise NotYouError(
            f"{CLERK_VARIABLE}: only the owner of {location} may say that {named} is at work"
        )
    return named


def _on_server(ledger: Ledger, named: str) -> str:
    """The role of the connection, or the name that the owner of the tables gives."""
    role = database_role(ledger.store)
    assert role is not None, "a server was named"
    if named in ("", role.name):
        return role.name
    if not role.owner:
        raise NotYouError(
            f"{CLERK_VARIABLE}: role {role.name} doesn't own this ledger and can't say that "
            f"{named} is at work"
        )
    return named
