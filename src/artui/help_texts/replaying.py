"""The history of the ledger, and one event of it."""

from __future__ import annotations

from artui.help_texts import Help, Texts

_REPLAY, _EVENT = "ARRE80", "ARRE80/D"
_DAYS = "15   1511   2020-11-15   t today   -30   m end of month; empty for no bound"

TEXTS: Texts = {
    ("ARDO50/L", "documents"): Help(
        "Documents behind a figure",
        "The documents that a watch or another figure counts.",
        "Enter shows a document with all that moved it",
        "Twelve short payments of one customer are twelve documents",
        ("F12 comes back to the figure.",),
        "Each is listed once, however often it counts.",
        "3747: listed  3748: a list of figures opens it",
    ),
    ("ARRE80/H", "changes"): Help(
        "History of master data",
        "What was ever recorded of it, the newest first, and what each event changed.",
        "Enter shows an event with all its fields",
        "Short amount 5.00 to 10.00",
        ("The foot says what changed, whole, with who recorded it and the note.",),
        "A change never touches what was posted before: write-offs name the version they used.",
        "3744: listed  3745: it came with the ledger",
    ),
    (_REPLAY, "customer"): Help(
        "Customer",
        "Only what happened to this customer and its documents.",
        "Number, alias or the beginning of a name; COMPANY/NUMBER; ? lists them",
        "140104440",
        ("Registrations, documents, money, requests and bank lines are found.",),
        "Filters combine: what is listed fits all of them.",
        "2207! no customer, or several",
    ),
    (_REPLAY, "document"): Help(
        "Document",
        "Only what names this document, and what became of its requests and bank lines.",
        "Its number, or COMPANY/NUMBER where several companies have it",
        "2960619384",
        ("8 beside an event takes its document from there.",),
        "A document's balance is the sum of what moved it.",
        "2210! no document, or several",
    ),
    (_REPLAY, "voucher"): Help(
        "Voucher",
        "Only the facts of this voucher, what took it back and what was decided by it.",
        "RC 147   RC 2020-147   CA02/RC/2020/147",
        "RC 147",
        ("The last fact of a voucher is its seal, with number and journal.",),
        "A voucher is recorded whole or not at all.",
        "2215! no voucher  2219! it may be several",
    ),
    (_REPLAY, "kind"): Help(
        "Kind",
        "Only events of one kind.",
        "A kind or its first letters; ? lists them; all for every kind",
        "writeoff",
        (
            "A kind or clerk alone looks through the days wanted; over a second it",
            "counts on line 22, and Esc stops it.",
        ),
        "Every event belongs to one kind.",
        "3710! no such kind",
    ),
    (_REPLAY, "clerk"): Help(
        "Clerk",
        "Only what this clerk recorded.",
        "A user; ? lists them",
        "mlopez",
        ("Runs on a schedule are recorded by their owner.",),
        "Who recorded a fact stands in it and is covered by its hash.",
        "none",
    ),
    (_REPLAY, "since"): Help(
        "From",
        "Only what was recorded on this day or later, by the clock, not by posting date.",
        _DAYS,
        "2020-03-01",
        ("Both days are inclusive.",),
        "Events stand in the order they were recorded in.",
        "2110! no date  3712! it is after the last day",
    ),
    (_REPLAY, "until"): Help(
        "To",
        "Only what was recorded up to this day.",
        _DAYS,
        "t",
        ("Both days are inclusive.",),
        "Events stand in the order they were recorded in.",
        "2110! no date  3712! it is before the first day",
    ),
    (_REPLAY, "jump"): Help(
        "Jump",
        "Where to go in the list: F10, letters or / come here, Enter jumps.",
        "A date   t   -7   a voucher RC 147   an event 18,205",
        "2020-04-01",
        (
            "The cursor goes to the first event listed there or behind.",
            "Outside the history its first and last event and day are said.",
        ),
        "Filters stay; a place that is filtered out leads to the next listed.",
        "3734! outside, with the bounds of the history",
    ),
    (_REPLAY, "events"): Help(
        "Events",
        "What was recorded, in order; below, how things stood behind the event.",
        "5 or Enter the event whole, 8 only its document, 9 why, Right other columns",
        "Up and Down step; the lower half follows",
        (
            "* marks what the event changed, with what it was before.",
            "Late days and the tolerance are those of the day it was recorded.",
            "F6 lists what is new since you last looked at the whole list.",
        ),
        "Nothing is ever changed or removed; a mistake is reversed by a later event.",
        "3731: how many  3732: none fits  3736: first look  3735! about no document",
    ),
    (_EVENT, "fields"): Help(
        "Fields",
        "Everything an event says: who, when, under which command, and its own fields.",
        "Nothing; Enter on a document, a voucher or a customer goes there, F12 comes back",
        "Enter on Document paid shows that document",
        (
            "The hash covers the stored bytes and the hash before.",
            "Chain ok: made anew from the bytes, the hash is the one kept.",
        ),
        "Amounts are signed as the balance moved; base amounts are in base currency.",
        "3739: the line leads nowhere  0104! no such event",
    ),
}
