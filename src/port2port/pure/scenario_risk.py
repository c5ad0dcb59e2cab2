"""Instrument C: the risk of one scenario at one site, looked up in tables and never multiplied.

Steps run from 1 to 4. Raising one of them never lowers the decision.
"""

from dataclasses import dataclass
from enum import StrEnum

TABLE_VERSION = "p2p-risk-1"
STEPS = range(1, 5)
_COMBINED = ((1, 1, 1, 2), (1, 2, 2, 3), (1, 2, 3, 4), (2, 3, 4, 4))
_DECIDED = ("CCCB", "CCBB", "CBBA", "BBAA")


class Verdict(StrEnum):
    """What to do about a scenario."""

    MITIGATE = "A"
    CONSIDER = "B"
    DOCUMENT = "C"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What was said of a scenario; each a step 1-4, 4 the most."""

    intent: int
    capability: int
    vulnerability: int
    impact: int


@dataclass(frozen=True, slots=True)
class Risk:
    """What the tables say of it: threat and likelihood as steps 1-4."""

    threat: int
    likelihood: int
    verdict: Verdict


def risk_of(scenario: Scenario) -> Risk:
    """The risk by table `p2p-risk-1`. Raises ValueError for what is no step."""
    for step in (scenario.intent, scenario.capability, scenario.vulnerability, scenario.impact):
        if step not in STEPS:
            raise ValueError(f"{step} is no step from 1 to 4")
    threat = _COMBINED[scenario.intent - 1][scenario.capability - 1]
    likelihood = _COMBINED[threat - 1][scenario.vulnerability - 1]
    return Risk(threat, likelihood, Verdict(_DECIDED[likelihood - 1][scenario.impact - 1]))
