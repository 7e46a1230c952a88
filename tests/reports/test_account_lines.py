"""An account line by line: what stands on the trial balance is the sum of what is listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.store import open_store
from artui.reports.account_lines import account_lines
from artui.reports.asked import Asked
from artui.reports.listings import write_off_list, write_offs
from artui.reports.papers import Money, Report, leads_of, text_of
from artui.reports.trial_balance import trial_balance, trial_leads, trial_text
from tests.ledger.office import COMPANY, TODAY, Office
from tests.reports.test_books import busy


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    office = Office(open_store(tmp_path / "ledger.artui", create=True))
    yield busy(office)
    office.ledger.close()


def column(report: Report, name: str) -> list[int]:
    """The amounts of a column, nothing counted as 0."""
    at = [each.name for each in report.columns].index(name)
    return [cell.amount if isinstance(cell := row[at], Money) else 0 for row in report.rows]


@pytest.mark.parametrize("first", ["", "2020-04-01", "2020-04-15"])
def test_every_line_of_the_trial_balance_is_the_sum_of_its_lines(
    ledger: Ledger, first: str
) -> None:
    books = trial_balance(ledger, COMPANY, TODAY, first)
    assert len(books.accounts) > 5
    for row in books.accounts:
        asked = Asked(COMPANY, TODAY, first, account=row.account, currency=row.currency)
        report = account_lines(ledger, asked)
        assert sum(column(report, "debit")) == row.debit
        assert sum(column(report, "credit")) == row.credit
        assert sum(column(report, "base")) == row.debit_base - row.credit_base
        (total,) = report.totals
        assert total[5:8] == [
            Money(amount, row.currency) for amount in (row.debit, row.credit, row.balance)
        ]
        above = [text for text in report.about if text.startswith("Balance before")]
        assert bool(above) == bool(first and row.opening)


def test_the_way_from_the_trial_balance_to_a_voucher(ledger: Ledger) -> None:
    books = trial_balance(ledger, COMPANY, TODAY)
    lines, leads = trial_text(books), trial_leads(books)
    (line,) = [at for at, text in enumerate(lines) if text.startswith("6150-000 ")]
    lead = leads[line]
    assert lead.to == "account-lines" and lead.asked is not None
    report = account_lines(ledger, lead.asked)
    (row,) = report.rows
    ((at, to),) = leads_of(report).items()
    assert text_of(report)[at].startswith(str(row[0]))
    assert (to.to, to.key) == ("voucher", "100/RC/2020/1")


def test_every_line_that_shows_a_figure_of_an_account_leads_somewhere(ledger: Ledger) -> None:
    books = trial_balance(ledger, COMPANY, TODAY)
    lines, leads = trial_text(books), trial_leads(books)
    heads = [at for at, text in enumerate(lines) if text.startswith(("Account ", "Sub-ledger"))]
    total = next(at for at, text in enumerate(lines) if text.startswith("Total in"))
    accounts = set(range(heads[0] + 1, total))
    ties = set(range(heads[1] + 1, len(lines) - 2))
    assert leads.keys() == accounts | ties


def test_the_summary_of_write_offs_is_the_sum_of_what_each_row_leads_to(ledger: Ledger) -> None:
    summary = write_offs(ledger, Asked(COMPANY, TODAY))
    assert summary.rows
    for row, lead in zip(summary.rows, summary.leads, strict=True):
        assert lead.asked is not None
        behind = write_off_list(ledger, lead.asked)
        assert (len(behind.rows), sum(column(behind, "written_off"))) == (
            row[4],
            row[5].amount if isinstance(row[5], Money) else 0,
        )
        assert {to.to for to in behind.leads} == {"document"}


def test_without_an_account_it_asks_which(ledger: Ledger) -> None:
    with pytest.raises(Refused, match="2527! which account"):
        account_lines(ledger, Asked(COMPANY, TODAY))
