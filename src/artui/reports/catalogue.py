"""The reports there are, by name: what each says and how it is made.

The command line and the panel of reports read this list; a new report is a function that makes a
:class:`~artui.reports.papers.Report` and a line here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from artui.ledger.ledger import Ledger
from artui.reports import account_lines, duties, journal_lists, listings, recoveries
from artui.reports.asked import Asked
from artui.reports.papers import Report


class Known(NamedTuple):
    """A report: its name on the command line, its title, and what it says in a sentence.

    One of a day (``since`` False) takes an as-of day, one of a time two days; one about customers
    may be asked for one of them, and by what ``also`` names; one not ``of_company`` is about the
    ledger as it is now.
    """

    name: str
    title: str
    says: str
    make: Callable[[Ledger, Asked], Report]
    since: bool = False
    customer: bool = False
    of_company: bool = True
    also: tuple[str, ...] = ()


CATALOGUE = (
    Known("aged-balances", "Aged trial balance", "What each customer owed, by days late.",
          listings.aged_balances),
    Known("open-items", "Open items", "Every document with an open balance, by customer.",
          listings.open_items, customer=True),
    Known("write-offs", "Write-off summary",
          "Written off by reason, customer, clerk and month.",
          listings.write_offs, since=True, customer=True, also=("reason",)),
    Known(listings.WRITE_OFF_LIST, "Write-offs one by one",
          "Each write-off with its document and voucher.",
          listings.write_off_list, since=True, customer=True,
          also=("reason", "clerk", "currency")),
    Known("recoveries", "Recoveries", "Written off, and came in after all.",
          recoveries.recoveries, since=True, customer=True),
    Known("accounting-journal", "Accounting journal", "What was posted, line by line, by rule.",
          journal_lists.accounting_journal, since=True, customer=True),
    Known("payment-journal", "Customer payment journal",
          "What was paid, discounted, written off.",
          journal_lists.payment_journal, since=True, customer=True),
    Known(account_lines.ACCOUNT_LINES, "Account line by line",
          "What was posted to an account, with its balance.",
          account_lines.account_lines, since=True, customer=True, also=("account", "currency")),
    Known("voucher-list", "Voucher list", "Every voucher posted, in the order of the log.",
          listings.vouchers, since=True),
    Known("duties", "Duties apart", "Who holds rights that one person shouldn't.",
          duties.duties, of_company=False),
)  # fmt: skip
"""Every report that is a table, in the order they are listed."""

_BY_NAME = {one.name: one for one in CATALOGUE}


def known(name: str) -> Known:
    """The report of a name; KeyError if there is none."""
    return _BY_NAME[name]
