"""The inbox of a small office: what is proposed and why, accepted, put aside, learned."""

from __future__ import annotations

from typing import Any

import pytest

from artui.importers.bank import Remitted
from artui.ledger import events as ev
from artui.ledger.errors import Changed, Refused
from artui.ledger.ledger import Ledger
from artui.ledger.receiving import aliases, inbox, moving
from artui.ledger.receiving.accepting import accept, accept_all
from artui.ledger.receiving.inbox import Inbox, find_line, park, take_up
from artui.ledger.receiving.proposing import Proposal, propose
from artui.ledger.rehearsal import rehearsal
from artui.ledger.setup import define_user, register_company
from artui.ledger.store import Store
from artui.ledger.writeoffs import requests
from tests.ledger.bank_files.statements import line, numbered, take
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    """The office with its bank account numbered, and documents of two customers."""
    made = numbered(Office(store))
    made.raises("50001", 100_00, customer="C1")
    made.raises("50002", 80_00, customer="C1")
    made.raises("60001", 70_00, customer="C2")
    return made


def proposed(office: Office, amount: int, reference: str = "A", **more: Any) -> Proposal:
    """What is proposed for a line that comes in."""
    (receipt,) = take(office, line(amount, reference, **more)).receipts
    return propose(office.cash, receipt)


def only_alias(office: Office) -> aliases.Alias:
    (found,) = aliases.aliases(office.ledger)
    return found


@pytest.mark.parametrize(
    ("amount", "more", "kind", "text", "said"),
    [
        (100_00, {"remittance": ("50001",)}, "SURE", "50001", "It names 50001, and the amounts"),
        (80_00, {"payer": "Acme Foods"}, "SURE", "50002", "50002 alone is equal to the money."),
        (180_00, {"payer": "Acme Foods"}, "SURE", "2 invoices", "It is all that is open: 50001"),
        (60_00, {"remittance": ("50002",)}, "LIKE", "50002", "20.00 stays open."),
        (90_00, {"remittance": ("50002",)}, "LIKE", "50002", "10.00 stays on account."),
        (70_00, {"payer": "Bold & Co"}, "LIKE", "60001", "is like that of C2 Bolt & Co: 89 of"),
        (80_00, {"payer": "Acme Food"}, "LIKE", "50002", "is like that of C1 Acme Foods"),
        (
            33_00,
            {"payer": "Acme Foods"},
            "NONE",
            "no document fits",
            "Nothing is equal; it is not what",
        ),
        (
            33_00,
            {"remittance": ("DEPOSIT 0022222",)},
            "NONE",
            "lockbox deposit",
            "its cheques take",
        ),
        (33_00, {"payer": "Zebra"}, "NONE", "no such customer", "Nothing in it names a customer."),
        (
            100_00,
            {"remittance": ("50001",), "payer": "Bolt & Co"},
            "LIKE",
            "50001",
            "The documents are those of C1, the name is that of C2.",
        ),
    ],
)
def test_each_line_has_a_proposal_with_its_reasons(
    office: Office, amount: int, more: dict[str, Any], kind: str, text: str, said: str
) -> None:
    proposal = proposed(office, amount, **more)
    assert (proposal.kind, proposal.text) == (kind, text)
    assert said in " ".join(proposal.reasons)


def test_several_that_fit_alike_are_a_tie(office: Office) -> None:
    office.raises("50003", 80_00, customer="C1")
    proposal = proposed(office, 80_00, payer="Acme Foods")
    assert (proposal.kind, proposal.text, proposal.ways) == ("TIE", "2 ways", 2)
    with pytest.raises(Refused, match="2640! TIE 2 ways"):
        accept(office.cash, proposal.receipt)


def test_a_number_that_is_like_one_chooses_among_equal_documents(office: Office) -> None:
    office.raises("50003", 80_00, customer="C1")
    proposal = proposed(office, 80_00, payer="Acme Foods", remittance=("INV-0050003/X",))
    assert (proposal.kind, proposal.text) == ("LIKE", "50003")
    assert "a number like 50003" in proposal.reasons[-1]


