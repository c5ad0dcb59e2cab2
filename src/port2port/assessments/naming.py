"""How an assessment is called where it is named elsewhere."""

from django.db.models import Model
from django.utils.translation import gettext as _

from port2port.assessments.models import Assessment


def words_for(row: Model) -> str:
    """The facility that it is of."""
    return _("Assessment of %(facility)s") % {"facility": row.facility.name} if isinstance(row, Assessment) else ""
