"""Who may see and change what a working group does: the member organisations of its circle, each row by its own day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from port2port.members.member import Act, Function, Member, Standing
from port2port.members.readers import reader_of
from port2port.sharing.access import ShareableSet

if TYPE_CHECKING:
    from port2port.groups.models import (  # noqa: F401
        AgendaItem,
        Amendment,
        Attendance,
        Decision,
        DecisionText,
        GroupFile,
        Meeting,
        MeetingNews,
        MinuteLine,
        Minutes,
        Proposal,
        ProposalVersion,
        Resolution,
        Stance,
        Task,
        TitledCalendar,
        VotingSeat,
        WorkingGroup,
    )

READERS = frozenset({Function.OFFICER, Function.ANALYST, Function.COORDINATOR, Function.SECRETARIAT})


def _table(name: str) -> Any:
    # Access lies below models, so it asks the registry instead of importing.
    return apps.get_model("groups", name).objects


def reads_groups(member: Member) -> bool:
    """Whether this seat reads working groups at all; which, `visible_to` says."""
    return member.may(Act.READ) and member.standing == Standing.MEMBER and member.function in READERS


def _room(member: Member, *, to_group: str = "", at: str = "") -> Q:
    """Rows of groups of the own circles; where a circle hides its past, those since the organisation joined."""
    seen = Q(pk__in=[])
    reader = reader_of(member) if reads_groups(member) else None
    for stay in reader.stays if reader is not None else ():
        inside = Q(**{f"{to_group}circle_id": stay.circle})
        seen |= inside & Q(**{f"{at}__gte": stay.since}) if at and stay.since else inside
    return seen


class WorkingGroups(models.QuerySet["WorkingGroup"]):
    """A group is known in its circle."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_room(member))

    def editable_by(self, member: Member) -> Self:
        """Those that this seat chairs or keeps the minutes of."""
        if member.seat_id is None or not member.may(Act.PUBLISH):
            return self.none()
        runs = Q(chair_id=member.seat_id) | Q(secretary_id=member.seat_id)
        return self.visible_to(member).exclude(state="ended").filter(runs)

    def chaired_by(self, member: Member) -> Self:
        return self.editable_by(member).filter(chair_id=member.seat_id)

    def handed_on_by(self, member: Member) -> Self:
        """Those whose chair this seat may name: the chair, and who coordinates the organisation that set it up."""
        if member.seat_id is None or not member.may(Act.PUBLISH):
            return self.none()
        names = Q(chair_id=member.seat_id)
        if member.may(Act.MANAGE_CIRCLES):
            names |= Q(owner_id=member.organisation_id)
        return self.visible_to(member).exclude(state="ended").filter(names)

    def joined_by(self, member: Member) -> Self:
        """Those in which this person sits: chair, secretary, or holding a seat."""
        return self.met_by(member) if member.may(Act.ANSWER) else self.none()

    def met_by(self, member: Member) -> Self:
        """As `joined_by`, also for a token of the person's that only reads."""
        if member.seat_id is None:
            return self.none()
        sits = Q(chair_id=member.seat_id) | Q(secretary_id=member.seat_id)
        sits |= Q(pk__in=_table("VotingSeat").sat_on_by(member).values("group_id"))
        return self.visible_to(member).filter(sits)


class VotingSeats(models.QuerySet["VotingSeat"]):
    """As the group; who holds a seat is known inside its own organisation and to those who sit in the group."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(group__in=_table("WorkingGroup").visible_to(member).values("pk"))

    def editable_by(self, member: Member) -> Self:
        """An organisation says who sits for it."""
        if not member.may(Act.PUBLISH):
            return self.none()
        return self.visible_to(member).running().filter(organisation_id=member.organisation_id)

    def held_by(self, member: Member) -> Self:
        """That this person speaks from, as holder or substitute."""
        return self.sat_on_by(member) if member.may(Act.ANSWER) else self.none()

    def sat_on_by(self, member: Member) -> Self:
        """As `held_by`, also for a token of the person's that only reads."""
        if member.seat_id is None or not member.may(Act.READ):
            return self.none()
        holds = Q(holder_id=member.seat_id) | Q(substitute_id=member.seat_id)
        return self.running().filter(holds, organisation_id=member.organisation_id)

    def running(self) -> Self:
        return self.filter(until_at=None)


