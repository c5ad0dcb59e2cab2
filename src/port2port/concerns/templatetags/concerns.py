"""How a desk is called on a page."""

from django import template

from port2port.concerns.models import Desk
from port2port.concerns.timeline import desk_name as name_of_desk

register = template.Library()


@register.filter
def desk_name(desk: Desk) -> str:
    """By its organisation, and the port it is for."""
    return name_of_desk(desk)
