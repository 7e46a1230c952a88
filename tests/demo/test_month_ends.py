"""The month ends of the demo ledger, and as they were known at each of its vouchers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from artui import demo
from artui.ledger import events as ev
from artui.ledger.ledger import Ledger
from artui.ledger.reading import balances
from artui.ledger.reading.moment import Moment
from artui.ledger.reading.past import look_back
from tests.ledger.folding import balances_then, days_of, kept_then

MONTH_ENDS = ("2020-01-31", "2020-02-29", "2020-03-31")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The demo ledger."""
    made = demo.make(tmp_path_factory.mktemp("demo") / "demo.artui", "clerk")
    yield made
    made.close()


def test_month_ends_are_the_fold_of_what_was_posted_by_then(ledger: Ledger) -> None:
    facts = list(ledger.store.events())
    end = ledger.store.head().pos
    for day in sorted({*MONTH_ENDS, *days_of(facts).values()}):
        past = look_back(ledger, Moment(day))
        assert kept_then(past) == balances_then(facts, day, end), day
        for company in ledger.policies.companies:
            assert all(tie.ties for tie in balances.ties(past.store, company, day)), day


def test_what_was_known_at_a_voucher_is_the_fold_up_to_it(ledger: Ledger) -> None:
    facts = list(ledger.store.events())
    ends = [pos for pos, fact in facts if isinstance(fact, ev.VoucherPosted)]
    for position in ends[:: max(1, len(ends) // 5)]:
        for day in ("", MONTH_ENDS[-1]):
            past = look_back(ledger, Moment(day, position))
            assert kept_then(past) == balances_then(facts, past.today(), position)
            open_items = {d.id: d.open for d in past.read.all_open_items()}
            ages = past.read.ageing(past.today())
            assert sum(one.documents for one in ages) == len(open_items)
            assert sum(one.total for one in ages) == sum(open_items.values())
