"""Readers of banks' files: every format to the same statements and lines, or a named refusal."""

from artui.importers.bank.fields import FieldFault, places
from artui.importers.bank.model import BankLine, Control, Remitted, Statement, Status, Total
from artui.importers.bank.profiles import CsvProfile, LockboxProfile, Profiles, load_profiles
from artui.importers.bank.reading import read_bank

__all__ = [
    "BankLine",
    "Control",
    "CsvProfile",
    "FieldFault",
    "LockboxProfile",
    "Profiles",
    "Remitted",
    "Statement",
    "Status",
    "Total",
    "load_profiles",
    "places",
    "read_bank",
]
