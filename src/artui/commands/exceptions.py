"""What sorting by exception rules came to, printed."""

from __future__ import annotations

from collections.abc import Sequence

from artui.commands.common import emit, say
from artui.ledger.writeoffs.sorting import Sorted
from artui.reports.receipt_write_offs import sorted_lines, sorted_record


def show_sorted(found: Sequence[Sorted], as_json: bool) -> None:
    """A line or record for each difference, and how many there were."""
    if as_json:
        for each in found:
            emit(sorted_record(each))
        return
    for line in sorted_lines(found):
        say(line)
