"""Signatures of seals, made and checked with the operator's own SSH key by ``ssh-keygen``.

Whoever checks needs the public key only, so they can't make a signature; and what checks it is a
program every operator has, so a seal can be checked without artui too.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from artui.ledger.errors import LedgerError

PURPOSE = "artui-seal"
"""What the signature is for: one made for anything else doesn't count."""

_PROGRAM = "ssh-keygen"
_SIGNER = "operator"
_PUBLIC = ("ssh-", "ecdsa-", "sk-")
_PATIENCE = 120.0
"""Seconds for a passphrase to be typed, or a token to be touched."""


def signature_of(path: Path) -> Path:
    """Where the signature of a file stands: beside it."""
    return path.with_name(f"{path.name}.sig")


def sign(path: Path, key: Path) -> Path:
    """Sign a file with a private key; the file of the signature. Raises LedgerError in words."""
    made = signature_of(path)
    made.unlink(missing_ok=True)
    answer = _run("-Y", "sign", "-f", str(key), "-n", PURPOSE, str(path))
    if answer.returncode or not made.is_file():
        raise LedgerError(f"{path} can't be signed with {key}: {_said(answer)}")
    return made


def check(path: Path, key: Path) -> str:
    """Why a file is not signed by a public key; empty if it is. Raises LedgerError in words."""
    try:
        public = key.read_text(encoding="utf-8").strip()
        signed = path.read_bytes()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{getattr(error, 'filename', None) or key} can't be read") from None
    if not public.startswith(_PUBLIC) or "\n" in public:
        raise LedgerError(f"{key} is not a public SSH key; name the file that ends with .pub")
    made = signature_of(path)
    if not made.is_file():
        return f"{path} is not signed: there is no {made.name}"
    with TemporaryDirectory() as folder:
        allowed = Path(folder) / "signers"
        allowed.write_text(f'{_SIGNER} namespaces="{PURPOSE}" {public}\n', encoding="utf-8")
        answer = _run(
            *("-Y", "verify", "-f", str(allowed), "-I", _SIGNER, "-n", PURPOSE, "-s", str(made)),
            given=signed,
        )
    if answer.returncode:
        return f"{path} is not signed with {key.name}, or was changed since"
    return ""


def _run(*arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            [_PROGRAM, *arguments],
            input=given,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except FileNotFoundError:
        raise LedgerError(f"signing needs {_PROGRAM}, which comes with OpenSSH") from None
    except subprocess.TimeoutExpired:
        raise LedgerError(f"{_PROGRAM} did not answer for {_PATIENCE:.0f} seconds") from None


def _said(answer: subprocess.CompletedProcess[bytes]) -> str:
    lines = answer.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it gave no reason"
