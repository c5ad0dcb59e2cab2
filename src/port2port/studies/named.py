"""What a study names beside counts: its measure and its comparison, as far as they are there for it now."""

from django.db.models import Q, QuerySet

from port2port.counts.models import Comparison, Intervention
from port2port.members.member import Member
from port2port.members.models import Circle
from port2port.studies.models import Study


def measures_for(member: Member, circle: Circle | None) -> QuerySet[Intervention]:
    """Measures that a study of this circle may name: its own, and those that are declared to this very circle."""
    rows = Intervention.objects.visible_to(member).standing()
    return rows.filter(_own_or_of(member, circle))


def comparisons_for(member: Member, study: Study) -> QuerySet[Comparison]:
    """Series from outside that a study may name: as with measures."""
    rows = Comparison.objects.visible_to(member).standing()
    return rows.filter(_own_or_of(member, study.circle))


def _own_or_of(member: Member, circle: Circle | None) -> Q:
    # What another circle was told stays there.
    return Q(organisation_id=member.organisation_id) | Q(circle=circle, circle__isnull=False)


def has_measure(study: Study, member: Member) -> bool:
    """Whether its measure stands and is told to this reader, for this circle."""
    return measures_for(member, study.circle).filter(pk=study.intervention_id).exists()


def has_comparison(study: Study, member: Member) -> bool:
    """Whether the comparison that it names stands and is told to this reader, for this circle; of none: yes."""
    return study.comparison_id is None or comparisons_for(member, study).filter(pk=study.comparison_id).exists()
