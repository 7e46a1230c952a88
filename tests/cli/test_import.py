"""Files of another system are taken in whole or not at all, and never twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Artui

CUSTOMERS = """\
customer_no,name,aliases,company_code,currency,payment_terms
001,Alder & Co,ALDER|ALD,N1,USD,T30
1,Birch Ltd,,N1,USD,T30
002,Cedar Inc,,E1,EUR,
"""
INVOICES = """\
doc_no,doc_type,company_code,customer_no,customer_name,doc_date,due_date,currency,amount,open_amount
I1,INV,N1,001,Alder,2020-03-01,2020-03-31,USD,1000.00,1000.00
I2,INV,N1,001,Alder,2019-12-01,2019-12-31,USD,500.00,20.00
C1,CM,N1,001,Alder,2020-03-05,2020-03-05,USD,100.00,-100.00
I1,INV,E1,002,Cedar,2020-02-01,2020-03-01,EUR,70.50,70.50
"""
RECEIPTS = """\
receipt_no,value_date,customer_no,payer_name,currency,amount,method,reference,bank_reference
R1,2020-04-14,001,Alder,USD,1000.00,ACH,I1,B1
R2,2020-04-15,001,Alder,USD,1000.00,ACH,I1,B2
R3,2020-04-15,009,Nobody,USD,12.00,ACH,?,B3
R4,2020-04-15,001,Alder,USD,-5.00,ACH,back,B4
"""


class Files:
    """CSV files of one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str, text: str, encoding: str = "utf-8") -> str:
        path = self.folder / f"{name}.csv"
        path.write_bytes(text.encode(encoding))
        return str(path)


@pytest.fixture
def csv(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.fixture
def loaded(artui: Artui, csv: Files) -> Artui:
    """A ledger with the customers and invoices above."""
    for kind, text in (("customers", CUSTOMERS), ("invoices", INVOICES)):
        answer = artui("import", kind, csv(kind, text))
        assert answer.status == 0, answer.err
    return artui


def open_items(artui: Artui) -> dict[str, str]:
    records = artui("list", "open-items", "--json").records
    return {f"{r['company']}/{r['document']}": r["open_balance"] for r in records}


def state(artui: Artui) -> list[dict[str, Any]]:
    return artui("list", "events", "--json").records


def test_customers_make_the_companies_they_name_and_say_so(artui: Artui, csv: Files) -> None:
    answer = artui("import", "customers", csv("customers", CUSTOMERS))
    assert answer.status == 0
    assert "Company E1 made: base currency EUR, periods of 2020 opened" in answer.out
    assert "3 customers added; 0 known before" in answer.out
    periods = artui("period", "list", "--company", "E1", "--json").records
    assert [p["period"] for p in periods] == [f"2020-{month:02d}" for month in range(1, 13)]


def test_customers_again_add_nothing_and_a_change_is_a_change(artui: Artui, csv: Files) -> None:
    artui("import", "customers", csv("customers", CUSTOMERS))
    before = len(state(artui))
    assert (
        "0 customers added; 3 known"
        in artui("import", "customers", csv("customers", CUSTOMERS)).out
    )
    assert len(state(artui)) == before
    renamed = "customer_no,name,company_code,currency\n1,Birch plc,N1,USD\n"
    assert "1 changed" in artui("import", "customers", csv("renamed", renamed)).out
    birch = [c for c in artui("list", "customers", "--json").records if c["customer"] == "1"]
    assert [(c["name"], c["terms"]) for c in birch] == [("Birch plc", "T30")]


def test_invoices_post_their_open_amount_and_open_the_years_they_need(
    artui: Artui, csv: Files
) -> None:
    artui("import", "customers", csv("customers", CUSTOMERS))
    answer = artui("import", "invoices", csv("invoices", INVOICES))
    assert "Periods of 2019 opened for N1" in answer.out
    assert "4 documents added, EUR 70.50 and USD 920.00; 0 known before" in answer.out
    assert open_items(artui) == {
        "N1/I1": "1000.00",
        "N1/I2": "20.00",
        "N1/C1": "-100.00",
        "E1/I1": "70.50",
    }
    assert artui("verify").status == 0


def test_invoices_again_add_nothing(loaded: Artui, csv: Files) -> None:
    before = state(loaded)
    answer = loaded("import", "invoices", csv("again", INVOICES))
    assert "0 documents added; 4 known before" in answer.out
    assert state(loaded) == before


def test_a_known_document_with_another_amount_is_named_and_left(loaded: Artui, csv: Files) -> None:
    changed = INVOICES.replace("1000.00,1000.00", "1200.00,1200.00")
    answer = loaded("import", "invoices", csv("changed", changed))
    assert "left as they are: I1" in answer.out
    assert open_items(loaded)["N1/I1"] == "1000.00"


def test_a_document_record_has_these_keys(loaded: Artui) -> None:
    record = loaded("list", "open-items", "--json").records[0]
    assert set(record) == {
        "document",
        "type",
        "customer",
        "branch",
        "currency",
        "amount",
        "open_balance",
        "date",
        "due_date",
        "company",
    }


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("customers", CUSTOMERS),
        ("invoices", INVOICES),
        ("receipts", RECEIPTS),
    ],
)
def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    artui: Artui, csv: Files, kind: str, text: str
) -> None:
    for earlier, its in (("customers", CUSTOMERS), ("invoices", INVOICES)):
        if kind == earlier:
            break
        artui("import", earlier, csv(earlier, its))
    before = state(artui)
    rehearsed = artui("import", kind, csv(kind, text), "--dry-run")
    assert rehearsed.out.splitlines()[-1].startswith("Dry run, nothing written: ")
    assert state(artui) == before
    done = artui("import", kind, csv(kind, text))
    assert done.out == rehearsed.out.replace("Dry run, nothing written: ", "")


