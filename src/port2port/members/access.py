"""Who may see and change organisations, people, circles and levels; everything starts here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from port2port.base.prepared import Given
from port2port.members.member import GIVES, Act, Function, Member, Standing

if TYPE_CHECKING:
    from port2port.members.models import (  # noqa: F401
        Circle,
        CircleMembership,
        Clientship,
        Contact,
        Facility,
        FacilityAgreement,
        FigureConsent,
        FigureContribution,
        FigureRound,
        Invitation,
        Job,
        LevelAcknowledgement,
        LevelEntry,
        Organisation,
        Person,
        Port,
        Seat,
        ServiceAccount,
        Token,
        Waterway,
    )


# Seats that read an organisation's private records; trainers, auditors and whoever runs the machine have no need.
SHOWN_RECORDS = frozenset({Function.GUARD, Function.OFFICER, Function.ANALYST, Function.COORDINATOR})


def _table(name: str) -> Any:
    # Access lies below models, so it asks the registry for a neighbour's table instead of importing it.
    return apps.get_model("members", name).objects


def _reads_directory(member: Member) -> bool:
    return member.is_known and member.standing == Standing.MEMBER and member.function != Function.OPERATOR


class Organisations(models.QuerySet["Organisation"]):
    """Members see the directory; clients see their members and themselves; guests themselves and the secretariat."""

    def visible_to(self, member: Member) -> Self:
        if not member.is_known or member.function == Function.OPERATOR:
            return self.none()
        own = Q(pk=member.organisation_id)
        if member.function == Function.SECRETARIAT:
            return self
        if member.standing == Standing.MEMBER:
            mine = Q(pk__in=self._client_ids(member))
            return self.filter(own | Q(standing=Standing.MEMBER, state="active") | mine)
        hosts = _table("Organisation").filter(
            clients__client_id=member.organisation_id, clients__accepted_at__isnull=False, clients__ended_at=None
        )
        return self.filter(own | Q(pk__in=hosts.values("pk")) | Q(kind="secretariat", state="active"))

    def _client_ids(self, member: Member) -> Any:
        return (
            _table("Organisation")
            .filter(clientships__member_id=member.organisation_id, clientships__ended_at=None)
            .values("pk")
        )

    def editable_by(self, member: Member) -> Self:
        if member.may(Act.ADMIT):
            return self
        return self.filter(pk=member.organisation_id) if member.may(Act.MANAGE_PEOPLE) else self.none()

    def active_members(self) -> Self:
        return self.filter(standing=Standing.MEMBER, state="active")

    def listed(self) -> Self:
        """Those that take part, with what the directory shows of each."""
        return self.filter(state="active").select_related("parent").prefetch_related("contacts", "ports")

    def matching(self, words: str, *, kind: str = "") -> Self:
        """The directory's filter."""
        found = self
        for word in words.split()[:5]:
            found = found.filter(Q(name__icontains=word) | Q(short_name__icontains=word))
        return found.filter(kind=kind) if kind else found

    def with_coordinator(self) -> Self:
        """With `runs`, whether somebody runs it; those that nobody runs first."""
        seats = _table("Seat").filter(organisation=OuterRef("pk"), function=Function.COORDINATOR, ended_at=None)
        return self.annotate(runs=Exists(seats)).order_by("runs", "name")

    def without_coordinator(self) -> Self:
        """Those that nobody runs and that have not left."""
        return self.with_coordinator().filter(runs=False).exclude(state="left")

    def family_of(self, organisation: Organisation) -> Self:
        """What it is part of, and what is part of it."""
        return self.filter(Q(pk=organisation.parent_id or 0) | Q(parent=organisation))


