"""How accounts at zero look in a list, and what clearing them would come to in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from typing import NamedTuple

from artui.ledger.automatic.at_zero import Listed, ZeroAccount, account_of
from artui.ledger.automatic.clearing import parts
from artui.ledger.automatic.clearing_list import KeptList
from artui.ledger.documents import Document
from artui.ledger.ledger import Ledger
from artui.ledger.matching import pairs
from artui.ledger.matching.pairs import Pair
from artui.ledger.naming import many
from artui.reports.clearing import sums_text
from artui.screens import show
from artui.screens.frame.rows import Column, ColumnSet

HEAD_OFFICE = "HEAD"
"""How a list shows customers without a division."""

CHANGED, HELD = "~", "h"


class Look(NamedTuple):
    """A listed account as it stands now."""

    listed: Listed
    now: ZeroAccount

    @property
    def key(self) -> str:
        """Tells the row from others: company, currency, customer."""
        return key_of(self.listed)

    @property
    def mark(self) -> str:
        """What is to be seen at once: changed since it was listed, or on hold."""
        known_at, documents = self.listed.known_at, self.now.documents
        changed = len(documents) != self.listed.documents or any(
            document.last_pos > known_at for document in documents
        )
        return CHANGED if changed else HELD if self.now.blocked else ""

    @property
    def pairs(self) -> list[Pair]:
        """Which document pays which."""
        return pairs(self.now.documents)

    def side(self, sign: int) -> int:
        """The debits (+1) or the credits (-1) as they stand, minor units."""
        return sum(each.open for each in self.now.documents if sign * each.open > 0)


def key_of(listed: Listed) -> str:
    """What tells an account from others: company, currency, customer."""
    return f"{listed.company}/{listed.currency}/{listed.customer}"


class AccountRows:
    """The accounts of lists as rows; each is looked at when it is first shown."""

    def __init__(self, ledger: Ledger, lists: Iterable[KeptList] = ()) -> None:
        self._ledger = ledger
        listed = (each for one in lists for each in one.accounts)
        everything = not ledger.sight.places
        self._listed = {
            key_of(each): each
            for each in listed
            if everything or ledger.read.customer(each.company, each.customer) is not None
        }
        self._keys = list(self._listed)
        self._seen: dict[str, Look] = {}

    @property
    def keys(self) -> Sequence[str]:
        """The keys of the rows in order."""
        return self._keys

    def count(self) -> int:
        """How many rows there are."""
        return len(self._keys)

    def window(self, start: int, n: int) -> Sequence[Look]:
        """At most ``n`` rows from row ``start``."""
        return [self.look(key) for key in self._keys[start : start + n]]

    def find(self, text: str) -> int | None:
        """The first row whose customer is not before the text."""
        wanted = text.casefold()
        customers = (each.customer.casefold() for each in self._listed.values())
        return next((at for at, customer in enumerate(customers) if customer >= wanted), None)

    def look(self, key: str) -> Look:
        """A row as its account stood when it was first looked at."""
        if key not in self._seen:
            listed = self._listed[key]
            now = account_of(
                self._ledger, listed.company, listed.key, listed.cut_off, listed.known_at
            )
            self._seen[key] = Look(listed, now)
        return self._seen[key]

    def place_of(self, customer: str) -> int:
        """The row of a customer; the first if it has none."""
        names = [each.customer for each in self._listed.values()]
        return names.index(customer) if customer in names else 0


def columns(today: str) -> Sequence[ColumnSet[Look]]:
    """The columns that stay, then the sets Left and Right go through."""
    return (
        (
            Column("Customer", 11, lambda row: row.listed.customer),
            Column("Name", 14, lambda row: row.now.name),
            Column("", 1, lambda row: row.mark),
        ),
        (
            Column("Div", 4, lambda row: row.now.division or HEAD_OFFICE),
            Column("Cur", 3, lambda row: row.listed.currency),
            Column("Debits", 12, lambda row: _amount(row, 1), right=True),
            Column("Credits", 12, lambda row: _amount(row, -1), right=True),
            Column("Docs", 4, lambda row: f"{len(row.now.documents)}", right=True),
            Column("Pairs", 5, lambda row: f"{len(row.pairs)}", right=True),
        ),
        (
            Column("Comp", 4, lambda row: row.listed.company),
            Column("Newest", 6, lambda row: _newest(row, today)),
            Column("Oldest due", 10, _oldest),
            Column("Documents", 22, lambda row: _numbers(row.now.documents)),
        ),
    )


def _amount(row: Look, sign: int) -> str:
    return show.amount(row.side(sign), row.listed.currency)


def _newest(row: Look, today: str) -> str:
    days = [document.date for document in row.now.documents]
    return show.short_day(max(days), today) if days else ""


def _oldest(row: Look) -> str:
    days = [document.due for document in row.now.documents if document.due < "9999"]
    return min(days, default="")


def _numbers(documents: Iterable[Document]) -> str:
    return " ".join(document.number for document in documents)


def pair_words(pair: Pair) -> str:
    """``164150015 pays 1930581399, same reference, equal amounts``."""
    return f"{pair.credit.number} pays {pair.debit.number}, {pair.why}"


def row_words(row: Look) -> list[str]:
    """What the foot says of a row: why it can't be cleared, or its first pairs."""
    customer = row.listed.customer
    if row.mark == CHANGED:
        return [
            f"{customer} changed since it was listed: it will be skipped.",
            "4 takes it off the list; Re-select Y lists anew what comes to zero.",
        ]
    if row.mark == HELD:
        return [f"{customer} will be skipped, {row.now.blocked}."]
    found = row.pairs
    more = f"   and {len(found) - 2} more, 7 shows them" if len(found) > 2 else ""
    words = [pair_words(pair) for pair in found[:2]]
    return [f"{customer}: {words[0]}", *(f"{word}{more}" for word in words[1:])] if words else []


