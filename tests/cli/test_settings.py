"""Settings: what a file may say, and which ledger is meant."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from artui import settings
from artui.settings import Settings, SettingsError, load_settings


def test_a_missing_file_is_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == Settings()


def test_what_the_file_says_holds(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        'print_command = "lp"\ndate_order = "month"\n[columns.receipts]\nreceipt_no = "Ref"\n',
        encoding="utf-8",
    )
    found = load_settings(path)
    assert (found.print_command, found.month_first) == ("lp", True)
    assert found.columns["receipts"] == {"receipt_no": "Ref"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("printer = 'lp'", "there is no setting 'printer'"),
        ("decimal_mark = ';'", "decimal_mark is '.' or ',', not ';'"),
        ("company = 5", "company must be text in quotes"),
        ("[columns.bills]", "columns.bills: there is no such import"),
        ("[columns.invoices]\ndoc_no = 1", "columns.invoices.doc_no must be text in quotes"),
        ("columns = 1", "columns is a table of tables"),
        ("= broken", "are not TOML"),
    ],
)
def test_a_wrong_setting_names_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


def test_the_option_wins_over_the_variable_over_the_platforms_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ARTUI_LEDGER", raising=False)
    assert settings.ledger_location().endswith("ledger.artui")
    monkeypatch.setenv("ARTUI_LEDGER", "/b")
    assert settings.ledger_location() == "/b"
    assert settings.ledger_location("/a") == "/a"


def test_the_clerk_is_the_account_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "LOGNAME", "ARTUI_CLERK"):
        monkeypatch.setenv(name, "somebody-else")
    assert settings.login_name() == pwd.getpwuid(os.getuid()).pw_name


def test_another_business_day_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTUI_TODAY", "2020-02-30")
    with pytest.raises(SettingsError, match="ARTUI_TODAY"):
        settings.business_day()
