"""Measures as people make them: through the actions. South writes and leads, north's officer chairs the group."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from port2port.groups import actions as groups
from port2port.groups.models import Decision, WorkingGroup
from port2port.measures import actions
from port2port.measures.models import Adoption, ExceptionGrant, Measure, MeasureReply, MeasureVersion
from port2port.measures.rules import Text
from port2port.pure.audience import Tlp
from port2port.reports.fields import Readers
from tests.personas import Community

BODY = "After ten a second person confirms each visitor.\n\nThe log says who confirmed."
GREEN = Readers(tlp=Tlp.GREEN)
WEEKS = timedelta(days=22)
SECRET = "Nobody outside may read this sentence."


def text(language: str = "en", **more: str) -> Text:
    """A whole wording."""
    words = {
        "title": "Two people open the gate at night",
        "problem": "At night one bribed guard is enough.",
        "body": BODY,
        "effect": "Fewer visitors without a reason.",
        "measuring": "Visitors at night without an entry in the log, per month.",
    }
    return Text(language=language, **(words | more))


def fields(**more: Any) -> actions.MeasureFields:
    """What is written down."""
    words: dict[str, Any] = {"texts": (text(), text("nl")), "controls": ("ACC-06",), "cost": "low", "effort": "weeks"}
    return actions.MeasureFields(**(words | more))


def group_of(community: Community, *, at: datetime) -> WorkingGroup:
    """North's officer chairs; north and south have a seat."""
    author, peer, today = community.member("author"), community.member("peer"), timezone.localdate(at)
    said = groups.GroupFields(
        name="Access control",
        mandate="One way in.",
        language="en",
        tlp=Tlp.AMBER,
        from_on=today,
        review_on=today + timedelta(days=365),
    )
    group = groups.set_up(member=author, said=said, circle=community.circles["both"], now=at)
    seat = groups.give_seat(member=author, group=group, organisation=community.organisations["south"], now=at)
    groups.name_holders(member=peer, seat=seat, holder=community.seats["peer"], substitute=None, now=at)
    return groups.start(member=author, group=group, now=at)


def decision_of(community: Community, group: WorkingGroup, *, at: datetime, title: str = "Try it") -> str:
    """A decision in force, by its public name."""
    today = timezone.localdate(at)
    said = groups.ProposalFields(
        title=title,
        text="We do it.",
        language="en",
        effective_on=today,
        review_on=today + timedelta(days=300),
        closes_at=at + timedelta(days=6),
    )
    proposal = groups.propose(member=community.member("author"), group=group, said=said, now=at)
    for name in ("author", "peer"):
        member = community.member(name)
        groups.state(member=member, proposal=proposal, version=1, position="agree", reason="", now=at)
    groups.settle(proposal=proposal, now=at + timedelta(days=7))
    return f"decision:{Decision.objects.get(proposal=proposal).key}"


def idea(community: Community, *, at: datetime, who: str = "peer", **more: Any) -> Measure:
    """An idea of south."""
    return actions.have_idea(member=community.member(who), said=fields(**more), now=at)


def draft(community: Community, *, at: datetime, group: WorkingGroup | None = None, **more: Any) -> Measure:
    """A draft of south, for north's group."""
    group = group or group_of(community, at=at)
    row = idea(community, at=at, working_group=f"group:{group.key}", **more)
    return actions.start_draft(member=community.member("peer"), measure=row, now=at)


def consulted(community: Community, *, at: datetime, readers: Readers = GREEN, **more: Any) -> Measure:
    """Put to the ports."""
    row = draft(community, at=at, **more)
    return actions.consult(member=community.member("peer"), measure=row, readers=readers, now=at)


def say(community: Community, measure: Measure, who: str, *, at: datetime, words: str = "We agree.") -> MeasureReply:
    """A reply."""
    said = actions.ReplyFields(text=words, comments={1: "From nine on."}, language="en")
    return actions.reply(member=community.member(who), measure=measure, said=said, now=at)


