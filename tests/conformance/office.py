"""Scenarios of other systems, carried out on a ledger: what the clerk does, and what came of it.

Only what a user can do is used: the functions of :mod:`artui.ledger`. A scenario whose policy or
operation the product does not cover is :class:`NotApplicable`; it is never counted as passed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msgspec import structs

from artui.ledger import paying
from artui.ledger.automatic import auto_apply, clearing
from artui.ledger.distribution import Distribution
from artui.ledger.documents import Document
from artui.ledger.entered import PayLine
from artui.ledger.events import number_of
from artui.ledger.ledger import Posted
from artui.ledger.money import parse_amount
from artui.ledger.reversal import reversing
from artui.ledger.reversal.rate_adjusting import adjust_rate
from artui.ledger.settlement import Wish
from artui.ledger.writeoffs import charging_back, requests, writing_off
from artui.ledger.writeoffs.authority import bounds
from tests.conformance.desk import Desk
from tests.conformance.given import CLERK, COMPANY, REASONS
from tests.conformance.wording import Case, listed_strictly, per_document


class Office(Desk):
    """What can be done at a desk, one method per operation of the scenarios."""

    def do_settle(self, operation: Case) -> None:
        source, day = self.find(operation["source"]), self.day(operation)
        distribution = paying.application(self.seen_in(operation), source, day)
        targets = operation["targets"]
        documents = [self.find(self.ref(one)) for one in targets]
        wishes = [self._wish(document, distribution) for document in documents]
        amounts = operation.get("amounts")
        if amounts is None and all(isinstance(one, dict) and "amount" in one for one in targets):
            amounts = [one["amount"] for one in targets]
        if isinstance(amounts, dict):
            amounts = [amounts[document.number] for document in documents]
        if amounts is None:
            distribution.pay_together(documents, wishes)
        else:
            for document, wish, amount in zip(documents, wishes, amounts, strict=True):
                wanted = parse_amount(str(amount), document.currency)
                there_is = distribution.available_for(document)
                if wanted > there_is + distribution.room(document):
                    wanted = there_is  # in order: the last take the shortfall (rule 10)
                if wanted:
                    distribution.pay(document, wanted, wish)
        self._apply(operation, source, distribution, day)

    def _wish(self, document: Document, distribution: Distribution) -> Wish:
        policy = self.given.policy
        accepted = per_document(policy.get("accept_late_discount", False), document.number)
        offer = distribution.situation(document).offer
        tolerate = per_document(policy.get("accept_tolerance", True), document.number)
        return Wish(accept_late=bool(accepted) and offer.state == "grace", tolerate=bool(tolerate))

    def do_apply(self, operation: Case) -> None:
        source, day = self.find(operation["source"]), self.day(operation)
        distribution = paying.application(self.seen_in(operation), source, day)
        for number, target in enumerate(operation["to"], 1):
            document = self.find(target["ref"])
            # What is conceded belongs to the only target, unless a target has its own.
            conceded = {**operation, **target} if len(operation["to"]) == 1 else target
            wish = self._by_hand(conceded, document)
            if document.currency != source.currency:
                taken = self.money(target, "source_amount", source)
                if taken is None and number == len(operation["to"]):
                    taken = distribution.left
                wish = structs.replace(wish, source_amount=taken)
            distribution.pay(document, self.money(target, "amount", document), wish)
        self._apply(operation, source, distribution, day)

    def _by_hand(self, operation: Case, document: Document) -> Wish:
        """A discount and a write-off as stated, and nothing else by itself."""
        write_off = self.money(operation, "write_off", document) or 0
        reason = operation.get("reason") or REASONS[False]
        return Wish(
            discount=self.money(operation, "discount", document) or 0,
            discount_reason="DSC",
            tolerate=False,
            write_off=write_off,
            write_off_reason=reason if write_off else "",
        )

    def _apply(
        self, operation: Case, source: Document, distribution: Distribution, day: str
    ) -> Posted:
        ledger = self.seen_in(operation)
        return paying.apply(ledger, source.id, PayLine.all_of(distribution), day=day)

    def do_settle_group(self, operation: Case) -> None:
        day = self.day(operation)
        first, *others = self._used(operation)
        distribution = paying.application(self.seen_in(operation), first, day)
        distribution.keep_excess = False
        for credit in others:
            distribution.pay(credit)
        for target in operation["targets"]:
            document = self.find(target["ref"])
            paid = self.money(target, "pay", document)
            distribution.pay(document, paid, self._by_hand(target, document))
        self._apply(operation, first, distribution, day)

    def _used(self, operation: Case) -> list[Document]:
        """The credits that are needed, in order; the last of them, which keeps what is left, is
        the one the others are added to."""
        documents = [(self.find(one["ref"]), one) for one in operation["targets"]]
        needed = sum(self.money(one, "pay", found) or found.open for found, one in documents)
        used: list[Document] = []
        for credit in operation["credits"]:
            if needed <= 0:
                break
            used.append(self.find(self.ref(credit)))
            needed += used[-1].open
        return used[::-1]

    def do_auto_apply(self, operation: Case) -> None:
        auto_apply.auto_apply(
            self.seen_in(operation),
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
            self.seen_in(operation),
            company=COMPANY,
            write_off_limit=None if limit is None else parse_amount(str(limit), self.given.base),
            tie_break=operation.get("tie_break"),
            allow_partial=operation.get("allow_partial", False),
            **self._automatic(operation),
        )

    def do_find_candidates(self, operation: Case) -> None:
        if "source" in operation:
            found = auto_apply.find_candidates(self.ledger, self.key(operation["source"]))
            listed = [document for one in found for document in one.documents]
        else:
            limit = parse_amount(str(operation["limit"]), self.given.base)
            listed = writing_off.candidates(
                self.ledger,
                operation["kind"],
                limit,
                company=COMPANY,
                strict=listed_strictly(self.given.policy),
            )
        # Lists have an order of their own, the scenarios have theirs.
        named = sorted({(document.date, document.number) for document in listed})
        self.answers["candidates"] = [number for _, number in named]

    def do_clear_zero_balances(self, operation: Case) -> None:
        clearing.clear_zero(
            self.seen_in(operation),
            company=COMPANY,
            cut_off=operation.get("cut_off", ""),
            day=operation.get("date", ""),
        )

    def _day_of_rates(self, operation: Case) -> str:
        """The day of an operation, after noting the rates the scenario has for that day."""
        day = self.day(operation)
        for document in self.given.documents.values():
            rate = self.given.rate_of_the_day(operation, document)
            if rate is not None:
                self.given.set_rate(self.ledger, document, day, rate)
        return day

    def do_write_off(self, operation: Case) -> None:
        ref, document = operation["ref"], self.find(operation["ref"])
        day = self.day(operation)
        rate = self.given.rate_of_the_day(operation, self.given.documents.get(ref))
        self.answers.setdefault("proposed_write_off", self.shown(abs(document.open), document))
        result = writing_off.write_off(
            self.seen_in(operation),
            document.id,
            amount=self.money(operation, "amount", document),
            reason=operation.get("reason") or REASONS[operation.get("kind") == "credit"],
            day=day,
            rate=None if rate is None else Decimal(rate),
        )
        self.answers["pending"] = bool(result.request)
        if result.request:
            self.requests[ref] = result.request

    def do_write_off_batch(self, operation: Case) -> None:
        limit, percent = operation.get("limit"), operation.get("percent_of_original")
        listed = writing_off.candidates(
            self.ledger,
            operation["kind"],
            None if limit is None else parse_amount(str(limit), self.given.base),
            currency=operation.get("currency", ""),
            customer=operation.get("customer", ""),
            company=COMPANY,
            strict=listed_strictly(self.given.policy),
            percent_of_original=None if percent is None else Decimal(str(percent)),
        )
        results = writing_off.write_off_many(
            self.seen_in(operation),
            [document.id for document in listed],
            reason=operation.get("reason") or REASONS[operation["kind"] == "credit"],
            day=self._day_of_rates(operation),
        )
        asked = {number_of(one.document): one.request for one in results if one.request}
        self.requests |= asked
        self.answers["pending"] = bool(asked)

    def do_request_write_off(self, operation: Case) -> None:
        document = self.find(operation["ref"])
        self.requests[operation["ref"]] = requests.request_write_off(
            self.seen_in(operation),
            document.id,
            amount=self.money(operation, "amount", document),
            reason=operation.get("reason") or REASONS[document.open < 0],
            day=self.day(operation),
        )
        self.answers["pending"] = True

    def do_approve(self, operation: Case) -> None:
        pending = self.requests[operation["ref"]]
        requests.approve(self.seen_in(operation), pending, day=self._day_of_rates(operation))
        self.answers["pending"] = False

    def do_chargeback(self, operation: Case) -> None:
        document = self.find(operation["ref"])
        charging_back.charge_back(
            self.seen_in(operation),
            document.id,
            amount=self.money(operation, "amount", document),
            day=self.day(operation),
        )

    def do_reverse_write_off(self, operation: Case) -> None:
        day = self._day_of_rates(operation)
        reversing.reverse_write_off(self.seen_in(operation), self.key(operation["ref"]), day=day)

    def do_reverse_receipt(self, operation: Case) -> None:
        rate = operation.get("rate")
        reversing.reverse_receipt(
            self.seen_in(operation),
            self.key(operation["ref"]),
            day=self.day(operation),
            rate=None if rate is None else Decimal(str(rate)),
        )

    def do_unapply(self, operation: Case) -> None:
        ends = {end: self.key(operation[end]) for end in ("source", "target") if end in operation}
        reversing.unapply(self.ledger, **ends, day=self.day(operation))

    def do_adjust_rate(self, operation: Case) -> None:
        adjust_rate(
            self.ledger,
            self.key(operation["ref"]),
            Decimal(str(operation["rate"])),
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
