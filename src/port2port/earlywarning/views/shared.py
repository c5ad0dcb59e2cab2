"""What the pages have in common: who may open them, and the way back."""

from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.earlywarning.access import reads_board
from port2port.members.views.shared import only

for_readers = only(reads_board)


def board_crumb() -> tuple[str, str]:
    """The board."""
    return reverse("earlywarning:board"), _("Watch board")


def season_crumb() -> tuple[str, str]:
    """One's own seasons."""
    return reverse("earlywarning:seasons"), _("Practice seasons")
