"""Master data: recorded as events, refused at the field at fault, found again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from artui.ledger import drafts, paying, setup
from artui.ledger.drafts import Draft, DraftLine
from artui.ledger.errors import ReadOnly, Refused, StoreUnusable
from artui.ledger.ledger import Ledger, open_ledger
from artui.ledger.setup import CustomerData, ToleranceData
from artui.ledger.store import Store
from tests.ledger.office import COMPANY, Office


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def test_the_maker_of_a_ledger_has_unlimited_authority_and_nobody_else_any(
    office: Office,
) -> None:
    policies = office.ledger.policies
    assert policies.authority("ann", "USD") is None
    assert policies.may_grant_late_discount("ann")
    assert policies.authority("bob", "USD") == 0
    setup.define_user(office.ledger, "bob", authority={"USD": 50_00})
    assert office.ledger.policies.authority("bob", "USD") == 50_00
    assert office.ledger.policies.authority("bob", "CAD") == 0
    setup.define_user(office.ledger, "bob", unlimited=True, ended=True)
    assert office.ledger.policies.authority("bob", "USD") == 0


def test_a_colleagues_change_of_policy_is_seen_at_once(office: Office) -> None:
    bob = office.as_clerk("bob")
    assert "NEW" not in bob.policies.terms
    setup.define_terms(office.ledger, "NEW", steps=[("1", 5)])
    assert bob.policies.terms["NEW"].steps[0].percent == "1"


def test_an_account_is_the_divisions_else_the_companys_else_everybodys(office: Office) -> None:
    def account(division: str = "", company: str = COMPANY) -> str:
        return office.ledger.policies.account("AR30-310", company, division)

    assert account() == "6110-000"
    setup.map_rule(office.ledger, "AR30-310", "6111", name="Discount 100", company=COMPANY)
    setup.map_rule(office.ledger, "AR30-310", "6112", company=COMPANY, division="N")
    assert (account(), account("N"), account("S"), account("N", "")) == (
        "6111",
        "6112",
        "6111",
        "6110-000",
    )
    with pytest.raises(Refused, match="2202! accounting rule XX leads to no account"):
        office.ledger.policies.account("XX", COMPANY)


def test_customers_are_found_by_alias_number_and_word(office: Office) -> None:
    setup.put_customers(
        office.ledger,
        [
            CustomerData(COMPANY, "0042", "Nash foundation", "USD", aliases=("NASH co", "Nsh")),
            CustomerData(COMPANY, "N7", "Seven Nations", "USD"),
        ],
    )

    def found(text: str) -> list[tuple[str, str]]:
        return [(f.customer.customer, f.by) for f in office.ledger.read.find_customers(text)]

    assert found("nsh") == [("0042", "alias")]
    assert found("0042") == [("0042", "number")]
    assert found("42") == [], "leading zeros count"
    assert found("n") == [("N7", "number"), ("0042", "name")]
    assert found("nations") == [("N7", "name")]
    assert found("  ") == []


def test_putting_customers_again_changes_only_what_changed(office: Office) -> None:
    data = CustomerData(COMPANY, "C1", "Acme Foods", "USD", "N30", group="RETAIL")
    assert setup.put_customers(office.ledger, [data]) == (0, 0)
    renamed = CustomerData(COMPANY, "C1", "Acme Food Ltd", "USD", "N30", group="RETAIL")
    assert setup.put_customers(office.ledger, [renamed]) == (0, 1)
    known = office.ledger.read.customer(COMPANY, "C1")
    assert known is not None
    assert (known.name, known.version, CustomerData.of(known)) == ("Acme Food Ltd", 2, renamed)


Command = Callable[[Ledger], object]


def steps(ledger: Ledger, *given: tuple[str, int | None]) -> None:
    """Terms with these discount steps."""
    setup.define_terms(ledger, "T", steps=given)


@pytest.mark.parametrize(
    ("command", "field", "number"),
    [
        (setup.create, "ledger", 2220),
        (lambda led: setup.register_company(led, "", "x", "USD"), "company", 2221),
        (lambda led: setup.register_company(led, "a/b", "x", "USD"), "company", 2221),
        (lambda led: setup.register_company(led, COMPANY, "x", "USD"), "company", 2222),
        (lambda led: setup.register_company(led, "200", "x", "XQX"), "currency", 2108),
        (lambda led: setup.open_bank_account(led, COMPANY, "100-USD", "USD"), "bank_account", 2223),
        (lambda led: setup.register_branch(led, "9", "B", "x"), "company", 2201),
        (lambda led: setup.register_division(led, "9", "D", "x"), "company", 2201),
        (lambda led: setup.define_terms(led, ""), "terms", 2229),
        (lambda led: setup.define_reason(led, "", "x", "dispute"), "reason", 2231),
        (lambda led: setup.define_reason(led, "X", "x", "other"), "kind", 2232),
        (lambda led: setup.define_reason(led, "X", "x", "dispute", rule="no"), "rule", 2202),
        (
            lambda led: setup.define_reason(led, "X", "x", "dispute", direction="up"),
            "direction",
            2232,
        ),
        (
            lambda led: setup.define_reason(led, "X", "x", "dispute", tax_percent="101"),
            "tax_percent",
            2228,
        ),
        (lambda led: setup.define_reason(led, "X", "x", "dispute", limit=5), "limit", 2227),
        (
            lambda led: setup.define_reason(led, "X", "x", "dispute", limit=5, currency="XXQ"),
            "currency",
            2108,
        ),
        (lambda led: setup.define_user(led, "u", authority={"XXQ": 5}), "currency", 2108),
        (lambda led: setup.define_user(led, "u", authority={"USD": -5}), "authority", 2227),
        (lambda led: setup.set_tolerance(led, ToleranceData("XXQ", 5)), "currency", 2108),
        (
            lambda led: setup.set_tolerance(led, ToleranceData("USD", 5, "100.01")),
            "short_percent",
            2228,
        ),
        (lambda led: setup.set_rate(led, "USD", "USD", "2020-01-01", "1"), "currency", 2239),
        (lambda led: setup.set_rate(led, "XXQ", "USD", "2020-01-01", "1"), "currency", 2108),
        (lambda led: setup.set_rate(led, "USD", "EUR", "2020-02-30", "1"), "since", 2110),
        (lambda led: steps(led, ("2", 10), ("1", 10)), "days_2", 2237),
        (lambda led: steps(led, ("2", 10), ("1", 5)), "days_2", 2237),
        (lambda led: steps(led, ("2", None), ("1", 50)), "days_2", 2237),
        (lambda led: steps(led, ("3", 5), ("2", 10), ("2", 20)), "percent_3", 2238),
        (lambda led: steps(led, ("2", 10), ("3", 20)), "percent_2", 2238),
        (lambda led: steps(led, ("101", 10)), "percent_1", 2228),
        (lambda led: steps(led, ("2", -1)), "days_1", 2230),
        (lambda led: setup.flag_document(led, "100/9", hold=True, dispute=False), "document", 2210),
        (
            lambda led: setup.put_customers(led, [CustomerData("9", "C", "x", "USD")]),
            "company",
            2201,
        ),
    ],
)
def test_wrong_master_data_is_refused_at_its_field_and_writes_nothing(
    office: Office, command: Command, field: str, number: int
) -> None:
    before = office.ledger.store.head()
    with pytest.raises(Refused) as refusal:
        command(office.ledger)
    assert [(p.field, p.number) for p in refusal.value.problems] == [(field, number)]
    assert office.ledger.store.head() == before


def test_a_tolerance_of_the_rest_and_a_reason_with_tax_are_kept(office: Office) -> None:
    setup.set_tolerance(office.ledger, ToleranceData("USD", None, "1", residual=True))
    setup.define_reason(office.ledger, "BAD", "Bad", "bad debt", tax=True, tax_percent="19")
    customer = office.ledger.read.customer(COMPANY, "C1")
    assert customer is not None
    policies = office.ledger.policies
    assert policies.tolerance(customer, "USD", "2020-04-15").residual
    assert policies.reason("BAD").tax
    assert policies.reason("BAD").tax_percent == "19"


def test_years_are_opened_once(office: Office) -> None:
    assert setup.open_years(office.ledger, COMPANY, [2019, 2020, 2021]) == [2019, 2021]
    assert setup.open_years(office.ledger, COMPANY, [2019, 2020, 2021]) == []
    period = office.ledger.policies.period_of(COMPANY, "2019-02-28")
    assert period is not None
    assert (period.name, period.year, period.open) == ("2019-02", 2019, True)


def test_a_flag_is_set_and_freed(office: Office) -> None:
    office.raises("1", 10_00)
    for hold, dispute in ((True, False), (False, True), (False, False)):
        setup.flag_document(office.ledger, "100/1", hold=hold, dispute=dispute, note="call")
        document = office.document("1")
        assert (document.hold, document.dispute) == (int(hold), int(dispute))
    office.assert_sound()


def test_a_draft_is_kept_replaced_and_forgotten_outside_the_chain(office: Office) -> None:
    ledger = office.ledger
    head = ledger.store.head()
    line = DraftLine("100/1", 5_00, discount=2, version=7)
    draft = Draft({"amount": "5.00"}, (line,), "F", command="cmd-9", company=COMPANY)
    drafts.keep(ledger, "d1", "5.00 C1", Draft({}))
    drafts.keep(ledger, "d1", "5.00 C1", draft)
    drafts.keep(office.as_clerk("bob"), "d1", "his", Draft({}))
    (kept,) = drafts.kept(ledger)
    assert (kept.id, kept.label, kept.draft) == ("d1", "5.00 C1", draft)
    assert ledger.store.head() == head
    paying.post_receipt(ledger, office.receipt(5_00), command="cmd-9")
    assert drafts.kept(ledger) == [], "what was posted under its command is done"
    drafts.forget(ledger, "d1")
    drafts.forget(ledger, "d1")


def test_an_empty_place_is_no_ledger_yet(location: str) -> None:
    open_ledger(location, "ann", create=True).close()
    with pytest.raises(StoreUnusable, match="holds no ledger yet"):
        open_ledger(location, "ann")


def test_a_ledger_opened_for_reading_says_so_when_it_should_write(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.ledger.store, "read_only", True)
    with pytest.raises(ReadOnly, match="you can look, nothing can be posted"):
        paying.post_receipt(office.ledger, office.receipt(1_00))
    with pytest.raises(ReadOnly):
        setup.define_terms(office.ledger, "T")
