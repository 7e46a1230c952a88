"""``--as-of`` and ``--known-at``: every list and report of another moment."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Artui, take_in

CUSTOMERS = "customer_no,name,company_code,currency\nC1,Acme Foods,N1,USD\nC2,Bolt & Co,N1,USD\n"
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount
I1,INV,N1,C1,2020-03-01,2020-03-31,USD,100.00,100.00
I2,INV,N1,C2,2020-03-02,2020-04-01,USD,4.00,4.00
"""
LATER = INVOICES.partition("I1")[0] + "I3,INV,N1,C2,2020-04-10,2020-05-01,USD,9.00,9.00\n"
MARCH = ("--as-of", "2020-03-31")


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """Two invoices of March; one paid on 3 April, the other on 31 March, recorded last."""
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    for payer, paid, document, day in (
        ("C1", "100.00", "I1", "2020-04-03"),
        ("C2", "4.00", "I2", "2020-03-31"),
    ):
        done = artui("pay", payer, paid, "USD", "--document", document, "--date", day)
        assert done.status == 0, done.err
    return artui


def opened(answer: Answer) -> dict[str, str]:
    """Document and open balance of what was listed."""
    assert answer.status == 0, answer.err
    return {record["document"]: record["open_balance"] for record in answer.records}


def test_open_items_of_a_day_and_as_known_when_a_voucher_was_posted(books: Artui) -> None:
    listed = ("list", "open-items", "--json")
    assert opened(books(*listed)) == {}
    assert opened(books(*listed, *MARCH)) == {"I1": "100.00"}
    assert opened(books(*listed, *MARCH, "--known-at", "RC 1")) == {"I1": "100.00", "I2": "4.00"}
    assert opened(books(*listed, "--known-at", "RC 1")) == {"I2": "4.00"}


def test_open_items_of_a_company_or_a_customer(books: Artui) -> None:
    listed = ("list", "open-items", "--json", "--known-at", "TO 1")
    assert opened(books(*listed)) == {"I1": "100.00", "I2": "4.00"}
    assert opened(books(*listed, "--company", "N1", "--customer", "C2")) == {"I2": "4.00"}
    assert opened(books(*listed, "--customer", "C1")) == {"I1": "100.00"}
    for options, said in (
        (("--company", "N9"), "2201! company 'N9' does not exist"),
        (("--customer", "C9"), "2207! there is no customer C9"),
        (("--company", "N1", "--customer", "C9"), "2207! N1 has no customer C9"),
    ):
        answer = books("list", "open-items", *options)
        assert (answer.status, answer.out, answer.err) == (1, "", f"{said}\n")


def test_a_single_document_taken_on_is_one(artui: Artui, tmp_path: Path) -> None:
    one = INVOICES.partition("I2")[0]
    take_in(artui, tmp_path, customers=CUSTOMERS, invoices=one)
    assert artui("list", "vouchers").out.rstrip().endswith("1 document")


def test_records_say_which_moment_they_are_of(books: Artui) -> None:
    end = len(books("list", "events", "--json").records)
    (record,) = books("list", "open-items", "--json", *MARCH).records
    assert (record["as_of"], record["known_at"]) == ("2020-03-31", end)
    assert "as_of" not in books("list", "vouchers", "--json").records[0]


def test_candidates_are_those_of_then(books: Artui) -> None:
    listed = ("list", "candidates", "--limit", "5.00", "--json")
    assert opened(books(*listed)) == {}
    assert opened(books(*listed, "--known-at", "RC 1")) == {"I2": "4.00"}
    assert opened(books(*listed, "--as-of", "2020-03-30")) == {"I2": "4.00"}


