"""Receipts: what is posted, what is refused, and in which words."""

from __future__ import annotations

from functools import partial

import pytest

from artui.ledger import paying, setup
from artui.ledger.entered import PayLine
from artui.ledger.errors import Changed, Refused
from artui.ledger.ledger import Posted
from artui.ledger.reversal import reversing
from artui.ledger.settlement import Wish
from artui.ledger.setup import CustomerData
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def test_an_invoice_paid_in_full_is_closed(office: Office) -> None:
    office.raises("1", 100_00)
    posted = office.pays(100_00, ("1", None))
    assert office.document("1").state == "closed"
    assert posted.left == 0
    assert posted.name == "RC 2020-000001"
    assert office.journal(posted) == {"Bank": 100_00, "Customer": -100_00}
    office.assert_sound()


def test_a_day_in_one_voucher_discount_tolerance_and_credit_memo(office: Office) -> None:
    office.tolerate(500, "0.5")
    office.raises("1", 1000_00, terms="D2")
    office.raises("2", 1200_00, open_=1100_00)
    office.raises("3", -50_00)
    posted = office.pays(2026_00, ("3", None), ("1", None), ("2", None))
    assert [office.open_of(n) for n in "123"] == [0, 0, 0]
    assert office.journal(posted) == {
        "Bank": 2026_00,
        "AR30-310": 20_00,
        "AR30-185": 4_00,
        "Customer": -2050_00,
    }
    office.assert_sound()


def test_an_overpayment_stays_on_account(office: Office) -> None:
    office.raises("1", 100_00)
    posted = office.pays(130_00, ("1", None))
    assert posted.left == 30_00
    document = office.ledger.read.document(posted.document)
    assert document is not None
    assert (document.kind, document.open) == ("receipt", -30_00)


def test_money_on_account_is_applied_later_without_a_journal_line(office: Office) -> None:
    office.raises("1", 100_00)
    office.pays(office.receipt(60_00, number="R1"))
    posted = office.applies("R1", ("1", None))
    assert (office.open_of("1"), office.open_of("R1")) == (40_00, 0)
    assert office.journal(posted) == {}
    assert posted == Posted("100/CA/2020/1", "100/R1", 0)
    office.assert_sound()


def test_a_credit_chosen_adds_to_what_can_be_paid(office: Office) -> None:
    office.raises("1", 130_00)
    office.raises("CM", -30_00)
    receipt = office.receipt(100_00)
    distribution = paying.distribution(office.ledger, receipt)
    office.chosen(distribution, ("CM", None))
    assert distribution.left == 130_00
    paying.post_receipt(office.ledger, receipt, office.chosen(distribution, ("1", None)))
    assert (office.open_of("1"), office.open_of("CM")) == (0, 0)


def test_the_order_of_choosing_does_not_matter_when_a_line_grew_later(office: Office) -> None:
    office.raises("1", 150_00)
    office.raises("CM", -50_00)
    receipt = office.receipt(100_00)
    distribution = paying.distribution(office.ledger, receipt)
    office.chosen(distribution, ("1", 100_00), ("CM", None))
    lines = office.chosen(distribution, ("1", 150_00))
    assert [line.document for line in lines] == ["100/1", "100/CM"]
    paying.post_receipt(office.ledger, receipt, lines)
    assert (office.open_of("1"), office.open_of("CM")) == (0, 0)


def test_a_credit_memo_only_partly_needed_keeps_its_rest(office: Office) -> None:
    office.raises("1", 30_00)
    office.raises("CM", -50_00)
    posted = office.pays(100_00, ("CM", None), ("1", None))
    assert (office.open_of("1"), office.open_of("CM")) == (0, -20_00)
    assert posted.left == 100_00, "the receipt itself was not needed and stays on account"
    office.assert_sound()


def test_a_payer_pays_for_its_own_customers(office: Office) -> None:
    office.raises("1", 100_00, customer="C3")
    office.raises("2", 50_00, customer="P")
    office.pays(office.receipt(150_00, customer="P"), ("1", None), ("2", None))
    assert (office.open_of("1"), office.open_of("2")) == (0, 0)


def test_nobody_pays_for_a_stranger(office: Office) -> None:
    office.raises("1", 100_00, customer="C2")
    with pytest.raises(Refused, match="2118! 1 is C2's; C1 does not pay for it"):
        office.pays(100_00, ("1", None))
    with pytest.raises(Refused, match="C3 does not pay for it"):
        office.pays(office.receipt(100_00, customer="C3"), ("1", None))
    assert office.open_of("1") == 100_00


def test_unidentified_cash_pays_nobodys_documents(office: Office) -> None:
    office.raises("1", 100_00)
    with pytest.raises(Refused, match="unidentified cash does not pay"):
        office.pays(office.receipt(100_00, customer=""), ("1", None))


