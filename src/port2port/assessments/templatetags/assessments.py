"""How controls are called on a page."""

from collections.abc import Iterable

from django import template

from port2port.assessments.pinned import Sheet

register = template.Library()


@register.filter
def labels_of(controls: Iterable[str], sheet: Sheet) -> str:
    """The labels of these controls, as people write them."""
    return ", ".join(sheet.by_id[one].label for one in controls if one in sheet.by_id)
