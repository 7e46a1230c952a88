"""Facts of master data in the making: collected in their streams, saved as one transaction."""

from __future__ import annotations

from typing import Any

from artui.ledger import events as ev
from artui.ledger import money
from artui.ledger.errors import ReadOnly, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.people.rights import Kept


class Writer:
    """Collects facts of master data in their streams and saves them as one transaction."""

    def __init__(self, ledger: Ledger, command: str | None = None) -> None:
        self.ledger = ledger
        self.stamp = ledger.stamp(command)
        ledger.kept = Kept()
        self.events: list[ev.Event] = []
        self._versions: dict[str, int] = {}

    def add(self, stream: str, kind: type[ev.Event], /, **fields: Any) -> None:
        """One fact, next in its stream; policy streams know their version, others are given."""
        known = self._versions.get(stream)
        if known is None:
            known = self.ledger.policies.versions.get(stream, 0)
        self._versions[stream] = known + 1
        self.events.append(kind(stream, known + 1, *self.stamp, **fields))

    def start(self, stream: str, version: int) -> None:
        """Tell the version a stream outside the policies stands at."""
        self._versions[stream] = version

    def adopt_currency(self, currency: str) -> None:
        """Bring a currency into use, with the exponent it has today; unknown ones are refused."""
        stream = f"currency/{currency}"
        if currency in self.ledger.policies.currencies or stream in self._versions:
            return
        try:
            places = money.exponent(currency)
        except money.AmountError as error:
            raise refuse("currency", error.number, str(error)) from None
        self.add(stream, ev.CurrencyAdopted, currency=currency, exponent=places)

    def save(self) -> int:
        """Append all at once; how many facts there were."""
        if self.ledger.store.read_only:
            raise ReadOnly("Read-only: you can look, nothing can be changed")
        if self.events:
            self.ledger.store.append(self.events, self.stamp.command)
        return len(self.events)
