"""``artui export hledger`` and ``artui export beancount``: files other programs take."""

from __future__ import annotations

from pathlib import Path

import pytest
from beancount import loader

from tests.cli.conftest import Artui


@pytest.mark.parametrize("kind", ["hledger", "beancount"])
def test_a_book_is_printed_or_written_to_a_new_file(
    history: Artui, tmp_path: Path, kind: str
) -> None:
    printed = history("export", kind)
    assert printed.status == 0, printed.err
    file = tmp_path / "book"
    answer = history("export", kind, "--out", str(file))
    assert (answer.status, answer.out) == (0, "")
    assert answer.err == f"{len(printed.out.splitlines()):,} lines written to {file}.\n"
    assert file.read_text(encoding="utf-8") == printed.out
    again = history("export", kind, "--out", str(file))
    assert (again.status, again.err) == (
        1, f"{file} exists: an export is written to a new file\n"
    )  # fmt: skip


def test_beancount_takes_it(history: Artui) -> None:
    answer = history("export", "beancount", "--company", "U001")
    entries, errors, _options = loader.load_string(answer.out)
    assert errors == []
    assert len(entries) > 6
    assert '2020-04-15 * "U001 RC 2020-000001" ^U001-RC-2020-1' in answer.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--company", "X9"], "X9"),
        (["--out", "nowhere/book"], "nowhere/book can't be written: No such file"),
    ],
)
def test_what_can_not_be_exported_is_a_sentence(
    history: Artui, options: list[str], said: str
) -> None:
    answer = history("export", "hledger", *options)
    assert (answer.status, answer.out) == (1, "")
    assert said in answer.err


def test_who_sees_a_part_only_gets_no_book(history: Artui, monkeypatch: pytest.MonkeyPatch) -> None:
    assert history("set", "branch", "U001", "EAST", "East").status == 0
    answer = history("user", "set", "kim", "--role", "clerk", "--branch", "U001/EAST")
    assert answer.status == 0, answer.err
    monkeypatch.setenv("ARTUI_CLERK", "kim")
    answer = history("export", "hledger")
    assert (answer.status, answer.out) == (1, "")
    assert "the books of U001 are shown to whoever sees all of it" in answer.err
