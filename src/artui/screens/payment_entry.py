"""ARS110/E: a payment received, as the remittance or the bank says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

from artui.ledger import drafts, paying
from artui.ledger.documents import Customer
from artui.ledger.drafts import Draft, DraftLine
from artui.ledger.entered import Receipt
from artui.ledger.errors import LedgerError
from artui.ledger.events import company_of
from artui.ledger.reading.batches import beyond, find_batch
from artui.screens import show
from artui.screens.frame.field import Field
from artui.screens.payment import Payment
from artui.screens.payment_post import READ_ONLY
from artui.screens.payment_recoveries import posted_text
from artui.screens.payment_words import duplicate_text
from artui.screens.receipt_form import FAULTS, KEPT, TYPED, ReceiptForm
from artui.screens.watching import Watch

BEYOND = 2549


class PaymentEntry(ReceiptForm):
    """Payer, amount, reference; the rest is kept from the last receipt."""

    ID = "ARS110/E"
    TITLE = "Payment received: record"
    ACTIONS = (
        "help",
        "go",
        "leave",
        "prompt",
        "refresh",
        "new",
        "copy",
        "do.items",
        "more",
        "back",
        "undo",
        "sign_off",
    )

    def __init__(self, *, values: Sequence[str] = ()) -> None:
        super().__init__(values=values)
        self._draft_id = ""
        self._lines: tuple[DraftLine, ...] = ()
        self._keep_excess = True

    def opened(self) -> None:
        """Begin with what is kept; values of the fast path fill the stops."""
        self.put(6, 2, "Kept from the last receipt (Enter passes over, Tab visits)")
        self.field("reference").set_note("as on the remittance")
        if self.session.ledger.store.read_only:
            self.standing = READ_ONLY
        self._watch = Watch(self, self.session.ledger.store, self._told)
        self._begin()
        if (paper := self.session.papers.top) is not None:
            self.inform(20, paper.hint)
        if self.values and self.values[0].startswith("draft:"):
            self._resume(self.values[0].removeprefix("draft:"))
            return
        for name, text in zip(TYPED, self.values, strict=False):
            self.field(name).text = text
        if self.values:
            self.resolve(self.values[0])
            self.go_to(TYPED[min(len(self.values), len(TYPED) - 1)])

    def _begin(self) -> None:
        """An empty receipt with the values kept."""
        memory = self.session.memory
        today = self.session.today
        if memory.day != today:
            memory.day, memory.received, memory.accounting = today, today, today
        self.forget_payer()
        self._lines, self._draft_id = (), self.session.ledger.ids()
        self._keep_excess = True
        kept = {
            "payer": "",
            "amount": "",
            "reference": "",
            "currency": "",
            "bank_account": "",
            "rate": "",
            "received": memory.received or today,
            "accounting": memory.accounting or today,
            "method": memory.method,
            "batch": memory.batch,
            "order": str(memory.order),
        }
        for name, text in kept.items():
            self.field(name).text = text
        self.field("payer").set_note("")
        self.notes()
        self.about_payer()

    def look(self) -> None:
        """Look for other clerks' postings now."""
        self._watch.look()

    def _told(self) -> None:
        """What is open of the payer moved while its receipt is typed: show it and say so."""
        known = self.facts
        if self.payer is None:
            return
        self.about_payer()
        if self.facts != known:
            self.drop_typeahead()
            name = self.payer.name
            self.inform(40, f"A colleague posted for {name} while you were here: see below.")

    # --- going on --------------------------------------------------------------------------------

    def _receipt(self, payer: Customer) -> Receipt:
        value = {name: self.field(name).value for name in TYPED + KEPT}
        rate = value["rate"]
        known = self.session.ledger.policies.company(payer.company)
        return Receipt(
            payer.company,
            payer.customer,
            value["currency"],
            value["amount"],
            value["bank_account"],
            value["received"],
            value["accounting"],
            method=value["method"],
            reference=value["reference"].strip(),
            batch=value["batch"],
            rate=Decimal(1) if value["currency"] == known.base_currency else rate,
        )

    def submit(self) -> None:
        """Look up the payer first: the other fields follow from it."""
        self.resolve(self.field("payer").text)
        if self.payer is not None or not self.field("payer").text.strip():
            super().submit()

    def accept(self) -> None:
        """All fields are right: on to the open items, after a warning of a duplicate."""
        payer = self.payer
        assert payer is not None, "the payer was looked up before"
        receipt = self._receipt(payer)
        if not self.check_period(receipt.accounting_date):
            return
        problems = paying.check_receipt(self.session.ledger, receipt)
        if problems:
            self.errors(show.faults(problems, FAULTS))
            return
        self._remember(receipt)
        like = paying.duplicates(self.session.ledger, receipt)
        if like and not self._lines:
            self.ask(
                2150,
                duplicate_text(like),
                lambda: self._ask_batch(payer, receipt),
                words=("Go on", "Back"),
            )
        else:
            self._ask_batch(payer, receipt)

    def _ask_batch(self, payer: Customer, receipt: Receipt) -> None:
        """Ask about a receipt that goes beyond the control figures of its batch."""
        batch = find_batch(self.session.ledger.store, receipt.company, receipt.batch)
        if batch is None or not (said := beyond(batch, receipt.amount)):
            self._ask_day(payer, receipt)
            return
        self.ask(BEYOND, said, lambda: self._ask_day(payer, receipt), words=("Go on", "Back"))

    def _ask_day(self, payer: Customer, receipt: Receipt) -> None:
        """Ask about an accounting day other than today, once a session."""
        session, day = self.session, receipt.accounting_date
        if day == session.today or day in session.days_asked:
            self._items(payer, receipt)
            return

        def confirmed() -> None:
            session.days_asked.add(day)
            self._items(payer, receipt)

        text = f"The accounting date {day} is not today."
        self.ask(2168, text, confirmed, words=("Go on", "Back"))

    def _remember(self, receipt: Receipt) -> None:
        memory = self.session.memory
        memory.received, memory.accounting = receipt.received, receipt.accounting_date
        memory.method, memory.batch = receipt.method, receipt.batch
        memory.order = int(self.field("order").text)
        memory.bank_accounts[f"{receipt.company}/{receipt.currency}"] = receipt.bank_account
        self.session.remember()

    def _items(self, payer: Customer, receipt: Receipt) -> None:
        order = int(self.field("order").text)
        payment = Payment(
            self.session.ledger,
            payer,
            receipt,
            order=order,
            named=self.named,
            command=self._draft_id,
            fields=self._texts(),
        )
        if self._lines:
            payment.restore(self._lines, keep_excess=self._keep_excess)
        payment.keep()
        self.session.payment = payment
        self.open("ARS110/Q" if order == 4 else "ARS110/F", then=self._came_back)

    def _came_back(self, result: Any) -> None:
        """F closed: a posting begins the next receipt, anything else keeps what was distributed."""
        if isinstance(result, str) and result:
            self.session.last_voucher = result
            self.session.last_fields = self._texts()
            payment = self.session.payment
            assert payment is not None, "it was just posted"
            self.session.papers.entered(payment.distribution.amount, payment.currency)
            said = f"{posted_text(payment, result)}{self._leave_batch(result)}"
            self.session.payment = None
            self._begin()
            self.go_to("payer")
            self.inform(2190, said)

    def _leave_batch(self, voucher: str) -> str:
        """A batch that this receipt closed is not kept for the next; words for that."""
        memory, company = self.session.memory, company_of(voucher)
        batch = find_batch(self.session.ledger.store, company, memory.batch)
        if batch is None or not batch.closed:
            return ""
        memory.batch = ""
        self.session.remember()
        return f" Batch {batch.batch} is closed."

    def resumed(self) -> None:
        """Back from F without posting, the lines chosen stay with the receipt; back from the
        voucher just posted, if it was reversed there, its values are offered again."""
        payment = self.session.payment
        if payment is not None and payment.command == self._draft_id:
            self._lines = payment.draft_lines()
            self._keep_excess = payment.distribution.keep_excess
        elif not self._begun and self.session.last_voucher:
            self._offer_again(self.session.last_voucher)

    def _offer_again(self, key: str) -> None:
        head = self.session.ledger.read.voucher(key)
        if head is None or not head.reversed_by:
            return
        self.session.last_voucher = ""
        self._put(self.session.last_fields)
        self.go_to("amount")
        self.inform(2164, f"{head.name} is reversed. Its values stand here again: F10=Items")

    def _put(self, texts: Mapping[str, str]) -> None:
        """Fill in the fields of a receipt entered before."""
        for name, text in texts.items():
            self.field(name).text = text
        self.resolve(texts.get("payer", ""))
        for name in KEPT:
            self.field(name).text = texts.get(name, self.field(name).text)
        self.notes()

    # --- drafts and leaving ----------------------------------------------------------------------

    def _texts(self) -> dict[str, str]:
        return {name: self.field(name).text for name in TYPED + KEPT}

    @property
    def _begun(self) -> bool:
        return any(self.field(name).text.strip() for name in TYPED)

    def keep(self) -> None:
        """Keep what is typed, as soon as there is anything."""
        ledger = self.session.ledger
        if not self._begun or ledger.store.read_only:
            return
        payer = self.payer
        name = payer.name if payer else self.field("payer").text
        amount = self.field("amount").text
        label = f"{name}, {self.field('currency').text} {amount}" if amount else name
        draft = Draft(
            self._texts(),
            self._lines,
            "E",
            "",
            payer.company if payer else "",
            self._draft_id,
            self._keep_excess,
        )
        with suppress(LedgerError):  # posting says why nothing can be kept
            drafts.keep(ledger, self._draft_id, label, draft)

    def _resume(self, draft_id: str) -> None:
        kept = drafts.find(self.session.ledger, draft_id)
        if kept is None:
            self.error(2179, "That draft is no longer there.")
            return
        draft = kept.draft
        self.session.company = draft.company or self.session.company
        if draft.source:
            self.replace("ARS110/F", f"apply:{draft.source}", draft_id)
            return
        self._draft_id, self._lines = kept.id, draft.lines
        self._keep_excess = draft.keep_excess
        self._put(draft.fields)
        self.inform(2180, f"Draft resumed: {kept.label}. F10 goes on to the items.")
        if draft.panel == "F":
            self.submit()

    def duplicate(self, field: Field) -> str | None:
        """F9 in a field copies it from the last receipt posted in this session."""
        texts = self.session.last_fields
        return texts.get(field.name or "")

    def act_copy(self) -> None:
        """F9: the field from the last receipt; on an empty panel all but what each receipt
        brings of its own."""
        if self._begun or not self.session.last_fields:
            super().act_copy()
            return
        for name in KEPT:
            self.field(name).text = self.session.last_fields[name]
        self.notes()
        self.inform(2167, "Kept from the last receipt: all but payer, amount and reference.")

    def prompt(self, part: Any) -> tuple[str, ...] | None:
        """F4: what may stand in the field."""
        company = self.payer.company if self.payer else ""
        prompts = {
            "payer": ("prompt.customer",),
            "currency": ("prompt.currency",),
            "bank_account": ("prompt.bank_account", company, self.field("currency").text),
            "rate": ("prompt.rate", *self._rate_asked()),
            "batch": ("prompt.batch", company, self.field("bank_account").text),
        }
        return prompts.get(getattr(part, "name", ""))

    def _rate_asked(self) -> tuple[str, str, str]:
        """Base currency, currency and day that a rate is asked for."""
        payer = self.payer
        base = self.session.ledger.policies.company(payer.company).base_currency if payer else ""
        return base, self.field("currency").text, self.field("accounting").text

    def act_new(self) -> None:
        """F6: another receipt, or another paper; the one on the panel stays as a draft."""
        if not self._begun:
            self.session.papers.put_under()
        self.keep()
        self._begin()
        self.go_to("payer")
        self.say(None)

    def act_undo(self) -> None:
        """F11 F5: clear what is typed, and its draft."""
        ledger, forgotten = self.session.ledger, self._draft_id
        self.act_new()
        if not ledger.store.read_only:
            drafts.forget(ledger, forgotten)

    def act_back(self) -> None:
        """F12: back, the draft kept; on an empty payer to the voucher just posted."""
        if not self._begun and self.session.last_voucher:
            self.open("ARVO60/D", self.session.last_voucher)
            return
        self.keep()
        self.finish()

    def act_leave(self) -> None:
        """F3: leave; asks when there is unsent work."""
        if not self._begun:
            self.leave()
            return
        self.ask(
            2154,
            "This receipt is not posted.",
            self._leave_with_draft,
            words=("Keep draft", "Stay"),
            also=(("f10", "Items", self.submit),),
        )

    def _leave_with_draft(self) -> None:
        self.keep()
        self.leave()