class Clientships(models.QuerySet["Clientship"]):
    """Known to the two organisations of the pair; the secretariat, which admits, sees them all."""

    def visible_to(self, member: Member) -> Self:
        if member.may(Act.ADMIT):
            return self
        return self._of(member) if member.is_known and member.may(Act.READ) else self.none()

    def editable_by(self, member: Member) -> Self:
        if member.may(Act.MANAGE_CLIENTS):
            return self.filter(member_id=member.organisation_id)
        return self.filter(client_id=member.organisation_id) if member.may(Act.MANAGE_PEOPLE) else self.none()

    def _of(self, member: Member) -> Self:
        return self.filter(Q(member_id=member.organisation_id) | Q(client_id=member.organisation_id))

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def accepted(self) -> Self:
        return self.filter(ended_at=None, accepted_at__isnull=False)

    def of_organisation(self, member: Member) -> Self:
        """In which the own organisation is one of the pair, with both names."""
        return self._of(member).select_related("client", "member")

    def about(self, organisation: Organisation) -> Self:
        """In which the organisation is one of the pair."""
        return self.filter(Q(client=organisation) | Q(member=organisation))


class Contacts(models.QuerySet["Contact"]):
    """As the organisation they belong to."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(organisation__in=_table("Organisation").visible_to(member))

    def editable_by(self, member: Member) -> Self:
        return self.filter(organisation_id=member.organisation_id) if member.may(Act.MANAGE_PEOPLE) else self.none()


class Ports(models.QuerySet["Port"]):
    """Places are public facts, shown to everyone who is signed in, the machine's operator apart."""

    def visible_to(self, member: Member) -> Self:
        return self if member.is_known and member.function != Function.OPERATOR else self.none()

    def editable_by(self, member: Member) -> Self:
        if member.may(Act.ADMIT):
            return self
        return self.filter(manager_id=member.organisation_id) if member.may(Act.MANAGE_PEOPLE) else self.none()

    def reportable_by(self, member: Member) -> Self:
        """Ports that the own organisation manages, within the seat's scope."""
        if member.facility_id is not None:
            return self.none()
        own = self.filter(manager_id=member.organisation_id)
        return own if member.port_id is None else own.filter(pk=member.port_id)

    def of_organisation(self, member: Member) -> Self:
        """Ports that the own organisation manages or has a facility in."""
        sites = _table("Facility").filter(organisation_id=member.organisation_id)
        return self.filter(Q(manager_id=member.organisation_id) | Q(pk__in=sites.values("port_id")))

    def matching(self, words: str, *, where: str = "") -> Self:
        """The filter of the list."""
        found = self
        for word in words.split()[:5]:
            found = found.filter(Q(name__icontains=word) | Q(locode__iexact=word) | Q(managing_body__icontains=word))
        return found.filter(geography=where) if where else found


class Waterways(models.QuerySet["Waterway"]):
    """As places: public facts for everyone who is signed in, the machine's operator apart."""

    def visible_to(self, member: Member) -> Self:
        return self if member.is_known and member.function != Function.OPERATOR else self.none()

    def editable_by(self, member: Member) -> Self:
        return self if member.may(Act.ADMIT) else self.none()

    def reportable_by(self, member: Member) -> Self:
        """Waterways that the own organisation manages, for seats that cover it whole."""
        whole = member.facility_id is None and member.port_id is None
        return self.filter(manager_id=member.organisation_id) if whole else self.none()


