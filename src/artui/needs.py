"""What panels take: the permission each asks for to be opened, and for its keys and options.

One table by panel id, read by the menu, the fast path and the frame: what somebody may not do is
not offered, and refused if it is typed all the same. The ledger asks again when it is done; this
only spares clerks what they would be refused. A panel with an empty row is there for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping

OPEN = "open"
"""The entry of a row that says what opening the panel takes."""

Needs = Mapping[str, str]

_POLICIES: Needs = {"new": "policies.change", "do": "policies.change", "2": "policies.change",
                    "4": "policies.change"}  # fmt: skip
_MASTER: Needs = dict.fromkeys(_POLICIES, "masterdata.change")
_USERS: Needs = dict.fromkeys(_POLICIES, "users.change")
_PAYMENT: Needs = {OPEN: "receipts.post"}
_WRITE_OFFS: Needs = {OPEN: "writeoffs.post", "undo": "vouchers.reverse"}
_CLEARS: Needs = {OPEN: "balances.clear", "undo": "vouchers.reverse"}
_REVERSES: Needs = {"4.reverse": "vouchers.reverse", "undo": "vouchers.reverse"}
_MOVES: Needs = {"14.move": "transfers.post", "15": "refunds.request"}
_LOOKS: Needs = {}

NEEDS: Mapping[str, Needs] = {
    "ARMENU": _LOOKS,
    # Payment entry. Items open from a receipt or from an open credit; posting says which it takes.
    "ARS110": _PAYMENT,
    "ARS110/E": _PAYMENT,
    "ARS110/F": _LOOKS,
    "ARS110/H": _LOOKS,
    "ARS110/K": _LOOKS,
    "ARS110/D": _LOOKS,
    "ARWHY": _LOOKS,
    "ARAG20": _LOOKS,
    "ARDO50/L": _LOOKS,
    "ARVO60/L": _LOOKS,
    "ARVF81": {OPEN: "ledger.verify"},
    "ARRE80": _LOOKS,
    "ARRE80/D": _LOOKS,
    "ARRE80/H": _LOOKS,
    "ARBT85": _LOOKS,
    "ARBT85/D": _LOOKS,
    "ARWA88": _LOOKS,
    # A/R clean-up and receipts
    "ARCU20": _WRITE_OFFS,
    "ARCU20/2": _WRITE_OFFS,
    "ARCU20/R": _WRITE_OFFS,
    "ARCU20/W": _WRITE_OFFS,
    "ARCU20/X": _WRITE_OFFS,
    "ARRC10": {"new.cleanup": "writeoffs.post", **_MOVES},
    "ARRC10/T": {OPEN: "transfers.post"},
    "ARRC10/R": {OPEN: "refunds.request"},
    "ARRC10/B": dict.fromkeys(("new", "1.close", "2", "4"), "receipts.post"),
    "ARRC10/N": _PAYMENT,
    "ARRC10/C": _PAYMENT,
    "ARAR70": _CLEARS,
    "ARAR70/P": _CLEARS,
    "ARAR70/R": _CLEARS,
    "ARAR70/S": _CLEARS,
    "ARAR70/W": _CLEARS,
    "ARAR70/X": _CLEARS,
    # Receipts inbox
    "ARIN10": {
        "do": "applications.post",
        "dry_run": "applications.post",
        "do_all": "applications.post",
        "1": "applications.post",
        "2": "applications.post",
        "6": "applications.post",
        "14": "transfers.post",
        "4": "vouchers.reverse",
        "undo": "vouchers.reverse",
        "new": "bank.import",
        "15": "vouchers.reverse",
    },
    "ARIN10/C": {OPEN: "transfers.post"},
    "ARIN10/I": {OPEN: "bank.import"},
    "ARIN10/L": _LOOKS,
    "ARIN10/P": {OPEN: "applications.post"},
    "ARIN10/R": _LOOKS,
    "ARIN10/W": _LOOKS,
    "ARIN10/X": {"do": "applications.post"},
    # Write-offs
    "AR505000": dict.fromkeys((OPEN, "do", "dry_run", "do_all"), "writeoffs.post"),
    "AR505000/X": _WRITE_OFFS,
    "AR505000/R": _WRITE_OFFS,
    "ARWHY/C": _LOOKS,
    "ARRW30": _WRITE_OFFS,
    "ARRW30/A": _WRITE_OFFS,
    "ARRW30/C": _WRITE_OFFS,
    # Approvals. Who decides there is said by the request: an approver, a delegate, or who asked.
    "ARAP50": {OPEN: "writeoffs.request", "new.delegate": "writeoffs.approve"},
    "ARAP50/D": {OPEN: "writeoffs.approve"},
    # Journal batches
    "ARJB65": dict.fromkeys(("do", "do_all", "1.post"), "batches.post"),
    # Customers, vouchers, prompts, help
    "ARCA40": {
        "new.receipt": "receipts.post",
        "do.apply": "applications.post",
        "1.apply": "applications.post",
        **_MOVES,
        **_REVERSES,
    },
    "ARDO50": _REVERSES,
    "ARVO60": _REVERSES,
    "ARVO60/D": {"do.next": "receipts.post", **_REVERSES},
    "ARVO60/R": {OPEN: "vouchers.reverse"},
    "ARPRMT": _LOOKS,
    "ARHELP": _LOOKS,
    "ARHELP/I": _LOOKS,
    # Reports and statements
    "ARRP70": {OPEN: "reports.read"},
    "ARRP70/V": {OPEN: "reports.read"},
    "ARRP70/P": {OPEN: "reports.read"},
    "ARRP70/S": {OPEN: "reports.read", "do.run": "statements.run", "dry_run": "statements.run"},
    "ARRP70/C": {OPEN: "reports.read", "1": "masterdata.change", "4": "masterdata.change"},
    # Policies and master data
    "ARPO90": _LOOKS,
    "ARS098": _POLICIES,
    "ARPO95": _POLICIES,
    "ARPO90/R": _POLICIES,
    "ARPO90/T": _POLICIES,
    "ARPO90/J": _POLICIES,
    "ARPO90/E": _POLICIES,
    "ARPO90/S": _POLICIES,
    "ARPO90/U": _USERS,
    "ARPO90/G": _USERS,
    "ARPO90/V": _LOOKS,
    "ARPO90/W": {"1.approve": "changes.confirm"},
    "ARPO90/C": _MASTER,
    "ARPO90/B": _MASTER,
    "ARPO90/D": _MASTER,
    "ARPO90/A": _MASTER,
    "ARPO90/X": _MASTER,
    "ARPO90/P": {
        "new": "masterdata.change",
        "do": "masterdata.change",
        "1.open": "periods.reopen",
        "4.close": "periods.close",
    },
    "ARPO90/PC": {OPEN: "periods.close"},
    "ARPO90/PO": {OPEN: "periods.reopen"},
}
"""Panel id to what it takes: ``open``, an action or an option, with its wording or for all."""


def need(panel_id: str, name: str = OPEN) -> str:
    """The permission that opening a panel takes, or one of its actions or options (a name of
    :mod:`artui.keys`, ``do.save`` or ``4.end``); empty for none."""
    row = NEEDS.get(panel_id, _LOOKS)
    return row.get(name) or row.get(name.partition(".")[0], "")
