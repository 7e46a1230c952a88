"""ISO 20022 camt.052, camt.053 and camt.054: reports, statements and advices of any version.

Elements are found by their names, whatever the namespace's version, and wherever the message
stands in its envelope. An entry counts by its ``Ntry`` amount; details are its parts.
"""

from __future__ import annotations

import io

from artui.importers.bank import fields
from artui.importers.bank.camt_details import day_of, line_of, sign_of, single
from artui.importers.bank.drafts import Draft, Tally
from artui.importers.bank.fields import refuse
from artui.importers.bank.model import BankLine, Statement, Status
from artui.importers.bank.safexml import Node, stream

MESSAGES = {
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrAcctRpt": "camt.052",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
}
MESSAGES |= {f"{name}V01": kind for name, kind in MESSAGES.items()}  # so the first version
_ACCOUNTS = {"Stmt": "camt.053", "Rpt": "camt.052", "Ntfctn": "camt.054"}

_STATES = {
    "BOOK": Status.BOOKED,
    "PDNG": Status.PENDING,
    "FUTR": Status.PENDING,
    "INFO": Status.INFORMATION,
}
_OPENING = ("OPBD", "PRCD")
"""Balances that an account's statement begins with: opening booked, or previously closed."""


def read_camt(data: bytes) -> list[Statement]:
    """Every statement of a message; raises ``FileRefused`` for what is none."""
    found: list[Statement] = []
    tally = Tally()
    message: Node | None = None
    header: Node | None = None
    reader: _Account | None = None
    for event, node in stream(io.BytesIO(data), {*MESSAGES, *_ACCOUNTS}):
        if event == "begin" and node.name in MESSAGES:
            message, header = node, None
        elif event == "begin":
            reader = _Account(tally, node, message)
        elif event == "end" and reader is not None and node.name in _ACCOUNTS:
            found.append(reader.finish(header))
            reader = None
        elif reader is not None:
            reader.take(node)
        elif node.name == "GrpHdr":
            header = node
    if message is None:
        raise refuse(1, "", "", "this XML is no camt.052, camt.053 or camt.054 message")
    if not found:
        raise refuse(message.line, message.name, "", "there is no statement in the message")
    return found


class _Account:
    """One ``Stmt``, ``Rpt`` or ``Ntfctn`` being read, tree by tree."""

    def __init__(self, tally: Tally, node: Node, message: Node | None) -> None:
        kind = _ACCOUNTS[node.name]
        if message is None or MESSAGES[message.name] != kind:
            raise refuse(node.line, node.name, "", "stands outside its message")
        version = node.space.rpartition(f"{kind}.")[2] if kind in node.space else ""
        self.draft = Draft(tally, kind, node.line, version=version)
        self._balances: dict[str, Node] = {}
        self._summary: Node | None = None

    def take(self, node: Node) -> None:
        """Take in one child; an entry becomes a line at once."""
        draft = self.draft
        if node.name == "Acct":
            self._take_account(node)
        elif node.name == "Bal":
            self._take_balance(node)
        elif node.name == "Ntry":
            self._take_entry(node)
        elif node.name == "Id":
            draft.identifier = fields.clean(node.text)
        elif node.name == "ElctrncSeqNb" or (node.name == "LglSeqNb" and not draft.number):
            draft.number = fields.clean(node.text)
        elif node.name.endswith("Pgntn"):
            draft.sequence = fields.clean(node.value("PgNb"))
        elif node.name == "CreDtTm":
            draft.date = draft.date or day_of(node)
        elif node.name == "CpyDplctInd":
            draft.note(node.line, node.name, node.text, "the bank marks it as a copy or duplicate")
        elif node.name == "TxsSummry":
            self._summary = node

    def _take_account(self, node: Node) -> None:
        self.draft.account = fields.clean(
            node.value("Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN", "Id/UPIC")
        )
        self.draft.currency = self.draft.currency or fields.clean(node.value("Ccy"))

    def _take_balance(self, node: Node) -> None:
        code = node.value("Tp/CdOrPrtry/Cd", "Tp/Cd")
        if code == "CLBD" or code not in self._balances:
            self._balances[code] = node
        amount = node.first("Amt")
        if amount is not None:
            self.draft.currency = self.draft.currency or amount.currency

    def _take_entry(self, node: Node) -> None:
        draft = self.draft
        money = single(node, "Amt", "Ntry")
        currency = money.currency or draft.currency
        draft.currency = draft.currency or currency
        amount = fields.amount(money.text, currency, money.line, "Ntry/Amt")
        plain = BankLine(
            line=node.line,
            position=len(draft.lines) + 1,
            account=draft.account,
            currency=currency,
            amount=sign_of(node, "Ntry") * amount,
            status=self._status(node),
        )
        line = line_of(node, plain, draft)
        for _ in line.details:
            draft.tally.add(node.line)
        draft.add(line)

    def _status(self, node: Node) -> Status:
        status = node.first("Sts")
        code = status.value("Cd") or status.text if status is not None else ""
        if code in _STATES:
            return _STATES[code]
        line = status.line if status is not None else node.line
        shown = code or (status.value("Prtry") if status is not None else "")
        self.draft.note(line, "Ntry/Sts", shown, "doesn't say that the entry is booked")
        return Status.PENDING

    def finish(self, header: Node | None) -> Statement:
        """The statement; balances and summary are checked."""
        draft = self.draft
        for code in reversed(_OPENING):
            if code in self._balances:
                draft.opening = self._balance(self._balances[code], code)
        if "CLBD" in self._balances:
            closing = self._balances["CLBD"]
            draft.closing, draft.closing_line = self._balance(closing, "CLBD"), closing.line
            draft.date = day_of(closing.first("Dt")) or draft.date
        if self._summary is not None:
            self._check_summary(self._summary)
        if header is not None and header.value("MsgPgntn/LastPgInd") in ("false", "0"):
            page = header.value("MsgPgntn/PgNb")
            draft.note(header.line, "MsgPgntn", page, "the message goes on in another file")
        return draft.finish()

    def _balance(self, node: Node, code: str) -> int | None:
        money = single(node, "Amt", f"Bal {code}")
        currency = money.currency or self.draft.currency
        if currency != self.draft.currency:
            why = f"is in another currency than the account ({self.draft.currency}): not checked"
            self.draft.note(node.line, f"Bal {code}", currency, why)
            return None
        name = f"Bal {code}"
        return self.draft.told(
            lambda: (
                sign_of(node, name) * fields.amount(money.text, currency, money.line, f"{name}/Amt")
            )
        )

    def _check_summary(self, node: Node) -> None:
        draft = self.draft
        currency = draft.currency
        if len({line.currency for line in draft.lines} - {currency}):
            return
        for name, side in (("TtlCdtNtries", "credits"), ("TtlDbtNtries", "debits")):
            draft.check_sides(
                node.line,
                side,
                self._sum(node.first(f"{name}/Sum"), f"{name}/Sum"),
                self._count(node.first(f"{name}/NbOfNtries"), f"{name}/NbOfNtries"),
            )
        said = self._count(node.first("TtlNtries/NbOfNtries"), "TtlNtries/NbOfNtries")
        draft.check(node.line, "number of entries", said, len(draft.lines), counted=True)

    def _sum(self, node: Node | None, name: str) -> int | None:
        if node is None:
            return None
        text = node.text.removeprefix("-")  # some banks sign the sum of debits
        return self.draft.told(lambda: fields.amount(text, self.draft.currency, node.line, name))

    def _count(self, node: Node | None, name: str) -> int | None:
        if node is None:
            return None
        return self.draft.told(lambda: fields.count(node.text, node.line, name))
