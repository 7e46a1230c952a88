"""The ledger as it was: every list, balance, age and policy of a moment, for reading only.

What the clerk may do and sees is what it is now; a moment shows nobody more.
"""

from __future__ import annotations

from artui.ledger.events import VoucherPosted
from artui.ledger.ledger import Ledger
from artui.ledger.lens import Lens
from artui.ledger.policies import Policies
from artui.ledger.reading.moment import Moment
from artui.ledger.reading.queries import Queries
from artui.ledger.sight import Sight
from artui.ledger.store import Store


class Past(Ledger):
    """A ledger at a moment. Whatever would write refuses: its store is for reading only.

    Its ``today`` is the day looked at, so ages, tolerances and periods are those of that day; its
    ``policies`` are those known at the position.
    """

    def __init__(self, live: Ledger, moment: Moment) -> None:
        self.moment = moment
        self._live = live
        self._lens: tuple[Sight, Lens] | None = None
        store = live.store.whole
        head = store.head()
        self._position = moment.position or head.pos
        rows = store.query(
            "SELECT MAX(pos) FROM policy_log WHERE pos <= :pos", {"pos": self._position}
        )
        end = head._replace(pos=self._position, policy_pos=int(rows[0][0] or 0))
        self._early = _early(store, moment.day, self._position, head.pos)
        whole = Lens(moment.day, self._position, Sight(Policies(), ""), early=self._early)
        super().__init__(
            store.as_known(whole, end),
            live.clerk,
            clock=live.clock,
            ids=live.ids,
            today=lambda: moment.day or live.today(),
        )
        self.seen = self.store.seen_by(self._seen_through)
        self.read = Queries(self.seen)

    @property
    def sight(self) -> Sight:
        """What the clerk sees, as it is now."""
        return self._live.sight

    def _permissions(self) -> frozenset[str]:
        return self._live._permissions()

    def _seen_through(self) -> Lens:
        """What the clerk sees of the moment; made once for what they see."""
        sight = self._live.sight
        if self._lens is None or self._lens[0] is not sight:
            own = Sight(self._live.policies, self.clerk)
            lens = Lens(self.moment.day, self._position, own, early=self._early)
            self._lens = sight, lens
        return self._lens[1]

    def close(self) -> None:
        """Nothing to let go of: the database is the live ledger's."""


def _early(store: Store, day: str, position: int, end: int) -> bool:
    """Whether most of the log came later, by the voucher in the middle of it."""
    middle = end // 2
    if position <= middle or not day:
        return position <= middle
    rows = store.query(
        "SELECT pos FROM vouchers WHERE pos > :middle ORDER BY pos LIMIT 1", {"middle": middle}
    )
    seals = store.events_at([row[0] for row in rows]).values()
    return any(isinstance(seal, VoucherPosted) and seal.date > day for seal in seals)


def look_back(ledger: Ledger, moment: Moment) -> Ledger:
    """The ledger at a moment; itself, if that is now."""
    return ledger if moment.is_now else Past(ledger, moment)