def why_words(row: Look) -> Iterator[str]:
    """Why an account is on the list, or why it won't be cleared, in sentences; its documents."""
    yield from wrap(" ".join(_why(row)), 76)
    yield ""
    for document in row.now.documents:
        yield (
            f"  {document.number:<16}{document.short_kind}  {document.date}"
            f"{show.amount(document.open, document.currency):>18}  {document.reference}"
        )


def _why(row: Look) -> Iterator[str]:
    listed, now = row.listed, row.now
    debits, credits = (show.amount(abs(row.side(sign)), listed.currency) for sign in (1, -1))
    yield (
        f"{now.name or listed.customer} has {many(len(now.documents), 'document')} open in"
        f" {listed.currency}, dated up to {listed.cut_off}: debits {debits}, credits {credits}."
    )
    if row.mark == CHANGED:
        yield (
            f"When it was listed there were {listed.documents} for"
            f" {show.amount(listed.amount, listed.currency)}. It changed since, so it is skipped"
            " when the list is cleared, and the documents that moved are named."
        )
    elif row.mark == HELD:
        yield f"It is skipped, since a document is {now.blocked}."
    else:
        yield (
            "They come to exactly 0.00, so they can be applied to each other: nothing is written"
            " off, and the account owes nothing afterwards."
        )


class Summary(NamedTuple):
    """What clearing accounts would come to."""

    ready: tuple[Listed, ...]
    skipped: int
    documents: int
    applications: int
    moves: int
    """Applications that move control accounts between divisions."""
    vouchers: int

    def words(self) -> Iterator[str]:
        """The confirmation: counts, money, vouchers."""
        customers = len({(each.company, each.customer) for each in self.ready})
        yield (
            f"Clear these {many(customers, 'customer')}, {many(self.documents, 'document')},"
            f" {many(self.applications, 'application')}, and empty the list."
        )
        yield f"  {sums_text(self.ready) or '0.00'} applied, nothing written off"
        moved = f"{many(self.moves, 'application')} between divisions" if self.moves else (
            "no entry between divisions"
        )  # fmt: skip
        skipped = f"; {self.skipped} skipped" if self.skipped else ""
        yield f"  {moved}; {many(self.vouchers, 'voucher')} of series ZC{skipped}."
        yield "  No statement will be due for them afterwards."


def summed(rows: Iterable[Look], by_division: Callable[[str], bool]) -> Summary:
    """What clearing rows would come to; ``by_division`` says of a company whether money of one
    division on a document of another moves control."""
    ready: list[Listed] = []
    skipped = documents = applications = moves = 0
    for row in rows:
        if row.mark:
            skipped += 1
            continue
        found = row.pairs
        ready.append(row.listed)
        documents += len(row.now.documents)
        applications += len(found)
        if by_division(row.listed.company):
            moves += sum(_moves_control(pair) for pair in found)
    ready.sort(key=lambda each: each.company)
    by_company = groupby(ready, key=lambda each: each.company)
    vouchers = sum(len(list(parts(own))) for _company, own in by_company)
    return Summary(tuple(ready), skipped, documents, applications, moves, vouchers)


def _moves_control(pair: Pair) -> bool:
    credit, debit = pair.credit, pair.debit
    return credit.kind != "credit_memo" and credit.control != debit.control
