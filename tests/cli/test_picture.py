"""``artui picture``: block characters, SVG, PDF, figures for programs."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Artui

CUSTOMERS = "customer_no,name,company_code,currency\n001,Café <& Sons>,N1,USD\n"
INVOICES = """\
doc_no,doc_type,company_code,customer_no,doc_date,due_date,currency,amount,open_amount
I1,INV,N1,001,2020-03-01,2020-03-31,USD,5000.00,5000.00
I2,INV,N1,001,2020-03-01,2020-05-31,USD,400.00,400.00
I3,INV,N1,001,2020-03-01,2020-03-31,EUR,70.00,70.00
"""


@pytest.fixture
def paid(artui: Artui, tmp_path: Path) -> Artui:
    """A receipt 4.00 short within a tolerance of 5.00, on 2020-04-15."""
    artui("set", "rate", "USD", "EUR", "1.1", "--since", "2020-01-01")
    for kind, text in (("customers", CUSTOMERS), ("invoices", INVOICES)):
        (tmp_path / f"{kind}.csv").write_text(text, encoding="utf-8")
        answer = artui("import", kind, str(tmp_path / f"{kind}.csv"))
        assert answer.status == 0, answer.err
    artui("set", "tolerance", "USD", "--amount", "5.00")
    answer = artui("pay", "001", "4996.00", "--document", "I1")
    assert answer.status == 0, answer.err
    return artui


NAMES = ("ageing", "write-offs", "differences", "back-test")


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_fits_80_columns_and_can_be_wider(paid: Artui, name: str) -> None:
    narrow, wide = paid("picture", name).out, paid("picture", name, "--columns", "120").out
    assert max(map(len, narrow.splitlines())) <= 80 < max(map(len, wide.splitlines())) <= 120
    assert "USD" in narrow or name == "differences"


def test_each_currency_has_its_picture_unless_one_is_named(paid: Artui) -> None:
    assert paid("picture", "ageing").out.count("Ageing in ") == 2
    only = paid("picture", "ageing", "--currency", "usd", "--company", "N1").out
    assert "400.00" in only
    assert "EUR" not in only


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_a_file(paid: Artui, tmp_path: Path, name: str) -> None:
    svg, pdf = tmp_path / "x.svg", tmp_path / "x.pdf"
    answer = paid("picture", name, "--svg", str(svg), "--pdf", str(pdf))
    assert answer.status == 0
    assert answer.out == ""
    assert answer.err.count("written to") == 2
    words = [element.text or "" for element in ElementTree.parse(svg).iter()]
    assert any("as known at event" in text for text in words)
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_programs_get_the_figures(paid: Artui) -> None:
    ages = paid("picture", "ageing", "--currency", "USD", "--json").records
    assert [record["value"] for record in ages] == ["400.00", "0.00", "0.00", "0.00"]
    (april,) = (
        record
        for record in paid("picture", "write-offs", "--json").records
        if record["value"] != "0.00"
    )
    assert (april["label"], april["series"], april["value"]) == (
        "2020-04",
        "within tolerance",
        "4.00",
    )
    counts = paid("picture", "differences", "--json").records
    assert [record["value"] for record in counts] == [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]


def test_figures_are_of_what_was_known_at_a_position(paid: Artui) -> None:
    """Before the receipt I1 was open, 15 days late, and nothing was written off."""
    known = ("--known-at", "TO 1")
    ages = paid("picture", "ageing", "--currency", "USD", "--json", *known).records
    assert [record["value"] for record in ages] == ["400.00", "5000.00", "0.00", "0.00"]
    end = max(
        event["position"]
        for event in paid("list", "events", "--json").records
        if event["stream"] == "N1/TO/2020/1"
    )
    assert {record["known_at"] for record in ages} == {end}
    assert f"as known at event {end:,}" in paid("picture", "ageing", *known).out
    for name in ("write-offs", "differences", "back-test"):
        assert paid("picture", name, "--json").records
        assert paid("picture", name, "--json", *known).records == [], name
    refused = paid("picture", "ageing", "--known-at", "RC 9")
    assert (refused.status, refused.err) == (1, "2682! there is no voucher RC 9\n")


def test_a_limit_is_tried(paid: Artui) -> None:
    tried = paid("picture", "back-test", "--limit", "4.00", "--json").records
    assert [(record["label"], record["value"]) for record in tried] == [
        ("1.00", "0.00"), ("2.00", "0.00"), ("4.00", "4.00"), ("10.00", "4.00"), ("20.00", "4.00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("ageing", "--company", "X9"), "2201! "),
        (("write-offs", "--from", "2020-05-01"), "2526! "),
        (("back-test", "--currency", "EUR"), "2650! "),
        (("back-test", "--limit", "x"), "2104! "),
        (("ageing", "--as-of", "soon"), "2110! "),
        (("ageing", "--svg", "/nowhere/x.svg"), "/nowhere/x.svg: "),
    ],
)
def test_what_makes_no_sense_is_refused(paid: Artui, asked: tuple[str, ...], said: str) -> None:
    answer = paid("picture", *asked)
    assert answer.status == 1
    assert answer.err.startswith(said), answer.err
