"""Rounds, moved by the secretariat: planned, open, closed, frozen."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from port2port.assessments.access import moves_rounds
from port2port.assessments.actions.freezing import make_bands
from port2port.assessments.actions.shared import seat_of
from port2port.assessments.models import Assessment, AssessmentStep, Assignment, Kind, RiskScenario, Round
from port2port.assessments.refusals import NoSuchStep
from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.norms import library
from port2port.norms.actions import keep_volume
from port2port.norms.library import NoSuchCatalogue, Volume
from port2port.norms.models import CatalogueVersion
from port2port.norms.stored import volumes_for
from port2port.pure.maturity import HIGHEST, LOWEST
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned

TITLE = Room(characters=120, byte_count=480, required=True)
State = Round.State
WAYS: dict[str, frozenset[str]] = {
    State.PLANNED: frozenset({State.OPEN, State.CANCELLED}),
    State.OPEN: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.FROZEN}),
    State.FROZEN: frozenset(),
    State.CANCELLED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundFields:
    """What a round asks. baseline   key and version      target   level that the gap is measured from"""

    title: str
    kind: str
    baseline: tuple[str, str]
    opens_on: date
    closes_on: date
    target: int = 3


@on_rights
@transaction.atomic
def plan_round(*, member: Member, said: RoundFields, now: datetime) -> Round:
    """A round to come, pinned to a baseline and its catalogue. Raises NotAllowed, BadField."""
    if not moves_rounds(member) or member.seat_id is None:
        raise NotAllowed
    row = Round(made_by_id=member.seat_id, made_at=now)
    return _filled(row, said, member=member, now=now)


@on_rights
@transaction.atomic
def change_round(*, member: Member, round: Round, said: RoundFields, now: datetime) -> Round:  # noqa: A002
    """Another plan, before it opens. Raises NotAllowed, NoSuchStep, BadField."""
    row = _held(member, round)
    if row.state != State.PLANNED:
        raise NoSuchStep
    return _filled(row, said, member=member, now=now)


def _filled(row: Round, said: RoundFields, *, member: Member, now: datetime) -> Round:
    _check(said, today=timezone.localdate(now))
    row.catalogue, row.baseline = _pins(said.baseline, member=member, now=now)
    row.title, row.kind, row.target = cleaned("title", said.title, TITLE), said.kind, said.target
    row.opens_on, row.closes_on, row.changed_at = said.opens_on, said.closes_on, now
    row.save()
    return row


def _check(said: RoundFields, *, today: date) -> None:
    if said.kind not in Kind.values:
        raise BadField("kind", _("Choose one of the values offered."))
    if not LOWEST <= said.target <= HIGHEST:
        raise BadField("target", _("Levels run from 1 to 5."))
    if said.closes_on <= said.opens_on:
        raise BadField("closes_on", _("The end comes after the beginning."))
    if said.closes_on <= today:
        raise BadField("closes_on", _("Choose a day to come."))


def _pins(baseline: tuple[str, str], *, member: Member, now: datetime) -> tuple[CatalogueVersion, CatalogueVersion]:
    """The rows of a baseline and of the catalogue that it takes its controls from. A catalogue stands for all of it."""
    among = [one for one in volumes_for(member) if one.state != "draft" and not one.is_own]
    try:
        asked = library.volume(*baseline, among)
        base = library.base_of(asked, among) if asked.is_baseline else asked
    except NoSuchCatalogue as unknown:
        raise BadField("baseline", _("Choose one of the values offered.")) from unknown
    if not _asks(asked, base):
        raise BadField("baseline", _("This asks for no control."))
    return keep_volume(base, now=now), keep_volume(asked, now=now)


def _asks(asked: Volume, base: Volume) -> bool:
    return any(part.controls for part in library.parts(asked, library.FALLBACK, (base,)))


@on_rights
@transaction.atomic
def move_round(*, member: Member, round: Round, to: str, now: datetime) -> Round:  # noqa: A002
    """The next step. A freeze takes what is agreed; the rest took no part. Raises NotAllowed, NoSuchStep."""
    row = _held(member, round)
    if to not in WAYS[row.state]:
        raise NoSuchStep
    row.state, row.changed_at = to, now
    if to == State.FROZEN:
        row.frozen_at = now
        _freeze(row, member=member, now=now)
    row.save()
    if to == State.FROZEN:
        make_bands(row, now=now)
    return row


def _held(member: Member, round_: Round) -> Round:
    row = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if not Round.objects.editable_by(member).filter(pk=row.pk).exists() or member.seat_id is None:
        raise NotAllowed
    return row


def _freeze(row: Round, *, member: Member, now: datetime) -> None:
    every = list(Assessment.objects.select_for_update(of=("self",)).filter(round=row))
    agreed = [one.pk for one in every if one.state == Assessment.State.AGREED and one.withdrawn_at is None]
    RiskScenario.objects.filter(assessment__in=agreed).update(frozen_at=now)
    Assignment.objects.running().filter(assessment__in=[one.pk for one in every]).update(ended_at=now)
    Assessment.objects.filter(pk__in=agreed).update(state=Assessment.State.FROZEN, frozen_at=now, changed_at=now)
    by, what = seat_of(member), AssessmentStep.What.FROZEN
    AssessmentStep.objects.bulk_create(AssessmentStep(assessment_id=pk, what=what, by_id=by, at=now) for pk in agreed)
