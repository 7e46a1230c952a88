"""Every command that reads, as somebody of one branch: no trace of the other's business."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from artui.ledger import setup
from artui.ledger.ledger import open_ledger
from artui.ledger.people.users_roles import define_user
from artui.ledger.setup import CustomerData, put_customers
from artui.ledger.taking_on import DocumentRow, take_on
from artui.settings import login_name
from tests.cli.conftest import Answer, Artui

BRANCHES = ("EAST", "WEST")
LISTS = (
    "list open-items",
    "list open-items --json",
    "list open-items --as-of 2020-04-15",
    "list receipts",
    "list customers",
    "list vouchers",
    "list events",
    "list events --json",
    "list candidates --limit 9.00",
    "list watches --times 2",
    "approve",
    "match --dry-run",
    "clear --dry-run",
    "cleanup --limit 9.00",
    "report open-items --company N1",
    "report write-offs --company N1",
)
BOOKS = (
    "report trial-balance --company N1",
    "report aged-balances --company N1",
    "report voucher-list --company N1",
    "report accounting-journal --company N1",
    "report payment-journal --company N1",
    "picture ageing",
    "picture ageing --company N1",
)
"""What is told of a whole company, to whoever sees all of it."""
NAMED = (
    'report payment-journal --voucher "RC 2020-{1}"',
    'report accounting-journal --voucher "RC 2020-{1}"',
    "writeoff {0}-I --dry-run",
    "chargeback {0}-I --dry-run",
    "pay {0}-C 1.00",
    "apply {2} --document EAST-I=1.00",
    'reverse "RC 2020-{1}" --dry-run',
    "reverse --receipt {2} --dry-run",
    "writeoff {0}-I --request",
)
"""What names a branch, its customer, document or voucher."""


def as_user(artui: Artui, monkeypatch: pytest.MonkeyPatch, user: str, line: str) -> Answer:
    with monkeypatch.context() as patch:
        patch.setenv("ARTUI_CLERK", user)
        return artui(*shlex.split(line))


def prepare(folder: Path, owner: str) -> None:
    """The business of both branches."""
    ledger = open_ledger(folder / "books.artui", owner, today=lambda: "2020-04-15")
    setup.register_company(ledger, "N1", "North", "USD", years=[2020])
    for branch in BRANCHES:
        setup.register_branch(ledger, "N1", branch, branch.title())
        customer = CustomerData("N1", f"{branch}-C", "Foods", "USD", branches=(branch,))
        put_customers(ledger, [customer])
        row = DocumentRow(
            "N1", f"{branch}-I", "invoice", f"{branch}-C", "2020-03-20", "2020-04-19", "USD",
            5_00, 5_00, branch=branch,
        )  # fmt: skip
        take_on(ledger, [row])
    roles = ["supervisor", "administrator"]
    define_user(ledger, "eve", unlimited=True, roles=roles, branches=["N1/EAST"])
    ledger.close()


@pytest.fixture
def books(artui: Artui, tmp_path: Path) -> Artui:
    """Two branches with the same business each; Eve, who may do all, belongs to the eastern."""
    prepare(tmp_path, login_name())
    for branch in BRANCHES:
        paid = artui("pay", f"{branch}-C", "3.00", "--on-account", "--reference", f"{branch}-R")
        assert paid.status == 0, paid.err
    return artui


@pytest.mark.parametrize("line", LISTS)
def test_a_list_holds_nothing_of_another_branch(
    books: Artui, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    seen = as_user(books, monkeypatch, "eve", line)
    assert "WEST-" not in seen.out + seen.err
    whole = books(*shlex.split(line))
    assert whole.status == seen.status, whole.err + seen.err
    assert ("WEST-" in whole.out) == ("EAST-" in whole.out) == ("EAST-" in seen.out)


@pytest.mark.parametrize("line", NAMED)
def test_what_is_named_is_answered_as_if_it_did_not_exist(
    books: Artui, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    hidden = as_user(books, monkeypatch, "eve", line.format("WEST", "000002", "RC20000002"))
    missing = as_user(books, monkeypatch, "eve", line.format("NONE", "000099", "RC20000099"))
    assert hidden.status == missing.status != 0
    said = hidden.err.replace("WEST-", "NONE-")
    said = said.replace("000002", "000099")
    assert said == missing.err
    shown = as_user(books, monkeypatch, "eve", line.format("EAST", "000001", "RC20000001"))
    assert "exist" not in shown.err
    assert "no customer" not in shown.err


@pytest.mark.parametrize("line", BOOKS)
def test_the_books_of_the_company_are_not_shown(
    books: Artui, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    answer = as_user(books, monkeypatch, "eve", line)
    assert answer.err.startswith("2420!")
    assert "WEST-" not in answer.out + answer.err
