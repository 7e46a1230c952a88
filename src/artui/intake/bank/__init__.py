"""From statements of banks to receipts: whose account, whose money, known before or new."""

from artui.intake.bank.taking import Taken, take_statement

__all__ = ["Taken", "take_statement"]
