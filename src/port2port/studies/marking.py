"""How a result is marked: its weeks as the circle's own, the sums of one that was let go for those it was let go to."""

from django.utils.translation import gettext as _

from port2port.pure.audience import Tlp
from port2port.studies.models import Study, StudyResult

# Whatever the lenders let go, weeks were lent to the circle and to nobody else.
INSIDE = Tlp.AMBER_STRICT


def marking_of(study: Study, result: StudyResult, *, has_weeks: bool) -> Tlp:
    """Of a page or file; has_weeks: weeks, other runs and checks are on it, which stay in the circle."""
    return Tlp(study.tlp) if result.wide_at and not has_weeks else INSIDE


def goes_to(study: Study) -> str:
    """Who reads the sums of what was let go; of chosen circles no name, for not every reader may know of them."""
    match Tlp(study.tlp):
        case Tlp.CLEAR:
            return _("all with an account, clients and guests too")
        case Tlp.GREEN:
            return _("all member organisations")
        case _:
            return _("the circles that its lenders agreed to")
