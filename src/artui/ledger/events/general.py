"""Facts between the sub-ledger and the general ledger: batches left unposted, posted, exported."""

from __future__ import annotations

from artui.ledger.events.base import Event


class JournalLeftUnposted(Event, frozen=True, tag="ju"):
    """The journal batch of this voucher waits: it is not released to the general ledger yet.

    It stands before the voucher's seal. Balances and control accounts are those of the voucher.
    """


class JournalPosted(Event, frozen=True, tag="jp"):
    """The journal batch of a ``voucher`` that was left unposted was posted by hand.

    Its stream is ``journal/`` and the voucher's key, so that none is posted twice.
    """

    voucher: str


class JournalExported(Event, frozen=True, tag="jx"):
    """The batches posted in a company behind ``after`` up to ``upto`` were exported as one file.

    Its stream is ``gl-export/COMPANY``, its version the ``number``. ``totals`` has debits and
    credits per currency, ``base`` those in base currency, both above zero; ``sha256`` covers the
    bytes of the file.
    """

    company: str
    number: int
    after: int
    upto: int
    batches: int
    lines: int
    totals: tuple[tuple[str, int, int], ...]
    base: tuple[int, int]
    sha256: str
