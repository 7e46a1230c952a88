"""The bank's files of the demo's day, made up: a camt.053 of one account, an MT940 of another.

Each line shows another case of the receipts inbox. The documents meant are made here too; nothing
of the money is posted before a clerk reads the files.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from artui.demo_book import PLACES, TODAY, Book, Place, make_document
from artui.ledger.dates import add_days
from artui.ledger.money import decimal_string
from artui.ledger.setup import CustomerData

DOLLARS, EUROS = "5511002277", "5522003388"
"""How the bank names the accounts of the two companies."""

CAMT, MT940 = "camt053.xml", "mt940.sta"
"""The files."""

RETURNED = 137_200
"""What came back of a customer who paid as much twice: nobody can tell which of the two."""

RETURNED_OF, TWICE_OF = 23, 28
"""Places in the list of customers: whose money came back, and who is told of twice."""

TWICE = ("4162001", 91_640)
"""Reference and amount of money that came days ago and stands in the bank's file once more."""

_FIRST_NUMBER = 60_000
_OPENING = 25_000_000


class BankLine(NamedTuple):
    """A line of a bank's file: minor units (below zero: money out), who, and what is said."""

    amount: int
    name: str
    text: str
    returned: str = ""
    """Why money came back, in the bank's code."""


class Statement:
    """Makes the lines of a company's account, with the documents they mean."""

    def __init__(self, book: Book, place: Place) -> None:
        self.lines: list[BankLine] = []
        self.place = place
        self._book = book
        self._customers = [c for c in book.customers if c.company == place.company]
        self._number = place.first_invoice + _FIRST_NUMBER

    def customer(self, place: int) -> CustomerData:
        """The customer at a place in the list."""
        return self._customers[place]

    def bill(self, place: int, *amounts: int, days_ago: int = 38) -> list[str]:
        """New open invoices of a customer; their numbers."""
        made = []
        for amount in amounts:
            self._number += 3
            number, day = str(self._number), add_days(TODAY, -days_ago)
            branch = self.place.branches[self._number % len(self.place.branches)][0]
            row = make_document(
                self.place, self.customer(place), number, day, amount, amount, branch
            )
            self._book.documents.append(row)
            made.append(number)
        return made

    def pay(self, place: int, amount: int, *words: str, name: str = "") -> None:
        """Money of a customer, with what the bank says of it."""
        name = name or self.customer(place).name
        self.lines.append(BankLine(amount, name, " ".join(words)))

    @property
    def total(self) -> int:
        """All lines together, minor units."""
        return sum(line.amount for line in self.lines)


def make_statements(book: Book) -> tuple[Statement, Statement]:
    """The day's two statements; the documents they mean are added to the book."""
    dollars, euros = (Statement(book, place) for place in PLACES)
    _named(dollars)
    _by_amount(dollars)
    _to_look_at(dollars)
    _euros(euros)
    return dollars, euros


def _named(bank: Statement) -> None:
    """Money that names what it pays: sure, each in another way."""
    bank.pay(13, 264_180, "INV", *bank.bill(13, 264_180))
    bank.pay(16, 187_545, *bank.bill(16, 120_345, 67_200))
    bank.pay(30, 149_710, *bank.bill(30, 150_000), "LESS CHARGES")
    early = bank.bill(21, 230_000, days_ago=6)
    bank.pay(21, 225_400, *early, "LESS 2 PCT")


def _by_amount(bank: Statement) -> None:
    """Money that names nothing: equal to one document, to the sum of two, to either of two."""
    bank.bill(29, 308_777)
    bank.pay(29, 308_777, "PAYMENT")
    bank.bill(11, 83_119, 41_903)
    bank.pay(11, 125_022, "SETTLEMENT")
    bank.bill(4, 73_500, 73_500)
    bank.pay(4, 73_500, "THANK YOU")


def _to_look_at(bank: Statement) -> None:
    """Money a clerk has to look at."""
    bank.bill(31, 196_231)
    name = bank.customer(31).name
    bank.pay(31, 196_231, "MARCH", name=name.replace("Hardware", "Hardwear"))
    bank.pay(24, 60_000, *bank.bill(24, 175_900), "PART PAYMENT")
    bank.pay(19, 113_450, *bank.bill(19, 112_250))
    bank.pay(TWICE_OF, TWICE[1], TWICE[0])
    bank.pay(6, 45_000, "PREPAYMENT SPRING ORDER")
    bank.pay(0, 27_316, "ORDER 7731", name="Harbour Lane Stores")
    returned = bank.customer(RETURNED_OF).name
    bank.lines.append(BankLine(-RETURNED, returned, "RETURNED PAYMENT", "AM04"))


