"""Users of each role try every command there is; a new command needs a line here."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from artui.cli import cli
from artui.ledger.events import number_of
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.people import rights
from artui.ledger.people.users_roles import define_user
from artui.ledger.setup.bank_numbers import set_numbers
from artui.ledger.writeoffs.requests import request_write_off
from tests.cli.conftest import Answer, Artui
from tests.importers.bank.samples import MT940
from tests.screens.ledgers import CLERK, on_account, pay_short, small_ledger

ROLES = {"clara": "clerk", "sue": "supervisor", "audrey": "auditor", "adam": "administrator"}
LOOK = "reports.read"
"""What looking takes; everybody holds it who may sign on at all."""

NO_LEDGER = {"demo", "role permissions", "restore", "init", "backup", "verify"}
"""Commands at which nobody signs on: they make a ledger, or prove and copy one whole, damaged or
not, for whoever may read the file."""

CUSTOMERS = "customer_no,name,company_code,currency\n777,New,U001,USD\n"
INVOICES = (
    "doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount\n"
    "X1,INV,U001,0200934569,2020-04-10,2020-05-10,USD,3.00,3.00\n"
)
RECEIPTS = (
    "receipt_no,value_date,customer_no,payer_name,currency,amount,method,reference,bank_reference\n"
    "R9,2020-04-14,0200934569,,USD,5.00,ACH,x,B9\n"
)
RATES = "date,currency,base_currency,rate\n2020-04-14,CAD,USD,0.71\n"
FILES = {"customers.csv": CUSTOMERS, "invoices.csv": INVOICES, "receipts.csv": RECEIPTS,
         "rates.csv": RATES}  # fmt: skip


class Try(NamedTuple):
    """What is typed, and the permission it takes."""

    line: str
    takes: str


RECEIPT, VOUCHER = "{receipt}", "{voucher}"
INVOICE, LARGE = "1930550001", "1930600001"

TRIES = {
    "import bank": Try("bank.sta --company U001", "bank.import"),
    "import customers": Try("customers.csv", "masterdata.change"),
    "import invoices": Try("invoices.csv", "documents.import"),
    "import rates": Try("rates.csv", "masterdata.change"),
    "import receipts": Try("receipts.csv --company U001", "bank.import"),
    "inbox": Try("in --settled 0", "bank.import"),
    "batch open": Try(
        "U001 B1 --bank-account 4400112233 --count 1 --total 5", "receipts.post"
    ),
    "batch control": Try("U001 B0 --count 1 --total 5", "receipts.post"),
    "batch close": Try("U001 B0", "receipts.post"),
    "batch reopen": Try("U001 B0", "receipts.post"),
    "batch list": Try("", LOOK),
    "accept": Try(RECEIPT, "applications.post"),
    "park": Try(f"{RECEIPT} --note later", "applications.post"),
    "alias end": Try("U001/x", "applications.post"),
    "pay": Try("0200934569 10", "receipts.post"),
    "apply": Try(f"{RECEIPT} --document 1930690002", "applications.post"),
    "reverse": Try(VOUCHER, "vouchers.reverse"),
    "adjust-rate": Try(f"{RECEIPT} 1.5", "rates.adjust"),
    "transfer": Try(f"{RECEIPT} 0200934569", "transfers.post"),
    "split": Try(f"{RECEIPT} 0200934569=1", "transfers.post"),
    "return": Try(f"{RECEIPT} --reason FEE", "vouchers.reverse"),
    "refund": Try(RECEIPT, "refunds.request"),
    "writeoff": Try(f"{INVOICE} --amount 1", "writeoffs.post"),
    "approve": Try("U001/1", "writeoffs.approve"),
    "chargeback": Try(f"{LARGE} --amount 5", "chargebacks.post"),
    "rwo accept": Try("1", "writeoffs.post"),
    "rwo auto": Try("--company U001 --limit 5", "writeoffs.post"),
    "rwo change": Try("1 --action leave --note no", "writeoffs.post"),
    "rwo reject": Try("1 --note no", "writeoffs.post"),
    "rwo sort": Try("--company U001", "writeoffs.post"),
    "rwo keep": Try("NIGHT --company U001", "writeoffs.post"),
    "rwo end": Try("NIGHT", "writeoffs.post"),
    "rwo rules": Try("--company U001", LOOK),
    "rwo list": Try("", LOOK),
    "run": Try("NIGHT", "writeoffs.post"),
    "backtest": Try("--currency USD --limit 5", LOOK),
    "autoapply": Try(RECEIPT, "applications.post"),
    "match": Try("--company U001", "applications.post"),
    "clear": Try("--company U001", "balances.clear"),
    "cleanup": Try("--company U001 --post", "writeoffs.post"),
    "post": Try("--all", "batches.post"),
    "export hledger": Try("", LOOK),
    "export beancount": Try("", LOOK),
    "export gl": Try("--company U001", "gl.export"),
    "report accounting-journal": Try(f"--voucher {VOUCHER}", LOOK),
    "report account-lines": Try("--company U001 --account 1200", LOOK),
    "report payment-journal": Try(f"--voucher {VOUCHER}", LOOK),
    "statements run": Try("--company U001", "statements.run"),
    "statements list": Try("", LOOK),
    "statements print": Try("1 --company U001", LOOK),
    "statements stop": Try("0200934569 --company U001", "masterdata.change"),
    "statements resume": Try("0200934569 --company U001", "masterdata.change"),
    "show event": Try("1", LOOK),
    "why": Try(INVOICE, LOOK),
    "seal": Try("", LOOK),
    "rebuild": Try("", LOOK),
    "period books": Try("U001 2020-01-31", "periods.close"),
    "period close": Try("U001 2020-01 --confirm", "periods.close"),
    "period list": Try("", LOOK),
    "period make": Try("U001 2021", "masterdata.change"),
    "period open": Try("U001 2020-01", "periods.reopen"),
    "period reopen": Try("U001 2020-01 --note x", "periods.reopen"),
    "period seal": Try("U001 2020-01", LOOK),
    "parameters set": Try("above_limit pending", "policies.change"),
    "parameters show": Try("", LOOK),
    "user list": Try("", LOOK),
    "user set": Try("bob", "users.change"),
    "role list": Try("", LOOK),
    "role set": Try("cash receipts.post", "users.change"),
    "delegate": Try("bea --until +2", "writeoffs.approve"),
    "change": Try("1", "changes.confirm"),
    "set bank-account": Try("U001 B2 USD", "masterdata.change"),
    "set bank-numbers": Try("U001 4400112233 12345", "masterdata.change"),
    "set branch": Try("U001 EAST East", "masterdata.change"),
    "set company": Try("N9 USD", "masterdata.change"),
    "set customer-limit": Try("U001 0200934569 5", "masterdata.change"),
    "set division": Try("U001 EAST East", "masterdata.change"),
    "set rate": Try("USD EUR 1.1 --since 2020-01-01", "masterdata.change"),
    "set reason": Try("NEW New dispute", "policies.change"),
    "set rule": Try("AR30-185 6150-001", "policies.change"),
    "set terms": Try("T9", "policies.change"),
    "set tolerance": Try("USD --amount 5", "policies.change"),
} | {
    f"list {what}": Try("", LOOK)
    for what in ("aliases", "batches", "candidates", "customers", "events", "exports", "inbox",
                 "open-items", "receipts", "vouchers", "watches")
} | {
    f"picture {what}": Try("", LOOK) for what in ("ageing", "write-offs", "differences")
} | {
    "picture back-test": Try("--currency USD --limit 5", LOOK)
} | {
    f"report {what}": Try("", LOOK)
    for what in ("aged-balances", "duties", "open-items", "recoveries", "trial-balance",
                 "voucher-list", "write-off-list", "write-offs")
}  # fmt: skip
"""Every command that signs somebody on."""


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command of the tree by its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))
        else:
            yield " ".join((*path, name))


class Desk(NamedTuple):
    """A ledger made once: its file, and what the lines of the table need of it."""

    file: Path
    names: dict[str, str]
    may: dict[str, frozenset[str]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Users of each role, one who has ended; a receipt on account, a request, a change."""
    file = tmp_path_factory.mktemp("roles") / "books.artui"
    with closing(small_ledger(file)) as ledger:
        posted = pay_short(ledger)
        receipt = [on_account(ledger).document for _twice in range(2)][
            -1
        ]  # a number of one company
        define_user(ledger, "bea", roles=["clerk"])
        define_user(ledger, "ed", roles=["clerk"], ended=True)
        for name, role in ROLES.items():
            define_user(ledger, name, authority={"USD": 50_00}, roles=[role])
        set_numbers(ledger, "U001", "4400112233", ["123456789"])
        request_write_off(ledger, "U001/1930690002", amount=2_00)
        second = Ledger(ledger.store, "adam", clock=ledger.clock, today=ledger.today)
        define_user(second, "waiting")
        may = {user: rights.permissions_of(ledger.policies, user) for user in (*ROLES, "mallory")}
    return Desk(file, {"receipt": number_of(receipt), "voucher": posted.voucher}, may)


