"""Writes and syncs that fail: a sentence or a whole commit, nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from artui.ledger.errors import StoreUnusable
from artui.ledger.ledger import open_ledger
from artui.ledger.proof.verifying import verify
from tests.faults.clerks import BIG, ROOT, pay_one, prepare

CALLS = ("pwrite64", "fdatasync,fsync")
NTH = (1, 2, 3, 5, 8, 13, 21)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small file system can't be mounted here: that takes root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_said_and_posting_goes_on_when_there_is_room(small_disk: Path) -> None:
    ledger = prepare(str(small_disk / "ledger.db"))
    paid = 0
    for level in range(8):
        ballast = small_disk / "ballast"
        free = shutil.disk_usage(small_disk).free
        ballast.write_bytes(bytes(free - level * 17 * 1024))
        with pytest.raises(StoreUnusable, match="the disk is full; nothing was posted"):
            while True:
                pay_one(ledger, f"c{paid}")
                paid += 1
        refused = ledger.read.document("100/BIG")
        assert refused is not None and refused.open == BIG - paid * 1_00
        ballast.unlink()
        pay_one(ledger, f"c{paid}")
        paid += 1
    assert len(ledger.read.vouchers(series="RC", limit=10_000)) == paid
    assert verify(ledger.store).problems == []
    ledger.close()


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
@pytest.mark.parametrize("call", CALLS)
def test_a_write_or_sync_that_fails_is_said_or_the_voucher_is_whole(
    tmp_path: Path, call: str
) -> None:
    path = tmp_path / "ledger.db"
    ledger = prepare(str(path))
    ledger.close()
    said = []
    for number, nth in enumerate(NTH):
        run = subprocess.run(
            [
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-e",
                f"trace={call}",
                "-P",
                str(path),
                "-P",
                f"{path}-wal",
                "-e",
                f"inject={call}:error=EIO:when={nth}",
                sys.executable,
                "-m",
                "tests.faults.clerks",
                str(path),
                f"c{number}",
            ],
            check=False,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        if "ptrace" in run.stderr:
            pytest.skip("strace may not trace here")
        assert run.stderr == "", "no traceback"
        answer, _, sentence = run.stdout.strip().partition(" ")
        assert answer in ("posted", "refused")
        said.append(sentence)

        ledger = open_ledger(str(path), "lead")
        known = ledger.store.command(f"c{number}") is not None
        assert known or answer == "refused", "what was acknowledged is there"
        if "nothing was posted" in sentence:
            assert not known
        pay_one(ledger, f"c{number}")  # the clerk sends it again
        big = ledger.read.document("100/BIG")
        assert big is not None and big.open == BIG - (number + 1) * 1_00
        assert verify(ledger.store).problems == []
        ledger.close()
    assert any("disk" in sentence for sentence in said), "a failure was met"
