"""Joint allocation of units that cover routes, against those who choose a route by quantal response.

Numpy and scipy only; nothing of the rest of Port2Port is known here. The model and its limits:
docs/explanation/joint-allocation.md.
"""

from port2port.pure.games.allocation import allocate, cooperation_value, pro_rata, uncoordinated
from port2port.pure.games.cooperation import Cooperation
from port2port.pure.games.faults import (
    AboveCapacity,
    GameRefused,
    Infeasible,
    NoRoute,
    NotFinite,
    NotPositive,
    NotSolved,
    OutOfRange,
    Reason,
    Unreadable,
    WrongShape,
)
from port2port.pure.games.game import Game
from port2port.pure.games.matrix import displacement_matrix, reappearing_share
from port2port.pure.games.plan import Objective, Plan, Proof
from port2port.pure.games.rosters import roster
from port2port.pure.games.variants import Variant

__all__ = [
    "AboveCapacity",
    "Cooperation",
    "Game",
    "GameRefused",
    "Infeasible",
    "NoRoute",
    "NotFinite",
    "NotPositive",
    "NotSolved",
    "Objective",
    "OutOfRange",
    "Plan",
    "Proof",
    "Reason",
    "Unreadable",
    "Variant",
    "WrongShape",
    "allocate",
    "cooperation_value",
    "displacement_matrix",
    "pro_rata",
    "reappearing_share",
    "roster",
    "uncoordinated",
]