def test_vouchers_and_receipts_of_then(books: Artui) -> None:
    vouchers = books("list", "vouchers", "--json", *MARCH).records
    assert [v["voucher"] for v in vouchers if "/RC/" in v["voucher"]] == ["N1/RC/2020/2"]
    (receipt,) = books("list", "receipts", "--json", *MARCH).records
    assert (receipt["receipt"], receipt["amount"], receipt["status"]) == (
        "RC20000002",
        "4.00",
        "applied",
    )
    (receipt,) = books("list", "receipts", "--json", "--known-at", "RC 1").records
    assert (receipt["customer"], receipt["unapplied"]) == ("C1", "0.00")
    assert books("list", "receipts").out.splitlines()[1].split() == [
        *("N1", "RC20000002", "C2", "Bolt", "&", "Co", "2020-03-31", "USD", "4.00", "0.00"),
        "applied",
    ]


REPORTS = ("aged-balances", "open-items", "trial-balance")
JOURNALS = ("accounting-journal", "payment-journal", "voucher-list", "write-offs")


@pytest.mark.parametrize("report", REPORTS)
def test_reports_are_of_a_day_as_known_then(books: Artui, report: str) -> None:
    told = books("report", report, "--known-at", "RC 1", "--json", *MARCH)
    assert told.status == 0, told.err
    end = next(
        e["position"]
        for e in books("list", "events", "--json").records
        if e["stream"] == "N1/RC/2020/1" and e["event"] == "VoucherPosted"
    )
    assert {str(record["known_at"]) for record in told.records} == {str(end)}
    text = books("report", report, "--known-at", "RC 1", *MARCH).out
    assert f"s known at event {end}" in text
    assert "4.00" in text
    later = books("report", report, *MARCH).out
    assert later.count("4.00") != text.count("4.00")


@pytest.mark.parametrize("report", JOURNALS)
def test_journals_hold_what_was_recorded_by_then(books: Artui, tmp_path: Path, report: str) -> None:
    take_in(books, tmp_path, invoices=LATER)
    assert books("writeoff", "I3", "--reason", "BALWOF").status == 0
    told = {
        at: books("report", report, *at, "--json")
        for at in ((), ("--known-at", "RC 2"), ("--known-at", "RC 1"))
    }
    assert {answer.status for answer in told.values()} == {0}
    counts = [len(answer.records) for answer in told.values()]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", "2019-12-31"), "2019-12-31 is outside the history: it holds 2020-03-0"),
        (("--known-at", "99999"), "99,999 is outside the history: it holds positions 1 to "),
        (("--known-at", "RC 77"), "there is no voucher RC 77"),
        (("--known-at", "2199-01-01"), "2199-01-01 is outside the history: it ends at 20"),
        (("--known-at", "yesterday"), "'yesterday' is no position, voucher (RC 147) or time"),
    ],
)
def test_a_moment_outside_the_history_is_a_sentence(
    books: Artui, options: tuple[str, ...], said: str
) -> None:
    answer = books("list", "open-items", *options)
    assert (answer.status, answer.out) == (1, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


OUTSIDE_DAYS = (
    ("report", "aged-balances", "--as-of", "1990-01-01"),
    ("report", "aged-balances", "--as-of", "2020-05-01"),
    ("report", "open-items", "--as-of", "2020-05-01"),
    ("report", "trial-balance", "--as-of", "1990-01-01"),
    ("report", "trial-balance", "--as-of", "2020-05-01"),
    ("report", "voucher-list", "--to", "1990-01-01"),
    ("report", "voucher-list", "--from", "2020-05-01", "--to", "2020-12-31"),
    ("report", "write-offs", "--to", "1990-01-01"),
    ("report", "recoveries", "--to", "1990-01-01"),
    ("report", "accounting-journal", "--to", "1990-01-01"),
    ("report", "account-lines", "--account", "1200", "--to", "1990-01-01"),
    ("picture", "ageing", "--as-of", "1990-01-01"),
    ("picture", "write-offs", "--to", "1990-01-01"),
    ("list", "watches", "--from", "1990-01-01", "--to", "1990-12-31"),
    ("list", "watches", "--from", "2020-05-01", "--to", "2020-12-31"),
    ("backtest", "--currency", "USD", "--limit", "5", "--from", "1990-01-01", "--to", "1990-12-31"),
)


@pytest.mark.parametrize("asked", OUTSIDE_DAYS, ids=" ".join)
def test_days_outside_the_history_are_a_sentence(books: Artui, asked: tuple[str, ...]) -> None:
    answer = books(*asked)
    assert (answer.status, answer.out) == (1, "")
    assert "2680! " in answer.err
    assert " is outside the history: it holds 2020-03-0" in answer.err
    assert answer.err.endswith(" to 2020-04-15\n")


@pytest.mark.parametrize(
    "asked",
    [
        ("report", "aged-balances"),
        ("report", "aged-balances", "--as-of", "2020-04-30"),
        ("report", "trial-balance", "--as-of", "2020-04-30"),
        ("report", "trial-balance", "--as-of", "2020-03-02"),
        ("report", "voucher-list", "--from", "1990-01-01", "--to", "2099-12-31"),
        ("report", "voucher-list", "--to", "2020-12-31"),
        ("picture", "ageing", "--as-of", "2020-04-30"),
        ("list", "watches", "--from", "1990-01-01", "--to", "2020-12-31"),
    ],
    ids=" ".join,
)
def test_the_month_under_way_and_days_partly_outside_are_answered(
    books: Artui, asked: tuple[str, ...]
) -> None:
    answer = books(*asked)
    assert (answer.status, answer.err) == (0, "")
    assert answer.out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("account-lines", "--account", "9999"), "2527! there is no account 9999: nothing is"),
        (("account-lines", "--account", "1010-USD", "--currency", "ZZZ"), "2528! ZZZ is no cur"),
        (("write-off-list", "--reason", "ZZZ"), "2205! there is no reason code ZZZ"),
        (("write-off-list", "--clerk", "ZZZ"), "2529! there is no user ZZZ, and nobody called so"),
        (("write-off-list", "--currency", "ZZZ"), "2528! ZZZ is no currency of this ledger"),
        (("write-offs", "--reason", "ZZZ"), "2205! there is no reason code ZZZ"),
    ],
)
def test_what_narrows_a_report_to_nothing_there_is_is_refused(
    books: Artui, asked: tuple[str, ...], said: str
) -> None:
    answer = books("report", *asked)
    assert (answer.status, answer.out) == (1, "")
    assert said in answer.err


