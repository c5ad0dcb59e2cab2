"""At which ports an organisation counts."""

from port2port.members.access import Ports
from port2port.members.member import Member
from port2port.members.models import Organisation, Port

# They act in every port, and manage nothing there.
EVERYWHERE = (
    Organisation.Kind.POLICE,
    Organisation.Kind.CUSTOMS,
    Organisation.Kind.AUTHORITY,
    Organisation.Kind.SECRETARIAT,
)


def countable_ports(member: Member) -> Ports:
    """Ports that the own organisation manages or has a facility in, within the seat's scope.

    Police, customs, authorities and the secretariat count at every port.
    """
    acts_everywhere = Organisation.objects.filter(pk=member.organisation_id or 0, kind__in=EVERYWHERE).exists()
    ports = Port.objects.all() if acts_everywhere else Port.objects.of_organisation(member)
    return ports if member.port_id is None else ports.filter(pk=member.port_id)
