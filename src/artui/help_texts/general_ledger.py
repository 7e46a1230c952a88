"""Journal batches that wait to be posted."""

from __future__ import annotations

from artui.help_texts import Help, Texts

_BATCHES = "ARJB65"

TEXTS: Texts = {
    (_BATCHES, "company"): Help(
        "Company",
        "Whose unposted batches are listed.",
        "A company's code, or ALL; ? lists them",
        "U001",
        ("Enter lists anew.",),
        "Only companies that you see whole are listed.",
        "2201! no such company",
    ),
    (_BATCHES, "batches"): Help(
        "Journal batches",
        "What write-offs booked and nobody released to the general ledger yet.",
        "1 post, 5 shows the voucher, 9 why it waits",
        "1, F11 F9 marks the page, F10 posts it",
        (
            "One question is asked for all rows marked; they are posted all or none.",
            "F11 F10 posts all that are listed.",
            "The next export to the general ledger takes them along.",
        ),
        "Balances, control accounts and trial balance are those of the vouchers already.",
        "2600! posted already  2111! closed period  2400! not allowed  3644! none marked",
    ),
}
