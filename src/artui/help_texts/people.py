"""Approvals, delegations, changes that take two, roles and branches of users."""

from __future__ import annotations

from artui.help_texts import Help, Texts

_APPROVALS, _DELEGATION, _CHANGES, _USERS = "ARAP50", "ARAP50/D", "ARPO90/W", "ARPO90/U"
_ROLES, _DUTIES = "ARPO90/G", "ARPO90/V"

_NOTE = Help(
    "Note",
    "What is said with the decision, for whoever asked.",
    "A sentence, 80 characters, or nothing",
    "pay first",
    ("It is kept with your name and the moment.",),
    "A decision is a fact: it stays in the log.",
    "none",
)

TEXTS: Texts = {
    (_APPROVALS, "requests"): Help(
        "Requests",
        "Write-offs that somebody asked for because they were above a limit.",
        "1 approve, 4 reject, 5 document, 9 why; Enter alone shows the document",
        "1, F9, Enter approves two requests after one question",
        (
            "Approving posts the write-off in the same moment, with both names.",
            "State: yours, >limit above yours, own, void as the balance moved,",
            "receipt if you entered it, not you if you may not approve at all.",
        ),
        "Who asked can't approve; balance and limits are looked at again then.",
        "3401? asked once  2153! above your limit  2334! your own  2337! void",
    ),
    (_APPROVALS, "note"): _NOTE,
    (_DELEGATION, "to"): Help(
        "To",
        "Who approves in your place while you are away.",
        "A user's name; F4 lists them",
        "kwong",
        ("They approve with their own authority or yours, whichever covers it.",),
        "Nobody approves their own request, not even with somebody else's authority.",
        "2412! no user  2413! somebody else  2400! you may not approve",
    ),
    (_DELEGATION, "since"): Help(
        "From",
        "The first day of it.",
        "15   0105   2020-05-01   t today   +1",
        "t",
        ("Before it nothing changes.",),
        "A delegation has a first and a last day.",
        "2110! no date",
    ),
    (_DELEGATION, "until"): Help(
        "Until",
        "The last day of it, inclusive.",
        "A day, or nothing to end one that was given",
        "+7",
        ("The day after, they approve with their own authority alone.",),
        "A delegation has a first and a last day.",
        "2110! no date  2414! before its first day",
    ),
    (_DELEGATION, "note"): _NOTE,
    (_CHANGES, "changes"): Help(
        "Changes",
        "Changes of limits, reasons, accounts, users and roles that wait.",
        "1 confirm, 4 turn down or take your own back",
        "1 and Enter, then Enter again",
        (
            "The foot names what would be recorded.",
            "One that another change overtook is void.",
        ),
        "Such a change takes two persons, and nobody confirms one about themselves.",
        "2405! your own  2406! about you  2408! overtaken",
    ),
    (_CHANGES, "note"): _NOTE,
    (_ROLES, "role"): Help(
        "Role",
        "The role's code, as users name it.",
        "A word, 14 characters",
        "cash",
        ("One of the same name as a standard role stands for that.",),
        "Standard are clerk, supervisor, auditor and administrator.",
        "2401! no word",
    ),
    (_ROLES, "name"): Help(
        "Name",
        "What the role is for.",
        "A few words",
        "Cash desk",
        ("It stands in lists and reports.",),
        "Nothing depends on it.",
        "none",
    ),
    (_ROLES, "permissions"): Help(
        "Allows",
        "What whoever holds the role may do.",
        "Names of permissions with blanks between; F4 lists them all",
        "receipts.post applications.post",
        (
            "F4 lists each with what it allows: 1 puts it in, 4 takes it out.",
            "Saving waits for a second person where there is one.",
            "Panels, keys and commands follow at once.",
        ),
        "Looking is in every role. A user may do what any of their roles allows.",
        "2402! no permission  2403! nobody would be left to change users",
    ),
    (_DUTIES, "clashes"): Help(
        "Duties that clash",
        "Who holds two rights that one person should not hold together.",
        "Enter shows the users",
        "Enter on a row, then 2 on the user, to take a role away",
        ("The foot names both rights, what they allow and through which roles.",),
        "The ledger keeps such acts apart on one receipt all the same.",
        "none",
    ),
    (_USERS, "roles"): Help(
        "Roles",
        "What the user may do: all that any of these roles allows.",
        "Words of: clerk supervisor auditor administrator, and roles of your own; F4",
        "clerk auditor",
        ("F4 lists them: 1 puts one in, 4 takes it out.", "===> roles shows what each allows."),
        "A command asks for its permission in the ledger, on screens and in shells alike.",
        "2401! no role  2403! the last who may change users",
    ),
    (_USERS, "branches"): Help(
        "Branches",
        "Which companies and branches the user sees; nothing for all.",
        "COMPANY or COMPANY/BRANCH, several with blanks between; F4 lists them",
        "U001/EAST CA02",
        ("Customers and documents of others are not listed to the user.",),
        "A customer whose visibility is restricted is seen by its branches only.",
        "2411! no such branch",
    ),
}
