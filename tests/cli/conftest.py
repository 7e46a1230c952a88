"""The command line run in this process, on a ledger file of the test's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from artui.cli import run


class Answer(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The JSON lines it printed."""
        return [json.loads(line) for line in self.out.splitlines()]


Artui = Callable[..., Answer]


def take_in(artui: Artui, folder: Path, **texts: str) -> None:
    """Import CSV texts, each under the kind it is: customers, then invoices."""
    for kind, text in texts.items():
        file = folder / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        answer = artui("import", kind, str(file))
        assert answer.status == 0, answer.err


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Artui:
    """``artui …`` where there is no ledger yet; the business day is 2020-04-15."""
    monkeypatch.setenv("ARTUI_LEDGER", str(tmp_path / "books.artui"))
    monkeypatch.setenv("ARTUI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("ARTUI_TODAY", "2020-04-15")

    def artui(*arguments: str) -> Answer:
        capsys.readouterr()
        status = run(arguments)
        return Answer(status, *capsys.readouterr())

    return artui


@pytest.fixture
def artui(bare: Artui) -> Artui:
    """``artui …`` on an empty ledger."""
    assert bare("init").status == 0
    return bare


SHORT_PAYERS = "customer_no,name,company_code,currency,payment_terms\nC1,Acme Foods,U001,USD,\n"
HEADS = "doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount\n"
SHORT_PAID = HEADS + "".join(
    f"{number},INV,U001,C1,2020-03-01,2020-03-31,USD,1000.00,1000.00\n" for number in range(1, 6)
)


@pytest.fixture
def history(artui: Artui, tmp_path: Path) -> Artui:
    """Five invoices paid short by 2, 4, 8, 16 and 32; 5.00 is tolerated; 3.00 came in later."""
    take_in(artui, tmp_path, customers=SHORT_PAYERS, invoices=SHORT_PAID)
    assert artui("set", "tolerance", "USD", "--amount", "5.00").status == 0
    for number, paid in enumerate(("998", "996", "992", "984", "968"), 1):
        answer = artui("pay", "C1", paid, "USD", "--document", str(number))
        assert answer.status == 0, answer.err
    assert artui("pay", "C1", "3.00", "USD", "--document", "3").status == 0
    return artui
