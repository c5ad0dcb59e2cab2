"""Whose approval an after-action and a lesson need, and which were given to the wording that stands."""

from dataclasses import dataclass

from port2port.afteraction.models import AfterAction, EventApproval, Lesson, LessonApproval
from port2port.afteraction.sealing import lesson_seal, seal_of
from port2port.drills.models import EventPlace, EventStep, Step
from port2port.members.models import Facility


@dataclass(frozen=True, slots=True)
class Signature:
    """One approval that is needed; `given` is the one that holds for the wording as it stands."""

    signs: str
    facility: Facility | None
    given: EventApproval | LessonApproval | None

    @property
    def facility_id(self) -> int | None:
        """The facility's id; none = the organisation that planned the event."""
        return self.facility.pk if self.facility else None


def places_of(event_id: int) -> list[Facility]:
    """The facilities that take part; who said yes stays in, also when the plan was changed after it was held."""
    said = EventStep.objects.filter(event=event_id, step__in=[Step.CONSENTED, Step.DECLINED], facility__isnull=False)
    last = dict(said.order_by("at", "pk").values_list("facility_id", "step"))
    yes = {facility for facility, step in last.items() if step == Step.CONSENTED}
    yes |= set(EventPlace.objects.filter(event=event_id).taking_part().values_list("facility_id", flat=True))
    return list(Facility.objects.filter(pk__in=yes).select_related("organisation").order_by("pk"))


def signatures(row: AfterAction, *, seal: str = "") -> list[Signature]:
    """The controller's, and that of an officer of each facility; without facilities, of the organisation."""
    holding = EventApproval.objects.filter(after_action=row, seal=seal or seal_of(row), ended_at=None)
    standing = holding.select_related("by")
    given = {(one.signs, one.facility_id): one for one in standing}
    places: list[Facility | None] = [*places_of(row.event_id)] or [None]
    wanted = [(EventApproval.Signs.CONTROLLER, None), *((EventApproval.Signs.OFFICER, one) for one in places)]
    return [Signature(signs, one, given.get((signs, one.pk if one else None))) for signs, one in wanted]


def lesson_signatures(row: Lesson, *, seal: str = "") -> list[Signature]:
    """That of an officer of each facility that took part; without facilities, of the organisation."""
    standing = LessonApproval.objects.filter(lesson=row, seal=seal or lesson_seal(row), ended_at=None)
    given = {one.facility_id: one for one in standing.select_related("by")}
    places: list[Facility | None] = [*places_of(row.event_id)] or [None]
    return [Signature(EventApproval.Signs.OFFICER, one, given.get(one.pk if one else None)) for one in places]


def is_complete(found: list[Signature]) -> bool:
    """Whether nobody's is missing; nothing is complete without a single one."""
    return bool(found) and all(one.given is not None for one in found)