@pytest.fixture
def books(bare: Artui, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Artui:
    """``artui …`` on a copy of that ledger, with files to import beside it."""
    shutil.copy(desk.file, tmp_path / "books.artui")
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")
    Path("bank.sta").write_bytes(MT940)
    return bare


def events(file: Path) -> int:
    """How many events a ledger holds."""
    with closing(open_ledger(file, CLERK)) as ledger:
        return ledger.store.head().pos


def by(books: Artui, monkeypatch: pytest.MonkeyPatch, user: str, words: list[str]) -> Answer:
    """A command as the owner of the file lets somebody give it."""
    Path("in").mkdir(exist_ok=True)
    Path("in", f"{user}.sta").write_bytes(MT940)
    with monkeypatch.context() as patch:
        patch.setenv("ARTUI_CLERK", user)
        return books(*words)


def test_every_command_has_its_line() -> None:
    known = set(commands(cli))
    assert known == set(TRIES) | NO_LEDGER, "a new command needs a line in TRIES"
    assert {each.takes for each in TRIES.values()} <= set(rights.PERMISSIONS)


@pytest.mark.parametrize("command", TRIES)
def test_a_command_is_for_who_holds_its_permission(
    books: Artui, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    line, takes = TRIES[command]
    words = [*command.split(), *shlex.split(line.format(**desk.names))]
    file = tmp_path / "books.artui"
    before = events(file)
    for user in sorted(desk.may, key=lambda user: takes in desk.may[user]):
        answer = by(books, monkeypatch, user, words)
        said = answer.out + answer.err
        refused = f": {takes}, " in said
        assert answer.status != 2, answer.err
        assert "Traceback" not in answer.err
        assert refused == (takes not in desk.may[user]), (user, answer)
        assert refused or "2400!" not in said, said
        if refused:
            assert answer.status == 1
            assert user in said
            assert events(file) == before


@pytest.mark.parametrize("command", TRIES)
def test_who_has_ended_may_give_no_command(
    books: Artui, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    words = [*command.split(), *shlex.split(TRIES[command].line.format(**desk.names))]
    before = events(tmp_path / "books.artui")
    answer = by(books, monkeypatch, "ed", words)
    assert (answer.status, answer.err) == (1, "ed has ended and may not sign on to this ledger\n")
    assert events(tmp_path / "books.artui") == before