class _OfGroup[M: models.Model](models.QuerySet[M]):
    """Rows of a group with a day of their own."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_room(member, to_group="group__", at="made_at"))

    def editable_by(self, member: Member) -> Self:
        """By who runs the group."""
        return self.visible_to(member).filter(group__in=_table("WorkingGroup").editable_by(member).values("pk"))


class Meetings(_OfGroup["Meeting"]):
    """What the group comes together for."""

    def planned(self) -> Self:
        return self.filter(state="planned")


class Proposals(_OfGroup["Proposal"]):
    """What is proposed. Who wrote it amends it; who runs the group amends what the meeting wrote."""

    def editable_by(self, member: Member) -> Self:
        groups = _table("WorkingGroup").exclude(state="ended")
        own = Q(
            organisation_id=member.organisation_id,
            organisation__isnull=False,
            group__in=groups.joined_by(member).values("pk"),
        )
        of_meeting = Q(organisation=None, group__in=groups.editable_by(member).values("pk"))
        return self.visible_to(member).filter(own | of_meeting, outcome__in=["open", "objected"])

    def running(self) -> Self:
        """Without an outcome yet."""
        return self.filter(outcome__in=["open", "objected", "waiting"])

    def asking(self, member: Member, *, at: Any) -> Self:
        """Open rounds of this person's seat in which the seat is silent."""
        seats = _table("VotingSeat").held_by(member)
        rounds = _table("ProposalVersion").current().filter(seats__in=seats.values("pk"), closes_at__gt=at)
        spoken = _table("Stance").filter(seat__in=seats.values("pk")).values("version_id")
        return self.visible_to(member).filter(
            outcome="open", pk__in=rounds.exclude(pk__in=spoken).values("proposal_id")
        )


class _OfProposal[M: models.Model](models.QuerySet[M]):
    to_proposal = "proposal"

    def visible_to(self, member: Member) -> Self:
        proposals = _table("Proposal").visible_to(member).values("pk")
        return self.filter(**{f"{self.to_proposal}__in": proposals})

    def editable_by(self, member: Member) -> Self:
        """Never: what was said stands; something new is said beside it."""
        del member
        return self.none()


class ProposalVersions(_OfProposal["ProposalVersion"]):
    """Every wording that was put to the seats."""

    def current(self) -> Self:
        """The newest of each proposal."""
        newer = self.model._default_manager.filter(
            proposal_id=models.OuterRef("proposal_id"), n__gt=models.OuterRef("n")
        )
        return self.exclude(models.Exists(newer))


class Stances(_OfProposal["Stance"]):
    """What seats said, each revision."""

    to_proposal = "version__proposal"

    def current(self) -> Self:
        """The last word of each seat on each version."""
        same = {"version_id": models.OuterRef("version_id"), "seat_id": models.OuterRef("seat_id")}
        later = self.model._default_manager.filter(**same, revision__gt=models.OuterRef("revision"))
        return self.exclude(models.Exists(later))


class Resolutions(_OfProposal["Resolution"]):
    """That an amendment met an objection."""

    to_proposal = "version__proposal"


class _OfMeeting[M: models.Model](models.QuerySet[M]):
    """What hangs from a meeting is seen with it and through nothing else."""

    to_meeting = "meeting"

    def visible_to(self, member: Member) -> Self:
        return self.filter(**{f"{self.to_meeting}__in": _table("Meeting").visible_to(member).values("pk")})

    def editable_by(self, member: Member) -> Self:
        return self.filter(**{f"{self.to_meeting}__in": _table("Meeting").editable_by(member).values("pk")})


