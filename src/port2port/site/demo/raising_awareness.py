"""Campaigns of the demonstration: made-up talks and counts on the real kits, one that runs and one that is over."""

from datetime import datetime, timedelta

from django.utils import timezone

from port2port.campaigns import actions
from port2port.campaigns.actions import CampaignFields, Hands, TalkFields
from port2port.campaigns.kits import kit_named
from port2port.campaigns.models import Campaign
from port2port.members.member import Member

type Counts = tuple[int, tuple[int, ...], tuple[int, ...]]
# Login, people, right hands before and after: what each organisation counted in the campaign that is over.
COUNTED: tuple[tuple[str, Counts], ...] = (
    ("antwerp-officer", (14, (6, 9, 5), (13, 14, 11))),
    ("northsea-officer", (11, (5, 6, 6), (10, 11, 9))),
    ("liege-officer", (9, (4, 4, 3), (8, 9, 7))),
    ("ostend-officer", (12, (7, 8, 4), (11, 12, 10))),
    ("brussels-officer", (10, (5, 5, 4), (9, 10, 8))),
    ("terminal-officer", (13, (6, 8, 7), (12, 13, 12))),
)
KITS = ("offered-money", "drones", "recruited-minors")


def raise_awareness(members: dict[str, Member], *, now: datetime) -> None:
    """A campaign of the secretariat that is over, one that runs, one of a port for itself."""
    if any(kit_named(one) is None for one in KITS):
        return
    desk, officer = members["secretariat-desk"], members["antwerp-officer"]
    began = now - timedelta(days=70)
    over = _start(desk, "Nee is genoeg (verzonnen campagne)", "offered-money", (0, 28), now=began)
    for login, counts in COUNTED:
        if login in members:
            _talk(members[login], over, counts, now=began + timedelta(days=9))
    actions.make_sums(now=now)
    recent = now - timedelta(days=8)
    running = _start(desk, "Ogen omhoog: drones (verzonnen campagne)", "drones", (0, 35), now=recent)
    for login in ("antwerp-officer", "northsea-officer", "terminal-officer"):
        actions.join(member=members[login], campaign=running, now=recent + timedelta(days=1))
    own = _start(officer, "Jongeren aan de poort (verzonnen campagne)", "recruited-minors", (0, 21), now=recent)
    _talk(officer, own, (12, (5, 4, 7), (11, 10, 12)), now=recent + timedelta(days=2))
    for item, number in (("poster_a4", 14), ("poster_a3", 3), ("card", 120)):
        day = timezone.localdate(recent)
        actions.put_up(member=officer, campaign=own, item=item, number=number, put_up_on=day, now=recent)


def _start(member: Member, title: str, kit: str, days: tuple[int, int], *, now: datetime) -> Campaign:
    today = timezone.localdate(now)
    said = CampaignFields(
        title=title,
        language="nl",
        kit=kit,
        from_on=today + timedelta(days=days[0]),
        to_on=today + timedelta(days=days[1]),
        languages=("nl", "fr"),
        reach="community" if member.function == "secretariat" else "own",
    )
    return actions.start(member=member, said=said, now=now)


def _talk(member: Member, campaign: Campaign, counts: Counts, *, now: datetime) -> None:
    people, before, after = counts
    actions.join(member=member, campaign=campaign, now=now)
    said = TalkFields(
        held_on=timezone.localdate(now),
        language="nl",
        people=people,
        before=Hands(people, before),
        after=Hands(people, after),
    )
    actions.record_talk(member=member, campaign=campaign, said=said, now=now)