@pytest.mark.parametrize("said", ["0050003", "50003X", "INV50003", "50-003"])
def test_numbers_are_compared_bare(office: Office, said: str) -> None:
    office.raises("50003", 90_00, customer="C1")
    proposal = proposed(office, 33_00, payer="Acme Foods", remittance=(said,))
    assert (proposal.kind, proposal.text, proposal.how) == ("LIKE", "50003", "like number")


@pytest.mark.parametrize("said", ["50030", "500033", "5003", "50803"])
def test_numbers_that_are_alike_count_where_amounts_fit(office: Office, said: str) -> None:
    office.raises("50003", 80_00, customer="C1")
    more: dict[str, Any] = {"payer": "Acme Foods", "remittance": (said,)}
    assert proposed(office, 80_00, **more).text == ("50003" if len(said) > 4 else "2 ways")
    assert proposed(office, 33_00, "B", **more).kind == ("LIKE" if len(said) > 5 else "NONE")


def test_accepting_a_sure_line_applies_it_once(office: Office) -> None:
    seen = proposed(office, 100_00, remittance=("50001",))
    done = accept(office.cash, seen.receipt, seen, command="k1")
    assert done.posted is not None
    assert office.open_of("50001") == 0
    again = accept(office.cash, seen.receipt, seen, command="k1")
    assert again.posted is not None
    assert (again.again, again.posted.voucher) == (True, done.posted.voucher)
    with pytest.raises(Refused, match="2235! this command id was used for something else"):
        accept(office.cash, "100/RC20000002", command="k1")
    with pytest.raises(Refused, match="2644! nothing of RC20000001 is open"):
        accept(office.cash, seen.receipt, seen)
    assert aliases.aliases(office.ledger) == []
    office.assert_sound()


def test_money_of_nobody_is_moved_and_applied_in_one_voucher_and_its_payer_is_learned(
    office: Office,
) -> None:
    more = {"payer": "Bold & Co", "payer_account": "DE12 3456"}
    seen = proposed(office, 70_00, **more)
    assert (seen.customer, seen.moves) == ("C2", True)
    done = accept(office.cash, seen.receipt, seen)
    assert done.posted is not None
    assert done.posted.voucher.startswith(f"{COMPANY}/TF/")
    assert (office.open_of("60001"), done.learned) == (0, ("Bold & Co", "DE12 3456"))
    office.raises("60002", 55_00, customer="C2")
    later = proposed(office, 55_00, "B", payer="BOLD  & co")
    assert (later.kind, later.customer, later.moves) == ("SURE", "C2", False)
    assert later.reasons[0] == "The payer's name 'BOLD  & co' is that of C2 Bolt & Co."
    office.raises("60003", 44_00, customer="C2")
    assert proposed(office, 44_00, "C", payer_account="DE123456").kind == "SURE"
    office.assert_sound()


def test_a_clerk_corrects_whose_money_it_is(office: Office) -> None:
    seen = proposed(office, 70_00, payer="Acme Foods")
    assert (seen.kind, seen.customer) == ("NONE", "C1")
    corrected = propose(office.cash, seen.receipt, customer="C2")
    assert (corrected.kind, corrected.text, corrected.moves) == ("LIKE", "60001", True)
    done = accept(office.cash, seen.receipt, corrected, customer="C2")
    assert (office.open_of("60001"), done.learned) == (0, ())  # it is C1's own name
    other = proposed(office, 33_00, "B", payer="Somebody")
    moved = accept(office.cash, other.receipt, customer="C1")
    assert (moved.moved, moved.documents, moved.learned) == (True, (), ("Somebody",))
    with pytest.raises(Refused, match="2207! 100 has no customer 'C9'"):
        propose(office.cash, other.receipt, customer="C9")
    office.assert_sound()


