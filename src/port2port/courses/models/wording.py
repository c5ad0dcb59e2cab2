"""States and reasons, with their words."""

from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy


class VersionState(StrEnum):
    """Where a version of a course stands."""

    DRAFT = "draft"
    OFFERED = "offered"
    RELEASED = "released"
    DUE = "due"
    RETIRED = "retired"


VERSION_WORDS = {
    VersionState.DRAFT: pgettext_lazy("state of a course", "Draft"),
    VersionState.OFFERED: pgettext_lazy("state of a course", "Waits for its release"),
    VersionState.RELEASED: pgettext_lazy("state of a course", "Released"),
    VersionState.DUE: pgettext_lazy("state of a course", "To be reviewed"),
    VersionState.RETIRED: pgettext_lazy("state of a course", "Retired"),
}
VERSION_KINDS = {
    VersionState.DRAFT: "",
    VersionState.OFFERED: "medium",
    VersionState.RELEASED: "done",
    VersionState.DUE: "high",
    VersionState.RETIRED: "",
}


class Audience(models.TextChoices):
    """For whom a course is written."""

    PFSO = "pfso", "PFSO"
    DEPUTY = "deputy", pgettext_lazy("audience of a course", "Deputy PFSO")
    GUARD = "guard", pgettext_lazy("audience of a course", "Guards")
    STAFF = "staff", pgettext_lazy("audience of a course", "Staff")
    DRIVER = "driver", pgettext_lazy("audience of a course", "Drivers")
    AGENT = "agent", pgettext_lazy("audience of a course", "Agents")
    COMPANY = "company", pgettext_lazy("audience of a course", "Companies")
    PSO = "pso", "PSO"


class Reason(models.TextChoices):
    """Why somebody is to take a course."""

    ROLE = "role", pgettext_lazy("reason of an assignment", "The role asks for it")
    ACTION = "action", pgettext_lazy("reason of an assignment", "It came out of an action")
    SELF = "self", pgettext_lazy("reason of an assignment", "Own wish")


class ProofKind(models.TextChoices):
    """What somebody brought from elsewhere."""

    CERTIFICATE = "certificate", pgettext_lazy("kind of proof", "Certificate from elsewhere")
    EXPERIENCE = "experience", pgettext_lazy("kind of proof", "Recorded experience")
