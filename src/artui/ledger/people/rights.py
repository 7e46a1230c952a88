"""Who may do what: permissions, the roles that bundle them, and whom a user speaks for; pure.

A permission belongs to one command or panel and is asked for in the ledger, so that screens,
command line and schedules obey alike. What is allowed in amounts is authority, another question:
see :mod:`artui.ledger.writeoffs.authority`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from artui.ledger import events as ev
from artui.ledger.errors import refuse
from artui.ledger.policies import Policies

NOT_ALLOWED, NO_ROLE, NO_PERMISSION, LAST_ONE = range(2400, 2404)

PERMISSIONS = {
    "reports.read": "look at everything one's branches show, and print it",
    "statements.run": "make runs of customer statements",
    "ledger.verify": "prove the chain and the books",
    "ledger.rebuild": "fold the lists and balances anew",
    "receipts.post": "post receipts with their applications, discounts and tolerances",
    "controls.accept": "close receipt batches that differ from their control figures",
    "applications.post": "apply open credits, also automatically",
    "balances.clear": "clear accounts that come to zero",
    "vouchers.reverse": "take vouchers, applications and write-offs back",
    "rates.adjust": "put the rate of a receipt right",
    "documents.import": "take on documents of other systems",
    "bank.import": "bring in bank files",
    "documents.flag": "put documents on hold or in dispute",
    "writeoffs.post": "write off by hand or from a list, within one's authority",
    "writeoffs.request": "ask somebody else to write off",
    "writeoffs.approve": "approve and reject what others asked for, within one's authority",
    "chargebacks.post": "charge a rest back as a debit memo",
    "transfers.post": "move money on account to another customer, whole or split",
    "refunds.request": "ask somebody else to pay money on account back",
    "refunds.approve": "approve and reject refunds others asked for, within one's authority",
    "batches.post": "post journal batches that were left unposted",
    "gl.export": "export posted journal batches to the general ledger",
    "periods.close": "close and seal periods",
    "periods.reopen": "open closed periods again",
    "masterdata.change": "companies, branches, divisions, bank accounts, customers, rates",
    "policies.change": "tolerances, reasons, terms, parameters, accounts of rules",
    "users.change": "users, their roles, branches and authority",
    "changes.confirm": "confirm what somebody else changed in policies, accounts and users",
}
"""Every permission with what it allows."""

LOOKING = frozenset({"reports.read", "ledger.verify", "ledger.rebuild"})
"""What somebody may do who isn't known to the ledger: nothing of it changes a fact."""


class Role(NamedTuple):
    """A bundle of permissions."""

    role: str
    name: str
    permissions: frozenset[str]
    ended: bool = False


_CLERK = LOOKING | {
    "receipts.post",
    "applications.post",
    "balances.clear",
    "vouchers.reverse",
    "documents.import",
    "bank.import",
    "documents.flag",
    "statements.run",
    "writeoffs.post",
    "writeoffs.request",
    "chargebacks.post",
    "transfers.post",
    "refunds.request",
}
_ADMINISTRATOR = LOOKING | {
    "documents.import",
    "periods.close",
    "periods.reopen",
    "masterdata.change",
    "policies.change",
    "users.change",
    "changes.confirm",
}

STANDARD = {
    role.role: role
    for role in (
        Role("clerk", "Enters and applies receipts", _CLERK),
        Role(
            "supervisor",
            "Writes off and approves",
            _CLERK
            | {
                "rates.adjust",
                "controls.accept",
                "batches.post",
                "gl.export",
                "writeoffs.approve",
                "refunds.approve",
                "periods.close",
            },
        ),
        Role("auditor", "Looks and proves", LOOKING),
        Role("administrator", "Keeps users, policies and master data", _ADMINISTRATOR),
    )
}
"""The roles every ledger has; one defined under the same name stands for it."""

INCOMPATIBLE = (
    ("receipts.post", "writeoffs.approve", "enters receipts and approves write-offs"),
    ("receipts.post", "refunds.approve", "enters receipts and approves refunds"),
    ("writeoffs.post", "users.change", "writes off and sets the limits of users"),
    ("writeoffs.approve", "users.change", "approves and sets the limits of users"),
    ("writeoffs.post", "policies.change", "writes off and changes reasons and accounts"),
    ("receipts.post", "masterdata.change", "enters receipts and keeps bank accounts"),
    ("receipts.post", "periods.reopen", "enters receipts and opens closed periods"),
)
"""Pairs of permissions that one person should not hold together (rule 21), and why."""


# --- roles and permissions -----------------------------------------------------------------------


def roles(policies: Policies) -> dict[str, Role]:
    """Every role as it stands, by its code: the standard ones, then those defined."""
    found = dict(STANDARD)
    for role in policies.roles.values():
        found[role.role] = Role(role.role, role.name, frozenset(role.permissions), role.ended)
    return found


def permissions_of(policies: Policies, user: str) -> frozenset[str]:
    """What a user may do: all that their roles allow.

    Somebody unknown may only look, a user who has ended may do nothing. A user without roles is a
    clerk, approves if they have any authority, and, while nobody is named administrator, keeps the
    ledger if that is without limit: so were ledgers made before there were roles.
    """
    known = policies.users.get(user)
    if known is None:
        return LOOKING
    if known.ended:
        return frozenset()
    if known.roles:
        return _of_roles(policies, known.roles)
    found = _CLERK
    if known.unlimited or any(known.authority.values()):
        found = STANDARD["supervisor"].permissions
    if known.unlimited and not _named_administrator(policies):
        found |= _ADMINISTRATOR
    return found


