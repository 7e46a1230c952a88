"""Write-offs from a list: selection, dry run, result, why."""

from __future__ import annotations

from artui.help_texts import Help, Texts

_LIST = "AR505000"

TEXTS: Texts = {
    (_LIST, "type"): Help(
        "Type",
        "Whether what customers owe is written off, or what is owed to them.",
        "B balance write-off, C credit write-off",
        "C lists rests of receipts and credit memos",
        ("The reason code follows, unless another was typed.", "Enter lists anew."),
        "A document belongs to the type of its open balance's sign.",
        "0101! neither B nor C",
    ),
    (_LIST, "date"): Help(
        "Document date",
        "The day on which the write-offs are booked.",
        "A date; t is today",
        "2020-04-15",
        ("The post period follows from it.",),
        "It lies in a generated, open period, and not before the document.",
        "2112! in no period  2111! closed",
    ),
    (_LIST, "period"): Help(
        "Post period",
        "The period the write-offs are posted to.",
        "A period's name, 2020-04 or 04-2020",
        "2020-03 proposes its last day as document date",
        ("Only Enter takes the day that is proposed.",),
        "The period of the date, or another open one.",
        "3007! no such period  2111! closed  3013? another date",
    ),
    (_LIST, "limit"): Help(
        "Limit",
        "The most that may be open on a document for it to be listed.",
        "An amount in base currency",
        "5.00 lists what has 5.00 or less open",
        (
            "With a customer named, that customer's own limit is proposed.",
            "Without one, each customer's own limit counts too: the lower of both.",
        ),
        "Inclusive, unless Strict is Y. Your authority is another question: see option 9.",
        "2107! too many decimals",
    ),
    (_LIST, "scope"): Help(
        "Company or branch",
        "Whose documents are listed.",
        "A company, a group of companies, a branch (COMPANY/BRANCH), or ALL",
        "U001",
        ("Enter lists anew.",),
        "Empty is ALL. Companies that count in other decimals need a limit each.",
        "3005! none of them  3006! other decimals",
    ),
    (_LIST, "customer"): Help(
        "Customer",
        "Only documents of one customer.",
        "A number, an alias or the beginning of a name; empty is all; ? lists",
        "0200726979",
        ("Its write-off limit is put in Limit.",),
        "Leading zeros count.",
        "2207! unknown  3014! not of that company or branch",
    ),
    (_LIST, "reason"): Help(
        "Reason code",
        "The reason of every row that has none of its own: it names the account.",
        "A reason code; ? lists them",
        "BALWOF",
        ("2 on a row gives that row another one.",),
        "Its direction fits the type; bad debt always becomes a request.",
        "2205! unknown  2206! of another kind",
    ),
    (_LIST, "strict"): Help(
        "Strict",
        "Whether a balance that equals the limit stays out.",
        "Y or N",
        "Y with limit 5.00 lists up to 4.99",
        ("Enter lists anew.",),
        "Proposed from the parameters of the companies.",
        "none",
    ),
    (_LIST, "documents"): Help(
        "Candidates",
        "The documents that may be written off; x is included in the run.",
        "1 include, 4 exclude, 2 own reason, 7 what was applied, 8 history, 9 why; F6 all",
        "1, F11 F9 includes the page",
        (
            "F10 processes what is included, F11 F10 all listed, after one question.",
            "F11 F2 shows first what would be posted.",
            "What is above your authority becomes a request. F11 F4 prints it.",
        ),
        "On hold, in dispute and unidentified cash are never listed.",
        "3004! nothing included  3010? process  3012? not listed",
    ),
    ("AR505000/X", "difference"): Help(
        "Dry run",
        "What the run would change: balances, ages, and the journal it would post.",
        "Nothing: the cursor moves through the lines",
        "Open receivables USD 6.04-",
        ("F10 posts it after one question.", "F12 goes back, nothing is posted."),
        "A document that changes until then is skipped and named.",
        "3060: the event it is known at",
    ),
    ("AR505000/R", "results"): Help(
        "Result",
        "Every document of the run with what became of it, those skipped first.",
        "1 the write-off made, 5 the document, 7 the voucher, 9 why",
        "skipped: it was changed since it was listed",
        (
            "F11 F5 takes the whole run back, F11 F4 prints the result.",
            "F10 goes on with a run that was stopped.",
        ),
        "The same run never posts a document twice.",
        "3081: stopped  3090: complete  3091? undo",
    ),
    ("ARWHY/C", "steps"): Help(
        "Why",
        "Every bound that was asked, and which of them said no.",
        "Nothing: the cursor moves through the lines",
        "NO 5.01 USD is above the limit 5.00 USD",
        ("The sentences above can be read over the telephone.",),
        "The list's limit and your authority bound together, whatever the tolerance.",
        "none",
    ),
}
