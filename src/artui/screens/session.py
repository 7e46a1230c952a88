"""What one clerk works with while signed in: the ledger, the settings, what is remembered."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import msgspec

from artui.ledger import drafts
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.screens.frame.canvas import Banner
from artui.screens.papers import Papers
from artui.settings import Settings

if TYPE_CHECKING:
    from artui.importers.bank.imported import ImportedFile
    from artui.ledger.writeoffs.selecting import Selection
    from artui.ledger.writeoffs.write_off_runs import Outcome, Run
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


class TakeIn(Protocol):
    """Takes in a bank's file, or says on trial what would become of it."""

    def __call__(
        self, ledger: Ledger, path: str, *, dry_run: bool, accept_controls: bool
    ) -> ImportedFile:
        """What became of each statement."""


_COMMA = {ord("."): ",", ord(","): "."}


def _recall(ledger: Ledger) -> tuple[Memory, bytes]:
    """What is remembered of the clerk; nothing, if another version of the program wrote it."""
    state = drafts.remembered(ledger) or b""
    try:
        return msgspec.msgpack.decode(state, type=Memory), state
    except msgspec.DecodeError:
        return Memory(), b""


@dataclass
class Session:
    """A clerk's session over one ledger."""

    ledger: Ledger
    settings: Settings
    memory: Memory = field(init=False)
    company: str = ""
    """The company last worked in; empty = all."""
    payment: Payment | None = None
    """The voucher being entered, shared by the payment panels."""
    last_fields: dict[str, str] = field(default_factory=dict)
    """The fields of the receipt posted last, for F9."""
    last_voucher: str = ""
    """Key of the voucher posted last in this session."""
    papers: Papers = field(default_factory=Papers)
    """Remittances on the desk, still to be entered."""
    take_in: TakeIn | None = None
    """Reads and posts a bank's file; whoever starts the screens brings it."""
    days_asked: set[str] = field(default_factory=set)
    """Accounting days other than today that the clerk has confirmed."""
    selection: Selection | None = None
    """What the list of write-offs was asked for last."""
    run: Run | None = None
    """The write-off run looked at or posted last."""
    outcome: Outcome | None = None
    """What the run posted last came to."""
    _remembered: bytes = field(init=False, default=b"")

    def __post_init__(self) -> None:
        self.memory, self._remembered = _recall(self.ledger)

    def typed(self, minor: int, currency: str) -> str:
        """An amount as this clerk types it, for input cells: the decimal mark is a setting."""
        text = format_amount(minor, currency)
        return text.translate(_COMMA) if self.settings.decimal_mark == "," else text

    def remember(self) -> None:
        """Keep the memory for the next session, if it changed; a ledger that can't be written
        to just forgets it."""
        state = msgspec.msgpack.encode(self.memory)
        if state == self._remembered or self.ledger.store.read_only:
            return
        with suppress(LedgerError):
            drafts.remember(self.ledger, state)
            self._remembered = state

    def why_not(self, permission: str) -> str:
        """Why the clerk may not open what takes a permission; empty if they may."""
        try:
            self.ledger.require(permission)
        except Refused as refused:
            return refused.problems[0].text
        return ""

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