def _euros(bank: Statement) -> None:
    """A smaller day of the second company."""
    bank.pay(10, 88_420, *bank.bill(10, 88_420))
    bank.bill(15, 241_615)
    bank.pay(15, 241_615, "RECHNUNG", name=bank.customer(15).aliases[0])
    bank.pay(12, 50_000, *bank.bill(12, 132_500), "TEILZAHLUNG")
    bank.pay(0, 19_900, "BESTELLUNG 2207", name="Kontor am Kai")


# --- the files -----------------------------------------------------------------------------------


def write_files(statements: Sequence[Statement], folder: Path) -> None:
    """Write the files into a folder, which is made if it isn't there."""
    folder.mkdir(parents=True, exist_ok=True)
    writers: tuple[tuple[str, Callable[[Statement], str]], ...] = ((CAMT, _camt), (MT940, _mt940))
    for (name, text), statement in zip(writers, statements, strict=True):
        (folder / name).write_text(text(statement), encoding="utf-8", newline="\n")


_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
<BkToCstmrStmt><GrpHdr><MsgId>M{id}</MsgId><CreDtTm>{day}T06:10:00Z</CreDtTm></GrpHdr>
<Stmt><Id>{id}</Id><ElctrncSeqNb>54</ElctrncSeqNb><CreDtTm>{day}T06:10:00Z</CreDtTm>
<Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>{currency}</Ccy></Acct>
"""
_BALANCE = (
    "<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='{currency}'>{amount}</Amt>"
    "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n"
)
_ENTRY = """\
<Ntry><NtryRef>{reference}</NtryRef><Amt Ccy="{currency}">{amount}</Amt>\
<CdtDbtInd>{sign}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>\
<AcctSvcrRef>{reference}</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><AcctSvcrRef>{reference}</AcctSvcrRef></Refs>\
<RltdPties><{party}><Pty><Nm>{name}</Nm></Pty></{party}></RltdPties>
<RmtInf><Ustrd>{text}</Ustrd></RmtInf>{returned}</TxDtls></NtryDtls></Ntry>
"""
_RETURNED = "<RtrInf><Rsn><Cd>{code}</Cd></Rsn></RtrInf>"


def _camt(statement: Statement) -> str:
    currency, day = statement.place.currency, TODAY
    parts = [_HEAD.format(id=f"{currency}{_digits()}", day=day, account=DOLLARS, currency=currency)]
    for code, amount in (("OPBD", _OPENING), ("CLBD", _OPENING + statement.total)):
        shown = decimal_string(amount, currency)
        parts.append(_BALANCE.format(code=code, currency=currency, amount=shown, day=day))
    for number, line in enumerate(statement.lines, 1):
        returned = _RETURNED.format(code=line.returned) if line.returned else ""
        parts.append(
            _ENTRY.format(
                reference=f"{_digits()}U{number:04d}",
                currency=currency,
                amount=decimal_string(abs(line.amount), currency),
                sign="CRDT" if line.amount > 0 else "DBIT",
                day=day,
                party="Dbtr" if line.amount > 0 else "Cdtr",
                name=escape(line.name),
                text=escape(line.text),
                returned=returned,
            )
        )
    return "".join((*parts, "</Stmt></BkToCstmrStmt></Document>\n"))


def _mt940(statement: Statement) -> str:
    currency, day = statement.place.currency, _digits()
    lines = [f":20:{currency}{day}", f":25:{EUROS}", ":28C:54/1"]
    lines.append(f":60F:C{day}{currency}{_comma(_OPENING, currency)}")
    for number, line in enumerate(statement.lines, 1):
        amount = _comma(line.amount, currency)
        lines.append(f":61:{day}{day[2:]}C{amount}NTRFNONREF//{day}E{number:04d}")
        lines.append(f":86:/NAME/{line.name}/REMI/{line.text}")
    lines.append(f":62F:C{day}{currency}{_comma(_OPENING + statement.total, currency)}")
    return "\n".join((*lines, "-", ""))


def _digits() -> str:
    return TODAY[2:].replace("-", "")


def _comma(amount: int, currency: str) -> str:
    return decimal_string(amount, currency).replace(".", ",")
