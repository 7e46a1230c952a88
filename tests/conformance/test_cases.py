"""What other receivables systems do, in figures: each scenario carried out and compared.

``pytest tests/conformance --cases FILE`` runs any file of scenarios, on both databases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from artui.ledger.documents import SHORT_KIND
from artui.ledger.events import Applied, DifferenceWrittenOff, DiscountGranted
from artui.ledger.money import decimal_string, parse_amount
from artui.ledger.proof.verifying import verify
from tests.conformance.office import Office
from tests.conformance.wording import Case, NotApplicable

FX = {"fx_gain", "fx_loss", "rounding"}
ASSERTED = {"rejected", "unchanged", "no_candidate", "pending_approval"}
"""Outcomes that say nothing was posted, and why; other words only describe the balances."""

Expected = Any


@pytest.fixture
def office(case: Case, location: str, record_property: Callable[[str, object], None]) -> Any:
    """The scenario carried out."""
    record_property("case", case["id"])
    record_property("database", "postgres" if location.startswith("postgresql:") else "sqlite")
    try:
        office = Office(case, location)
        office.run()
    except NotApplicable as what:
        record_property("not applicable", f"not applicable, {what}")
        pytest.skip(f"not applicable: {what}")
    yield office
    office.close()


def test_the_ledger_comes_to_the_same_figures(case: Case, office: Office) -> None:
    then = case["then"]
    unknown = set(then) - set(CHECKS) - {"status", "reclass_lines"}
    assert not unknown, f"outcomes that nothing compares: {unknown}"
    for name, check in CHECKS.items():
        if name in then:
            check(office, then[name])
    check_status(office, then.get("status", ""))
    assert verify(office.ledger.store).problems == []


def check_status(office: Office, status: str) -> None:
    """Refused exactly when it is to be; nothing posted where nothing may be: by the operation the
    status is about, the last. What came before it is in the journal lines."""
    assert office.refused == (status == "rejected"), office.answers.get("why", "not refused")
    if status in ASSERTED:
        assert not any(office.posted_last.values())
    if status == "pending_approval":
        assert office.answers.get("pending"), "nothing waits for approval"
    if status == "no_candidate":
        assert office.answers["candidates"] == []


def open_balances(office: Office, expected: dict[str, str]) -> None:
    for ref, amount in expected.items():
        document = office.find(ref)
        assert abs(document.open) == parse_amount(amount, document.currency), ref


def open_base(office: Office, expected: dict[str, str]) -> None:
    for ref, amount in expected.items():
        assert abs(office.find(ref).base_open) == parse_amount(amount, office.given.base), ref


def journal_lines(office: Office, expected: list[Case]) -> None:
    """Net per role in base currency; gain, loss and rounding are one."""
    wanted: Counter[str] = Counter()
    for line in expected:
        debit, credit = (parse_amount(line[side], office.given.base) for side in SIDES)
        wanted[_role(line["account_role"])] += debit - credit
    booked: Counter[str] = Counter()
    for role, amount in office.posted.items():
        booked[_role(role)] += amount
    assert {r: a for r, a in booked.items() if a} == {r: a for r, a in wanted.items() if a}


SIDES = ("debit", "credit")


def _role(role: str) -> str:
    return "fx" if role in FX else role


def discount_taken(office: Office, expected: dict[str, str]) -> None:
    _conceded(office, expected, "discount")


def tolerance_accepted(office: Office, expected: dict[str, str]) -> None:
    """Shortfalls +, excesses absorbed for a document -."""
    absorbed: Counter[str] = Counter()
    for _, event in office.store.events(0):
        if isinstance(event, DifferenceWrittenOff) and event.target:
            absorbed[event.target] += event.amount
    for ref, amount in expected.items():
        document = office.find(ref)
        accepted = office.granted("written_off", ref) + absorbed[document.id]
        assert accepted == parse_amount(amount, document.currency), ref


def _conceded(office: Office, expected: dict[str, str], kind: str) -> None:
    for ref, amount in expected.items():
        document = office.find(ref)
        assert office.granted(kind, ref) == parse_amount(amount, document.currency), ref


def discounts(office: Office, expected: Expected) -> None:
    """What each receipt in turn earned."""
    per_voucher: dict[str, int] = {}
    for _, event in office.store.events(0):
        if isinstance(event, Applied):
            per_voucher.setdefault(event.originator_id, 0)
        elif isinstance(event, DiscountGranted):
            voucher = event.originator_id
            per_voucher[voucher] = per_voucher.get(voucher, 0) + event.amount
    wanted = list(expected.values()) if isinstance(expected, dict) else expected
    currency = document_currency(office)
    assert list(per_voucher.values()) == [parse_amount(one, currency) for one in wanted]


def document_currency(office: Office) -> str:
    """The currency of the documents, where an outcome names none: the first one's."""
    return office.given.currency(next(iter(office.given.documents.values())))


