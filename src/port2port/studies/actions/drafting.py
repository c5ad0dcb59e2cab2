"""A draft is begun, answered page by page, and thrown away; nothing of it is read by anybody else."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed
from port2port.counts.models import Outcome as Counted
from port2port.members.member import Member
from port2port.members.readers import choosable_circles
from port2port.pure.texts import Room
from port2port.reports.rules import LANGUAGES, BadField, cleaned, own_organisation
from port2port.sharing.models import Tlp
from port2port.studies.access import makes_studies
from port2port.studies.alike import is_alike
from port2port.studies.fields import MeasureSaid, OutsideSaid, WeeksSaid
from port2port.studies.framing import frame_of
from port2port.studies.models import OUTCOMES, Hypothesis, Study
from port2port.studies.models.study import MOST_WEEKS_AFTER
from port2port.studies.named import comparisons_for, measures_for
from port2port.studies.refusals import KilogramsRefused, NoComparisonNamed, NotAlike, RatesRefused, RegisteredAlready

TITLE = Room(characters=160, byte_count=640, required=True)
MASSES = frozenset({"kilograms", "kg", "mass", "tonnes"})


@transaction.atomic
def begin_study(*, member: Member, said: MeasureSaid, now: datetime) -> Study:
    """A new draft. Raises NotAllowed, BadField."""
    if not makes_studies(member):
        raise NotAllowed
    row = Study(originator_id=own_organisation(member), author_id=member.person_id, tlp=Tlp.AMBER_STRICT, made_at=now)
    _apply(row, said, member)
    row.changed_at = now
    row.save()
    row.circles.set([row.circle])
    return row


@transaction.atomic
def answer_measure(*, member: Member, study: Study, said: MeasureSaid, now: datetime) -> Study:
    """Page 1. Another circle or measure makes the pages after it empty.

    Raises RegisteredAlready, NotAllowed, BadField.
    """
    row = locked_draft(member, study)
    was = (row.circle_id, row.intervention_id)
    _apply(row, said, member)
    if was != (row.circle_id, row.intervention_id):
        row.outcome, row.category, row.comparison, row.is_description = "", "", None, False
        row.is_checked, row.weeks_before, row.weeks_after = False, None, None
        row.left_out.clear()
    row.circles.set([row.circle])
    return _saved(row, now)


def _apply(row: Study, said: MeasureSaid, member: Member) -> None:
    if said.circle.pk not in choosable_circles(member):
        raise BadField("circle", _("Your organisation is not in this circle."))
    if not measures_for(member, said.circle).filter(pk=said.intervention.pk).exists():
        raise BadField("intervention", _("Nobody has declared this measure to the circle."))
    if said.language not in LANGUAGES:
        raise BadField("language", _("Choose one of the languages."))
    if said.hypothesis not in Hypothesis.values:
        raise BadField("hypothesis", _("Say what you expect."))
    row.title = cleaned("title", said.title, TITLE)
    row.language, row.hypothesis = said.language, said.hypothesis
    row.circle, row.intervention = said.circle, said.intervention


@transaction.atomic
def answer_counted(*, member: Member, study: Study, outcome: str, category: str, now: datetime) -> Study:
    """Page 2. Raises KilogramsRefused, RatesRefused, BadField, RegisteredAlready, NotAllowed."""
    if outcome in MASSES:
        raise KilogramsRefused
    if outcome == Counted.SEIZURES_PER_1000:
        raise RatesRefused
    row = locked_draft(member, study)
    if outcome not in OUTCOMES:
        raise BadField("counted", _("Choose what is counted."))
    if (row.outcome, row.category) != (outcome, category):
        row.outcome, row.category = outcome, category
        row.weeks_before, row.weeks_after = None, None
        row.left_out.clear()
        if not is_alike(row, row.comparison):
            # Whether that is meant is asked on the next page.
            row.comparison = None
    if frame_of(row).target is None:
        raise BadField("counted", _("Nobody lends these counts of the port of the measure to the circle."))
    return _saved(row, now)


@transaction.atomic
def answer_outside(*, member: Member, study: Study, said: OutsideSaid, now: datetime) -> Study:
    """Page 3: a comparison, or none on purpose.

    Raises NoComparisonNamed, NotAlike, BadField, RegisteredAlready, NotAllowed.
    """
    row = locked_draft(member, study)
    if said.comparison is None and not said.is_description:
        raise NoComparisonNamed
    if said.comparison and not comparisons_for(member, row).filter(pk=said.comparison.pk).exists():
        raise BadField("comparison", _("Nobody has declared this comparison to the circle."))
    if not said.is_meant and not is_alike(row, said.comparison):
        raise NotAlike
    row.comparison, row.is_description = said.comparison, said.comparison is None
    return _saved(row, now)


@transaction.atomic
def answer_recording(*, member: Member, study: Study, is_checked: bool, now: datetime) -> Study:
    """Page 4: every port was asked. Raises BadField, RegisteredAlready, NotAllowed."""
    row = locked_draft(member, study)
    if not is_checked:
        raise BadField("is_checked", _("Ask each port first: a new form or system looks like a change in crime."))
    row.is_checked = True
    return _saved(row, now)


@transaction.atomic
def answer_weeks(*, member: Member, study: Study, said: WeeksSaid, now: datetime) -> Study:
    """Page 5. Raises BadField, RegisteredAlready, NotAllowed."""
    row = locked_draft(member, study)
    row.left_out.set(said.left_out)
    frame = frame_of(row)
    if not frame.others:
        raise BadField("left_out", _("Leave at least one other port in."))
    if not 1 <= said.weeks_before <= frame.weeks_before:
        words = _("There are %(n)s weeks before the announcement that all these ports lend.")
        raise BadField("weeks_before", str(words) % {"n": frame.weeks_before})
    if not 1 <= said.weeks_after <= MOST_WEEKS_AFTER:
        raise BadField("weeks_after", _("From 1 week to 156 weeks."))
    row.weeks_before, row.weeks_after = said.weeks_before, said.weeks_after
    return _saved(row, now)


@transaction.atomic
def answer_sight(*, member: Member, study: Study, hoped_percent: int, now: datetime) -> Study:
    """Page 6. Raises BadField, RegisteredAlready, NotAllowed."""
    row = locked_draft(member, study)
    if not 1 <= hoped_percent <= 100:
        raise BadField("hoped_percent", _("A share from 1 to 100 %."))
    row.hoped_percent = hoped_percent
    return _saved(row, now)


@transaction.atomic
def delete_study(*, member: Member, study: Study) -> None:
    """Throw the draft away. Raises NotAllowed, RegisteredAlready."""
    locked_draft(member, study).delete()


def locked_draft(member: Member, study: Study) -> Study:
    """The row as it is now, held until the transaction ends. Raises NotAllowed, RegisteredAlready."""
    row = locked(member, study)
    if row.is_frozen:
        raise RegisteredAlready
    return row


def locked(member: Member, study: Study) -> Study:
    """As `locked_draft`, registered or not. Raises NotAllowed."""
    rows = Study.objects.editable_by(member).select_for_update(of=("self",))
    row = rows.select_related("circle", "intervention__port", "originator").filter(pk=study.pk).first()
    if row is None:
        raise NotAllowed
    return row


def _saved(row: Study, now: datetime) -> Study:
    row.changed_at = now
    row.save()
    return row
