"""Directions in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

POINTS: tuple[str | Promise, ...] = (
    gettext_lazy("north"),
    gettext_lazy("north-east"),
    gettext_lazy("east"),
    gettext_lazy("south-east"),
    gettext_lazy("south"),
    gettext_lazy("south-west"),
    gettext_lazy("west"),
    gettext_lazy("north-west"),
)
# The compass rose says it in the same words (log/static/log/rose.js).
BEARING = gettext_lazy("%(degrees)d°, %(point)s")


def point_of(degrees: float) -> str:
    """The nearest of eight points."""
    return str(POINTS[round(degrees / 45) % 8])


def bearing_words(degrees: int) -> str:
    """As a person says it: "135°, south-east"."""
    return str(BEARING) % {"degrees": degrees, "point": point_of(degrees)}


def axis_words(degrees: float) -> str:
    """Both ends of a line: "north-east to south-west"."""
    return _("%(one)s to %(other)s") % {"one": point_of(degrees), "other": point_of(degrees + 180)}
