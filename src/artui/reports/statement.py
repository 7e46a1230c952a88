"""A customer's statement on paper: pages of 78 columns, each closed by its remittance slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from artui.ledger.dates import NOT_DUE
from artui.ledger.events import document_key
from artui.ledger.money import decimal_string, format_amount
from artui.ledger.reading.open_on import Item
from artui.ledger.statements.contents import Section, Statement
from artui.reports.pages import WIDTH, Line, Page, between, cut, padded, paged, width
from artui.reports.papers import Lead, Record, to_document
from artui.reports.records import TYPES

_ITEMS = (
    f"{'Document':<14} {'Type':<4} {'Date':<10} {'Due':<10} {'Late':>4} {'Original':>15}"
    f" {'Open':>15}"
)
_AGES = ("Not due", "1-30 late", "31-60 late", "Over 60 late")
_NUMBER = 14
_SLIP = f"{'Document':<30} {'To pay':>18}   {'We pay':<18}"
_CUT = "- " * (WIDTH // 2)
_SLIP_HEAD = 6
"""Lines of the slip that stay together: its heading and the first document."""


def statement_pages(statement: Statement) -> list[Page]:
    """The statement as pages; each says whose it is."""
    run, addressee = statement.run, statement.addressee

    def top(number: int, count: int) -> list[str]:
        return [
            between(statement.company_name, f"Statement {run.name}"),
            between(
                f"{addressee.customer} {addressee.name}",
                f"{run.cut_off}  Page {number} of {count}",
            ),
            "",
        ]

    return paged(list(_body(statement)), top)


def _body(statement: Statement) -> Iterator[Line]:
    for section in statement.sections:
        yield from _section(statement, section)
    yield from _slip(statement)


# --- open items ----------------------------------------------------------------------------------


def _section(statement: Statement, section: Section) -> Iterator[Line]:
    currency = section.currency
    yield Line(f"Open items in {currency}", begins=4)
    yield Line()
    yield Line(_ITEMS)
    heads = (f"Open items in {currency}", "", _ITEMS)
    of = statement.addressee.customer
    for item in section.items:
        if item.customer != of:
            of = item.customer
            yield Line(cut(f"For {of} {statement.names[of]}", WIDTH), heads, 2)
        yield from (Line(text, heads) for text in _item(item))
    total = format_amount(section.total, currency)
    yield Line(f"{'Open in ' + currency:>62}{total:>16}", heads, 5)
    yield Line()
    yield Line("".join(f"{name:>15}" for name in _AGES) + f"{'Total':>18}")
    figures = [format_amount(amount, currency) for amount in (*section.ages, section.total)]
    yield Line("".join(f"{figure:>15}" for figure in figures[:-1]) + f"{figures[-1]:>18}")
    yield Line()


def _item(item: Item) -> Iterator[str]:
    """An item's line; a number too long for it stands on a line of its own, never cut."""
    number = item.number
    if width(number) > _NUMBER:
        yield number
        number = ""
    due = "" if item.due == NOT_DUE else item.due
    late = f"{item.late}" if item.late else ""
    yield (
        f"{padded(number, _NUMBER)} {TYPES.get(item.kind, item.kind)[:4]:<4} {item.date} {due:<10}"
        f" {late:>4} {format_amount(item.original, item.currency):>15}"
        f" {format_amount(item.open, item.currency):>15}"
    )


# --- remittance slip -----------------------------------------------------------------------------


def _slip(statement: Statement) -> Iterator[Line]:
    """What to send back with the money: the numbers by which it is known again."""
    run, addressee = statement.run, statement.addressee
    yield Line(_CUT, begins=_SLIP_HEAD)
    yield Line(between("Remittance slip", f"Statement {run.name} of {run.cut_off}"))
    yield Line(
        between(f"Customer {addressee.customer} {addressee.name}", f"to {statement.company_name}")
    )
    yield Line("Name the document numbers with your payment: they say what it is for.")
    for section in statement.sections:
        heads = (f"In {section.currency}", _SLIP)
        yield Line()
        yield Line(heads[0], begins=3)
        yield Line(_SLIP)
        for item in section.items:
            yield Line(_to_pay(item), heads)
        total = format_amount(section.total, section.currency)
        yield Line(f"{'Total':<30} {total:>18}   {'_' * 18}", heads)


def _to_pay(item: Item) -> str:
    return f"{_fill(item.number, 30)} {format_amount(item.open, item.currency):>18}   {'_' * 18}"


def _fill(text: str, room: int) -> str:
    return text + " " * max(0, room - width(text))


def statement_leads(statement: Statement) -> dict[str, Lead]:
    """Which document a line of the statement is about, by the text of the line."""
    leads: dict[str, Lead] = {}
    for section in statement.sections:
        for item in section.items:
            document = to_document(document_key(statement.run.company, item.number))
            texts = (*_item(item), _to_pay(item))
            leads.update({text.rstrip(): document for text in texts})
    return leads


# --- for programs --------------------------------------------------------------------------------


def statement_records(statements: Iterable[Statement]) -> Iterator[Record]:
    """One record an open item: amounts as decimal strings."""
    for statement in statements:
        run = statement.run
        for section in statement.sections:
            for item in section.items:
                yield {
                    "run": run.name,
                    "cut_off": run.cut_off,
                    "statement_of": statement.addressee.customer,
                    "customer": item.customer,
                    "document": item.number,
                    "type": TYPES.get(item.kind, item.kind),
                    "date": item.date,
                    "due_date": "" if item.due == NOT_DUE else item.due,
                    "currency": item.currency,
                    "original": decimal_string(item.original, item.currency),
                    "open": decimal_string(item.open, item.currency),
                    "days_late": item.late,
                }
