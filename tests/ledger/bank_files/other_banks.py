"""The other day as banks write it: the same payments in every format, cheques as one deposit."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from textwrap import wrap
from xml.sax.saxutils import escape

from tests.ledger.bank_files.other_day import ACCOUNT, BOX, CURRENCY, DAY, Day, Payment

SHORT = DAY[2:].replace("-", "")
LONG = DAY.replace("-", "")
DEPOSIT = f"LBX{SHORT}"


def entries(day: Day) -> list[Payment]:
    """What stands on the account's statement: the transfers, and the cheques as one deposit."""
    cheques = sum(one.amount for one in day.payments if one.cheque)
    name = f"LOCKBOX {BOX} DEPOSIT"
    deposit = Payment(DEPOSIT, name, "", cheques, name, frozenset(), "deposit")
    return [*(one for one in day.payments if not one.cheque), *([deposit] if cheques else [])]


def money(minor: int, mark: str = ".") -> str:
    """An unsigned amount."""
    return f"{abs(minor) // 100}{mark}{abs(minor) % 100:02}"


def total(payments: Iterable[Payment], sign: int) -> int:
    """The sum of one side, unsigned."""
    return sum(abs(one.amount) for one in payments if one.amount * sign > 0)


# --- camt ------------------------------------------------------------------------------------


def _camt(day: Day, kind: str, root: str, account: str, version: str) -> str:
    new = version >= "08"
    found = entries(day)
    balances = ""
    if kind == "053":
        closing = 100_000 + sum(one.amount for one in found)
        balances = _balance("OPBD", 100_000) + _balance("CLBD", closing)
    listed = "".join(_entry(one, new=new) for one in found)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}"><{root}>'
        f"<GrpHdr><MsgId>M</MsgId></GrpHdr><{account}><Id>{kind}-{SHORT}</Id>"
        f"<ElctrncSeqNb>75</ElctrncSeqNb><Acct><Id><IBAN>{ACCOUNT}</IBAN></Id>"
        f"<Ccy>{CURRENCY}</Ccy></Acct>{balances}\n{listed}</{account}></{root}></Document>\n"
    )


def _balance(code: str, amount: int) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{CURRENCY}">{money(amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{DAY}</Dt></Dt></Bal>"
    )


def _entry(one: Payment, *, new: bool) -> str:
    side = "CRDT" if one.amount >= 0 else "DBIT"
    status = "<Cd>BOOK</Cd>" if new else "BOOK"
    name = f"<Nm>{escape(one.payer)}</Nm>"
    name = f"<Pty>{name}</Pty>" if new else name
    account = f"<DbtrAcct><Id><IBAN>{one.account}</IBAN></Id></DbtrAcct>" if one.account else ""
    back = "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>" if one.part == "returned" else ""
    return (
        f'<Ntry><Amt Ccy="{CURRENCY}">{money(one.amount)}</Amt><CdtDbtInd>{side}</CdtDbtInd>'
        f"<Sts>{status}</Sts><BookgDt><Dt>{DAY}</Dt></BookgDt><ValDt><Dt>{DAY}</Dt></ValDt>"
        f"<AcctSvcrRef>{one.reference}</AcctSvcrRef><NtryDtls><TxDtls>"
        f"<RltdPties><Dbtr>{name}</Dbtr>{account}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(one.text)}</Ustrd></RmtInf>{back}</TxDtls></NtryDtls></Ntry>\n"
    )


# --- MT940, MT942 ----------------------------------------------------------------------------


def _mt(day: Day, *, interim: bool) -> str:
    found = entries(day)
    rows = [":20:OTHERDAY", f":25:{ACCOUNT}", ":28C:75/1"]
    if interim:
        rows += [f":34F:{CURRENCY}0,", f":13D:{SHORT}1800+0100"]
    else:
        rows.append(f":60F:C{SHORT}{CURRENCY}1000,00")
    for one in found:
        mark = "C" if one.amount >= 0 else "D"
        rows.append(f":61:{SHORT}{SHORT[2:]}{mark}{money(one.amount, ',')}NTRFNONREF//")
        rows[-1] += one.reference
        rows.append(":86:" + "\n".join(wrap(_coded(one), 65, drop_whitespace=False)))
    if interim:
        for tag, sign in (("90D", -1), ("90C", 1)):
            number = sum(1 for one in found if one.amount * sign > 0)
            rows.append(f":{tag}:{number}{CURRENCY}{money(total(found, sign), ',')}")
    else:
        closing = 100_000 + sum(one.amount for one in found)
        rows.append(f":62F:C{SHORT}{CURRENCY}{money(closing, ',')}")
    return "\n".join([*rows, "-", ""])


def _coded(one: Payment) -> str:
    code = "109" if one.part == "returned" else "166"
    text = "SVWZ+" + one.text
    parts = [text[place : place + 27] for place in range(0, len(text), 27)]
    purpose = "".join(f"?{20 + place}{part}" for place, part in enumerate(parts))
    return f"{code}?00UMSATZ{purpose}?31{one.account}?32{one.payer}"


