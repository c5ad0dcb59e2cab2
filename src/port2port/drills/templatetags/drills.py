"""Tags of drills: coded words of scenarios."""

from django import template
from django.utils.translation import gettext as _

from port2port.drills.models import PlayerRole

register = template.Library()


@register.filter
def player_role(code: str) -> str:
    """Whom a message speaks to."""
    return str(PlayerRole(code).label)


@register.filter
def channel(code: str) -> str:
    """How a message reaches its player."""
    words = {"page": _("on the page"), "mail": _("mail"), "phone": _("phone"), "paper": _("on paper")}
    return words.get(code, code)
