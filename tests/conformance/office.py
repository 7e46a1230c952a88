"""Scenarios of other systems, carried out on a ledger: what the clerk does, and what came of it.

Only what a user can do is used: the functions of :mod:`artui.ledger`. A scenario whose policy or
operation the product does not cover is :class:`NotApplicable`; it is never counted as passed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from artui.ledger import auto_apply, charging_back, clearing, requests, reversing, writing_off
from artui.ledger.authority import bounds
from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.errors import Refused
from artui.ledger.events import VoucherPosted
from artui.ledger.ledger import Ledger, Posted
from artui.ledger.money import decimal_string, parse_amount
from artui.ledger.posting import PayLine, Receipt
from artui.ledger.rate_adjusting import adjust_rate
from artui.ledger.settlement import Wish
from artui.ledger.store import open_store
from tests.conformance.given import (
    CLERK,
    COMPANY,
    REASONS,
    Case,
    Given,
    NotApplicable,
    per_document,
)

ROLES = {
    "Customer": "customer",
    "Unidentified": "customer",
    "Bank": "cash",
    "AR30-185": "writeoff_expense",
    "AR30-186": "writeoff_income",
    "AR30-310": "discount_allowed",
    "AR30-520": "fx_gain",
    "AR30-521": "fx_loss",
    "AR30-530": "tax_payable",
    "AR30-540": "writeoff_expense",
}


class Office:
    """One scenario's ledger; ``posted`` counts what its operations booked, by role."""

    def __init__(self, case: Case, location: str) -> None:
        self.given = Given(case)
        for operation in self.given.operations:
            if not hasattr(self, f"do_{operation['op']}"):
                raise NotApplicable(f"operation {operation['op']}")
        self.store = open_store(location, create=True)
        self.today = self.given.today
        self.ledger = self.seen_by(CLERK)
        self.posted: Counter[str] = Counter()
        self.dates: list[str] = []
        self.answers: Case = {}
        self.refused = False
        self._seen = 0
        self.given.prepare(self.ledger)
        self._take_on()
        self.given.close(self.ledger)
        self._note_postings()
        self.posted.clear()
        self.dates.clear()

    def close(self) -> None:
        """Let go of the ledger."""
        self.store.close()

    def seen_by(self, user: str) -> Ledger:
        """The ledger as a user sees it; who isn't named may do all."""
        return Ledger(self.store, user, today=lambda: self.today)

    def _take_on(self) -> None:
        by_operation = {o["ref"] for o in self.given.operations if o["op"] == "post_receipt"}
        for ref, document in self.given.documents.items():
            if document["type"] != "receipt" or "open_before" in document:
                self.given.take_on(self.ledger, document)
            elif ref not in by_operation:
                self.do_post_receipt({"ref": ref})

    def run(self) -> None:
        """Carry out the operations; the first refusal ends them."""
        for operation in self.given.operations:
            act: Callable[[Case], None] = getattr(self, f"do_{operation['op']}")
            try:
                act(operation)
            except Refused as refused:
                self.refused = True
                self.answers["why"] = str(refused)
                break
            finally:
                self._note_postings()

    def _note_postings(self) -> None:
        """Add what was booked since the last look."""
        for pos, event in self.store.events(self._seen):
            self._seen = pos
            if isinstance(event, VoucherPosted):
                self.dates.append(event.date)
                for line in event.lines:
                    self.posted[ROLES.get(line.rule, line.rule)] += line.base

    # --- operations ------------------------------------------------------------------------

    def key(self, ref: str) -> str:
        return f"{COMPANY}/{ref}"

    def find(self, ref: str) -> Document:
        """A document as it stands."""
        document = self.ledger.read.document(self.key(ref))
        assert document is not None, ref
        return document

    def day(self, operation: Case) -> str:
        """The day of an operation: its own, else the newest document's."""
        day: str = operation.get("date", self.today)
        return day

    def do_post_receipt(self, operation: Case) -> None:
        document = self.given.documents[operation["ref"]]
        currency, day = self.given.currency(document), document["date"]
        self.ledger.post_receipt(
            Receipt(
                COMPANY,
                document["customer"],
                currency,
                self.given.amount(document),
                f"{COMPANY}-{currency}",
                day,
                day,
                number=document["ref"],
                rate=self.given.rate(document),
            )
        )

    def do_settle(self, operation: Case) -> None:
        source = self.find(operation["source"])
        day = str(operation.get("date", self.given.documents[operation["source"]]["date"]))
        distribution = self.ledger.application(source, day)
        documents = [self.find(ref) for ref in operation["targets"]]
        wishes = [self._wish(document, distribution) for document in documents]
        amounts = operation.get("amounts")
        if amounts is None:
            distribution.pay_together(documents, wishes)
        else:
            for document, wish, amount in zip(documents, wishes, amounts, strict=True):
                distribution.pay(document, parse_amount(amount, document.currency), wish)
        self._apply(source, distribution, day)

    def _wish(self, document: Document, distribution: Distribution) -> Wish:
        policy = self.given.policy
        accepted = per_document(policy.get("accept_late_discount", False), document.number)
        offer = distribution.situation(document).offer
        tolerate = per_document(policy.get("accept_tolerance", True), document.number)
        return Wish(accept_late=bool(accepted) and offer.state == "grace", tolerate=bool(tolerate))

    def do_apply(self, operation: Case) -> None:
        source = self.find(operation["source"])
        day = self.day(operation)
        distribution = self.ledger.application(source, day)
        for number, target in enumerate(operation["to"], 1):
            document = self.find(target["ref"])
            wish = self._by_hand(operation, document)
            if document.currency != source.currency and number == len(operation["to"]):
                stated = target.get("source_amount")
                whole = distribution.left
                taken = whole if stated is None else parse_amount(stated, source.currency)
                wish = Wish(
                    discount=wish.discount,
                    discount_reason=wish.discount_reason,
                    tolerate=False,
                    write_off=wish.write_off,
                    write_off_reason=wish.write_off_reason,
                    source_amount=taken,
                )
            amount = parse_amount(target["amount"], document.currency)
            distribution.pay(document, amount, wish)
        self._apply(source, distribution, day)

    def _by_hand(self, operation: Case, document: Document) -> Wish:
        """A discount and a write-off as stated, and nothing else by itself."""
        discount = parse_amount(operation.get("discount") or "0", document.currency)
        write_off = parse_amount(operation.get("write_off") or "0", document.currency)
        return Wish(
            discount=discount,
            discount_reason="DSC",
            tolerate=False,
            write_off=write_off,
            write_off_reason=REASONS[False] if write_off else "",
        )

    def _apply(self, source: Document, distribution: Distribution, day: str) -> Posted:
        return self.ledger.apply(source.id, PayLine.all_of(distribution), day=day)

    def do_settle_group(self, operation: Case) -> None:
        first, *others = [self.find(self._ref(credit)) for credit in operation["credits"]]
        day = self.day(operation)
        distribution = self.ledger.application(first, day)
        distribution.keep_excess = False
        for credit in others:
            distribution.pay(credit)
        for target in operation["targets"]:
            document = self.find(target["ref"])
            paid = parse_amount(target["pay"], document.currency)
            distribution.pay(document, paid, self._by_hand(target, document))
        self._apply(first, distribution, day)

    @staticmethod
    def _ref(credit: str | Case) -> str:
        ref: str = credit["ref"] if isinstance(credit, dict) else credit
        return ref

    def do_auto_apply(self, operation: Case) -> None:
        auto_apply.auto_apply(
            self.ledger,
            self.key(operation["source"]),
            operation["method"],
            include_open_credits=operation.get("include_open_credits", False),
            new_invoice=self.key(operation["new_invoice"]) if "new_invoice" in operation else "",
            **self._automatic(operation),
        )

    def _automatic(self, operation: Case) -> dict[str, Any]:
        """What an automatic run is told: the clerk's answers, where there are any, and the day."""
        accepted = self.given.policy.get("accept_late_discount")
        return {
            "accept_late": None
            if accepted is None
            else lambda document: bool(per_document(accepted, document.number)),
            "tolerate": self.given.policy.get("accept_tolerance", True),
            "day": operation.get("date", ""),
        }

    def do_auto_match(self, operation: Case) -> None:
        limit = operation.get("write_off_limit")
        auto_apply.auto_match(
            self.ledger,
            company=COMPANY,
            write_off_limit=None if limit is None else parse_amount(limit, self.given.base),
            tie_break=operation.get("tie_break"),
            allow_partial=operation.get("allow_partial", False),
            **self._automatic(operation),
        )

    def do_find_candidates(self, operation: Case) -> None:
        if "source" in operation:
            found = auto_apply.find_candidates(self.ledger, self.key(operation["source"]))
            named = {(d.date, d.number) for one in found for d in one.documents}
            refs = [number for _, number in sorted(named)]
        else:
            limit = parse_amount(operation["limit"], self.given.base)
            strict = not self.given.policy.get("limit_inclusive", True)
            listed = writing_off.candidates(
                self.ledger, operation["kind"], limit, company=COMPANY, strict=strict
            )
            refs = [document.number for document in listed]
        self.answers["candidates"] = refs

    def do_clear_zero_balances(self, operation: Case) -> None:
        clearing.clear_zero(self.ledger, company=COMPANY, cut_off=operation.get("cut_off", ""))

    def do_write_off(self, operation: Case) -> None:
        document = self.find(operation["ref"])
        amount = operation.get("amount")
        rate = operation.get("rate") or self.given.policy.get("market_rate_on_writeoff_date")
        self.answers.setdefault("proposed_write_off", self.shown(abs(document.open), document))
        credit = operation.get("kind") == "credit"
        result = writing_off.write_off(
            self.seen_by(operation.get("user", CLERK)),
            document.id,
            amount=None if amount is None else parse_amount(amount, document.currency),
            reason=operation.get("reason") or REASONS[credit],
            day=self.day(operation),
            rate=None if rate is None else Decimal(rate),
        )
        self.answers["pending"] = bool(result.request)

    def do_write_off_batch(self, operation: Case) -> None:
        limit, percent = operation.get("limit"), operation.get("percent_of_original")
        listed = writing_off.candidates(
            self.ledger,
            operation["kind"],
            None if limit is None else parse_amount(limit, self.given.base),
            currency=operation.get("currency", ""),
            customer=operation.get("customer", ""),
            company=COMPANY,
            strict=not self.given.policy.get("limit_inclusive", True),
            percent_of_original=None if percent is None else Decimal(percent),
        )
        writing_off.write_off_many(
            self.seen_by(operation.get("user", CLERK)),
            [document.id for document in listed],
            reason=operation.get("reason") or REASONS[operation["kind"] == "credit"],
            day=self.day(operation),
        )

    def do_request_write_off(self, operation: Case) -> None:
        document = self.find(operation["ref"])
        request = requests.request_write_off(
            self.seen_by(operation.get("user", CLERK)),
            document.id,
            amount=parse_amount(operation["amount"], document.currency),
            reason=operation.get("reason") or REASONS[document.open < 0],
        )
        self.answers["request"], self.answers["pending"] = request, True

    def do_approve(self, operation: Case) -> None:
        pending = self.answers.get("request") or requests.pending(self.ledger)[-1].key
        requests.approve(self.seen_by(operation.get("user", CLERK)), pending)
        self.answers["pending"] = False

    def do_chargeback(self, operation: Case) -> None:
        document = self.find(operation["ref"])
        charging_back.charge_back(
            self.ledger,
            document.id,
            amount=parse_amount(operation["amount"], document.currency),
        )

    def do_reverse_write_off(self, operation: Case) -> None:
        reversing.reverse_write_off(
            self.ledger, self.key(operation["ref"]), day=self.day(operation)
        )

    def do_reverse_receipt(self, operation: Case) -> None:
        rate = operation.get("rate")
        reversing.reverse_receipt(
            self.ledger,
            self.key(operation["ref"]),
            day=self.day(operation),
            rate=None if rate is None else Decimal(rate),
        )

    def do_unapply(self, operation: Case) -> None:
        ends = {end: self.key(operation[end]) for end in ("source", "target") if end in operation}
        reversing.unapply(self.ledger, **ends, day=self.day(operation))

    def do_adjust_rate(self, operation: Case) -> None:
        adjust_rate(
            self.ledger,
            self.key(operation["ref"]),
            Decimal(operation["rate"]),
            day=self.day(operation),
        )

    def do_close_period(self, operation: Case) -> None:
        self.given.close_through(self.ledger, operation["through"])

    def do_evaluate_tolerance(self, operation: Case) -> None:
        document = self.find(operation["ref"])
        situation = self.ledger.situation(document, self.today, self.today)
        self.answers.setdefault("max_tolerance", {})[operation["ref"]] = self.shown(
            situation.tolerated, document
        )

    def do_evaluate_write_off_limit(self, operation: Case) -> None:
        document = self.find(operation["ref"])
        authority = bounds(
            self.ledger.policies,
            COMPANY,
            document.currency,
            self.today,
            user=operation.get("user", CLERK),
            reason=operation.get("reason", ""),
            customer=self.ledger.customer_of(document),
            document=document,
        )
        owed = abs(document.open)
        most = owed if authority.most is None else min(authority.most, owed)
        self.answers.setdefault("max_write_off", {})[operation["ref"]] = self.shown(most, document)

    # --- what came of it -------------------------------------------------------------------

    @staticmethod
    def shown(amount: int, document: Document) -> str:
        """An amount of a document as the scenarios write it."""
        return decimal_string(amount, document.currency)

    def granted(self, kind: str, ref: str) -> int:
        """What was conceded on a document under a kind of entry, minor units."""
        return -sum(m.amount for m in self.ledger.read.movements(self.key(ref)) if m.kind == kind)
