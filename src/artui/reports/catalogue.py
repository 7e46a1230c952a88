"""The reports there are, by name: what each says and how it is made.

The command line and the panel of reports read this list; a new report is a function that makes a
:class:`~artui.reports.papers.Report` and a line here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from artui.ledger.ledger import Ledger
from artui.reports import listings
from artui.reports.asked import Asked
from artui.reports.papers import Report


class Known(NamedTuple):
    """A report: its name on the command line, its title, and what it says in a sentence.

    One of a day (``since`` False) takes an as-of day, one of a time two days; one about customers
    may be asked for one of them.
    """

    name: str
    title: str
    says: str
    make: Callable[[Ledger, Asked], Report]
    since: bool = False
    customer: bool = False


CATALOGUE = (
    Known("aged-balances", "Aged trial balance", "What each customer owed, by days late.",
          listings.aged_balances),
    Known("open-items", "Open items", "Every document with an open balance, by customer.",
          listings.open_items, customer=True),
    Known("write-offs", "Write-off summary",
          "Written off by reason, customer, clerk and month.",
          listings.write_offs, since=True, customer=True),
    Known("voucher-list", "Voucher list", "Every voucher posted, in the order of the log.",
          listings.vouchers, since=True),
)  # fmt: skip
"""Every report that is a table, in the order they are listed."""


def known(name: str) -> Known | None:
    """The report of a name, None if there is none."""
    return next((one for one in CATALOGUE if one.name == name), None)