def test_what_narrows_a_report_to_nothing_posted_is_answered(books: Artui) -> None:
    for asked in (
        ("account-lines", "--account", "1010-USD"),
        ("account-lines", "--account", "1010-USD", "--customer", "C2"),
        ("write-off-list", "--reason", "tolerance"),
        ("write-off-list", "--currency", "USD"),
    ):
        answer = books("report", *asked)
        assert (answer.status, answer.err) == (0, ""), asked


def test_days_to_come_are_held_once_something_is_posted_on_them(books: Artui) -> None:
    answer = books("pay", "C1", "7.00", "USD", "--date", "2020-05-20")
    assert answer.status == 0, answer.err
    assert books("report", "trial-balance", "--as-of", "2020-05-31").status == 0
    assert "holds 2020-03-0" in books("report", "trial-balance", "--as-of", "2020-06-01").err


TODAYS = (
    ("report", "aged-balances"),
    ("report", "voucher-list"),
    ("picture", "ageing"),
    ("list", "watches"),
)


def test_before_anything_is_posted_today_is_a_day(artui: Artui, tmp_path: Path) -> None:
    for asked in TODAYS:
        answer = artui(*asked)
        assert (answer.status, answer.err) == (0, ""), asked
    # The only posting of all may be of a day to come.
    assert artui("set", "company", "N1", "USD").status == 0
    (tmp_path / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    assert artui("import", "customers", str(tmp_path / "customers.csv")).status == 0
    refused = artui("picture", "ageing", "--as-of", "2019-01-01").err
    assert refused == "2680! nothing is posted yet: there is no day to look back at\n"
    assert artui("pay", "C1", "7.00", "USD", "--date", "2020-05-20").status == 0
    for asked in TODAYS:
        answer = artui(*asked)
        assert (answer.status, answer.err) == (0, ""), asked