class Facilities(models.QuerySet["Facility"]):
    """Members see which facilities exist; clients and guests only their own."""

    def visible_to(self, member: Member) -> Self:
        if not member.is_known or member.function == Function.OPERATOR:
            return self.none()
        return self if _reads_directory(member) else self.filter(organisation_id=member.organisation_id)

    def editable_by(self, member: Member) -> Self:
        return self.filter(organisation_id=member.organisation_id) if member.may(Act.MANAGE_PEOPLE) else self.none()

    def in_scope_of(self, member: Member) -> Self:
        """Own organisation's facilities within the seat's scope."""
        own = self.filter(organisation_id=member.organisation_id)
        if member.facility_id is not None:
            return own.filter(pk=member.facility_id)
        return own.filter(port_id=member.port_id) if member.port_id is not None else own

    def kept_by(self, member: Member) -> Self:
        """Where the member keeps the duties: its own scope."""
        return self.in_scope_of(member) if member.may(Act.KEEP_DUTIES) else self.none()

    def reportable_by(self, member: Member) -> Self:
        """Where the member may report a level: its own scope, and every facility of a port that it manages."""
        own = self.in_scope_of(member)
        if member.facility_id is not None:
            return own
        ports = _table("Port").reportable_by(member)
        return self.filter(Q(pk__in=own.values("pk")) | Q(port__in=ports), is_active=True)

    def shown_to(self, member: Member) -> Self:
        """Those whose private records, log and duties, the member may see.

        The own organisation's, within the seat's scope; to the officer of the whole port also those that agreed to it.
        """
        if not member.may(Act.READ) or member.standing == Standing.GUEST or member.function not in SHOWN_RECORDS:
            return self.none()
        own = self.in_scope_of(member)
        if member.port_id is None or member.function != Function.OFFICER:
            return own
        # A port's officer is its manager's: an officer of a terminal has that port as scope, and none of this right.
        agreed = _table("FacilityAgreement").filter(organisation_id=member.organisation_id, ended_at=None)
        theirs = Q(
            pk__in=agreed.values("facility_id"),
            port_id=member.port_id,
            port__manager_id=member.organisation_id,
            organisation__state="active",
        )
        return self.filter(Q(pk__in=own.values("pk")) | theirs)


def facilities_shown_to(member: Member) -> Facilities:
    """The facilities whose private records, log and duties, the member may see."""
    shown: Facilities = _table("Facility").shown_to(member)
    return shown


class FacilityAgreements(models.QuerySet["FacilityAgreement"]):
    """Known to whoever sees the facility's records in its own organisation."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(facility__in=facilities_shown_to(member), facility__organisation_id=member.organisation_id)

    def editable_by(self, member: Member) -> Self:
        return self.filter(facility__in=_table("Facility").kept_by(member))

    def running(self) -> Self:
        return self.filter(ended_at=None)

    def with_names(self) -> Self:
        """With all that a line of the history names."""
        return self.select_related("organisation", "given_by", "ended_by")


class FigureConsents(models.QuerySet["FigureConsent"]):
    """Whether an organisation lends its figures is known to its own readers, and decided by its coordinators."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(organisation_id=member.organisation_id) if _reads_figures(member) else self.none()

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member) if lends_figures(member) else self.none()

    def running(self) -> Self:
        return self.filter(ended_at=None)


class FigureRounds(models.QuerySet["FigureRound"]):
    """A band is shown to who gave to it: a reader whose organisation contributed to that figure in that round."""

    def visible_to(self, member: Member) -> Self:
        if not _reads_figures(member):
            return self.none()
        given = _table("FigureContribution").filter(organisation_id=member.organisation_id)
        return self.filter(pk__in=given.values("round_id"))


class FigureContributions(models.QuerySet["FigureContribution"]):
    """What an organisation contributed is seen by nobody else."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(organisation_id=member.organisation_id) if _reads_figures(member) else self.none()


def _reads_figures(member: Member) -> bool:
    return member.may(Act.PUBLISH) and member.organisation_id is not None


def lends_figures(member: Member) -> bool:
    """Whether this seat decides that the organisation's figures go into the bands."""
    return member.function == Function.COORDINATOR and member.may(Act.MANAGE_PEOPLE) and _reads_figures(member)


class Seats(models.QuerySet["Seat"]):
    """People are seen inside their own organisation only."""

    def visible_to(self, member: Member) -> Self:
        if not member.is_known:
            return self.none()
        if member.may(Act.MANAGE_PEOPLE):
            return self.filter(organisation_id=member.organisation_id)
        return (
            self.filter(organisation_id=member.organisation_id, ended_at=None)
            if member.may(Act.READ)
            else (self.filter(pk=member.seat_id))
        )

    def editable_by(self, member: Member) -> Self:
        # Whoever may give a function may take it away, nobody else: the audited do not end the auditor's seat.
        if member.function is None or not member.may(Act.MANAGE_PEOPLE):
            return self.none()
        given = GIVES.get(member.function, frozenset())
        return self.filter(organisation_id=member.organisation_id, function__in=[one.value for one in given])

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def ended(self) -> Self:
        """Newest first."""
        return self.exclude(ended_at=None).order_by("-ended_at")


