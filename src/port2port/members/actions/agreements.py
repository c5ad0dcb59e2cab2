"""A facility shows its log and its duties to the officer of its port, or stops showing them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.members.actions.rights import on_rights, require
from port2port.members.member import Act, Member
from port2port.members.models import Facility, FacilityAgreement, Organisation


class NobodyToShow(Refusal):
    """The port has no manager here, or the facility is its manager's own."""

    words = _("This port has no other organisation here whose officer could see the facility.")


def overseer_of(facility: Facility) -> Organisation | None:
    """The organisation whose port officers would see the facility's records; None where it is nobody else."""
    manager = facility.port.manager
    if manager is None or manager.pk == facility.organisation_id or manager.state != Organisation.State.ACTIVE:
        return None
    return manager


@on_rights
@transaction.atomic
def agree_to_show(*, member: Member, facility: Facility, now: datetime) -> FacilityAgreement:
    """The port's officer sees the facility's log and duties from now on. Raises NotAllowed, NobodyToShow."""
    _check(member, facility)
    # One after the other: a facility has one running agreement.
    Facility.objects.select_for_update(no_key=True).get(pk=facility.pk)
    manager = overseer_of(facility)
    if manager is None or member.seat_id is None:
        raise NobodyToShow
    running = FacilityAgreement.objects.running().filter(facility=facility)
    known = running.filter(organisation=manager).first()
    if known is not None:
        return known
    # What was agreed with the manager before is over.
    running.update(ended_at=now, ended_by_id=member.seat_id)
    return FacilityAgreement.objects.create(
        facility=facility, organisation=manager, given_by_id=member.seat_id, given_at=now
    )


@on_rights
@transaction.atomic
def stop_showing(*, member: Member, facility: Facility, now: datetime) -> None:
    """The port's officer sees no more of the facility's log and duties, the past included. Raises NotAllowed."""
    _check(member, facility)
    FacilityAgreement.objects.running().filter(facility=facility).update(ended_at=now, ended_by_id=member.seat_id)


def _check(member: Member, facility: Facility) -> None:
    # A token neither widens nor narrows who sees an organisation's records.
    is_own = Facility.objects.filter(pk=facility.pk).kept_by(member).exists()
    require(member, Act.KEEP_DUTIES, where=is_own and member.limit is None)
