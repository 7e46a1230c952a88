"""Random days at the office: whatever clerks do, the books agree with a plain fold of the events.

``ARTUI_MACHINE=10000x50`` runs as many days of as many steps; the default is short.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from artui.ledger import events as ev
from artui.ledger import paying, setup
from artui.ledger.automatic import clearing
from artui.ledger.automatic.auto_apply import METHODS, auto_apply
from artui.ledger.automatic.auto_match import auto_match
from artui.ledger.documents import Document, evolve
from artui.ledger.entered import PayLine
from artui.ledger.errors import Changed, Refused
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.proof.verifying import verify
from artui.ledger.receiving import moving, refunding, returning
from artui.ledger.reversal import reversing
from artui.ledger.reversal.rate_adjusting import adjust_rate
from artui.ledger.settlement import Wish
from artui.ledger.setup.parameters import set_parameters
from artui.ledger.store import open_store
from artui.ledger.writeoffs import charging_back, requests, writing_off
from artui.ledger.writeoffs.request_list import WAITS
from artui.ledger.writeoffs.write_offs import TOO_EARLY
from tests.ledger.office import COMPANY, TODAY, Office

EXAMPLES, STEPS = map(int, os.environ.get("ARTUI_MACHINE", "25x20").split("x"))

amounts = st.sampled_from([88, 640, 686, 700, 980, 999, 1_000]) | st.integers(1, 3_000)
customers = st.sampled_from(["C1", "P", "C3"])
currencies = st.sampled_from(["USD", "USD", "EUR"])
scopes = st.sampled_from(["USD", "EUR", ""])
"""Which currencies' documents a clerk looks at; empty = all."""
rates = st.sampled_from(["1.1", "0.91357", "1.33333"])
wishes = st.builds(
    Wish,
    accept_late=st.booleans(),
    discount=st.sampled_from([None, None, 0, 5]),
    discount_reason=st.just("DSC"),
    tolerate=st.booleans(),
    short_reason=st.sampled_from(["", "", "DAM"]),
    write_off=st.sampled_from([0, 0, 0, 5]),
    write_off_reason=st.just("BALWOF"),
)
parameters = st.builds(
    ev.Parameters,
    discount_on_parts=st.sampled_from(["none", "proportional"]),
    discount_needs_full=st.booleans(),
    tax_on_discount=st.booleans(),
    tax_on_write_off=st.booleans(),
    receipt_tolerance=st.sampled_from([{}, {"USD": 12}]),
    rounding=st.sampled_from([{}, {"USD": 3, "EUR": 3}]),
    write_off_rate=st.sampled_from(["document", "day"]),
    reversal_rate=st.sampled_from(["original", "day"]),
    above_limit=st.sampled_from(["refuse", "pending", "chargeback"]),
)
days = st.sampled_from(["2020-04-15", "2020-03-20", "2020-06-01"])


