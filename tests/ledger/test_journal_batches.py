"""Journal batches: posted with the voucher or by hand, listed sparsely, counted at a closing."""

from __future__ import annotations

import contextlib

import pytest

from artui.ledger import events as ev
from artui.ledger import setup
from artui.ledger.errors import Refused
from artui.ledger.general import journal_batches as batches
from artui.ledger.reading import balances
from artui.ledger.reversal import reversing
from artui.ledger.setup import closing, parameters
from artui.ledger.store import Store
from artui.ledger.store.shadow import Shadow
from artui.ledger.views.tables import JOURNAL_BATCHES
from artui.ledger.writeoffs.writing_off import write_off, write_off_many
from artui.reports.voucher import voucher_report
from tests.ledger.office import COMPANY, Office

APRIL = "2020-04"


@pytest.fixture
def office(store: Store) -> Office:
    """Write-offs leave their batches unposted; four small invoices are open."""
    office = Office(store)
    leave_unposted(office)
    for number in ("I1", "I2", "I3", "I4"):
        office.raises(number, 3_00)
    return office


def leave_unposted(office: Office, setting: str = "unposted", since: str = "") -> None:
    wanted = parameters.changed(ev.Parameters(), {"journal_batches": setting})
    setup.set_parameters(office.ledger, COMPANY, wanted, since, "accounting looks first")


def waiting(office: Office) -> list[str]:
    return [batch.head.name for batch in batches.waiting(office.ledger)]


def written_off(office: Office, number: str) -> str:
    return write_off(office.ledger, office.key(number)).voucher


def refused(refusal: pytest.ExceptionInfo[Refused]) -> tuple[str, int]:
    (problem,) = refusal.value.problems
    return problem.field, problem.number


def rows(office: Office) -> int:
    return int(office.ledger.store.query("SELECT COUNT(*) FROM journal_batches")[0][0])


def test_a_write_off_leaves_its_batch_unposted_and_everything_else_as_ever(office: Office) -> None:
    written_off(office, "I1")
    assert waiting(office) == ["WO 2020-000001"]
    (head,) = office.ledger.read.vouchers(limit=1)
    assert head.unposted
    assert office.open_of("I1") == 0
    assert all(tie.ties for tie in balances.ties(office.ledger.store, COMPANY, "2020-12-31"))
    office.assert_sound()


def test_the_journal_on_paper_says_that_it_waits_and_who_posted_it(office: Office) -> None:
    key = written_off(office, "I1")
    assert voucher_report(office.ledger, key).notes[-1] == "Journal batch unposted"
    batches.post_all_batches(office.ledger)
    (note,) = voucher_report(office.ledger, key).notes
    assert note.startswith("Journal batch posted by ann, 2020-04-1")


def test_by_default_nothing_waits_and_no_posting_makes_a_row(store: Store) -> None:
    office = Office(store)
    office.raises("I1", 3_00)
    office.pays(2_00, ("I1", 2_00))
    written_off(office, "I1")
    assert (waiting(office), rows(office)) == ([], 0)


def test_receipts_are_posted_whatever_write_offs_do(office: Office) -> None:
    office.tolerate(5_00)
    office.pays(2_99, ("I1", 2_99))
    assert office.open_of("I1") == 0
    assert (waiting(office), rows(office)) == ([], 0)


def test_batches_are_posted_one_by_one_and_never_twice(office: Office) -> None:
    first, second = written_off(office, "I1"), written_off(office, "I2")
    assert batches.post_batches(office.ledger, [second]).vouchers == (second,)
    assert waiting(office) == ["WO 2020-000001"]
    with pytest.raises(Refused, match=r"WO 2020-000002 was posted by ann") as refusal:
        batches.post_batches(office.ledger, [first, second])
    assert refused(refusal) == ("voucher", 2600)
    assert waiting(office) == ["WO 2020-000001"]  # all or none
    office.assert_sound()


def test_all_are_posted_by_one_command_which_posts_once(office: Office) -> None:
    keys = tuple(written_off(office, number) for number in ("I1", "I2", "I3"))
    answer = batches.post_all_batches(office.ledger, COMPANY, command="month-end")
    assert (answer.vouchers, answer.again) == (keys, False)
    written_off(office, "I4")
    assert batches.post_all_batches(office.ledger, COMPANY, command="month-end").again
    assert waiting(office) == ["WO 2020-000004"]
    batches.post_all_batches(office.ledger)
    with pytest.raises(Refused) as refusal:
        batches.post_all_batches(office.ledger, COMPANY)
    assert refused(refusal) == ("voucher", 2601)
    assert office.ledger.store.rebuild() > 0
    assert waiting(office) == []
    office.assert_sound()


