"""The one rule as querysets: whatever is shared is read through `visible_to` of this module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, cast

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from port2port.members.member import Act, Function, Member
from port2port.pure.audience import Key, Tlp, keys, microseconds

if TYPE_CHECKING:
    from port2port.sharing.models import (  # noqa: F401
        AudienceEntry,
        Delivery,
        Hearing,
        Notification,
        Opening,
        Outgoing,
        Publication,
        Shareable,
        Subscription,
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a function reads of a kind of record: a facet of the index, and the same said of the row."""

    facet: str = ""
    where: Q | None = None


ALL = Reading()


def held_keys(member: Member) -> tuple[Key, ...]:
    """The audience tokens this member holds now; asked anew each time, so a right that ended opens nothing."""
    from port2port.members.readers import reader_of

    return keys(reader_of(member) if member.is_known else None)


def key_condition(held: Sequence[Key]) -> Q:
    """The tokens as a condition on audience entries."""
    condition = Q(token__in=[key.token for key in held if key.since is None])
    for key in held:
        if key.since is not None:
            condition |= Q(token=key.token, first_us__gte=microseconds(key.since))
    return condition


def reading_of(model: type[Shareable], member: Member) -> Reading | None:
    """What the member's function reads of this kind of record; None is nothing at all."""
    if not member.is_known:
        return ALL
    if not member.may(Act.READ) or member.function is None:
        return None
    return model.readers.get(member.function)


class ShareableSet[M: "Shareable"](models.QuerySet[M]):
    """Base of every queryset of shared records."""

    def visible_to(self, member: Member) -> Self:
        """Published records, tombstones included, that reach this member."""
        reading = reading_of(self.model, member)
        if reading is None:
            return self.none()
        filed = _entries().filter(
            key_condition(held_keys(member)),
            record_type=self.model.record_type,
            record_id=OuterRef("pk"),
            facet="",
        )
        seen = self.filter(Exists(filed), version__gt=0)
        return seen if reading.where is None else seen.filter(reading.where)

    def open_among(self, record: M, organisations: frozenset[int]) -> frozenset[int]:
        """Of these organisations, which the index names, those from which a stricter room does not hide the record.

        As `visible_to` of their seats, asked of all of them at once.
        """
        if record.is_stricter:
            raise NotImplementedError
        return organisations

    def editable_by(self, member: Member) -> Self:
        """Drafts and published records of the own organisation that this seat may change; RED only by its author."""
        if not member.may(Act.PUBLISH):
            return self.none()
        return self.filter(
            Q(originator_id=member.organisation_id, withdrawn_at=None)
            & (~Q(tlp=Tlp.RED) | Q(author_id=member.person_id, author__isnull=False))
        )

    def drafts(self) -> Self:
        return self.filter(version=0)

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


def visible_records(model: type[Shareable], member: Member) -> ShareableSet[Any]:
    """The records of one kind that this member sees, for callers who know no kind."""
    return _records(model).visible_to(member)


def open_among(record: Shareable, organisations: frozenset[int]) -> frozenset[int]:
    """As `ShareableSet.open_among`, for callers who know no kind."""
    return _records(type(record)).open_among(record, organisations)


def _records(model: type[Shareable]) -> ShareableSet[Any]:
    records = model._default_manager.all()
    if not isinstance(records, ShareableSet):
        raise TypeError(f"{model} must be read through ShareableSet")
    return records


class Publications(models.QuerySet["Publication"]):
    """As the record they belong to; an auditor sees that its own organisation published, not what."""

    def visible_to(self, member: Member) -> Self:
        if member.may(Act.AUDIT):
            return self.filter(_record_of_own(member))
        seen = self.filter(_record_visible(member))
        for model in _shareables():
            versions = model.versions_for(member)
            if versions is not None:
                seen = seen.filter(~Q(record_type=model.record_type) | versions)
        return seen

    def of(self, record: Shareable) -> Self:
        return self.filter(record_type=record.record_type, record_id=record.pk)


class Deliveries(models.QuerySet["Delivery"]):
    """The originator sees when each organisation got it; every other organisation sees its own line."""

    def visible_to(self, member: Member) -> Self:
        if member.may(Act.AUDIT):
            return self.filter(Q(organisation_id=member.organisation_id) | Q(originator_id=member.organisation_id))
        return self.filter(_record_visible(member)).filter(
            Q(organisation_id=member.organisation_id) | Q(originator_id=member.organisation_id)
        )

    def of(self, record: Shareable) -> Self:
        return self.filter(record_type=record.record_type, record_id=record.pk)


