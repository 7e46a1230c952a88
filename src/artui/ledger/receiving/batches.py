"""Receipt batches: opened with control figures, closed when what is entered equals them.

A batch closes by itself with the receipt that brings it to its control count and total; a
difference is accepted by somebody who may, for a reason. Its receipts are posted one by one all
the same: a batch holds nothing back.
"""

from __future__ import annotations

from artui.ledger import events as ev
from artui.ledger.checks import checked_day
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.money import format_amount
from artui.ledger.reading.batches import CLOSED, Batch, find_batch
from artui.ledger.writer import Writer

NO_NAME, THERE, NOT_THERE, NO_COUNT, OPEN, DIFFERS, NO_REASON = range(2542, 2549)


def open_batch(
    ledger: Ledger,
    company: str,
    batch: str,
    *,
    bank_account: str,
    count: int,
    total: int,
    day: str = "",
) -> None:
    """Open a batch of one bank account's receipts of a ``day`` (default today) with its control
    count and total (minor units of the account's currency).

    Receipts entered under the name before count as entered. Refuses a name that is open or closed
    already, another bank account than theirs, and figures that can't be.
    """
    with ledger.hold():
        ledger.require("receipts.post")
        day = checked_day("day", day or ledger.today())
        name = batch.strip()
        if not name:
            raise refuse("batch", NO_NAME, "a batch needs a name")
        known = find_batch(ledger.store, company, name)
        if known is not None and known.control_count is not None:
            raise refuse("batch", THERE, f"batch {name} of {company} is there already")
        if not ledger.sight.sees_some(company):
            raise refuse("company", 2201, f"company {company!r} does not exist")
        account = ledger.policies.bank_account(company, bank_account)
        if known is not None and known.bank_account != bank_account:
            text = f"the receipts of batch {name} are of bank account {known.bank_account}"
            raise refuse("bank_account", THERE, text)
        _check(count)
        _open(ledger, company, name, account.bank_account, account.currency, day, count, total)
        close_in_control(ledger, company, name)


def change_control(ledger: Ledger, company: str, batch: str, count: int, total: int) -> None:
    """Put the control figures of an open batch right; it closes if they are what is entered."""
    with ledger.hold():
        ledger.require("receipts.post")
        known = _opened(ledger, company, batch)
        if known.closed:
            raise refuse("batch", CLOSED, f"batch {known.batch} is closed")
        _check(count)
        _again(ledger, known, count, total)
        close_in_control(ledger, company, known.batch)


def close_batch(
    ledger: Ledger, company: str, batch: str, *, accept: bool = False, reason: str = ""
) -> Batch:
    """Close a batch that is in control, or accept its difference for a ``reason``; the batch then.

    Refuses a difference, saying how much is missing or too much, unless the clerk may accept it
    and says so.
    """
    with ledger.hold():
        ledger.require("receipts.post")
        known = _opened(ledger, company, batch)
        if known.closed:
            raise refuse("batch", CLOSED, f"batch {known.batch} is closed already")
        if known.in_control:
            _close(ledger, known)
        else:
            if not accept:
                raise refuse("batch", DIFFERS, f"batch {known.batch}: {difference_words(known)}")
            ledger.require("controls.accept")
            if not reason.strip():
                text = "a difference is accepted for a reason: say which"
                raise refuse("reason", NO_REASON, text)
            _close(ledger, known, reason.strip())
        return _opened(ledger, company, known.batch)


def reopen_batch(ledger: Ledger, company: str, batch: str, note: str = "") -> None:
    """Open a closed batch again with the same control figures, to put a receipt of it right."""
    with ledger.hold():
        ledger.require("receipts.post")
        known = _opened(ledger, company, batch)
        if not known.closed:
            raise refuse("batch", OPEN, f"batch {known.batch} is open")
        if known.reason:
            ledger.require("controls.accept")  # who may not accept doesn't undo it either
        _again(ledger, known, known.control_count or 0, known.control_total or 0, note)


