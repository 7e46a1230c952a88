"""The stored bytes of every event type, literally: what was written once is read for ever."""

from __future__ import annotations

from typing import get_args

import msgspec
import pytest

from artui.ledger import events as ev

BASE = ("stream", 3, 1_580_000_000_000_000, "ann", "command")

GOLDEN: list[tuple[ev.Event, str]] = [
    (
        ev.LedgerCreated(*BASE, 7, "name"),
        "98a26c63a000cf00059d006abec000a3616e6ea7636f6d6d616e6407a46e616d65",
    ),
    (
        ev.CurrencyAdopted(*BASE, "currency", 7),
        "98a26379a000cf00059d006abec000a3616e6ea7636f6d6d616e64a863757272656e637907",
    ),
    (
        ev.CompanyRegistered(*BASE, "company", "name", "base_currency", "group"),
        "9aa2636fa000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a4"
        "6e616d65ad626173655f63757272656e6379a567726f7570",
    ),
    (
        ev.BranchRegistered(*BASE, "company", "branch", "name"),
        "99a26272a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a6"
        "6272616e6368a46e616d65",
    ),
    (
        ev.DivisionRegistered(*BASE, "company", "division", "name", "region"),
        "9aa26476a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a8"
        "6469766973696f6ea46e616d65a6726567696f6e",
    ),
    (
        ev.BankAccountOpened(
            *BASE,
            "company",
            "bank_account",
            "currency",
            "account",
            "name",
            "division",
            ("number",),
        ),
        "9da26261a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79ac"
        "62616e6b5f6163636f756e74a863757272656e6379a76163636f756e74a46e616d65a86469766973696f"
        "6e91a66e756d626572",
    ),
    (
        ev.AccountDefined(*BASE, "account", "name"),
        "98a26163a000cf00059d006abec000a3616e6ea7636f6d6d616e64a76163636f756e74a46e616d65",
    ),
    (
        ev.RuleMapped(*BASE, "rule", "account", "company", "division"),
        "9aa27275a000cf00059d006abec000a3616e6ea7636f6d6d616e64a472756c65a7616363"
        "6f756e74a7636f6d70616e79a86469766973696f6e",
    ),
    (
        ev.ReasonDefined(
            *BASE, "reason", "name", "kind", "rule", "direction", 7, "currency", "tax_percent", True
        ),
        "dc0010a27265a000cf00059d006abec000a3616e6ea7636f6d6d616e64a6726561736f6e"
        "a46e616d65a46b696e64a472756c65a9646972656374696f6e07a863757272656e6379ab7461785f7065"
        "7263656e74c3c2",
    ),
    (
        ev.ToleranceSet(
            *BASE,
            7,
            "level",
            "key",
            "currency",
            -70000,
            "short_percent",
            -70000,
            "over_percent",
            True,
            "since",
            "note",
            True,
        ),
        "dc0013a2746fa000cf00059d006abec000a3616e6ea7636f6d6d616e6407a56c6576656c"
        "a36b6579a863757272656e6379d2fffeee90ad73686f72745f70657263656e74d2fffeee90ac6f766572"
        "5f70657263656e74c3a573696e6365a46e6f7465c3c2",
    ),
    (
        ev.TermsDefined(
            *BASE,
            "terms",
            "name",
            7,
            (ev.DiscountStep("2", 10), ev.DiscountStep("1", None)),
            7,
            True,
            True,
        ),
        "9da27465a000cf00059d006abec000a3616e6ea7636f6d6d616e64a57465726d73a46e61"
        "6d65079292a1320a92a131c007c3c3",
    ),
    (
        ev.PeriodsGenerated(*BASE, "company", 7, (("2020-01", "2020-01-01", "2020-01-31"),)),
        "99a27067a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907"
        "9193a7323032302d3031aa323032302d30312d3031aa323032302d30312d3331",
    ),
    (
        ev.PeriodClosed(*BASE, "company", "period", "note"),
        "99a27063a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a6"
        "706572696f64a46e6f7465",
    ),
    (
        ev.PeriodReopened(*BASE, "company", "period", "note"),
        "99a2706fa000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a6"
        "706572696f64a46e6f7465",
    ),
    (
        ev.BooksClosed(*BASE, "company", "through"),
        "98a26263a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a77468726f756768",
    ),
    (
        ev.BalancesSealed(*BASE, "company", "period", 7, "hash", 7, (("USD", (1, 2)),)),
        "9ca26273a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a6"
        "706572696f6407a468617368079192a3555344920102",
    ),
    (
        ev.ParametersSet(*BASE, "company", "since", ev.Parameters(), "note"),
        "9aa2706da000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a573696e6365dc"
        "001c94a8637573746f6d6572a567726f7570a863757272656e6379a764656661756c74a46e6f6e65c3c2"
        "c2808092c0c080c3b06d6f7374207265737472696374697665a6726566757365c2ab6170706c69636174"
        "696f6ea8646f63756d656e74a86f726967696e616c80c30080808080a6706f737465649090c2c3a46e6f"
        "7465",
    ),
    (
        ev.RateSet(*BASE, "base_currency", "currency", "since", "1.25"),
        "9aa27261a000cf00059d006abec000a3616e6ea7636f6d6d616e64ad626173655f637572"
        "72656e6379a863757272656e6379a573696e6365a4312e3235",
    ),
    (
        ev.UserDefined(
            *BASE, "user", "name", {"USD": 10000}, True, True, True, ("clerk",), ("100/EAST",)
        ),
        "9ea27573a000cf00059d006abec000a3616e6ea7636f6d6d616e64a475736572a46e616d"
        "6581a3555344cd2710c3c3c391a5636c65726b91a83130302f45415354",
    ),
    (
        ev.RoleDefined(*BASE, "role", "name", ("receipts.post",), True),
        "9aa2726fa000cf00059d006abec000a3616e6ea7636f6d6d616e64a4726f6c65a46e616d"
        "6591ad72656365697074732e706f7374c3",
    ),
    (
        ev.Delegated(*BASE, "user", "to", "since", "until", "note"),
        "9ba2646ca000cf00059d006abec000a3616e6ea7636f6d6d616e64a475736572a2746fa5"
        "73696e6365a5756e74696ca46e6f7465",
    ),
    (
        ev.ChangeProposed(*BASE, 7, "what", ("stream",), (3,), (b"fact",)),
        "9ba26370a000cf00059d006abec000a3616e6ea7636f6d6d616e6407a47768617491a673"
        "747265616d910391c40466616374",
    ),
    (
        ev.ChangeDecided(*BASE, 7, "decision", "proposed_by", "note"),
        "9aa26364a000cf00059d006abec000a3616e6ea7636f6d6d616e6407a86465636973696f"
        "6eab70726f706f7365645f6279a46e6f7465",
    ),
    (
        ev.ExceptionRulesSet(
            *BASE,
            "company",
            "since",
            (ev.ExceptionRule("over", "write off", "USD", 1, 500, None, "0.5", "CRWOF"),),
            "note",
        ),
        "9aa27873a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a57369"
        "6e63659198a46f766572a97772697465206f6666a355534401cd01f4c0a3302e35a54352574f"
        "46a46e6f7465",
    ),
    (
        ev.ScheduleSet(
            *BASE, "schedule", "owner", "program", "company", ("USD",), ("C1",), 7, "1", "CRWOF"
        ),
        "dc0010a27363a000cf00059d006abec000a3616e6ea7636f6d6d616e64a87363686564756c65"
        "a56f776e6572a770726f6772616da7636f6d70616e7991a355534491a2433107a131a5435257"
        "4f46c2",
    ),
    (
        ev.CustomerRegistered(
            *BASE,
            "company",
            "customer",
            "name",
            ("ACM",),
            "currency",
            "terms",
            "group",
            "payer",
            "division",
            ("1", "2"),
            7,
            7,
            True,
            True,
        ),
        "dc0014a26375a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e"
        "79a8637573746f6d6572a46e616d6591a341434da863757272656e6379a57465726d73a567726f7570a5"
        "7061796572a86469766973696f6e92a131a1320707c3c3",
    ),
    (
        ev.CustomerChanged(
            *BASE,
            "company",
            "customer",
            "name",
            ("ACM",),
            "currency",
            "terms",
            "group",
            "payer",
            "division",
            ("1", "2"),
            7,
            7,
            True,
            True,
        ),
        "dc0014a26363a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e"
        "79a8637573746f6d6572a46e616d6591a341434da863757272656e6379a57465726d73a567726f7570a5"
        "7061796572a86469766973696f6e92a131a1320707c3c3",
    ),
    (
        ev.StatementsRun(
            *BASE,
            "company",
            7,
            "cut_off",
            "scope",
            (ev.Addressee("customer", "name", (("other", "name"),)),),
            (("customer", "why"),),
        ),
        "9ca2736da000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907"
        "a76375745f6f6666a573636f70659193a8637573746f6d6572a46e616d659192a56f74686572a46e616d"
        "659192a8637573746f6d6572a3776879",
    ),
    (
        ev.StatementsWanted(*BASE, "company", "customer", True),
        "99a27377a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a8"
        "637573746f6d6572c3",
    ),
    (
        ev.DocumentFlagged(*BASE, "document", True, True, "note"),
        "9aa26466a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74c3c3a46e6f7465",
    ),
    (
        ev.DocumentRaised(
            *BASE,
            "document",
            "kind",
            "customer",
            "name",
            "date",
            "due",
            "currency",
            -70000,
            7,
            7,
            "1.25",
            "terms",
            "branch",
            "division",
            "reference",
            7,
            7,
            7,
            "group_invoice",
            "contra",
            "control",
        ),
        "dc001da26472a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d65"
        "6e74a46b696e64a8637573746f6d6572a46e616d65a464617465a3647565a863757272656e6379d2fffe"
        "ee900707a4312e3235a57465726d73a66272616e6368a86469766973696f6ea97265666572656e636507"
        "0707ad67726f75705f696e766f696365a6636f6e747261a7636f6e74726f6c90a0",
    ),
    (
        ev.ReceiptRecorded(
            *BASE,
            "document",
            "customer",
            "known_as",
            "currency",
            -70000,
            7,
            "1.25",
            "bank_account",
            "method",
            "received",
            "date",
            "reference",
            "bank_reference",
            "division",
            "control",
        ),
        "dc0015a27272a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d65"
        "6e74a8637573746f6d6572a86b6e6f776e5f6173a863757272656e6379d2fffeee9007a4312e3235ac62"
        "616e6b5f6163636f756e74a66d6574686f64a87265636569766564a464617465a97265666572656e6365"
        "ae62616e6b5f7265666572656e6365a86469766973696f6ea7636f6e74726f6c",
    ),
    (
        ev.Applied(*BASE, "source", "target", -70000, -70000, 7, 7),
        "9ca26170a000cf00059d006abec000a3616e6ea7636f6d6d616e64a6736f75726365a674"
        "6172676574d2fffeee90d2fffeee900707",
    ),
    (
        ev.DiscountGranted(*BASE, "document", -70000, 7, 7, "reason", "accepted_by"),
        "9ea26467a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74"
        "d2fffeee900707a6726561736f6eab61636365707465645f62790000",
    ),
    (
        ev.DifferenceWrittenOff(*BASE, "document", -70000, 7, 7, "level", "key", 7),
        "dc0010a26477a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d65"
        "6e74d2fffeee900707a56c6576656ca36b657907a00000",
    ),
    (
        ev.WrittenOff(
            *BASE,
            "document",
            "number",
            -70_000,
            7,
            "reason",
            "rule",
            "rate",
            7,
            7,
            7,
            "requested_by",
            "request",
        ),
        "dc0013a2776fa000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d65"
        "6e74a66e756d626572d2fffeee9007a6726561736f6ea472756c65a472617465070707ac726571756573"
        "7465645f6279a77265717565737400",
    ),
    (
        ev.ChargedBack(*BASE, "document", "chargeback", -70_000, 7, "reason"),
        "9ba26362a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74"
        "aa6368617267656261636bd2fffeee9007a6726561736f6e",
    ),
    (
        ev.Transferred(*BASE, "document", "made", -70_000, 7, "note"),
        "9ba27466a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74"
        "a46d616465d2fffeee9007a46e6f7465",
    ),
    (
        ev.Refunded(*BASE, "document", -70_000, 7, "bank_account", "bob", "request"),
        "9ca2726ea000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74"
        "d2fffeee9007ac62616e6b5f6163636f756e74a3626f62a772657175657374",
    ),
    (
        ev.RoundingAbsorbed(*BASE, "document", -70_000, 7),
        "99a27262a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74d2fffeee9007",
    ),
    (
        ev.ExchangeRealised(*BASE, "document", 7),
        "98a27872a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e7407",
    ),
    (
        ev.ShortPaid(*BASE, "document", -70000, "reason"),
        "99a27370a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74"
        "d2fffeee90a6726561736f6e",
    ),
    (
        ev.DocumentCancelled(*BASE, "document", -70000, 7, "1.1"),
        "9aa26463a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74"
        "d2fffeee9007a3312e31",
    ),
    (
        ev.VoucherReversed(*BASE, "voucher"),
        "97a27672a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7766f7563686572",
    ),
    (
        ev.FactsReversed(*BASE, "voucher", (2, 3)),
        "98a26672a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7766f7563686572920203",
    ),
    (
        ev.RateAdjusted(*BASE, "document", "rate", "was", 7, "bank_account"),
        "9ba2726aa000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74"
        "a472617465a377617307ac62616e6b5f6163636f756e74",
    ),
    (
        ev.JournalLeftUnposted(*BASE),
        "96a26a75a000cf00059d006abec000a3616e6ea7636f6d6d616e64",
    ),
    (
        ev.JournalPosted(*BASE, "voucher"),
        "97a26a70a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7766f7563686572",
    ),
    (
        ev.JournalExported(*BASE, "company", 7, 7, -70_000, 7, 7, (("USD", 1, 2),), (1, 2), "sha"),
        "9fa26a78a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907"
        "07d2fffeee9007079193a35553440102920102a3736861",
    ),
    (
        ev.WriteOffRequested(
            *BASE, "company", 7, "document", -70_000, "reason", "currency", 7, 7, 7, "note", "since"
        ),
        "dc0011a27772a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e"
        "7907a8646f63756d656e74d2fffeee90a6726561736f6ea863757272656e6379070707a46e6f7465a573"
        "696e6365",
    ),
    (
        ev.RefundRequested(
            *BASE,
            "company",
            7,
            "document",
            -70_000,
            "bank_account",
            "currency",
            7,
            7,
            "reason",
            "note",
            "since",
        ),
        "dc0011a27271a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e"
        "7907a8646f63756d656e74d2fffeee90ac62616e6b5f6163636f756e74a863757272656e63790707a672"
        "6561736f6ea46e6f7465a573696e6365",
    ),
    (
        ev.RequestDecided(*BASE, "company", 7, "decision", "voucher", "note", "sue"),
        "9ca27264a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907"
        "a86465636973696f6ea7766f7563686572a46e6f7465a3737565",
    ),
    (
        ev.ExceptionRecommended(
            *BASE, "company", 7, "document", "receipt", "USD", -7, 1, "since", "reason", "note"
        ),
        "dc0010a26572a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907"
        "a8646f63756d656e74a772656365697074a3555344f901a573696e6365a6726561736f6ea46e"
        "6f7465",
    ),
    (
        ev.RecommendationDecided(
            *BASE,
            "company",
            7,
            "decision",
            "action",
            7,
            "reason",
            "voucher",
            "made",
            "request",
            "note",
        ),
        "dc0010a26564a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907"
        "a86465636973696f6ea6616374696f6e07a6726561736f6ea7766f7563686572a46d616465a7"
        "72657175657374a46e6f7465",
    ),
    (
        ev.ClearingListMade(
            *BASE,
            "company",
            7,
            "cut_off",
            7,
            (ev.ListedAccount("customer", "currency", 7, 7),),
            True,
            ("division",),
            ("region",),
        ),
        "9ea27a6da000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907"
        "a76375745f6f6666079194a8637573746f6d6572a863757272656e63790707c391a86469766973696f6e"
        "91a6726567696f6e",
    ),
    (
        ev.ClearingListChanged(
            *BASE,
            "company",
            7,
            7,
            (ev.ListedAccount("customer", "currency", 7, 7),),
            (("customer", "currency"),),
        ),
        "9ba27a63a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907"
        "079194a8637573746f6d6572a863757272656e637907079192a8637573746f6d6572a863757272656e"
        "6379",
    ),
    (
        ev.ClearingListEmptied(*BASE, "company", 7, (("customer", "currency", "why"),)),
        "99a27a65a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907"
        "9193a8637573746f6d6572a863757272656e6379a3776879",
    ),
    (
        ev.BankLineRead(
            *BASE,
            "document",
            "file",
            7,
            "batch",
            ev.LineSaid(
                "payer",
                "account",
                ("text",),
                ("reference",),
                "end",
                (ev.DocumentSaid("number", -70_000, 7, 7, "reason"),),
                "kind",
                "returned",
                7,
            ),
        ),
        "9ba2626ca000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74a4"
        "66696c6507a5626174636899a57061796572a76163636f756e7491a47465787491a972656665"
        "72656e6365a3656e649195a66e756d626572d2fffeee900707a6726561736f6ea46b696e64a8"
        "72657475726e656407",
    ),
    (
        ev.LineParked(*BASE, "document", "note"),
        "98a26c70a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74a46e6f7465",
    ),
    (
        ev.LineTakenUp(*BASE, "document"),
        "97a26c74a000cf00059d006abec000a3616e6ea7636f6d6d616e64a8646f63756d656e74",
    ),
    (
        ev.PayerAliasLearned(*BASE, "company", 7, "customer", "kind", "text", "receipt"),
        "9ca2616ca000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907a863"
        "7573746f6d6572a46b696e64a474657874a772656365697074",
    ),
    (
        ev.PayerAliasEnded(*BASE, "company", 7, "note"),
        "99a26165a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e7907a46e6f7465",
    ),
    (
        ev.BatchOpened(*BASE, "company", "batch", "bank_account", "USD", "day", 7, -70_000, "note"),
        "9ea2626fa000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a5"
        "6261746368ac62616e6b5f6163636f756e74a3555344a364617907d2fffeee90a46e6f7465",
    ),
    (
        ev.BatchClosed(*BASE, "company", "batch", 7, -70_000, 7, "reason"),
        "9ca26264a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a5"
        "626174636807d2fffeee9007a6726561736f6e",
    ),
    (
        ev.VoucherPosted(
            *BASE,
            "company",
            "series",
            7,
            7,
            "date",
            "period",
            "customer",
            "currency",
            -70000,
            (ev.JournalLine("Bank", "1000", "", "USD", 5, 6),),
            "batch",
            7,
            "text",
        ),
        "dc0013a27670a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e"
        "79a67365726965730707a464617465a6706572696f64a8637573746f6d6572a863757272656e6379d2ff"
        "feee909196a442616e6ba431303030a0a35553440506a5626174636807a474657874",
    ),
]


