"""What a user sees: the companies and branches they belong to, and the customers shown there.

A user without branches sees everything. A document of a company without a branch of its own is
seen by whoever sees any branch of that company; a customer whose visibility is restricted to some
branches, by whoever sees one of them. It is decided here for all that is read: a statement of
somebody who doesn't see everything is put behind the tables as they see them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from artui.ledger.documents import Customer, Document
from artui.ledger.errors import refuse
from artui.ledger.policies import Policies

OUT_OF_SIGHT = 2420

Params = Mapping[str, object]


class Sight:
    """The sight of one user."""

    def __init__(self, policies: Policies, user: str) -> None:
        known = policies.users.get(user)
        self.places: tuple[str, ...] = known.branches if known else ()
        self._whole = {place for place in self.places if "/" not in place}
        self._branches: dict[str, list[str]] = {}
        for place in self.places:
            company, _, branch = place.partition("/")
            self._branches.setdefault(company, []).append(branch)
        self._params: dict[str, object] = {}
        for number, (company, branches) in enumerate(self._branches.items()):
            self._params[f"seen{number}"] = company
            for at, branch in enumerate(branches):
                self._params[f"seen{number}_is{at}"] = branch
                self._params[f"seen{number}_as{at}"] = f"%|{branch}|%"
        self._texts: dict[str, str] = {}

    @property
    def partial(self) -> bool:
        """Whether the user sees less than everything."""
        return bool(self.places)

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

    def sees_some(self, company: str) -> bool:
        """Whether some of a company is in sight; what is of no company always is."""
        return not self.places or not company or company in self._branches

    def _place(self, company: str, branch: str) -> bool:
        if not self.places or company in self._whole:
            return True
        return company in self._branches and branch in ("", *self._branches[company])

    def narrow(self, sql: str, params: Params, real: str) -> tuple[str, Params]:
        """A reading statement as one of what is in sight, and its parameters: every table it names
        is first made one of the rows that the user sees."""
        if not self.places:
            return sql, params
        if sql not in self._texts:
            self._texts[sql] = _behind(sql, self._named_in(sql, self._tables(real)))
        return self._texts[sql], {**params, **self._params}

    @staticmethod
    def _named_in(sql: str, tables: dict[str, str]) -> list[str]:
        named = {name for name in tables if re.search(rf"\b{name}\b", sql)}
        if named:
            named |= {"documents", "customers"}  # the others rest on them
        return [f"{name} AS NOT MATERIALIZED ({tables[name]})" for name in tables if name in named]

    def _tables(self, real: str) -> dict[str, str]:
        """Each table as the user sees it; those that rest on another as it is seen stand behind
        it, those that rest on whole ones before."""
        on_documents = "EXISTS (SELECT 1 FROM documents AS d WHERE d.id = t.document)"
        on_customers = (
            "EXISTS (SELECT 1 FROM customers AS c WHERE c.company = t.company"
            " AND c.customer = t.customer)"
        )
        totals = f"SELECT t.* FROM {real}day_totals AS t WHERE {self._companies('t')}"
        if not self._in_whole_companies:
            totals = (
                "SELECT company, currency, due, SUM(open) AS amount, SUM(base_open) AS base,"
                " COUNT(*) AS documents FROM documents WHERE open <> 0"
                " GROUP BY company, currency, due"
            )
        return {
            "vouchers": f"SELECT t.* FROM {real}vouchers AS t WHERE {self._vouchers('t', real)}",
            "documents": f"SELECT t.* FROM {real}documents AS t WHERE {self._seen('t', real)}",
            "customers": f"SELECT t.* FROM {real}customers AS t WHERE {self._customers('t')}",
            "movements": f"SELECT t.* FROM {real}movements AS t WHERE EXISTS"
            " (SELECT 1 FROM documents AS d WHERE d.pos = t.document)",
            "day_totals": totals,
            **{
                name: f"SELECT t.* FROM {real}{name} AS t WHERE {self._companies('t')}"
                for name in ("series", "batches", "journal_batches", "statement_runs")
            },
            **{
                name: f"SELECT t.* FROM {real}{name} AS t WHERE {on_customers}"
                for name in ("payer_aliases", "statements_wanted")
            },
            **{
                name: f"SELECT t.* FROM {real}{name} AS t WHERE {on_documents}"
                for name in ("entries", "requests", "recommendations", "short_paid", "bank_lines")
            },
        }

    def condition(self) -> tuple[str, Mapping[str, object]]:
        """What is in sight of ``documents``, as a condition; empty for who sees everything."""
        return (self._seen("documents", ""), self._params) if self.places else ("", {})

    @property
    def _in_whole_companies(self) -> bool:
        return self._branches.keys() == self._whole

    def _companies(self, table: str) -> str:
        names = ", ".join(f":seen{number}" for number in range(len(self._branches)))
        return f"{table}.company IN ({names})"

    def _each(self, table: str, of_branches: Callable[[list[str], list[str]], str]) -> str:
        """A condition by company: all of one seen whole, else what ``of_branches`` makes of the
        parameters for its branches, as they are and as a pattern of several."""
        said = []
        for number, (company, branches) in enumerate(self._branches.items()):
            own = f"{table}.company = :seen{number}"
            if company not in self._whole:
                places = range(len(branches))
                is_, like = ([f":seen{number}_{kind}{n}" for n in places] for kind in ("is", "as"))
                own += f" AND {of_branches(is_, like)}"
            said.append(f"({own})")
        return f"({' OR '.join(said)})"

    def _seen(self, table: str, real: str) -> str:
        """Documents of the branches or of none, none of customers shown to others only."""

        def of(is_: list[str], like: list[str]) -> str:
            others = " AND ".join(f"'|' || v.branches || '|' NOT LIKE {each}" for each in like)
            return (
                f"{table}.branch IN ('', {', '.join(is_)}) AND NOT EXISTS (SELECT 1 FROM"
                f" {real}customers AS v WHERE v.company = {table}.company"
                f" AND v.customer = {table}.customer AND v.branches <> '' AND {others})"
            )

        return self._each(table, of)

    def _customers(self, table: str) -> str:
        def of(_is: list[str], like: list[str]) -> str:
            shown = " OR ".join(f"'|' || {table}.branches || '|' LIKE {each}" for each in like)
            return f"({table}.branches = '' OR {shown})"

        return self._each(table, of)

    def _vouchers(self, table: str, real: str) -> str:
        """Vouchers that moved nothing out of sight: their journals are of all they moved."""
        if self._in_whole_companies:
            return self._companies(table)
        return (
            f"{self._companies(table)} AND {table}.pos NOT IN (SELECT m.pos + m.ahead"
            f" FROM {real}movements AS m WHERE m.document IN"
            f" (SELECT h.pos FROM {real}documents AS h WHERE NOT {self._seen('h', real)}))"
        )

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

    def check_books(self, company: str) -> None:
        """Refuse the books of a company not seen whole: accounts tell of all its branches."""
        if not self.sees_company(company):
            said = f"the books of {company} are shown to whoever sees all of it"
            raise refuse("company", OUT_OF_SIGHT, said)


def _behind(sql: str, tables: Sequence[str]) -> str:
    """A statement behind the tables it reads."""
    if not tables:
        return sql
    text = sql.lstrip()
    own = f", {text[5:]}" if text[:5].upper() == "WITH " else f" {text}"
    return f"WITH {', '.join(tables)}{own}"
