"""What the actions of courses ask before they do anything."""

from port2port.base.refusal import NotAllowed
from port2port.members.member import Member


def acting_seat(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for machines."""
    if member.seat_id is None:
        raise NotAllowed
    return member.seat_id


def acting_organisation(member: Member) -> int:
    """The organisation in which it acts. Raises NotAllowed for nobody."""
    if member.organisation_id is None:
        raise NotAllowed
    return member.organisation_id


def acting_person(member: Member) -> int:
    """The person who acts. Raises NotAllowed for machines."""
    if member.person_id is None:
        raise NotAllowed
    return member.person_id