def _of_roles(policies: Policies, codes: tuple[str, ...]) -> frozenset[str]:
    held: list[Iterable[str]] = []
    for code in codes:
        own, standard = policies.roles.get(code), STANDARD.get(code)
        if own is not None:
            held.append(() if own.ended else own.permissions)
        elif standard is not None:
            held.append(standard.permissions)
    return LOOKING.union(*held)


def _named_administrator(policies: Policies) -> bool:
    return any(
        "users.change" in _of_roles(policies, user.roles)
        for user in policies.users.values()
        if user.roles and not user.ended
    )


def may(policies: Policies, user: str, permission: str) -> bool:
    """Whether a user holds a permission."""
    return permission in permissions_of(policies, user)


def holders(policies: Policies, permission: str) -> list[str]:
    """The users who hold a permission, by name."""
    return [user for user in sorted(policies.users) if may(policies, user, permission)]


def require(policies: Policies, user: str, permission: str) -> None:
    """Refuse who doesn't hold a permission, naming it, the user and who may give it."""
    if may(policies, user, permission):
        return
    known = policies.users.get(user)
    if known is None:
        why = f"{user} is no user of this ledger and may only look"
    elif known.ended:
        why = f"user {user} has ended"
    else:
        why = f"{user} ({', '.join(known.roles) or 'no role'}) may not"
    who = ", ".join(holders(policies, "users.change")) or "nobody"
    said = f"{why}: {permission}, {PERMISSIONS[permission]}. {who} may allow it"
    raise refuse("permission", NOT_ALLOWED, said)


def check_role(role: str, permissions: tuple[str, ...]) -> None:
    """Refuse a role without a code, or with a permission that there isn't."""
    if not role or not role.isidentifier():
        raise refuse("role", NO_ROLE, f"{role!r} can't be a role's code: a word")
    for permission in permissions:
        if permission not in PERMISSIONS:
            listed = ", ".join(PERMISSIONS)
            raise refuse("permissions", NO_PERMISSION, f"{permission!r} is none of {listed}")


def check_roles(policies: Policies, codes: tuple[str, ...]) -> None:
    """Refuse a role that is unknown or has ended."""
    known = roles(policies)
    for code in codes:
        if code not in known or known[code].ended:
            listed = ", ".join(name for name, role in known.items() if not role.ended)
            raise refuse("roles", NO_ROLE, f"{code!r} is no role: {listed}")


# --- delegation ----------------------------------------------------------------------------------


def speaks_for(
    policies: Policies, user: str, day: str, permission: str = "writeoffs.approve"
) -> list[str]:
    """Whose authority a user may approve with on a day: their own first, then that of those who
    delegated to them and may approve themselves."""
    found = [user] if may(policies, user, permission) else []
    for (giver, to), line in sorted(policies.delegations.items()):
        in_force = to == user and line.since <= day <= line.until
        if in_force and may(policies, giver, permission):
            found.append(giver)
    return found


# --- duties apart --------------------------------------------------------------------------------


class Clash(NamedTuple):
    """Two permissions that a user holds and shouldn't hold together, and through which roles."""

    user: str
    first: str
    second: str
    why: str
    roles: tuple[str, ...]


def clashes(policies: Policies, of: str = "") -> Iterator[Clash]:
    """Every pair of incompatible permissions of every user, or ``of`` one, by user (rule 21)."""
    for user in [of] if of else sorted(policies.users):
        held = permissions_of(policies, user)
        for first, second, why in INCOMPATIBLE:
            if first in held and second in held:
                yield Clash(user, first, second, why, policies.users[user].roles)


class Kept(NamedTuple):
    """What became of a change that was asked for: ``number`` of the one that waits for a second
    person, ``by`` who may confirm it; or made at once, by somebody who was ``alone``."""

    number: int = 0
    by: tuple[str, ...] = ()
    alone: bool = False

    def words(self, done: str) -> str:
        """What is said of it; ``done`` is the sentence of a change that is made."""
        if self.number:
            return f"Change {self.number} waits to be confirmed by {' or '.join(self.by)}."
        return done

    @property
    def aloud(self) -> str:
        """What is said to somebody who changed alone what takes two."""
        return "Made by you alone: nobody else may confirm changes yet." if self.alone else ""


def second_persons(policies: Policies, user: str) -> list[str]:
    """Who else may confirm a change that a user makes; none: they are alone."""
    return [other for other in holders(policies, "changes.confirm") if other != user]


def check_administered(policies: Policies, user: ev.UserDefined) -> None:
    """Refuse a user's new data that would leave nobody to change users."""
    users = policies.users | {user.user: user}
    _check_left(users, policies.roles, f"{user.user} is the last who may change users")


def check_role_administered(policies: Policies, role: ev.RoleDefined) -> None:
    """Refuse a role's new permissions that would leave nobody to change users."""
    roles_ = policies.roles | {role.role: role}
    _check_left(policies.users, roles_, f"only role {role.role} lets anybody change users")


def _check_left(
    users: dict[str, ev.UserDefined], roles_: dict[str, ev.RoleDefined], why: str
) -> None:
    later = Policies()
    later.users, later.roles = users, roles_
    if not holders(later, "users.change"):
        raise refuse("roles", LAST_ONE, f"{why}: give it to somebody else first")
