"""What is taken out is on record."""

from datetime import datetime

from port2port.assessments.models import Assessment
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.proof.pack import Pack, pack_of


def take_out_proof(*, member: Member, assessment: Assessment, how: str, now: datetime) -> Pack:
    """The pack, with a line in the audit trail. how   pdf or oscal"""
    record_act(member=member, act="take_out_proof", subject=f"assessment {assessment.key} {how}", now=now)
    return pack_of(member, assessment, now=now)
