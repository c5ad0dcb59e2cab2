"""Certificates from before the courses of the demonstration were taken: one about to run out, one run out, one revoked,
some that a course renewed; all made up."""

from datetime import datetime, timedelta
from random import Random

from port2port.certificates import actions
from port2port.members.member import Member
from port2port.pure.badge import Achievement

# Their names are those of the starting courses, which renew them.
MADE_UP = {
    "en": "Passed the course and its test (made up for the demonstration).",
    "nl": "Geslaagd voor de cursus en de toets (verzonnen voor de demonstratie).",
    "fr": "A réussi le cours et son test (inventé pour la démonstration).",
    "de": "Hat den Kurs und seinen Test bestanden (für die Vorführung erfunden).",
}
GUARD = Achievement(
    "guard",
    1,
    {
        "en": "Guard at a port facility",
        "nl": "Bewaker in een havenfaciliteit",
        "fr": "Agent de gardiennage d’une installation portuaire",
        "de": "Wachperson in einer Hafenanlage",
    },
    MADE_UP,
    ("b18-2-1", "b18-2-3", "b18-2-4", "ACC-02"),
    24,
)
STAFF = Achievement(
    "all-staff",
    1,
    {
        "en": "Security for everyone who works in the port",
        "nl": "Beveiliging voor iedereen die in de haven werkt",
        "fr": "La sûreté pour tous ceux qui travaillent au port",
        "de": "Gefahrenabwehr für alle, die im Hafen arbeiten",
    },
    MADE_UP,
    ("b18-3-1", "b18-3-3"),
    12,
)
OFFICER = Achievement(
    "pfso",
    1,
    {
        "en": "Port facility security officer (PFSO), refresher",
        "nl": "Beveiligingsbeambte van de havenfaciliteit (PFSO), opfrissing",
        "fr": "Agent de sûreté de l'installation portuaire (PFSO), remise à niveau",
        "de": "Beauftragter für die Gefahrenabwehr in der Hafenanlage (PFSO), Auffrischung",
    },
    MADE_UP,
    ("b18-1-1", "b18-1-8", "b18-1-12"),
    24,
)
# Login, achievement, how many days ago.
EARNED: list[tuple[str, Achievement, int]] = [
    ("antwerp-guard", GUARD, 700),
    ("antwerp-officer", STAFF, 500),
    ("antwerp-guard", STAFF, 345),
    ("northsea-officer", OFFICER, 320),
    ("forwarder-agent", STAFF, 300),
    ("antwerp-officer", OFFICER, 210),
    ("antwerp-coordinator", STAFF, 120),
    ("terminal-officer", OFFICER, 96),
    ("antwerp-trainer", GUARD, 25),
]
WHY = "Aan de verkeerde persoon uitgereikt (verzonnen)"


def certify(members: dict[str, Member], *, seed: int, now: datetime) -> None:
    """Issue each at its own time; the officer revokes one; the lists are signed as of now."""
    random = Random(seed)  # noqa: S311 - a reproducible story, no secret
    issued = [
        actions.issue(
            holder=members[login],
            achievement=achievement,
            now=now - timedelta(days=days, hours=3),
            randomness=random.randbytes,
        )
        for login, achievement, days in EARNED
    ]
    wrong = next(row for row in issued if row.achievement == "guard" and row.person_id != _guard(members))
    actions.revoke(member=members["antwerp-officer"], certificate=wrong, reason=WHY, now=now - timedelta(days=20))
    actions.sign_lists(now=now)


def _guard(members: dict[str, Member]) -> int | None:
    return members["antwerp-guard"].person_id
