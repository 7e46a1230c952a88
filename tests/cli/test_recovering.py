"""``pay`` and ``apply`` for a document written off: refused, or with ``--recover`` both."""

from __future__ import annotations

from tests.cli.conftest import Artui

PAY = ("pay", "C1", "2.00", "USD", "--document", "1")
"""2.00 of invoice 1, of 1,000.00, was written off within tolerance."""


def test_without_the_option_it_is_refused_and_the_write_off_named(history: Artui) -> None:
    answer = history(*PAY)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.strip() == (
        "2663! 1 is closed: 2.00 of it was written off on 2020-04-15 "
        "(RC 2020-000001); --recover takes that back first"
    )


def test_with_the_option_two_vouchers_are_posted(history: Artui) -> None:
    answer = history(*PAY, "--recover", "--command", "once")
    assert answer.status == 0, answer.err
    assert answer.out.splitlines() == [
        "Voucher RV 2020-000001 posted: it takes a write-off back.",
        "Voucher RC 2020-000007 posted (U001/RC/2020/7).",
        "Document  Paid  Discount  Wr.off  Open after",
        "1         2.00      0.00    0.00        0.00",
    ]
    (again,) = history(*PAY, "--recover", "--command", "once", "--json").records
    assert (again["name"], again["again"]) == ("RC 2020-000007", True)
    assert again["taken_back"] == ["RV 2020-000001"]
    assert history("verify").status == 0


def test_what_rests_above_stays_on_account_and_less_leaves_it_open(history: Artui) -> None:
    (record,) = history(
        "pay", "C1", "5.50", "USD", "--document", "1", "--document", "2=3.00", "--recover", "--json"
    ).records
    assert record["taken_back"] == ["RV 2020-000001", "RV 2020-000002"]
    assert [(line["paid"], line["open_balance"]) for line in record["lines"]] == [
        ("2.00", "0.00"),
        ("3.00", "1.00"),
    ]
    assert record["left"] == "0.50"


def test_money_on_account_is_applied_the_same_way(history: Artui) -> None:
    assert history("pay", "C1", "4.00", "USD", "--on-account").status == 0
    refused = history("apply", "RC20000007", "--document", "2")
    assert "2663! 2 is closed" in refused.err
    answer = history("apply", "RC20000007", "--document", "2", "--recover")
    assert answer.out.splitlines()[:2] == [
        "Voucher RV 2020-000001 posted: it takes a write-off back.",
        "Voucher CA 2020-000001 posted (U001/CA/2020/1).",
    ]
    assert history("verify").status == 0


def test_money_that_equals_a_write_off_is_told_and_posted_on_account(history: Artui) -> None:
    answer = history("pay", "C1", "2.00", "USD")
    assert answer.status == 0
    assert (
        "2.00 of 1 was written off on 2020-04-15 (RC 2020-000001): "
        "--document 1 --recover takes it back first."
    ) in answer.err
    assert "USD 2.00 stays on RC20000007." in answer.out


def test_a_closed_document_that_nothing_was_written_off_of_is_just_closed(history: Artui) -> None:
    assert history("pay", "C1", "13.00", "USD", "--document", "4").status == 0  # 16.00 were open
    assert history("pay", "C1", "3.00", "USD", "--document", "4").status == 1
    assert "2116! 5 is closed" not in history("pay", "C1", "32.00", "--document", "5").err
    assert "2116! 5 is closed" in history("pay", "C1", "1.00", "USD", "--document", "5").err


def test_the_report_lists_what_came_in_after_all(history: Artui) -> None:
    assert history("pay", "C1", "1.50", "USD", "--document", "1", "--recover").status == 0
    assert history("reverse", "--write-off", "2").status == 0
    span = ("--from", "2020-04-01", "--to", "2020-04-30")
    answer = history("report", "recoveries", "--company", "U001", *span)
    assert answer.status == 0, answer.err
    assert answer.out.splitlines()[4:] == [
        "Customer Document Off on     Back on    Written off Recovered Cur",
        "C1       1        2020-04-15 2020-04-15        2.00      1.50 USD",
        "C1       2        2020-04-15 2020-04-15        4.00      0.00 USD",
        "-----------------------------------------------------------------",
        "Total                                          6.00      1.50 USD",
    ]
    assert history("pay", "C1", "4.00", "USD", "--document", "2").status == 0
    (_first, second) = history("report", "recoveries", "--company", "U001", *span, "--json").records
    assert (second["document"], second["recovered"]) == ("2", "4.00")


def test_a_payment_put_right_is_no_recovery(history: Artui) -> None:
    assert history("reverse", "RC 2020-000001").status == 0
    assert history("pay", "C1", "998", "USD", "--document", "1").status == 0
    span = ("--from", "2020-04-01", "--to", "2020-04-30")
    assert history("report", "recoveries", "--company", "U001", *span, "--json").records == []