def test_receipts_are_posted_on_account_one_voucher_each_and_named(
    loaded: Artui, csv: Files
) -> None:
    answer = loaded("import", "receipts", csv("receipts", RECEIPTS))
    assert answer.status == 0, answer.err
    assert "Probable duplicate of R1: R2 001 Alder USD 1,000.00" in answer.out
    assert "Unidentified cash of N1: R3 009 Nobody USD 12.00" in answer.out
    assert "Returned item: R4 001 Alder USD 5.00-" in answer.out
    assert "4 receipts added, USD 2,007.00; 0 known before" in answer.out
    vouchers = loaded("list", "vouchers", "--company", "N1", "--json").records
    assert [v["name"] for v in vouchers[:4]] == [f"RC 2020-00000{n}" for n in (4, 3, 2, 1)]
    assert open_items(loaded)["N1/R4"] == "5.00"
    assert loaded("verify").status == 0


def test_the_same_money_adds_nothing_even_under_another_number(loaded: Artui, csv: Files) -> None:
    loaded("import", "receipts", csv("receipts", RECEIPTS))
    before = state(loaded)
    assert "0 receipts added; 4 known" in loaded("import", "receipts", csv("again", RECEIPTS)).out
    other_file = RECEIPTS.replace("\nR", "\nX")
    assert "0 receipts added; 4 known" in loaded("import", "receipts", csv("other", other_file)).out
    assert state(loaded) == before


def test_a_receipt_reversed_since_is_not_taken_again(loaded: Artui, csv: Files) -> None:
    loaded("import", "receipts", csv("receipts", RECEIPTS))
    assert loaded("reverse", "N1/RC/2020/3").status == 0
    answer = loaded("import", "receipts", csv("again", RECEIPTS))
    assert "Reversed before, not taken again: R3" in answer.out
    assert "0 receipts added; 4 known" in answer.out


def test_money_typed_by_a_clerk_is_not_taken_again_but_a_second_like_it_is(
    loaded: Artui, csv: Files
) -> None:
    typed = loaded("pay", "001", "1000.00", "USD", "--on-account", "--reference", "I1")
    assert typed.status == 0, typed.err
    rows = RECEIPTS.replace("R1,2020-04-14", "R1,2020-04-15")
    answer = loaded("import", "receipts", csv("receipts", rows))
    assert "Typed before as RC20000001, not taken again: R1" in answer.out
    assert "Probable duplicate of RC20000001: R2" in answer.out
    assert "3 receipts added, USD 1,007.00; 1 known before" in answer.out


def test_a_receipt_of_a_closed_period_is_refused_and_named(loaded: Artui, csv: Files) -> None:
    loaded("period", "close", "N1", "2020-04", "--confirm")
    before = state(loaded)
    answer = loaded("import", "receipts", csv("receipts", RECEIPTS))
    assert answer.status == 1
    assert "receipts.csv:2: column value_date: '2020-04-14' can't be posted: " in answer.err
    assert "period 2020-04 of N1 is closed" in answer.err
    assert state(loaded) == before


def test_unidentified_cash_goes_to_the_company_named(loaded: Artui, csv: Files) -> None:
    rows = RECEIPTS.splitlines()[0] + "\nR9,2020-04-15,,Nobody,EUR,8.00,ACH,?,B9\n"
    assert "Unidentified cash of E1" in loaded("import", "receipts", csv("r", rows)).out
    other = rows.replace("EUR", "USD").replace("R9", "R8").replace("B9", "B8")
    answer = loaded("import", "receipts", csv("s", other), "--company", "E1")
    assert answer.status == 1
    assert "E1 has no bank account in USD" in answer.err


