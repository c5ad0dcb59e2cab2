"""What an assessment comes to: three instruments side by side, never summed, each from the pinned controls alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from port2port.assessments.models import Answer, Assessment, Conformity, RiskScenario
from port2port.assessments.pinned import Asked, Sheet, sheet_of
from port2port.pure.conformity import Answered, Musts, musts
from port2port.pure.conformity import Conformity as ConformityValue
from port2port.pure.maturity import Objective, Rated, gap, objective
from port2port.pure.scenario_risk import Verdict


@dataclass(frozen=True, slots=True)
class Line:
    """One control with its newest answer, where there is one.

    is_accepted   the second person accepts that it does not apply
    until         last day of the exception or derogation that runs for it
    """

    asked: Asked
    answer: Answer | None = None
    is_accepted: bool = False
    until: date | None = None

    @property
    def conformity(self) -> ConformityValue:
        """What it says of instrument A; without an answer, not assessed."""
        return ConformityValue(self.answer.conformity) if self.answer else ConformityValue.NOT_ASSESSED

    @property
    def is_applicable(self) -> bool:
        """Whether it counts for instrument B."""
        return self.conformity is not ConformityValue.NOT_APPLICABLE

    @property
    def is_answered(self) -> bool:
        """Whether anything was said of it."""
        answer = self.answer
        return answer is not None and (
            answer.conformity != Conformity.NOT_ASSESSED or answer.doc is not None or answer.impl is not None
        )

    @property
    def answered(self) -> Answered:
        """As instrument A takes it."""
        return Answered(self.conformity, self.is_accepted, self.until is not None)

    @property
    def rated(self) -> Rated:
        """As instrument B takes it."""
        doc, impl = (self.answer.doc, self.answer.impl) if self.answer else (None, None)
        return Rated(doc, impl, self.asked.is_key, self.is_applicable)

    @property
    def is_open_must(self) -> bool:
        """Whether the headline counts it."""
        return self.asked.is_must and musts([self.answered]).open == 1

    def gap(self, target: int) -> int | None:
        """Steps from its level to the target; none where it is not rated."""
        return gap(self.rated.level, target=target) if self.is_applicable else None


@dataclass(frozen=True, slots=True)
class Family:
    """One objective of instrument B."""

    id: str
    title: str
    stands: Objective
    gap: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """The three instruments. risks   how many scenarios have which verdict; private to the facility"""

    musts: Musts
    families: tuple[Family, ...]
    risks: Mapping[Verdict, int]


def lines_of(
    assessment: Assessment,
    sheet: Sheet | None = None,
    *,
    answers: Iterable[Answer] | None = None,
    until: Mapping[str, date] | None = None,
) -> list[Line]:
    """Every control that the round asks for, in its order, with its newest answer.

    answers   the newest ones where they are at hand     until   last day of exceptions that run, by control
    """
    rows = Answer.objects.newest_of(assessment).select_related("acceptance")
    by_control = {one.control: one for one in (rows if answers is None else answers)}
    return [
        Line(asked, by_control.get(asked.id), _is_accepted(by_control.get(asked.id)), (until or {}).get(asked.id))
        for asked in (sheet or sheet_of(assessment.round)).controls
    ]


def _is_accepted(answer: Answer | None) -> bool:
    return answer is not None and answer.conformity == Conformity.NOT_APPLICABLE and hasattr(answer, "acceptance")


def result_of(lines: Iterable[Line], sheet: Sheet, *, target: int, risks: Iterable[RiskScenario] = ()) -> Result:
    """The numbers, from the lines of an assessment."""
    rows, verdicts = list(lines), [Verdict(one.verdict) for one in risks]
    return Result(
        musts=musts(one.answered for one in rows if one.asked.is_must),
        families=tuple(_families(rows, sheet, target)),
        risks={one: verdicts.count(one) for one in Verdict},
    )


def _families(rows: list[Line], sheet: Sheet, target: int) -> Iterator[Family]:
    for name, title in sheet.objectives:
        stands = objective(one.rated for one in rows if one.asked.objective == name)
        yield Family(name, title, stands, gap(stands.level, target=target))
