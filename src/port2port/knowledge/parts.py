"""What the page of an organisation says of its expertise and its buddies."""

from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.knowledge.directory import pairs_of
from port2port.knowledge.models import Expertise, Theme
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.members.parts import Part


def buddies(organisation: Organisation, member: Member) -> Part | None:
    """Who stands by it, and by whom it stands."""
    lines = [
        (
            (_("%(name)s stands by it") if helps else _("It stands by %(name)s")) % {"name": other.name},
            reverse("members:organisation", args=[other.slug]),
        )
        for other, helps in pairs_of(organisation, member=member)
    ]
    return Part(_("Buddies"), lines) if lines else None


def expertise(organisation: Organisation, member: Member) -> Part | None:
    """The themes that it says it has done."""
    said = Expertise.objects.visible_to(member).filter(organisation=organisation).first()
    if said is None:
        return None
    address = reverse("knowledge:expertise")
    lines = [(str(Theme(one).label), f"{address}?theme={one}") for one in said.themes if one in Theme.values]
    return Part(_("Has done, and helps with") if said.offers_help else _("Has done"), lines) if lines else None