BAD_INVOICES = [
    ("I1,INV", ",INV", "column doc_no: '' is empty: a number is needed"),
    ("I2,INV", "I1,INV", "invoices.csv:3: column doc_no: 'I1' is there twice: first on line 2"),
    ("2020-03-31", "2020-02-30", "column due_date: '2020-02-30' is a date that does not exist"),
    ("2020-03-31", "31.03.2020", "column due_date: '31.03.2020' is not a date"),
    ("1000.00,1000.00", "1000.00,1000.001", "'1000.001' has more decimals than USD has (2)"),
    ("1000.00,1000.00", "1000.00,1.000,00", "the row has 11 cells, the head 10"),
    ("1000.00,1000.00", "1000.00,1e3", "column open_amount: '1e3' is not an amount"),
    ("USD,1000.00", "XYZ,1000.00", "column currency: 'XYZ' is no currency known to ISO 4217"),
    ("I1,INV,N1", "I1,BILL,N1", "column doc_type: 'BILL' is no document type"),
    (",-100.00", ",100.00", "invoices.csv:4: column open_amount: '100.00' is above zero"),
    ("N1,001,Alder,2020-03", "N1,01,Alder,2020-03", "column customer_no: '01' is no customer"),
    ("E1,002", "E7,002", "invoices.csv:5: column company_code: 'E7' is no company"),
    ("USD,1000.00", "EUR,1000.00", "column currency: 'EUR' can't be used: no rate EUR to USD"),
    ("Alder,2020-03-01", "Al\x1bder,2020-03-01", "holds a control character"),
]


@pytest.mark.parametrize(("good", "bad", "said"), BAD_INVOICES)
def test_a_bad_row_names_file_line_column_and_value_and_nothing_is_taken(
    artui: Artui, csv: Files, good: str, bad: str, said: str
) -> None:
    artui("import", "customers", csv("customers", CUSTOMERS))
    before = state(artui)
    file = csv("invoices", INVOICES.replace(good, bad, 1))
    answer = artui("import", "invoices", file)
    assert answer.status == 1
    assert said in answer.err
    assert f"{file}:" in answer.err
    assert answer.err.endswith("is refused whole: nothing was taken in\n")
    assert state(artui) == before


def test_many_faults_are_counted_after_the_first_twenty(artui: Artui, csv: Files) -> None:
    rows = "".join(f"{n},Name,,N1,DOLLARS,\n" for n in range(30))
    answer = artui("import", "customers", csv("c", CUSTOMERS.splitlines()[0] + "\n" + rows))
    assert answer.status == 1
    assert answer.err.count("column currency") == 20
    assert "and 10 faults more" in answer.err


def test_bad_rows_can_be_skipped_and_are_kept_to_be_mended(artui: Artui, csv: Files) -> None:
    artui("import", "customers", csv("customers", CUSTOMERS))
    file = csv("invoices", INVOICES.replace("USD,1000.00", "XYZ,1000.00"))
    answer = artui("import", "invoices", file, "--skip-bad")
    assert answer.status == 0
    assert "3 documents added" in answer.out
    rejects = Path(file).with_suffix(".rejects.csv")
    assert f"1 row skipped, kept in {rejects}" in answer.err
    kept = rejects.read_text(encoding="utf-8")
    assert "is no currency known to ISO 4217" in kept
    rejects.write_text(kept.replace("XYZ", "USD"), encoding="utf-8")
    assert "1 document added" in artui("import", "invoices", str(rejects)).out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found(
    artui: Artui, csv: Files, encoding: str, delimiter: str
) -> None:
    text = CUSTOMERS.replace(",", delimiter).replace("Alder", "Ängström")
    answer = artui("import", "customers", csv("customers", text, encoding))
    assert answer.status == 0, answer.err
    names = [c["name"] for c in artui("list", "customers", "--json").records]
    assert "Ängström & Co" in names


def test_columns_can_be_named_and_the_decimal_mark_set(
    artui: Artui, csv: Files, tmp_path: Path
) -> None:
    artui("import", "customers", csv("customers", CUSTOMERS))
    (tmp_path / "settings.toml").write_text(
        'decimal_mark = ","\n[columns.invoices]\ndoc_no = "Invoice No"\n', encoding="utf-8"
    )
    text = INVOICES.replace("doc_no", "Invoice No").replace(",", ";").replace(".", ",")
    answer = artui("import", "invoices", csv("invoices", text))
    assert "4 documents added, EUR 70.50 and USD 920.00" in answer.out
    wrong = csv("wrong", INVOICES.replace("doc_no", "Invoice No").replace("I", "J"))
    refused = artui("import", "invoices", wrong)
    assert refused.status == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "x.csv:1: the file is empty"),
        (b"name,currency\n", "column customer_no is missing"),
        (b"customer_no,name,name,company_code,currency\n", "column name is there 2 times"),
        (b"customer_no,name,company_code,currency\n1,\xff,N1,USD\n", "x.csv:2: this is not UTF-8"),
        (b'customer_no,name,company_code,currency\n1,"open,N1,USD\n', "x.csv:2: the row can't be"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(
    artui: Artui, tmp_path: Path, data: bytes, said: str
) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(data)
    answer = artui("import", "customers", str(file))
    assert answer.status == 1
    assert said in answer.err


def test_a_file_that_is_not_there_is_a_sentence(artui: Artui) -> None:
    answer = artui("import", "customers", "nowhere.csv")
    assert (answer.status, answer.err) == (1, "there is no file nowhere.csv\n")


def test_the_summary_for_programs_has_decimal_strings(loaded: Artui, csv: Files) -> None:
    records = loaded("import", "receipts", csv("receipts", RECEIPTS), "--json").records
    assert records[-1]["totals"] == {"USD": "2007.00"}
    assert records[1]["kinds"] == ["duplicate"]
    assert records[1]["like"] == ["R1"]
