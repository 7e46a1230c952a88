"""A clerk at a distance: a real ssh session into a ledger, and a line that drops."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from artui.ledger.ledger import open_ledger
from artui.ledger.people.users_roles import define_user
from tests.screens.ledgers import CLERK
from tests.terminal import Terminal
from tests.terminals.ledgers import ledger_file, program

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
SEPARATION = Path("/run/sshd")
"""A folder sshd wants when it is run by root."""

pytestmark = pytest.mark.skipif(
    SSHD is None or shutil.which("ssh") is None, reason="no sshd on this machine"
)

_CONFIG = """
ListenAddress 127.0.0.1
Port {port}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/clerk_key.pub {folder}/forced
PidFile {folder}/sshd.pid
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """An sshd of our own on loopback: its port, and the folder of its keys."""
    assert SSHD is not None
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host_key", "clerk_key", "kwong_key", "audrey_key"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    (folder / "config").write_text(_CONFIG.format(port=number, folder=folder))
    made = os.geteuid() == 0 and not SEPARATION.exists()
    if made:
        SEPARATION.mkdir(mode=0o755)
    server = subprocess.Popen([SSHD, "-D", "-f", str(folder / "config"), "-E", str(folder / "log")])
    try:
        _wait_for(number, folder / "log")
        yield number, folder
    finally:
        server.terminate()
        server.wait()
        if made:
            SEPARATION.rmdir()


def _wait_for(port: int, log: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"sshd didn't start: {log.read_text() if log.exists() else 'no log'}")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return ledger_file(tmp_path)


def ssh(port: tuple[int, Path], key: str, *more: str) -> list[str]:
    """The words of an ssh client that has one key; ``more`` are options of its own."""
    number, folder = port
    options = (
        f"IdentityFile={folder / key}",
        "IdentitiesOnly=yes",
        f"UserKnownHostsFile={folder / 'known_hosts'}",
        "StrictHostKeyChecking=accept-new",
        "LogLevel=ERROR",
        f"Port={number}",
        *more,
    )
    return ["-F", "none", *(word for each in options for word in ("-o", each))]


ACCOUNT = f"{getpass.getuser()}@127.0.0.1"


def started(ledger: Path, clerk: str = CLERK) -> str:
    """The shell line that starts artui as a clerk."""
    return shlex.join(["cd", str(Path.cwd())]) + " && exec " + shlex.join(program(ledger, clerk))


def signed_on(port: tuple[int, Path], ledger: Path) -> Terminal:
    """A terminal signed on over ssh."""
    command = ["ssh", "-tt", *ssh(port, "clerk_key"), ACCOUNT, started(ledger)]
    return Terminal(command, quiet=0.3)


def forced(port: tuple[int, Path], ledger: Path, **clerks: str) -> None:
    """Let each key run artui as its clerk and nothing else, as the manual says."""
    folder = port[1]
    lines = [
        f'restrict,pty,command="{started(ledger, clerk)}" {(folder / f"{key}.pub").read_text()}'
        for key, clerk in clerks.items()
    ]
    (folder / "forced").write_text("".join(lines))


def test_a_receipt_is_posted_over_ssh(port: tuple[int, Path], ledger: Path) -> None:
    with signed_on(port, ledger) as terminal:
        terminal.expect("1 Payment entry")
        terminal.type("1 STEW 8631.15")
        terminal.press("enter")
        terminal.expect("ARS110/E")
        terminal.press("F10")
        terminal.expect("2101: Proposed, not posted: one document")
        terminal.press("F10")
        terminal.expect("2190: Voucher RC 2020-000001 posted")
        terminal.press("F3")
        terminal.expect("RC 1")
        terminal.press("F3")
        assert terminal.wait_closed() == 0
    kept = open_ledger(ledger, "auditor")
    document = kept.read.document("CA02/2960620400")
    assert document is not None
    assert document.open == 0
    kept.close()


