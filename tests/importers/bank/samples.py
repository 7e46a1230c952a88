"""Small files of every format, each the same two receipts and a returned item where it can be.

EUR 119.00 and 80.50 came in, 12.00 went back; 1,000.00 opened, 1,187.50 closed.
"""

from __future__ import annotations

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>\n'
    "<GrpHdr><MsgId>M1</MsgId></GrpHdr>\n"
    "<Stmt><Id>S1</Id><ElctrncSeqNb>106</ElctrncSeqNb>"
    "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>\n"
)
TAIL = "</Stmt></BkToCstmrStmt></Document>\n"


def balance(code: str, amount: str) -> str:
    """A camt balance on the credit side."""
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<Dt><Dt>2020-04-15</Dt></Dt></Bal>\n"
    )


def entry(
    amount: str,
    side: str = "CRDT",
    *,
    status: str = "<Sts><Cd>BOOK</Cd></Sts>",
    reference: str = "",
    more: str = "",
    currency: str = "EUR",
) -> str:
    """A camt entry; ``more`` is what follows its references."""
    known = f"<AcctSvcrRef>{reference}</AcctSvcrRef>" if reference else ""
    return (
        f'<Ntry><Amt Ccy="{currency}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{status}'
        "<BookgDt><Dt>2020-04-15</Dt></BookgDt><ValDt><Dt>2020-04-16</Dt></ValDt>"
        f"{known}{more}</Ntry>\n"
    )


def camt(*entries: str, before: str = "") -> bytes:
    """A camt.053 of some entries."""
    return (HEAD + before + "".join(entries) + TAIL).encode()


CAMT = camt(
    entry("119.00", reference="A1"),
    entry("80.50", reference="A2"),
    entry("12.00", "DBIT", reference="A3", more="<RvslInd>true</RvslInd>"),
    before=balance("OPBD", "1000.00") + balance("CLBD", "1187.50"),
)

MT940 = b"""\
:20:X1
:25:DE89370400440532013000
:28C:106/1
:60F:C200415EUR1000,00
:61:2004160415C119,00NTRFNONREF//A1
:86:166?00CREDIT?20EREF+E1?21SVWZ+RE 2020-1001?31DE02120300000000202051?32Muster GmbH
:61:2004160415C80,5NTRFNONREF//A2
:86:/EREF/E2/NAME/Beispiel AG/REMI/RE 2020-1002
:61:2004160415RC12,00NTRFNONREF//A3
:86:RETURNED
:62F:C200415EUR1187,50
-
"""

BAI2 = b"""\
01,BANK,US,200415,2310,1,,,2/
02,US,BANK,1,200415,2310,EUR,2/
03,DE89370400440532013000,,010,100000,,,015,118750,,,100,19950,2,,400,1200,1,/
16,195,11900,V,200416,,A1,,RE 2020-1001/
16,195,8050,V,200416,,A2,C2,RE 2020-1002
88,Beispiel AG
16,555,1200,,A3,,RETURNED/
49,261050,6/
98,261050,1,8/
99,261050,1,10/
"""

OFX = b"""\
OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:1252

<OFX><BANKMSGSRSV1><STMTTRNRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>EUR
<BANKACCTFROM><BANKID>37040044<ACCTID>0532013000<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20200415<DTEND>20200415
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20200415120000[0:GMT]<DTAVAIL>20200416<TRNAMT>119.00
<FITID>A1<NAME>Muster &amp; Co<MEMO>RE 2020-1001</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20200415<TRNAMT>+80,50<FITID>A2<CHECKNUM>77</STMTTRN>
<STMTTRN><TRNTYPE>RETURN<DTPOSTED>20200415<TRNAMT>-12.00<FITID>A3</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1187.50<DTASOF>20200415</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


def check(item: int, amount: int, *, drawn: str = "200415", payer: str = "MUSTER GMBH") -> str:
    """A lockbox cheque record."""
    return f"6001{item:03}{amount:010}0260095937001234501{item:010}{drawn}{payer:<30}US\n"


def invoice(item: int, number: str, amount: str = "", last: str = "9") -> str:
    """A lockbox invoice record; ``amount`` also holds deduction and reason."""
    return f"4001{item:03}601{last}{number:<16}{amount}\n"


def lockbox(*records: str, checks: int, total: int) -> bytes:
    """A lockbox file of one batch."""
    rows = [
        "100USCOMPANY 00260095932004152310\n",
        "2USCOMPANY 0026009593000000000040008000801\n",
        "50010000022222200415USCOMPANY 0026009593\n",
        *records,
        f"70010000022222200415{checks:03}{total:010}\n",
        f"80010000022222200415{checks:04}{total:010}\n",
    ]
    return "".join([*rows, f"9{len(rows) + 1:06}\n"]).encode()


LOCKBOX = lockbox(
    check(1, 11900),
    invoice(1, "2020-1001", "00000119000000000000   "),
    check(2, 8050),
    invoice(2, "2020-1002", "00000085500000000500DAM", last="0"),
    invoice(2, "150002", "-0000000000000000000   "),
    checks=2,
    total=19950,
)

CSV = b"""\
date,value_date,amount,currency,account,bank_reference,payer,reference,balance
2020-04-15,2020-04-16,119.00,EUR,DE89370400440532013000,A1,Muster GmbH,RE 2020-1001,1119.00
2020-04-15,2020-04-16,80.50,EUR,DE89370400440532013000,A2,Beispiel AG,RE 2020-1002,1199.50
2020-04-15,,-12.00,EUR,DE89370400440532013000,A3,,RETURNED,1187.50
"""

SAMPLES = {
    "camt.053": CAMT,
    "MT940": MT940,
    "BAI2": BAI2,
    "OFX": OFX,
    "lockbox": LOCKBOX,
    "CSV": CSV,
}
"""A small file of every format."""
