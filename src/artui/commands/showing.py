"""``demo``: a made-up ledger to look at and post in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from artui import demo as generator
from artui import settings
from artui.commands.common import emit, json_option, say
from artui.demo import TODAY
from artui.launch import open_app, open_demo
from artui.ledger.errors import StoreUnusable
from artui.ledger.money import decimal_string


@click.command()
@click.option("--no-app", is_flag=True, help="Only make it, and print what was made.")
@click.option("--ledger", metavar="FILE", help="Keep it in this new file.")
@json_option
def demo(no_app: bool, ledger: str | None, as_json: bool) -> int:
    """Open a made-up ledger on payment entry; nothing to set up.

    Without --ledger it lives in a temporary folder and is removed at the end. The bank's files of
    its day, to be read into the receipts inbox, lie beside it: in FILE-bank.
    """
    if ledger is None and not no_app:
        return open_demo()
    if ledger is None:
        from tempfile import TemporaryDirectory

        with TemporaryDirectory(prefix="artui-demo-") as folder:
            _describe(Path(folder) / "demo.artui", as_json)
        return 0
    path, bank = Path(ledger), Path(f"{ledger}-bank")
    for place in (path, bank):
        if place.exists():
            raise StoreUnusable(f"{place} exists already; the demo is made in a new file")
    _describe(path, as_json)
    generator.put_bank_files(bank)
    if not as_json:
        say(f"The bank's files of the day are in {bank}: read them in with 2, F6")
        say(f"Open it again on its own day with: ARTUI_TODAY={TODAY} artui --ledger {ledger}")
    if no_app:
        return 0
    os.environ[settings.TODAY_VARIABLE] = TODAY
    return open_app(str(path), start="ARS110", bank_folder=str(bank))


def _describe(path: Path, as_json: bool) -> None:
    """Make the demo ledger at a path and say what is in it."""
    made = generator.make(path, settings.login_name())
    try:
        counts = {
            "companies": len(made.policies.companies),
            "customers": made.read.count_customers(),
            "open_documents": sum(row.documents for row in made.read.ageing(TODAY)),
            "vouchers": made.read.count_vouchers(),
        }
    finally:
        made.close()
    waiting = generator.remittances()
    if as_json:
        emit({"ledger": str(path), "today": TODAY, **counts, "remittances": len(waiting)})
        for it in waiting:
            emit({**it._asdict(), "amount": decimal_string(it.amount, it.currency)})
        return
    say(
        f"Demo ledger of {TODAY}: "
        + ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in counts.items())
    )
    say(f"{len(waiting)} payments came with the post:")
    for it in waiting:
        say(f"\n{it.text}")
    say("")
