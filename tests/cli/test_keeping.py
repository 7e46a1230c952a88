"""Making, setting, listing and checking a ledger; and what is said when there is none."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from artui.cli import COMMANDS
from tests.cli.conftest import Artui


def test_init_says_who_may_do_everything(bare: Artui, tmp_path: Path) -> None:
    answer = bare("init", "--name", "Books")
    assert answer.status == 0
    assert str(tmp_path / "books.artui") in answer.out
    assert "may write off without limit" in answer.out
    (user,) = bare("user", "list", "--json").records
    assert user["unlimited"] is True


def test_a_second_init_is_refused(artui: Artui) -> None:
    answer = artui("init")
    assert (answer.status, answer.err) == (1, "2220! there is a ledger here already\n")


def test_without_a_ledger_commands_say_so(bare: Artui, tmp_path: Path) -> None:
    answer = bare("verify")
    assert answer.status == 1
    assert answer.err == f"there is no ledger at {tmp_path / 'books.artui'}\n"


def test_a_file_that_is_no_ledger_is_a_sentence(bare: Artui, tmp_path: Path) -> None:
    (tmp_path / "books.artui").write_text("not a database, just a long enough text " * 99)
    answer = bare("list", "vouchers")
    assert answer.status == 1
    assert len(answer.err.splitlines()) == 1


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a place no file can be made in")
def test_a_place_where_no_file_can_be_made_is_a_sentence(bare: Artui) -> None:
    answer = bare("init", "--ledger", "/proc/books.artui")
    assert answer.status == 1
    assert len(answer.err.splitlines()) == 1


def test_policies_of_the_documentation_can_be_set(artui: Artui) -> None:
    for line in (
        "company N1 USD",
        "company E1 EUR --year 2019 --year 2020",
        "branch N1 SEA Seattle",
        "division N1 W West --region COAST --control-account 1211-W",
        "bank-account N1 N1-CAD CAD",
        "rate USD CAD 0.71 --since 2020-01-01",
        "tolerance USD --amount 5.00 --percent 0.5",
        "tolerance USD --amount 9 --group COOP --strict --since 2020-02-01",
        "terms NAA8 --discount 2 --grace-days 14",
        "terms D --discount 3:8 --discount 2:14",
        "reason ODD Oddity dispute",
        "rule AR30-185 6160-000 --name Differences",
    ):
        answer = artui("set", *line.split())
        assert answer.status == 0, (line, answer.err)
    assert artui("user", "set", "kwong", "--authority", "USD=20.00").status == 0
    kwong = artui("user", "list", "--json").records[0]
    assert (kwong["user"], kwong["authority"]) == ("kwong", {"USD": "20.00"})
    assert artui("verify").status == 0


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("tolerance USD --percent lots", 1, "'lots' is not a percentage"),
        ("tolerance XXQ --amount 1", 1, "'XXQ' is not an ISO 4217 currency"),
        ("tolerance USD --group A --customer N1/1", 2, "one level"),
        ("terms T --discount 2:soon", 1, "'soon' is no number of days"),
        ("reason R Name nokind", 2, "nokind"),
        ("rate USD CAD -1", 2, ""),
        ("rate USD CAD zero", 1, "'zero' is not a rate"),
        ("branch N9 A B", 1, "company 'N9' does not exist"),
    ],
)
def test_a_policy_that_can_not_be_is_refused(
    artui: Artui, line: str, status: int, said: str
) -> None:
    answer = artui("set", *line.split())
    assert answer.status == status
    assert said in answer.err


def test_periods_are_opened_closed_and_listed(artui: Artui) -> None:
    artui("set", "company", "N1", "USD")
    assert artui("period", "close", "N1", "2020-04").status == 1, "not over, others open"
    assert artui("period", "close", "N1", "2020-04", "--confirm").status == 0
    assert artui("period", "close", "N1", "2020-04", "--confirm").status == 1
    assert "N1       2020-04  2020-04-01  2020-04-30  closed" in artui("period", "list").out
    assert artui("period", "open", "N1", "2020-04").status == 0
    assert "made and open" in artui("period", "open", "N1", "2021").out
    assert len(artui("period", "list", "--json").records) == 24


def test_events_are_listed_with_position_and_clerk(artui: Artui) -> None:
    artui("set", "tolerance", "USD", "--amount", "5.00")
    last = artui("list", "events", "--json").records[-1]
    assert (last["event"], last["short_amount"], last["currency"]) == (
        "ToleranceSet",
        "5.00",
        "USD",
    )
    listed = artui("list", "events", "--after", str(last["position"] - 1)).out
    assert f"policy {last['policy']} confirmed" in listed
    assert len(listed.splitlines()) == 1


@pytest.mark.parametrize(
    "value",
    [
        "CAST(replace(state, 'Bad debt', 'Bad dept') AS BLOB)",
        "replace(state, 'Bad debt', 'Bad dept')",  # leaves text that is no UTF-8 in every row
        "'x'",
        "5",
        "x''",
    ],
)
def test_verify_names_the_first_bad_event_and_ends_with_1(
    artui: Artui, tmp_path: Path, value: str
) -> None:
    listed = artui("list", "events", "--json").records
    position = next(r["position"] for r in listed if r.get("name") == "Bad debt")
    with sqlite3.connect(tmp_path / "books.artui") as raw:
        raw.execute("DROP TRIGGER events_no_update")
        raw.execute(f"UPDATE events SET state = {value} WHERE pos >= {position}")
    answer = artui("verify")
    assert answer.status == 1
    first, second = answer.err.splitlines()
    assert first == f"The ledger is not sound. First bad event: {position}."
    assert second.startswith(f"Events 1 to {position - 1} are whole")


def test_rebuild_folds_everything_anew(artui: Artui) -> None:
    events = len(artui("list", "events", "--json").records)
    assert artui("rebuild").out == f"Rebuilt from {events} events.\n"
    assert artui("verify").status == 0


def test_every_command_explains_itself(bare: Artui) -> None:
    overview = bare("--help")
    names = [
        line.split()[0]
        for line in overview.out.partition("Commands:")[2].splitlines()[1:]
        if line.startswith("  ") and not line.startswith("   ")
    ]
    assert names == list(COMMANDS)
    for name in names:
        assert bare(name, "--help").status == 0


def test_the_module_runs_as_a_program_and_loads_no_screen_for_a_command(tmp_path: Path) -> None:
    place = str(tmp_path / "p.artui")
    made = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "artui", "init", "--ledger", place],
        capture_output=True,
        text=True,
        check=True,
    )
    assert place in made.stdout
    assert "textual" not in made.stderr
    broken = subprocess.run(
        [sys.executable, "-m", "artui", "verify", "--ledger", str(tmp_path / "none")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (broken.returncode, broken.stderr.count("\n")) == (1, 1)


def test_opening_the_screens_without_a_ledger_says_how_to_make_one(bare: Artui) -> None:
    answer = bare()
    assert answer.status == 1
    assert "`artui init` makes one" in answer.err


# --- seals, backups ------------------------------------------------------------------------------


def test_a_seal_is_written_once_and_proves_the_ledger_later(artui: Artui, tmp_path: Path) -> None:
    seal = tmp_path / "seal"
    answer = artui("seal", "--out", str(seal))
    assert answer.status == 0, answer.err
    assert answer.out.startswith("Event ")
    assert artui("seal").out.encode() == seal.read_bytes()
    answer = artui("seal", "--out", str(seal))
    assert (answer.status, answer.err) == (1, f"{seal} exists; a seal is never written over\n")
    assert artui("set", "company", "N1", "USD").status == 0
    answer = artui("verify", "--seal", str(seal))
    assert answer.status == 0, answer.err
    assert answer.out.endswith(" vouchers, 1 seal holds.\n")


def test_a_ledger_that_was_changed_fails_its_seal(artui: Artui, tmp_path: Path) -> None:
    seal = tmp_path / "seal"
    assert artui("seal", "--out", str(seal)).status == 0
    with sqlite3.connect(tmp_path / "books.artui") as connection:
        connection.execute("DROP TRIGGER events_no_delete")
        (end,) = connection.execute("SELECT max(pos) FROM events").fetchone()
        connection.execute("DELETE FROM events WHERE pos = ?", (end,))
        connection.execute(
            "UPDATE head SET pos = pos - 1, hash = (SELECT hash FROM events ORDER BY pos DESC)"
        )
    answer = artui("verify", "--seal", str(seal))
    assert answer.status == 1
    assert f"seal of event {end}: the ledger ends with event {end - 1}" in answer.out
    assert f"First bad event: {end}." in answer.err
    (record,) = artui("verify", "--seal", str(seal), "--json").records
    assert (record["sound"], record["first_bad"], record["readable"]) == (False, end, end - 1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("verify --seal nothing", "nothing can't be read: No such file or directory"),
        ("seal --at 9999", "2609! the ledger has no event 9,999"),
        ("seal --out nowhere/seal", "nowhere/seal can't be written: No such file or directory"),
        ("restore nothing", "there is no file nothing"),
    ],
)
def test_what_can_not_be_sealed_or_proved_is_a_sentence(artui: Artui, line: str, said: str) -> None:
    answer = artui(*line.split())
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith(said)


def test_a_backup_is_a_ledger_and_is_restored_where_none_is(artui: Artui, tmp_path: Path) -> None:
    copy = tmp_path / "copy.artui"
    assert artui("set", "company", "N1", "USD").status == 0
    answer = artui("backup", str(copy))
    assert answer.status == 0, answer.err
    assert f"events copied to {copy}, hash " in answer.out
    assert artui("verify", "--ledger", str(copy)).status == 0
    answer = artui("restore", str(copy))
    assert (answer.status, "is never written over" in answer.err) == (1, True)
    answer = artui("restore", str(copy), "--ledger", str(tmp_path / "second.artui"))
    assert answer.status == 0, answer.err
    seals = [artui("seal", "--ledger", str(tmp_path / name)).out for name in
             ("books.artui", "copy.artui", "second.artui")]  # fmt: skip
    assert len(set(seals)) == 1
