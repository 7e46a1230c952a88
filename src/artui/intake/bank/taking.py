"""Taking in a statement: each credit a receipt on account, whole or not at all (rules 18, 19).

Nothing is posted twice: money is known by bank account and bank reference, whatever file tells of
it. What is no money of customers (payments out, announced entries, cheques dated later) is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from artui.importers.bank import BankLine, Statement, Status
from artui.importers.bank.speech import control_text
from artui.intake.bank.deposits import booked_parts, booked_sum, is_unused, replaced_text
from artui.intake.bank.identity import Money, account_of, command_of, moneys, words
from artui.intake.bank.saying import name_of, said_of
from artui.intake.cheques import cheque_before
from artui.intake.outcome import Outcome
from artui.intake.receipts import alike, typed_before
from artui.ledger import paying
from artui.ledger.dates import add_days
from artui.ledger.entered import Receipt
from artui.ledger.errors import Problem, Refused, refuse
from artui.ledger.events import LineSaid, number_of, voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.naming import plain
from artui.ledger.policies import BankAccount
from artui.ledger.reading.queries import ReceiptRow
from artui.ledger.receiving.batches import admit, gave_way, take_control
from artui.ledger.receiving.lines import record
from artui.ledger.receiving.payers import find_payer
from artui.ledger.receiving.twins import CAME_BACK, RETURN_DAYS
from artui.ledger.reversal.reversing import reverse_receipt


@dataclass(slots=True)
class Taken(Outcome):
    """What became of a statement: its batch, and what of it is booked, now or before.

    ``control`` is what the statement tells of customers' money, ``entered`` what is booked of it:
    each a count and a sum in minor units. ``receipts`` are those its money is booked as.
    """

    batch: str = ""
    company: str = ""
    bank_account: str = ""
    currency: str = ""
    control: tuple[int, int] = (0, 0)
    entered: tuple[int, int] = (0, 0)
    reversed: int = 0
    passed: dict[str, int] = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)

    def enter(self, amount: int) -> None:
        """Count money of the statement as booked."""
        self.entered = self.entered[0] + 1, self.entered[1] + amount

    def pass_over(self, what: str) -> None:
        """Count a line that is no receipt."""
        self.passed[what] = self.passed.get(what, 0) + 1


def batch_name(statement: Statement) -> str:
    """The name of the batch that a statement's receipts make: format, account, number or day."""
    number = "/".join(filter(None, (statement.number, statement.sequence)))
    parts = (statement.format, statement.account, statement.date, number or statement.identifier)
    return " ".join(filter(None, parts))


def take_statement(
    ledger: Ledger,
    statement: Statement,
    *,
    company: str = "",
    accept_controls: bool = False,
    together: int = 0,
    file: str = "",
) -> Taken:
    """Post what of a statement the ledger doesn't have yet, in one transaction.

    ``company`` is the one the account must be of; ``together`` the sum of all batches its lockbox
    deposited that day; ``file`` the name under which its lines are kept. Refuses a statement of an
    unknown or another company's account, one whose controls fail unless ``accept_controls``, and
    one with a line that can't be posted.
    """
    with ledger.hold():
        ledger.require("bank.import")
        account = account_of(ledger.policies, statement, company)
        if statement.broken and not accept_controls:
            raise Refused(
                *(Problem("controls", 2506, control_text(c, statement)) for c in statement.broken)
            )
        taker = _Taker(ledger, statement, account, file)
        taker.take(together)
        taker.close()
        return taker.taken


