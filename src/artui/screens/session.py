"""What one clerk works with while signed in: the ledger, the settings, what is remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from artui.ledger.ledger import Ledger
from artui.screens.frame import Banner
from artui.settings import Settings

if TYPE_CHECKING:
    from artui.screens.payment import Payment


class Memory(msgspec.Struct, array_like=True):
    """What is remembered between receipts, per clerk (never payer, amount, reference or rate).

    ``day`` is the business day the dates were typed on: they are kept for that day only.
    """

    day: str = ""
    received: str = ""
    accounting: str = ""
    method: str = ""
    order: int = 6
    batch: str = ""
    bank_accounts: dict[str, str] = {}  # "COMPANY/CUR" → bank account


@dataclass
class Session:
    """A clerk's session over one ledger."""

    ledger: Ledger
    settings: Settings
    memory: Memory = field(default_factory=Memory)
    company: str = ""
    """The company last worked in; empty = all."""
    payment: Payment | None = None
    """The voucher being entered, shared by the payment panels."""
    last_fields: dict[str, str] = field(default_factory=dict)
    """The fields of the receipt posted last, for F9."""
    last_voucher: str = ""
    """Key of the voucher posted last in this session."""

    @property
    def clerk(self) -> str:
        """Who is signed in."""
        return self.ledger.clerk

    @property
    def banner(self) -> Banner:
        """The right of line 1: company, clerk and business day."""
        return Banner(self.company or "ALL", self.clerk, self.today)

    @property
    def today(self) -> str:
        """The business day, ISO."""
        return self.ledger.today()
