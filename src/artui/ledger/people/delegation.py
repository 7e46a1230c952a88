"""Whose authority an approval rests on: one's own, else one delegated to the approver."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.people import rights

A = TypeVar("A")


def by_authority(
    ledger: Ledger, permission: str, asked_by: str, own: Refused, attempt: Callable[[str], A]
) -> A:
    """What ``attempt`` answers for the first user whose authority covers it: the clerk, else who
    delegated to them; never ``asked_by``, whose request it is.

    Raises what the first attempt refused, or ``own`` if nobody else could be asked.
    """
    givers = rights.speaks_for(ledger.policies, ledger.clerk, ledger.today(), permission)
    refusal: Refused | None = None
    for giver in givers:
        if giver == asked_by:
            continue
        try:
            return attempt(giver)
        except Refused as refused:
            refusal = refusal or refused
    if refusal is None:
        ledger.require(permission)
    raise refusal or own
