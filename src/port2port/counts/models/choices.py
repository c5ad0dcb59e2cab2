"""What is counted, what was done to find it, and where a number came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """What is counted. Kilograms are none: mass follows single large finds and how much is checked.

    Stored, so new ones may come and none may go.
    """

    SEIZURES = "seizures", pgettext_lazy("what is counted", "Seizures")
    SEIZURES_PER_1000 = "seizures_per_1000_inspected", _("Seizures per 1,000 containers inspected")
    INTRUSIONS = "intrusions", _("Intrusions")
    DRONE_SIGHTINGS = "drone_sightings", _("Drone sightings")
    CORRUPTION_APPROACHES = "corruption_approaches", _("Approaches to staff (corruption)")
    TAMPERED_SEALS = "tampered_seals", _("Tampered seals")


# Worked out from another outcome and the containers inspected: nobody enters it.
DERIVED = Outcome.SEIZURES_PER_1000


class EffortKind(models.TextChoices):
    """What was done to find something; stored, so new ones may come and none may go."""

    SCANNED = "containers_scanned", _("Containers scanned or inspected")
    PATROL = "patrol_hours", _("Patrol hours")
    DRONE = "drone_hours", _("Hours that own drones were up")
    TEU = "teu", _("Containers handled (TEU)")
    RISK_CALLS = "risk_calls", _("Calls of ships from risk origins")


class Source(models.TextChoices):
    """Where a number came from."""

    ENTERED = "entered", _("entered")
    LOG = "log", _("from the own log and reports")
    FILE = "import", _("from a file")


class Reason(models.TextChoices):
    """Why nothing that is pushed away can turn up in a comparison from outside."""

    OUTSIDE_SUBSTITUTION = "outside_substitution", _("A port that offenders would not choose instead")
    CANNOT_MOVE = "cannot_move", _("A kind of event that cannot move")
    HINTERLAND = "hinterland", _("A series from the hinterland")