def test_a_probable_duplicate_is_taken_if_a_clerk_says_whose_it_is(office: Office) -> None:
    for reference in "AB":
        seen = proposed(office, 80_00, reference, payer="Acme Foods")
    assert seen.kind == "DUP?"
    assert accept(office.cash, seen.receipt, customer="C1").documents[0].number == "50002"


def test_an_alias_that_is_ended_decides_nothing(office: Office) -> None:
    seen = proposed(office, 70_00, payer="Bold & Co")
    accept(office.cash, seen.receipt, seen)
    learned = only_alias(office)
    assert (learned.text, learned.customer, learned.clerk) == ("Bold & Co", "C2", "cara")
    aliases.end(office.cash, learned.key, note="another company")
    assert aliases.aliases(office.ledger) == []
    assert [one.ended for one in aliases.aliases(office.ledger, ended=True)] == [True]
    assert proposed(office, 55_00, "B", payer="Bold & Co").kind == "NONE"
    with pytest.raises(Refused, match="2648! alias 100/1 was ended before"):
        aliases.end(office.cash, learned.key)
    with pytest.raises(Refused, match="2647! there is no alias 100/7"):
        aliases.end(office.cash, "100/7")


def test_an_alias_of_two_customers_is_no_sure_sign(office: Office) -> None:
    for customer, reference in (("C1", "A"), ("C2", "B")):
        seen = proposed(office, 1_00, reference, payer="Bold Holding")
        assert seen.kind in ("NONE", "LIKE")
        done = accept(office.cash, seen.receipt, customer=customer)
        assert done.learned == ("Bold Holding",)
    proposal = proposed(office, 70_00, "C", payer="Bold Holding")
    assert proposal.kind != "SURE"
    assert proposal.reasons[0] == "The name is that of C1 and C2."


def test_money_of_nobody_moved_by_hand_teaches_its_payer_too(office: Office) -> None:
    seen = proposed(office, 33_00, payer="Zebra")
    moving.transfer(office.cash, seen.receipt, "C2", amount=30_00)
    assert (only_alias(office).text, only_alias(office).customer) == ("Zebra", "C2")
    split = proposed(office, 33_00, "B", payer="Okapi")
    shares = [moving.Share("C1", 13_00), moving.Share("C2", 20_00)]
    moving.split(office.cash, split.receipt, shares)
    assert only_alias(office).text == "Zebra"


def test_what_came_out_otherwise_since_it_was_seen_is_refused(office: Office) -> None:
    seen = proposed(office, 100_00, remittance=("50001",))
    office.pays(10_00, ("50001", 10_00))
    with pytest.raises(Changed, match="2641! RC20000001 is proposed otherwise now"):
        accept(office.cash, seen.receipt, seen)


def test_a_run_names_what_it_leaves_and_posts_nothing_twice(office: Office) -> None:
    lines = (
        line(100_00, "A", remittance=("50001",)),
        line(80_00, "B", remittance=("50002",)),
        line(33_00, "C", payer="Zebra"),
    )
    receipts = take(office, *lines).receipts
    park(office.cash, receipts[1], "wait for the sales people")
    with rehearsal(office.cash):
        assert accept_all(office.cash, receipts)[0].posted is not None
    assert office.open_of("50001") == 100_00
    done = accept_all(office.cash, receipts)
    assert [one.posted is not None for one in done] == [True, False, False]
    assert done[1].why == "it is parked: wait for the sales people"
    assert done[2].why.startswith("NONE no such customer")
    assert not any(one.posted for one in accept_all(office.cash, receipts))


