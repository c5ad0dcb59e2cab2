"""How other organisations are called: a closed circle does not say who is in it, and neither does its work."""

from django.utils.translation import gettext as _

from port2port.members.member import Member
from port2port.members.models import Circle, Organisation


def label_of(organisation: Organisation, *, circle: Circle, member: Member) -> str:
    """The name in an open circle, to its owner, and of the own one; else that it is another one."""
    is_known = circle.is_open or member.organisation_id in {circle.owner_id, organisation.pk}
    return organisation.label if is_known else _("Another organisation")
