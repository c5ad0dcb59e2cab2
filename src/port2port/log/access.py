"""Who may see and change the log: the facility's organisation, and the port's security officer where it agreed."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from port2port.members.access import SHOWN_RECORDS
from port2port.members.member import Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.log.models import (  # noqa: F401
        FormAddress,
        Handover,
        Joining,
        Line,
        LogFile,
        LogImport,
        LogMapping,
        LogUpload,
        Observation,
        Occurrence,
        SentForm,
        Version,
        Zone,
    )


def _facilities() -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model("members", "Facility").objects


def _occurrences() -> Any:
    return apps.get_model("log", "Occurrence").objects


def _written(member: Member) -> Any:
    """Facilities in whose log this seat writes: those of its own scope, nothing by agreement."""
    return _facilities().in_scope_of(member).values("pk")


def reads_log(member: Member) -> bool:
    """Whether this seat has a log to read at all; which, `visible_to` says."""
    return member.may(Act.READ) and member.standing != Standing.GUEST and member.function in SHOWN_RECORDS


def runs_log(member: Member) -> bool:
    """Whether this seat answers for the log of its scope; a guard only writes in it."""
    return member.may(Act.LOG) and member.function != Function.GUARD


def sets_addresses(member: Member) -> bool:
    """Whether this seat says where the forms of its facilities go: an officer, or who coordinates the organisation."""
    return runs_log(member) or (reads_log(member) and member.may(Act.MANAGE_PEOPLE))


class Zones(models.QuerySet["Zone"]):
    """As the log of their facility."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(facility__in=_facilities().shown_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(facility__in=_written(member)) if runs_log(member) else self.none()

    def standing(self) -> Self:
        return self.filter(is_active=True)


class Occurrences(models.QuerySet["Occurrence"]):
    """The log of the facilities that are shown to this member; whoever else asks finds nothing."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(facility__in=_facilities().shown_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        """An officer all of its scope; a guard what it wrote itself."""
        if not member.may(Act.LOG):
            return self.none()
        own = self.filter(facility__in=_written(member))
        return own if runs_log(member) else own.filter(seat_id=member.seat_id, seat__isnull=False)

    def standing(self) -> Self:
        """Not struck out."""
        return self.filter(struck_at=None)

    def of_drones(self) -> Self:
        return self.filter(tile="drone")

    def open(self) -> Self:
        """That still wait for something to be done."""
        return self.filter(struck_at=None, closed_at=None)

    def happened_within(self, first: date | None, last: date | None) -> Self:
        """From the start of the first to the end of the last day, local time."""
        found = self
        if first is not None:
            found = found.filter(happened_at__gte=_local(first, time.min))
        return found if last is None else found.filter(happened_at__lte=_local(last, time.max))

    def holding(self, groups: list[frozenset[str]]) -> Self:
        """That hold one word of each group, as `pure.fold` files them."""
        found = self
        for group in groups:
            either = Q()
            for word in sorted(group):
                either |= Q(words__contains=f" {word} ")
            found = found.filter(either)
        return found

    def newest_first(self) -> Self:
        return self.order_by("-happened_at", "-pk")


def _local(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=timezone.get_current_timezone())


class _OfOccurrence[M: models.Model](models.QuerySet[M]):
    """What hangs from an entry is seen with it and through nothing else."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(occurrence__in=_occurrences().visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(occurrence__in=_occurrences().editable_by(member).values("pk"))


class Versions(_OfOccurrence["Version"]):
    """Every wording that an entry has had."""


class Lines(_OfOccurrence["Line"]):
    """What was told and done; of a lesson know those who may see or change its report, for nobody else it is there."""

    def visible_to(self, member: Member) -> Self:
        reports = apps.get_model("reports", "Report").objects
        known = Q(report__in=reports.visible_to(member).values("pk"))
        known |= Q(report__in=reports.editable_by(member).values("pk"))
        # Of a draft that was thrown away those know who could have thrown it.
        thrown = Q(report=None, occurrence__in=_occurrences().editable_by(member).values("pk"))
        return super().visible_to(member).filter(~Q(kind="shared") | known | thrown)

    def standing(self) -> Self:
        return self.filter(struck_at=None)


class LogFiles(_OfOccurrence["LogFile"]):
    """Photos and papers."""

    def standing(self) -> Self:
        return self.filter(struck_at=None)

    def brought(self) -> Self:
        """What people added; without the papers of reports that were sent, which the log keeps by itself."""
        sent = apps.get_model("log", "SentForm")._default_manager.filter(file__isnull=False)
        return self.exclude(pk__in=sent.values("file"))


class Observations(_OfOccurrence["Observation"]):
    """What was seen of a drone."""

    def standing(self) -> Self:
        return self.filter(struck_at=None)


class Joinings(_OfOccurrence["Joining"]):
    """Which entries are of one event: each line is seen with its own entry."""

    def editable_by(self, member: Member) -> Self:
        return super().editable_by(member) if runs_log(member) else self.none()

    def standing(self) -> Self:
        return self.filter(left_at=None)


class FormAddresses(models.QuerySet["FormAddress"]):
    """Where forms go: as the log of their facility."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(facility__in=_facilities().shown_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(facility__in=_written(member)) if sets_addresses(member) else self.none()


class SentForms(_OfOccurrence["SentForm"]):
    """What was sent of an entry: read with it, sent by the officers who answer for it."""

    def editable_by(self, member: Member) -> Self:
        return super().editable_by(member) if runs_log(member) else self.none()


class Handovers(models.QuerySet["Handover"]):
    """Notes from one shift to the next, at the facilities that are shown to this member."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(facility__in=_facilities().shown_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.filter(facility__in=_written(member)) if member.may(Act.LOG) else self.none()


class _OfOwnLog[M: models.Model](models.QuerySet[M]):
    """Imports are for those who answer for the log, at their own facilities; no agreement opens them."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(facility__in=_written(member)) if runs_log(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)


class LogImports(_OfOwnLog["LogImport"]):
    """What was imported, when, and whether it was struck out."""

    def editable_by(self, member: Member) -> Self:
        """Only by the seat that imported it."""
        return self.visible_to(member).filter(seat_id=member.seat_id, seat__isnull=False)


class LogUploads(_OfOwnLog["LogUpload"]):
    """A file between two steps is seen by nobody but the seat that brought it."""

    def visible_to(self, member: Member) -> Self:
        return super().visible_to(member).filter(seat_id=member.seat_id)


class LogMappings(models.QuerySet["LogMapping"]):
    """An organisation's mappings, for those of its seats that run a log."""

    def visible_to(self, member: Member) -> Self:
        if not runs_log(member) or member.organisation_id is None:
            return self.none()
        return self.filter(organisation=member.organisation_id)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)