# --- BAI2, OFX -------------------------------------------------------------------------------


def bai2(day: Day) -> str:
    """A group of one account, with every total the format has."""
    found = entries(day)
    opening = 100_000
    closing = opening + sum(one.amount for one in found)
    credits_, debits = total(found, 1), total(found, -1)
    numbers = [sum(1 for one in found if one.amount * sign > 0) for sign in (1, -1)]
    rows = [
        f"01,BANK,US,{SHORT},2310,1,,,2/",
        f"02,US,BANK,1,{SHORT},2310,{CURRENCY},2/",
        f"03,{ACCOUNT},{CURRENCY},010,{opening},,,015,{closing},,/",
        f"88,100,{credits_},{numbers[0]},,400,{debits},{numbers[1]},/",
    ]
    for one in found:
        code = "555" if one.part == "returned" else "115" if one.part == "deposit" else "142"
        box = BOX if one.part == "deposit" else ""
        rows.append(f"16,{code},{abs(one.amount)},,{one.reference},{box},{one.payer}")
        rows.append(f"88,{one.text}")
    all_ = opening + closing + 2 * (credits_ + debits)
    rows.append(f"49,{all_},{len(rows) - 1}/")
    rows.append(f"98,{all_},1,{len(rows)}/")
    rows.append(f"99,{all_},1,{len(rows) + 1}/")
    return "\n".join([*rows, ""])


def ofx(day: Day) -> str:
    """OFX 1, as SGML without closing tags."""
    listed = "".join(
        f"<STMTTRN><TRNTYPE>{'CREDIT' if one.amount >= 0 else 'RETURN'}<DTPOSTED>{LONG}\n"
        f"<TRNAMT>{'-' if one.amount < 0 else ''}{money(one.amount)}<FITID>{one.reference}\n"
        f"<NAME>{escape(one.payer)}<MEMO>{escape(one.text)}</STMTTRN>\n"
        for one in entries(day)
    )
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"
        "<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>0<STATUS><CODE>0<SEVERITY>INFO</STATUS>\n"
        f"<STMTRS><CURDEF>{CURRENCY}<BANKACCTFROM><BANKID>1<ACCTID>{ACCOUNT}"
        "<ACCTTYPE>CHECKING</BANKACCTFROM>\n<BANKTRANLIST>"
        f"{listed}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )


# --- rows and records ------------------------------------------------------------------------


def rows(day: Day) -> str:
    """CSV with the columns that need no profile."""
    out = io.StringIO()
    writer = csv.writer(out)
    heads = "date value_date amount currency account bank_reference payer payer_account reference"
    writer.writerow(heads.split())
    for one in entries(day):
        amount = f"{'-' if one.amount < 0 else ''}{money(one.amount)}"
        known = (ACCOUNT, one.reference, one.payer, one.account, one.text)
        writer.writerow([DAY, DAY, amount, CURRENCY, *known])
    return out.getvalue()


def lockbox(day: Day) -> str:
    """The cheques of the deposit with the invoices that their payers list."""
    cheques = [one for one in day.payments if one.cheque]
    found = [
        f"100COMPANY   BANK      {SHORT}2310",
        "2COMPANY   BANK      000000000400080801",
        f"5001000{BOX}{SHORT}COMPANY   BANK      ",
    ]
    for item, one in enumerate(cheques, 1):
        found.append(
            f"6001{item:03}{one.amount:010}021000021{'':10}{item:010}{SHORT}"
            f"{one.payer.upper():<30}EU"
        )
        numbers = sorted(one.meant)
        for place, number in enumerate(numbers):
            last = "9" if place == len(numbers) - 1 else "0"
            found.append(f"4001{item:03}6{place + 1:02}{last}{number:<16}")
    amount = sum(one.amount for one in cheques)
    found.append(f"7001000{BOX}{SHORT}{len(cheques):03}{amount:010}")
    found.append(f"8000000{BOX}{SHORT}{len(cheques):04}{amount:010}")
    return "\n".join([*found, f"9{len(found) + 1:06}", ""])


BANKS: dict[str, Callable[[Day], str]] = {
    "camt.053": lambda day: _camt(day, "053", "BkToCstmrStmt", "Stmt", "08"),
    "camt.052": lambda day: _camt(day, "052", "BkToCstmrAcctRpt", "Rpt", "02"),
    "camt.054": lambda day: _camt(day, "054", "BkToCstmrDbtCdtNtfctn", "Ntfctn", "04"),
    "MT940": lambda day: _mt(day, interim=False),
    "MT942": lambda day: _mt(day, interim=True),
    "BAI2": bai2,
    "OFX": ofx,
    "CSV": rows,
    "lockbox": lockbox,
}
"""Who writes a day in which format."""
