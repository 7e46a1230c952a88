"""What banks' files said of a receipt: kept in a stream of its own, and read as one.

Several files may tell of the same money, each more or less of it: a statement cuts what an advice
spells out. Each that says something new adds a fact; nothing of it moves a balance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from msgspec import structs

from artui.ledger import events as ev
from artui.ledger.ledger import Ledger

MOST_TEXTS, LONGEST_TEXT = 30, 200
"""Texts and references of a line that are kept, and characters of each."""

MOST_DOCUMENTS = 500
"""Documents of a structured remittance that are kept; what is beyond is counted."""


def stream_of(document: str) -> str:
    """The stream of what is known of a receipt's line (document key)."""
    return f"line/{document}"


def record(
    ledger: Ledger, document: str, said: ev.LineSaid, *, file: str, line: int, batch: str
) -> bool:
    """Keep what line ``line`` of a ``file`` says of a receipt; False if the same was kept before
    for that ``batch``. Inside a hold."""
    said = bounded(said)
    known = ledger.store.stream(stream_of(document))
    if any((one.said, one.batch) == (said, batch) for one in _read(known)):
        return False
    stamp = ledger.stamp()
    fact = ev.BankLineRead(
        stream_of(document), len(known) + 1, *stamp, document, file, line, batch, said
    )
    ledger.store.append([fact], stamp.command)
    return True


def bounded(said: ev.LineSaid) -> ev.LineSaid:
    """The same within bounds: no file makes the ledger grow without limit."""

    def cut(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(text[:LONGEST_TEXT] for text in texts[:MOST_TEXTS])

    return structs.replace(
        said,
        payer=said.payer[:LONGEST_TEXT],
        account=said.account[:LONGEST_TEXT],
        texts=cut(said.texts),
        references=cut(said.references),
        end_to_end=said.end_to_end[:LONGEST_TEXT],
        documents=said.documents[:MOST_DOCUMENTS],
        returned=said.returned[:LONGEST_TEXT],
        beyond=max(0, len(said.documents) - MOST_DOCUMENTS),
    )


def lines_of(ledger: Ledger, document: str) -> list[ev.BankLineRead]:
    """What files said of a receipt, the first first; none if no file told of it."""
    return list(_read(ledger.store.stream(stream_of(document))))


def _read(events: Iterable[ev.Event]) -> Iterable[ev.BankLineRead]:
    return (event for event in events if isinstance(event, ev.BankLineRead))


def together(lines: Sequence[ev.BankLineRead]) -> ev.LineSaid:
    """All that is said of one money: every text once, and of the structured remittances the one
    that says most."""
    said = [line.said for line in lines]
    fullest = max(said, key=_told, default=ev.LineSaid())
    return ev.LineSaid(
        payer=_first(one.payer for one in said),
        account=_first(one.account for one in said),
        texts=_each(text for one in said for text in one.texts),
        references=_each(text for one in said for text in one.references),
        end_to_end=_first(one.end_to_end for one in said),
        documents=fullest.documents,
        kind=_first(one.kind for one in said),
        returned=_first(one.returned for one in said),
        beyond=fullest.beyond,
    )


def _told(said: ev.LineSaid) -> tuple[int, int]:
    stated = sum(document.amount is not None for document in said.documents)
    return stated, len(said.documents)


def _first(texts: Iterable[str]) -> str:
    return next(filter(None, texts), "")


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(islice(dict.fromkeys(texts), MOST_TEXTS))