class Invitations(models.QuerySet["Invitation"]):
    """Seen by the organisation that offers the seat and by the one that invited."""

    def visible_to(self, member: Member) -> Self:
        return self.editable_by(member)

    def editable_by(self, member: Member) -> Self:
        if not member.may(Act.MANAGE_PEOPLE):
            return self.none()
        # The second half: first coordinators whom the secretariat, or a client's host, invited.
        return self.filter(
            Q(organisation_id=member.organisation_id) | Q(invited_by__organisation_id=member.organisation_id)
        )

    def open(self, *, at: datetime) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


class ServiceAccounts(models.QuerySet["ServiceAccount"]):
    """Seen and changed by the own organisation's coordinator."""

    def visible_to(self, member: Member) -> Self:
        return self.editable_by(member)

    def editable_by(self, member: Member) -> Self:
        return self.filter(organisation_id=member.organisation_id) if member.may(Act.MANAGE_TOKENS) else self.none()

    def open(self) -> Self:
        return self.filter(ended_at=None)


class Tokens(models.QuerySet["Token"]):
    """A person sees the tokens of its own seats; a coordinator those of its organisation's service accounts too."""

    def visible_to(self, member: Member) -> Self:
        return self.editable_by(member)

    def editable_by(self, member: Member) -> Self:
        if not member.is_known or member.person_id is None:
            return self.none()
        own = Q(seat__person_id=member.person_id)
        if member.may(Act.MANAGE_TOKENS):
            own |= Q(service__organisation_id=member.organisation_id)
        return self.filter(own)

    def of_person(self, person: Person) -> Self:
        """Tokens of the person's own seats."""
        return self.filter(seat__person=person)

    def valid(self, *, at: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at)


class Circles(models.QuerySet["Circle"]):
    """A circle is known to its owner and to the organisations that are in it or invited."""

    def visible_to(self, member: Member) -> Self:
        if not member.is_known or member.standing != Standing.MEMBER or not member.may(Act.READ):
            return self.none()
        stays = _table("CircleMembership").filter(organisation_id=member.organisation_id, left_at=None)
        return self.filter(Q(owner_id=member.organisation_id) | Q(pk__in=stays.values("circle_id")))

    def editable_by(self, member: Member) -> Self:
        return self.filter(owner_id=member.organisation_id) if member.may(Act.MANAGE_CIRCLES) else self.none()

    def choosable_by(self, member: Member) -> Self:
        """Circles an author may share with: those the own organisation is in now."""
        return self.choosable_at(member.organisation_id)

    def choosable_at(self, organisation: int | Given | None) -> Self:
        """Open circles that an organisation is in now."""
        stays = _table("CircleMembership").filter(organisation_id=organisation).current()
        return self.filter(closed_at=None, pk__in=stays.values("circle_id"))

    def joined_by(self, member: Member) -> Self:
        """Open circles that the own organisation is in."""
        return self.choosable_by(member)

    def shared_with(self, organisation: Organisation) -> Self:
        """Of these, the open-membership ones that the organisation is in too."""
        stays = _table("CircleMembership").filter(organisation=organisation).current()
        return self.filter(is_open=True, closed_at=None, pk__in=stays.values("circle_id"))

    def with_size(self) -> Self:
        """With `size`, the number of organisations inside."""
        inside = Q(memberships__joined_at__isnull=False, memberships__left_at=None)
        return self.annotate(size=Count("memberships", filter=inside))