def closed(community: Community, *, at: datetime, **more: Any) -> Measure:
    """With the group: two ports replied, and the chair said why that is enough."""
    row = consulted(community, at=at, **more)
    for who in ("author", "outsider"):
        made = say(community, row, who, at=at)
        actions.answer_reply(member=community.member("peer"), reply=made, text="Taken in.", revision=1, now=at)
    actions.allow_fewer(member=community.member("author"), measure=row, reason="Only three ports have gates.", now=at)
    return actions.close(member=community.member("peer"), measure=row, now=at + WEEKS)


def group_named(measure: Measure) -> WorkingGroup:
    """The group that decides about it."""
    return WorkingGroup.objects.get(key=measure.working_group.removeprefix("group:"))


def piloted(community: Community, *, at: datetime, **more: Any) -> Measure:
    """The group wants a pilot, which has begun at south's quay."""
    row = closed(community, at=at, **more)
    decision = decision_of(community, group_named(row), at=at)
    author, peer, later = community.member("author"), community.member("peer"), at + WEEKS
    row = actions.try_first(member=author, measure=row, decision=decision, now=later)
    end = timezone.localdate(later) + timedelta(days=90)
    row, _version = actions.begin_pilot(
        member=peer,
        measure=row,
        facilities=[community.facilities["south"]],
        until_on=end,
        measure_of_effect="Visitors without entry, per month.",
        now=later,
    )
    return row


def adopted(community: Community, *, at: datetime, **more: Any) -> Measure:
    """In force after a pilot; `at` is when the idea was had, some two months earlier is well."""
    row = closed(community, at=at, **more)
    decision = decision_of(community, group_named(row), at=at)
    later = at + WEEKS
    today = timezone.localdate(later)
    return actions.adopt(
        member=community.member("author"),
        measure=row,
        decision=decision,
        effective_on=today,
        review_on=today + timedelta(days=365),
        now=later,
    )


def reviewed(community: Community, *, at: datetime, **more: Any) -> Measure:
    """Being looked at again."""
    row = adopted(community, at=at, **more)
    return actions.begin_review(member=community.member("author"), measure=row, now=at + WEEKS)


def withdrawn(community: Community, *, at: datetime, **more: Any) -> Measure:
    """Gone."""
    row = reviewed(community, at=at, **more)
    return actions.withdraw_measure(
        member=community.member("author"),
        measure=row,
        effect_found="Cannot tell.",
        reason="Nobody could keep it up.",
        now=at + WEEKS,
    )


MADE = {
    "idea": idea,
    "drafting": draft,
    "consultation": consulted,
    "decision": closed,
    "pilot": piloted,
    "adopted": adopted,
    "reviewed": reviewed,
    "withdrawn": withdrawn,
}


def adopting(
    community: Community, measure: Measure, *, at: datetime, who: str = "peer", place: str = "south", **more: Any
) -> Adoption:
    """What a facility does with the measure in force."""
    version = MeasureVersion.objects.get(measure=measure, n=measure.in_force or measure.n)
    said = actions.AdoptionFields(**({"state": "planned", "by_on": timezone.localdate(at + WEEKS)} | more))
    facility = community.facilities[place]
    actions.say_adoption(member=community.member(who), facility=facility, version=version, said=said, now=at)
    return Adoption.objects.get(facility=facility, version=version)


def excepting(
    community: Community, adoption: Adoption, *, at: datetime, who: str = "peer", **more: Any
) -> ExceptionGrant:
    """An exception that is asked for."""
    words: dict[str, Any] = {
        "control": "ACC-06",
        "reason": "The second gate is being built until the autumn.",
        "instead": "A guard stands there.",
        "until_on": timezone.localdate(at) + timedelta(days=90),
        "asked_of": "chair",
        "language": "en",
    }
    said = actions.ExceptionFields(**(words | more))
    return actions.ask_exception(member=community.member(who), adoption=adoption, said=said, now=at)
