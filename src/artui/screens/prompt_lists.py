"""Prompts over what is known by a code: documents, bank accounts, reasons, terms, users."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from artui.ledger import money
from artui.ledger.documents import Document
from artui.ledger.policies import Policies
from artui.ledger.reading.event_words import KINDS
from artui.screens import show
from artui.screens.frame.rows import Column
from artui.screens.prompts import MOST, Prompt


class DocumentPrompt(Prompt[Document]):
    """Open documents a payer may pay; values: text, company, payer."""

    TITLE = "Prompt: document"
    SEARCHES = "Document number"
    THINGS = ("document", "documents")
    FIXED = (
        Column[Document]("Document", 12, lambda d: d.number),
        Column[Document]("Ty", 2, lambda d: d.short_kind),
        Column[Document]("Date", 10, lambda d: d.date),
        Column[Document]("Due", 10, lambda d: "" if d.due > "9999" else d.due),
        Column[Document]("Open balance", 16, lambda d: show.amount(d.open, d.currency), right=True),
        Column[Document]("Cur", 3, lambda d: d.currency),
        Column[Document]("Customer", 16, lambda d: d.name),
    )

    def find(self, text: str) -> Sequence[Document]:
        """Those whose number holds the text; the payer's whole account without one."""
        read = self.session.ledger.read
        _text, company, payer = (*self.values, "", "", "")[:3]
        documents = read.open_items(company, read.pays_for(company, payer))
        wanted = text.casefold()
        return [d for d in documents if wanted in d.number.casefold()][:MOST]

    def key_of(self, hit: Document) -> str:
        """The document's key."""
        return hit.id

    def answer(self, hit: Document) -> str:
        """Its number."""
        return hit.number


class Choice(NamedTuple):
    """Something known by a code: its name, and what else tells it from others."""

    code: str
    name: str
    kind: str = ""
    fact: str = ""


class CodePrompt(Prompt[Choice]):
    """A list of codes, filtered by the beginning of a code or of any word of a name."""

    SEARCHES = "Code or name"
    FIXED = (
        Column[Choice]("Code", 16, lambda c: c.code),
        Column[Choice]("Name", 26, lambda c: c.name),
        Column[Choice]("", 14, lambda c: c.kind),
        Column[Choice]("", 16, lambda c: c.fact),
    )

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """All there are."""
        raise NotImplementedError

    def narrowed_to(self, place: int) -> str:
        """A value given with the text, empty if it wasn't."""
        return self.values[place] if len(self.values) > place else ""

    def find(self, text: str) -> Sequence[Choice]:
        """Those that begin with the text; all without one, or when it is a whole code."""
        choices = list(self.choices(self.session.ledger.policies))
        wanted = text.casefold()
        if not wanted or any(choice.code.casefold() == wanted for choice in choices):
            return choices[:MOST]
        return [
            choice
            for choice in choices
            if any(
                word.startswith(wanted)
                for word in (choice.code.casefold(), *choice.name.casefold().split())
            )
        ][:MOST]

    def opened(self) -> None:
        """With a whole code in the field, the cursor stands on its row."""
        super().opened()
        listing = self.listing()
        for row, choice in enumerate(self._hits.values()):
            if choice.code.casefold() == self.field("text").text.strip().casefold():
                listing.move_to(row)

    def key_of(self, hit: Choice) -> str:
        """The code."""
        return hit.code

    def answer(self, hit: Choice) -> str:
        """The code."""
        return hit.code


class BankAccountPrompt(CodePrompt):
    """Bank accounts; values: text, company, currency (empty = all)."""

    TITLE = "Prompt: bank account"
    THINGS = ("bank account", "bank accounts")

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """The bank accounts of one company or of all, in one currency or in all."""
        wanted, currency = self.narrowed_to(1), self.narrowed_to(2)
        for company in policies.companies.values():
            for account in company.bank_accounts.values():
                if wanted in ("", company.company) and currency in ("", account.currency):
                    yield Choice(
                        account.bank_account,
                        account.name,
                        f"{company.company} {account.currency}",
                        account.account,
                    )


class ReasonPrompt(CodePrompt):
    """Reason codes; values: text, then the kinds that are meant (none = all)."""

    TITLE = "Prompt: reason code"
    THINGS = ("reason code", "reason codes")

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """Reasons in force, of the kinds named."""
        kinds = self.values[1:]
        for reason in policies.reasons.values():
            if not reason.ended and (not kinds or reason.kind in kinds):
                yield Choice(reason.reason, reason.name, reason.kind, reason.rule)


class TermsPrompt(CodePrompt):
    """Payment terms."""

    TITLE = "Prompt: payment terms"
    THINGS = ("code", "codes")

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """Terms in force, with their days and first discount."""
        for terms in policies.terms.values():
            if not terms.ended:
                first = next((f"{step.percent} % discount" for step in terms.steps), "")
                yield Choice(terms.terms, terms.name, f"{terms.due_days} days", first)


class CompanyPrompt(CodePrompt):
    """Companies."""

    TITLE = "Prompt: company"
    THINGS = ("company", "companies")

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """All companies with their base currency."""
        for company in policies.companies.values():
            yield Choice(company.company, company.name, company.base_currency, company.group)


class CurrencyPrompt(CodePrompt):
    """Currencies the ledger keeps books in."""

    TITLE = "Prompt: currency"
    THINGS = ("currency", "currencies")

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """Currencies adopted, with their decimals and whose base currency they are."""
        for currency, places in sorted(policies.currencies.items()):
            based = [c.company for c in policies.companies.values() if c.base_currency == currency]
            yield Choice(currency, f"{places} decimals", "", " ".join(based))


class UserPrompt(CodePrompt):
    """Users with what they may write off."""

    TITLE = "Prompt: user"
    THINGS = ("user", "users")

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """Users who may work."""
        for user in policies.users.values():
            limits = " ".join(
                f"{money.format_amount(limit, currency)} {currency}"
                for currency, limit in sorted(user.authority.items())
            )
            if not user.ended:
                yield Choice(
                    user.user,
                    user.name,
                    "",
                    "unlimited" if user.unlimited else limits or "no authority",
                )


class EventKindPrompt(CodePrompt):
    """The kinds of events a history is filtered by."""

    TITLE = "Prompt: kind of event"
    THINGS = ("kind", "kinds")

    def choices(self, policies: Policies) -> Iterable[Choice]:
        """All kinds, with what they hold."""
        for kind, holds in KINDS.items():
            yield Choice(kind, holds)
