"""Observations come in, from phones that may have had no connection: each kept once, none changed."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from port2port.base.refusal import NotAllowed
from port2port.drills.access import leading
from port2port.drills.models import Event, State
from port2port.live.access import TAKES_OBSERVATIONS, observed_by
from port2port.live.actions.shared import acting_seat, moves
from port2port.live.models import Inject, Observation, Rating
from port2port.live.refusals import (
    AlreadyCorrected,
    NotComeYet,
    OtherContent,
    RateWhat,
    SaySomething,
    TakesNoMore,
    Unmarked,
    WrongInject,
    WrongObjective,
)
from port2port.live.rules import LANGUAGES, LONGEST_KEY, OBSERVED, Observed
from port2port.members.member import Member
from port2port.pure.exercise_clock import falls_due
from port2port.pure.phone_clock import settle
from port2port.reports.rules import BadField, cleaned


def observe(
    *,
    member: Member,
    event: Event,
    said: Observed,
    key: str,
    replaces: Observation | None = None,
    now: datetime,
) -> Observation:
    """Keep what an observer saw; the same key a second time gives the first row.

    replaces   the own observation in whose place it stands from now on
    Raises NotAllowed, TakesNoMore, Unmarked, OtherContent, AlreadyCorrected, BadField.
    """
    seat = acting_seat(member)
    if not 0 < len(key) <= LONGEST_KEY:
        raise Unmarked
    if not observed_by(member).filter(pk=event.pk).exists():
        raise NotAllowed
    digest = said.digest(event, str(replaces.key) if replaces else "")
    known = _first(seat, key, digest)
    if known is not None:
        return known
    _check(member, event, said, replaces, now=now)
    told = settle(observed_at=said.observed_at, sent_at=said.sent_at, received_at=now)
    row = Observation(
        event=event,
        **_words(said, event),
        seat_id=seat,
        facility_id=leading(member).filter(event=event).values_list("facility_id", flat=True).first(),
        told_at=said.observed_at,
        observed_at=told.at,
        sent_at=said.sent_at,
        received_at=now,
        skew_s=told.skew_s,
        is_flagged=told.is_flagged,
        replaces=replaces,
        idempotency_key=key,
        digest=digest,
    )
    return _kept(row, seat, key, digest)


def _words(said: Observed, event: Event) -> dict[str, Any]:
    return {
        "inject": said.inject,
        "objective": said.objective,
        "item": said.item[:20],
        "rating": said.rating,
        "text": cleaned("text", said.text, OBSERVED),
        "language": said.language if said.language in LANGUAGES else event.language,
    }


def _kept(row: Observation, seat: int, key: str, digest: str) -> Observation:
    """Who sends the same at the same moment waits at the unique key for the first, and gets its row."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        known = _first(seat, key, digest)
        if known is not None:
            return known
        if row.replaces is not None:
            raise AlreadyCorrected from None
        raise
    return row


def _first(seat: int, key: str, digest: str) -> Observation | None:
    known = Observation.objects.filter(seat_id=seat, idempotency_key=key).first()
    if known is not None and known.digest != digest:
        raise OtherContent
    return known


def _check(member: Member, event: Event, said: Observed, replaces: Observation | None, *, now: datetime) -> None:
    if event.state not in TAKES_OBSERVATIONS:
        raise TakesNoMore
    if said.rating and said.rating not in Rating.values:
        raise BadField("rating", RateWhat.words)
    if said.rating and said.objective is None:
        raise BadField("objective", RateWhat.words)
    if not said.rating and not said.text.strip():
        raise BadField("text", SaySomething.words)
    if said.objective is not None and said.objective.event_id != event.pk:
        raise BadField("objective", WrongObjective.words)
    if said.inject is not None:
        _check_inject(member, event, said.inject, now=now)
    if replaces is not None:
        _check_replaced(member, event, replaces)


def _check_inject(member: Member, event: Event, inject: Inject, *, now: datetime) -> None:
    seen = Inject.objects.visible_to(member, at=now).filter(event=event)
    row = seen.filter(pk=inject.pk).first()
    if row is None:
        raise BadField("inject", WrongInject.words)
    # Judged when it arrives: a phone sends again what it saw too early. Once it was held, paper may have brought it.
    if event.state == State.CONFIRMED and row.delivered_at is None and row.skipped_at is None:
        due = falls_due(moves(event), row.offset_s)
        if due is None or due > now:
            raise BadField("inject", NotComeYet.words)


def _check_replaced(member: Member, event: Event, replaces: Observation) -> None:
    if not Observation.objects.editable_by(member).filter(pk=replaces.pk, event=event).exists():
        raise NotAllowed
    if Observation.objects.filter(replaces=replaces).exists():
        raise AlreadyCorrected
