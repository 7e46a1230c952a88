"""The one registry of keys and options: what each is called, what it does, on which key.

The key line, the help panels and the manual read this module; no screen knows a key by itself.
It imports nothing of the terminal, so the command line and the documentation can use it.

A panel names an action by its id (``"do"``) or by id and wording (``"do.items"``): the wording
changes the label and the sentence, never the key. A list names an option the same way: ``"4"`` or
``"4.reject"``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

KEY_PLACES = 6
"""Key labels on each of the two key lines."""

PLACE_WIDTH = 13
"""Columns of one place; six of them and the leading blank fill 80 columns."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key does.

    ``number`` is the function key (1-12) and its fixed place, ``page`` the key page (1 or 2),
    ``twin`` the key that does the same where a terminal eats function keys.
    """

    id: str
    number: int
    twin: str
    label: str
    help: str
    page: int = 1

    @property
    def key(self) -> str:
        """The function key's name as the terminal layer spells it, ``f1`` to ``f12``."""
        return f"f{self.number}"


@dataclass(frozen=True, slots=True)
class Option:
    """A code typed in front of a row: ``code`` of one or two digits, its word and its help."""

    code: str
    label: str
    help: str


_FIRST_PAGE = (
    Action("help", 1, "ctrl+g", "Help", "Explain the field or list under the cursor."),
    Action("go", 2, "ctrl+p", "Go", "Open ===> for a number, panel id or name, with values."),
    Action("leave", 3, "ctrl+q", "Exit", "Leave to the menu; unsent work is kept as a draft."),
    Action("prompt", 4, "?", "Prompt", "List what may stand in this field."),
    Action("refresh", 5, "ctrl+r", "Refresh", "Read the panel anew; typed text stays."),
    Action("new", 6, "ctrl+n", "New", "Begin a new entry."),
    Action("page_back", 7, "pageup", "Back page", "Show the page before."),
    Action("page_next", 8, "pagedown", "Next page", "Show the next page."),
    Action("copy", 9, "ctrl+y", "Duplicate", "Copy this field from the last entry."),
    Action("do", 10, "ctrl+o", "Do", "Do what the panel is for."),
    Action("more", 11, "ctrl+t", "More", "Show the second key page for the next key."),
    Action("back", 12, "escape", "Back", "Go back one panel; nothing is posted."),
)
_SECOND_PAGE = (
    Action("all_keys", 1, "", "All keys", "List all keys and options of this panel.", 2),
    Action("dry_run", 2, "", "Dry run", "Show what would happen; nothing is posted.", 2),
    Action("sign_off", 3, "", "Sign off", "End the session; unsent work is kept as a draft.", 2),
    Action("print", 4, "", "Print", "Print what the panel shows.", 2),
    Action("undo", 5, "", "Undo", "Propose the reversal, or clear what is typed.", 2),
    Action("order", 6, "", "Order", "Choose another order of the list.", 2),
    Action("top", 7, "", "Top", "Go to the first row.", 2),
    Action("bottom", 8, "", "Bottom", "Go to the last row.", 2),
    Action("code_page", 9, "", "Code page", "Copy this row's code to the whole page.", 2),
    Action("do_all", 10, "", "Do all", "Do it for every row listed.", 2),
    Action("page_1", 11, "", "Page 1", "Show the first key page again.", 2),
)

ACTIONS: dict[str, Action] = {action.id: action for action in _FIRST_PAGE + _SECOND_PAGE}
"""Every action by id."""

