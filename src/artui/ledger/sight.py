"""What a user sees: the companies and branches they belong to, and the customers shown there.

A user without branches sees everything. A document of a company without a branch of its own is
seen by whoever sees any branch of that company; a customer whose visibility is restricted to some
branches, by whoever sees one of them.
"""

from __future__ import annotations

from artui.ledger.documents import Customer, Document
from artui.ledger.errors import refuse
from artui.ledger.policies import Policies

OUT_OF_SIGHT = 2420


class Sight:
    """The sight of one user."""

    def __init__(self, policies: Policies, user: str) -> None:
        known = policies.users.get(user)
        self.places: tuple[str, ...] = known.branches if known else ()
        self._whole = {place for place in self.places if "/" not in place}
        self._branches: dict[str, set[str]] = {}
        for place in self.places:
            company, _, branch = place.partition("/")
            self._branches.setdefault(company, set()).add(branch)

    def sees(self, document: Document) -> bool:
        """Whether a document's own branch is in sight."""
        return self._place(document.company, document.branch)

    def sees_customer(self, customer: Customer) -> bool:
        """Whether a customer is in sight: its company, and one of its branches if it has any."""
        own = [branch for branch in customer.branches.split("|") if branch]
        if not own:
            return self._place(customer.company, "")
        return any(self._place(customer.company, branch) for branch in own)

    def sees_company(self, company: str) -> bool:
        """Whether all of a company is in sight, not some of its branches only."""
        return not self.places or company in self._whole

    def _place(self, company: str, branch: str) -> bool:
        if not self.places or company in self._whole:
            return True
        return company in self._branches and branch in ("", *self._branches[company])

    def condition(self) -> tuple[str, dict[str, object]]:
        """The same asked of ``documents`` in SQL; empty for somebody who sees everything."""
        params: dict[str, object] = {}
        of: list[str] = []
        for number, place in enumerate(self.places):
            company, _, branch = place.partition("/")
            params[f"seen{number}"] = company
            said = f"documents.company = :seen{number}"
            if branch:
                params |= {f"seen_in{number}": branch, f"seen_as{number}": f"%|{branch}|%"}
                said += (
                    f" AND documents.branch IN ('', :seen_in{number}) AND NOT EXISTS (SELECT 1"
                    " FROM customers AS v WHERE v.company = documents.company AND v.customer ="
                    " documents.customer AND v.branches <> ''"
                    f" AND '|' || v.branches || '|' NOT LIKE :seen_as{number})"
                )
            of.append(f"({said})")
        return (f"({' OR '.join(of)})" if of else ""), params

    def check(self, document: Document, customer: Customer) -> None:
        """Refuse a document that is out of sight, or whose customer is."""
        if not self.sees(document) or not (customer.version == 0 or self.sees_customer(customer)):
            said = f"{document.number} is of a branch that you don't see"
            raise refuse("document", OUT_OF_SIGHT, said)

    def check_customer(self, customer: Customer) -> None:
        """Refuse a customer that is out of sight."""
        if not self.sees_customer(customer):
            said = f"{customer.customer} is of a branch that you don't see"
            raise refuse("customer", OUT_OF_SIGHT, said)
