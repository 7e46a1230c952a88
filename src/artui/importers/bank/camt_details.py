"""What a camt entry says of itself: dates, references, parties, remittance and its details.

One detail describes its entry; several are parts of it, taken only if they add up to it.
"""

from __future__ import annotations

import re
from functools import partial

from msgspec.structs import replace

from artui.importers.bank import fields
from artui.importers.bank.drafts import Draft
from artui.importers.bank.fields import refuse
from artui.importers.bank.model import BankLine, Remitted
from artui.importers.bank.safexml import Node

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*|Z|[+-]\d\d:\d\d)?")
_PARTY_NAMES = ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")
_ACCOUNT_IDS = ("Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id")
_CREDIT_NOTE = "CREN"

_BOOKED = ("Amt", "AmtDtls/TxAmt/Amt")
_INSTRUCTED = "AmtDtls/InstdAmt/Amt"
"""What the payer ordered: charges may have been taken off since."""


def day_of(node: Node | None) -> str:
    """The day of a date, a date and time, or a choice of both; empty if it has none that exists."""
    if node is None:
        return ""
    found = _DAY.fullmatch(node.text or node.value("Dt", "DtTm"))
    return fields.day(*found.groups()) if found else ""


def single(node: Node, name: str, where: str) -> Node:
    """The one element of a name; none or several refuse the file."""
    found = node.all(name)
    if len(found) != 1:
        why = f"is there {len(found)} times" if found else "is missing"
        raise refuse(found[1].line if found else node.line, f"{where}/{name}", "", why)
    return found[0]


def sign_of(node: Node, where: str) -> int:
    """+1 for a credit, -1 for a debit; anything else refuses the file."""
    indicator = single(node, "CdtDbtInd", where)
    if indicator.text == "CRDT":
        return 1
    if indicator.text == "DBIT":
        return -1
    why = "is neither CRDT nor DBIT"
    raise refuse(indicator.line, f"{where}/CdtDbtInd", indicator.text, why)


def line_of(entry: Node, plain: BankLine, draft: Draft) -> BankLine:
    """An entry with all it says; ``plain`` has its place, currency, signed amount and status."""
    reversal = _flag(entry, draft)
    line = replace(
        plain,
        booked=_day(entry, "BookgDt", draft),
        value=_day(entry, "ValDt", draft),
        bank_reference=fields.reference(entry.value("AcctSvcrRef")),
        reversal=reversal,
        charges=_charges(entry, plain.currency, draft),
        kind=_kind(entry),
    )
    details = entry.all("NtryDtls/TxDtls")
    batches = entry.all("NtryDtls")
    for batch in batches:
        _check_batch(batch, line, draft, only=len(batches) == 1)
    extra = _texts(entry.all("AddtlNtryInf"))
    if len(details) == 1:
        line = _described(details[0], line, draft)
        _compare(details[0], line, draft)
        return line if line.remittance else replace(line, remittance=extra)
    line = replace(line, remittance=extra)
    return replace(line, details=_parts(details, line, draft)) if details else line


def _day(entry: Node, name: str, draft: Draft) -> str:
    node = entry.first(name)
    found = day_of(node)
    if node is not None and not found:
        draft.note(node.line, f"Ntry/{name}", node.value("Dt", "DtTm"), "is not a date that exists")
    return found


def _flag(entry: Node, draft: Draft) -> bool:
    node = entry.first("RvslInd")
    if node is None or node.text in ("false", "0"):
        return False
    if node.text not in ("true", "1"):
        draft.note(node.line, "Ntry/RvslInd", node.text, "is neither true nor false")
    return node.text in ("true", "1")


