"""Proof of the ledger, and what is looked at in hindsight."""

from __future__ import annotations

from artui.help_texts import Help, Texts

_PROOF = "ARVF81"

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
}
