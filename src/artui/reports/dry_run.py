"""What a dry run would change: open receivables by age as a difference, and the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from artui.ledger.events import JournalLine
from artui.ledger.money import format_amount
from artui.ledger.policies import Policies
from artui.ledger.reading.queries import Ageing

_AGES = ("Not due", "1-30 late", "31-60 late", "Over 60")


def difference_text(before: Iterable[Ageing], after: Iterable[Ageing]) -> Iterator[str]:
    """Open receivables and documents per currency, now and after; only ages that change."""
    yield f"{'':<24}{'Now':>18}{'Change':>16}{'After':>18}"
    then_by = {age.currency: age for age in after}
    for now in before:
        then = then_by.get(now.currency)
        figures = [("Open receivables", now.total, then.total if then else 0)]
        for at, name in enumerate(_AGES):
            figures.append((name, now.buckets[at], then.buckets[at] if then else 0))
        for name, old, new in figures:
            if old != new or name == "Open receivables":
                yield f"{name:<18}{now.currency:<6}" + "".join(
                    f"{format_amount(figure, now.currency):>{width}}"
                    for figure, width in ((old, 18), (new - old, 16), (new, 18))
                )
        count = then.documents if then else 0
        yield (
            f"{'Documents open':<18}{now.currency:<6}{now.documents:>18,}"
            f"{_signed(count - now.documents):>16}{count:>18,}"
        )


def _signed(count: int) -> str:
    return f"{abs(count):,}-" if count < 0 else f"{count:,}"


def journal_text(lines: Iterable[tuple[str, JournalLine]], policies: Policies) -> Iterator[str]:
    """The sums of journal lines of companies per rule and account, in base currency."""
    yield f"{'Journal':<46}{'Debit':>13}{'Credit':>13}"
    net: dict[tuple[str, str, str], int] = {}
    for company, line in lines:
        key = company, line.rule, line.account
        net[key] = net.get(key, 0) + line.base
    if not any(net.values()):
        yield "  Nothing to post: applications in one currency at one rate post no line."
    for (company, rule, account), base in net.items():
        if base:
            currency = policies.company(company).base_currency
            shown = format_amount(abs(base), currency)
            name = policies.accounts.get(account, "")[:18]
            sides = f"{shown:>13}{'':>13}" if base > 0 else f"{'':>13}{shown:>13}"
            yield f"  {company:<5} {rule:<9} {account:<9} {name:<18}{sides} {currency}"