WORDINGS: dict[str, tuple[str, str]] = {
    "leave.finish": ("Finish", "Post the receipt, as F10 does."),
    "leave.menu": ("Menu", "Go to the menu."),
    "leave.sign_off": ("Sign off", "End the session; unsent work is kept as a draft."),
    "prompt.index": ("Index", "List all help texts."),
    "new.receipt": ("Receipt", "Enter a receipt of this customer."),
    "dry_run.back_test": ("Back-test", "Try the line typed, or that of the row, on what happened."),
    "new.account": ("Account", "Leave an overpayment on account, or keep it as difference."),
    "new.automatic": ("Automatic", "Open the automatic write-off program."),
    "new.delegate": ("Delegate", "Let a colleague decide in your place."),
    "new.since": ("New since", "List what is new since you last looked; again, everything."),
    "new.all": ("All", "Include every row listed."),
    "new.add": ("Add", "Add a customer to the list."),
    "new.cleanup": ("Clean-up", "Open the A/R clean-up with the customer and batch shown."),
    "new.batch": ("New batch", "Open a receipt batch with its control figures."),
    "new.import": ("Import", "Read bank files."),
    "new.csv": ("CSV", "Write it as CSV for a spreadsheet into the outbox."),
    "new.svg": ("SVG", "Write the picture as SVG into the outbox."),
    "page_back.prior": ("Prior one", "Show the one before."),
    "page_next.next": ("Next one", "Show the next one."),
    "copy.code": ("Copy code", "Copy this row's code to the next row that may take it."),
    "copy.line": ("Copy line", "Copy this line to the next."),
    "do.batches": ("Batches", "List the receipt batches with their control figures."),
    "do.import": ("Import", "Take in what was tried; what wasn't is tried first."),
    "do.park": ("Park", "Put the lines aside with the note."),
    "do.jump": ("Jump", "Jump to a date, a voucher or an event."),
    "do.items": ("Items", "Go on to the open items of the payer."),
    "do.post": ("Post", "Run the codes typed, then post."),
    "do.post_it": ("Post it", "Post what the dry run shows, after one question."),
    "do.go_on": ("Go on", "Go on with the run that was stopped."),
    "do.done": ("Done", "Take this line and go back to the items."),
    "do.process": ("Process", "Process the rows marked, after one question."),
    "do.apply": ("Apply", "Apply the rows marked."),
    "do.accept": ("Accept", "Accept the rows marked."),
    "do.clear": ("Clear", "Clear the balances listed, after one question."),
    "do.save": ("Save", "Save what was changed."),
    "do.close": ("Close it", "Close the period, after a question if anything waits."),
    "do.reopen": ("Open it", "Open the closed period again."),
    "do.resume": ("Resume", "Take up the draft kept."),
    "do.run": ("Run", "Make the run, after one question."),
    "do.pdf": ("PDF", "Write it as a PDF into the outbox."),
    "do.next": ("Next", "Enter the next receipt."),
    "do.try": ("Try", "Read the history under the limits typed; Esc stops it."),
    "do.verify": ("Verify", "Check the whole ledger; Esc stops it."),
    "do.limit": ("Limit", "Change the limit that decided."),
    "do_all.certain": ("Certain", "Accept all lines that are certain, after one question."),
    "do_all.sort": ("Sort", "Sort what receipts left by the exception rules."),
    "do_all.chain": ("Chain", "Reverse it with all that was built on it, in one voucher."),
}
"""Other words for an action on a certain panel: ``id.word`` to (label, help)."""

_OPTIONS = (
    Option("1", "Select", "Take this row."),
    Option("2", "Change", "Change this row."),
    Option("4", "Undo", "Take back what this row did or proposes."),
    Option("5", "Display", "Show the whole of it."),
    Option("6", "Park", "Put it aside, or write a note."),
    Option("7", "Applications", "Show what was applied to it and by it."),
    Option("8", "History", "Show everything that happened to it."),
    Option("9", "Why", "Explain why it stands here, in words."),
    Option("11", "Part", "Pay a part of it."),
    Option("12", "Discount", "Decide its cash discount."),
    Option("13", "Write off", "Write off its balance, or a part of it."),
    Option("14", "Split", "Split it over several payers."),
    Option("15", "Return", "Book it as returned or refunded."),
)
OPTIONS: dict[str, Option] = {option.code: option for option in _OPTIONS}
"""Every option by its code."""

ALIASES: dict[str, str] = {"10": "1"}
"""Codes that mean another code, where the other is allowed."""

OPTION_WORDINGS: dict[str, tuple[str, str]] = {
    "1.pay": ("Pay", "Pay this document in full with what is left."),
    "1.include": ("Include", "Include this document in the run."),
    "1.accept": ("Accept", "Accept what is proposed."),
    "1.approve": ("Approve", "Approve the request."),
    "1.apply": ("Apply", "Apply this credit to the document marked with it."),
    "1.resume": ("Resume", "Take this draft up again."),
    "1.again": ("Send again", "Send statements again from the next run on."),
    "1.made": ("Write-off", "Show the write-off document that was made."),
    "1.post": ("Post", "Post the journal batch to the general ledger."),
    "1.close": ("Close", "Close the batch, or show what it differs by."),
    "1.open": ("Open", "Open the period for postings."),
    "1.customer": ("By customer", "Break the limit down by customer."),
    "2.by_reason": ("By reason", "Break the limit down by the reasons clerks gave."),
    "2.reason": ("Reason", "Give this row a reason code of its own."),
    "2.control": ("Control", "Put its control figures right, or accept a difference."),
    "2.correct": ("Correct", "Open the payment panels filled in."),
    "4.exclude": ("Exclude", "Leave this document out of the run."),
    "4.leave_out": ("Leave out", "Leave this row out."),
    "4.reject": ("Reject", "Reject it."),
    "4.remove": ("Remove", "Remove it from the list."),
    "4.reverse": ("Reverse", "Reverse what was posted."),
    "4.open_again": ("Open again", "Open the closed batch again."),
    "4.end": ("End", "End it from today."),
    "4.stop": ("Stop", "Send no statements from the next run on."),
    "4.close": ("Close", "Close the period for postings."),
    "5.event": ("Display event", "Show the event with all its fields."),
    "5.account": ("Customer account", "Open the customer account."),
    "5.receipts": ("Receipts", "List the receipts of the batch."),
    "5.bank_line": ("Bank line", "Show the bank line as the bank sent it."),
    "5.voucher": ("Voucher", "Show the voucher."),
    "5.documents": ("Documents", "List the documents behind it."),
    "5.document": ("Document", "Show the document."),
    "6.leave": ("Leave", "Leave its difference: a rest stays open, an excess on account."),
    "6.note": ("Note", "Write a note."),
    "7.account": ("Account", "Open the customer account."),
    "7.applied": ("Applied", "Show what was applied to it and by it."),
    "7.voucher": ("Voucher", "Show the voucher it was booked with."),
    "7.pairs": ("Pairs", "Show which document pays which."),
    "8.only": ("Only this document", "List only what happened to this document."),
    "14.move": ("Transfer", "Move it to another customer, or split it over several."),
    "9.affected": ("Who is affected", "List the customers it holds for."),
}
"""Other words for an option in a certain list: ``code.word`` to (label, help)."""


