"""What one person's machine says: places, the print command, column names, colours.

Settings never change a figure in the ledger; what does is a policy and lives in the ledger.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from artui.ledger.errors import LedgerError

LEDGER_VARIABLE = "ARTUI_LEDGER"
SETTINGS_VARIABLE = "ARTUI_SETTINGS"
TODAY_VARIABLE = "ARTUI_TODAY"


class SettingsError(LedgerError):
    """A settings file or variable that can't be used; the text names it and the key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, each with what holds when the file doesn't say.

    ``print_command`` gets a report on its standard input; ``outbox`` is the folder PDF files are
    put in; ``bank_folder`` is where clerks find banks' files, and the only place if it is named;
    ``decimal_mark`` is that of imported files; ``columns`` maps, per kind of import, our
    column name to the file's.
    """

    print_command: str = ""
    outbox: str = ""
    bank_folder: str = ""
    decimal_mark: str = "."
    date_order: str = "day"
    theme: str = "ansi"
    company: str = ""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def month_first(self) -> bool:
        """Whether ``1511`` is read with the month before the day."""
        return self.date_order == "month"


_CHOICES = {
    "decimal_mark": (".", ","),
    "date_order": ("day", "month"),
    "theme": ("ansi", "green"),
}
_IMPORTS = ("customers", "invoices", "receipts", "rates")


def load_settings(path: Path | None = None) -> Settings:
    """The settings file (default: where :func:`settings_path` says); a missing one is empty.

    Raises :class:`SettingsError` for a file that is no TOML, for unknown keys and wrong values.
    """
    path = path or settings_path()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the settings {path} can't be read: {error}") from None
    import tomllib  # late: most start without a settings file

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"the settings {path} are not TOML: {error}") from None
    return _checked(found, path)


def _checked(found: dict[str, Any], path: Path) -> Settings:
    values: dict[str, Any] = {}
    for key, value in found.items():
        if key not in Settings.__dataclass_fields__:
            raise SettingsError(f"{path}: there is no setting {key!r}")
        if key == "columns":
            values[key] = _columns(value, path)
            continue
        if not isinstance(value, str):
            raise SettingsError(f"{path}: {key} must be text in quotes")
        if key in _CHOICES and value not in _CHOICES[key]:
            allowed = " or ".join(repr(choice) for choice in _CHOICES[key])
            raise SettingsError(f"{path}: {key} is {allowed}, not {value!r}")
        values[key] = value
    return Settings(**values)


def _columns(found: object, path: Path) -> dict[str, dict[str, str]]:
    if not isinstance(found, dict):
        raise SettingsError(f"{path}: columns is a table of tables")
    for kind, names in found.items():
        if kind not in _IMPORTS:
            raise SettingsError(f"{path}: columns.{kind}: there is no such import")
        if not isinstance(names, dict):
            raise SettingsError(f"{path}: columns.{kind} is a table of column names")
        for name, column in names.items():
            if not isinstance(column, str):
                raise SettingsError(f"{path}: columns.{kind}.{name} must be text in quotes")
    return found


# --- places and persons ----------------------------------------------------------------------


def settings_path() -> Path:
    """Where the settings are: the variable, else the platform's folder."""
    named = os.environ.get(SETTINGS_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_config_path  # late: only where no variable names the file

    return user_config_path("artui") / "settings.toml"


def ledger_location(named: str | None = None) -> str:
    """Which ledger is meant: the option's, else the variable's, else the file in the platform's
    data folder. A path or a ``postgresql://`` URL."""
    chosen = named or os.environ.get(LEDGER_VARIABLE)
    if chosen:
        return chosen
    from platformdirs import user_data_path  # late: only where nothing names the ledger

    return str(user_data_path("artui") / "ledger.artui")


def business_day() -> str:
    """Today as an ISO date; a variable can set another, for training and tests."""
    named = os.environ.get(TODAY_VARIABLE)
    if not named:
        return date.today().isoformat()
    from artui.ledger.dates import DateError, parse_iso  # late: only with the variable

    try:
        return parse_iso(named)
    except DateError as error:
        raise SettingsError(f"{TODAY_VARIABLE}: {error}") from None


def login_name() -> str:
    """The clerk: the account of the process, by its user id. No variable can claim another."""
    try:
        import pwd
    except ImportError:  # no POSIX accounts here
        return os.getlogin()
    uid = os.getuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid{uid}"
