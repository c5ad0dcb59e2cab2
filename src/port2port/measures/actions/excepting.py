"""A facility asks for an exception; a seat of another organisation grants it; it ends by itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed
from port2port.duties.models import Action, ActionStep
from port2port.duties.models.promises import State as ActionState
from port2port.measures.actions.adopting import values_of
from port2port.measures.actions.reminding import end_asked, tell_asked, whose_word
from port2port.measures.models import Adoption, AdoptionState, AdoptionStep, ExceptionGrant
from port2port.measures.refusals import AnsweredBefore, LegalMust, NotToAdopt, RunsAlready
from port2port.measures.rules import EXCEPTION, LANGUAGES, NOTE, REASON_CHARACTERS
from port2port.members.member import Member
from port2port.norms import library
from port2port.pure.measure_life import months_later
from port2port.reports.rules import BadField, cleaned

LONGEST = 12
CATALOGUE = "p2p-controls"
# So long after an exception has ended the facility plans to have the measure in place, unless it had planned later.
TO_PLAN = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionFields:
    """What is asked for. instead: the compensating measure"""

    control: str
    reason: str
    instead: str
    until_on: date | None
    asked_of: str
    language: str


@cache
def musts() -> frozenset[str]:
    """Codes of the common controls that the law demands: no exception is granted from these."""
    volumes = [one for one in library.volumes() if one.key == CATALOGUE]
    parts = library.parts(volumes[-1], "en") if volumes else ()
    return frozenset(one.label for part in parts for one in part.controls if "must" in one.own("obligation"))


@transaction.atomic
def ask_exception(*, member: Member, adoption: Adoption, said: ExceptionFields, now: datetime) -> ExceptionGrant:
    """Ask for it, for one control of the measure. Raises NotAllowed, LegalMust, RunsAlready, NotToAdopt, BadField."""
    rows = Adoption.objects.editable_by(member).select_for_update(of=("self",))
    row = rows.select_related("version__measure", "facility__port").filter(pk=adoption.pk).first()
    if row is None or member.seat_id is None:
        raise NotAllowed
    if row.version.frozen_at is None:
        raise NotToAdopt
    if said.control in musts():
        raise LegalMust
    until_on = _until(said.until_on, today=timezone.localdate(now))
    _check(said, row)
    asked = _asked(said, row)
    if ExceptionGrant.objects.running().filter(adoption=row, control=said.control).exists():
        raise RunsAlready
    made = ExceptionGrant.objects.create(
        adoption=row,
        control=said.control,
        reason=_long_enough(said.reason),
        instead=cleaned("instead", said.instead, EXCEPTION),
        until_on=until_on,
        asked_of=said.asked_of,
        language=said.language,
        asked_by_id=member.seat_id,
        asked_at=now,
    )
    tell_asked(made, asked, now=now)
    return made


def _until(day: date | None, *, today: date) -> date:
    if day is None or not today < day <= months_later(today, LONGEST):
        raise BadField("until_on", _("An exception ends: on a day to come, at most twelve months ahead."))
    return day


def _asked(said: ExceptionFields, adoption: Adoption) -> int:
    """The organisation of who is asked, another one. Raises BadField."""
    asked = whose_word(said.asked_of, adoption)
    if asked is not None and asked != adoption.facility.organisation_id:
        return asked
    if said.asked_of == ExceptionGrant.Asked.PORT:
        raise BadField("asked_of", _("Another organisation must grant it. No other one manages this port."))
    raise BadField("asked_of", _("Another organisation must grant it. The chair does not sit in another one."))


def _check(said: ExceptionFields, adoption: Adoption) -> None:
    choose = _("Choose one of the values offered.")
    if said.control not in adoption.version.controls:
        raise BadField("control", choose)
    if said.asked_of not in ExceptionGrant.Asked.values:
        raise BadField("asked_of", choose)
    if said.language not in LANGUAGES:
        raise BadField("language", choose)


def _long_enough(reason: str) -> str:
    kept = cleaned("reason", reason, EXCEPTION)
    if len(kept) < REASON_CHARACTERS:
        raise BadField("reason", _("Give the reason in 30 characters or more."))
    return kept


@transaction.atomic
def answer_exception(
    *, member: Member, exception: ExceptionGrant, grant: bool, answer: str = "", now: datetime
) -> ExceptionGrant:
    """The word of the seat that is asked, in another organisation. Raises NotAllowed, AnsweredBefore, BadField."""
    row = ExceptionGrant.objects.select_for_update(of=("self",)).get(pk=exception.pk)
    if not ExceptionGrant.objects.visible_to(member).filter(pk=row.pk).exists():
        raise NotAllowed
    if row.state != ExceptionGrant.State.ASKED:
        raise AnsweredBefore
    if not ExceptionGrant.objects.approvable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    if row.until_on <= timezone.localdate(now):
        raise BadField("grant", _("The day until which it was asked for is past."))
    row.answer = cleaned("answer", answer, NOTE)
    if not grant and not row.answer:
        raise BadField("answer", _("Say why."))
    row.state = ExceptionGrant.State.GRANTED if grant else ExceptionGrant.State.DECLINED
    row.approver_id, row.answered_at = member.seat_id, now
    row.save()
    end_asked(row, now=now)
    return row


@transaction.atomic
def end_exception(*, member: Member, exception: ExceptionGrant, now: datetime) -> ExceptionGrant:
    """The facility needs it no longer, or takes back what it asked. Raises NotAllowed."""
    rows = ExceptionGrant.objects.editable_by(member).select_for_update(of=("self",))
    row = rows.filter(pk=exception.pk).first()
    if row is None:
        raise NotAllowed
    row.state, row.ended_at = ExceptionGrant.State.ENDED, now
    row.save(update_fields=["state", "ended_at"])
    end_asked(row, now=now)
    return row


def expire_exceptions(*, now: datetime) -> int:
    """End what was granted until yesterday at the latest; how many that were. Safe to repeat."""
    over = ExceptionGrant.objects.filter(state=ExceptionGrant.State.GRANTED, until_on__lt=timezone.localdate(now))
    return sum(_expire(pk, now=now) for pk in over.values_list("pk", flat=True))


@transaction.atomic
def _expire(pk: int, *, now: datetime) -> bool:
    rows = ExceptionGrant.objects.select_for_update(of=("self",)).select_related("asked_by")
    row = rows.filter(pk=pk, state=ExceptionGrant.State.GRANTED).first()
    if row is None:
        return False
    adoption = Adoption.objects.select_for_update(of=("self",)).select_related("facility").get(pk=row.adoption_id)
    _plan_again(adoption, row, now=now)
    row.state, row.ended_at = ExceptionGrant.State.EXPIRED, now
    row.action = _action(row, adoption, now=now).key
    row.save(update_fields=["state", "ended_at", "action"])
    return True


def _plan_again(adoption: Adoption, exception: ExceptionGrant, *, now: datetime) -> None:
    before = values_of(adoption)
    soonest = timezone.localdate(now) + TO_PLAN
    adoption.by_on = max(adoption.by_on or soonest, soonest)
    adoption.state, adoption.since_on, adoption.reason = AdoptionState.PLANNED, None, ""
    adoption.verified_by, adoption.verified_at, adoption.changed_at = None, None, now
    adoption.save()
    AdoptionStep.objects.create(
        facility_id=adoption.facility_id,
        version_id=adoption.version_id,
        before=before,
        after=values_of(adoption),
        by_id=exception.asked_by_id,
        at=now,
    )


def _action(exception: ExceptionGrant, adoption: Adoption, *, now: datetime) -> Action:
    """One action of the facility's officer; who does not see the exception does not see it."""
    asker = exception.asked_by
    with translation.override(exception.language):
        title = gettext("An exception has ended: have the measure in place, or ask anew")
    action = Action.objects.create(
        organisation_id=adoption.facility.organisation_id,
        facility=adoption.facility,
        title=title,
        language=exception.language,
        owner=asker if asker.is_open else None,
        due_on=adoption.by_on or exception.until_on,
        source_type="exception",
        source_key=exception.key,
        made_by=asker,
        made_at=now,
        changed_at=now,
    )
    ActionStep.objects.create(action=action, state=ActionState.OPEN, by=asker, at=now)
    return action