class TitledCalendars(models.QuerySet["TitledCalendar"]):
    """One's own choice; a token of the person's reads it with the calendar."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(seat_id=member.seat_id or 0)

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member) if member.limit is None else self.none()


class AgendaItems(_OfMeeting["AgendaItem"]):
    """What is on the agenda."""


class Attendances(_OfMeeting["Attendance"]):
    """Which organisations were there; which people, those who sit in the group are told."""


class MinuteLines(_OfMeeting["MinuteLine"]):
    """What is written down while the meeting runs."""


class MinutesSet(_OfMeeting["Minutes"]):
    """Each version of the minutes."""

    def newest(self) -> Self:
        return self.order_by("-version")

    def of_last_version(self) -> Self:
        """Of each meeting its last version, where that is among these."""
        same = {"meeting_id": models.OuterRef("meeting_id"), "version__gt": models.OuterRef("version")}
        return self.exclude(models.Exists(self.model._default_manager.filter(**same)))


class MeetingNewsSet(models.QuerySet["MeetingNews"]):
    """Who sits in the meeting's group and may see that meeting; nobody else is told."""

    def visible_to(self, member: Member) -> Self:
        own = _table("WorkingGroup").joined_by(member).values("pk")
        return self.filter(meeting__in=_table("Meeting").visible_to(member).filter(group__in=own).values("pk"))

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def standing(self) -> Self:
        """That are news still."""
        return self.filter(over_at=None)


class Amendments(_OfMeeting["Amendment"]):
    """What those who were there would have written otherwise."""

    to_meeting = "minutes__meeting"


class GroupFiles(_OfGroup["GroupFile"]):
    """By their own day, and never wider than the meeting that they lie with."""

    def visible_to(self, member: Member) -> Self:
        meetings = _table("Meeting").visible_to(member).values("pk")
        return super().visible_to(member).filter(Q(meeting=None) | Q(meeting__in=meetings))

    def editable_by(self, member: Member) -> Self:
        """Taken out by who brought it, and by who runs the group, while both are in it."""
        groups = _table("WorkingGroup").exclude(state="ended")
        own = Q(organisation_id=member.organisation_id, group__in=groups.joined_by(member).values("pk"))
        run = Q(group__in=groups.editable_by(member).values("pk"))
        return self.visible_to(member).filter(own | run)


class Decisions(ShareableSet["Decision"]):
    """Decisions a member may see; `visible_to` comes from sharing, the one rule."""

    def editable_by(self, member: Member) -> Self:
        """Never: a decision is superseded by another."""
        del member
        return self.none()

    def in_force(self) -> Self:
        """That no other took the place of."""
        return self.standing().filter(superseded_by=None)

    def in_force_for(self, member: Member) -> Self:
        """That no other took the place of, as far as this member may know."""
        seen = _table("Decision").visible_to(member)
        return self.standing().exclude(models.Exists(seen.filter(supersedes_id=models.OuterRef("pk"))))


class DecisionTexts(models.QuerySet["DecisionText"]):
    """As their decision; what was once written stays, the newest of each language counts."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(decision__in=_table("Decision").visible_to(member).values("pk"))

    def newest(self) -> Self:
        same = {"decision_id": models.OuterRef("decision_id"), "language": models.OuterRef("language")}
        later = self.model._default_manager.filter(**same, n__gt=models.OuterRef("n"))
        return self.exclude(models.Exists(later))


class Tasks(_OfGroup["Task"]):
    """What the group asks of organisations."""

    def answerable_by(self, member: Member) -> Self:
        """Asked of the own organisation and not answered."""
        if member.seat_id is None or not member.may(Act.ANSWER):
            return self.none()
        return self.visible_to(member).filter(organisation_id=member.organisation_id, state="asked")
