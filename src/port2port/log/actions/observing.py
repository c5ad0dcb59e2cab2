"""What was seen of a drone, and which entries tell of the same event; nothing of it is ever deleted."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.log.access import runs_log
from port2port.log.actions.writing import NotYourLog, editable
from port2port.log.models import Joining, Observation, Occurrence, Sighting, Tile
from port2port.log.seen import NAMES, Seen, check_seen, placed, plain
from port2port.members.member import Member
from port2port.reports.sending import SentOtherwise, once

MOST_OBSERVATIONS = 60
MOST_ENTRIES = 20
# What lies farther apart is hardly one flight; a battery lasts less.
WITHIN = timedelta(hours=2)


class NoDrone(Refusal):
    status = 409
    words = _("This entry is not of a drone. Correct what it is of first.")


class TooManyObservations(Refusal):
    status = 413
    words = _("At most sixty observations fit into one entry.")


class NotOneEvent(Refusal):
    status = 409
    words = _("These two entries cannot be one event: another facility, another time, or struck out.")


class JoinedElsewhere(Refusal):
    status = 409
    words = _("That entry is joined with others already. Take it out there first.")


class TooManyEntries(Refusal):
    status = 413
    words = _("At most twenty entries make one sighting.")


@transaction.atomic
def add_observation(*, member: Member, occurrence: Occurrence, seen: Seen, key: str = "", now: datetime) -> Observation:
    """Write down what one observer saw; the same form sent twice is one observation.

    Raises BadField, NoDrone, TooManyObservations, NotYourLog, EntryStruck, SentOtherwise.
    """
    row = _of_a_drone(editable(member, occurrence))
    check_seen(seen, row.facility, now=now)
    content = json.dumps(plain(seen) | {"occurrence": row.pk}, sort_keys=True)

    def do() -> UUID:
        if row.observations.standing().count() >= MOST_OBSERVATIONS:
            raise TooManyObservations
        values = {name: getattr(seen, name) for name in NAMES}
        values["lat"], values["lon"] = placed(seen)
        made = Observation.objects.create(occurrence=row, seat_id=member.seat_id, made_at=now, **values)
        _touch(row, now=now)
        return made.key

    result = once(member=member, key=key, act="observation", content=content, now=now, do=do)
    kept = Observation.objects.visible_to(member).filter(key=result).first()
    if kept is None:
        raise SentOtherwise
    return kept


@transaction.atomic
def strike_observation(*, member: Member, observation: Observation, now: datetime) -> None:
    """Strike an observation out; it stays readable. Raises NotYourLog, EntryStruck."""
    row = editable(member, observation.occurrence)
    if Observation.objects.filter(pk=observation.pk, struck_at=None).update(struck_at=now):
        _touch(row, now=now)


@transaction.atomic
def join_entries(*, member: Member, occurrence: Occurrence, other: Occurrence, now: datetime) -> Sighting:
    """Say that another entry of the facility tells of the same event; both keep their numbers.

    Raises NotOneEvent, JoinedElsewhere, NoDrone, TooManyEntries, NotYourLog, EntryStruck.
    """
    if not runs_log(member):
        raise NotYourLog
    # Held in one order, so that two who join the same entries do not wait for each other.
    held = {one.pk: _of_a_drone(editable(member, one)) for one in sorted((occurrence, other), key=lambda one: one.pk)}
    row, added = held[occurrence.pk], held[other.pk]
    if row.pk == added.pk or row.facility_id != added.facility_id or _apart(row, added) > WITHIN:
        raise NotOneEvent
    mine, theirs = _standing(row), _standing(added)
    if theirs is not None and (mine is None or mine.sighting_id != theirs.sighting_id):
        if mine is not None:
            raise JoinedElsewhere
        return _put_in(theirs.sighting, row, member=member, now=now)
    sighting = mine.sighting if mine else Sighting.objects.create(made_at=now)
    for one, joining in ((row, mine), (added, theirs)):
        if joining is None:
            _put_in(sighting, one, member=member, now=now)
    return sighting


@transaction.atomic
def take_out_entry(*, member: Member, occurrence: Occurrence, now: datetime) -> None:
    """Take an entry out of its event; of two, the other stands alone as well. Raises NotYourLog, EntryStruck."""
    if not runs_log(member):
        raise NotYourLog
    row = editable(member, occurrence)
    joining = _standing(row)
    if joining is None:
        return
    leaving = [joining, *_last_one(joining)]
    Joining.objects.filter(pk__in=[one.pk for one in leaving]).update(left_at=now, left_seat=member.seat_id)
    _touch(row, now=now)


def _last_one(joining: Joining) -> list[Joining]:
    others = list(Joining.objects.standing().filter(sighting=joining.sighting_id).exclude(pk=joining.pk)[:2])
    return others if len(others) == 1 else []


def _put_in(sighting: Sighting, row: Occurrence, *, member: Member, now: datetime) -> Sighting:
    if Joining.objects.standing().filter(sighting=sighting).count() >= MOST_ENTRIES:
        raise TooManyEntries
    Joining.objects.create(sighting=sighting, occurrence=row, seat_id=member.seat_id, at=now)
    _touch(row, now=now)
    return sighting


def _standing(row: Occurrence) -> Joining | None:
    return Joining.objects.standing().filter(occurrence=row).select_related("sighting").first()


def _of_a_drone(row: Occurrence) -> Occurrence:
    if row.tile != Tile.DRONE:
        raise NoDrone
    return row


def _apart(row: Occurrence, other: Occurrence) -> timedelta:
    return abs(row.happened_at - other.happened_at)


def _touch(row: Occurrence, *, now: datetime) -> None:
    row.changed_at = now
    row.save(update_fields=["changed_at"])
