"""What the tests of bank files share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from artui.importers.bank import BankLine, Profiles, Statement, read_bank
from artui.importers.table import FileRefused

Reader = Callable[..., Statement]
Refusal = Callable[..., str]


@pytest.fixture
def read() -> Reader:
    """The one statement of a file."""

    def one(data: bytes | str, profiles: Profiles | None = None) -> Statement:
        (found,) = read_bank(data.encode() if isinstance(data, str) else data, profiles)
        return found

    return one


@pytest.fixture
def line(read: Reader) -> Callable[..., BankLine]:
    """The one line of the one statement of a file."""

    def one(data: bytes | str, profiles: Profiles | None = None) -> BankLine:
        (found,) = read(data, profiles).lines
        return found

    return one


@pytest.fixture
def refusal() -> Refusal:
    """Why a file is refused, every fault with its place; the file is called F."""

    def why(data: bytes | str, profiles: Profiles | None = None) -> str:
        with pytest.raises(FileRefused) as refused:
            read_bank(data.encode() if isinstance(data, str) else data, profiles)
        return "\n".join(fault.located("F") for fault in refused.value.faults)

    return why
