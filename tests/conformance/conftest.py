"""The scenarios: which file they come from, and one line for each of them at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.wording import Case
from tests.postgres import drop_schema, fresh_schema

DATABASES = ("sqlite", "postgres")
OWN = "families.json"
"""The scenarios of our own: every policy, operation and outcome with figures worked by hand."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--cases FILE``: scenarios other than those beside the corpus."""
    parser.addoption("--cases", help="a file of scenarios to carry out on a ledger")


def case_files(config: pytest.Config) -> list[Path]:
    """The file the option names, else all that are kept here: other systems' and our own."""
    named = config.getoption("--cases", None)
    return [Path(named)] if named else sorted(Path(__file__).parent.glob("*.json"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test per scenario and database; our own scenarios run on SQLite, unless they are named:
    they are many, and are about rules that know of no database."""
    if "case" not in metafunc.fixturenames:
        return
    pairs: list[tuple[str, Case]] = []
    for file in case_files(metafunc.config):
        given = json.loads(file.read_text())
        kept = file.name == OWN and not metafunc.config.getoption("--cases", None)
        for case in given["cases"] if isinstance(given, dict) else given:
            pairs += [(database, case) for database in (DATABASES[:1] if kept else DATABASES)]
    ids = [f"{database}-{case['id']}" for database, case in pairs]
    metafunc.parametrize("location, case", pairs, ids=ids, indirect=["location"])


@pytest.fixture
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new ledger can be made: a file, and a schema of a real server."""
    if request.param == "sqlite":
        yield str(tmp_path / "case.db")
    else:
        url = fresh_schema()
        yield url
        drop_schema(url)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line a scenario: what came of it in each database, and why not where it didn't."""
    lines: dict[str, list[str]] = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, ()):
            found = dict(getattr(report, "user_properties", ()))
            if "case" in found and (report.when == "call" or outcome != "passed"):
                words = found.get("not applicable") or outcome
                lines.setdefault(found["case"], []).append(f"{found['database']}: {words}")
    if lines:
        terminalreporter.section("scenarios")
        for name, said in sorted(lines.items()):
            terminalreporter.write_line(f"{name}: {', '.join(sorted(said))}")
