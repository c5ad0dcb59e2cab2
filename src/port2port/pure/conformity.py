"""Instrument A: how a site stands to what the law asks, as a number of open musts and never as a share of a hundred."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Conformity(StrEnum):
    """What an answer says of one control."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to one must.

    is_accepted        the agreeing person accepts that it does not apply; of other answers it says nothing
    has_derogation     an exception or derogation runs: it changes the words, never the number
    """

    conformity: Conformity
    is_accepted: bool = False
    has_derogation: bool = False


@dataclass(frozen=True, slots=True)
class Musts:
    """The headline: open musts of all, and of the open ones how many stand apart in words."""

    all: int
    open: int
    not_assessed: int
    waiting_for_acceptance: int
    under_derogation: int


def musts(answers: Iterable[Answered]) -> Musts:
    """The headline over the musts of one assessment."""
    found = list(answers)
    still_open = [one for one in found if _is_open(one)]
    return Musts(
        all=len(found),
        open=len(still_open),
        not_assessed=sum(one.conformity is Conformity.NOT_ASSESSED for one in still_open),
        waiting_for_acceptance=sum(one.conformity is Conformity.NOT_APPLICABLE for one in still_open),
        under_derogation=sum(one.has_derogation for one in still_open),
    )


def _is_open(one: Answered) -> bool:
    if one.conformity is Conformity.NOT_APPLICABLE:
        return not one.is_accepted
    return one.conformity is not Conformity.MET
