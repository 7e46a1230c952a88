"""Clear unapplied balances."""

from __future__ import annotations

from artui.help_texts import Help, Texts

_PANEL, _SEVERAL = "ARAR70", "ARAR70/S"
_LINES = (
    "Up, Down, F7 and F8 move; F11 F4 prints all of it.",
    "Enter goes back to the list.",
)

TEXTS: Texts = {
    (_PANEL, "reselect"): Help(
        "Re-select",
        "Whether accounts at zero are looked for anew, or the list that waits is shown.",
        "Y or N",
        "N shows the list that dlee made this morning",
        (
            "Y takes the place of a list that waits, after a question.",
            "N shows the list that waits, as it stands now.",
        ),
        "A company has one list. It waits until it is cleared, replaced, or empty.",
        "3504? replace it  3506! no list waits  2490! rewards scheme is on",
    ),
    (_PANEL, "division"): Help(
        "Division",
        "Of which customers: those of all divisions, of one, or of several.",
        "ALL, a code, nothing for head office, SEL; ? lists the divisions",
        "SEL lets several divisions be marked, or all of a region",
        ("Customers are listed by the division they belong to.",),
        "It only counts for a new selection.",
        "2498! no such division",
    ),
    (_PANEL, "cut_off"): Help(
        "Cut-off",
        "The last day of the documents that count.",
        "15   1503   2020-03-15   t today   m end of month",
        "2020-03-31 leaves April's invoices open and out of the sum",
        ("Balances are those of now, whatever the day.",),
        "Documents dated later are neither counted nor cleared.",
        "0111! no such day",
    ),
    (_PANEL, "company"): Help(
        "Company",
        "Which company's list is made or shown.",
        "ALL, or a code; ? lists them",
        "U001",
        ("ALL: each company has its own list, and they are shown together.",),
        "Each company's accounts become vouchers of their own.",
        "2201! no such company",
    ),
    (_PANEL, "accounts"): Help(
        "Accounts at zero",
        "Customers whose open documents come to exactly 0.00 in a currency.",
        "4 remove   5 customer account   7 pairs   9 why",
        "~ changed since it was listed   h a document is on hold",
        (
            "F6 adds a customer whose account comes to zero.",
            "F10 asks for YES, then clears all of them and empties the list.",
            "F11 F2 shows balances and journal as they would be.",
        ),
        "An account is cleared whole or not at all; nothing is written off.",
        "2381! doesn't come to zero  2493! is on the list  2495! a colleague changed it",
    ),
    (_PANEL, "answer"): Help(
        "Clear the balances now",
        "The last question before anything is posted.",
        "YES or NO",
        "YES and Enter",
        (
            "YES: each account is looked at again, then cleared; the list is empty.",
            "NO: nothing is posted, and the list waits.",
        ),
        "NO stands there; what was typed ahead doesn't count.",
        "3502! neither YES nor NO",
    ),
    (_SEVERAL, "divisions"): Help(
        "Divisions",
        "The divisions whose customers are listed, and the regions they are in.",
        "1 in front of each that is wanted, then Enter or F10",
        "1 on COAST lists the customers of every division there",
        ("- is head office: customers without a division.",),
        "A region means all its divisions.",
        "3517! nothing is marked",
    ),
    ("ARAR70/P", "lines"): Help(
        "Pairs",
        "Which credit pays which debit, how much, and what brought them together.",
        "nothing",
        "same reference, equal amounts",
        _LINES,
        "Same reference goes first, then equal amounts, then the oldest due.",
        "none",
    ),
    ("ARAR70/W", "lines"): Help(
        "Why",
        "Why an account is listed, or why it won't be cleared.",
        "nothing",
        "Debits 120.00 and credits 120.00 USD",
        _LINES,
        "An account that changed since it was listed is skipped and named.",
        "none",
    ),
    ("ARAR70/X", "lines"): Help(
        "Dry run",
        "What clearing the list would change: open receivables by age, journal, accounts.",
        "F10 goes on to the question",
        "Documents open 44 would be 38",
        _LINES,
        "Nothing is posted; posting looks at everything again.",
        "3060: nothing is posted",
    ),
    ("ARAR70/R", "lines"): Help(
        "Result",
        "What was cleared, account by account, those skipped first.",
        "F11 F5 takes all of it back",
        "0100043877 USD 3,819.88 ZC 2020-000009",
        _LINES,
        "A list is taken back by one reversal for each of its vouchers.",
        "3510: cleared  3511: stopped  3512? take it back",
    ),
}
