"""Fixtures every test may use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings
from syrupy.assertion import SnapshotAssertion

from artui.app import ArtuiApp
from tests.snapshots import ScreenFiles, screen_text

# No test asserts a time: a busy machine is no fault of the program.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def shows(snapshot: SnapshotAssertion) -> Callable[[ArtuiApp], bool]:
    """``assert shows(app)``: the screen is as kept; ``--snapshot-update`` keeps it anew."""
    kept = snapshot.use_extension(ScreenFiles)
    return lambda app: kept == screen_text(app)
