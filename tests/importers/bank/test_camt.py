"""camt.052, camt.053 and camt.054: entries, details, remittance, controls, and XML's tricks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from artui.importers.bank import BankLine, Remitted, Status
from tests.importers.bank.conftest import Reader, Refusal
from tests.importers.bank.samples import CAMT, balance, camt, entry

One = Callable[..., BankLine]


def details(*parts: str, before: str = "") -> str:
    """The details of an entry."""
    return f"<NtryDtls>{before}{''.join(f'<TxDtls>{part}</TxDtls>' for part in parts)}</NtryDtls>"


def part(amount: str, more: str = "") -> str:
    """A detail with an amount."""
    return f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>{more}'


# --- entries ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "section", "name"),
    [
        ("BkToCstmrStmt", "Stmt", "camt.053"),
        ("BkToCstmrAcctRpt", "Rpt", "camt.052"),
        ("BkToCstmrDbtCdtNtfctn", "Ntfctn", "camt.054"),
    ],
)
@pytest.mark.parametrize("version", ["001.02", "001.08", "001.13"])
def test_the_message_is_known_by_its_elements_whatever_its_version(
    read: Reader, message: str, section: str, name: str, version: str
) -> None:
    text = CAMT.decode().replace("BkToCstmrStmt", message).replace("Stmt>", f"{section}>")
    found = read(text.replace("camt.053.001.08", f"{name}.{version}"))
    assert (found.format, found.version, found.entries) == (name, version, 3)
    assert found.interim == (name != "camt.053")


def test_a_message_may_have_a_prefix_and_stand_in_an_envelope(read: Reader) -> None:
    text = CAMT.decode().partition("\n")[2].replace("<", "<b:").replace("<b:/", "</b:")
    text = text.replace("xmlns=", "xmlns:b=")
    assert read(f"<Envelope><Head/><Body>{text}</Body></Envelope>").entries == 3


def test_the_first_version_has_its_number_in_its_name(read: Reader) -> None:
    assert read(CAMT.replace(b"BkToCstmrStmt", b"BkToCstmrStmtV01")).entries == 3


def test_only_booked_entries_are_money(read: Reader) -> None:
    found = read(
        camt(
            entry("1.00"),
            entry("2.00", status="<Sts>PDNG</Sts>"),
            entry("4.00", status="<Sts><Cd>INFO</Cd></Sts>"),
            entry("8.00", status="<Sts><Cd>FUTR</Cd></Sts>"),
            entry("16.00", status=""),
            before=balance("OPBD", "10.00") + balance("CLBD", "11.00"),
        )
    )
    assert [line.status for line in found.lines] == [
        Status.BOOKED,
        Status.PENDING,
        Status.INFORMATION,
        Status.PENDING,
        Status.PENDING,
    ]
    assert [line.amount for line in found.money()] == [100]
    assert found.credits == 3100
    assert not found.broken
    assert "doesn't say that the entry is booked" in found.notes[0].why


def test_a_note_that_many_entries_share_is_made_once(read: Reader) -> None:
    found = read(camt(*[entry("1.00", status="")] * 5))
    assert [note.located("F") for note in found.notes] == [
        "F:5: Ntry/Sts: doesn't say that the entry is booked; so on 4 more lines"
    ]


def test_a_reversal_has_the_sign_of_what_it_does(read: Reader) -> None:
    undone = "<RvslInd>true</RvslInd>"
    found = read(camt(entry("119.00"), entry("119.00", "DBIT", more=undone)))
    assert sum(line.amount for line in found.money()) == 0
    assert [line.reversal for line in found.lines] == [False, True]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ("119,00", "'119,00' is not an amount"),
        ("1,119.00", "'1,119.00' is not an amount"),
        ("-119.00", "'-119.00' is not an amount"),
        ("1E3", "'1E3' is not an amount"),
        ("119.001", "'119.001' has more decimals than EUR has (2)"),
        ("", "is not an amount"),
        ("9999999999999999", "is too large an amount"),
        ("١٢", "is not an amount"),
        ("1<b/>19.00", "is not an amount"),
    ],
)
def test_a_bad_amount_refuses_the_file(refusal: Refusal, bad: str, why: str) -> None:
    said = refusal(camt(entry("80.50"), entry(bad)))
    assert said.startswith("F:6: Ntry/Amt: ")
    assert said.endswith(why)


def test_a_sign_that_is_missing_twofold_or_unknown_refuses_the_file(refusal: Refusal) -> None:
    assert refusal(camt(entry("1.00", "DEBT"))) == (
        "F:5: Ntry/CdtDbtInd: 'DEBT' is neither CRDT nor DBIT"
    )
    twice = entry("1.00").replace("<Sts>", "<CdtDbtInd>DBIT</CdtDbtInd><Sts>")
    assert refusal(camt(twice)) == "F:5: Ntry/CdtDbtInd: is there 2 times"
    assert refusal(camt(entry("1.00").replace("CdtDbtInd", "Cdt"))).endswith("is missing")


def test_a_date_that_does_not_exist_is_empty_and_named(read: Reader) -> None:
    found = read(CAMT.replace(b"<BookgDt><Dt>2020-04-15", b"<BookgDt><Dt>2020-02-30", 1))
    assert [line.booked for line in found.lines] == ["", "2020-04-15", "2020-04-15"]
    assert [note.located("F") for note in found.notes] == [
        "F:7: Ntry/BookgDt: '2020-02-30' is not a date that exists"
    ]


def test_a_date_may_have_a_time(line: One) -> None:
    text = camt(entry("1.00")).replace(b"<Dt>2020-04-16</Dt>", b"<DtTm>2020-04-16T23:59:00Z</DtTm>")
    assert line(text).value == "2020-04-16"


def test_another_currency_is_its_own_total(read: Reader) -> None:
    balances = balance("OPBD", "0.00") + balance("CLBD", "1.00")
    found = read(camt(entry("1.00"), entry("2.00", currency="CHF"), before=balances))
    assert [(total.currency, total.credits) for total in found.totals] == [
        ("EUR", 100),
        ("CHF", 200),
    ]
    assert not found.controls
    assert found.notes[0].why == "not checked: entries are in CHF too"


# --- controls --------------------------------------------------------------------------------


def test_balances_that_do_not_add_up_are_named(read: Reader) -> None:
    found = read(CAMT.replace(b"1187.50", b"1187.51"))
    (broken,) = found.broken
    assert (broken.what, broken.said, broken.found) == ("closing balance", 118751, 118750)


def test_the_banks_own_summary_is_checked(read: Reader) -> None:
    summary = (
        "<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries>"
        "<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>5.00</Sum></TtlCdtNtries></TxsSummry>"
    )
    found = read(camt(entry("5.00"), entry("1.00", "DBIT"), before=summary))
    assert [(control.what, control.holds) for control in found.controls] == [
        ("sum of credits", True),
        ("number of credits", True),
        ("number of entries", False),
    ]


def test_a_sum_of_debits_may_be_signed_and_an_unreadable_figure_is_named(read: Reader) -> None:
    summary = (
        "<TxsSummry><TtlCdtNtries><Sum>5,00</Sum></TtlCdtNtries>"
        "<TtlDbtNtries><Sum>-1.00</Sum></TtlDbtNtries></TxsSummry>"
    )
    balances = balance("OPBD", "100.0000000000005") + balance("CLBD", "1.00")
    found = read(camt(entry("5.00"), entry("1.00", "DBIT"), before=balances + summary))
    assert [(control.what, control.holds) for control in found.controls] == [
        ("sum of debits", True)
    ]
    assert found.opening is None
    assert [note.why for note in found.notes] == [
        "has more decimals than EUR has (2): left empty",
        "is not an amount: left empty",
    ]


# --- details ---------------------------------------------------------------------------------


def test_details_that_add_up_are_the_entry_and_not_money_beside_it(read: Reader) -> None:
    batch = "<Btch><NbOfTxs>2</NbOfTxs><TtlAmt Ccy='EUR'>5.00</TtlAmt></Btch>"
    parts = details(part("2.00"), part("3.00"), before=batch)
    found = read(camt(entry("5.00", reference="B7", more=parts)))
    assert (found.entries, found.credits) == (1, 500)
    assert [(line.batch, line.position) for line in found.money()] == [("B7", 1), ("B7", 2)]
    assert [line.amount for line in found.money()] == [200, 300]
    assert all(control.holds for control in found.controls)
    assert len(found.controls) == 3


def test_an_entry_may_hold_several_batches(read: Reader) -> None:
    batch = "<Btch><NbOfTxs>1</NbOfTxs><TtlAmt Ccy='EUR'>2.50</TtlAmt></Btch>"
    two = details(part("2.50"), before=batch) * 2
    found = read(camt(entry("5.00", more=two)))
    assert [line.amount for line in found.money()] == [250, 250]
    assert not found.broken


def test_details_that_do_not_add_up_are_left_out_and_named(read: Reader) -> None:
    found = read(camt(entry("5.00", more=details(part("2.00"), part("2.99")))))
    assert [line.amount for line in found.money()] == [500]
    assert "its details don't add up to it" in found.notes[0].why
    assert [control.what for control in found.broken] == ["sum of details of entry 1"]


def test_details_without_amounts_leave_the_entry_one_sum(read: Reader) -> None:
    found = read(camt(entry("5.00", more=details("<Refs/>", "<Refs/>"))))
    assert [line.amount for line in found.money()] == [500]
    assert "2 details without amounts" in found.notes[0].why


def test_one_detail_describes_its_entry(line: One) -> None:
    found = line(
        camt(
            entry(
                "5.00",
                more=details(
                    "<Refs><AcctSvcrRef>B1</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
                    "<RltdPties><Dbtr><Pty><Nm>Muster  GmbH</Nm></Pty></Dbtr>"
                    "<DbtrAcct><Id><IBAN>DE02120300000000202051</IBAN></Id></DbtrAcct>"
                    "<Cdtr><Nm>Us</Nm></Cdtr></RltdPties>"
                    "<RmtInf><Ustrd>RE 1001</Ustrd><Ustrd>and more</Ustrd>"
                    "<Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>"
                ),
            )
        )
    )
    assert (found.payer, found.payer_account) == ("Muster GmbH", "DE02120300000000202051")
    assert (found.bank_reference, found.end_to_end) == ("B1", "")
    assert found.references == ("RF18539007547034",)
    assert found.remittance == ("RE 1001", "and more")


def test_the_payer_of_a_returned_debit_is_the_debtor_and_its_reason_is_kept(line: One) -> None:
    found = line(
        camt(
            entry(
                "53.00",
                "DBIT",
                more=details(
                    "<Chrgs><Amt Ccy='EUR'>3.00</Amt></Chrgs>"
                    "<RltdPties><Dbtr><Nm>Schuldner</Nm></Dbtr><Cdtr><Nm>Us</Nm></Cdtr></RltdPties>"
                    "<RtrInf><Rsn><Cd>MS03</Cd></Rsn><AddtlInf>no reason</AddtlInf></RtrInf>"
                ),
            )
        )
    )
    assert (found.payer, found.return_reason, found.charges) == ("Schuldner", "MS03 no reason", 300)


def test_a_structured_remittance_names_documents_with_their_amounts(line: One) -> None:
    documents = (
        "<RmtInf><Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp><Nb>1001</Nb>"
        "</RfrdDocInf><RfrdDocAmt><DuePyblAmt Ccy='EUR'>100.00</DuePyblAmt>"
        "<DscntApldAmt><Amt Ccy='EUR'>2.00</Amt></DscntApldAmt>"
        "<AdjstmntAmtAndRsn><Amt Ccy='EUR'>5.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Rsn>DAM</Rsn>"
        "</AdjstmntAmtAndRsn><RmtdAmt Ccy='EUR'>93.00</RmtdAmt></RfrdDocAmt></Strd>"
        "<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CREN</Cd></CdOrPrtry></Tp><Nb>9001</Nb>"
        "</RfrdDocInf><RfrdDocAmt><CdtNoteAmt Ccy='EUR'>3.00</CdtNoteAmt></RfrdDocAmt></Strd>"
        "</RmtInf>"
    )
    assert line(camt(entry("90.00", more=details(documents)))).documents == (
        Remitted(
            number="1001",
            kind="CINV",
            due=10000,
            amount=9300,
            discount=200,
            deduction=500,
            reason="DAM",
        ),
        Remitted(number="9001", kind="CREN", amount=-300),
    )


# --- XML's tricks ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "trick",
    [
        '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE Document SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE Document [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        "<!DOCTYPE Document>",
    ],
)
def test_a_document_type_is_refused_where_it_begins(refusal: Refusal, trick: str) -> None:
    head, _, rest = CAMT.decode().partition("\n")
    said = refusal(f"{head}\n{trick}{rest.replace('A1', '&x;')}")
    assert said == "F:2: the XML has a document type or entities, which no bank writes"


def test_depth_length_and_number_of_elements_are_bounded(refusal: Refusal) -> None:
    assert "deeper than 40 elements" in refusal(camt(before="<a>" * 1_000))
    assert "a tag is longer than 1 MB" in refusal(camt(before=f'<a b="{"c" * 2_000_000}'))
    assert "longer than 20,000 characters" in refusal(camt(before=f"<Id>{'1' * 100_000}"))
    assert "more than 400,000 elements" in refusal(camt(before="<Ntry>" + "<a/>" * 400_001))


def test_an_encoding_that_is_not_the_declared_one_is_refused(refusal: Refusal) -> None:
    said = refusal(camt(entry("1.00", reference="Müller")).decode().encode("latin-1"))
    assert said.startswith("F:5: the XML is damaged inside Document/")
    assert "encoding" in refusal(CAMT.replace(b"UTF-8", b"KLINGON"))


def test_other_declared_encodings_are_read(line: One) -> None:
    text = camt(entry("1.00", reference="Müller")).decode()
    for name in ("ISO-8859-1", "windows-1252", "UTF-16"):
        assert line(text.replace("UTF-8", name).encode(name)).bank_reference == "Müller"
