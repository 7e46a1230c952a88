"""What an application would realise is told before it is posted, to the cent."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ledger import events as ev
from artui.ledger import money, paying, setup
from artui.ledger.entered import PayLine, Receipt
from artui.ledger.ledger import Posted
from artui.ledger.posting import Practice
from artui.ledger.settlement import Wish
from artui.ledger.store import Store
from artui.ledger.trial import exchange_of
from tests.ledger.office import COMPANY, TODAY, Office


@pytest.fixture
def office(store: Store) -> Office:
    made = Office(store)
    for currency, rate in (("EUR", "1.10"), ("GBP", "1.30")):
        setup.open_bank_account(made.ledger, COMPANY, f"100-{currency}", currency)
        setup.set_rate(made.ledger, "USD", currency, "2020-01-01", rate)
    made.tolerate(500)
    return made


def foreseen_and_posted(
    office: Office, receipt: Receipt, *wanted: tuple[str, int | None, Wish]
) -> tuple[dict[str, int], Posted]:
    """What posting is foretold to realise, and what was posted."""
    ledger = office.ledger
    distribution = paying.distribution(ledger, receipt)
    for number, amount, wish in wanted:
        distribution.pay(office.document(number), amount, wish)
    rate = receipt.rate or ledger.policies.rate(COMPANY, receipt.currency, TODAY)
    base = money.convert(receipt.amount, receipt.currency, "USD", rate)
    practice = Practice.of(ledger.policies, COMPANY, receipt.currency, TODAY)
    foreseen = exchange_of(distribution, base, practice)
    return foreseen, paying.post_receipt(ledger, receipt, PayLine.all_of(distribution))


def realised(office: Office, posted: Posted) -> dict[str, int]:
    """What the voucher did realise, by document."""
    sums: dict[str, int] = {}
    for fact in office.facts(posted, ev.ExchangeRealised):
        sums[fact.document] = sums.get(fact.document, 0) + fact.base
    return sums


def test_a_loss_and_a_gain_are_foretold(office: Office) -> None:
    office.raises("1", 100_00, currency="EUR", rate="1.25")
    office.raises("2", 110_00)
    office.raises("3", 50_00, currency="GBP", rate="1.20")
    plain = Wish()
    receipt = office.receipt(300_00, currency="EUR")
    foreseen, posted = foreseen_and_posted(
        office, receipt, ("1", None, plain), ("2", None, plain), ("3", None, plain)
    )
    assert foreseen == {"100/1": -15_00, "100/3": 5_00}
    assert realised(office, posted) == foreseen


def test_nothing_is_foretold_of_money_that_is_not_there(office: Office) -> None:
    office.raises("CM", -50_00, currency="EUR")
    office.raises("1", 100_00, currency="EUR", rate="1.25")
    receipt = office.receipt(50_00, currency="EUR")
    distribution = paying.distribution(office.ledger, receipt)
    distribution.pay(office.document("CM"))
    distribution.pay(office.document("1"))
    distribution.undo("100/CM")
    practice = Practice.of(office.ledger.policies, COMPANY, "EUR", TODAY)
    assert exchange_of(distribution, 55_00, practice) == {}


amounts = st.integers(1_00, 500_00)
rates = st.decimals(Decimal("0.5"), Decimal(2), places=3).map(str)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(amounts, rates, st.sampled_from(["EUR", "GBP", "USD"])), max_size=4),
       amounts)  # fmt: skip
def test_what_is_foretold_is_what_is_posted(
    office: Office, rows: list[tuple[int, str, str]], credit: int
) -> None:
    """Whatever is paid, credits used along with it: gain and loss come out as they were shown."""
    with office.ledger.hold():
        start = office.ledger.store.head().pos
        numbers = [f"{start}-{at}" for at in range(len(rows))]
        for number, (amount, rate, currency) in zip(numbers, rows, strict=True):
            own = None if currency == "USD" else rate
            office.raises(number, amount, currency=currency, rate=own)
        office.raises(f"{start}-CM", -credit, currency="EUR", rate="1.03")
        plain = Wish()
        wanted = [(number, None, plain) for number in (f"{start}-CM", *numbers)]
        receipt = office.receipt(4_000_00, currency="EUR", number=f"R{start}")
        foreseen, posted = foreseen_and_posted(office, receipt, *wanted)
        assert realised(office, posted) == foreseen
