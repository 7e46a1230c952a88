"""``list events`` and ``show event``: the history, filtered, and one event of it whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, wraps
from itertools import islice

import click

from artui.commands.common import (
    P,
    R,
    day,
    emit,
    find_document,
    json_option,
    ledger_option,
    opened,
    say,
    warn,
)
from artui.commands.paying import find_voucher
from artui.ledger.errors import Damaged, refuse
from artui.ledger.ledger import Ledger
from artui.ledger.naming import voucher_name
from artui.ledger.reading.event_words import KINDS, subject_of, voucher_of, words_of
from artui.ledger.reading.history import (
    OUTSIDE,
    Filters,
    History,
    Row,
    bounds,
    check_days,
    history,
)
from artui.ledger.reading.log import in_sight
from artui.ledger.reading.one_event import broken, hash_before, hash_of
from artui.reports.event_fields import fields_of
from artui.reports.records import CurrencyOf, event_record, moment

PAGE = 500


def filter_options(command: Callable[P, R]) -> Callable[P, R]:
    """What of the history is wanted."""
    for option in (
        click.option("--after", type=click.IntRange(min=0), default=0,
                     help="Behind this position."),
        click.option("--to", "until", help="Recorded up to this day."),
        click.option("--from", "since", help="Recorded on this day or later."),
        click.option("--kind", type=click.Choice(sorted(KINDS)), help="Of this kind only."),
        click.option("--clerk", default="", help="Recorded by this clerk."),
        click.option("--voucher", default="", help="Of this voucher."),
        click.option("--document", default="", help="About this document."),
        click.option("--customer", default="", help="About this customer and its documents."),
        click.option("--company", default="", help="Where a number is of several companies."),
    ):  # fmt: skip
        command = option(command)
    return command


def _filtered(command: Callable[..., None]) -> Callable[..., None]:
    @filter_options
    @wraps(command)
    def with_filters(
        *,
        company: str,
        customer: str,
        document: str,
        voucher: str,
        clerk: str,
        kind: str | None,
        since: str | None,
        until: str | None,
        after: int,
        ledger: str | None,
        **rest: object,
    ) -> None:
        with opened(ledger) as books:
            today = books.today()
            wanted = Filters(
                customer=_customer(books, customer, company) if customer else "",
                document=find_document(books, document, company).id if document else "",
                voucher=find_voucher(books, voucher, company) if voucher else "",
                clerk=clerk,
                kind=kind or "",
                since=day(since, today, "from") if since else "",
                until=day(until, today, "to") if until else "",
                after=after,
            )
            command(books, wanted, **rest)

    return with_filters


def _customer(books: Ledger, text: str, company: str) -> str:
    named, slash, number = text.partition("/")
    known = books.read.customers_numbered(number if slash else text)
    found = [each for each in known if (named if slash else company) in ("", each.company)]
    if not found:
        raise refuse("customer", 2207, f"there is no customer {text}")
    if len(found) > 1:
        names = " and ".join(each.company for each in found)
        raise refuse("company", 2207, f"{text} is a customer of {names}: name the --company")
    return f"{found[0].company}/{found[0].customer}"


@click.command()
@_filtered
@click.option("--limit", type=click.IntRange(min=1), help="So many at most.")
@ledger_option
@json_option
def events(books: Ledger, wanted: Filters, limit: int | None, as_json: bool) -> None:
    """What was recorded, in its order: when, by whom, what happened to what.

    Filters combine. Days are those of recording, not posting dates. Where no event fits, a
    sentence beside the answer says what the history holds.
    """
    listed = history(books, wanted)
    if not listed.count():
        check_days(books, wanted)
        warn(f"No event fits; {bounds(books)}.")
    of = _currencies(books)
    unread: list[str] = []
    for row in islice(_rows(listed), limit):
        if row.unread:
            unread.append(row.unread)
        elif as_json:
            emit(event_record(row.pos, row.event, *of))
        else:
            say(_line(row))
    if unread:
        more = f" (and {len(unread) - 1:,} more can't be read)" if unread[1:] else ""
        raise Damaged(f"{unread[0]}{more}")


def _line(row: Row) -> str:
    pos, event, _unread = row
    key = voucher_of(event)
    about = "  ".join(filter(None, (subject_of(event), voucher_name(key) if key else "")))
    recorded = moment(event.recorded_at)[:19].replace("T", " ")
    return f"{pos:>8}  {recorded}  {event.clerk:<10}  {words_of(event):<24}  {about}"


def _rows(found: History) -> Iterator[Row]:
    for start in range(0, found.count(), PAGE):
        yield from found.window(start, PAGE)


def _currencies(books: Ledger) -> tuple[CurrencyOf, CurrencyOf]:
    """The currency of a document, and the base currency of a company."""

    @cache
    def currency_of(key: str) -> str:
        document = books.read.document(key)
        return document.currency if document else ""

    def base_of(company: str) -> str:
        return books.policies.company(company).base_currency

    return currency_of, base_of


@click.group()
def show() -> None:
    """One thing of the ledger, whole."""


@show.command()
@click.argument("position", type=click.IntRange(min=1))
@ledger_option
@json_option
def event(position: int, ledger: str | None, as_json: bool) -> int:
    """An event with every field, and how it hangs in the chain; ends with 1 if it is broken."""
    with opened(ledger) as books:
        found = books.store.events_at([position]).get(position)
        if found is None or not in_sight(books)(found):
            raise refuse("position", OUTSIDE, f"there is no event {position}; {bounds(books)}")
        why = broken(books.store, position)
        chain = {
            "hash": hash_of(books.store, position).hex(),
            "hash_before": hash_before(books.store, position).hex(),
            "chain": "broken" if why else "ok",
        }
        if as_json:
            emit({**event_record(position, found, *_currencies(books)), **chain})
            return 1 if why else 0
        say(f"Event {position:,}: {words_of(found)}")
        lines = (
            ("Recorded", f"{moment(found.recorded_at)} by {found.clerk}"),
            ("Stream", f"{found.originator_id}, {found.originator_version}"),
            ("Command", found.command),
            *((each.label, each.value) for each in fields_of(books, position, found)),
            *((name.replace("_", " ").capitalize(), value) for name, value in chain.items()),
        )
        for label, value in lines:
            say(f"  {label:<18} {value}")
        if why:
            warn(f"Event {position:,} doesn't fit the chain: {why}.")
    return 1 if why else 0
