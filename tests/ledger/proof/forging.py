"""What a forger does who knows how the chain is made: everything is hashed anew."""

from __future__ import annotations

from artui.ledger.store import Store
from artui.ledger.store.chain import GENESIS, link
from tests.ledger.conftest import Tamper


def forge(store: Store, tamper: Tamper) -> None:
    """Hash the whole chain anew, as a forger who knows the rules would."""
    previous = GENESIS
    updates = []
    for row in store.stored(0, 1000):
        previous = link(previous, row.stream, row.version, row.code, row.state)
        updates.append((row.pos, previous))
    tamper(
        *(
            f"UPDATE events SET hash = {blob(store, value)} WHERE pos = {pos}"
            for pos, value in updates
        ),
        f"UPDATE head SET pos = {updates[-1][0]}, hash = {blob(store, previous)}",
    )


def blob(store: Store, value: bytes) -> str:
    if store.location.startswith("postgresql:"):
        return f"'\\x{value.hex()}'::bytea"
    return f"x'{value.hex()}'"
