"""Proof of the ledger, and what is looked at in hindsight."""

from __future__ import annotations

from artui.help_texts import Help, Texts

_PROOF, _TEST = "ARVF81", "ARBT85"
_DAYS = "15   1511   2020-11-15   t today   -30   m end of month"

TEXTS: Texts = {
    (_PROOF, "seal"): Help(
        "Seal kept elsewhere",
        "A file that artui seal wrote and that was kept where nobody could change it.",
        "The file's path on the machine artui runs on; empty for none",
        "/mnt/seals/2020-03-31.seal",
        (
            "The chain is compared with the hash that was sealed.",
            "Where it differs, the first event that does is named.",
        ),
        "Only a seal from elsewhere tells a chain made anew from the true one.",
        "2615! no seal  2613! what was found",
    ),
    (_PROOF, "findings"): Help(
        "What is there",
        "The seals of closed periods; after a check, everything that was found wrong.",
        "Nothing; F10 checks the whole ledger, Esc stops it",
        "F10, and some seconds for a hundred thousand events",
        (
            "Every event is held against the chain, every voucher against its number",
            "and its journal, every list and balance against a fold of the events.",
            "Others go on posting; what they add is checked as well.",
        ),
        "Debits equal credits, balances are the fold of their events, numbers have no gaps.",
        "2612: sound  2613! not sound, with the first bad event  2614: stopped",
    ),
    (_TEST, "currency"): Help(
        "Currency",
        "Documents in this currency are looked at.",
        "A currency of the ledger; ? lists them",
        "USD",
        ("Amounts of different currencies are never added.",),
        "Currency is part of every tolerance's key.",
        "none",
    ),
    (_TEST, "level"): Help(
        "Level",
        "Which line of the tolerance is tried: that of a customer, a group, a currency or all.",
        "customer  group  currency  default, or its first letters",
        "default",
        (
            "Documents that a more special line holds for stay as they were,",
            "and so do those with a maximum of their own and blocked customers.",
        ),
        "The first level that sets anything wins whole.",
        "2622! no level  4110! none of these",
    ),
    (_TEST, "key"): Help(
        "For",
        "Whose line it is: COMPANY/CUSTOMER, or a group.",
        "Empty for default and currency",
        "U001/0200743996",
        ("A line that doesn't exist yet can be tried too.",),
        "Policies are tried here, never set: ARS098 sets them.",
        "2623! say for whom",
    ),
    (_TEST, "company"): Help(
        "Company",
        "Documents of this company only.",
        "A company; empty for all you see",
        "U001",
        ("Each company's own order of levels holds for it.",),
        "You see documents of your branches only.",
        "2201! no company",
    ),
    (_TEST, "since"): Help(
        "From",
        "Payments from this day on are looked at.",
        _DAYS,
        "2019-04-01",
        ("What was paid on a document later counts, whenever it came.",),
        "Both days are inclusive.",
        "2110! no date  2621! after the last day",
    ),
    (_TEST, "until"): Help(
        "To",
        "Payments up to this day are looked at.",
        _DAYS,
        "t",
        ("The last year is proposed.",),
        "Both days are inclusive.",
        "2110! no date  2621! before the first day",
    ),
    (_TEST, "percent"): Help(
        "Percent",
        "The percentage of the document that bounds the limit too.",
        "0 to 100; empty for none; that of the line in force is proposed",
        "0.50",
        ("Of amount and percent the lower counts.",),
        "A percent of the document is rounded half up before it is compared.",
        "2228! no percentage",
    ),
    (_TEST, "limit"): Help(
        "Try limit",
        "The amount that is tried; twice the one in force is proposed.",
        "An amount above zero",
        "10.00",
        (
            "Each payment of the span is decided again: what it left open would have",
            "been written off if it is within the limit, all or nothing.",
            "The curve and the table show limits from a quarter to five times of it.",
        ),
        "Money that came in on the document afterwards is taken off as recovered.",
        "2620! above zero",
    ),
    (_TEST, "limits"): Help(
        "Limits",
        "What some limits come to, the one in force and the tried one among them.",
        "1 by customer, 2 by reason, 5 or Enter the documents",
        "5 beside 10.00 lists what it would have written off",
        (
            "Real cost is what was written off less what came in later.",
            "Minutes saved: 400 seconds a document, a guess.",
        ),
        "Nothing in the ledger is touched.",
        "3802: how much was read  3803: stopped",
    ),
}
