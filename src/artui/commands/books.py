"""``export hledger`` and ``export beancount``: the whole ledger as a book of other programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from artui.commands.common import ledger_option, opened, warn
from artui.ledger.errors import LedgerError
from artui.ledger.ledger import Ledger
from artui.reports.books.beancount import beancount_lines
from artui.reports.books.hledger import hledger_lines

Writer = Callable[[Ledger, Sequence[str]], Iterable[str]]

_out = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="To this new file; else printed."
)
_company = click.option("--company", default="", help="Of this company only.")


@click.command()
@_company
@_out
@ledger_option
def hledger(company: str, out: Path | None, ledger: str | None) -> None:
    """The whole ledger as a journal for hledger, a transaction a voucher.

    Customers are subaccounts of their control accounts; amounts in other currencies carry what they
    are worth.
    """
    _export(hledger_lines, company, out, ledger)


@click.command()
@_company
@_out
@ledger_option
def beancount(company: str, out: Path | None, ledger: str | None) -> None:
    """The whole ledger as a book for beancount and Fava, a transaction a voucher."""
    _export(beancount_lines, company, out, ledger)


def _export(lines: Writer, company: str, out: Path | None, ledger: str | None) -> None:
    with opened(ledger) as books:
        books.require("reports.read")
        chosen = _companies(books, company)
        if out is None:
            for line in lines(books, chosen):
                sys.stdout.write(f"{line}\n")
            return
        count = _write(out, lines(books, chosen))
    warn(f"{count:,} lines written to {out}.")


def _companies(books: Ledger, company: str) -> list[str]:
    """The companies asked for; refuses one that isn't wholly in sight: sums would be wrong."""
    known = books.policies.companies
    chosen = [books.policies.company(company).company] if company else sorted(known)
    for code in chosen:
        books.sight.check_books(code)
    return chosen


def _write(out: Path, lines: Iterable[str]) -> int:
    """Write a new file line by line; one that can't be finished is taken away."""
    count = 0
    try:
        with out.open("x", encoding="utf-8") as file:
            for line in lines:
                file.write(f"{line}\n")
                count += 1
    except FileExistsError:
        raise LedgerError(f"{out} exists: an export is written to a new file") from None
    except OSError as error:
        out.unlink(missing_ok=True)
        raise LedgerError(f"{out} can't be written: {error.strerror or error}") from None
    except BaseException:  # the ledger can't be read to its end, or the user has enough
        out.unlink(missing_ok=True)
        raise
    return count
