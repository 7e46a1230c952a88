"""What was ever recorded of a piece of master data or a policy, oldest first. Never writes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger
from artui.ledger.reading.log import in_sight


def recorded(
    ledger: Ledger, kinds: Collection[str], of: Mapping[str, str]
) -> list[tuple[int, ev.Event]]:
    """The events of these kinds (``ToleranceSet``) whose fields say what ``of`` names, with their
    positions; only what is in sight."""
    seen = in_sight(ledger)
    return [
        (pos, event)
        for pos, event in ledger.store.policy_events()
        if type(event).__name__ in kinds
        and all(str(getattr(event, name, "")) == value for name, value in of.items())
        and seen(event)
    ]
