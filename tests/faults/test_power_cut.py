"""The power goes: what the disk was not told to keep may be there in part or not at all.

A killed process leaves the system's memory of its files, so it can't show this. Here the real
program's calls to the system are recorded while a clerk posts; for moments of that recording the
disk is put together as a cut may leave it, and the program opens it.
``ARTUI_POWER_CUTS=10000`` tries as many states.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from artui.ledger.errors import LedgerError, StoreUnusable
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.proof.verifying import verify
from tests.faults.clerks import pay_one
from tests.faults.cuts import Cut, cuts
from tests.faults.disk import Call, Disk
from tests.faults.recording import FILES, LEDGER, LOG, record

STATES = int(os.environ.get("ARTUI_POWER_CUTS", "1000"))
SEED = 20200415
MEMORY = Path("/dev/shm")
"""Where states are laid out if it is there: the power has gone already."""


class Step(NamedTuple):
    """What was acknowledged, and the position the log had by then."""

    name: str
    pos: int

    @classmethod
    def of(cls, said: str) -> Step:
        name, _, pos = said.rpartition(" ")
        return cls(name, int(pos))


class Day(NamedTuple):
    """A recorded day: the folder it left, all calls, what was said, each event's hash."""

    folder: Path
    calls: list[Call]
    steps: list[Step]
    hashes: dict[int, bytes]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """One day of the real program on a real disk."""
    folder = tmp_path_factory.mktemp("day")
    calls = record(folder, "tests.faults.a_day")
    steps = [Step.of(call.data.decode()) for call in calls if call.kind == "said"]
    copy = tmp_path_factory.mktemp("copy")
    for name in FILES:
        if (folder / name).exists():
            shutil.copyfile(folder / name, copy / name)
    ledger = open_ledger(copy / LEDGER, "lead")
    hashes = {row.pos: row.hash for row in ledger.store.stored(0, 100_000)}
    ledger.close()
    assert steps[-1].pos == max(hashes)
    return Day(folder, calls, steps, hashes)


@pytest.fixture
def reopened(day: Day) -> Iterator[Reopened]:
    """Opens what a cut left of that day."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Reopened(day, Path(folder))


class Reopened:
    """What is wrong with a state that a cut left, in words."""

    def __init__(self, day: Day, folder: Path) -> None:
        self._day = day
        self._folder = folder
        self._sound: set[bytes] = set()

    def complaint(self, cut: Cut) -> str:
        """Nothing if it opens, has all that was acknowledged, is whole and sound, and goes on."""
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            for name, left in cut.files.items():
                left.lay_out(Path(folder) / name)
            return self._complaint(Path(folder) / LEDGER, [Step.of(said) for said in cut.said])

    def _complaint(self, path: Path, done: list[Step]) -> str:
        try:
            ledger = self._open(path, begun=bool(done))
        except LedgerError as error:
            return f"doesn't open: {error}"
        try:
            return self._look(ledger, path, done)
        except LedgerError as error:
            return f"can't be read: {error}"
        finally:
            ledger.close()

    def _open(self, path: Path, *, begun: bool) -> Ledger:
        """The ledger; one that was still being made may be none yet, and can be made then."""
        try:
            return open_ledger(path, "clerk0")
        except StoreUnusable:
            if begun:
                raise
            return open_ledger(path, "clerk0", create=True)

    def _look(self, ledger: Ledger, path: Path, done: list[Step]) -> str:
        head = ledger.store.head()
        following = self._day.steps[len(done) : len(done) + 1]
        if done and head.pos < done[-1].pos:
            return f"lost: the log ends at {head.pos}, {done[-1]} was acknowledged"
        if done and head.pos not in [step.pos for step in (done[-1], *following)]:
            return f"not whole: the log ends at {head.pos}, within {following}"
        if head.pos and head.hash != self._day.hashes.get(head.pos):
            return f"not what was posted: the log that ends at {head.pos}"
        if problems := self._problems(ledger, path):
            return f"not sound: {problems[0]}"
        return self._go_on(ledger, done[-1:], following)

    def _problems(self, ledger: Ledger, path: Path) -> list[str]:
        """What a check of everything finds; the same files are checked once."""
        log = path.with_name(LOG)
        content = sha256(path.read_bytes() + (log.read_bytes() if log.exists() else b"")).digest()
        if content in self._sound:
            return []
        problems = verify(ledger.store).problems
        if not problems:
            self._sound.add(content)
        return problems

    def _go_on(self, ledger: Ledger, last: list[Step], following: list[Step]) -> str:
        """The clerk sends the last command again, and the one that was not answered."""
        for step in (*last, *following):
            if step.name.startswith("c"):
                pay_one(ledger, step.name)
                if ledger.store.head().pos != step.pos and step in following:
                    return f"posted twice or not at all: {step}"
        return ""


def test_the_recording_has_all_that_was_written(day: Day) -> None:
    disk = Disk()
    for call in day.calls:
        disk.take(call)
    folder = day.folder.parent / "put-together"
    folder.mkdir()
    for name, left in disk.left(disk.unsynced).items():
        left.lay_out(folder / name)
        assert (folder / name).read_bytes() == (day.folder / name).read_bytes()
    assert {path.name for path in folder.iterdir()} == {LEDGER, LOG}


def test_the_log_was_written_back_while_clerks_posted(day: Day) -> None:
    """What is most delicate for a disk that reorders is in the recording."""
    said, written_back = 0, set()
    for call in day.calls:
        said += call.kind == "said"
        if (call.kind, call.name) == ("sync", LEDGER):
            written_back.add(said)
    payments = {number for number, step in enumerate(day.steps) if step.name.startswith("c")}
    assert len(written_back & payments) >= 2


def test_a_power_cut_leaves_all_that_was_acknowledged_and_nothing_half(
    day: Day, reopened: Reopened, record_property: Callable[[str, object], None]
) -> None:
    tried: Counter[str] = Counter()
    for cut in cuts(day.calls, STATES, SEED):
        tried[cut.how] += 1
        assert reopened.complaint(cut) == "", (cut.moment, cut.how, tried.total())
    assert tried.total() >= STATES
    for how, count in tried.items():
        record_property(how, count)


@pytest.mark.parametrize(
    ("deaf", "said"),
    [((LOG,), "lost: the log ends at"), ((LEDGER,), "doesn't open: the ledger's file is damaged")],
)
def test_a_disk_that_only_pretends_to_sync_is_complained_of(
    day: Day, reopened: Reopened, deaf: tuple[str, ...], said: str
) -> None:
    """The test above can fail: syncs of the log, and of the ledger itself, are what it rests on."""
    assert any(said in reopened.complaint(cut) for cut in cuts(day.calls, STATES, SEED, deaf))
