"""The ledger of a scenario: how it is set up, who works in it on which day, what was booked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from artui.ledger import paying
from artui.ledger.documents import Document
from artui.ledger.entered import Receipt
from artui.ledger.errors import Refused
from artui.ledger.events import VoucherPosted
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, parse_amount
from artui.ledger.store import open_store
from tests.conformance.given import CASHIER, CLERK, COMPANY, Given
from tests.conformance.wording import Case, NotApplicable

CLOSED = 2111
"""The message of a day that can't be posted to and proposes another."""

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


class Desk:
    """One scenario's ledger; ``posted`` counts what its operations booked, by role, and
    ``posted_last`` what the last of them did. The operations are methods named ``do_…``."""

    def __init__(self, case: Case, location: str) -> None:
        self.given = Given(case)
        self._expected: Case = case["then"]
        for operation in self.given.operations:
            if not hasattr(self, f"do_{operation['op']}"):
                raise NotApplicable(f"operation {operation['op']}")
        self.store = open_store(location, create=True)
        self.today = self.given.today
        self.ledger = self.seen_by(CLERK)
        self.posted: Counter[str] = Counter()
        self.posted_last: Counter[str] = Counter()
        self.dates: list[str] = []
        self.answers: Case = {}
        self.requests: dict[str, str] = {}
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
            self.posted_last.clear()
            try:
                self._carry_out(operation)
            except Refused as refused:
                self.refused = True
                self.answers["why"] = str(refused)
                break
            finally:
                self._note_postings()

    def _carry_out(self, operation: Case) -> None:
        act: Callable[[Case], None] = getattr(self, f"do_{operation['op']}")
        try:
            act(operation)
        except Refused as refused:
            if not self._takes_another_day(operation, refused):
                raise
            policies = self.ledger.policies
            act({**operation, "date": policies.first_open_day(COMPANY, self.day(operation))})

    def _takes_another_day(self, operation: Case, refused: Refused) -> bool:
        """Whether the clerk takes the open day a refusal proposes (rule 14).

        A day that was named is meant. Who named none takes the proposal, unless the scenario is
        about being refused: only the outcome it expects tells that.
        """
        if all(problem.number != CLOSED for problem in refused.problems):
            return False
        if "posting_date_not_before" in self._expected:
            return True
        return "date" not in operation and self._expected.get("status") != "rejected"

    def _note_postings(self) -> None:
        """Add what was booked since the last look."""
        for pos, event in self.store.events(self._seen):
            self._seen = pos
            if isinstance(event, VoucherPosted):
                self.dates.append(event.date)
                for line in event.lines:
                    role = ROLES.get(line.rule, line.rule)
                    self.posted[role] += line.base
                    self.posted_last[role] += line.base

    # --- what operations name ----------------------------------------------------------------

    def key(self, ref: str) -> str:
        return f"{COMPANY}/{ref}"

    def find(self, ref: str) -> Document:
        """A document as it stands."""
        document = self.ledger.read.document(self.key(ref))
        assert document is not None, ref
        return document

    def day(self, operation: Case) -> str:
        """The day of an operation: its own, else the latest of its documents' (rule 14) or of
        what moved them; where it names none, the newest document's."""
        if operation.get("date"):
            return str(operation["date"])
        dates = [
            moved.date
            for ref in self._named(operation)
            for moved in self.ledger.read.movements(self.key(ref))
        ]
        return max(dates, default=self.today)

    def _named(self, operation: Case) -> list[str]:
        """The documents an operation names."""
        lists = ("to", "targets", "credits")
        named = [operation[key] for key in ("ref", "source", "target") if key in operation]
        named += [one for key in lists for one in operation.get(key, ())]
        return [self.ref(one) for one in named]

    def seen_in(self, operation: Case) -> Ledger:
        """The ledger as the user of an operation sees it."""
        return self.seen_by(operation.get("user", CLERK))

    @staticmethod
    def money(operation: Case, name: str, document: Document) -> int | None:
        """An amount of an operation in a document's currency; None if it names none."""
        given = operation.get(name)
        return None if given is None else parse_amount(str(given), document.currency)

    @staticmethod
    def ref(credit: str | Case) -> str:
        ref: str = credit["ref"] if isinstance(credit, dict) else credit
        return ref

    def do_post_receipt(self, operation: Case) -> None:
        document = self.given.documents[operation["ref"]]
        currency, day = self.given.currency(document), document["date"]
        booked = operation.get("date") or day
        paying.post_receipt(
            self.seen_by(CASHIER),
            Receipt(
                COMPANY,
                document["customer"],
                currency,
                self.given.amount(document),
                f"{COMPANY}-{currency}",
                day,
                booked,
                number=document["ref"],
                rate=self.given.rate(document),
            ),
        )

    # --- what came of it -------------------------------------------------------------------

    @staticmethod
    def shown(amount: int, document: Document) -> str:
        """An amount of a document as the scenarios write it."""
        return decimal_string(amount, document.currency)

    def granted(self, kind: str, ref: str) -> int:
        """What was conceded on a document under a kind of entry, minor units."""
        return -sum(m.amount for m in self.ledger.read.movements(self.key(ref)) if m.kind == kind)
