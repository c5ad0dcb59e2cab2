"""Who may see and change reports and what hangs from them; children are seen through their report only."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.members.member import Act, Member
from port2port.pure.audience import Tlp
from port2port.sharing.access import ShareableSet, held_keys, reading_of

if TYPE_CHECKING:
    from port2port.reports.models import Answer, Attachment, Reply, Report, SavedFilter, Sending  # noqa: F401


def _reports() -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model("reports", "Report").objects


def _standing(member: Member) -> Any:
    return _reports().visible_to(member).standing().values("pk")


class Reports(ShareableSet["Report"]):
    """Reports a member may see; `visible_to` comes from sharing, the one rule."""

    def open_alerts(self, *, at: datetime) -> Self:
        """Alerts that still ask something of their readers."""
        return self.filter(kind="alert", withdrawn_at=None, valid_until__gt=at)

    def open_requests(self, *, at: datetime) -> Self:
        """Requests whose time to answer is not over."""
        return self.filter(kind="request", withdrawn_at=None, answer_by__gt=at)

    def answerable(self) -> Self:
        """The kinds that ask for an answer."""
        return self.filter(kind__in=["alert", "request"], withdrawn_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")


class Replies(models.QuerySet["Reply"]):
    """Those who could read the report when it was written; a reply to one organisation is seen by the two.

    Who makes a report reach more readers does not hand on what others said before that.
    """

    def visible_to(self, member: Member) -> Self:
        own = Q(organisation_id=member.organisation_id) | Q(to_id=member.organisation_id)
        # TLP:RED was said among people, not among organisations.
        seen = own & ~Q(tlp=Tlp.RED)
        for key in held_keys(member):
            by_it = (own | Q(to=None)) & Q(audience__contains=f" {key.token} ")
            seen |= by_it if key.since is None else by_it & Q(report__published_at__gte=key.since)
        # What was said before the report was for the floor was not said to guards.
        facet = getattr(reading_of(apps.get_model("reports", "Report"), member), "facet", "")
        floor = Q(audience__contains=f" {facet} ") if facet else Q()
        return self.filter(seen, floor, report_id__in=_standing(member))

    def editable_by(self, member: Member) -> Self:
        """A reply is taken back by the organisation that wrote it."""
        if not member.may(Act.REPLY):
            return self.none()
        return self.visible_to(member).filter(organisation_id=member.organisation_id, withdrawn_at=None)


class Answers(models.QuerySet["Answer"]):
    """The report's author sees them all; every other organisation sees its own."""

    def visible_to(self, member: Member) -> Self:
        # TLP:RED was said among people, not among organisations; a later version does not hand it on.
        known = ~Q(tlp=Tlp.RED)
        if member.person_id is not None:
            known |= Q(author_id=member.person_id) | Q(report__author_id=member.person_id)
        return self.filter(
            Q(organisation_id=member.organisation_id) | Q(report__originator_id=member.organisation_id),
            known | Q(report__tlp=Tlp.RED),
            report_id__in=_standing(member),
        )

    def editable_by(self, member: Member) -> Self:
        if not member.may(Act.ANSWER):
            return self.none()
        return self.visible_to(member).filter(organisation_id=member.organisation_id)


class Attachments(models.QuerySet["Attachment"]):
    """As the report; those of a draft only for who may change it."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(report_id__in=_standing(member), is_published=True, removed_at=None)

    def editable_by(self, member: Member) -> Self:
        return self.filter(report_id__in=_reports().editable_by(member).values("pk"), removed_at=None)

    def standing(self) -> Self:
        return self.filter(removed_at=None)


class SavedFilters(models.QuerySet["SavedFilter"]):
    """A person's own."""

    def visible_to(self, member: Member) -> Self:
        return self.editable_by(member)

    def editable_by(self, member: Member) -> Self:
        return self.none() if member.person_id is None else self.filter(person_id=member.person_id)


class Sendings(models.QuerySet["Sending"]):
    """Seen by the seat or service account that sent it."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(actor=member.actor) if member.is_known else self.none()

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)
