"""Two studies of the demonstration: one that was run, and one without a comparison that says why it has no answer.

The first may go further once its lenders approve, so that they find it waiting for them.
"""

from datetime import datetime

from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.site.demo.counting import AFTER, Counted
from port2port.studies import actions
from port2port.studies.definition import definition_of, hash_of
from port2port.studies.fields import MeasureSaid, OutsideSaid, WeeksSaid
from port2port.studies.framing import frame_of
from port2port.studies.models import Study, StudyResult
from port2port.studies.planning import USUAL_HOPE, plan_of
from port2port.studies.reading import weeks_before

ANALYST, OFFICER = "commissioner-analyst", "antwerp-officer"
SEED = 20_261


def study(members: dict[str, Member], counted: Counted, *, now: datetime) -> None:
    """The commissioner's analyst asks whether the measure moved intrusions; an officer describes what was counted."""
    asked = "Les patrouilles de nuit ont-elles déplacé les intrusions ? (inventé)"
    described = "Indringingen voor en na de nachtpatrouilles, alleen beschreven (verzonnen)"
    ran = _run(
        members[ANALYST],
        counted,
        title=asked,
        language="fr",
        outside=OutsideSaid(comparison=counted.comparison),
        now=now,
    )
    actions.propose_widening(member=members[ANALYST], result=ran, readers=Readers(tlp=Tlp.GREEN), now=now)
    _run(members[OFFICER], counted, title=described, language="nl", outside=OutsideSaid(is_description=True), now=now)


def _run(
    member: Member, counted: Counted, *, title: str, language: str, outside: OutsideSaid, now: datetime
) -> StudyResult:
    said = MeasureSaid(
        title=title,
        language=language,
        circle=counted.circle,
        intervention=counted.intervention,
        hypothesis="moves" if outside.comparison else "open",
    )
    row = actions.begin_study(member=member, said=said, now=now)
    actions.answer_counted(member=member, study=row, outcome="intrusions", category="", now=now)
    actions.answer_outside(member=member, study=row, said=outside, now=now)
    actions.answer_recording(member=member, study=row, is_checked=True, now=now)
    usual = frame_of(Study.objects.get(pk=row.pk)).usual_before
    weeks = WeeksSaid(weeks_before=usual, weeks_after=AFTER)
    actions.answer_weeks(member=member, study=row, said=weeks, now=now)
    row = actions.answer_sight(member=member, study=row, hoped_percent=USUAL_HOPE, now=now)
    row.replaces = actions.former_of(member, row)
    plan = plan_of(row, weeks_before(row, member=member))
    digest = hash_of(definition_of(row, frame_of(row), plan))
    actions.register_study(member=member, study=row, sha256=digest, now=now)
    return actions.run_study(member=member, study=row, now=now, seed=SEED)
