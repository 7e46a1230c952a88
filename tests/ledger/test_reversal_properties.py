"""Whatever was settled, taking it back restores every balance, in any order that is allowed."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.distribution import Distribution
from artui.ledger.entered import PayLine
from artui.ledger.errors import Refused
from artui.ledger.reversal import reversing
from artui.ledger.reversal.reversing import preview, reverse_receipt, unapply
from artui.ledger.reversal.undoing import of_receipt
from artui.ledger.settlement import PLAIN
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import open_store
from tests.ledger.office import COMPANY, Office

amounts = st.sampled_from([640, 686, 700, 980, 1_000]) | st.integers(1, 3_000)
rates = st.sampled_from(["1.1", "0.91357", "1.33333", "0.5"])
Balances = dict[str, tuple[int, int]]


class Day(NamedTuple):
    """Debits and credits (amount, currency, rate), and receipts (amount, currency, rate, at once:
    applied in their own voucher)."""

    debits: list[tuple[int, str, str]]
    credits: list[tuple[int, str, str]]
    receipts: list[tuple[int, str, str, bool]]


currencies = st.sampled_from(["USD", "EUR"])
days = st.builds(
    Day,
    st.lists(st.tuples(amounts, currencies, rates), min_size=1, max_size=4),
    st.lists(st.tuples(amounts, currencies, rates), max_size=2),
    st.lists(st.tuples(amounts, currencies, rates, st.booleans()), min_size=1, max_size=3),
)
often = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


PARAMETERS = ev.Parameters(
    receipt_tolerance={"USD": 12, "EUR": 9},
    rounding={"USD": 3, "EUR": 3},
    tax_on_discount=True,
    tax_on_write_off=True,
)


class Worked(NamedTuple):
    """An office after a day: its balances before, its vouchers, its receipts."""

    office: Office
    before: Balances
    vouchers: list[str]
    receipts: list[str]


def worked(factory: pytest.TempPathFactory, day: Day) -> Worked:
    office = Office(open_store(factory.mktemp("day") / "ledger.db", create=True))
    setup.open_bank_account(office.ledger, COMPANY, "100-EUR", "EUR")
    setup.set_rate(office.ledger, "USD", "EUR", "2020-01-01", "1.07")
    for currency in ("USD", "EUR"):
        setup.set_tolerance(office.ledger, setup.ToleranceData(currency, 60, "8", over_amount=40))
    set_parameters(office.ledger, COMPANY, PARAMETERS)
    for number, (amount, currency, rate) in enumerate([*day.debits, *day.credits]):
        signed = amount if number < len(day.debits) else -amount
        known = None if currency == "USD" else rate
        office.raises(
            f"D{number}",
            signed,
            currency=currency,
            rate=known,
            terms="D2",
            tax=signed // 5,
            net=signed - signed // 5,
        )
    before = office.balances()
    vouchers, receipts = [], []
    for number, (amount, currency, rate, at_once) in enumerate(day.receipts):
        known = None if currency == "USD" else rate
        money = office.receipt(amount, number=f"R{number}", currency=currency, rate=known)
        at_first = paying.distribution(office.ledger, money)
        lines = choose(office, at_first, credits=True) if at_once else []
        vouchers.append(paying.post_receipt(office.ledger, money, lines).voucher)
        receipts.append(office.key(f"R{number}"))
        source = office.document(f"R{number}")
        if not at_once:
            later = paying.application(office.ledger, source, "2020-04-15")
            lines = choose(office, later, credits=False)
            if lines:
                vouchers.append(paying.apply(office.ledger, source.id, lines).voucher)
    return Worked(office, before, vouchers, receipts)


def choose(office: Office, distribution: Distribution, *, credits: bool) -> list[PayLine]:
    """As much as the money pays, credits first if wanted, then the debits by number."""
    items = office.ledger.read.open_items(COMPANY, ["C1"], order=3)
    for item in sorted(items, key=lambda item: item.open > 0):
        if item.kind == "receipt" or (item.open < 0 and not credits):
            continue
        try:
            distribution.pay(item, None, PLAIN)
        except Refused:
            continue
    return PayLine.all_of(distribution)


def without_receipts(day: Worked) -> Balances:
    """The balances now, without the receipts, which must be at zero."""
    after = day.office.balances()
    assert [after.pop(receipt) for receipt in day.receipts] == [(0, 0)] * len(day.receipts)
    return after


@often
@given(day=days, data=st.data())
def test_returned_payments_restore_every_balance(
    tmp_path_factory: pytest.TempPathFactory, day: Day, data: st.DataObject
) -> None:
    done = worked(tmp_path_factory, day)
    ledger = done.office.ledger
    for receipt in data.draw(st.permutations(done.receipts)):
        seen = preview(ledger, of_receipt(ledger, receipt))
        reverse_receipt(ledger, receipt)
        after = done.office.balances()
        assert all(after[it.document.id] == (it.after, it.base_after) for it in seen.balances)
    assert without_receipts(done) == done.before
    done.office.assert_sound()
    ledger.close()


@often
@given(day=days, data=st.data())
def test_applications_undone_one_by_one_leave_the_money_on_account(
    tmp_path_factory: pytest.TempPathFactory, day: Day, data: st.DataObject
) -> None:
    done = worked(tmp_path_factory, day)
    ledger, office = done.office.ledger, done.office
    debits = [office.key(f"D{number}") for number in range(len(day.debits))]
    for target in data.draw(st.permutations(debits)):
        try:
            unapply(ledger, target=target)
        except Refused as refused:
            assert [problem.number for problem in refused.problems] == [2283]
    after = office.balances()
    for number, (amount, _currency, _rate, _at_once) in enumerate(day.receipts):
        recorded = next(
            fact
            for fact in ledger.read.voucher_facts(office.document(f"R{number}").voucher)
            if isinstance(fact, ev.ReceiptRecorded)
        )
        assert after.pop(office.key(f"R{number}")) == (-amount, recorded.base)
    assert after == done.before
    office.assert_sound()
    ledger.close()


@often
@given(day=days, data=st.data())
def test_the_order_of_independent_reversals_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, day: Day, data: st.DataObject
) -> None:
    done = worked(tmp_path_factory, day)
    ledger = done.office.ledger
    waiting = data.draw(st.permutations(done.vouchers))
    while waiting:
        blocked = []
        for voucher in waiting:
            try:
                reversing.reverse(ledger, voucher)
            except Refused as refused:
                assert [problem.number for problem in refused.problems] == [2218]
                blocked.append(voucher)
        assert len(blocked) < len(waiting), "no order leads out"
        waiting = blocked
    assert without_receipts(done) == done.before
    done.office.assert_sound()
    ledger.close()
