"""Roles of a real PostgreSQL sign on as themselves, with the rights the manual gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from artui.cli import run
from tests.cli.conftest import Answer, take_in
from tests.cli.test_import import CUSTOMERS, INVOICES
from tests.postgres import drop_schema, fresh_schema, server

MANUAL = Path(__file__).parents[2] / "docs" / "operating.md"
ROLES = ("clara", "audrey", "artui_clerks", "artui_lookers")

As = Callable[..., Answer]


def grants(schema: str) -> list[str]:
    """The statements of the manual, for a schema of the test's own."""
    text = MANUAL.read_text(encoding="utf-8").partition("### Clerks as roles of the database")[2]
    found = re.findall(r"^    ((?:CREATE|GRANT|REVOKE|ALTER) .*;)$", text, re.MULTILINE)
    return [re.sub(r"\bbooks\b", schema, line) for line in found]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[str]:
    """A ledger that the server's owner makes, and two roles with their rights."""
    url = fresh_schema()
    yield url
    with psycopg.connect(server(), autocommit=True) as connection:
        for role in ROLES:
            connection.execute(f"DROP OWNED BY {role}".encode())
            connection.execute(f"DROP ROLE {role}".encode())
    drop_schema(url)


@pytest.fixture
def by(
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> As:
    """``artui …`` as a role of the database, ``""`` the owner; ``named`` is ``ARTUI_CLERK``."""
    monkeypatch.setenv("ARTUI_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("ARTUI_TODAY", "2020-04-15")

    def artui(role: str, *arguments: str, named: str = "") -> Answer:
        parts = urlsplit(place)
        host = parts.netloc.rpartition("@")[2]
        url = urlunsplit(parts._replace(netloc=f"{role}@{host}")) if role else place
        with monkeypatch.context() as patch:
            patch.setenv("ARTUI_LEDGER", url)
            patch.setenv("ARTUI_CLERK", named)
            capsys.readouterr()
            return Answer(run(arguments), *capsys.readouterr())

    assert artui("", "init").status == 0
    take_in(lambda *words: artui("", *words), tmp_path, customers=CUSTOMERS, invoices=INVOICES)
    schema = place.rpartition("schema=")[2]
    with psycopg.connect(server(), autocommit=True) as connection:
        for statement in grants(schema):
            connection.execute(statement.encode())
    assert artui("", "user", "set", "clara", "--role", "clerk").status == 0
    return artui


def clerk_of_last_voucher(by: As) -> str:
    """Who posted last, by the log."""
    return str(by("", "list", "events", "--json").records[-1]["clerk"])


def test_a_clerk_is_the_role_of_the_connection(by: As) -> None:
    posted = by("clara", "pay", "001", "5")
    assert posted.status == 0, posted.err
    assert clerk_of_last_voucher(by) == "clara"
    assert by("clara", "verify").status == 0
    assert "clara (clerk) may not: policies.change" in by("clara", "set", "terms", "T9").err


def test_a_role_cant_take_another_name(by: As) -> None:
    for role in ("clara", "audrey"):
        answer = by(role, "list", "customers", named="postgres")
        assert answer.status == 1
        assert f"role {role} doesn't own this ledger and can't say that postgres" in answer.err
    assert by("clara", "list", "customers", named="clara").status == 0


def test_who_may_only_read_is_told_so(by: As) -> None:
    assert by("audrey", "list", "open-items").status == 0
    assert by("audrey", "verify").status == 0
    answer = by("audrey", "pay", "001", "5")
    assert (answer.status, answer.err) == (1, "Read-only: you can look, nothing can be posted\n")


def test_the_rights_outlive_a_rebuild(by: As) -> None:
    refused = by("clara", "rebuild")
    assert (refused.status, refused.err) == (
        1,
        "the database user may not do this; nothing was posted\n",
    )
    assert by("", "rebuild").status == 0
    assert by("clara", "pay", "001", "5").status == 0
    assert by("audrey", "list", "open-items").status == 0


def test_what_happened_is_changed_by_no_role(by: As, place: str) -> None:
    parts = urlsplit(server())
    url = urlunsplit(parts._replace(netloc=f"clara@{parts.netloc.rpartition('@')[2]}"))
    schema = place.rpartition("schema=")[2]
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in ("UPDATE {}.events SET state = ''", "DELETE FROM {}.events",
                          "DROP TABLE {}.events"):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.format(schema).encode())
