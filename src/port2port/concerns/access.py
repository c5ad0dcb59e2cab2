"""Who handles a desk; what a desk holds is there for its handlers alone, for everybody else it does not exist."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery

from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.concerns.models import (  # noqa: F401
        Concern,
        Desk,
        DeskNews,
        Filing,
        Handler,
        HandlerKey,
        HandOver,
        LateDesk,
        Message,
        Note,
        Picture,
        Step,
    )

# The seats that can be named; the fewest people for whom a desk takes anything.
HANDLING = frozenset({Function.OFFICER, Function.SECRETARIAT})
FEWEST_HANDLERS = 2
_SEAT_STANDS = Q(
    ended_at=None,
    seat__ended_at=None,
    seat__function__in=[one.value for one in HANDLING],
    seat__person__is_active=True,
    seat__organisation_id=F("desk__organisation_id"),
    desk__organisation__state="active",
)


def _table(name: str) -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model("concerns", name).objects


def may_handle(member: Member) -> bool:
    """Whether this seat could be named at all; a token never opens a desk."""
    return member.limit is None and member.standing == Standing.MEMBER and member.function in HANDLING


def handled_desks(member: Member) -> Any:
    """The ids of the desks at which this seat is named."""
    if not may_handle(member) or member.seat_id is None:
        return _table("Handler").none().values("desk")
    return _table("Handler").standing().filter(seat=member.seat_id).values("desk")


def oversees_desks(member: Member) -> bool:
    """Whether this seat hears which desks are late; what lies there, and how much, it is not told."""
    return member.limit is None and member.standing == Standing.MEMBER and member.function == Function.SECRETARIAT


def is_handler(member: Member) -> bool:
    """Whether this seat is named at some desk."""
    return may_handle(member) and bool(handled_desks(member).exists())


def names_handlers(member: Member) -> bool:
    """Whether this seat says who sits at the desks of its organisation."""
    return member.limit is None and member.standing == Standing.MEMBER and member.may(Act.MANAGE_PEOPLE)


class Desks(models.QuerySet["Desk"]):
    """That there is a desk is public: it stands on the form."""

    def visible_to(self, member: Member) -> Self:  # noqa: ARG002
        managed = Q(port=None) | Q(port__manager_id=F("organisation_id"))
        return self.filter(managed, organisation__state="active", organisation__standing="member")

    def editable_by(self, member: Member) -> Self:
        """Whose handlers this seat names."""
        if not names_handlers(member):
            return self.none()
        return self.filter(organisation_id=member.organisation_id)

    def handled_by(self, member: Member) -> Self:
        return self.filter(pk__in=handled_desks(member))

    def with_readiness(self) -> Self:
        """`people`: how many different people with a key sit at it."""
        keyed = _table("Handler").standing().filter(desk=OuterRef("pk"), seat__handler_key__isnull=False)
        counted = keyed.order_by().values("desk").annotate(n=Count("seat__person", distinct=True)).values("n")
        return self.annotate(people=Subquery(counted))

    def ready(self) -> Self:
        """That take concerns: two people can open them."""
        return self.with_readiness().filter(people__gte=FEWEST_HANDLERS)


class Handlers(models.QuerySet["Handler"]):
    """Who sits at a desk is known to who names them and to those who sit there too."""

    def visible_to(self, member: Member) -> Self:
        own = Q(desk__organisation_id=member.organisation_id) if names_handlers(member) else Q(pk=None)
        return self.filter(own | Q(desk__in=handled_desks(member)))

    def editable_by(self, member: Member) -> Self:
        return self.filter(desk__organisation_id=member.organisation_id) if names_handlers(member) else self.none()

    def standing(self) -> Self:
        """Named, and still in the seat that was named."""
        return self.filter(_SEAT_STANDS)

    def with_key(self) -> Self:
        return self.filter(seat__handler_key__isnull=False)


class HandlerKeys(models.QuerySet["HandlerKey"]):
    """The own seat's."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(seat_id=member.seat_id) if may_handle(member) and member.seat_id else self.none()

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)


class Concerns(models.QuerySet["Concern"]):
    """Those that lie at a desk of this handler."""

    def visible_to(self, member: Member) -> Self:
        held = _table("Holding").filter(desk__in=handled_desks(member), until_at=None)
        return self.filter(pk__in=held.values("concern"))

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member).exclude(state__in=["closed", "erased"])

    def standing(self) -> Self:
        """Whose content is still there."""
        return self.exclude(state="erased")

    def open(self) -> Self:
        return self.exclude(state__in=["closed", "erased"])

    def late(self) -> Self:
        """Whose desks heard that their answer is late, and still have not given it."""
        return self.open().filter(reminded_at__isnull=False, feedback_at=None).exclude(state="not-for-us")

    def closed_before(self, moment: datetime) -> Self:
        return self.filter(state="closed", closed_at__lt=moment)


class _OfConcern[M: models.Model](models.QuerySet[M]):
    """What hangs from a concern is seen with it and through nothing else."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(concern__in=_table("Concern").visible_to(member).values("pk"))


class Messages(_OfConcern["Message"]):
    """The thread; what it says is sealed."""


class Steps(_OfConcern["Step"]):
    """What happened when."""


class Pictures(models.QuerySet["Picture"]):
    """With their message."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(message__concern__in=_table("Concern").visible_to(member).values("pk"))


class Notes(_OfConcern["Note"]):
    """Notes stay at the desk that wrote them."""

    def visible_to(self, member: Member) -> Self:
        return super().visible_to(member).filter(desk__in=handled_desks(member))


class HandOvers(_OfConcern["HandOver"]):
    """Seen from the desk that gives and, once it is offered, from the one that may take."""

    def visible_to(self, member: Member) -> Self:
        given = Q(concern__in=_table("Concern").visible_to(member).values("pk"))
        offered = Q(to_desk__in=handled_desks(member), offered_at__isnull=False)
        return self.filter(given | offered)

    def editable_by(self, member: Member) -> Self:
        """Waiting for this desk's yes or no."""
        return self.waiting().filter(to_desk__in=handled_desks(member))

    def waiting(self) -> Self:
        """Offered and not answered."""
        return self.filter(offered_at__isnull=False, ended_at=None)

    def running(self) -> Self:
        """Told or offered, and not answered, objected to or taken back."""
        return self.filter(ended_at=None)


class Filings(models.QuerySet["Filing"]):
    """A company's list: the seat that filed it sees state and dates."""

    def visible_to(self, member: Member) -> Self:
        known = member.limit is None and member.seat_id is not None
        return self.filter(seat_id=member.seat_id) if known else self.none()


class DeskNewsSet(models.QuerySet["DeskNews"]):
    """Of the desks at which the seat sits."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(desk__in=handled_desks(member))

    def standing(self) -> Self:
        """That are news still."""
        return self.exclude(concern__state__in=["closed", "erased"])


class LateDesks(models.QuerySet["LateDesk"]):
    """For who routes: that a desk lets somebody wait, and nothing of whom or what."""

    def visible_to(self, member: Member) -> Self:
        return self.all() if oversees_desks(member) else self.none()

    def standing(self) -> Self:
        """Desks that are late still."""
        held = _table("Holding").filter(until_at=None, concern__in=_table("Concern").late().values("pk"))
        return self.filter(desk__in=held.values("desk"))
