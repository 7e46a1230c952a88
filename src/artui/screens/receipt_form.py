"""The fields of a receipt, who pays it, and what follows from that (panel E's upper half)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from textual.app import ComposeResult

from artui.ledger.dates import DateError, parse_date
from artui.ledger.documents import Customer, Document
from artui.ledger.errors import Refused
from artui.ledger.money import AmountError, convert, format_amount, parse_amount
from artui.ledger.reading.batches import find_batch
from artui.ledger.receiving.recovering import written_off
from artui.screens.frame.field import Field, Kind
from artui.screens.frame.messages import BadValueError
from artui.screens.frame.panel import Panel
from artui.screens.lookup import customer_chosen, resolve_customer
from artui.screens.payer_facts import about, weekday
from artui.screens.payment import ORDER_NAMES
from artui.screens.payment_recoveries import on_receipt
from artui.screens.session import Session

FAULTS = {
    "customer": "payer",
    "accounting_date": "accounting",
    "period": "accounting",
    "company": "payer",
}
"""The ledger's names of a receipt's fields, as this panel calls them."""

TYPED = ("payer", "amount", "reference")
"""The stops: what every receipt brings."""

KEPT = ("currency", "bank_account", "received", "accounting", "rate", "method", "batch", "order")
"""What is kept from the last receipt or follows from the payer."""


class ReceiptForm(Panel):
    """The fields of a receipt; knows the payer as soon as it is typed."""

    session: Session

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self.payer: Customer | None = None
        self.named = ""
        """The invoice number typed instead of a payer."""
        self._looked_up = ""
        self._rate_known = ""
        self.facts: list[tuple[str, str]] = []
        """What is shown of the payer."""

    def compose(self) -> ComposeResult:
        """Three stops above, what is kept below."""
        for name, line, width, label, more in self._cells():
            yield Field(
                name,
                line=line,
                width=width,
                label=label,
                **{"col": 26, "label_col": 2, "note_col": 44, **more},
            )

    def _cells(self) -> Iterator[tuple[str, int, int, str, dict[str, Any]]]:
        coded = {"kind": Kind.CODED}
        kept = {"kept": True, "required": True}
        day = {"kind": Kind.DATE, "parse": self._day, "show": str, **kept}
        amount = {"kind": Kind.AMOUNT, "parse": self._amount, "show": self._amount_text}
        yield "payer", 2, 16, "Payer or invoice", {**coded, "stop": True, "required": True}
        yield (
            "amount",
            3,
            25,
            "Amount",
            {
                **amount,
                "stop": True,
                "required": True,
                "note_col": 54,
            },
        )
        yield "reference", 4, 25, "Reference", {"stop": True, "limit": 80, "note_col": 54}
        yield "currency", 7, 3, "Currency", {**coded, **kept}
        yield "bank_account", 8, 16, "Bank account", {**coded, **kept, "limit": 34}
        yield "received", 9, 10, "Received date", day
        yield "accounting", 10, 10, "Accounting date", day
        yield "rate", 11, 12, "Rate", {"kind": Kind.RATE, "kept": True, "limit": 24, "parse": _rate}
        yield "method", 12, 8, "Method", {"upper": True, "kept": True, "note_col": 0}
        batch = {"col": 49, "label_col": 40, "note_col": 61, "note_width": 18, "limit": 40}
        yield "batch", 12, 10, "Batch =", {**coded, **batch}
        yield (
            "order",
            13,
            1,
            "Order on panel F",
            {
                "kind": Kind.DIGITS,
                "kept": True,
                "parse": _order,
                "note_col": 30,
                "note_width": 18,
            },
        )

    # --- what values mean ------------------------------------------------------------------------

    def _amount(self, text: str) -> int:
        currency = self.field("currency").text or "USD"
        try:
            amount = parse_amount(text, currency, decimal_mark=self.session.settings.decimal_mark)
        except AmountError as error:
            raise BadValueError(str(error), error.number) from None
        if amount <= 0:
            what = "zero moves no money" if not amount else "a returned item is not entered here"
            raise BadValueError(f"The amount must be above zero: {what}.", 2113)
        return amount

    def _amount_text(self, minor: int) -> str:
        return self.session.typed(minor, self.field("currency").text or "USD")

    def _day(self, text: str) -> str:
        settings = self.session.settings
        try:
            return parse_date(text, self.session.today, month_first=settings.month_first)
        except DateError as error:
            raise BadValueError(str(error), error.number) from None

    # --- what the panel hears --------------------------------------------------------------------

    def on_field_left(self, message: Field.Left) -> None:
        """Look up the payer, show amounts and dates in full, keep the draft."""
        name = message.field.name or ""
        if name == "payer":
            self.resolve(message.field.text)
        elif name == "currency":
            self._currency_changed(message.field.text)
        elif name == "accounting" and isinstance(message.value, str):
            self._propose_rate()
            self.check_period(message.value)
        self.notes()
        self._about_write_off()
        self.keep()

    def resolve(self, text: str) -> None:
        """Find out whom the text means: a customer, an invoice, or several to choose from."""
        text = text.strip()
        if not text or text == self._looked_up:
            return
        ledger = self.session.ledger
        documents = self._invoices(text)
        meant = resolve_customer(ledger, text, self.session.company)
        customer = meant if isinstance(meant, Customer) else None
        if documents and customer is not None and customer.customer == text:
            self.ask(
                2181,
                f"{text} is a customer and an invoice.",
                lambda: self._take_invoice(documents[0]),
                lambda: self.adopt(customer),
                words=("Invoice", "Customer"),
            )
        elif len(documents) == 1:
            self._take_invoice(documents[0])
        elif documents:
            companies = " and ".join(document.company for document in documents)
            self.adopt(None)
            self.error(2166, f"{text} is in {companies}: type {documents[0].id}.", "payer")
        elif customer is not None:
            self.adopt(customer)
        elif meant:
            self._choose(text)
        else:
            self.adopt(None)
            self.error(2207, f"No customer and no open invoice is called {text!r}.", "payer")

    def _choose(self, text: str) -> None:
        self.drop_typeahead()
        self.open("prompt.customer", text, then=self._chosen)

    def _chosen(self, result: Any) -> None:
        self.adopt(customer_chosen(self.session.ledger, result, self.session.company))
        self.go_to("amount")

    def _invoices(self, text: str) -> list[Document]:
        """Debit documents of that number, open or written off, or the one of a company."""
        read = self.session.ledger.read
        keyed = read.document(text) if "/" in text else None
        found = [keyed] if keyed else read.find_documents(text)
        ledger = self.session.ledger
        return [one for one in found if one.customer and (one.open > 0 or written_off(ledger, one))]

    def _take_invoice(self, document: Document) -> None:
        ledger = self.session.ledger
        customer = ledger.read.customer(document.company, document.customer)
        if customer is None:
            return
        payer = ledger.read.customer(customer.company, customer.payer) if customer.payer else None
        self.adopt(payer or customer)
        self.named = document.number
        policies = ledger.policies
        if policies.bank_account_for(document.company, document.currency) is not None:
            self._currency_changed(document.currency)
            self.notes()

    def forget_payer(self) -> None:
        """No payer is known any more."""
        self.payer, self.named, self._looked_up = None, "", ""

    def adopt(self, payer: Customer | None) -> None:
        """The payer is known: fill in what follows from it."""
        self.payer, self.named = payer, ""
        field = self.field("payer")
        if payer is None:
            field.set_note("")
        else:
            field.text = payer.customer
            field.set_note(f"{payer.name}{'  BLK' if payer.hold else ''}")
            self.session.company = payer.company
            self.show_frame()
            self._currency_changed(payer.currency)
        self._looked_up = field.text
        self.about_payer()
        self.notes()

    def _currency_changed(self, currency: str) -> None:
        self.field("currency").text = currency
        if self.payer is None:
            return
        company = self.payer.company
        policies = self.session.ledger.policies
        kept = self.session.memory.bank_accounts.get(f"{company}/{currency}")
        account = policies.bank_account_for(company, currency)
        self.field("bank_account").text = kept or (account.bank_account if account else "")
        self._propose_rate(anew=True)

    def _propose_rate(self, *, anew: bool = False) -> None:
        """The rate of the accounting date, until another one is typed."""
        field = self.field("rate")
        if self.payer is None or not (anew or field.text == self._rate_known):
            return
        policies, currency = self.session.ledger.policies, self.field("currency").text
        try:
            rate = policies.rate(self.payer.company, currency, self.field("accounting").text)
        except Refused:
            field.text = ""
        else:
            field.text = rate_text(rate)
        self._rate_known = field.text

    def _base_note(self, base: str) -> str:
        """What the amount typed comes to in the base currency, where it is another."""
        currency = self.field("currency").text
        if currency == base:
            return ""
        try:
            rate = self.field("rate").value
            amount = convert(self.field("amount").value, currency, base, rate)
        except (ValueError, TypeError):
            return ""
        return f"{format_amount(amount, base)} {base}"

    def check_period(self, day: str) -> bool:
        """Whether a day is in an open period; for one that isn't, the first open day is proposed
        and only Enter takes it (rule 14)."""
        if self.payer is None:
            return True
        company, policies = self.payer.company, self.session.ledger.policies
        period = policies.period_of(company, day)
        through = policies.closed_through.get(company, "")
        if period is not None and period.open and day > through:
            return True
        first = policies.first_open_day(company, day)
        number, text = 2112, f"{day} is in no period of {company}."
        if period is not None:
            number, text = 2111, f"Period {period.name} of {company} is closed."
            if period.open:
                text = f"Books of {company} closed through {through}."
        self.go_to("accounting", keep=True)
        if first is None:
            self.error(number, f"{text} No period is open.", "accounting")
        else:
            self.ask(number, text, lambda: self._take_day(first), words=(f"Take {first}", "Stay"))
        return False

    def _take_day(self, day: str) -> None:
        self.field("accounting").text = day
        self._propose_rate()
        self.notes()
        self.keep()

    # --- what the panel shows --------------------------------------------------------------------

    def notes(self) -> None:
        """Say behind the fields what their values mean."""
        note = {name: self.field(name).set_note for name in KEPT}
        payer, today = self.payer, self.session.today
        own = payer is not None and payer.currency == self.field("currency").text
        note["currency"]("from the payer" if own else "")
        note["received"](weekday(self.field("received").text, today))
        self._note_batch()
        text = self.field("accounting").text
        note["accounting"](weekday(text, today))
        order = self.field("order").text
        note["order"](ORDER_NAMES.get(int(order), "") if order.isdigit() else "")
        if payer is None:
            note["bank_account"]("")
            note["rate"]("")
            self.field("amount").set_note("")
            return
        company = self.session.ledger.policies.company(payer.company)
        account = company.bank_accounts.get(self.field("bank_account").text)
        note["bank_account"](f"{account.currency} account, {account.name}" if account else "")
        note["rate"](f"base currency {company.base_currency}")
        self.field("amount").set_note(self._base_note(company.base_currency))
        period = self.session.ledger.policies.period_of(payer.company, text)
        if period is not None:
            through = self.session.ledger.policies.closed_through.get(payer.company, "")
            state = "open" if period.open and text > through else "closed"
            note["accounting"](f"period {period.name}, {state} {weekday(text, today)}".rstrip())

    def _note_batch(self) -> None:
        """What the batch is, and under it how far it is."""
        name, words = self.field("batch").text.strip(), ""
        state = "new, no control" if name else "none"
        if name and self.payer is not None:
            known = find_batch(self.session.ledger.store, self.payer.company, name)
            if known is not None:
                state = known.state
                words = known.words
        self.field("batch").set_note(state)
        self.put(13, 49, f"{words:<32}"[:32])

    def about_payer(self) -> None:
        """The block under the fields: what is known of the payer."""
        for line in range(15, 22):
            self.put_line(line, "")
        self.facts = []
        if self.payer is None:
            self.show_paper()
            return
        currency = self.field("currency").text
        self.facts = about(self.session.ledger, self.payer, currency, self.session.today)
        for line, (left, right) in enumerate(self.facts, 15):
            self.put(line, 2, left[:38])
            self.put(line, 41, right)

    def _about_write_off(self) -> None:
        """Under the block: the write-off that money of this amount or reference may recover."""
        if self.payer is None:
            return
        try:
            amount = self.field("amount").value or 0
        except ValueError:
            amount = 0
        currency, reference = self.field("currency").text, self.field("reference").text
        said = on_receipt(self.session.ledger, self.payer, currency, amount, reference)
        for line, text in enumerate(said, 20):
            self.put(line, 2, f"{text:<77}")

    def show_paper(self) -> None:
        """While no payer is known: the remittance on top of the desk, if there is one."""
        shown = self.session.papers.top
        if shown is None:
            return
        self.put_line(15, shown.heading, "head")
        for line, text in enumerate(shown.lines, 16):
            self.put_line(line, text)

    def keep(self) -> None:
        """Keep what is typed; the panel that owns a draft does."""


def _rate(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        rate = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise BadValueError(f"{text!r} is not a rate.", 2233) from None
    if rate <= 0:
        raise BadValueError("A rate is above zero.", 2233)
    return rate


def rate_text(rate: Decimal) -> str:
    """A rate with all its decimals, six at least."""
    return max(f"{rate:.6f}", f"{rate:f}", key=len)


def _order(text: str) -> int:
    if not text.isdigit() or int(text) not in ORDER_NAMES:
        raise BadValueError(
            "Orders: 1 payer, 2 customer, 3 number, 4 quick, 5 group, 6 due date.", 2155
        )
    return int(text)
