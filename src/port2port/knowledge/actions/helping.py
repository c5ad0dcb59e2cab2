"""Say what the own organisation can help with; give an inland port a buddy."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.knowledge.access_expertise import coordinates
from port2port.knowledge.access_questions import is_triage
from port2port.knowledge.models import Buddy, BuddyNews, Expertise, Theme
from port2port.knowledge.rules import LANGUAGES, NOTE
from port2port.members.member import Act, Member, Standing
from port2port.members.models import Organisation, Port
from port2port.members.readers import readers_of_community
from port2port.reports.rules import BadField, cleaned, own_organisation
from port2port.sharing.actions import tell_own_news
from port2port.vocabulary import lookup

MOST_DECLARED = 60


class HasABuddy(Refusal):
    status = 409
    words = _("This port has a buddy, or one is proposed. End that first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertiseFields:
    """What an organisation says that it has done."""

    themes: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    offers_help: bool = True
    note: str = ""
    language: str = "en"


@transaction.atomic
def declare(*, member: Member, said: ExpertiseFields, now: datetime) -> Expertise:
    """Say it for the own organisation, in the place of what was said before. Raises NotAllowed, BadField."""
    if not member.may(Act.PUBLISH) or member.standing != Standing.MEMBER:
        raise NotAllowed
    if not set(said.themes) <= set(Theme.values):
        raise BadField("themes", _("Choose one of the values offered."))
    for name in ("controls", "methods"):
        codes = getattr(said, name)
        if len(codes) > MOST_DECLARED or not all(lookup.is_known(name, code) for code in codes):
            raise BadField(name, _("Choose from the list, at most 60."))
    if said.language not in LANGUAGES:
        raise BadField("language", _("Choose one of the values offered."))
    row, _made = Expertise.objects.update_or_create(
        organisation_id=own_organisation(member),
        defaults={
            "themes": list(said.themes),
            "controls": list(said.controls),
            "methods": list(said.methods),
            "offers_help": said.offers_help,
            "note": cleaned("note", said.note, NOTE),
            "language": said.language,
            "changed_at": now,
        },
    )
    return row


@transaction.atomic
def propose_buddy(*, member: Member, small: Organisation, helper: Organisation, now: datetime) -> Buddy:
    """The secretariat proposes who stands by an inland port. Raises NotAllowed, BadField, HasABuddy."""
    if not is_triage(member):
        raise NotAllowed
    members = Organisation.objects.active_members().select_for_update(of=("self",)).in_bulk([small.pk, helper.pk])
    if small.pk not in members or not manages_inland(small):
        raise BadField("small", _("Choose a member that manages an inland port."))
    if helper.pk not in members or helper.pk == small.pk:
        raise BadField("helper", _("Choose another member."))
    if Buddy.objects.running().filter(small=small).exists():
        raise HasABuddy
    row = Buddy.objects.create(small=small, helper=helper, proposed_by_id=member.seat_id, proposed_at=now)
    _tell(row, now=now)
    return row


def _tell(buddy: Buddy, *, now: datetime) -> None:
    community = readers_of_community()
    rows = [BuddyNews.objects.create(buddy=buddy, organisation=one, made_at=now) for one in (buddy.small, buddy.helper)]
    asked = [
        (row, [one for one in community if BuddyNews.objects.visible_to(one.member).filter(pk=row.pk).exists()])
        for row in rows
    ]
    tell_own_news(asked, now=now)


def manages_inland(organisation: Organisation) -> bool:
    """Whether it manages a port that lies inland."""
    inland = [Port.Geography.INLAND, Port.Geography.BOTH]
    return Port.objects.filter(manager=organisation, geography__in=inland).exists()


@transaction.atomic
def agree_to_buddy(*, member: Member, buddy: Buddy, now: datetime) -> Buddy:
    """A coordinator agrees for its organisation; the second makes it so. Raises NotAllowed."""
    row = _held(member, buddy)
    if not coordinates(member) or not Buddy.objects.waiting_for(member).filter(pk=row.pk).exists():
        raise NotAllowed
    side = "small_agreed_at" if row.small_id == member.organisation_id else "helper_agreed_at"
    setattr(row, side, now)
    row.save(update_fields=[side])
    return row


@transaction.atomic
def end_buddy(*, member: Member, buddy: Buddy, now: datetime) -> Buddy:
    """One of the two, or the secretariat, ends or declines it. Raises NotAllowed."""
    row = _held(member, buddy)
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    return row


def _held(member: Member, buddy: Buddy) -> Buddy:
    row = Buddy.objects.select_for_update(of=("self",)).get(pk=buddy.pk)
    if not Buddy.objects.editable_by(member).filter(pk=row.pk).exists():
        raise NotAllowed
    return row
