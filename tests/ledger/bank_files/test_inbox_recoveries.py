"""Lines of the inbox that are money for what was written off."""

from __future__ import annotations

import pytest

from artui.ledger.errors import Refused
from artui.ledger.ledger import Ledger
from artui.ledger.people.users_roles import define_role, define_user
from artui.ledger.receiving.accepting import accept, accept_all
from artui.ledger.receiving.proposing import Proposal, propose
from artui.ledger.receiving.recovering import taken_back
from artui.ledger.store import Store
from artui.ledger.writeoffs.writing_off import write_off_many
from tests.ledger.bank_files.statements import line, numbered, take
from tests.ledger.office import Office


@pytest.fixture
def office(store: Store) -> Office:
    """Of invoices 50001 and 50002 there were 3.40 and 80.00 written off from one list."""
    made = numbered(Office(store))
    made.raises("50001", 3_40, customer="C1")
    made.raises("50002", 80_00, customer="C1")
    made.raises("50003", 500_00, customer="C1")
    write_off_many(made.ledger, [made.key("50001"), made.key("50002")])
    return made


def proposed(office: Office, amount: int, *remittance: str, payer: str = "Acme Foods") -> Proposal:
    (receipt,) = take(office, line(amount, "A", payer=payer, remittance=remittance)).receipts
    return propose(office.ledger, receipt)


def test_money_that_names_it_is_likely_and_accepting_does_both(office: Office) -> None:
    seen = proposed(office, 80_00, "50002")
    assert (seen.kind, seen.text, seen.recovers) == ("LIKE", "50002 wo back", ("100/50002",))
    assert seen.reasons[-1] == (
        "80.00 of 50002 was written off on 2020-04-15 (WO 2020-000001): that is taken back first."
    )
    done = accept(office.ledger, seen.receipt, seen, command="k1")
    assert done.posted is not None
    assert done.posted.voucher == "100/CA/2020/1"
    assert taken_back(office.ledger, "k1") == ["RV 2020-000001"]
    assert (office.open_of("50002"), office.document("50001").state) == (0, "closed")
    again = accept(office.ledger, seen.receipt, seen, command="k1")
    assert (again.again, again.posted and again.posted.voucher) == (True, "100/CA/2020/1")
    office.assert_sound()


def test_money_that_is_as_much_is_likely_and_never_sure(office: Office) -> None:
    seen = proposed(office, 3_40)
    assert (seen.kind, seen.recovers, seen.left) == ("LIKE", ("100/50001",), 0)
    (left,) = accept_all(office.ledger, [seen.receipt])
    assert left.posted is None
    assert left.why.startswith("LIKE 50001 wo back: The payer's name")


def test_more_than_was_written_off_stays_on_account(office: Office) -> None:
    seen = proposed(office, 90_00, "50002")
    assert (seen.kind, seen.left) == ("LIKE", 10_00)
    assert seen.reasons[-1].endswith("10.00 stays on account.")
    accept(office.ledger, seen.receipt, seen)
    office.assert_sound()


def test_money_of_nobody_known_by_its_customer_is_moved_and_recovers(office: Office) -> None:
    (receipt,) = take(office, line(3_40, "A", payer="Nobody we know")).receipts
    seen = propose(office.ledger, receipt, customer="C1")
    assert (seen.kind, seen.moves, seen.recovers) == ("LIKE", True, ("100/50001",))
    done = accept(office.ledger, receipt, seen, customer="C1")
    assert done.posted is not None
    assert done.posted.voucher == "100/TF/2020/1"
    assert office.open_of("50001") == 0
    office.assert_sound()


def test_it_takes_the_permission_for_reversals(office: Office) -> None:
    define_role(office.ledger, "poster", "", ["applications.post"])
    define_user(office.ledger, "pat", roles=["poster"])
    seen = proposed(office, 3_40)
    pat: Ledger = office.as_clerk("pat")
    with pytest.raises(Refused, match=r"vouchers\.reverse"):
        accept(pat, seen.receipt)
    assert office.document("50001").state == "closed"
