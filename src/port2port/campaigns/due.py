"""What waits in campaigns, as lines for the pages that gather: a campaign that runs here without any talk yet."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from port2port.campaigns.access import runs_campaigns
from port2port.campaigns.models import Campaign, Talk
from port2port.members.member import Member

MOST = 3


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign that waits for its first talk. due: its last day."""

    words: str
    title: str
    address: str
    due: date
    language: str


def campaign_lines(member: Member, *, now: datetime) -> list[CampaignLine]:
    """Campaigns that the own organisation takes part in and has held no talk in, by their last day."""
    if not runs_campaigns(member):
        return []
    held = Talk.objects.visible_to(member).standing().values("campaign_id")
    rows = Campaign.objects.visible_to(member).running_on(timezone.localdate(now)).joined_by(member.organisation_id)
    return [
        CampaignLine(
            words=_("Hold the toolbox talk of this campaign"),
            title=row.title,
            address=reverse("campaigns:talk", args=[row.key]),
            due=row.to_on,
            language=row.language,
        )
        for row in rows.exclude(pk__in=held).order_by("to_on")[:MOST]
    ]