class _Taker:
    """One statement being taken in."""

    def __init__(
        self, ledger: Ledger, statement: Statement, account: BankAccount, file: str
    ) -> None:
        self._ledger = ledger
        self._file = file
        self._statement = statement
        self._account = account
        self._spent: set[str] = set()
        self._ends: dict[str, str] = {}  # receipts of this statement by their end-to-end id
        self.taken = Taken(
            "receipts",
            batch=batch_name(statement),
            company=account.company,
            bank_account=account.bank_account,
            currency=account.currency,
        )

    def take(self, together: int) -> None:
        """Go through the lines, the parts of a sum together."""
        for line in self._statement.lines:
            if line.status is not Status.BOOKED:
                self.taken.pass_over(f"{line.status}")
        for batch, group in groupby(moneys(self._statement), key=lambda money: money.batch):
            parts = list(group)
            if batch and not self._make_room(parts, together):
                continue
            for money in parts:
                self._checked(money)

    def close(self) -> None:
        """Give the batch the control figures of what the statement added to it."""
        taken = self.taken
        if not taken.added:
            return
        take_control(
            self._ledger,
            taken.company,
            taken.batch,
            bank_account=taken.bank_account,
            currency=taken.currency,
            day=self._statement.date or self._ledger.today(),
            count=taken.added,
            total=taken.totals[taken.currency],
        )

    def _make_room(self, parts: Sequence[Money], together: int) -> bool:
        """Let parts take the place of their sum; False if the sum has to stay."""
        ledger, total = self._ledger, sum(part.line.amount for part in parts)
        row = booked_sum(ledger, self._account, parts, _sums(total, together))
        if row is None or row.reversed:
            return True
        if is_unused(ledger, row):
            reverse_receipt(ledger, row.document, day=self._booked(parts[0].line))
            gave_way(ledger, row.document)
            self.taken.reversed += 1
            self._note(parts[0].line, replaced_text(row, parts), status="replaced", by=row.document)
            return True
        self._note(parts[0].line, f"booked as one sum, {number_of(row.document)}: left so")
        for part in parts:
            self._control(part.line)
            self._know(part.line, row)
        return False

    def _checked(self, money: Money) -> None:
        """Take a line; a refusal names its place."""
        try:
            self._line(money)
        except Refused as refused:
            place = f"line {money.line.line}"
            raise Refused(
                *(each._replace(text=f"{place}: {each.text}") for each in refused.problems)
            ) from refused

    def _line(self, money: Money) -> None:
        line = money.line
        if line.currency != self._account.currency:
            text = f"{line.currency} on an account in {self._account.currency}"
            raise refuse("currency", 2507, text)
        if line.kind == "check" and line.day > self._ledger.today():
            self.taken.pass_over("post-dated")
            self._note(line, f"post-dated {line.day}: no cash before", status="post-dated")
        elif line.amount < 0 and _came_back(line):
            self._control(line)
            self._returned(money)
        elif line.amount < 0:
            self.taken.pass_over("paid out")
        elif line.reversal:
            self.taken.pass_over("payment out undone")
            self._note(line, "a payment out is undone: no receipt", status="undone")
        else:
            self._control(line)
            self._received(money)

    def _control(self, line: BankLine) -> None:
        count, total = self.taken.control
        self.taken.control = count + 1, total + line.amount

    # --- money in ----------------------------------------------------------------------------

    def _received(self, money: Money) -> None:
        rows = self._rows(money.reference)
        if rows:
            self._know(money.line, _best(rows))
            return
        parts = None if money.batch else booked_parts(self._ledger, self._account, money)
        if parts is None:
            self._post(money)
            return
        self.taken.known += 1
        self.taken.enter(money.line.amount)
        self._note(money.line, f"booked before by its parts, {parts.said}", status="known")

    def _post(self, money: Money) -> None:
        """Post a receipt or returned item, unless it is there under another reference."""
        line, ledger = money.line, self._ledger
        name = name_of(line, self._statement.format)
        payer = find_payer(ledger, self._account.company, self._said(line))
        receipt = self._receipt(money, payer.customer, name)
        typed = typed_before(ledger, receipt, self._spent) or self._as_cheque(receipt)
        if typed is not None:
            self._spent.add(typed)
            row = ledger.read.receipt(typed)
            self._note(line, f"booked before as {number_of(typed)}, not taken again", name)
            self._know(line, row)
            return
        like = [number_of(key) for key in alike(ledger, receipt)]
        if not self.taken.added:
            admit(ledger, receipt.company, receipt.batch)
        posted = paying.post_receipt(ledger, receipt)
        taken = self.taken
        taken.added += 1
        taken.total(line.currency, line.amount)
        taken.enter(line.amount)
        self._keep(line, posted.document)
        record = self._record(line, name, "posted")
        record.update(receipt=number_of(posted.document), customer=payer.customer, by=payer.by)
        record.update(voucher=posted.voucher, like=like, why=payer.why)
        if line.amount < 0:
            taken.notes.append(f"{self._who(line, name)}: returned item")
        if not payer.customer:
            taken.notes.append(f"{self._who(line, name)}: unidentified cash, {payer.why}")
        if like:
            taken.notes.append(f"{self._who(line, name)}: probable duplicate of {', '.join(like)}")

    def _receipt(self, money: Money, customer: str, name: str) -> Receipt:
        line = money.line
        received = line.day or self._statement.date
        text = " ".join(line.remittance) or " ".join(one.number for one in line.documents)
        if not (text and name):
            text = " ".join(filter(None, (text, *line.references)))
        return Receipt(
            self._account.company,
            customer,
            line.currency,
            line.amount,
            self._account.bank_account,
            received,
            self._booked(line),
            method="CHECK" if line.kind == "check" else "",
            reference=text or line.return_reason,
            bank_reference=money.reference,
            known_as=name,
            batch=self.taken.batch,
        )

    def _booked(self, line: BankLine) -> str:
        """The accounting date: that of the booking, else of the money; refuses a line of no day."""
        booked = line.booked or line.day or self._statement.date
        if not booked:
            raise refuse("accounting_date", 2508, "neither the line nor the statement has a date")
        return booked

    def _as_cheque(self, receipt: Receipt) -> str | None:
        """The receipt a lockbox's cheque is already booked as from a list of receipts."""
        if self._statement.format != "lockbox":
            return None
        return cheque_before(self._ledger, receipt, self._spent, lockbox=True)

    # --- money that came back ------------------------------------------------------------------

    def _returned(self, money: Money) -> None:
        """Take back the receipt that came back, if one is surely meant; else a returned item."""
        line = money.line
        command = command_of(self._account, money)
        if self._ledger.done_before(command) is not None:
            self._know(line, None)
            return
        rows = self._rows(money.reference)
        if any(row.amount == -line.amount for row in rows):
            self._know(line, _best(rows))
            return
        row = self._named_by(line) or self._only_one(line)
        if row is None:
            self._post(money)
        elif row.reversed:
            self._know(line, row)
        else:
            self._undo(line, row, command)

    def _named_by(self, line: BankLine) -> ReceiptRow | None:
        """The receipt whose bank reference a return has, or whose end-to-end id on the same
        statement it speaks of."""
        keys = [self._ends[word] for word in words(line) if word in self._ends]
        found = [row for row in map(self._ledger.read.receipt, keys) if row is not None]
        for reference in filter(None, (line.bank_reference, *line.references)):
            found += self._rows(reference)
        return next((row for row in found if row.amount == line.amount), None)

    def _only_one(self, line: BankLine) -> ReceiptRow | None:
        """The payer's only receipt of the amount in the last weeks, by its name to the letter."""
        name, day = name_of(line, self._statement.format), line.day or self._statement.date
        if not name or not day:
            return None
        read, company = self._ledger.read, self._account.company
        payer = find_payer(self._ledger, company, self._said(line))
        rows = [
            row
            for row in read.money_of_days(
                company, payer.customer, -line.amount, add_days(day, -RETURN_DAYS), day
            )
            if row.bank_account == self._account.bank_account and plain(row.known_as) == plain(name)
        ]
        return rows[0] if len(rows) == 1 else None

    def _undo(self, line: BankLine, row: ReceiptRow, command: str) -> None:
        document = self._ledger.read.document(row.document)
        voucher = voucher_name(document.voucher) if document else ""
        posted = reverse_receipt(
            self._ledger, row.document, day=self._booked(line), command=command
        )
        self.taken.reversed += 1
        self.taken.enter(line.amount)
        text = f"came back: {number_of(row.document)} of {voucher} is reversed by {posted.name}"
        self._note(line, text, row.known_as, status="reversed", voucher=posted.voucher)

    # --- what is said --------------------------------------------------------------------------

    def _rows(self, reference: str) -> list[ReceiptRow]:
        account = self._account
        return self._ledger.read.money_by_reference(
            account.company, account.bank_account, reference
        )

    def _know(self, line: BankLine, row: ReceiptRow | None) -> None:
        """Count money as known; what doesn't fit is named."""
        self.taken.known += 1
        self.taken.enter(line.amount)
        if row is None:
            self._record(line, line.payer, "known")
            return
        record = self._record(line, row.known_as, "known")
        record.update(receipt=number_of(row.document), customer=row.customer)
        if row.reversed:
            record["status"] = "reversed before"
            self._ends.setdefault(line.end_to_end, row.document)
        elif row.amount == -line.amount:
            self._keep(line, row.document)
        else:
            booked = format_amount(-row.amount, row.currency)
            self._note(line, f"known as {number_of(row.document)} of {booked}: not taken")

    def _keep(self, line: BankLine, receipt: str) -> None:
        """Remember a line's receipt and what it said, for what comes later of it."""
        self.taken.receipts.append(receipt)
        record(
            self._ledger,
            receipt,
            self._said(line),
            file=self._file,
            line=line.line,
            batch=self.taken.batch,
        )
        self._ends.setdefault(line.end_to_end, receipt)

    def _said(self, line: BankLine) -> LineSaid:
        return said_of(line, self._statement.format)

    def _record(self, line: BankLine, name: str, status: str) -> dict[str, object]:
        record: dict[str, object] = {
            "line": line.line,
            "bank_reference": line.bank_reference,
            "payer": name,
            "currency": line.currency,
            "amount": decimal_string(line.amount, line.currency),
            "status": status,
        }
        self.taken.records.append(record)
        return record

    def _note(
        self, line: BankLine, text: str, name: str = "", *, status: str = "", **more: object
    ) -> None:
        self.taken.notes.append(f"{self._who(line, name)}: {text}")
        if status:
            self._record(line, name or line.payer, status).update(more, why=text)

    def _who(self, line: BankLine, name: str) -> str:
        amount = format_amount(line.amount, line.currency)
        return " ".join(filter(None, (f"line {line.line}", name or line.payer, amount)))


def _came_back(line: BankLine) -> bool:
    if line.reversal or line.return_reason:
        return True
    return any(CAME_BACK.search(text) for text in (*line.remittance, line.payer))


def _best(rows: Sequence[ReceiptRow]) -> ReceiptRow:
    """Of the receipts of a reference the one that stands."""
    return next((row for row in rows if not row.reversed), rows[0])


def _sums(total: int, together: int) -> Collection[int]:
    """What a deposit may come to: the batch, or all batches of the day."""
    return {total, together} - {0}
