"""The coded words of a drill or an exercise."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """How it is held; the last three are exercises (ISPS B/18.6), a drill tests one element (B/18.5)."""

    DRILL = "drill", _("Drill")
    TABLETOP = "tabletop", _("Tabletop exercise")
    FUNCTIONAL = "functional", _("Functional exercise")
    FULL = "full", _("Full-scale exercise")


class State(models.TextChoices):
    """planned → confirmed → held → evaluated → closed; cancelled until held. A drill may go from planned to held."""

    PLANNED = "planned", pgettext_lazy("exercise", "Planned")
    CONFIRMED = "confirmed", pgettext_lazy("exercise", "Confirmed")
    HELD = "held", pgettext_lazy("exercise", "Held")
    EVALUATED = "evaluated", pgettext_lazy("exercise", "Evaluated")
    CLOSED = "closed", pgettext_lazy("exercise", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("exercise", "Cancelled")


class Role(models.TextChoices):
    """What somebody is in one event."""

    CONTROLLER = "controller", pgettext_lazy("exercise", "Controller")
    OBSERVER = "observer", pgettext_lazy("exercise", "Observer")
    PLAYER = "player", pgettext_lazy("exercise", "Player")


class PlayerRole(models.TextChoices):
    """Whom an inject speaks to."""

    GUARD = "guard", _("Guard")
    CONTROL_ROOM = "control_room", _("Control room")
    PFSO = "pfso", _("PFSO")
    PSO = "pso", _("PSO, duty officer of the port")
    OPERATIONS = "operations", _("Operations of the terminal")
    RELEASE = "release", _("Release desk")
    IT = "it", _("IT and systems")
    WATERWAY = "waterway", _("Lock or quay staff")
    MANAGEMENT = "management", _("Management")
    ALL = "all", _("All players")


class Step(models.TextChoices):
    """What happened to an event, as its timeline tells it."""

    PLANNED = "planned", pgettext_lazy("exercise", "Planned")
    CHANGED = "changed", pgettext_lazy("exercise", "Changed")
    ASKED = "asked", pgettext_lazy("exercise", "A facility was asked to take part")
    CONSENTED = "consented", pgettext_lazy("exercise", "A facility takes part")
    DECLINED = "declined", pgettext_lazy("exercise", "A facility does not take part")
    CONFIRMED = "confirmed", pgettext_lazy("exercise", "Confirmed")
    HELD = "held", pgettext_lazy("exercise", "Held")
    EVALUATED = "evaluated", pgettext_lazy("exercise", "Evaluated")
    CLOSED = "closed", pgettext_lazy("exercise", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("exercise", "Cancelled")
    COUNTED = "counted", pgettext_lazy("exercise", "Counts for a facility or a port")
    UNCOUNTED = "uncounted", pgettext_lazy("exercise", "Counts no more for a facility or a port")
    NAMED = "named", pgettext_lazy("exercise", "A role was given")
    UNNAMED = "unnamed", pgettext_lazy("exercise", "A role was ended")
    UNDONE = "undone", pgettext_lazy("exercise", "Taken back")
