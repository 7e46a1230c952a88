"""Profiles: what a CSV file's columns mean, and where a lockbox record has its fields.

A profile file is TOML with a table ``csv.NAME`` for each bank's CSV and a table ``lockbox``.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from artui.importers.bank.fields import fault
from artui.importers.table import FileRefused

COLUMNS = (
    "account",
    "currency",
    "booked",
    "value",
    "amount",
    "credit",
    "debit",
    "indicator",
    "balance",
    "bank_reference",
    "end_to_end",
    "reference",
    "remittance",
    "payer",
    "payer_account",
    "return_reason",
)
"""What a column of a CSV file can be."""

Place = tuple[int, int]
"""Where a field stands in a fixed-width record: its first place, from 0, and its width."""


class CsvProfile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one bank writes its CSV.

    ``columns`` maps :data:`COLUMNS` to the file's heads, all of which must be there; ``optional``
    to heads that may be. Amounts are in one signed column, in ``credit`` and ``debit``, or in one
    with an ``indicator``; ``unsigned`` says that the indicator alone decides and a sign before
    the amount means nothing. ``account`` and ``currency`` hold where no column says them.
    """

    columns: dict[str, str]
    optional: dict[str, str] = {}
    decimal_mark: Literal[".", ","] = "."
    date: str = "YYYY-MM-DD"
    account: str = ""
    currency: str = ""
    credit_words: tuple[str, ...] = ("C", "CR", "CRDT", "CREDIT", "H", "+")
    debit_words: tuple[str, ...] = ("D", "DR", "DBIT", "DEBIT", "S", "-")
    unsigned: bool = False
    debits_negative: bool = False

    def __post_init__(self) -> None:
        for name in (*self.columns, *self.optional):
            if name not in COLUMNS:
                raise ValueError(f"there is no column {name!r}; there are {', '.join(COLUMNS)}")
        if not {"booked", "value"} & self.columns.keys():
            raise ValueError("the columns need booked or value")
        if "amount" not in self.columns and not {"credit", "debit"} <= self.columns.keys():
            raise ValueError("the columns need amount, or credit and debit")
        if sorted(re.findall("YY|MM|DD", self.date.replace("YYYY", "YY"))) != ["DD", "MM", "YY"]:
            raise ValueError(f"date {self.date!r} needs DD, MM and YY or YYYY")


class LockboxProfile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a bank lays out its lockbox records; the defaults are the BAI layout.

    ``check_date`` empty takes YYMMDD or MMDDYY, whichever exists, and neither if both do.
    """

    currency: str = "USD"
    check_date: Literal["", "YYMMDD", "MMDDYY"] = ""
    batch: Place = (1, 3)
    item: Place = (4, 3)
    lockbox: Place = (7, 7)
    deposit_date: Place = (14, 6)
    check_amount: Place = (7, 10)
    check_routing: Place = (17, 9)
    check_account: Place = (26, 10)
    check_number: Place = (36, 10)
    check_day: Place = (46, 6)
    check_payer: Place = (52, 30)
    invoice: Place = (11, 16)
    invoice_amount: Place = (27, 10)
    invoice_deduction: Place = (37, 10)
    invoice_reason: Place = (47, 3)
    batch_count: Place = (20, 3)
    batch_total: Place = (23, 10)
    service_count: Place = (20, 4)
    service_total: Place = (24, 10)
    file_records: Place = (1, 6)


PLAIN = CsvProfile(
    columns={"booked": "date", "amount": "amount", "currency": "currency"},
    optional={
        "account": "account",
        "value": "value_date",
        "remittance": "reference",
        "payer": "payer",
        "payer_account": "payer_account",
        "bank_reference": "bank_reference",
        "end_to_end": "end_to_end",
        "balance": "balance",
    },
)
RECEIPTS = CsvProfile(
    columns={"value": "value_date", "amount": "amount", "currency": "currency"},
    optional={
        "remittance": "reference",
        "payer": "payer_name",
        "bank_reference": "bank_reference",
    },
)


class Profiles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The profiles a file is read with: a CSV takes the one that fits with the most columns."""

    csv: dict[str, CsvProfile] = {}
    lockbox: LockboxProfile = LockboxProfile()


def load_profiles(path: Path) -> Profiles:
    """The profiles of a TOML file; raises ``FileRefused`` naming what is wrong with it."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return msgspec.convert(found, Profiles)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileRefused(fault(1, "", "", f"the profiles can't be read: {error}")) from None
    except msgspec.ValidationError as error:
        raise FileRefused(fault(1, "", "", f"the profiles are wrong: {error}")) from None