def test_a_parked_line_is_open_and_listed_by_itself(office: Office) -> None:
    (receipt,) = take(office, line(33_00, "A", payer="Zebra")).receipts
    park(office.cash, receipt, " who? ")
    park(office.cash, receipt, "asked the bank")
    assert Inbox(office.ledger).count() == 0
    (parked,) = Inbox(office.ledger, show=inbox.PARKED).window(0, 9)
    assert (parked.state, parked.note, parked.parked_by) == ("parked", "asked the bank", "cara")
    assert parked.open == 33_00
    take_up(office.cash, receipt)
    assert Inbox(office.ledger).keys == [receipt]
    for say, match in (
        (lambda: take_up(office.cash, receipt), "2646! RC20000001 isn't parked"),
        (lambda: park(office.cash, receipt, " "), "2645! say why it is put aside"),
        (lambda: park(office.cash, "100/50001", "x"), "2643! no bank's file told of 50001"),
        (lambda: Inbox(office.cash, show="odd"), "2642! 'odd' is none of"),
    ):
        with pytest.raises(Refused, match=match):
            say()
    office.assert_sound()


def test_what_files_said_is_kept_once_each_and_read_together(office: Office) -> None:
    first = line(100_00, "A", remittance=("thanks",))
    (receipt,) = take(office, first, format="BAI2").receipts
    assert propose(office.cash, receipt).kind == "NONE"
    told = line(100_00, "A", documents=(Remitted(number="50001", amount=100_00),), line=7)
    for _ in range(2):
        take(office, told)
        take(office, first, format="BAI2")
    found = find_line(office.ledger, receipt)
    assert found is not None
    assert [(one.file, one.line, one.batch) for one in found.lines] == [
        ("day.xml", 1, "BAI2 4477 2020-04-15"),
        ("day.xml", 7, "camt.053 4477 2020-04-15"),
    ]
    seen = propose(office.cash, receipt)
    assert (seen.kind, seen.moves) == ("SURE", True)
    assert [one.waiting for one in inbox.batches(office.ledger)] == [1, 1]
    assert Inbox(office.ledger, batch="BAI2 4477 2020-04-15").count() == 1
    assert Inbox(office.ledger).sums() == [inbox.Sum("USD", 1, 100_00)]


def test_a_line_is_found_by_reference_number_or_payer(office: Office) -> None:
    lines = [line(1_00, f"REF{n}", payer=f"Payer {n}") for n in range(5)]
    take(office, *lines)
    found = Inbox(office.ledger)
    places = [found.find(text) for text in ("ref3", "REF3", "payer 3", "rc20000004", "zz", " ")]
    assert places == [3, 3, 3, 3, None, None]


@pytest.mark.parametrize(
    ("reason", "kind", "stays", "said"),
    [
        ("DAM", "SURE", 20_00, "20.00 stays open for DAM."),
        ("FEE", "SURE", 0, "20.00 is written off for FEE."),
        ("XXX", "LIKE", 100_00, "50001 is short for XXX, which no reason code allows."),
        ("", "SURE", 20_00, "20.00 stays open."),
    ],
)
def test_the_kind_of_a_deduction_s_reason_decides(
    office: Office, reason: str, kind: str, stays: int, said: str
) -> None:
    document = Remitted(number="50001", amount=80_00, deduction=20_00, reason=reason)
    (receipt,) = take(office, line(80_00, "A", documents=(document,))).receipts
    seen = propose(office.ledger, receipt)
    assert (seen.kind, said in " ".join(seen.reasons)) == (kind, True)
    if kind == "SURE":
        accept(office.ledger, receipt, seen)
        assert office.open_of("50001") == stays


def test_who_took_a_receipt_in_asks_for_the_write_off_of_its_deduction(office: Office) -> None:
    document = Remitted(number="50001", amount=80_00, deduction=20_00, reason="FEE")
    seen = proposed(office, 80_00, documents=(document,))
    assert seen.reasons[-1].endswith("Somebody else is asked to write 20.00 off for FEE.")
    accept(office.cash, seen.receipt, seen)
    (asked,) = requests.pending(office.ledger)
    assert (asked.amount, asked.reason, office.open_of("50001")) == (20_00, "FEE", 20_00)


