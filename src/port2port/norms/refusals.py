"""What is refused of the norms, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.pure.oscal.faults import Fault


class Unsound(Refusal):
    """Documents with faults; `faults` by the name of the file."""

    words = _(
        "These documents are not sound. Nothing was kept; mend what is said of each file and bring them in again."
    )

    def __init__(self, faults: dict[str, list[Fault]]) -> None:
        self.faults = faults
        super().__init__()


class StandsAlready(Refusal):
    """A published version is never replaced."""

    status = 409
    words = _("This version stands already and never changes. Give the new one another version number.")


class NotOlder(Refusal):
    """A new version comes after those that stand."""

    words = _("A later version stands already. Give this one a higher version number.")


class ChangedMeanwhile(Refusal):
    """What was read is not what is here now."""

    status = 409
    words = _("This is not the version that you read. Read it again.")


class OwnOrganisation(Refusal):
    """Two organisations stand behind a version for all."""

    status = 409
    words = _("Another organisation has to approve what yours has brought in.")


class OwnTier(Refusal):
    """Two seats stand behind a tier."""

    status = 409
    words = _("Another seat has to confirm what you have set.")