class OfficeDays(RuleBasedStateMachine):
    """One office with a random history; every rule is something a clerk can do."""

    office: Office

    @initialize()
    def open_the_office(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "ledger.db"
        self.office = Office(open_store(self.path, create=True))
        setup.open_bank_account(self.office.ledger, COMPANY, "100-EUR", "EUR")
        setup.set_rate(self.office.ledger, "USD", "EUR", "2020-01-01", "1.07")
        self.folded: dict[str, tuple[int, int]] = {}
        self.seen = 0
        self.number = 0
        self.vouchers: list[str] = []
        self.last: tuple[str, Any, Posted] | None = None
        for customer in ("C1", "C3", "P"):
            for amount in (1_000, 700, 90, -300):
                self.number += 1
                self.office.raises(
                    f"D{self.number}", amount, customer=customer, terms="D2", due="2020-04-10"
                )
        setup.set_tolerance(self.ledger, setup.ToleranceData("USD", 60, "8"))
        setup.define_user(self.ledger, "boss", unlimited=True)
        setup.define_user(self.ledger, "cleo", roles=["clerk"])

    @property
    def ledger(self) -> Ledger:
        return self.office.ledger

    def open_items(self, customer: str, currency: str) -> list[Document]:
        payers = self.ledger.read.pays_for(COMPANY, customer)
        return self.ledger.read.open_items(COMPANY, payers, currency)

    def choose(
        self, distribution: Any, documents: list[Document], data: st.DataObject
    ) -> list[PayLine]:
        if not documents:
            return []
        if data.draw(st.integers(0, 3)) == 0:
            some = (
                data.draw(st.lists(st.sampled_from(documents), min_size=2, unique=True))
                if len(documents) > 1
                else documents
            )
            try:
                distribution.pay_together(some)
            except Refused:
                return []
            return PayLine.all_of(distribution)
        chosen = st.lists(st.sampled_from(documents), min_size=1, max_size=4)
        for document in data.draw(chosen):
            part = st.integers(min(document.open, -1), max(document.open, -1)).filter(bool)
            try:
                distribution.pay(document, data.draw(st.none() | part), data.draw(wishes))
            except Refused:
                continue
        return PayLine.all_of(distribution)

    @rule(
        customer=customers,
        amount=amounts,
        currency=currencies,
        rate=rates,
        credit=st.booleans(),
        terms=st.sampled_from(["", "D2", "S"]),
        taken=st.booleans(),
        maximum=st.sampled_from([None, 0, 30]),
        own=st.sampled_from([(), (ev.OwnDiscount(7, "2020-04-20"), ev.OwnDiscount(3))]),
    )
    def raise_a_document(
        self,
        customer: str,
        amount: int,
        currency: str,
        rate: str,
        credit: bool,
        terms: str,
        taken: bool,
        maximum: int | None,
        own: tuple[ev.OwnDiscount, ...],
    ) -> None:
        self.number += 1
        signed = -amount if credit else amount
        self.office.raises(
            f"D{self.number}",
            signed,
            customer=customer,
            currency=currency,
            terms=terms,
            open_=signed - signed // 3 if taken else None,
            max_tolerance=maximum,
            tax=signed // 6,
            discounts=own if not credit else (),
            rate=None if currency == "USD" else rate,
            date="2020-01-15",
            due="2020-04-10",
        )

    @rule(
        customer=customers,
        amount=amounts,
        currency=currencies,
        rate=rates,
        day=days,
        data=st.data(),
    )
    def take_a_receipt(
        self,
        customer: str,
        amount: int,
        currency: str,
        rate: str,
        day: str,
        data: st.DataObject,
    ) -> None:
        receipt = self.office.receipt(
            amount,
            customer=customer,
            currency=currency,
            booked=day,
            rate=None if currency == "USD" else rate,
        )
        distribution = paying.distribution(self.ledger, receipt)
        lines = self.choose(distribution, self.open_items(customer, data.draw(scopes)), data)
        command = self.ledger.ids()
        try:
            posted = paying.post_receipt(self.ledger, receipt, lines, command)
        except Refused as refused:
            assert self.is_expected(refused, lines), refused
            return
        self.vouchers.append(posted.voucher)
        self.last = command, (receipt, lines), posted

    def is_expected(self, refused: Refused, lines: Sequence[PayLine]) -> bool:
        """A closed period, a credit taken out again after its money was distributed; of what would
        be written off by hand also a request that waits, and a document of a later day."""
        by_hand = any(line.wish.write_off for line in lines)
        expected = {2111, 2112, 2105} | ({WAITS, TOO_EARLY} if by_hand else set())
        return {problem.number for problem in refused.problems} <= expected

    @rule(customer=customers, day=days, data=st.data())
    def apply_a_credit(self, customer: str, day: str, data: st.DataObject) -> None:
        items = [
            item for currency in ("USD", "EUR") for item in self.open_items(customer, currency)
        ]
        credits = [item for item in items if item.open < 0 and item.customer == customer]
        if not credits:
            return
        source = data.draw(st.sampled_from(credits))
        debits = [i for i in items if i.open > 0]
        lines = self.choose(paying.application(self.ledger, source, day), debits, data)
        if not lines:
            return
        try:
            self.vouchers.append(paying.apply(self.ledger, source.id, lines, day=day).voucher)
        except Refused as refused:
            assert self.is_expected(refused, lines), refused

    @precondition(lambda self: self.vouchers)
    @rule(data=st.data())
    def reverse_a_voucher(self, data: st.DataObject) -> None:
        voucher = data.draw(st.sampled_from(self.vouchers))
        before = dict(self.folded)
        head = self.ledger.read.voucher(voucher)
        assert head is not None
        moved = {m.document for m in self.ledger.read.voucher_movements(head)}
        try:
            reversing.reverse(self.ledger, voucher)
        except Refused as refused:
            numbers = {problem.number for problem in refused.problems}
            assert numbers <= {2111, 2112, 2216, 2218, 2281, 2287}, refused
            self.balances_are_the_fold_of_the_events()
            assert self.folded == before
            return
        self.balances_are_the_fold_of_the_events()
        after = self.folded
        assert {key for key in after if after[key] != before.get(key)} <= moved

    # --- write-offs, chargebacks, single applications, rates, automatic runs ---------------------

    def draw_document(self, data: st.DataObject, where: str) -> Document | None:
        keys = self.ledger.store.query(f"SELECT id FROM documents WHERE {where} ORDER BY id")
        if not keys:
            return None
        return self.ledger.read.document(data.draw(st.sampled_from(keys))[0])

    def attempt(self, command: Any) -> None:
        """A command that may be refused: then nothing has moved."""
        before = self.ledger.store.head()
        try:
            command()
        except Changed:
            return  # a request is void then: that is an event of its own
        except Refused:
            assert self.ledger.store.head() == before
        self.note_vouchers()

    def note_vouchers(self) -> None:
        for _, event in self.ledger.store.events(self.seen):
            posted = isinstance(event, ev.VoucherPosted) and event.series not in ("TO", "RV")
            if posted and event.originator_id not in self.vouchers:
                self.vouchers.append(event.originator_id)

    @rule(data=st.data(), part=st.sampled_from([None, 1, 40]), day=days)
    def write_a_document_off(self, data: st.DataObject, part: int | None, day: str) -> None:
        document = self.draw_document(data, "open <> 0")
        if document is not None:
            self.attempt(
                lambda: writing_off.write_off(self.ledger, document.id, amount=part, day=day)
            )

    @rule(limit=st.sampled_from([50, 700]), operation=st.sampled_from(["balance", "credit"]))
    def write_a_list_off(self, limit: int, operation: str) -> None:
        listed = writing_off.candidates(
            self.ledger, operation, limit, company=COMPANY, currency="USD"
        )
        if listed:
            self.attempt(lambda: writing_off.write_off_many(self.ledger, listed))

    @rule(data=st.data(), part=st.sampled_from([None, 30]))
    def charge_a_document_back(self, data: st.DataObject, part: int | None) -> None:
        document = self.draw_document(data, "open > 0")
        if document is not None:
            self.attempt(lambda: charging_back.charge_back(self.ledger, document.id, amount=part))

    @rule(data=st.data())
    def ask_for_a_write_off(self, data: st.DataObject) -> None:
        document = self.draw_document(data, "open <> 0")
        if document is not None:
            self.attempt(lambda: requests.request_write_off(self.ledger, document.id))

    @rule(data=st.data())
    def decide_a_request(self, data: st.DataObject) -> None:
        waiting = requests.pending(self.ledger)
        if waiting:
            key = data.draw(st.sampled_from(waiting)).key
            decide = data.draw(st.sampled_from([requests.approve, requests.reject]))
            self.attempt(lambda: decide(self.boss, key))

    @property
    def boss(self) -> Ledger:
        """A second person, who may approve."""
        return self.office.as_clerk("boss")

    @rule(data=st.data(), end=st.sampled_from(["source", "target"]))
    def undo_applications(self, data: st.DataObject, end: str) -> None:
        document = self.draw_document(data, "open <> original")
        if document is not None:
            ends = {end: document.id}
            self.attempt(lambda: reversing.unapply(self.ledger, **ends))

    @rule(data=st.data())
    def undo_a_write_off(self, data: st.DataObject) -> None:
        document = self.draw_document(data, "kind LIKE '%write_off'")
        if document is not None:
            self.attempt(lambda: reversing.reverse_write_off(self.ledger, document.id))

    @rule(data=st.data())
    def return_a_receipt(self, data: st.DataObject) -> None:
        document = self.draw_document(data, "kind = 'receipt'")
        if document is not None:
            self.attempt(lambda: reversing.reverse_receipt(self.ledger, document.id))

            self.attempt(lambda: reversing.reverse_receipt(self.ledger, document.id))

    # --- money moved, returned, paid back --------------------------------------------------------

    @rule(
        data=st.data(),
        shares=st.lists(
            st.tuples(customers, st.none() | st.integers(1, 900)), min_size=1, max_size=3
        ),
        pays=st.booleans(),
    )
    def move_money(
        self, data: st.DataObject, shares: list[tuple[str, int | None]], pays: bool
    ) -> None:
        source = self.draw_document(data, "kind IN ('receipt', 'transfer') AND open < 0")
        if source is None:
            return
        wanted = []
        for at, (customer, amount) in enumerate(shares):
            lines: list[PayLine] = []
            if pays and not at:
                money = moving.proposed(self.ledger, source, amount or -source.open, TODAY)
                debits = [i for i in self.open_items(customer, "USD") if i.open > 0]
                lines = self.choose(money, debits, data)
            wanted.append(moving.Share(customer, amount, lines))
        self.attempt(lambda: moving.split(self.ledger, source.id, wanted))

    @rule(data=st.data(), customer=customers)
    def move_money_from_a_wrong_document(self, data: st.DataObject, customer: str) -> None:
        source = self.draw_document(data, "kind IN ('receipt', 'transfer') AND open <> original")
        if source is not None:
            self.attempt(lambda: moving.transfer(self.ledger, source.id, customer, undo=""))

    @rule(data=st.data(), fee=st.sampled_from([0, 25]))
    def return_a_payment(self, data: st.DataObject, fee: int) -> None:
        receipt = self.draw_document(data, "kind = 'receipt'")
        if receipt is not None:
            self.attempt(lambda: returning.return_payment(self.ledger, receipt.id, "NSF", fee=fee))

    @rule(data=st.data(), amount=st.sampled_from([None, 40]))
    def ask_for_a_refund(self, data: st.DataObject, amount: int | None) -> None:
        """Somebody who entered nothing asks: those who did may not (rule 21)."""
        credit = self.draw_document(data, "kind IN ('receipt', 'transfer') AND open < 0")
        if credit is not None:
            cleo = self.office.as_clerk("cleo")
            self.attempt(lambda: refunding.request_refund(cleo, credit.id, amount=amount))

    @precondition(lambda self: self.vouchers)
    @rule(data=st.data())
    def reverse_a_chain(self, data: st.DataObject) -> None:
        voucher = data.draw(st.sampled_from(self.vouchers))
        self.attempt(lambda: reversing.reverse_chain(self.ledger, voucher))

    @rule(data=st.data(), rate=rates)
    def put_a_rate_right(self, data: st.DataObject, rate: str) -> None:
        document = self.draw_document(data, "kind = 'receipt' AND currency = 'EUR'")
        if document is not None:
            self.attempt(lambda: adjust_rate(self.ledger, document.id, Decimal(rate)))

    @rule(data=st.data(), method=st.sampled_from(sorted(METHODS)), along=st.booleans())
    def apply_by_itself(self, data: st.DataObject, method: str, along: bool) -> None:
        document = self.draw_document(data, "open < 0 AND customer <> ''")
        if document is not None:
            self.attempt(
                lambda: auto_apply(self.ledger, document.id, method, include_open_credits=along)
            )

    @rule(limit=st.sampled_from([None, 20]), oldest=st.sampled_from([None, "oldest"]))
    def match_by_itself(self, limit: int | None, oldest: str | None) -> None:
        self.attempt(
            lambda: auto_match(
                self.ledger, company=COMPANY, write_off_limit=limit, tie_break=oldest
            )
        )

    @rule()
    def clear_zero_accounts(self) -> None:
        self.attempt(lambda: clearing.clear_zero(self.ledger, company=COMPANY))

    @rule(period=st.sampled_from(["2020-03", "2020-04"]))
    def close_or_reopen_a_period(self, period: str) -> None:
        known = self.ledger.policies.company(COMPANY).periods[period]
        setup.set_period(self.ledger, COMPANY, period, is_open=not known.open)

    @rule(
        amount=st.sampled_from([None, 0, 10, 100]),
        percent=st.sampled_from([None, "1", "7.5"]),
        over=st.sampled_from([None, 5, 400]),
        level=st.sampled_from([("default", ""), ("group", "RETAIL"), ("customer", "100/P")]),
        currency=currencies,
    )
    def set_a_tolerance(
        self,
        amount: int | None,
        percent: str | None,
        over: int | None,
        level: tuple[str, str],
        currency: str,
    ) -> None:
        setup.set_tolerance(
            self.ledger,
            setup.ToleranceData(currency, amount, percent, over, level=level[0], key=level[1]),
        )

    @rule(chosen=parameters)
    def set_the_parameters(self, chosen: ev.Parameters) -> None:
        set_parameters(self.ledger, COMPANY, chosen)

    @precondition(lambda self: self.last is not None)
    @rule()
    def send_the_last_command_again(self) -> None:
        assert self.last is not None
        command, (receipt, lines), posted = self.last
        head = self.ledger.store.head()
        again = paying.post_receipt(self.ledger, receipt, lines, command)
        assert (again.voucher, again.document) == (posted.voucher, posted.document)
        assert again.again
        assert self.ledger.store.head() == head

    @rule(often=st.integers(0, 9))
    def rebuild_the_projections(self, often: int) -> None:
        if often:  # it takes as long as ten other steps
            return
        before = self.ledger.store.query("SELECT * FROM documents ORDER BY id")
        assert self.ledger.store.rebuild() == self.ledger.store.head().pos
        assert self.ledger.store.query("SELECT * FROM documents ORDER BY id") == before

    @rule()
    def restart(self) -> None:
        old = self.ledger
        old.close()
        self.office.ledger = Ledger(
            open_store(self.path), old.clerk, clock=old.clock, today=lambda: TODAY
        )

    @invariant()
    def balances_are_the_fold_of_the_events(self) -> None:
        kept = self.ledger.store.query("SELECT id, open, base_open, state FROM documents")
        for pos, event in self.ledger.store.events(self.seen):
            evolve(self.folded, event)
            self.seen = pos
        assert {row[0]: (row[1], row[2]) for row in kept} == self.folded
        assert all((state == "open") == (open_ != 0) for _, open_, _, state in kept)
        assert all(base == 0 for _, open_, base, _ in kept if open_ == 0)

    @invariant()
    def what_is_open_falls_due_somewhere(self) -> None:
        totals = self.ledger.store.query(
            "SELECT currency, SUM(amount), SUM(documents) FROM day_totals GROUP BY currency"
        )
        summed = self.ledger.store.query(
            "SELECT currency, SUM(open), SUM(CASE WHEN open <> 0 THEN 1 ELSE 0 END) "
            "FROM documents GROUP BY currency"
        )
        assert [(c, Decimal(a), n) for c, a, n in totals] == [
            (c, Decimal(a), n) for c, a, n in summed
        ]

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        assert verify(self.ledger.store).problems == []
        self.ledger.close()
        self.folder.cleanup()


TestOfficeDays = OfficeDays.TestCase
TestOfficeDays.settings = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None)