def test_a_run_of_many_documents_leaves_one_batch(office: Office) -> None:
    keys = [office.key(number) for number in ("I1", "I2", "I3")]
    write_off_many(office.ledger, keys)
    (batch,) = batches.waiting(office.ledger)
    assert batches.why(office.ledger, batch) == (
        "Unposted by the parameters of 100, ann: accounting looks first."
    )


def test_a_reversal_follows_the_setting_of_its_own_day(office: Office) -> None:
    first, second = written_off(office, "I1"), written_off(office, "I2")
    reversing.reverse(office.ledger, first)
    assert waiting(office) == ["WO 2020-000001", "WO 2020-000002", "RV 2020-000001"]
    leave_unposted(office, "posted", "2020-04-15")
    reversing.reverse(office.ledger, second)
    assert waiting(office) == ["WO 2020-000001", "WO 2020-000002", "RV 2020-000001"]
    office.assert_sound()


def test_what_takes_a_receipt_back_is_posted_at_once(office: Office) -> None:
    reversing.reverse(office.ledger, office.pays(3_00, ("I1", 3_00)).voucher)
    assert waiting(office) == []


def test_whoever_may_not_post_is_refused(office: Office) -> None:
    key = written_off(office, "I1")
    with pytest.raises(Refused, match=r"batches\.post") as refusal:
        batches.post_batches(office.cash, [key])
    assert refused(refusal) == ("permission", 2400)


def test_a_batch_of_a_branch_one_does_not_see_is_neither_listed_nor_posted(office: Office) -> None:
    key = written_off(office, "I1")
    setup.register_branch(office.ledger, COMPANY, "EAST", "East")
    setup.define_user(
        office.ledger, "eve", roles=["supervisor"], branches=[f"{COMPANY}/EAST"], unlimited=True
    )
    eve = office.as_clerk("eve")
    assert batches.waiting(eve) == []
    with pytest.raises(Refused) as refusal:
        batches.post_batches(eve, [key])
    assert refused(refusal) == ("voucher", 2420)


@pytest.mark.parametrize(
    ("key", "number"), [("100/WO/2020/9", 2215), ("nonsense", 2215), ("100/RC/2020/1", 2600)]
)
def test_what_has_no_unposted_batch_is_refused(office: Office, key: str, number: int) -> None:
    office.pays(1_00)
    with pytest.raises(Refused) as refusal:
        batches.post_batches(office.ledger, [key])
    assert refused(refusal) == ("voucher", number)


def test_a_period_with_unposted_batches_does_not_close(office: Office) -> None:
    written_off(office, "I1")
    unposted = {check.name: check for check in closing.closing_list(office.ledger, COMPANY, APRIL)}
    assert unposted["Unposted batches"].figures == "1"
    with pytest.raises(Refused, match="Unposted batches: 1"):
        closing.close_period(office.ledger, COMPANY, APRIL, confirmed=True)
    march = closing.closing_list(office.ledger, COMPANY, "2020-03")
    assert {check.name: check.figures for check in march}["Unposted batches"] == "0"
    batches.post_all_batches(office.ledger)
    closing.close_period(office.ledger, COMPANY, APRIL, confirmed=True)


def test_nothing_is_posted_into_closed_books(office: Office) -> None:
    key = written_off(office, "I1")
    setup.close_books(office.ledger, COMPANY, "2020-04-30")
    with pytest.raises(Refused, match="closed through 2020-04-30"):
        batches.post_batches(office.ledger, [key])
    assert waiting(office) == ["WO 2020-000001"]


def test_rows_are_the_same_however_events_are_cut_into_appends(office: Office) -> None:
    written_off(office, "I1")
    written_off(office, "I2")
    batches.post_batches(office.ledger, ["100/WO/2020/1"])
    events = list(office.ledger.store.events())
    told = []
    for chunk in (1, 7, len(events)):
        with contextlib.closing(Shadow()) as shadow:
            for place, (pos, event) in enumerate(events, 1):
                shadow.fold(pos, event)
                if place % chunk == 0:
                    shadow.flush()
            shadow.flush()
            told.append(shadow.rows(JOURNAL_BATCHES, None, 100))
    kept = office.ledger.store.query(
        f"SELECT {', '.join(JOURNAL_BATCHES.names)} FROM journal_batches ORDER BY pos"
    )
    assert told == [kept, kept, kept]
    assert [posted is not None for *_row, posted in kept] == [True, False]
