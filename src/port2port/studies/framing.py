"""Which ports and weeks a study compares: worked out from what is lent and when the measure began, without a count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from port2port.counts.models import Loan
from port2port.counts.panel import LentPort, lent_ports
from port2port.members.models import CircleMembership
from port2port.pure.panels import YEAR
from port2port.pure.weeks import monday_of, weeks_between
from port2port.studies.models import Study

MOST_YEARS = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """The network of a study.

    target   as it is lent; None where it is not      others   the ports it is compared with
    offered  every other port that is lent            first    the first week that all of them are lent from
    quiet    the week of the announcement: from here to the start nothing is compared
    start    the week in which the measure began      last     the newest week of which all have a count
    """

    target: LentPort | None
    others: tuple[LentPort, ...]
    offered: tuple[LentPort, ...]
    quiet: date
    start: date

    @property
    def ports(self) -> tuple[LentPort, ...]:
        """Target first."""
        return (self.target, *self.others) if self.target else self.others

    @property
    def first(self) -> date:
        """Monday."""
        return max((one.from_week for one in self.ports), default=self.quiet)

    @property
    def last(self) -> date | None:
        """Monday; None where a port has no count at all."""
        newest = [one.last_week for one in self.ports]
        known = [one for one in newest if one is not None]
        return min(known) if known and len(known) == len(newest) else None

    @property
    def weeks_before(self) -> int:
        """How many weeks there are at most before the announcement."""
        return max(weeks_between(self.first, self.quiet), 0)

    @property
    def weeks_after(self) -> int:
        """How many there are since the start."""
        return max(weeks_between(self.start, self.last) + 1, 0) if self.last else 0

    @property
    def usual_before(self) -> int:
        """As many whole years as there are, at most three; what there is, where that is less than one."""
        return min(self.weeks_before // YEAR, MOST_YEARS) * YEAR or self.weeks_before


def frame_of(study: Study) -> Frame:
    """The network as it is lent now to the study's own organisation; empty until it is said what is counted."""
    measure = study.intervention
    lent = lent_ports(study.circle, outcome=study.outcome, category=study.category) if study.outcome else []
    lent = _told(study, lent)
    left_out = set(study.left_out.values_list("pk", flat=True))
    offered = tuple(one for one in _sorted(lent) if one.port.pk != measure.port_id)
    return Frame(
        target=next((one for one in lent if one.port.pk == measure.port_id), None),
        others=tuple(one for one in offered if one.port.pk not in left_out),
        offered=offered,
        quiet=monday_of(measure.announced_on),
        start=monday_of(measure.starts_on),
    )


def _told(study: Study, lent: list[LentPort]) -> list[LentPort]:
    """But for what was lent before the study's organisation joined a circle that keeps its past to itself."""
    if study.circle.shows_history or not lent:
        return lent
    stay = CircleMembership.objects.current().filter(circle=study.circle_id, organisation=study.originator_id).first()
    if stay is None or stay.joined_at is None:
        return []
    loans = Loan.objects.running_in(study.circle_id).filter(outcome=study.outcome, category=study.category)
    ports = set(loans.filter(given_at__gte=stay.joined_at).values_list("port_id", flat=True))
    return [one for one in lent if one.port.pk in ports]


def _sorted(lent: Sequence[LentPort]) -> list[LentPort]:
    return sorted(lent, key=lambda one: (one.port.name, one.port.pk))
