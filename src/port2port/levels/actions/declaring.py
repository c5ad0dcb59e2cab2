"""A declaration is asked for, acknowledged or declined, put on paper, agreed."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from port2port.base.refusal import NotAllowed
from port2port.levels.access import makes_declarations
from port2port.levels.actions.shared import acting_seat, happened, held, stepped
from port2port.levels.models import Dos, DosStep, ShipSignatory, ShoreSignatory
from port2port.levels.models.declarations import AcknowledgedAs
from port2port.levels.refusals import ChangedMeanwhile, ChooseOne, InTheFuture, NobodyDoesAnything, NotYours, PaperIsOld
from port2port.levels.rules import REASON, DosFields, digest_of, put_in
from port2port.members.access import Facilities
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.declaration import Move, State, may
from port2port.reports.rules import BadField, cleaned

# By whom a request is acknowledged: the side that was asked.
ASHORE = frozenset({AcknowledgedAs.PFSO, AcknowledgedAs.BODY})


def places_of(member: Member) -> Facilities:
    """The facilities for which this seat makes declarations."""
    own = Facility.objects.visible_to(member).in_scope_of(member).filter(is_active=True)
    return own if makes_declarations(member) else own.none()


@transaction.atomic
def request(*, member: Member, said: DosFields, revises: Dos | None = None, now: datetime) -> Dos:
    """A declaration is asked for, by the ship or by the facility. Raises NotAllowed, NotNow, BadField."""
    seat = acting_seat(member)
    if not makes_declarations(member):
        raise NotAllowed
    _check_place(member, said)
    if revises is not None:
        held(member, revises, Move.REVISE, now=now)
    row = Dos(made_by_id=seat, made_at=now, revises=revises, revision=0)
    _write(row, said, now=now)
    return stepped(row, "request", member=member, now=now)


@transaction.atomic
def change(*, member: Member, dos: Dos, said: DosFields, revision: int, now: datetime) -> Dos:
    """Other words before it is agreed; a paper made before counts no more.

    Raises NotAllowed, NotNow, ChangedMeanwhile, BadField.
    """
    row = held(member, dos, Move.CHANGE, now=now)
    if row.revision != revision:
        raise ChangedMeanwhile
    _check_place(member, said)
    if row.acknowledged_at is not None and said.requested_at > row.acknowledged_at:
        raise BadField("requested_at", InTheFuture.words)
    _write(row, said, now=now)
    return stepped(row, Move.CHANGE, member=member, now=now)


def _write(row: Dos, said: DosFields, *, now: datetime) -> None:
    if said.requested_at > now:
        raise BadField("requested_at", InTheFuture.words)
    put_in(row, said, now=now)


def _check_place(member: Member, said: DosFields) -> None:
    if not places_of(member).filter(pk=said.facility.pk).exists():
        raise BadField("facility", NotYours.words)


@transaction.atomic
def acknowledge(*, member: Member, dos: Dos, at: datetime, by: str, now: datetime) -> Dos:
    """Whoever was asked has heard the request (A/5.3). Raises NotAllowed, NotNow, BadField."""
    row = held(member, dos, Move.ACKNOWLEDGE, now=now)
    if by not in acknowledgers(row):
        raise BadField("by", ChooseOne.words)
    row.acknowledged_at = happened("at", at, since=row.requested_at, now=now)
    row.acknowledged_as = by
    return stepped(row, Move.ACKNOWLEDGE, member=member, now=now)


def acknowledgers(row: Dos) -> list[str]:
    """The seats of the side that was asked."""
    return [one.value for one in AcknowledgedAs if (one in ASHORE) == row.is_asked_by_ship]


@transaction.atomic
def decline(*, member: Member, dos: Dos, reason: str, now: datetime) -> Dos:
    """No declaration is made. Raises NotAllowed, NotNow, BadField."""
    row = held(member, dos, Move.DECLINE, now=now)
    row.reason = cleaned("reason", reason, REASON)
    row.declined_at = now
    return stepped(row, Move.DECLINE, member=member, now=now)


@transaction.atomic
def keep_paper(*, member: Member, dos: Dos, content: bytes, digest: str, now: datetime) -> Dos:
    """The PDF that both sides sign; `digest` says of which wording it was made.

    Raises NotAllowed, NotNow, PaperIsOld, NobodyDoesAnything.
    """
    row = held(member, dos, Move.AGREE, now=now)
    if digest != digest_of(row):
        raise PaperIsOld
    if not row.by_facility and not row.by_ship:
        raise NobodyDoesAnything
    row.paper, row.paper_digest, row.sha256 = content, digest, sha256(content).hexdigest()
    return stepped(row, "paper", member=member, now=now)


@transaction.atomic
def agree(*, member: Member, dos: Dos, ship: str, shore: str, at: datetime, now: datetime) -> Dos:
    """Both have signed, by these seats; from here on it stands. One that it takes the place of ends.

    Raises NotAllowed, NotNow, PaperIsOld, NobodyDoesAnything, BadField.
    """
    row = held(member, dos, Move.AGREE, now=now)
    if not row.by_facility and not row.by_ship:
        raise NobodyDoesAnything
    if row.sha256 and row.paper_digest != digest_of(row):
        raise PaperIsOld
    for name, value, known in (("ship", ship, ShipSignatory.values), ("shore", shore, ShoreSignatory.values)):
        if value not in known:
            raise BadField(name, ChooseOne.words)
    row.agreed_at = happened("at", at, since=row.acknowledged_at or row.requested_at, now=now)
    row.ship_signatory, row.shore_signatory = ship, shore
    row.weighed_port_level, row.weighed_ship_level = row.port_level, row.ship_level
    _end_before(row, member=member, now=now)
    return stepped(row, Move.AGREE, member=member, now=now)


def _end_before(row: Dos, *, member: Member, now: datetime) -> None:
    """What this one takes the place of ends when it begins."""
    if row.revises_id is None:
        return
    before = Dos.objects.select_for_update(of=("self",)).get(pk=row.revises_id)
    if not may(before.state(now), Move.END) or before.state(now) == State.ACKNOWLEDGED or before.ended_at is not None:
        return
    before.ended_at, before.revise_at, before.changed_at = max(now, row.from_at), None, now
    before.save(update_fields=["ended_at", "revise_at", "changed_at"])
    DosStep.objects.create(dos=before, move="end", by_id=acting_seat(member), at=now)
