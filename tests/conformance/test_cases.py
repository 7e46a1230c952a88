"""What other receivables systems do, in figures: each scenario carried out and compared.

Reads ``cases/cases.json`` beside the folder ``ARTUI_CORPUS`` names, or the file ``ARTUI_CASES``.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from artui.ledger.audit import verify
from artui.ledger.money import parse_amount
from tests.conformance.office import Case, NotApplicable, Office

FILE = Path(
    os.environ.get("ARTUI_CASES")
    or Path(os.environ.get("ARTUI_CORPUS", "no corpus")).resolve().parent / "cases" / "cases.json"
)
CASES: list[Case] = json.loads(FILE.read_text()) if FILE.is_file() else []
FX = {"fx_gain", "fx_loss", "rounding"}


@pytest.mark.skipif(bool(CASES), reason="the scenarios are there")
def test_the_scenarios_are_missing() -> None:
    pytest.skip("neither ARTUI_CORPUS nor ARTUI_CASES leads to any scenarios")


def net(case: Case, office: Office) -> Counter[str]:
    """The expected journal per role, base minor units, debit +."""
    sums: Counter[str] = Counter()
    for line in case["then"]["journal_lines"]:
        role = line["account_role"]
        debit, credit = (parse_amount(line[side], office.base) for side in ("debit", "credit"))
        sums["fx" if role in FX else role] += debit - credit
    return sums


def booked(office: Office) -> Counter[str]:
    """What was booked, gain and loss taken together as a scenario's rounding may be either."""
    sums: Counter[str] = Counter()
    for role, amount in office.posted.items():
        sums["fx" if role in FX else role] += amount
    return sums


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_ledger_comes_to_the_same_figures(case: Case, tmp_path: Path) -> None:
    try:
        office = Office(case, tmp_path)
        office.run()
    except NotApplicable as what:
        pytest.skip(f"not applicable: {what}")
    then = case["then"]
    opened = office.open_balances()
    for ref, expected in then["open_balances"].items():
        assert Decimal(opened[ref]) == Decimal(expected), ref
    if "journal_lines" in then:
        expected_net, actual = net(case, office), booked(office)
        for role in {*expected_net, *actual}:
            assert actual[role] == expected_net[role], role
    bases = office.open_base()
    for ref, expected in then.get("open_base", {}).items():
        assert Decimal(bases[ref]) == Decimal(expected), ref
    for kind, name in (("discount", "discount_taken"), ("written_off", "tolerance_accepted")):
        for ref, expected in then.get(name, {}).items():
            assert Decimal(office.granted(kind, ref)) == Decimal(expected), (name, ref)
    maxima = then.get("max_tolerance", {})
    if isinstance(maxima, str):
        maxima = {next(o["ref"] for o in case["when"] if "ref" in o): maxima}
    for ref, expected in maxima.items():
        assert Decimal(office.allowance(ref)) == Decimal(expected), ref
    for name in ("effect_date", "reversal_date"):
        if isinstance(then.get(name), str):
            assert office.dates[-1] == then[name]
    assert office.refused == (then["status"] == "rejected")
    assert verify(office.ledger.store).problems == []
    office.ledger.close()