def _kind(node: Node) -> str:
    code = node.first("BkTxCd")
    if code is None:
        return ""
    domain = [code.value(path) for path in ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd")]
    return fields.clean("/".join(filter(None, domain)) or code.value("Prtry/Cd"))


def _texts(nodes: list[Node]) -> tuple[str, ...]:
    return tuple(filter(None, (fields.clean(node.text) for node in nodes)))


# --- details ---------------------------------------------------------------------------------


def _check_batch(batch: Node, entry: BankLine, draft: Draft, *, only: bool) -> None:
    """A batch's own count, where its details are there, and its total, if it is ``only`` one."""
    details = batch.all("TxDtls")
    said = batch.first("Btch/NbOfTxs")
    if said is not None and len(details) > 1:
        number = draft.told(partial(fields.count, said.text, said.line, "Btch/NbOfTxs"))
        what = f"number of details of entry {entry.position}"
        draft.check(said.line, what, number, len(details), counted=True)
    total = batch.first("Btch/TtlAmt")
    if only and total is not None and (total.currency or entry.currency) == entry.currency:
        amount = draft.told(
            partial(fields.amount, total.text, entry.currency, total.line, "Btch/TtlAmt")
        )
        found = abs(entry.amount)
        if amount == abs(entry.amount + entry.charges):  # before what banks took off
            found = amount
        draft.check(total.line, f"batch total of entry {entry.position}", amount, found)


def _amount(detail: Node, entry: BankLine, *paths: str) -> int | None:
    """A detail's signed amount in the entry's currency, if it has one at one of these paths."""
    money = next(filter(None, map(detail.first, paths)), None)
    if money is None or (money.currency or entry.currency) != entry.currency:
        return None
    amount = fields.amount(money.text, entry.currency, money.line, "TxDtls/Amt")
    if detail.first("CdtDbtInd") is not None:
        return sign_of(detail, "TxDtls") * amount
    return amount if entry.amount >= 0 else -amount


def _compare(detail: Node, entry: BankLine, draft: Draft) -> None:
    amount = _amount(detail, entry, *_BOOKED)
    if amount and amount not in (entry.amount, entry.amount + entry.charges):
        what = f"detail of entry {entry.position}"
        draft.check(detail.line, what, entry.amount, amount)


def _parts(details: list[Node], entry: BankLine, draft: Draft) -> tuple[BankLine, ...]:
    amounts = [_amount(detail, entry, *_BOOKED, _INSTRUCTED) for detail in details]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(details):
        why = f"{len(details)} details without amounts: the entry stands as one sum"
        draft.note(entry.line, f"entry {entry.position}", "", why)
        return ()
    charges = [_charges(detail, entry.currency, draft) for detail in details]
    if any(charges) and sum(known) - sum(charges) == entry.amount:
        known = [amount - taken for amount, taken in zip(known, charges, strict=True)]
    if entry.charges and sum(known) == entry.amount + entry.charges:
        why = "charges were taken off the sum of its details: it stands as one sum"
        draft.note(entry.line, f"entry {entry.position}", "", why)
        return ()
    draft.check(entry.line, f"sum of details of entry {entry.position}", entry.amount, sum(known))
    if sum(known) != entry.amount:
        why = "its details don't add up to it: it stands as one sum"
        draft.note(entry.line, f"entry {entry.position}", "", why)
        return ()
    return tuple(
        _described(
            detail,
            replace(
                entry,
                line=detail.line,
                position=place,
                amount=amount,
                bank_reference="",
                batch=entry.bank_reference,
                remittance=(),
                charges=taken,
            ),
            draft,
        )
        for place, (detail, amount, taken) in enumerate(
            zip(details, known, charges, strict=True), 1
        )
    )


def _described(detail: Node, line: BankLine, draft: Draft) -> BankLine:
    """The line with a detail's references, parties and remittance."""
    returned = _return_reason(detail)
    payer, account = _payer(detail, line, bool(returned))
    info = _texts(detail.all("RmtInf/Ustrd")) + _texts(detail.all("RmtInf/Strd/AddtlRmtInf"))
    references = _texts(detail.all("RmtInf/Strd/CdtrRefInf/Ref"))
    return replace(
        line,
        bank_reference=line.bank_reference or fields.reference(detail.value("Refs/AcctSvcrRef")),
        end_to_end=fields.reference(detail.value("Refs/EndToEndId")),
        references=references,
        remittance=info or (() if references else _texts(detail.all("AddtlTxInf"))),
        documents=_documents(detail, line.currency, draft),
        payer=payer,
        payer_account=account,
        return_reason=returned,
        charges=line.charges or _charges(detail, line.currency, draft),
        kind=_kind(detail) or line.kind,
    )


def _payer(detail: Node, line: BankLine, returned: bool) -> tuple[str, str]:
    """The other party: of money in and of what comes back the debtor, of money out the creditor.

    A party that is the statement's own account is never the other one.
    """
    parties = detail.first("RltdPties")
    if parties is None:
        return "", ""
    first, second = ("Dbtr", "Cdtr")
    if line.amount < 0 and not (returned or line.reversal):
        first, second = second, first
    for party in (first, second):
        account = fields.clean(parties.value(*(f"{party}Acct/{path}" for path in _ACCOUNT_IDS)))
        who = (party, f"Ultmt{party}")
        name = fields.reference(parties.value(*(f"{w}/{n}" for w in who for n in _PARTY_NAMES)))
        if account and account == line.account:
            continue
        if name or account:
            return name, account
    return "", ""


def _return_reason(detail: Node) -> str:
    info = detail.first("RtrInf")
    if info is None:
        return ""
    code = info.value("Rsn/Cd", "Rsn/Prtry", "RtrRsn/Cd")
    return " ".join(filter(None, (fields.clean(code), *_texts(info.all("AddtlInf")))))


def _charges(node: Node, currency: str, draft: Draft) -> int:
    """What banks took on the way, in the entry's currency; 0 if nothing or in another one."""
    if node.first("Chrgs") is None:
        return 0
    total = node.first("Chrgs/TtlChrgsAndTaxAmt")
    found = [total] if total is not None else node.all("Chrgs/Amt") or node.all("Chrgs/Rcrd/Amt")
    same = [money for money in found if (money.currency or currency) == currency]
    if len(same) < len(found):
        draft.note(node.line, "Chrgs", "", "are in another currency: left out")
    return sum(fields.amount(money.text, currency, money.line, "Chrgs/Amt") for money in same)


# --- structured remittance -------------------------------------------------------------------


def _documents(detail: Node, currency: str, draft: Draft) -> tuple[Remitted, ...]:
    found: list[Remitted] = []
    for strd in detail.all("RmtInf/Strd"):
        for info in strd.all("RfrdDocInf"):
            number = fields.reference(info.value("Nb"))
            kind = info.value("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry", "Tp/Cd")
            if number and len(strd.all("RfrdDocInf")) == 1:
                found.append(_with_amounts(number, kind, strd, currency, draft))
            elif number:  # several documents share the amounts: they are nobody's
                found.append(Remitted(number=number, kind=kind))
    return tuple(found)


def _with_amounts(number: str, kind: str, strd: Node, currency: str, draft: Draft) -> Remitted:
    def money(*names: str) -> int | None:
        nodes = [node for name in names for node in strd.all(f"RfrdDocAmt/{name}") if node.text]
        if not nodes:
            return None
        if any((node.currency or currency) != currency for node in nodes):
            draft.note(nodes[0].line, names[0], nodes[0].currency, "is in another currency")
            return None
        return sum(fields.amount(node.text, currency, node.line, names[0]) for node in nodes)

    credit = money("CdtNoteAmt")
    paid = money("RmtdAmt")
    if kind == _CREDIT_NOTE and (credit or paid) is not None:
        paid = -abs(credit if credit is not None else paid or 0)
    deduction = 0
    for node in strd.all("RfrdDocAmt/AdjstmntAmtAndRsn"):
        adjusted = node.first("Amt")
        if adjusted is not None and (adjusted.currency or currency) == currency:
            name = "AdjstmntAmtAndRsn/Amt"
            amount = fields.amount(adjusted.text, currency, adjusted.line, name)
            deduction += -amount if node.value("CdtDbtInd") == "CRDT" else amount
    return Remitted(
        number=number,
        kind=kind,
        due=money("DuePyblAmt"),
        amount=paid,
        discount=money("DscntApldAmt", "DscntApldAmt/Amt") or 0,
        deduction=deduction,
        reason=fields.clean(strd.value("RfrdDocAmt/AdjstmntAmtAndRsn/Rsn")),
    )