def difference_words(batch: Batch) -> str:
    """What is missing or too much in a batch."""
    count, total = batch.missing
    said = []
    for amount, words in ((count, f"{abs(count)} receipt{'' if abs(count) == 1 else 's'}"),
                          (total, format_amount(abs(total), batch.currency))):  # fmt: skip
        if amount:
            said.append(f"{words} {'missing' if amount > 0 else 'too much'}")
    return ", ".join(said) or "in control"


# --- from other rooms --------------------------------------------------------------------------


def close_in_control(ledger: Ledger, company: str, batch: str) -> None:
    """Close a batch that what was just entered brought to its control figures; inside a hold."""
    known = find_batch(ledger.store, company, batch)
    if known is not None and known.in_control and not known.closed:
        _close(ledger, known)


def admit(ledger: Ledger, company: str, batch: str) -> None:
    """Open a closed batch again with what stands of it as control figures, since its bank tells of
    more money under the same name; inside a hold."""
    known = find_batch(ledger.store, company, batch)
    if known is not None and known.closed:
        _again(ledger, known, known.entered, known.entered_total, "the bank told of more")


def take_control(
    ledger: Ledger,
    company: str,
    batch: str,
    *,
    bank_account: str,
    currency: str,
    day: str,
    count: int,
    total: int,
) -> None:
    """Give a batch of a bank's file the control figures of what the file added, above those it
    had; it closes if all of it is entered. Inside a hold."""
    known = find_batch(ledger.store, company, batch)
    if known is not None and known.control_count is not None:
        _again(
            ledger,
            known,
            known.control_count + count,
            (known.control_total or 0) + total,
            known.note,
        )
    else:
        _open(ledger, company, batch, bank_account, currency, day, count, total)
    close_in_control(ledger, company, batch)


def gave_way(ledger: Ledger, receipt: str) -> None:
    """Take a sum whose parts take its place out of the control figures of its batch: the parts
    have a batch of their own; inside a hold."""
    rows = ledger.store.query(
        "SELECT b.batch, d.company, d.original FROM batch_receipts AS b JOIN documents AS d"
        " ON d.pos = b.document WHERE d.id = :receipt",
        {"receipt": receipt},
    )
    for batch, company, original in rows:
        known = find_batch(ledger.store, company, batch)
        if known is not None and known.control_count:
            total = (known.control_total or 0) + original
            _again(ledger, known, known.control_count - 1, total, "its parts came in a file")
            close_in_control(ledger, company, batch)


# --- facts -------------------------------------------------------------------------------------


def _opened(ledger: Ledger, company: str, batch: str) -> Batch:
    seen = ledger.sight.sees_some(company)
    known = find_batch(ledger.store, company, batch.strip()) if seen else None
    if known is None or known.control_count is None:
        raise refuse("batch", NOT_THERE, f"{company} has no batch {batch.strip()} with control")
    return known


def _check(count: int) -> None:
    if count < 1:
        raise refuse("count", NO_COUNT, "a batch has one receipt at least")


def _stream(company: str, batch: str) -> str:
    return f"batch/{company}/{batch}"


def _open(
    ledger: Ledger,
    company: str,
    batch: str,
    bank_account: str,
    currency: str,
    day: str,
    count: int,
    total: int,
    note: str = "",
    version: int = 0,
) -> None:
    writer = Writer(ledger)
    writer.start(_stream(company, batch), version)
    writer.add(
        _stream(company, batch),
        ev.BatchOpened,
        company=company,
        batch=batch,
        bank_account=bank_account,
        currency=currency,
        day=day,
        count=count,
        total=total,
        note=note,
    )
    writer.save()


def _again(ledger: Ledger, known: Batch, count: int, total: int, note: str = "") -> None:
    place = (known.company, known.batch, known.bank_account, known.currency, known.day)
    _open(ledger, *place, count, total, note, known.version)


def _close(ledger: Ledger, known: Batch, reason: str = "") -> None:
    writer = Writer(ledger)
    stream = _stream(known.company, known.batch)
    writer.start(stream, known.version)
    writer.add(
        stream,
        ev.BatchClosed,
        company=known.company,
        batch=known.batch,
        count=known.entered,
        total=known.entered_total,
        difference=known.entered_total - (known.control_total or 0),
        reason=reason,
    )
    writer.save()
