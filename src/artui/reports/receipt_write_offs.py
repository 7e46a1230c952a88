"""Receipt write-offs as text, CSV and records: what was sorted, closed, reviewed, and the rules."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from artui.ledger.errors import LedgerError, refuse
from artui.ledger.events import ExceptionRulesSet, ScheduleSet, number_of, voucher_name
from artui.ledger.ledger import Ledger
from artui.ledger.money import AmountError, decimal_string, format_amount, parse_amount
from artui.ledger.policies import Policies
from artui.ledger.writeoffs.exceptions import Rule, words
from artui.ledger.writeoffs.receipt_write_offs import Closed, Run
from artui.ledger.writeoffs.recommending import Recommendation, Review
from artui.ledger.writeoffs.sorting import Sorted
from artui.reports.separated import csv_of_records

RULE_COLUMNS = (
    "side",
    "action",
    "currency",
    "amount_from",
    "amount_to",
    "percent_from",
    "percent_to",
    "reason",
)
"""The columns of a file of exception rules."""

NO_COLUMN = 2459

CLOSED_COLUMNS = (
    "receipt",
    "company",
    "customer",
    "name",
    "date",
    "currency",
    "receipt_amount",
    "unapplied",
    "percent",
    "outcome",
    "made",
    "voucher",
    "why",
)


# --- sorted --------------------------------------------------------------------------------------


def sorted_record(each: Sorted) -> dict[str, object]:
    """A difference and what became of it."""
    document = each.left.document
    return {
        "document": document.number,
        "company": document.company,
        "receipt": each.left.receipt.number,
        "side": each.left.difference.side,
        "currency": document.currency,
        "difference": decimal_string(document.open, document.currency),
        "percent": f"{each.left.difference.percent:.3f}",
        "rule": each.fit.number,
        "action": each.action,
        "voucher": each.voucher,
        "made": number_of(each.made),
        "recommendation": each.recommendation,
        "why": each.text,
    }


def sorted_lines(found: Sequence[Sorted]) -> Iterator[str]:
    """A line a difference, and how many there were of each kind."""
    for each in found:
        document = each.left.document
        money = f"{document.currency} {format_amount(document.open, document.currency)}"
        receipt = each.left.receipt.number
        of = "" if receipt == document.number else f" of {receipt}"
        said = f"{document.number}{of}: {money}, {each.action}"
        if each.made:
            said += f" as {number_of(each.made)}, voucher {voucher_name(each.voucher)}"
        if each.recommendation:
            said += f" {each.recommendation}"
        yield said + (f": {each.text}" if each.text else "")
    counts = Counter(each.action for each in found)
    parts = ", ".join(f"{count} {action}" for action, count in counts.items())
    plural = "" if len(found) == 1 else "s"
    yield f"{len(found)} difference{plural}{f': {parts}' if parts else ''}."


def review_sentence(found: Recommendation, made: Review) -> str:
    """What a review came to."""
    money = f"{found.currency} {format_amount(made.amount, found.currency)}"
    said = f"Recommendation {found.key} {made.decision}"
    if made.request:
        said += f": {money} of {number_of(found.document)} requested as {made.request}"
    elif made.voucher:
        done = "written off" if made.action == "write off" else "charged back"
        said += f": {money} of {number_of(found.document)} {done} as {number_of(made.made)}"
        said += f", voucher {voucher_name(made.voucher)} ({made.voucher})"
    if made.text:
        said += f": {made.text}"
    return f"{said}{', as before' if made.again else ''}."


# --- the automatic program -----------------------------------------------------------------------


def closed_record(each: Closed) -> dict[str, object]:
    """A receipt of a run and what became of it, or would."""
    document, result = each.receipt, each.result
    return {
        "receipt": document.number,
        "company": document.company,
        "customer": document.customer,
        "name": document.name,
        "date": document.date,
        "currency": document.currency,
        "receipt_amount": decimal_string(-document.original, document.currency),
        "unapplied": decimal_string(-document.open, document.currency),
        "percent": f"{each.percent:.3f}",
        "outcome": result.outcome,
        "made": number_of(result.number),
        "voucher": voucher_name(result.voucher) if result.voucher else "",
        "why": result.text,
    }


def run_csv(made: Run) -> Iterator[str]:
    """A run as the lines of a CSV table."""
    yield from csv_of_records(map(closed_record, made.closed), CLOSED_COLUMNS).splitlines()


def run_lines(books: Ledger, company: str, made: Run, preview: bool) -> Iterator[str]:
    """A run as a report of 80 columns: its receipts, its journal, its sums."""
    yield f"Automatic receipt write-offs of {company}{', preview' if preview else ''}"
    yield ""
    yield (
        f"{'Receipt':<15} {'Customer':<11} {'Cur':<3} {'Receipt amount':>15}"
        f" {'Unapplied':>11} {'% rcpt':>7} Outcome"
    )
    for each in made.closed:
        document = each.receipt
        outcome = each.result.outcome
        yield (
            f"{document.number:<15} {document.customer:<11} {document.currency:<3}"
            f" {format_amount(-document.original, document.currency):>15}"
            f" {format_amount(-document.open, document.currency):>11}"
            f" {each.percent:>7.3f} {outcome}"
        )
        if each.result.text:
            yield f"    {each.result.text}"
    yield ""
    yield from _journal(books, company, made)
    yield from _sums(made, preview)


def _journal(books: Ledger, company: str, made: Run) -> Iterator[str]:
    sums: dict[tuple[str, str], int] = {}
    for line in made.lines:
        sums[line.rule, line.account] = sums.get((line.rule, line.account), 0) + line.base
    base = books.policies.company(company).base_currency
    if sums:
        yield f"{'Journal':<12} {'Account':<12} {'':<30} {base:>20}"
    for (rule, account), amount in sums.items():
        name = books.policies.accounts.get(account, "")
        yield f"{rule:<12} {account:<12} {name:<30.30} {format_amount(amount, base):>20}"
    if sums:
        yield ""


def _sums(made: Run, preview: bool) -> Iterator[str]:
    counts = Counter(each.result.outcome for each in made.closed)
    closed: Counter[str] = Counter()
    for each in made.closed:
        if each.result.voucher:
            closed[each.receipt.currency] -= each.receipt.open
    parts = ", ".join(f"{count} {outcome}" for outcome, count in counts.items()) or "no receipt"
    sums = ", ".join(f"{cur} {format_amount(total, cur)}" for cur, total in sorted(closed.items()))
    yield f"{'Would be: ' if preview else ''}{parts}{f'; closed {sums}' if sums else ''}."


# --- rules and schedules -------------------------------------------------------------------------


def rule_lines(version: ExceptionRulesSet) -> Iterator[str]:
    """A version of the rules, in words."""
    note = f": {version.note}" if version.note else ""
    who = version.company or "all companies"
    yield f"Rules of {who} since {version.since}, set by {version.clerk}{note}"
    for number, rule in enumerate(version.rules, 1):
        yield f"  {number}. {words(rule)}{f', reason {rule.reason}' if rule.reason else ''}"
    if not version.rules:
        yield "  none: everything is recommended"


def rule_record(version: ExceptionRulesSet, number: int, rule: Rule) -> dict[str, object]:
    """A rule as the columns of a file say it."""
    amounts = {
        name: None
        if (value := getattr(rule, name)) is None
        else decimal_string(value, rule.currency)
        for name in ("amount_from", "amount_to")
    }
    texts = {name: getattr(rule, name) for name in RULE_COLUMNS if name not in amounts}
    return {
        "company": version.company,
        "since": version.since,
        "rule": number,
        **{name: amounts.get(name, texts.get(name)) for name in RULE_COLUMNS},
    }


def read_rules(file: str) -> list[Rule]:
    """The rules of a CSV file, in its order; refuses with the line at fault."""
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            rows, heads = list(reader), reader.fieldnames or ()
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LedgerError(f"{file} can't be read: {error}") from None
    for name in ("side", "action"):
        if name not in heads:
            raise refuse("file", NO_COLUMN, f"line 1: no column {name}")
    return [_rule(row, line) for line, row in enumerate(rows, 2)]


def _rule(row: dict[str, str | None], line: int) -> Rule:
    unknown = [name for name in row if name not in RULE_COLUMNS]
    if unknown:
        known = ", ".join(RULE_COLUMNS)
        raise refuse("file", NO_COLUMN, f"line {line}: a column that is none of {known}")
    text = {name: (row.get(name) or "").strip() for name in RULE_COLUMNS}

    def amount(name: str) -> int | None:
        try:
            return parse_amount(text[name], text["currency"]) if text[name] else None
        except AmountError as error:
            raise refuse(name, error.number, f"line {line}: {name}: {error}") from None

    return Rule(
        text["side"],
        text["action"],
        text["currency"],
        amount("amount_from"),
        amount("amount_to"),
        text["percent_from"] or None,
        text["percent_to"] or None,
        text["reason"],
    )


def schedule_words(policies: Policies, schedule: ScheduleSet) -> str:
    """What a schedule runs, in words."""
    parts = [schedule.company]
    if schedule.limit is not None:
        one = schedule.currencies[0] if len(schedule.currencies) == 1 else ""
        currency = one or policies.company(schedule.company).base_currency
        parts.append(f"up to {format_amount(schedule.limit, currency)} {currency}")
    if schedule.percent is not None:
        parts.append(f"up to {schedule.percent} % of the receipt")
    parts += filter(None, (", ".join(schedule.currencies), ", ".join(schedule.customers)))
    return "; ".join(parts + ([f"reason {schedule.reason}"] if schedule.reason else []))


def schedule_record(policies: Policies, schedule: ScheduleSet) -> dict[str, object]:
    """A schedule for programs."""
    return {
        "schedule": schedule.schedule,
        "owner": schedule.owner,
        "program": schedule.program,
        "company": schedule.company,
        "currencies": list(schedule.currencies),
        "customers": list(schedule.customers),
        "percent": schedule.percent,
        "reason": schedule.reason,
        "what": schedule_words(policies, schedule),
    }
