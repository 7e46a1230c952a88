"""Of which divisions an automatic program takes the customers: all, one, several, by region."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from artui.ledger.errors import Refused, refuse
from artui.ledger.ledger import Ledger

UNKNOWN_DIVISION = 2498


class Divisions(NamedTuple):
    """Of which customers: all (``everywhere``), those of some divisions (empty = head office), or
    of all divisions of some regions."""

    everywhere: bool = True
    divisions: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """``ALL``, a code, empty for head office, or ``SEL`` for several."""
        if self.everywhere:
            return "ALL"
        return self.divisions[0] if len(self.divisions) == 1 and not self.regions else "SEL"


def chosen(ledger: Ledger, company: str, text: str, regions: Iterable[str] = ()) -> Divisions:
    """What a division as typed means in a company: ``ALL``, empty = head office, a code, several
    with blanks between them (``-`` among them is head office); ``regions`` adds theirs.

    Refuses a division or region the company doesn't have.
    """
    regions = tuple(dict.fromkeys(region.strip().upper() for region in regions))
    words = [word.upper() for word in text.split()]
    if words == ["ALL"] and not regions:
        return Divisions()
    if words[:1] == ["SEL"]:
        words = words[1:]
        if not words and not regions:
            raise refuse("division", UNKNOWN_DIVISION, "SEL needs divisions or regions")
    codes = tuple("" if word == "-" else word for word in words)
    if not codes and not regions:
        codes = ("",)
    known = ledger.policies.company(company).divisions
    for code in codes:
        if code and code not in known:
            raise refuse("division", UNKNOWN_DIVISION, f"{company} has no division {code}")
    for region in regions:
        if not any(own.upper() == region for _name, own in known.values()):
            raise refuse("region", UNKNOWN_DIVISION, f"no division of {company} is in {region}")
    return Divisions(False, tuple(dict.fromkeys(codes)), regions)


def codes_of(ledger: Ledger, company: str, wanted: Divisions) -> Collection[str] | None:
    """The divisions that are meant, those of the regions among them; None = all."""
    if wanted.everywhere:
        return None
    known = ledger.policies.company(company).divisions.items()
    of_regions = (code for code, (_name, region) in known if region.upper() in wanted.regions)
    return {*wanted.divisions, *of_regions}


def chosen_in(
    ledger: Ledger, companies: Iterable[str], text: str, regions: Iterable[str] = ()
) -> dict[str, Divisions]:
    """What a division as typed means in each company; those that don't have it are left out.

    Refuses what none of them has.
    """
    found: dict[str, Divisions] = {}
    problem: Refused | None = None
    for company in companies:
        try:
            found[company] = chosen(ledger, company, text, regions)
        except Refused as refused:
            problem = problem or refused
    if problem is not None and not found:
        raise problem
    return found
