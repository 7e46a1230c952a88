"""What a posting would come to, on a panel: the journal it posts above the documents it moves."""

from __future__ import annotations

from collections.abc import Iterator

from artui.ledger.ledger import Ledger
from artui.ledger.reversal.reversing import Balance, Preview
from artui.reports.voucher import AccountLine, accounting_journal
from artui.screens import show
from artui.screens.frame.panel import Panel
from artui.screens.frame.place import Place
from artui.screens.frame.rows import Column, ListSource
from artui.screens.frame.subfile import Subfile


def consequence_lists(top: int) -> Iterator[Subfile[Balance] | Subfile[AccountLine]]:
    """The lists ``documents`` and ``journal``, whose title stands on line ``top``."""
    yield Subfile(
        "documents",
        ListSource[Balance](()),
        (
            Column("Document", 15, lambda row: row.document.number),
            Column("Ty", 2, lambda row: row.document.short_kind),
            Column("Cur", 3, lambda row: row.document.currency),
            Column("Open now", 14, lambda row: _money(row, row.document.open), right=True),
            Column("Change", 14, _change, right=True),
            Column("Open after", 14, lambda row: _money(row, row.after), right=True),
            Column("", 10, _fate),
        ),
        key=lambda row: row.document.id,
        first=top + 4,
        last=-8,
        status_at=(top + 3, 79),
    )
    yield Subfile(
        "journal",
        ListSource[AccountLine](()),
        (
            Column("Rule", 9, lambda line: line.rule),
            Column("Account", 11, lambda line: line.account),
            Column("Name", 21, lambda line: line.name),
            Column("Cur", 3, lambda line: line.currency),
            Column("Debit", 14, lambda line: _side(line, line.debit), right=True),
            Column("Credit", 14, lambda line: _side(line, line.credit), right=True),
        ),
        key=lambda line: str(line.line),
        first=top + 1,
        last=top + 2,
        status_at=(top, 79),
    )


def show_consequences(
    panel: Panel, ledger: Ledger, company: str, seen: Preview, *, top: int, most: int
) -> None:
    """Put what would follow into the lists of a panel, ``most`` lines of the journal at once; the
    cursor reaches the others."""
    known = ledger.policies.company(company)
    banks = {it.account: f"Bank {it.bank_account}" for it in known.bank_accounts.values()}
    lines = accounting_journal(seen.lines, {**ledger.policies.accounts, **banks})
    lines = tuple(_in_base(line, known.base_currency) for line in lines)
    last = top + 1 + max(1, min(len(lines), most))
    for line in range(top, top + most + 4):
        panel.put_line(line, "")
    nothing = "" if lines else ": nothing to post, one currency at one rate"
    panel.put_line(top, f"Journal it posts{nothing}")
    panel.put_line(last + 1, "What follows")
    journal, documents = panel.listing("journal"), panel.listing("documents")
    journal.place = Place(top + 1, last=last)
    documents.place, documents.status_at = Place(last + 2, last=-8), (last + 1, 79)
    journal.reload(ListSource(lines))
    documents.reload(ListSource(seen.balances))
    for listing in (journal, documents):
        listing.resized()
        listing.refresh(layout=True)  # of a part: the panel forgets where its parts stood


def _money(row: Balance, amount: int) -> str:
    return show.amount(amount, row.document.currency)


def _change(row: Balance) -> str:
    return _money(row, row.after - row.document.open)


def _fate(row: Balance) -> str:
    """What becomes of the document."""
    if row.cancelled:
        return "taken back"
    if not row.document.last_pos:
        return "new"
    if row.after == row.document.original:
        return "open whole"
    return "open again" if row.after and not row.document.open else "changes"


def _in_base(line: AccountLine, base: str) -> AccountLine:
    """A line that moves only base currency, as a gain or loss does, in that currency."""
    if line.debit or line.credit:
        return line
    return line._replace(currency=base, debit=max(line.base, 0), credit=max(-line.base, 0))


def _side(line: AccountLine, amount: int) -> str:
    return show.amount(amount, line.currency) if amount else ""
