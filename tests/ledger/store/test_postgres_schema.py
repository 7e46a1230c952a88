"""What a server or schema that can't be used says, and what can still be read of it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import psycopg
import pytest

from artui.ledger.errors import ReadOnly, StoreUnusable
from artui.ledger.store import open_store
from tests.ledger.samples import Book
from tests.postgres import drop_schema, fresh_schema, server


@pytest.fixture
def url() -> Iterator[str]:
    """A schema nobody has made yet."""
    url = fresh_schema()
    yield url
    drop_schema(url)


def run(*statements: str) -> None:
    with psycopg.connect(server(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_a_server_that_does_not_answer() -> None:
    with pytest.raises(StoreUnusable, match="server can't be reached") as told:
        open_store("postgresql://ann:secret@127.0.0.1:1/ledger")
    assert "secret" not in str(told.value)


def test_there_is_no_such_schema(url: str) -> None:
    with pytest.raises(StoreUnusable, match="there is no schema ledger_"):
        open_store(url)


def test_a_schema_without_a_ledger(url: str) -> None:
    schema = url.rpartition("=")[2]
    run(f"CREATE SCHEMA {schema}")
    with pytest.raises(StoreUnusable, match=f"there is no ledger in schema {schema}"):
        open_store(url)


def test_making_a_ledger_twice_opens_it(url: str) -> None:
    for _ in range(2):
        store = open_store(url, create=True)
        assert store.head().pos == 0
        store.close()


def test_a_schema_named_by_the_options_of_the_url(url: str) -> None:
    schema = url.rpartition("=")[2]
    run(f"CREATE SCHEMA {schema}")
    options = quote(f"-csearch_path={schema}")
    store = open_store(f"{url.rpartition('&')[0]}&options={options}", create=True)
    with store.hold():
        store.append(Book().invoice("I1", 100))
    store.close()
    same = open_store(url)
    assert same.head().pos == 2
    same.close()


def test_two_schemas_are_two_ledgers(url: str) -> None:
    other_url = fresh_schema()
    store, other = open_store(url, create=True), open_store(other_url, create=True)
    with store.hold(), other.hold():  # neither waits for the other
        store.append(Book().invoice("I1", 100))
    assert (store.head().pos, other.head().pos) == (2, 0)
    store.close()
    other.close()
    drop_schema(other_url)


def test_a_user_who_may_only_read_gets_a_ledger_to_read(url: str) -> None:
    store = open_store(url, create=True)
    with store.hold():
        store.append(Book().invoice("I1", 100))
    store.close()
    schema = url.rpartition("=")[2]
    reader = f"reader_{schema}"
    run(
        f"CREATE ROLE {reader} LOGIN",
        f"GRANT USAGE ON SCHEMA {schema} TO {reader}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {reader}",
    )
    address = url.replace("postgres:@", f"{reader}:@")
    with pytest.raises(StoreUnusable, match="can't be written"):
        open_store(address, read_only_ok=False)
    store = open_store(address)
    assert store.read_only
    assert len(list(store.events())) == 2
    assert store.data_version() > 0
    with pytest.raises(ReadOnly), store.hold():
        pass
    store.close()
    run(f"DROP OWNED BY {reader}", f"DROP ROLE {reader}")


def cut_all_lines() -> None:
    run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )


def test_a_line_that_was_cut_while_idle_is_made_again(url: str) -> None:
    store = open_store(url, create=True)
    with store.hold():
        store.append(Book().invoice("I1", 100))
    heard = store.data_version()
    cut_all_lines()
    assert store.head().pos == 2
    # The listener learns of it when it reads, as a screen does every moment.
    assert max(store.data_version() for _ in range(4)) > heard
    with store.hold():
        store.append(Book("200").invoice("I1", 100))
    store.close()


def test_a_connection_lost_inside_a_hold_posts_nothing(url: str) -> None:
    store = open_store(url, create=True)
    with pytest.raises(StoreUnusable, match="can't be reached"), store.hold():
        store.append(Book().invoice("I1", 100), "lost")
        cut_all_lines()
    assert store.command("lost") is None
    with store.hold():
        store.append(Book().invoice("I1", 100), "lost")
    store.close()