def test_a_line_that_drops_leaves_a_draft_for_the_next_login(
    port: tuple[int, Path], ledger: Path
) -> None:
    with signed_on(port, ledger) as terminal:
        terminal.expect("1 Payment entry")
        terminal.type("1")
        terminal.press("enter")
        terminal.expect("ARS110/E")
        for text in ("STEW", "8631.15"):
            terminal.type(text)
            terminal.press("enter")
        terminal.expect("STEWAR co")
        terminal.type("half a ref")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_closed()
    with signed_on(port, ledger) as terminal:
        terminal.expect("0012: Draft kept from")
        assert "STEWAR co, CAD 8,631.15" in terminal.text
        terminal.press("F10")
        terminal.expect("Draft resumed")
        assert "0140105713" in terminal.text
        terminal.press("F10")
        terminal.expect("ARS110/F")
        terminal.press("F10")
        terminal.expect("2190: Voucher RC 2020-000001 posted")
    with signed_on(port, ledger) as terminal:
        terminal.expect("1 Payment entry")
        assert "Draft kept" not in terminal.text


def test_a_key_signs_on_as_its_clerk_whatever_is_asked_for(
    port: tuple[int, Path], ledger: Path
) -> None:
    """The key's forced command names the clerk; no other command, and no other name, is taken."""
    with closing(open_ledger(ledger, CLERK)) as kept:
        define_user(kept, "kwong", roles=["clerk"])
    forced(port, ledger, kwong_key="kwong")
    command = ["ssh", "-tt", *ssh(port, "kwong_key"), ACCOUNT, "ARTUI_CLERK=mlopez exec sh"]
    with Terminal(command, quiet=0.3) as terminal:
        terminal.expect("1 Payment entry")
        assert "ALL kwong" in terminal.text
        terminal.type("1 STEW 8631.15")
        terminal.press("enter")
        terminal.expect("ARS110/E")
        terminal.press("F10")
        terminal.expect("2101: Proposed, not posted: one document")
        terminal.press("F10")
        terminal.expect("2190: Voucher RC 2020-000001 posted")
    with closing(open_ledger(ledger, CLERK)) as kept:
        document = kept.read.document("CA02/2960620400")
        assert document is not None
        assert document.last_clerk == "kwong"


def test_two_keys_are_two_names_with_a_role_each(port: tuple[int, Path], ledger: Path) -> None:
    with closing(open_ledger(ledger, CLERK)) as kept:
        define_user(kept, "kwong", roles=["clerk"])
        define_user(kept, "audrey", roles=["auditor"])
        events = kept.store.head().pos
    forced(port, ledger, kwong_key="kwong", audrey_key="audrey")
    named = "SetEnv=ARTUI_CLERK=mlopez"
    with Terminal(["ssh", "-tt", *ssh(port, "audrey_key", named), ACCOUNT], quiet=0.3) as terminal:
        terminal.expect("7 Customer account")
        assert "ALL audrey" in terminal.text
        assert "Payment entry" not in terminal.text
        terminal.type("1")
        terminal.press("enter")
        terminal.expect("2400! audrey (auditor) may not: receipts.post")
    with Terminal(["ssh", "-tt", *ssh(port, "kwong_key", named), ACCOUNT], quiet=0.3) as terminal:
        terminal.expect("1 Payment entry")
        assert "ALL kwong" in terminal.text
    with closing(open_ledger(ledger, CLERK)) as kept:
        assert kept.store.head().pos == events


def test_a_key_gives_no_shell_no_file_and_no_way_through(
    port: tuple[int, Path], ledger: Path, tmp_path: Path
) -> None:
    with closing(open_ledger(ledger, CLERK)) as kept:
        define_user(kept, "kwong", roles=["clerk"])
    forced(port, ledger, kwong_key="kwong")
    words = ssh(port, "kwong_key", "BatchMode=yes")
    taken, mark = tmp_path / "taken", tmp_path / "mark"
    for command in (
        ["ssh", "-T", *words, ACCOUNT, f"touch {mark}"],
        ["scp", "-q", *words, f"{ACCOUNT}:{ledger}", str(taken)],
        ["sftp", "-q", *words, f"{ACCOUNT}:{ledger}", str(taken)],
    ):
        ended = _ran(command)
        assert ended.returncode != 0, (command, ended.stdout, ended.stderr)
        assert b"Traceback" not in ended.stderr + ended.stdout
    assert not taken.exists()
    assert not mark.exists()
    through = ["ssh", *words, "-W", f"127.0.0.1:{port[0]}", ACCOUNT]
    assert b"SSH-2.0" not in _ran(through).stdout, "restrict forwards no port"
    said = _ran(["ssh", "-T", *words, ACCOUNT])
    assert said.stderr == b"the screens need a terminal (ssh -t); `artui --help` lists commands\n"


def _ran(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    """A command that gets no keys, and what it came to."""
    return subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, capture_output=True, timeout=60
    )
