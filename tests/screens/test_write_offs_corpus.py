"""AR505000 over real documents: candidates, counts and totals as the corpus' own rows say.

Reads the folder ``demo`` under ``ARTUI_CORPUS``; without it there is nothing to compare with.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from artui.cli import run
from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.writeoffs.candidate_list import CandidateList
from artui.ledger.writeoffs.selecting import Selection, select
from tests.screens.steps import working

DEMO = Path(os.environ.get("ARTUI_CORPUS", "no corpus")) / "demo"
DAY = "2020-04-15"

pytestmark = pytest.mark.skipif(
    not DEMO.is_dir(), reason="ARTUI_CORPUS names no folder with the demo day in it"
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The corpus' customers and documents, for a clerk without authority."""
    folder = tmp_path_factory.mktemp("corpus")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARTUI_LEDGER", str(folder / "books.artui"))
        patch.setenv("ARTUI_SETTINGS", str(folder / "settings.toml"))
        patch.setenv("ARTUI_TODAY", DAY)
        assert run(["init"]) == 0
        for kind in ("customers", "invoices"):
            assert run(["import", kind, str(DEMO / f"{kind}.csv")]) == 0
        for currency in ("USD", "CAD"):
            assert run(["set", "tolerance", currency, "--amount", "5.00", "--percent", "0.5"]) == 0
        assert run(["user", "set", "mlopez", "--role", "clerk"]) == 0
        made = open_ledger(folder / "books.artui", "mlopez", today=lambda: DAY)
        yield made
        made.close()


def expected(
    limit: str, *, credit: bool, strict: bool, company: str = "", customer: str = ""
) -> tuple[list[str], dict[str, Decimal]]:
    """Keys and totals of the rows that fit, straight from the corpus' file."""
    keys: list[str] = []
    sums: dict[str, Decimal] = defaultdict(Decimal)
    with (DEMO / "invoices.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            amount = Decimal(row["open_amount"]) * (-1 if credit else 1)
            fits = 0 < amount < Decimal(limit) or (amount == Decimal(limit) and not strict)
            if (
                fits
                and company in ("", row["company_code"])
                and customer in ("", row["customer_no"])
            ):
                keys.append(f"{row['company_code']}/{row['doc_no']}")
                sums[row["currency"]] += abs(amount)
    return sorted(keys), dict(sums)


@pytest.mark.parametrize("operation", ["balance", "credit"])
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("company", ["", "U001", "CA02"])
@pytest.mark.parametrize("customer", ["", "0200881076", "0200759878", "0140104440"])
@pytest.mark.parametrize("limit", ["0.05", "5.00", "5.01", "250.00"])
def test_candidates_are_the_rows_that_fit(
    ledger: Ledger, operation: str, strict: bool, company: str, customer: str, limit: str
) -> None:
    selection = Selection(
        operation,
        int(Decimal(limit) * 100),
        company=company,
        customer=customer,
        strict=strict,
    )
    keys, sums = expected(
        limit, credit=operation == "credit", strict=strict, company=company, customer=customer
    )
    if company and customer and ledger.read.customer(company, customer) is None:
        with pytest.raises(Refused, match=f"there is no customer '{customer}' in {company}"):
            select(ledger, selection)
        return
    listing = CandidateList(ledger, selection)
    assert [row.id for row in select(ledger, selection)] == keys
    assert [key for key, _version in listing.listed()] == keys
    assert listing.count() == len(keys)
    found = {each.currency: Decimal(abs(each.amount)) / 100 for each in listing.sums()}
    assert found == sums


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((), "3001: 9 documents, USD 10.57 CAD 0.37; limit inclusive."),
        (("B", "4.99"), "3001: 8 documents, USD 5.57 CAD 0.37; limit inclusive."),
        (("C", "5.00"), "3001: 3 documents, "),
        (("B", "5.00", "0200881076"), "3001: 2 documents, USD 6.25; limit inclusive."),
    ],
)
async def test_the_panel_says_what_it_lists(
    ledger: Ledger, values: tuple[str, ...], said: str
) -> None:
    async with working(ledger, "AR505000", *values) as clerk:
        assert clerk.message.startswith(said)


async def test_the_list_and_the_selection_total_by_keyboard(
    ledger: Ledger, shows: Callable[[object], bool]
) -> None:
    async with working(ledger, "menu") as clerk:
        await clerk.press("[3]", "enter", "1", "f11", "f9", "enter")
        assert "Selection total  USD 10.57 CAD 0.37  9 docs" in clerk.line(-7)
        await clerk.press(*["down"] * 5, "4", "enter")
        assert "Selection total  USD 5.57 CAD 0.37  8 docs" in clerk.line(-7)
        assert shows(clerk.app)


async def test_strict_leaves_out_the_one_at_the_limit(ledger: Ledger) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("shift+tab", "shift+tab", "[Y]", "f10")
        assert clerk.message.startswith("3001: 8 documents, USD 5.57 CAD 0.37; below the limit.")


async def test_one_cent_too_much_says_why_not(ledger: Ledger) -> None:
    async with working(ledger, "3") as clerk:
        await clerk.press("/", "[1930700747]", "enter", "enter")
        assert clerk.panel_id == "ARWHY/C"
        assert "5.01 USD is above" in clerk.screen
