"""Who sits at a desk: named by who runs the people of its organisation, on the audit trail."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.concerns.access import HANDLING, names_handlers
from port2port.concerns.models import Desk, Handler, Wrap
from port2port.members.actions.rights import on_rights
from port2port.members.member import Member
from port2port.members.models import Organisation, Port, Seat


class NotFitToHandle(Refusal):
    words = _("Only an officer of the organisation, or a seat of the secretariat, can sit at its desk.")


class NamedAlready(Refusal):
    status = 409
    words = _("This seat sits at that desk already.")


@on_rights
def name_handler(*, member: Member, seat: Seat, port: Port | None, now: datetime) -> Handler:
    """Seat somebody at the desk of a port that the organisation manages; without a port, at the secretariat's.

    What came in before stays shut to the new handler until another one lets it in. Raises NotAllowed, NotFitToHandle,
    NamedAlready.
    """
    desk = _desk(member, port, now)
    if seat.organisation_id != desk.organisation_id or seat.function not in HANDLING or seat.ended_at is not None:
        raise NotFitToHandle
    if Handler.objects.filter(desk=desk, seat=seat, ended_at=None).exists():
        raise NamedAlready
    return Handler.objects.create(desk=desk, seat=seat, named_at=now)


@on_rights
def end_handler(*, member: Member, handler: Handler, now: datetime) -> Handler:
    """Take somebody from the desk; nothing there opens to that seat any more. Raises NotAllowed.

    What a colleague there can still open is no longer sealed to that seat either, so that a copy of the database and
    its passphrase open nothing; what nobody else can open stays, or it would be lost.
    """
    row = Handler.objects.select_for_update().editable_by(member).filter(pk=handler.pk, ended_at=None).first()
    if row is None:
        raise NotAllowed
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    _unseal(row)
    return row


def _unseal(ended: Handler) -> None:
    colleagues = Handler.objects.filter(desk=ended.desk, ended_at=None, seat__ended_at=None).values("seat")
    another = Wrap.objects.filter(
        concern=OuterRef("concern"), part=OuterRef("part"), desk=ended.desk, handler_key__seat__in=colleagues
    )
    Wrap.objects.filter(Exists(another), desk=ended.desk, handler_key__seat=ended.seat).delete()


def _desk(member: Member, port: Port | None, now: datetime) -> Desk:
    if not names_handlers(member) or member.organisation_id is None:
        raise NotAllowed
    if port is None and not Organisation.objects.filter(pk=member.organisation_id, kind="secretariat").exists():
        raise NotAllowed
    if port is not None and port.manager_id != member.organisation_id:
        raise NotAllowed
    desk, _is_new = Desk.objects.get_or_create(
        organisation_id=member.organisation_id, port=port, defaults={"made_at": now}
    )
    return desk
