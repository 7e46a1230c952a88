"""Whatever comes in: accepting all that is sure keeps the books sound, and is done once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from artui.importers.bank import Remitted
from artui.ledger.receiving.accepting import accept, accept_all
from artui.ledger.receiving.inbox import Inbox
from artui.ledger.receiving.proposing import propose
from artui.ledger.store import open_store
from tests.ledger.bank_files.statements import line, numbered, take
from tests.ledger.office import Office

NUMBERS = ("50001", "50002", "50003", "60001", "60002")
NAMES = ("", "Acme Foods", "Acme Food", "Bolt & Co", "Parent Holding", "Zebra")
REASONS = ("", "DAM", "FEE", "XXX")

amounts = st.integers(1, 40).map(lambda tens: tens * 10_00)


@st.composite
def remitted(draw: st.DrawFn) -> Remitted:
    """A document as a payer may name it, with whatever is said of it."""
    return Remitted(
        number=draw(st.sampled_from(NUMBERS)),
        amount=draw(st.none() | amounts),
        discount=draw(st.sampled_from((0, 0, 2_00))),
        reason=draw(st.sampled_from(REASONS)),
    )


@st.composite
def told(draw: st.DrawFn) -> dict[str, Any]:
    """What a line says besides its amount."""
    words = st.sampled_from((*NUMBERS, "INV5-0001", "50020"))
    return {
        "payer": draw(st.sampled_from(NAMES)),
        "remittance": tuple(draw(st.lists(words, max_size=2))),
        "documents": tuple(draw(st.lists(remitted(), max_size=3))),
    }


@contextmanager
def office() -> Iterator[Office]:
    """An office whose bank account is numbered, in a file of its own."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "books.db", create=True)
        try:
            yield numbered(Office(store))
        finally:
            store.close()


@given(
    st.lists(amounts, min_size=5, max_size=5),
    st.lists(st.tuples(amounts, told()), min_size=1, max_size=5),
)
@settings(max_examples=25, deadline=None)
def test_whatever_comes_in_is_accepted_once_and_soundly(
    opens: list[int], moneys: list[tuple[int, dict[str, Any]]]
) -> None:
    with office() as books:
        books.tolerate(5_00)
        for number, amount in zip(NUMBERS, opens, strict=True):
            books.raises(number, amount, customer="C1" if number < "6" else "C2", terms="D2")
        for place, (amount, said) in enumerate(moneys):
            take(books, line(amount, f"R{place}", **said))
        keys = Inbox(books.cash).keys
        done = accept_all(books.cash, keys)
        assert all(one.posted is not None or one.why for one in done)
        before = books.cash.store.head().pos
        assert not any(one.posted for one in accept_all(books.cash, Inbox(books.cash).keys))
        assert books.cash.store.head().pos == before
        for key in Inbox(books.cash).keys:
            proposal = propose(books.cash, key)
            assert proposal.reasons, proposal
            assert len(proposal.text) <= 18, proposal
            if proposal.acceptable:
                accept(books.cash, key, proposal)
        books.assert_sound()
