"""What the documentation shows can be typed."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest

from artui import demo as generator
from artui.help_texts import text_of
from artui.importers.lines import KINDS
from artui.ledger import events as ev
from artui.ledger.setup import parameters
from artui.ledger.setup.parameters import SETTINGS, Setting
from tests.cli.conftest import Artui

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"
POLICIES = PAGE.with_name("policies.md")
PROOF = PAGE.with_name("proof.md")


def example() -> list[str]:
    """The commands of the example that sets up a day's policies, without its files."""
    text = PAGE.read_text(encoding="utf-8").partition("## Setting a ledger up")[2]
    return re.findall(r"^    artui ((?:set|user) .*)$", text, re.MULTILINE)


def test_the_example_sets_up_a_day(artui: Artui) -> None:
    lines = example()
    assert len(lines) == 4
    for line in lines:
        assert artui(*line.split()).status == 0, line


@pytest.mark.parametrize("code", KINDS)
def test_every_document_type_is_explained(code: str) -> None:
    assert re.search(rf"\b{code}\b", PAGE.read_text(encoding="utf-8"))


def described(known: Setting) -> list[str]:
    """The cells of a parameter's row: name, values, default, what it does, who does so."""
    lines = POLICIES.read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith(f"| `{known.name}` |")]
    return [cell.strip() for cell in row.strip("|").split("|")]


@pytest.mark.parametrize("known", SETTINGS, ids=lambda known: known.name)
def test_every_parameter_is_described_with_its_values_and_default(known: Setting) -> None:
    _name, values, default, does, who = described(known)
    for word in known.words:
        assert word in values
    if known.kind in ("word", "yes"):
        standard = getattr(ev.Parameters(), known.name)
        assert default == parameters.shown(known.name, standard)
    assert does
    assert who
    assert text_of("ARPO95", known.name) is not None


def test_the_periods_and_parameters_of_the_manual_can_be_typed(artui: Artui) -> None:
    assert artui("set", "company", "U001", "USD", "--year", "2020").status == 0
    text = POLICIES.read_text(encoding="utf-8")
    lines = re.findall(r"^    artui ((?:parameters|period) [^#\n]*)", text, re.MULTILINE)
    assert len(lines) == 11
    for number, line in enumerate(lines):
        words = shlex.split(line)
        if words[:2] == ["period", "make"]:  # each cuts the same year: in a company of its own
            words[2] = f"Y{number}"
            artui("set", "company", words[2], "USD", "--year", "2020")
        answer = artui(*words)
        looked = "--check" in words and not answer.err
        assert answer.status == 0 or looked, (line, answer.err)


TAMPERED = re.compile(r"^\| `([A-Z]+ .*)` \| (.*) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo ledger in a file."""
    path = tmp_path_factory.mktemp("demo") / "learn.artui"
    generator.make(path, "mlopez").close()
    return path


@pytest.mark.parametrize(("statement", "said"), TAMPERED.findall(PROOF.read_text(encoding="utf-8")))
def test_what_a_finding_looks_like(
    artui: Artui, demo_file: Path, tmp_path: Path, statement: str, said: str
) -> None:
    tampered = tmp_path / "tampered.artui"
    shutil.copy(demo_file, tampered)
    with sqlite3.connect(tampered) as raw:
        for verb in ("update", "delete"):
            raw.execute(f"DROP TRIGGER events_no_{verb}")
        raw.execute(statement)
    answer = artui("verify", "--ledger", str(tampered))
    assert answer.status == 1
    assert said in answer.out
