"""A study is registered: its definition is hashed into the ledger and goes to the circle before its counts are read."""

from datetime import datetime, timedelta

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.weeks import monday_of
from port2port.sharing import actions as sharing
from port2port.sharing.models import Tlp
from port2port.studies.actions.drafting import locked, locked_draft
from port2port.studies.definition import definition_of, hash_of
from port2port.studies.framing import frame_of
from port2port.studies.lending import series_lent
from port2port.studies.models import Study
from port2port.studies.planning import plan_of
from port2port.studies.reading import weeks_before
from port2port.studies.refusals import NotReady, ReadAnew
from port2port.studies.steps import missing_of

DAY = timedelta(days=1)


@transaction.atomic
def register_study(*, member: Member, study: Study, sha256: str, now: datetime) -> Study:
    """Version 1, published to the circle; from here on nothing of it changes.

    sha256   of the definition as its author was shown it
    Raises NotReady, ReadAnew, RegisteredAlready, NotAllowed, BadHandling, NotLentNow, NoWeeksThere.
    """
    row = locked_draft(member, study)
    if member.seat_id is None:
        raise NotAllowed
    frame = frame_of(row)
    if missing_of(row, member, frame):
        raise NotReady
    plan = plan_of(row, weeks_before(row, member=member))
    if plan.missing or plan.first is None:
        raise NotReady
    row.replaces = row.replaces or former_of(member, row)
    definition = definition_of(row, frame, plan)
    if hash_of(definition) != sha256:
        raise ReadAnew
    row.definition, row.sha256, row.smallest_share = definition, sha256, plan.smallest
    row.frozen_at, row.frozen_by_id = now, member.seat_id
    row.tlp = Tlp.AMBER_STRICT
    row.save()
    row.circles.set([row.circle])
    row.series.set(series_lent(row, frame))
    sharing.publish_within(record=row, member=member, now=now)
    record_act(member=member, act="register_study", subject=f"study:{row.key}", now=now)
    return row


def former_of(member: Member, study: Study) -> Study | None:
    """The newest registered study of the same question in this circle, of whichever organisation, withdrawn ones too.

    The same question: what is counted, the port, and the week in which the measure began, however it is declared.
    """
    measure = study.intervention
    start = monday_of(measure.starts_on)
    same = Study.objects.visible_to(member).filter(
        circle=study.circle_id,
        outcome=study.outcome,
        intervention__port=measure.port_id,
        intervention__starts_on__range=(start, start + 6 * DAY),
    )
    return same.exclude(pk=study.pk).exclude(frozen_at=None).order_by("-frozen_at").first()


@transaction.atomic
def change_study(*, member: Member, study: Study, now: datetime) -> Study:
    """A new draft with the same answers, that names this one. Raises NotAllowed."""
    old = locked(member, study)
    if not old.is_frozen:
        raise NotAllowed
    same = (
        *("title", "language", "circle", "intervention", "hypothesis", "outcome", "category", "comparison"),
        *("is_description", "weeks_before", "weeks_after", "hoped_percent"),
    )
    row = Study.objects.create(
        **{name: getattr(old, name) for name in same},
        originator_id=old.originator_id,
        author_id=member.person_id,
        tlp=Tlp.AMBER_STRICT,
        replaces=old,
        made_at=now,
        changed_at=now,
    )
    row.circles.set([row.circle])
    row.left_out.set(old.left_out.all())
    return row


@transaction.atomic
def withdraw_study(*, member: Member, study: Study, reason: str, now: datetime) -> Study:
    """For good; those who had it see a tombstone with the reason. Raises NotAllowed, Refusal."""
    row = locked(member, study)
    sharing.withdraw(record=row, member=member, reason=reason, now=now)
    return row