def action(name: str) -> Action:
    """The action of that id, in the wording named after the dot; KeyError when unknown."""
    found = ACTIONS[name.partition(".")[0]]
    if "." not in name:
        return found
    label, sentence = WORDINGS[name]
    return replace(found, label=label, help=sentence)


def option(name: str) -> Option:
    """The option of that code, in the wording named after the dot; KeyError when unknown."""
    found = OPTIONS[name.partition(".")[0]]
    if "." not in name:
        return found
    label, sentence = OPTION_WORDINGS[name]
    return replace(found, label=label, help=sentence)


def completed(names: Iterable[str]) -> tuple[str, ...]:
    """The actions of a panel with those they bring along: where there is help, all its keys."""
    actions = tuple(names)
    return (*actions, "all_keys") if "help" in actions else actions


def by_key(page: int = 1) -> dict[str, str]:
    """Key name (function key and twin) to action id, for one key page.

    ``?`` is left out: it is a prompt only as the first character of an empty coded field.
    """
    table: dict[str, str] = {}
    for entry in _FIRST_PAGE if page == 1 else _SECOND_PAGE:
        table[entry.key] = entry.id
        if entry.twin and entry.twin != "?":
            table[entry.twin] = entry.id
    return table


_FUNCTION_KEYS = {name: ACTIONS[id].key for name, id in by_key().items()}


def function_key(key: str) -> str:
    """The function key a twin stands for; any other key stays itself."""
    return _FUNCTION_KEYS.get(key, key)


def key_lines(names: Iterable[str], page: int = 1) -> tuple[str, str]:
    """The two key lines of a panel that has these actions: each key at its fixed place.

    Actions of the other page are ignored; a key without an action leaves its place blank. The
    second page always offers the way back to the first.
    """
    wanted = [action(name) for name in names]
    if page == 2:
        wanted.append(ACTIONS["page_1"])
    labels = {entry.number: entry.label for entry in wanted if entry.page == page}
    lines = []
    for first in (1, 1 + KEY_PLACES):
        places = (
            f"F{number}={labels[number]}" if number in labels else ""
            for number in range(first, first + KEY_PLACES)
        )
        lines.append(" " + "".join(place.ljust(PLACE_WIDTH) for place in places))
    return lines[0], lines[1]


def twin_name(entry: Action) -> str:
    """An action's twin as people write it: ``Ctrl+G``, ``PgUp``, ``Esc``."""
    return _TWIN_NAMES.get(entry.twin, entry.twin.title())


_TWIN_NAMES = {"pageup": "PgUp", "pagedown": "PgDn", "escape": "Esc"}


def legend(names: Iterable[str]) -> str:
    """The line of options of a list, ``1=Pay 4=Undo``."""
    return " ".join(f"{entry.code}={entry.label}" for entry in map(option, names))


def codes(names: Iterable[str]) -> frozenset[str]:
    """The codes a list with these options takes, aliases included."""
    plain = {name.partition(".")[0] for name in names}
    return frozenset(plain | {alias for alias, code in ALIASES.items() if code in plain})


def meant(names: Iterable[str], typed: Iterable[str]) -> list[str]:
    """Of a list's options those that some codes stand for."""
    plain = {ALIASES.get(code, code) for code in typed}
    return [name for name in names if name.partition(".")[0] in plain]
