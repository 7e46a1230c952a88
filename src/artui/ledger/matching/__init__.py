"""Which open documents money is meant for; pure.

``proposals`` answers for one receipt that a clerk enters, ``accounts`` for all credits of an
account in an automatic run, ``pairs`` for an account that comes to zero; ``sums`` adds up.
"""

from artui.ledger.matching.accounts import Claim, Match, Plan, Tie, age, claim_of, match_account
from artui.ledger.matching.pairs import Pair, pairs
from artui.ledger.matching.proposals import NOTHING, Proposal, add_up, late_match, propose
from artui.ledger.matching.sums import MOST_COMBINED, runs, sums

__all__ = [
    "MOST_COMBINED",
    "NOTHING",
    "Claim",
    "Match",
    "Pair",
    "Plan",
    "Proposal",
    "Tie",
    "add_up",
    "age",
    "claim_of",
    "late_match",
    "match_account",
    "pairs",
    "propose",
    "runs",
    "sums",
]
