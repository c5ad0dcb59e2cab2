"""What made-up observers saw of a made-up drone: two or three bearings that cross near the port's middle."""

from datetime import datetime, timedelta
from math import atan2, degrees
from random import Random

from port2port.log.actions import add_observation
from port2port.log.models import Occurrence
from port2port.log.seen import Seen
from port2port.members.member import Member
from port2port.pure.bearings import Plane

# Metres east and north of the port's middle, who stood there, by what means, and by how many degrees it errs.
POSTS = (
    (-420.0, -310.0, "guard", "eye", 7.0),
    (380.0, -280.0, "control", "camera", 1.5),
    (60.0, -520.0, "staff", "compass", 4.0),
)


def observe(row: Occurrence, *, member: Member, now: datetime) -> None:
    """Add what each observer saw; nothing where the port's place is not known."""
    port = row.facility.port
    if port.lat is None or port.lon is None:
        return
    # Its own draw, so that the rest of the story stays as it is.
    random, plane = Random(row.sequence), Plane(port.lat, port.lon)  # noqa: S311 - a story, no secret
    x, y, towards = random.uniform(-150, 150), random.uniform(80, 260), random.randrange(0, 360, 45)
    for place, (east, north, observer, means, error) in enumerate(POSTS):
        lat, lon = plane.latlon(east, north)
        seen = Seen(
            seen_at=row.happened_at + timedelta(seconds=40 * place),
            observer=observer,
            means=means,
            lat=lat,
            lon=lon,
            bearing_deg=round(degrees(atan2(x - east, y - north)) + random.gauss(0, error)) % 360,
            elevation_deg=8 + random.randrange(5),
            count=1,
            craft="multirotor",
            behaviour="hovering",
            heading_deg=towards,
            height_band="50-120",
            lights="white",
            duration_s=60 * random.randint(2, 6),
        )
        add_observation(member=member, occurrence=row, seen=seen, now=now)
