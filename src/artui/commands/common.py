"""What all commands share: which ledger, how to print, how to refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from artui import settings
from artui.ledger import money
from artui.ledger.dates import DateError, parse_date
from artui.ledger.errors import Damaged, LedgerError, Refused, refuse

if TYPE_CHECKING:
    from artui.ledger.documents import Document
    from artui.ledger.ledger import Ledger

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Options:
    """What stands before the command: the ledger named for the whole line."""

    ledger: str | None = None


def ledger_option(command: Callable[P, R]) -> Callable[P, R]:
    """``--ledger``: which ledger the command works on."""
    return click.option(
        "--ledger", metavar="PLACE", help="The ledger: a file or a postgresql:// URL."
    )(command)


def json_option(command: Callable[P, R]) -> Callable[P, R]:
    """``--json``: JSON Lines instead of text."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")(command)


dry_run_option = click.option("--dry-run", is_flag=True, help="Post nothing; say what would be.")
"""``--dry-run``: everything is decided as it would be posted, shown and taken back."""

date_option = click.option("--date", "date", default=None, help="Accounting date; default today.")
"""``--date``: the day a command posts on."""

command_option = click.option(
    "--command",
    default=None,
    metavar="ID",
    help="An id of the caller's: the same id never posts twice.",
)
"""``--command``: what makes a command safe to send again."""


def place(named: str | None) -> str:
    """The ledger meant by a command: its own option, the line's, or where settings say."""
    options = click.get_current_context().find_object(Options)
    return settings.ledger_location(named or (options.ledger if options else None))


@contextmanager
def opened(named: str | None, *, older_ok: bool = False) -> Iterator[Ledger]:
    """The ledger a command works on, closed at the end."""
    from artui.signing_on import sign_on  # late: `--help` needs no database

    ledger = sign_on(place(named), older_ok=older_ok)
    try:
        yield ledger
    finally:
        ledger.close()


KNOWN_AT = "As known at a position, a voucher (RC 147) or a time (2020-03-31 17:00)."
"""What ``--known-at`` takes."""


def moment_options(command: Callable[P, R]) -> Callable[P, R]:
    """``--as-of`` and ``--known-at``: which moment a list is of."""
    known_at = known_at_option(command)
    return click.option("--as-of", "as_of", metavar="DAY", help="As of this posting date.")(
        known_at
    )


def known_at_option(command: Callable[P, R]) -> Callable[P, R]:
    """``--known-at``: by what had been recorded."""
    return click.option("--known-at", "known_at", metavar="POSITION", default="", help=KNOWN_AT)(
        command
    )


@contextmanager
def looked_at(named: str | None, known_at: str, as_of: str | None = None) -> Iterator[Ledger]:
    """The ledger at the moment of the two options, for a command that only reads; as it is now
    without them. Refuses a moment outside the history."""
    from artui.ledger.reading.moment import moment_of
    from artui.ledger.reading.past import look_back

    with opened(named) as books:
        last = day(as_of, books.today(), "as-of") if as_of else ""
        yield look_back(books, moment_of(books, last, known_at))


# --- printing --------------------------------------------------------------------------------


_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What would steer a terminal or turn the writing round; text from outside may hold it."""


def inert(text: str) -> str:
    """Text that a terminal only shows."""
    return _CONTROL.sub("\ufffd", text)


def say(text: str) -> None:
    """A line of the answer."""
    click.echo(inert(text))


def told(books: Ledger, done: str) -> None:
    """Say that a change is made, or that it waits for a second person."""
    say(books.kept.words(done))
    if books.kept.aloud:
        warn(books.kept.aloud)


def warn(text: str) -> None:
    """A line beside the answer, on standard error."""
    click.echo(inert(text), err=True)


def emit(record: Mapping[str, object]) -> None:
    """A record as one JSON line."""
    click.echo(json.dumps(record, ensure_ascii=False))


def emit_of(books: Ledger, record: Mapping[str, object]) -> None:
    """A record as one JSON line, with the moment it is of if that isn't now."""
    emit({**record, **moment_record(books)})


def moment_record(books: Ledger) -> dict[str, object]:
    """``as_of`` and ``known_at`` of a ledger that is looked back at; empty for one as it is."""
    if not books.store.looks_back:
        return {}
    return {"as_of": books.today(), "known_at": books.store.head().pos}


def known_record(books: Ledger) -> dict[str, object]:
    """``known_at`` of a ledger that is looked back at; for what has a day of its own, or none."""
    return {name: value for name, value in moment_record(books).items() if name == "known_at"}


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], right: str = "") -> Iterator[str]:
    """Lines of a table; ``right`` has an ``r`` at the place of each right-aligned column."""
    cells = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(cells[0]))]
    for row in cells:
        yield "  ".join(
            cell.rjust(width) if right[n : n + 1] == "r" else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()


# --- what people type --------------------------------------------------------------------------


def amount(text: str, currency: str, field: str = "amount") -> int:
    """Minor units from an argument; refuses naming the field."""
    try:
        return money.parse_amount(text, currency)
    except money.AmountError as error:
        raise refuse(field, error.number, f"{field}: {error}") from None


def day(text: str | None, today: str, field: str = "date") -> str:
    """A day from an argument: ISO or a clerk's shorthand; none = today."""
    if not text:
        return today
    try:
        return parse_date(text, today, month_first=settings.load_settings().month_first)
    except DateError as error:
        raise refuse(field, error.number, f"{field}: {error}") from None


def rate_of(text: str | None, field: str = "rate") -> Decimal | None:
    """A rate from an argument, base units per unit of a currency; none = None."""
    if text is None:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise refuse(field, 2233, f"{text!r} is not a rate") from None
    if not value.is_finite() or value <= 0:
        raise refuse(field, 2233, "a rate is above zero")
    return value


def find_document(
    books: Ledger, number: str, company: str = "", field: str = "document"
) -> Document:
    """The document of a number; refuses one that is unknown, or known in several companies."""
    found = [d for d in books.read.find_documents(number) if company in ("", d.company)]
    if not found:
        raise refuse(field, 2210, f"document {number} does not exist")
    if len(found) > 1:
        names = " and ".join(d.company for d in found)
        raise refuse("company", 2210, f"{number} is a document of {names}: name the --company")
    return found[0]


def existing_file(path: str) -> Path:
    """A file named by an argument; refuses with a sentence if it isn't there."""
    found = Path(path)
    if not found.is_file():
        raise LedgerError(f"there is no file {path}")
    return found


DAMAGE_HINT = (
    "`artui verify` says up to where the history is whole;"
    " `artui backup FILE --sound` copies that, to the last whole voucher, into a new ledger."
)
"""What to do about a damaged ledger."""


def sentence(error: LedgerError) -> str:
    """What a refusal says on standard error, one line per problem."""
    if isinstance(error, Refused):
        return "\n".join(str(problem) for problem in error.problems)
    if isinstance(error, Damaged):
        return f"{error}\n{DAMAGE_HINT}"
    return str(error)
