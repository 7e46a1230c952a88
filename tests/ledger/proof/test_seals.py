"""A seal kept elsewhere finds what was changed even when the whole chain was made anew."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from artui.ledger import events as ev
from artui.ledger.errors import LedgerError, Refused
from artui.ledger.proof import seals, signing
from artui.ledger.proof.verifying import verify
from artui.ledger.store import Store, open_store
from tests.ledger.conftest import Tamper
from tests.ledger.proof.forging import blob, forge
from tests.ledger.samples import Book, story

LAST = 28


def test_a_seal_holds_while_nothing_was_changed(kept: Store, tmp_path: Path) -> None:
    seal = seals.make(kept)
    assert (seal.position, seal.vouchers) == (LAST, 8)
    assert [(one.currency, one.open) for one in seal.totals] == [("USD", "-55.00")]
    file = tmp_path / "seal"
    file.write_bytes(seals.to_bytes(seal))
    assert seals.read(file) == seal
    with kept.hold():
        kept.append([ev.CurrencyAdopted("currencies", 1, 1, "a", "", "EUR", 2)])
    verdict = verify(kept, kept=[seal, seals.make(kept, 5)])
    assert (verdict.problems, verdict.seals) == ([], 2)
    assert seals.make(kept, LAST) == seal


def changed_amount(store: Store) -> list[str]:
    old = store.events_at([4])[4]
    assert isinstance(old, ev.DocumentRaised)
    state = ev.encode(replace(old, amount=9_000, open=9_000, base=9_000))
    return [f"UPDATE events SET state = {blob(store, state)} WHERE pos = 4"]


def deleted(_store: Store) -> list[str]:
    return [
        "DELETE FROM events WHERE pos = 25",
        *(f"UPDATE events SET pos = {pos - 1} WHERE pos = {pos}" for pos in (26, 27, 28)),
    ]


def inserted(_store: Store) -> list[str]:
    # A copy of a customer's first version comes in between, all behind it move up.
    moved = [f"UPDATE events SET pos = {pos + 1} WHERE pos = {pos}" for pos in range(LAST, 22, -1)]
    return [
        *moved,
        "INSERT INTO events SELECT 23, 'customer/100/C9', 1, code, state, hash FROM events"
        " WHERE pos = 1",
    ]


def reordered(_store: Store) -> list[str]:
    return [
        "UPDATE events SET pos = 1000 WHERE pos = 21",
        "UPDATE events SET pos = 21 WHERE pos = 22",
        "UPDATE events SET pos = 22 WHERE pos = 1000",
    ]


def renumbered(_store: Store) -> list[str]:
    return ["UPDATE events SET stream = '100/XX/2020/77' WHERE pos = 9"]


@pytest.mark.parametrize(
    ("done", "first_bad"),
    [(changed_amount, 4), (deleted, 25), (inserted, 23), (reordered, 21), (renumbered, 9)],
)
def test_a_chain_made_anew_is_found_and_its_first_bad_event_named(
    kept: Store, tamper: Tamper, done: object, first_bad: int
) -> None:
    seal = seals.make(kept)
    assert callable(done)
    tamper(*done(kept))
    forge(kept, tamper)
    (finding,) = seals.check(kept, seal)
    assert finding.text == f"the chain was made anew, beginning with event {first_bad}"
    assert finding.pos == first_bad
    assert verify(kept, kept=[seal]).first_bad == first_bad


def test_an_end_that_was_cut_off_is_found(kept: Store, tamper: Tamper) -> None:
    seal = seals.make(kept)
    tamper("DELETE FROM events WHERE pos > 21")
    forge(kept, tamper)
    (finding,) = seals.check(kept, seal)
    assert finding[:2] == ("the ledger ends with event 21: events 22 to 28 are gone", 22)


def test_marks_lie_further_apart_in_a_long_history(
    kept: Store, tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "MARKS", 7)
    seal = seals.make(kept)
    assert seal.every == 4
    tamper(*renumbered(kept))
    forge(kept, tamper)
    (finding,) = seals.check(kept, seal)
    assert "one of the events 9 to 12" in finding.text


def test_a_seal_of_another_ledger_is_told(kept: Store, tmp_path: Path) -> None:
    other = open_store(str(tmp_path / "other.db"), create=True)
    book = Book()
    with other.hold():
        other.append(book.invoice("I1", 100))
    (finding,) = seals.check(kept, seals.make(other))
    other.close()
    assert "of another ledger" in finding.text


def test_a_seal_whose_figures_were_edited_is_told(kept: Store) -> None:
    from msgspec.structs import replace as changed

    seal = seals.make(kept)
    (finding,) = seals.check(kept, changed(seal, vouchers=7))
    assert finding.text == "the number of vouchers is not the sealed one"
    total = changed(seal.totals[0], open="1.00")
    (finding,) = seals.check(kept, changed(seal, totals=(total,)))
    assert finding.text == "what is open is not what was sealed"


@pytest.mark.parametrize("position", [0, 29, -3])
def test_a_position_outside_the_history_is_refused(kept: Store, position: int) -> None:
    with pytest.raises(Refused, match="it has events 1 to 28"):
        seals.make(kept, position)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a seal"),
        ("{}", "missing required field"),
        ('{"artui_seal": 9}', "is not a seal"),
        ("\xff", "is not a seal"),
    ],
)
def test_a_file_that_is_no_seal_is_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "seal"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(LedgerError, match=said):
        seals.read(file)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")
def test_a_seal_is_signed_with_an_ssh_key_and_proved_with_its_public_half(
    kept: Store, tmp_path: Path
) -> None:
    keys = {}
    for name in ("operator", "other"):
        keys[name] = tmp_path / name
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(keys[name])]
        subprocess.run(made, check=True)
    file = tmp_path / "seal"
    file.write_bytes(seals.to_bytes(seals.make(kept)))
    public, others = (key.with_name(f"{key.name}.pub") for key in keys.values())
    assert signing.check(file, public) == f"{file} is not signed: there is no seal.sig"
    signing.sign(file, keys["operator"])
    assert signing.check(file, public) == ""
    assert "is not signed with other.pub" in signing.check(file, others)
    with pytest.raises(LedgerError, match="is not a public SSH key"):
        signing.check(file, keys["operator"])
    file.write_bytes(file.read_bytes().replace(b'"vouchers": 8', b'"vouchers": 9'))
    assert "was changed since" in signing.check(file, public)
    with pytest.raises(LedgerError, match="can't be signed with"):
        signing.sign(file, tmp_path / "none")


def test_what_a_closed_period_sealed_is_proved_too(store: Store, tamper: Tamper) -> None:
    for events in story(Book()):
        with store.hold():
            store.append(events)
    head = store.head()
    stamp = (1, "a", "")
    with store.hold():
        store.append(
            [
                ev.BalancesSealed(
                    "periods/100", 1, *stamp, "100", "2020-04", head.pos, "00" * 32, 8, ()
                )
            ]
        )
    (problem,) = verify(store).problems
    assert "names another hash than event 28 has" in problem