@pytest.mark.parametrize(("event", "stored"), GOLDEN, ids=lambda part: type(part).__name__)
def test_an_event_is_stored_and_read_as_ever(event: ev.Event, stored: str) -> None:
    assert ev.encode(event).hex() == stored
    assert ev.decode(bytes.fromhex(stored), *BASE[:2]) == event


def test_every_event_type_is_here() -> None:
    assert [type(event) for event, _ in GOLDEN] == list(get_args(ev.Fact))


def test_codes_are_short_and_never_shared() -> None:
    codes = [ev.code_of(kind) for kind in get_args(ev.Fact)]
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes} == {2}


def test_fields_of_a_later_day_are_passed_over() -> None:
    event = ev.VoucherReversed(*BASE, "v")
    parts = msgspec.msgpack.decode(ev.encode(event))
    assert ev.decode(msgspec.msgpack.encode([*parts, "new"]), *BASE[:2]) == event


def test_fields_that_came_later_have_defaults_in_older_events() -> None:
    event = ev.CustomerRegistered(*BASE, "100", "C1", "Acme", (), "USD", "N30")
    parts = msgspec.msgpack.decode(ev.encode(event))
    assert ev.decode(msgspec.msgpack.encode(parts[:12]), *BASE[:2]) == event


def test_an_event_behind_another_leaves_out_what_that_one_says() -> None:
    lead = ev.VoucherReversed("stream", 1, *BASE[2:], "v")
    event = ev.VoucherReversed(*BASE, "v")
    stored = ev.encode(event, lead)
    assert stored.hex() == "97a27672a00000a0a0a176"
    assert ev.decode(stored, *BASE[:2], lead) == event
    other = msgspec.structs.replace(lead, clerk="bob")
    assert ev.decode(ev.encode(event, other), *BASE[:2], other) == event


