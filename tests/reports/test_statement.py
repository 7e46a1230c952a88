"""A statement on paper: its pages, its slip, and a reprint that is the same to the byte."""

from __future__ import annotations

import pytest

from artui.importers.bank import Remitted
from artui.intake.bank.files import apply_certain
from artui.ledger import setup
from artui.ledger.automatic.clearing import clear_zero
from artui.ledger.reading import balances
from artui.ledger.reversal import reversing
from artui.ledger.statements import runs
from artui.ledger.statements.contents import Statement, statements
from artui.ledger.statements.runs import Run, Selection
from artui.ledger.store import Store
from artui.reports.pages import PAGE, Page
from artui.reports.pdf import pdf_of
from artui.reports.statement import statement_pages, statement_records
from tests.ledger.bank_files.statements import line, numbered, take
from tests.ledger.conftest import location as location
from tests.ledger.conftest import store as store
from tests.ledger.office import COMPANY, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def make(office: Office) -> Run:
    return runs.run(office.ledger, Selection(COMPANY, TODAY))


def one(office: Office, run: Run, customer: str = "P") -> Statement:
    (found,) = statements(office.ledger, run, customer)
    return found


def pages(office: Office, run: Run) -> list[Page]:
    return [page for each in statements(office.ledger, run) for page in statement_pages(each)]


def pdf(office: Office, run: Run) -> bytes:
    return pdf_of(pages(office, run), title=run.name, moment=run.recorded_at)


def test_items_ages_and_slip(office: Office) -> None:
    setup.set_rate(office.ledger, "USD", "EUR", "2020-01-01", "1.1")
    office.raises("I1", 100_00, customer="P", date="2020-01-01", due="2020-01-31")
    office.raises("CM", -20_00, customer="P", due="2020-04-10")
    office.raises("A-VERY-LONG-DOCUMENT-NUMBER", 50_00, customer="C3", due="2020-04-01")
    office.raises("E1", 9_00, customer="C3", currency="EUR")
    office.pays(office.receipt(5_00, customer="P"))
    (page,) = statement_pages(one(office, make(office)))
    assert "\n".join(page) == PAGE_OF_P


PAGE_OF_P = """\
Hundred Ltd                                                    Statement 100/1
P Parent Holding                                       2020-04-15  Page 1 of 1

Open items in EUR

Document       Type Date       Due        Late        Original            Open
For C3 Child Shop
E1             INV  2020-03-20 2020-04-19                 9.00            9.00
                                                   Open in EUR            9.00

        Not due      1-30 late     31-60 late   Over 60 late             Total
           9.00           0.00           0.00           0.00              9.00

Open items in USD

Document       Type Date       Due        Late        Original            Open
I1             INV  2020-01-01 2020-01-31   75          100.00          100.00
CM             CM   2020-03-20 2020-04-10               20.00-          20.00-
RC20000001     RC   2020-04-15                           5.00-           5.00-
For C3 Child Shop
A-VERY-LONG-DOCUMENT-NUMBER
               INV  2020-03-20 2020-04-01   14           50.00           50.00
                                                   Open in USD          125.00

        Not due      1-30 late     31-60 late   Over 60 late             Total
          5.00-          30.00           0.00         100.00            125.00

- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
Remittance slip                                  Statement 100/1 of 2020-04-15
Customer P Parent Holding                                       to Hundred Ltd
Name the document numbers with your payment: they say what it is for.

In EUR
Document                                   To pay   We pay
E1                                           9.00   __________________
Total                                        9.00   __________________

In USD
Document                                   To pay   We pay
I1                                         100.00   __________________
CM                                         20.00-   __________________
RC20000001                                  5.00-   __________________
A-VERY-LONG-DOCUMENT-NUMBER                 50.00   __________________
Total                                      125.00   __________________"""


def test_a_long_statement_has_its_heads_on_every_page(office: Office) -> None:
    for number in range(90):
        office.raises(f"I{number:03d}", 100_00 + number, customer="P")
    made = statement_pages(one(office, make(office)))
    assert [page[1].split("Page ")[1] for page in made] == [f"{n} of 4" for n in range(1, 5)]
    assert all(len(page) <= PAGE for page in made)
    assert made[1][3:7] == ["Open items in USD", "", made[0][5], made[1][6]]
    lines = [line for page in made for line in page]
    for number in range(90):
        assert sum(line.startswith(f"I{number:03d} ") for line in lines) == 2


def test_a_reprint_is_the_same_to_the_byte_whatever_was_posted_since(office: Office) -> None:
    office.raises("I1", 100_00)
    office.raises("I2", 30_00)
    office.pays(40_00, ("I1", None))
    run = make(office)
    printed, bytes_ = pages(office, run), pdf(office, run)
    reversing.reverse(office.ledger, f"{COMPANY}/RC/2020/1")
    office.pays(130_00)
    assert clear_zero(office.ledger, company=COMPANY)
    office.ledger.store.rebuild()
    again = runs.find(office.ledger, COMPANY, run.number)
    assert pages(office, again) == printed
    assert pdf(office, again) == bytes_


def test_records_add_up_to_the_balance_of_the_day(office: Office) -> None:
    office.raises("I1", 100_00)
    office.raises("CM", -20_50)
    run = make(office)
    records = list(statement_records(statements(office.ledger, run)))
    assert [(r["document"], r["open"], r["days_late"]) for r in records] == [
        ("CM", "-20.50", 0),
        ("I1", "100.00", 0),
    ]
    (row,) = balances.aged(office.ledger.store, COMPANY, TODAY)
    assert one(office, run, "C1").sections[0].total == row.total


def test_the_numbers_of_the_slip_are_what_a_bank_line_is_known_by(office: Office) -> None:
    numbered(office)
    office.raises("50001", 100, customer="C1")
    office.raises("50002", 80, customer="C1")
    lines = [text for page in statement_pages(one(office, make(office), "C1")) for text in page]
    slip = lines[lines.index("In USD") + 2 :]
    rows = [text.split() for text in slip if text.startswith("5")]
    paid = tuple(Remitted(number=row[0], amount=int(row[1].replace(".", ""))) for row in rows)
    taken = take(office, line(180, "A", documents=paid))
    (done,) = apply_certain(office.ledger, taken)
    assert done.posted is not None
    assert (office.open_of("50001"), office.open_of("50002")) == (0, 0)
    assert make(office).statements == ()
