"""Where the ledgers of these tests are: a file, and a schema of a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import drop_schema, fresh_schema


@pytest.fixture(params=["sqlite", "postgres"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A place for a new ledger in each database."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
    else:
        url = fresh_schema()
        yield url
        drop_schema(url)