def test_a_seal_does_not_repeat_what_names_its_stream() -> None:
    seal = ev.VoucherPosted(
        "100/RC/2020/7",
        *BASE[1:],
        company="100",
        series="RC",
        year=2020,
        number=7,
        date="2020-02-01",
        period="2020-02",
        customer="C1",
        currency="USD",
        amount=5,
        lines=(),
    )
    stored = ev.encode(seal)
    assert b"100" not in stored
    assert b"RC" not in stored
    assert ev.decode(stored, "100/RC/2020/7", 3) == seal


def test_a_user_of_older_days_has_no_roles_and_sees_every_branch() -> None:
    stored = (
        "9ca27573a000cf00059d006abec000a3616e6ea7636f6d6d616e64a475736572a46e616d"
        "6581a3555344cd2710c3c3c3"
    )
    user = ev.decode(bytes.fromhex(stored), *BASE[:2])
    assert isinstance(user, ev.UserDefined)
    assert (user.ended, user.roles, user.branches) == (True, (), ())


def test_a_bank_account_of_older_days_has_no_numbers() -> None:
    stored = (
        "9ca26261a000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79ac"
        "62616e6b5f6163636f756e74a863757272656e6379a76163636f756e74a46e616d65a86469766973696f"
        "6e"
    )
    account = ev.decode(bytes.fromhex(stored), *BASE[:2])
    assert isinstance(account, ev.BankAccountOpened)
    assert (account.division, account.numbers) == ("division", ())


def test_parameters_of_older_days_post_every_batch_and_list_every_type() -> None:
    stored = (
        "9aa2706da000cf00059d006abec000a3616e6ea7636f6d6d616e64a7636f6d70616e79a5"
        "73696e6365dc001794a8637573746f6d6572a567726f7570a863757272656e6379a764656661756c74a4"
        "6e6f6e65c3c2c2808092c0c080c3b06d6f7374207265737472696374697665a6726566757365c2ab6170"
        "706c69636174696f6ea8646f63756d656e74a86f726967696e616c80c30080808080a46e6f7465"
    )
    event = ev.decode(bytes.fromhex(stored), *BASE[:2])
    assert isinstance(event, ev.ParametersSet)
    assert event.parameters == ev.Parameters()
