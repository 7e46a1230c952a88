"""``why``: why a document may be written off or not, in sentences and level by level."""

from __future__ import annotations

import click

from artui.commands.common import (
    emit_of,
    find_document,
    json_option,
    ledger_option,
    looked_at,
    moment_options,
    say,
)
from artui.ledger.writeoffs.obstacles import obstacles
from artui.ledger.writeoffs.selecting import Selection, why_not
from artui.ledger.writeoffs.write_offs import operation
from artui.reports.why import why_answer, why_sentences, why_steps


@click.command()
@click.argument("document")
@click.option("--company", default="", help="Where several have a document of that number.")
@moment_options
@ledger_option
@json_option
def why(
    document: str,
    company: str,
    ledger: str | None,
    as_of: str | None,
    known_at: str,
    as_json: bool,
) -> None:
    """Why a document may be written off or not, now or at a moment: every cause and every level
    asked."""
    with looked_at(ledger, known_at, as_of) as books:
        named, slash, number = document.partition("/")
        found = find_document(books, number if slash else document, named if slash else company)
        against = why_not(books, found.id, Selection(operation(found)))
        stops = obstacles(books, found)
        sentences = list(why_sentences(found, against, stops))
        steps = list(why_steps(books, found, against, stops))
        if as_json:
            chain = [{"result": result, "step": step} for result, step, _made in steps]
            answer = why_answer(against, stops)
            emit_of(books, {"document": found.id, "answer": answer, "why": sentences,
                            "chain": chain})  # fmt: skip
            return
        say(" ".join(sentences))
        for result, step, _made in steps:
            say(f"  {result:<2}  {step}")
        say(why_answer(against, stops))
