"""Common measures of the demonstration: one in each state, with replies, adoption, an exception and a helping hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from port2port.groups.models import Decision, WorkingGroup
from port2port.measures import actions
from port2port.measures.models import Adoption, Measure, MeasureReply, MeasureVersion
from port2port.measures.rules import Text
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from port2port.site.demo.practising import Step
from port2port.site.demo.working_texts import GROUPS

type Members = Mapping[str, Member]
LANGUAGES = ("nl", "fr", "de", "en")
CONSULTED = ("consultation", "decision", "pilot", "adopted", "reviewed", "withdrawn")
DECIDED = ("pilot", "adopted", "reviewed", "withdrawn")
REPLIES = {
    "liege-officer": ("fr", "Nous sommes d'accord, si un petit port a six mois de plus."),
    "brussels-officer": ("fr", "D'accord ; le journal suffit comme preuve."),
    "ostend-officer": ("nl", "Akkoord. Voor de ferrykade vragen we een uitzondering in het seizoen."),
    "northsea-officer": ("nl", "Akkoord, en liefst met één voorbeeld per poort."),
    "antwerp-officer": ("nl", "Akkoord; wij proberen het eerst aan één kade."),
}
ANSWER = {"nl": "Overgenomen in de toelichting.", "fr": "Repris dans l'explication."}


@dataclass(slots=True)
class _Told:
    """One measure while its life is told."""

    story: dict[str, Any]
    members: Members
    measure: Measure | None = None

    @property
    def lead(self) -> Member:
        """Who writes and leads it."""
        return self.members[self.story["writer"]]

    @property
    def chair(self) -> Member:
        """Who chairs its group."""
        return self.members[GROUPS[self.story["group"]].people[0]]

    @property
    def row(self) -> Measure:
        """The measure, once it is written."""
        if self.measure is None:
            raise LookupError(self.story["state"])
        return Measure.objects.get(pk=self.measure.pk)


def steps(members: Members, *, now: datetime) -> Iterator[tuple[datetime, Step]]:
    """What happens when, up to the state that each is told in."""
    for story in yaml.safe_load((Path(__file__).parent / "measuring.yaml").read_text()):
        told, begin = _Told(story, members), now - timedelta(days=story["begin"])
        yield begin, partial(_write, told)
        if story["state"] != "idea":
            yield begin + timedelta(hours=2), partial(_draft, told)
        if story["state"] in CONSULTED:
            yield begin + timedelta(hours=5), partial(_consult, told)
            for number, name in enumerate(REPLIES):
                yield begin + timedelta(days=2 + 2 * number), partial(_reply, told, name)
        yield from _afterwards(told, begin, now)


def _afterwards(told: _Told, begin: datetime, now: datetime) -> Iterator[tuple[datetime, Step]]:
    state = told.story["state"]
    if state in CONSULTED and state != "consultation":
        yield begin + timedelta(days=22), partial(_close, told)
    if state in DECIDED:
        yield begin + timedelta(days=33), partial(_decide, told)
    if state in {"reviewed", "withdrawn"}:
        yield now - timedelta(days=12), partial(_review, told)
    if state == "adopted":
        yield now - timedelta(days=100), partial(_adopt_here_and_there, told)


def _write(told: _Told, at: datetime) -> None:
    story = told.story
    group = WorkingGroup.objects.get(name=GROUPS[story["group"]].name)
    said = actions.MeasureFields(
        texts=tuple(Text(language=code, **story[code]) for code in LANGUAGES if code in story),
        controls=tuple(story["controls"]),
        cost=story["cost"],
        effort=story["effort"],
        working_group=f"group:{group.key}",
    )
    told.measure = actions.have_idea(member=told.lead, said=said, now=at)


def _draft(told: _Told, at: datetime) -> None:
    actions.start_draft(member=told.lead, measure=told.row, now=at)


def _consult(told: _Told, at: datetime) -> None:
    actions.consult(member=told.lead, measure=told.row, readers=Readers(tlp=Tlp.GREEN), now=at)


def _reply(told: _Told, name: str, at: datetime) -> None:
    member, row = told.members[name], told.row
    waits = Measure.objects.visible_to(member).waiting_for(member)
    if not waits.filter(pk=row.pk).exists():
        return
    language, words = REPLIES[name]
    said = actions.ReplyFields(text=words, comments={}, language=language)
    made = actions.reply(member=member, measure=row, said=said, now=at)
    if told.story["state"] != "consultation":
        answer = ANSWER[row.language]
        actions.answer_reply(member=told.lead, reply=made, text=answer, revision=made.revision, now=at)


def _close(told: _Told, at: datetime) -> None:
    for one in MeasureReply.objects.filter(version__measure=told.row, answered_at=None):
        actions.answer_reply(member=told.lead, reply=one, text=ANSWER["nl"], revision=one.revision, now=at)
    actions.close(member=told.lead, measure=told.row, now=at)


def _decide(told: _Told, at: datetime) -> None:
    group = GROUPS[told.story["group"]].name
    found = Decision.objects.filter(group__name=group).order_by("published_at")[told.story["decision"]]
    decision, today = f"decision:{found.key}", timezone.localdate(at)
    if told.story["state"] == "pilot":
        actions.try_first(member=told.chair, measure=told.row, decision=decision, now=at)
        actions.begin_pilot(
            member=told.lead,
            measure=told.row,
            facilities=[Facility.objects.get(name="Demo quay North")],
            until_on=today + timedelta(days=180),
            measure_of_effect=told.story["nl"]["measuring"],
            now=at,
        )
        return
    actions.adopt(
        member=told.chair,
        measure=told.row,
        decision=decision,
        effective_on=today,
        review_on=today + timedelta(days=365),
        now=at,
    )


def _review(told: _Told, at: datetime) -> None:
    row = actions.begin_review(member=told.chair, measure=told.row, now=at)
    if told.story["state"] == "withdrawn":
        actions.withdraw_measure(
            member=told.chair,
            measure=row,
            effect_found="Effet impossible à dire : trop peu de quais l'ont suivie.",
            reason="La base légère des mesures communes en reprend les points.",
            now=at,
        )


def _adopt_here_and_there(told: _Told, at: datetime) -> None:
    today, row = timezone.localdate(at), told.row
    version = MeasureVersion.objects.get(measure=row, n=row.in_force or 0)
    in_place: dict[str, Any] = {"state": "in_place", "since_on": today - timedelta(days=9)}
    planned: dict[str, Any] = {"state": "planned", "by_on": today + timedelta(days=200)}
    places: list[tuple[str, str, dict[str, Any]]] = [
        ("northsea-officer", "Demo bulk quay", in_place | {"cost": "low", "effect_note": "Elf afwijkingen gevonden."}),
        ("antwerp-officer", "Demo quay North", planned),
        ("antwerp-officer", "Demo quay Coast", {"state": "not_applicable", "reason": "Geen containers."}),
        ("terminal-officer", "Demo Terminal Left Bank", planned),
        ("ostend-officer", "Demo ferry quay", {"state": "piloting"}),
        ("liege-officer", "Demo trimodal quay", in_place),
    ]
    for who, name, said in places:
        place = Facility.objects.get(name=name)
        given = actions.AdoptionFields(**said)
        actions.say_adoption(member=told.members[who], facility=place, version=version, said=given, now=at)
    actions.show_facility(member=told.lead, facility=Facility.objects.get(name="Demo bulk quay"), shown=True, now=at)
    note = "Wij tonen hoe de poortwacht de foto maakt zonder tijd te verliezen."
    actions.offer_help(member=told.lead, measure=row, note=note, language="nl", now=at)
    _except(told, at)


def _except(told: _Told, at: datetime) -> None:
    row = Adoption.objects.get(facility__name="Demo Terminal Left Bank", version__measure=told.row)
    said = actions.ExceptionFields(
        control="SCR-02",
        reason="The camera of the second gate is on order and comes in the spring.",
        instead="A guard writes the seal number down at the second gate and a colleague signs it.",
        until_on=timezone.localdate(at) + timedelta(days=300),
        asked_of="port",
        language="en",
    )
    asked = actions.ask_exception(member=told.members["terminal-officer"], adoption=row, said=said, now=at)
    actions.answer_exception(member=told.members["antwerp-pso"], exception=asked, grant=True, now=at)
