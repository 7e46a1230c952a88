"""Users, roles and delegations: who works with a ledger, and for whom they may speak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from artui.ledger import events as ev
from artui.ledger.checks import checked_day
from artui.ledger.errors import refuse
from artui.ledger.ledger import Ledger
from artui.ledger.people import rights
from artui.ledger.people.changes import keep
from artui.ledger.people.rights import Kept
from artui.ledger.writer import Writer

OWN_LIMITS, NO_BRANCH, NO_SUCH_USER, NOT_BETWEEN, UNTIL_BEFORE = range(2410, 2415)


def define_user(
    ledger: Ledger,
    user: str,
    *,
    name: str = "",
    authority: Mapping[str, int] | None = None,
    unlimited: bool = False,
    late_discount: bool = False,
    ended: bool = False,
    roles: Sequence[str] | None = None,
    branches: Sequence[str] | None = None,
) -> Kept:
    """A user with what they may write off per document and currency, minor units.

    ``roles`` and ``branches`` (``COMPANY`` or ``COMPANY/BRANCH``, empty = all) stay as they are if
    they aren't given. It takes a second person where there is one; nobody changes themselves.
    """
    if any(limit < 0 for limit in (authority or {}).values()):
        raise refuse("authority", 2227, "an authority can't be negative")
    with ledger.hold():
        ledger.require("users.change")
        policies = ledger.policies
        known = policies.users.get(user)
        others = [each for each in rights.holders(policies, "users.change") if each != user]
        if user == ledger.clerk and others:
            said = f"nobody changes their own limits: {' or '.join(others)} may"
            raise refuse("user", OWN_LIMITS, said)
        if roles is not None:
            rights.check_roles(policies, tuple(roles))
        for branch in branches or ():
            _check_branch(ledger, branch)
        writer = Writer(ledger)
        for currency in authority or {}:
            writer.adopt_currency(currency)
        writer.add(
            f"user/{user}",
            ev.UserDefined,
            user=user,
            name=name or user,
            authority=dict(authority or {}),
            unlimited=unlimited,
            late_discount=late_discount,
            ended=ended,
            roles=_kept(roles, known.roles if known else ()),
            branches=_kept(branches, known.branches if known else ()),
        )
        new = writer.events[-1]
        assert isinstance(new, ev.UserDefined)
        rights.check_administered(policies, new)
        return keep(writer, f"user {user}")


def _kept(given: Sequence[str] | None, known: tuple[str, ...]) -> tuple[str, ...]:
    return known if given is None else tuple(dict.fromkeys(given))


def _check_branch(ledger: Ledger, branch: str) -> None:
    company, _, code = branch.partition("/")
    known = ledger.policies.companies.get(company)
    if known is None or (code and code not in known.branches):
        raise refuse("branches", NO_BRANCH, f"{branch!r} is no COMPANY or COMPANY/BRANCH")


def define_role(
    ledger: Ledger,
    role: str,
    name: str = "",
    permissions: Sequence[str] = (),
    *,
    ended: bool = False,
) -> Kept:
    """A role with its permissions, whole; one of the standard roles is replaced by it. It takes a
    second person where there is one."""
    rights.check_role(role, tuple(permissions))
    with ledger.hold():
        ledger.require("users.change")
        writer = Writer(ledger)
        writer.add(
            f"role/{role}",
            ev.RoleDefined,
            role=role,
            name=name or role,
            permissions=tuple(dict.fromkeys(permissions)),
            ended=ended,
        )
        new = writer.events[-1]
        assert isinstance(new, ev.RoleDefined)
        rights.check_role_administered(ledger.policies, new)
        return keep(writer, f"role {role}")


def delegate(
    ledger: Ledger, to: str, until: str, *, user: str = "", since: str = "", note: str = ""
) -> Kept:
    """Let ``to`` approve with the authority of ``user`` (default: one's own) until a day,
    inclusive; no day ends it. For somebody else it takes who may change users, and a second person
    where there is one."""
    user = user or ledger.clerk
    since = checked_day("since", since or ledger.today())
    last = checked_day("until", until) if until else ""
    if last and last < since:
        raise refuse("until", UNTIL_BEFORE, f"{last} is before {since}")
    with ledger.hold():
        policies = ledger.policies
        if user != ledger.clerk:
            ledger.require("users.change")
            if to == ledger.clerk:
                raise refuse("to", NOT_BETWEEN, "nobody takes somebody else's authority")
        known = policies.users.get(to)
        if known is None or known.ended:
            raise refuse("to", NO_SUCH_USER, f"{to} is no user of this ledger")
        if to == user:
            raise refuse("to", NOT_BETWEEN, "a delegation is to somebody else")
        if last:
            rights.require(policies, user, "writeoffs.approve")
        writer = Writer(ledger)
        writer.add(
            f"delegation/{user}/{to}",
            ev.Delegated,
            user=user,
            to=to,
            since=since,
            until=last,
            note=note,
        )
        if last and user != ledger.clerk:
            return keep(writer, f"delegation of {user} to {to}")
        writer.save()
        return ledger.kept
