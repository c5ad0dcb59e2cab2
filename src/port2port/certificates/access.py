"""Who sees a certificate: who holds it, and who answers for training in the organisation in which it was earned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from port2port.members.member import Act, Function, Member

if TYPE_CHECKING:
    from port2port.certificates.models import Certificate, IssuerKey, RunsOut  # noqa: F401

SEES_STAFF = frozenset({Function.OFFICER, Function.TRAINER})


def holds(member: Member) -> bool:
    """Whether this seat can hold certificates: every person, no machine."""
    return member.seat_id is not None and member.person_id is not None and member.may(Act.LEARN)


def sees_staff(member: Member) -> bool:
    """Whether this seat sees the certificates of its own organisation's people."""
    return member.seat_id is not None and member.may(Act.ASSIGN) and member.function in SEES_STAFF


def staff_of(member: Member) -> Any:
    """Open seats whose certificates the member sees: a trainer all of the own organisation, an officer those of its
    facility or port; a seat without a place of its own is in the scope of the whole organisation alone.
    """
    # Access lies below models, so it asks the registry instead of importing.
    seats = apps.get_model("members", "Seat")._default_manager.filter(ended_at=None, person__is_active=True)
    if not sees_staff(member) or member.organisation_id is None:
        return seats.none()
    own = seats.filter(organisation_id=member.organisation_id)
    if member.function == Function.TRAINER:
        return own
    if member.facility_id is not None:
        return own.filter(facility_id=member.facility_id)
    if member.port_id is not None:
        return own.filter(Q(port_id=member.port_id) | Q(facility__port_id=member.port_id))
    return own


def _earned_by_staff(member: Member) -> Q:
    people = staff_of(member).order_by().values("person_id")
    return Q(organisation_id=member.organisation_id, person_id__in=people)


def revokes(member: Member) -> bool:
    """Whether this seat revokes the certificates of its own staff."""
    return sees_staff(member) and member.function == Function.OFFICER


def revokes_any(member: Member) -> bool:
    """Whether this seat revokes a certificate that is shown to it, whoever holds it; it sees none by itself."""
    return member.seat_id is not None and member.function == Function.SECRETARIAT and member.may(Act.TEACH)


class Certificates(models.QuerySet["Certificate"]):
    """Certificates: one's own, and those of the own organisation's people for its officer and trainer."""

    def visible_to(self, member: Member) -> Self:
        found = Q(pk__in=[])
        if holds(member):
            found |= Q(person_id=member.person_id)
        if sees_staff(member):
            found |= _earned_by_staff(member)
        return self.filter(found)

    def of_staff(self, member: Member) -> Self:
        """Those that its people with an open seat earned there, for who answers for their training."""
        return self.filter(_earned_by_staff(member)) if sees_staff(member) else self.none()

    def of_holder(self, member: Member) -> Self:
        """One's own."""
        return self.filter(person_id=member.person_id) if holds(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        """That the member may revoke: the officer its own staff's, the secretariat every one that is shown to it."""
        if revokes_any(member):
            return self.all()
        return self.of_staff(member) if revokes(member) else self.none()

    def shown_by(self, code: str) -> Self:
        """The one whose check address this is; whoever holds that address may ask whether it holds."""
        return self.filter(check_code=code)

    def standing(self) -> Self:
        """Neither revoked nor superseded, under a key that is believed."""
        return self.filter(revoked_at=None, superseded_by=None, issuer_key__distrusted_at=None)

    def disbelieved(self) -> Self:
        """Signed by a stolen key, and not issued anew since."""
        return self.filter(revoked_at=None, superseded_by=None, issuer_key__distrusted_at__isnull=False)

    def runs_until(self, first: date, last: date) -> Self:
        """Whose last day lies between these, both included."""
        return self.filter(valid_to_on__gte=first, valid_to_on__lte=last)

    def still_running(self, *, on: date) -> Self:
        """Not run out on that day, whatever else became of them."""
        return self.filter(Q(valid_to_on=None) | Q(valid_to_on__gte=on))

    def listed(self) -> Self:
        """With all that a line names, without the signed bytes."""
        rows = self.select_related("person", "organisation", "issuer_key")
        return rows.defer("credential", "criteria", "issuer_key__status_list")


class IssuerKeys(models.QuerySet["IssuerKey"]):
    """Keys of the issuer: public, all of them."""

    def visible_to(self, member: Member) -> Self:
        del member
        return self.all()

    def editable_by(self, member: Member) -> Self:
        """Rotated by the secretariat."""
        return self.all() if revokes_any(member) else self.none()

    def published(self) -> Self:
        """The newest first; a stolen one is published no more."""
        return self.filter(distrusted_at=None).order_by("-number")

    def signing(self) -> Self:
        """Whose lists are signed still."""
        return self.published().filter(closed_at=None)

    def unsigned_news(self) -> Self:
        """With a revocation that the list does not say yet: the store was locked when it was written."""
        rows = apps.get_model("certificates", "Certificate")._default_manager
        return self.filter(Exists(rows.filter(issuer_key=OuterRef("pk"), revoked_at__gt=OuterRef("signed_at"))))

    def finished(self, *, on: date) -> Self:
        """Used for nothing new, and none of whose certificates runs any more."""
        rows = apps.get_model("certificates", "Certificate")._default_manager
        running = rows.filter(Q(valid_to_on=None) | Q(valid_to_on__gte=on), issuer_key=OuterRef("pk"))
        return self.filter(~Exists(running), closed_at=None, retired_at__isnull=False)


class RunsOutSet(models.QuerySet["RunsOut"]):
    """Reminders: as the certificate."""

    def visible_to(self, member: Member) -> Self:
        rows = apps.get_model("certificates", "Certificate")._default_manager.all().visible_to(member)
        return self.filter(certificate__in=rows.order_by().values("pk")).select_related("certificate")

    def editable_by(self, member: Member) -> Self:
        """Never: what was told stands."""
        del member
        return self.none()

    def standing(self) -> Self:
        """That are news still."""
        return self.filter(
            certificate__revoked_at=None,
            certificate__superseded_by=None,
            certificate__issuer_key__distrusted_at=None,
        )