def write_offs(office: Office, expected: dict[str, str]) -> None:
    kinds = {"document_level": "written_off", "receipt_level": "receipt_level"}
    for level, amount in expected.items():
        refs = office.given.documents
        total = sum(office.granted(kinds[level], ref) for ref in refs)
        assert total == parse_amount(amount, document_currency(office)), level


def max_tolerance(office: Office, expected: Expected) -> None:
    _answer(office, "max_tolerance", expected)


def max_write_off(office: Office, expected: Expected) -> None:
    _answer(office, "max_write_off", expected)


def _answer(office: Office, name: str, expected: Expected) -> None:
    answers = office.answers[name]
    if isinstance(expected, str):
        assert [Decimal(one) for one in answers.values()] == [Decimal(expected)]
    else:
        for ref, amount in expected.items():
            assert Decimal(answers[ref]) == Decimal(amount), ref


def proposed_write_off(office: Office, expected: str) -> None:
    assert Decimal(office.answers["proposed_write_off"]) == Decimal(expected)


def candidates(office: Office, expected: list[str]) -> None:
    assert office.answers["candidates"] == expected


def created_documents(office: Office, expected: list[Case]) -> None:
    for made in expected:
        document = office.find(made["ref"])
        assert abs(document.original) == parse_amount(made["amount"], document.currency)
        debit = made["type"] in ("debit_memo", "chargeback", "invoice")
        assert debit == (document.original > 0)
        assert SHORT_KIND[document.kind]


def customer_balance(office: Office, expected: Expected) -> None:
    """What a customer owes, per currency or in the only one."""
    customer = next(iter(office.given.documents.values()))["customer"]
    currencies = {document["currency"] for document in office.given.documents.values()}
    if not isinstance(expected, dict) or set(expected) <= currencies:
        expected = {customer: expected}
    for customer, amount in expected.items():
        totals = office.ledger.read.customer_totals("1", customer, office.today)
        owed = {total.currency: total.open for total in totals}
        amounts = amount if isinstance(amount, dict) else {document_currency(office): amount}
        for currency, one in amounts.items():
            assert owed.get(currency, 0) == parse_amount(one, currency), customer


def receipt_relieved_base(office: Office, expected: Expected) -> None:
    """What each application took off its credit, in base currency; or all of each credit."""
    applied = [event for _, event in office.store.events(0) if isinstance(event, Applied)]
    if isinstance(expected, dict):
        for ref, amount in expected.items():
            ends = [e for e in applied if office.key(ref) in (e.source, e.target)]
            taken = sum(event.source_base for event in ends)
            assert taken == parse_amount(amount, office.given.base), ref
        return
    wanted = expected if isinstance(expected, list) else [expected]
    booked = [decimal_string(event.source_base, office.given.base) for event in applied]
    assert [Decimal(one) for one in booked] == [Decimal(one) for one in wanted]


def last_date(office: Office, expected: str) -> None:
    assert office.dates[-1] == expected


def not_before(office: Office, expected: str) -> None:
    assert office.dates[-1] >= expected


CHECKS: dict[str, Callable[[Office, Any], None]] = {
    "open_balances": open_balances,
    "open_base": open_base,
    "journal_lines": journal_lines,
    "discount_taken": discount_taken,
    "tolerance_accepted": tolerance_accepted,
    "discounts": discounts,
    "write_offs": write_offs,
    "max_tolerance": max_tolerance,
    "max_write_off": max_write_off,
    "proposed_write_off": proposed_write_off,
    "candidates": candidates,
    "created_documents": created_documents,
    "customer_balance": customer_balance,
    "receipt_relieved_base": receipt_relieved_base,
    "effect_date": last_date,
    "posting_date": last_date,
    "posting_date_not_before": not_before,
    "reversal_date": last_date,
}