class Openings(models.QuerySet["Opening"]):
    """Who opened stays inside the opener's own organisation."""

    def visible_to(self, member: Member) -> Self:
        own = self.filter(organisation_id=member.organisation_id)
        return own if member.may(Act.AUDIT) else own.filter(_record_visible(member))

    def of(self, record: Shareable) -> Self:
        return self.filter(record_type=record.record_type, record_id=record.pk)


class Subscriptions(models.QuerySet["Subscription"]):
    """A seat's own."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(seat_id=member.seat_id, deleted_at=None) if member.may(Act.SUBSCRIBE) else self.none()

    def editable_by(self, member: Member) -> Self:
        """Deleted ones too, so that a deletion can be undone."""
        return self.filter(seat_id=member.seat_id) if member.may(Act.SUBSCRIBE) else self.none()

    def active(self) -> Self:
        return self.filter(paused_at=None, deleted_at=None)


class Hearings(models.QuerySet["Hearing"]):
    """A person's own."""

    def visible_to(self, member: Member) -> Self:
        if member.person_id is None or not member.may(Act.SUBSCRIBE):
            return self.none()
        return self.filter(person_id=member.person_id)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)


class Notifications(models.QuerySet["Notification"]):
    """A seat's own, as long as the record still reaches it."""

    def visible_to(self, member: Member) -> Self:
        if member.seat_id is None or not member.may(Act.READ):
            return self.none()
        return self.filter(_record_visible(member) | _news_visible(member), seat_id=member.seat_id)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Outgoings(models.QuerySet["Outgoing"]):
    """As the subscription they leave for."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(notification__seat_id=member.seat_id) if member.may(Act.SUBSCRIBE) else self.none()

    def due(self, *, at: datetime) -> Self:
        return self.filter(state="waiting", next_at__lte=at)


def _entries() -> models.QuerySet[AudienceEntry]:
    # Access lies below models, so it asks the registry for a neighbour's table instead of importing it.
    return apps.get_model("sharing", "AudienceEntry")._default_manager.all()


def _shareables() -> list[type[Shareable]]:
    # A shareable table names its record type; the tables beside it only have a column of that name.
    named = (model for model in apps.get_models() if isinstance(getattr(model, "record_type", None), str))
    return [cast("type[Shareable]", model) for model in named]


def _record_visible(member: Member) -> Q:
    """For tables beside the records: the record is visible. Each row asks the index for its own record alone."""
    filed = _entries().filter(
        key_condition(held_keys(member)),
        record_type=OuterRef("record_type"),
        record_id=OuterRef("record_id"),
        facet="",
    )
    condition = Q(pk__in=[])
    for model in _shareables():
        reading = reading_of(model, member)
        if reading is None:
            continue
        seen = Q(Exists(filed), record_type=model.record_type)
        if reading.where is not None:
            seen &= Q(Exists(model._default_manager.filter(reading.where, pk=OuterRef("record_id"))))
        if model.is_stricter:
            seen &= Q(record_id__in=visible_records(model, member).values("pk"))
        condition |= seen
    return condition


def _news_visible(member: Member) -> Q:
    """News that nobody published: its rows know to whom they are news; the index knows nothing of them."""
    condition = Q(pk__in=[])
    for news in _own_news():
        mine = news._default_manager.all().visible_to(member).standing()
        condition |= Q(record_type=news.news_type, record_id__in=mine.values("pk"))
    return condition


def _own_news() -> list[Any]:
    return [model for model in apps.get_models() if isinstance(getattr(model, "news_type", None), str)]


def _record_of_own(member: Member) -> Q:
    condition = Q(pk__in=[])
    for model in _shareables():
        own = model._default_manager.filter(pk=OuterRef("record_id"), originator_id=member.organisation_id)
        condition |= Q(Exists(own), record_type=model.record_type)
    return condition


# Functions that can read shared records at all; what exactly is each record type's `readers`.
READING_FUNCTIONS = frozenset(
    {Function.GUARD, Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.TRAINER, Function.SECRETARIAT}
)