def test_money_that_is_moved_leaves_the_deduction_open_for_its_reason(office: Office) -> None:
    take(office, line(80_00, "A", remittance=("thanks",)), format="BAI2")
    document = Remitted(number="50001", amount=80_00, deduction=20_00, reason="FEE")
    (receipt,) = take(office, line(80_00, "A", documents=(document,))).receipts
    seen = propose(office.ledger, receipt)
    assert (seen.kind, seen.moves) == ("SURE", True)
    assert seen.reasons[-1].endswith("20.00 stays open for FEE.")
    accept(office.ledger, receipt, seen)
    assert office.open_of("50001") == 20_00


def test_a_discount_that_is_claimed_and_not_earned_is_not_sure(office: Office) -> None:
    document = Remitted(number="50001", amount=98_00, discount=2_00)
    office.tolerate(5_00)
    seen = proposed(office, 98_00, documents=(document,))
    assert seen.kind == "LIKE"
    assert "A discount of 2.00 on 50001 is not earned." in seen.reasons


def test_the_same_money_told_of_twice_waits(office: Office) -> None:
    twice = ("50001",)
    first = proposed(office, 100_00, remittance=twice, payer="Acme Foods")
    second = proposed(office, 100_00, "B", remittance=twice, payer="Acme Foods")
    assert (first.kind, second.kind, second.text) == ("SURE", "DUP?", "of RC20000001")
    accept(office.cash, first.receipt)
    again = propose(office.cash, second.receipt)
    assert again.kind == "DUP?"
    assert "50001 can't be paid" in again.reasons[-1]


def test_money_that_came_back_names_what_it_may_undo(office: Office) -> None:
    lines = [line(40_00, reference, payer="Acme Foods") for reference in "AB"]
    take(office, *lines)
    back = {"payer": "Acme Foods", "remittance": ("RETURNED ACH R01 NSF",)}
    seen = proposed(office, -40_00, "R", **back)
    assert (seen.kind, seen.text) == ("RETN", "returned, NSF")
    assert seen.reasons[1] == "It may undo RC20000001, RC20000002 of 40.00 from Acme Foods."
    other = proposed(office, -41_00, "S", **back)
    assert other.reasons[1] == "No receipt of 41.00 from Acme Foods is known."


def test_who_may_not_apply_may_not_accept_park_or_end(office: Office) -> None:
    seen = proposed(office, 100_00, remittance=("50001",))
    define_user(office.ledger, "audrey", roles=["auditor"])
    auditor = office.as_clerk("audrey")
    assert propose(auditor, seen.receipt).kind == "SURE"
    for refused in (
        lambda: accept(auditor, seen.receipt),
        lambda: park(auditor, seen.receipt, "x"),
        lambda: aliases.end(auditor, "100/1"),
    ):
        with pytest.raises(Refused, match="2400!"):
            refused()
    (left,) = accept_all(auditor, [seen.receipt])
    assert "2400!" in left.why


def test_what_is_out_of_sight_is_not_in_the_inbox(office: Office) -> None:
    proposed(office, 100_00, remittance=("50001",))
    register_company(office.ledger, "200", "Two Hundred", "USD", years=[2020])
    define_user(office.ledger, "olga", roles=["clerk"], branches=["200"])
    elsewhere: Ledger = office.as_clerk("olga")
    assert Inbox(elsewhere).count() == 0
    assert inbox.batches(elsewhere) == []


def test_what_a_file_says_is_bounded(office: Office) -> None:
    many = tuple(Remitted(number=f"N{n}", amount=1) for n in range(900))
    texts = tuple(f"{n} " + "x" * 900 for n in range(90))
    (receipt,) = take(office, line(100_00, "A", documents=many, remittance=texts)).receipts
    (kept,) = (find_line(office.ledger, receipt) or pytest.fail("no line")).lines
    assert (len(kept.said.documents), kept.said.beyond) == (500, 400)
    assert (len(kept.said.texts), len(kept.said.texts[0])) == (30, 200)
    assert len(ev.encode(kept)) < 20_000
