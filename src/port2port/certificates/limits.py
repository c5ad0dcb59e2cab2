"""How often somebody may ask whether a certificate holds: by the means of the concerns desk, nothing is kept."""

from django.utils.translation import gettext_lazy as _

from port2port.concerns.limits import Limit

CHECKS = Limit(
    120,
    3_000,
    _("Too many certificates were checked. Try again in an hour, or check them without a network."),
)
