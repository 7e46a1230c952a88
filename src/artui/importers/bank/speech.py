"""What was read, in words: amounts of any currency and controls that do not hold."""

from __future__ import annotations

from artui.importers.bank.fields import places
from artui.importers.bank.model import Control, Statement


def decimal_text(minor: int, currency: str) -> str:
    """An amount for machines, as ``-8937.47``; currencies nobody knows have two decimals."""
    sign, whole, fraction = _parts(minor, currency)
    return f"{sign}{whole}{fraction}"


def amount_text(minor: int, currency: str) -> str:
    """An amount for people, as ``8,937.47-``."""
    sign, whole, fraction = _parts(minor, currency)
    return f"{whole:,}{fraction}{sign}"


def _parts(minor: int, currency: str) -> tuple[str, int, str]:
    decimals = places(currency)
    whole, rest = divmod(abs(minor), 10**decimals)
    return "-" if minor < 0 else "", whole, f".{rest:0{decimals}d}" if decimals else ""


def control_text(control: Control, statement: Statement) -> str:
    """A control that does not hold, in a sentence."""

    def spoken(figure: int) -> str:
        if control.counted:
            return f"{figure:,}"
        return amount_text(figure, statement.currency)

    said, found = spoken(control.said), spoken(control.found)
    return f"{control.what}: the file says {said}, its lines come to {found}"