class CircleMemberships(models.QuerySet["CircleMembership"]):
    """The owner sees every stay, an open circle shows who is in it, a closed one only the own stay."""

    def visible_to(self, member: Member) -> Self:
        known = _table("Circle").visible_to(member)
        return self.filter(
            Q(circle__in=known)
            & (
                Q(circle__owner_id=member.organisation_id)
                | Q(organisation_id=member.organisation_id)
                | Q(circle__is_open=True, joined_at__isnull=False, left_at=None)
            )
        )

    def editable_by(self, member: Member) -> Self:
        if not member.may(Act.MANAGE_CIRCLES):
            return self.none()
        return self.filter(Q(organisation_id=member.organisation_id) | Q(circle__owner_id=member.organisation_id))

    def current(self) -> Self:
        """Stays that are on now: joined and not left, in a circle that is not closed."""
        return self.filter(joined_at__isnull=False, left_at=None, circle__closed_at=None)


class Jobs(models.QuerySet["Job"]):
    """Long work is its own seat's business alone."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(seat_id=member.seat_id) if member.seat_id is not None else self.none()

    def editable_by(self, member: Member) -> Self:
        return self.visible_to(member)

    def open(self) -> Self:
        return self.filter(ended_at=None)


class LevelEntries(models.QuerySet["LevelEntry"]):
    """Members see the board; clients and guests the entries that bind their own facilities."""

    def visible_to(self, member: Member) -> Self:
        if not member.is_known or not member.may(Act.READ):
            return self.none()
        if member.standing == Standing.MEMBER:
            return self
        own = _table("Facility").filter(organisation_id=member.organisation_id)
        return self.filter(
            Q(scope="country") | Q(facility__in=own) | Q(scope="port", port_id__in=own.values("port_id"))
        )

    def editable_by(self, member: Member) -> Self:
        if member.may(Act.CONFIRM_LEVELS) or member.may(Act.REPORT_LEVELS):
            return self.filter(reported_for_id=member.organisation_id)
        return self.none()

    def in_force(self, *, at: datetime) -> Self:
        """Valid at the moment."""
        return self.standing().filter(valid_from__lte=at).filter(Q(valid_to=None) | Q(valid_to__gt=at))

    def standing(self) -> Self:
        """Not cancelled before they started."""
        return self.filter(cancelled_at=None)

    def coming(self, *, at: datetime) -> Self:
        """Announced, and not cancelled since."""
        return self.standing().filter(valid_from__gt=at)

    def past(self, *, at: datetime) -> Self:
        """Ended, or cancelled before they started."""
        return self.filter(Q(valid_to__lte=at) | Q(cancelled_at__isnull=False))

    def with_places(self) -> Self:
        """With all that a line of the board names."""
        return self.select_related(
            "port",
            "facility__port",
            "waterway",
            "reported_for",
            "confirmed_by__organisation",
            "cancelled_by__organisation",
        )


class LevelAcknowledgements(models.QuerySet["LevelAcknowledgement"]):
    """Each organisation sees its own; the port's manager sees its port's."""

    def visible_to(self, member: Member) -> Self:
        if not member.may(Act.READ):
            return self.none()
        return self.filter(
            Q(facility__organisation_id=member.organisation_id) | Q(facility__port__manager_id=member.organisation_id)
        )

    def editable_by(self, member: Member) -> Self:
        if not member.may(Act.REPORT_LEVELS):
            return self.none()
        return self.filter(facility__organisation_id=member.organisation_id)

    def in_scope_of(self, member: Member) -> Self:
        """For facilities within the seat's scope."""
        return self.filter(facility__in=_table("Facility").in_scope_of(member))

    def waiting(self, *, at: datetime) -> Self:
        """Raises still valid whose measures are not yet in effect."""
        valid = Q(entry__valid_to=None) | Q(entry__valid_to__gt=at)
        return self.filter(valid, entry__cancelled_at=None, measures_in_effect_at=None).with_places()

    def recent(self) -> Self:
        """The last fifty, newest raise first."""
        return self.filter(entry__cancelled_at=None).with_places().order_by("-entry__valid_from", "facility__name")[:50]

    def with_places(self) -> Self:
        """With all that a line names."""
        return self.select_related("entry__port", "entry__facility", "entry__waterway", "facility__port")
