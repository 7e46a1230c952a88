"""Help for receipt batches (ARRC10/B, /N, /C) and the receipts inbox (ARIN10)."""

from __future__ import annotations

from artui.help_texts import Help, Texts

_LIST, _NEW, _CONTROL = "ARRC10/B", "ARRC10/N", "ARRC10/C"

_COUNT = Help(
    "Control count",
    "How many receipts the batch has, counted before they are entered.",
    "A whole number from 1",
    "12",
    ("E shows how many are entered: 3 of 12.",),
    "A batch is in control when count and total are both reached.",
    "2545! a batch has one receipt at least",
)
_TOTAL = Help(
    "Control total",
    "What the receipts of the batch come to, added up before they are entered.",
    "An amount in the currency of the bank account; a sum may be typed",
    "60,000.00",
    ("E warns when a receipt goes beyond it.",),
    "The batch closes with the receipt that brings it to its figures.",
    "2105! too many decimals",
)

TEXTS: Texts = {
    (_LIST, "company"): Help(
        "Company",
        "Only the batches of one company.",
        "A company; empty for all; ? lists companies",
        "U001",
        ("The list is read anew.",),
        "A batch's name may stand for one batch in each company.",
        "2201! unknown",
    ),
    (_LIST, "waiting"): Help(
        "Only open",
        "Whether only batches are listed that have control figures and aren't closed.",
        "Y or N",
        "Y",
        ("The list is read anew.",),
        "A closing period lists those that wait.",
        "none",
    ),
    (_LIST, "batches"): Help(
        "Receipt batches",
        "Each batch with what its receipts come to, what they should, and the difference.",
        "Option codes in front of rows; Enter shows the receipts; / and a name goes to it",
        "1 closes a batch that is in control; of another it opens the figures",
        (
            "2 opens the control figures, to put them right or to accept a difference.",
            "4 opens a closed batch again, so that a receipt of it can be put right.",
            "5 lists the receipts of the batch.",
        ),
        "What is entered counts receipts that stand: reversed ones are taken out.",
        "2540! closed already  2546! open already  0104! not listed",
    ),
    (_NEW, "company"): Help(
        "Company",
        "Whose receipts they are.",
        "A company; ? lists companies",
        "U001",
        ("Its only bank account is proposed.",),
        "A batch is of one company.",
        "2201! unknown",
    ),
    (_NEW, "batch"): Help(
        "Batch",
        "What the batch is called on panel E and in lists.",
        "Up to 40 characters; small letters become capitals",
        "0415-1",
        ("Receipts entered under that name before count as entered.",),
        "A name is used once in a company.",
        "2543! there already",
    ),
    (_NEW, "bank_account"): Help(
        "Bank account",
        "Where the money of the batch came in.",
        "A bank account of the company; ? lists them",
        "4400112233",
        ("The control total is in its currency.",),
        "A batch takes receipts of this account only.",
        "2203! unknown  2541! a receipt of another account",
    ),
    (_NEW, "day"): Help(
        "Day",
        "The day of the receipts.",
        "A date; t is today",
        "2020-04-15",
        ("The list is in the order of days.",),
        "Closing a period lists the batches up to its last day that aren't closed.",
        "2110! no date",
    ),
    (_NEW, "count"): _COUNT,
    (_NEW, "total"): _TOTAL,
    (_CONTROL, "count"): _COUNT,
    (_CONTROL, "total"): _TOTAL,
    (_CONTROL, "reason"): Help(
        "Accept, because",
        "Why the batch is closed although it differs from its control figures.",
        "A sentence; empty: only the figures are put right",
        "Cheque 8812 went back to the payer",
        ("F10 closes the batch; difference, reason and your name stay with it.",),
        "It takes the permission controls.accept.",
        "2547! it differs  2548! no reason  2400! not allowed  3633! nothing changed",
    ),
}
