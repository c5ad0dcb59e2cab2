"""Assessments of the facilities: one round that is frozen and one that is open; all answers are made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from port2port.assessments import actions
from port2port.assessments.models import Assessment, Round
from port2port.assessments.pinned import Asked, sheet_of
from port2port.members.member import Member
from port2port.members.models import Facility, Organisation

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Site:
    """Who answers for an organisation's facilities, who agrees, and how far they are.

    second   of the own organisation; empty = the buddy     level   around which its answers lie, 1 to 5
    """

    login: str
    second: str
    language: str
    level: float


SITES = [
    Site("antwerp-officer", "antwerp-coordinator", "nl", 3.4),
    Site("terminal-officer", "", "en", 3.1),
    Site("northsea-officer", "northsea-coordinator", "nl", 3.0),
    Site("liege-officer", "liege-coordinator", "fr", 2.5),
    Site("brussels-officer", "brussels-coordinator", "fr", 2.7),
    Site("ostend-officer", "ostend-coordinator", "nl", 2.9),
    Site("waterway-officer", "waterway-coordinator", "nl", 2.3),
    Site("brabant-officer", "", "nl", 2.1),
    Site("forwarder-agent", "", "nl", 2.6),
]
BUDDY, DESK = "antwerp-coordinator", "secretariat-desk"
WORDS = {
    "nl": ["Nagekeken op de site (verzonnen).", "Register bijgehouden, steekproef van tien (verzonnen)."],
    "fr": ["Vérifié sur le site (inventé).", "Registre tenu, échantillon de dix (inventé)."],
    "en": ["Checked on the site (made up).", "Register kept, sample of ten (made up)."],
}
ABSENT = {
    "nl": "Er ligt hier geen water aan (verzonnen).",
    "fr": "Le site n’est pas au bord de l’eau (inventé).",
    "en": "The site does not lie at the water (made up).",
}
PROOF = {
    "nl": ("Badgeregister (verzonnen)", "Map beveiliging, bureau PFSO"),
    "fr": ("Registre des badges (inventé)", "Classeur sûreté, bureau de l’agent de sûreté"),
    "en": ("Register of badges (made up)", "Security binder, PFSO's office"),
}
SCENARIOS = [
    actions.ScenarioFields(
        title="Hulp van binnenuit bij uithaling (verzonnen)",
        method="DRG-EXT-TEAM",
        intent=4,
        capability=3,
        vulnerability=2,
        impact=4,
        confidence="medium",
        treatment="Vier ogen bij vrijgave 's nachts.",
    ),
    actions.ScenarioFields(
        title="Drone boven de kaai (verzonnen)", intent=2, capability=2, vulnerability=2, impact=2, confidence="low"
    ),
]


def keep(members: Mapping[str, Member], *, seed: int, now: datetime) -> None:
    """Plan, answer, agree and freeze the first round; open the second and leave it half way."""
    random = Random(seed)  # noqa: S311 - a reproducible story, no secret
    first = _opened(members[DESK], ("First year", "baseline-light"), now - 230 * DAY, days=60)
    for site in SITES:
        for facility in _facilities(members[site.login]):
            _whole(first, members, site, facility, random=random, now=now - 210 * DAY)
    for to in ("closed", "frozen"):
        actions.move_round(member=members[DESK], round=first, to=to, now=now - 165 * DAY)
    second = _opened(members[DESK], ("Second year", "baseline-isps"), now - 21 * DAY, days=70)
    for site in SITES[:6]:
        for facility in _facilities(members[site.login]):
            _begun(second, members[site.login], site, facility, random=random, now=now - 14 * DAY)


def _opened(desk: Member, named: tuple[str, str], at: datetime, *, days: int) -> Round:
    day = timezone.localdate(at)
    title, baseline = named
    said = actions.RoundFields(
        title=title, kind="self", baseline=(baseline, "1.0"), opens_on=day, closes_on=day + days * DAY
    )
    planned = actions.plan_round(member=desk, said=said, now=at)
    return actions.move_round(member=desk, round=planned, to="open", now=at)


def _facilities(member: Member) -> Sequence[Facility]:
    return list(Facility.objects.kept_by(member).filter(is_active=True).select_related("port"))


def _whole(
    asked: Round, members: Mapping[str, Member], site: Site, facility: Facility, *, random: Random, now: datetime
) -> None:
    member, second = members[site.login], members[site.second or BUDDY]
    row = actions.start(member=member, round=asked, facility=facility, now=now)
    said = [_said(one, site, random) for one in sheet_of(asked, "en").controls]
    actions.save_answers(member=member, assessment=row, said=said, now=now + DAY)
    title, place = PROOF[site.language]
    proof = actions.EvidenceFields(control="acc-05", title=title, where_held=place)
    actions.add_evidence(member=member, assessment=row, said=proof, now=now + DAY)
    if not site.second:
        buddy = Organisation.objects.get(pk=second.organisation_id or 0)
        actions.name_buddy(member=member, assessment=row, buddy=buddy, now=now + 2 * DAY)
    actions.submit(member=member, assessment=row, now=now + 3 * DAY)
    actions.take_up(member=second, assessment=row, now=now + 5 * DAY)
    absent = [one.control for one in said if one.conformity == "not_applicable"]
    actions.agree_assessment(member=second, assessment=row, accepted=absent, now=now + 6 * DAY)


def _begun(asked: Round, member: Member, site: Site, facility: Facility, *, random: Random, now: datetime) -> None:
    """Last time's answers taken over, some more given; one organisation hands in already."""
    row = actions.start(member=member, round=asked, facility=facility, now=now)
    carried = actions.carried_for(row, member)
    same = [one.asked.id for one in carried.same] if carried is not None else []
    actions.take_over(member=member, assessment=row, controls=same, now=now + DAY)
    sheet = sheet_of(asked, "en").controls
    left = [one for one in sheet if one.id not in same]
    more = left if site.login == "northsea-officer" else left[: len(left) // 3]
    actions.save_answers(
        member=member, assessment=row, said=[_said(one, site, random) for one in more], now=now + 2 * DAY
    )
    if site.login == "northsea-officer":
        actions.submit(member=member, assessment=row, now=now + 3 * DAY)
    if site.login == "antwerp-officer":
        _risks_and_plan(row, member, now + 3 * DAY)


def _risks_and_plan(row: Assessment, member: Member, now: datetime) -> None:
    for one in SCENARIOS:
        actions.save_scenario(member=member, assessment=row, said=one, now=now)
    due_on = timezone.localdate(now) + 90 * DAY
    actions.plan_gaps(member=member, assessment=row, controls=["acc-06"], due_on=due_on, now=now)


def _said(asked: Asked, site: Site, random: Random) -> actions.Said:
    if asked.id == "wtr-03" and random.random() < 0.5:
        return actions.Said(control=asked.id, conformity="not_applicable", na_reason=ABSENT[site.language])
    doc, impl = (min(5, max(1, round(random.gauss(site.level, 0.8)))) for _axis in range(2))
    lowest = min(doc, impl)
    conformity = "met" if lowest >= 3 else "partly" if lowest == 2 else "not_met"
    return actions.Said(
        control=asked.id,
        conformity=conformity,
        doc=doc,
        impl=impl,
        rationale=random.choice(WORDS[site.language]) if random.random() < 0.4 else "",
        confidence=random.choice(["low", "medium", "medium", "high"]),
    )