def test_an_invoice_a_colleague_paid_meanwhile_names_invoice_and_colleague(
    office: Office,
) -> None:
    office.raises("1", 100_00)
    receipt = office.receipt(100_00)
    lines = office.chosen(paying.distribution(office.ledger, receipt), ("1", None))
    paying.post_receipt(office.cash, office.receipt(40_00), [PayLine("100/1", 40_00)])
    with pytest.raises(Changed) as refusal:
        paying.post_receipt(office.ledger, receipt, lines)
    (problem,) = refusal.value.problems
    assert problem.field == "document"
    assert problem.text == "1 was changed by cara (RC 2020-000001); open now 60.00 USD"
    assert office.ledger.read.count_vouchers() == 2, "the invoice and the cashier's receipt"


def test_a_policy_changed_meanwhile_is_said_not_applied_in_silence(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    receipt = office.receipt(98_00)
    lines = office.chosen(paying.distribution(office.ledger, receipt), ("1", None))
    assert lines[0].written_off == 2_00
    office.tolerate(100)
    with pytest.raises(Changed, match="2131! 1 would settle otherwise now"):
        paying.post_receipt(office.ledger, receipt, lines)


def test_a_command_sent_again_answers_with_what_it_did(office: Office) -> None:
    office.raises("1", 100_00)
    receipt, lines = office.receipt(120_00), [PayLine("100/1", 100_00)]
    first = paying.post_receipt(office.ledger, receipt, lines, "cmd-1")
    again = paying.post_receipt(office.ledger, receipt, lines, "cmd-1")
    assert again == first._replace(again=True)
    assert office.ledger.read.count_vouchers() == 2

    source = first.document
    office.raises("2", 15_00)
    applied = paying.apply(office.ledger, source, [PayLine("100/2", 15_00)], command="cmd-2")
    assert applied.left == 5_00
    again = paying.apply(office.ledger, source, [PayLine("100/2", 15_00)], command="cmd-2")
    assert again == applied._replace(again=True)

    undone = reversing.reverse(office.ledger, applied.voucher, command="cmd-3")
    assert reversing.reverse(office.ledger, applied.voucher, command="cmd-3") == undone._replace(
        again=True
    )


def test_voucher_numbers_have_no_gap_after_a_refused_posting(office: Office) -> None:
    office.raises("1", 100_00)
    office.pays(10_00, ("1", None))
    with pytest.raises(Refused):
        paying.post_receipt(office.ledger, office.receipt(5_00), [PayLine("100/1", 6_00)])
    with pytest.raises(Refused):
        paying.post_receipt(office.ledger, office.receipt(5_00, number="1"))
    assert office.pays(10_00, ("1", None)).name == "RC 2020-000002"
    office.assert_sound()


@pytest.mark.parametrize(
    ("amount", "field", "sentence"),
    [
        (100_01, "amount", "2106! 100.01 is more than the open balance 100.00 of 1"),
        (60_00, "amount", "2105! 60.00 is more than the 50.00 that is left"),
        (0, "amount", "2113! a payment of zero pays nothing"),
        (-1, "amount", "2114! 1 is a debit: the amount can't be < 0"),
    ],
)
def test_a_wrong_amount_is_refused_at_its_field(
    office: Office, amount: int, field: str, sentence: str
) -> None:
    office.raises("1", 100_00)
    with pytest.raises(Refused) as refusal:
        office.pays(50_00, ("1", amount))
    (problem,) = refusal.value.problems
    assert (problem.field, str(problem)) == (field, sentence)


def test_every_wrong_field_of_a_receipt_is_named_at_once(office: Office) -> None:
    problems = paying.check_receipt(
        office.ledger, office.receipt(0, customer="C9", booked="2019-12-31")
    )
    assert [(p.field, p.number) for p in problems] == [
        ("amount", 2113),
        ("customer", 2207),
        ("accounting_date", 2112),
    ]
    (problem,) = paying.check_receipt(office.ledger, office.receipt(1, received="2020-02-30"))
    assert (problem.field, problem.number) == ("received", 2110)
    (problem,) = paying.check_receipt(office.ledger, office.receipt(1, bank_account="XX"))
    assert problem.text == "100 has no bank account 'XX'"
    (problem,) = paying.check_receipt(
        office.ledger, office.receipt(1, currency="CAD", bank_account="100-USD")
    )
    assert problem.text == "bank account 100-USD is in USD, the receipt in CAD"


def test_documents_that_cannot_be_paid_say_why(office: Office) -> None:
    office.raises("held", 10_00)
    office.raises("closed", 10_00)
    office.pays(10_00, ("closed", None))
    setup.flag_document(office.ledger, "100/held", hold=True, dispute=False)
    for number, sentence in (
        ("held", "2117! held is on hold"),
        ("closed", "2116! closed is closed"),
        ("none", "2210! document none does not exist"),
    ):
        with pytest.raises(Refused, match=sentence):
            paying.post_receipt(
                office.ledger, office.receipt(10_00), [PayLine(office.key(number), 10_00)]
            )
    with pytest.raises(Refused, match="2234! held is there twice"):
        setup.flag_document(office.ledger, "100/held", hold=False, dispute=False)
        paying.post_receipt(
            office.ledger,
            office.receipt(10_00),
            [PayLine("100/held", 4_00), PayLine("100/held", 6_00)],
        )


def test_a_document_of_another_company_is_not_paid(office: Office) -> None:
    setup.register_company(office.ledger, "200", "Two Hundred", "USD", years=[2020])
    setup.put_customers(office.ledger, [CustomerData("200", "C1", "Acme there", "USD")])
    office.raises("1", 10_00)
    with pytest.raises(Refused, match="2211! 1 belongs to 100"):
        paying.post_receipt(
            office.ledger,
            office.receipt(10_00).__class__(
                "200", "C1", "USD", 10_00, "200-USD", "2020-04-15", "2020-04-15"
            ),
            [PayLine("100/1", 10_00)],
        )


def test_unidentified_cash_is_booked_at_once(office: Office) -> None:
    posted = office.pays(office.receipt(70_00, customer="", number="U1"))
    assert office.journal(posted) == {"Bank": 70_00, "Unidentified": -70_00}
    assert office.ledger.read.unidentified() == [("USD", -70_00, 1)]


def test_a_returned_item_is_a_debit_that_money_can_pay_again(office: Office) -> None:
    posted = office.pays(office.receipt(-80_00, number="BACK"))
    assert office.journal(posted) == {"Bank": -80_00, "Customer": 80_00}
    assert office.document("BACK").kind == "returned"
    office.pays(80_00, ("BACK", None))
    assert office.open_of("BACK") == 0
    office.assert_sound()


def test_a_returned_item_pays_no_documents(office: Office) -> None:
    office.raises("1", 10_00)
    with pytest.raises(Refused, match="2105"):
        paying.post_receipt(office.ledger, office.receipt(-80_00), [PayLine("100/1", 10_00)])


def test_a_like_receipt_of_the_last_days_is_a_probable_duplicate(office: Office) -> None:
    first = office.pays(office.receipt(10_00, reference="INV 1"))
    assert paying.duplicates(office.ledger, office.receipt(10_00, reference="INV 1")) == [
        first.document
    ]
    for other in (
        office.receipt(10_01, reference="INV 1"),
        office.receipt(10_00, reference="INV 2"),
        office.receipt(10_00, reference="INV 1", customer="C2"),
        office.receipt(10_00, reference="INV 1", received="2020-05-16"),
    ):
        assert paying.duplicates(office.ledger, other) == []


def test_a_document_number_that_exists_is_refused(office: Office) -> None:
    office.raises("1", 10_00)
    with pytest.raises(Refused, match="2209! document 1 exists in 100"):
        office.pays(office.receipt(5_00, number="1"))


def test_a_deduction_stays_open_with_its_reason(office: Office) -> None:
    office.tolerate(500)
    office.raises("1", 100_00)
    office.pays(97_00, ("1", None, Wish(short_reason="DAM")))
    assert office.open_of("1") == 3_00, "a named deduction is not written off"
    assert office.ledger.store.query("SELECT document, amount, reason FROM short_paid") == [
        ("100/1", 3_00, "DAM")
    ]
    with pytest.raises(Refused, match="2205! reason code 'XYZ' does not exist"):
        office.pays(1_00, ("1", None, Wish(short_reason="XYZ")))


def test_a_document_is_not_applied_to_itself_and_an_empty_credit_applies_nothing(
    office: Office,
) -> None:
    office.raises("1", 10_00)
    office.raises("CM", -10_00)
    apply = partial(paying.apply, office.ledger)
    with pytest.raises(Refused, match="2214"):
        apply("100/CM", [PayLine("100/CM", -10_00)])
    with pytest.raises(Refused, match="2213"):
        apply("100/CM", [])
    with pytest.raises(Refused, match="2212! 1 has no credit to apply"):
        apply("100/1", [PayLine("100/CM", -10_00)])
    setup.flag_document(office.ledger, "100/CM", hold=True, dispute=False)
    with pytest.raises(Refused, match="2117! CM is on hold"):
        apply("100/CM", [PayLine("100/1", 10_00)])


def test_only_the_divisions_of_receipt_and_document_owe_each_other(office: Office) -> None:
    for name in ("N", "S"):
        setup.register_division(office.ledger, COMPANY, name, name, control_account=f"1210-{name}")
    setup.put_customers(office.ledger, [CustomerData(COMPANY, "D", "Divided", "USD", division="N")])
    office.raises("1", 100_00, customer="D", division="S")
    office.raises("2", 100_00, customer="D", division="S")
    office.raises("CM", -100_00, customer="D", division="N")
    office.pays(office.receipt(100_00, customer="D", number="R1"))
    assert office.applies("CM", ("1", None)) and office.applies("R1", ("2", None))
    by_memo = office.ledger.read.seal("100/CA/2020/1")
    by_receipt = office.ledger.read.seal("100/CA/2020/2")
    assert by_memo is not None and by_receipt is not None
    assert by_memo.lines == ()
    assert [(line.account, line.base) for line in by_receipt.lines] == [
        ("1210-N", 100_00),
        ("1210-S", -100_00),
    ]
    office.assert_sound()
