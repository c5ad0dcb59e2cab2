"""What changes campaigns."""

from port2port.campaigns.actions.doing import (
    Hands,
    TalkFields,
    put_up,
    record_talk,
    take_back_put_up,
    take_back_talk,
)
from port2port.campaigns.actions.running import CampaignFields, end, join, leave, start
from port2port.campaigns.actions.summing import make_sums

__all__ = [
    "CampaignFields",
    "Hands",
    "TalkFields",
    "end",
    "join",
    "leave",
    "make_sums",
    "put_up",
    "record_talk",
    "start",
    "take_back_put_up",
    "take_back_talk",
]
