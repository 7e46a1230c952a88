"""Damaged files by the thousand: statements or a named refusal, never a crash, never a part.

The mutations start from small files of every format; those of the corpus are damaged too.
"""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.importers.bank import Statement, read_bank
from artui.importers.table import FileRefused
from tests.importers.bank.samples import SAMPLES

BANK = Path(os.environ.get("ARTUI_CORPUS", "")) / "bank"

FILES = Path(__file__).parent / "files"
LONGEST = 400
"""Characters in which a refusal is said, whatever the file holds."""

_STRAY = b"0123456789<>/&,.-:;\n\r\x00\"'\xff\xe4 []!"


_WORDS = re.compile(rb"[A-Za-z0-9]{2,}")


def damage(data: bytes, rnd: random.Random) -> bytes:
    """A file with one kind of damage, at one or several places."""
    kind = rnd.choice(("flip", "lose", "add", "digit", "cut", "drop", "repeat", "swap"))
    for _ in range(rnd.choice((1, 1, 1, 4))):
        if not data:
            break
        place = rnd.randrange(len(data))
        lines = data.split(b"\n")
        one, other = rnd.randrange(len(lines)), rnd.randrange(len(lines))
        if kind == "flip":
            data = data[:place] + bytes([rnd.randrange(256)]) + data[place + 1 :]
        elif kind == "lose":
            data = data[:place] + data[place + rnd.choice((1, 1, 5, 40)) :]
        elif kind == "add":
            data = data[:place] + bytes(rnd.choices(_STRAY, k=rnd.choice((1, 3)))) + data[place:]
        elif kind == "digit":
            places = [n for n, byte in enumerate(data) if 48 <= byte <= 57]
            place = rnd.choice(places) if places else place
            data = data[:place] + bytes([rnd.choice(b"0123456789")]) + data[place + 1 :]
        elif kind == "cut":
            data = data[:place]
        else:
            if kind == "drop":
                del lines[one]
            elif kind == "repeat":
                lines.insert(one, lines[one])
            else:
                lines[one], lines[other] = lines[other], lines[one]
            data = b"\n".join(lines)
    return data


def outcome(data: bytes) -> list[Statement] | None:
    """The statements, or None for a refusal that says where and why."""
    try:
        found = read_bank(data)
    except FileRefused as refused:
        assert refused.faults
        for fault in refused.faults:
            assert fault.line >= 1
            assert fault.why
            assert "\n" not in fault.located("F")
            assert len(fault.located("F")) < LONGEST
        return None
    return found


def amounts(found: list[Statement]) -> list[tuple[str, int, int]]:
    """What a file comes to."""
    return [(total.currency, total.credits, total.debits) for one in found for total in one.totals]


@pytest.mark.parametrize("name", SAMPLES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_is_read_or_refused(name: str, seed: int) -> None:
    data = damage(SAMPLES[name], random.Random(seed))
    found = outcome(data)
    for one in found or []:
        assert one.entries == sum(total.entries for total in one.totals)
        for entry in one.lines:
            assert not entry.details or sum(part.amount for part in entry.details) == entry.amount


@pytest.mark.parametrize("name", ["MT940", "BAI2", "lockbox", "camt.053"])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_digit_that_changes_an_amount_is_refused_or_shows_in_a_control(
    name: str, seed: int
) -> None:
    rnd = random.Random(seed)
    data = SAMPLES[name]
    places = [place for place, byte in enumerate(data) if 48 <= byte <= 57]
    place = rnd.choice(places)
    changed = data[:place] + bytes([rnd.choice(b"0123456789")]) + data[place + 1 :]
    found = outcome(changed)
    if found is not None and amounts(found) != amounts(read_bank(data)):
        assert any(one.broken for one in found)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_of_another_bank_is_read_or_refused(seed: int) -> None:
    rnd = random.Random(seed)
    files = sorted(path for path in FILES.glob("*/*"))
    data = rnd.choice(files).read_bytes()
    outcome(damage(data, rnd) if rnd.random() < 0.8 else blown_up(data, rnd))


def blown_up(data: bytes, rnd: random.Random) -> bytes:
    """A file with one of its words a hundred times as long, or in letters of other alphabets."""
    word = rnd.choice(_WORDS.findall(data) or [b"?"])
    return data.replace(word, rnd.choice((word * 100, "٣٤".encode(), b"1e9", b"NaN", b"9" * 30)))


@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    outcome(data)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
@pytest.mark.skipif(not BANK.is_dir(), reason="ARTUI_CORPUS names no corpus")
def test_a_damaged_real_file_is_read_or_refused(seed: int) -> None:
    rnd = random.Random(seed)
    files = sorted(path for path in BANK.rglob("*") if path.is_file())
    outcome(damage(rnd.choice(files).read_bytes(), rnd))
