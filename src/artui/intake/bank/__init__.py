"""From statements of banks to receipts: whose account, whose money, known before or new."""

from artui.intake.bank.applying import Application, apply_certain
from artui.intake.bank.taking import Taken, Taking, take_statement

__all__ = ["Application", "Taken", "Taking", "apply_certain", "take_statement"]
