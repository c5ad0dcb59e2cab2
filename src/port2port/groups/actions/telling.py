"""A decision in other languages, and the common measure that came of it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from port2port.base.refusal import NotAllowed
from port2port.groups.actions.shared import acting_seat, run_by
from port2port.groups.models import Decision, DecisionText
from port2port.groups.refusals import HasAMeasure, NoMeasure, OwnLanguage
from port2port.groups.rules import TEXT, TITLE, known_language, markdown
from port2port.members.member import Member
from port2port.reports.rules import BadField, cleaned, own_organisation
from port2port.reports.texts_guard import not_personal_of
from port2port.sharing import search
from port2port.sharing.audience_index import tokens_of

MEASURE = re.compile(r"measure:[a-z0-9][a-z0-9.-]{0,62}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """The same in another language.

    not_personal   finds of the share guard that the translator says are none, by their tokens
    """

    language: str
    title: str
    text: str
    not_personal: frozenset[str] = frozenset()


@transaction.atomic
def translate(*, member: Member, decision: Decision, said: Translation, now: datetime) -> DecisionText:
    """Put the decision into another language, for reading; again, it takes the place of the one before.

    The decision stands as it was decided. Raises NotAllowed, NotTheChair, GroupEnded, BadField, PersonalDataFound.
    """
    row = _held(member, decision)
    language = known_language(said.language)
    if language == row.language:
        raise BadField("language", OwnLanguage.words)
    texts = {"title": cleaned("title", said.title, TITLE), "text": markdown("text", said.text, TEXT)}
    before = DecisionText.objects.filter(decision=row, language=language).aggregate(last=Max("n"))["last"] or 0
    made = DecisionText.objects.create(
        decision=row,
        language=language,
        n=before + 1,
        **texts,
        not_personal=not_personal_of(texts, said.not_personal),
        organisation_id=own_organisation(member),
        by_id=acting_seat(member),
        made_at=now,
    )
    search.index(row, tokens=tokens_of(row))
    return made


@transaction.atomic
def name_measure(*, member: Member, decision: Decision, measure: str, now: datetime) -> Decision:
    """Say which common measure the decision started, once; called by what keeps the measures.

    measure   its public id, `measure:…`
    Raises NotAllowed, NotTheChair, GroupEnded, NoMeasure, HasAMeasure.
    """
    row = _held(member, decision)
    if not MEASURE.fullmatch(measure):
        raise NoMeasure
    if row.measure not in {"", measure}:
        raise HasAMeasure
    row.measure, row.changed_at = measure, now
    row.save(update_fields=["measure", "changed_at"])
    return row


def _held(member: Member, decision: Decision) -> Decision:
    if not Decision.objects.visible_to(member).filter(pk=decision.pk).exists():
        raise NotAllowed
    run_by(member, decision.group)
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if row.is_withdrawn:
        raise NotAllowed
    return row
