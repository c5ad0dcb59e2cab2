"""Working groups of the demonstration: six of them, with a made-up half-year of meetings, proposals and decisions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.utils import timezone

from port2port.groups import actions
from port2port.groups.models import AgendaItem, Meeting, Proposal, VotingSeat, WorkingGroup
from port2port.members.member import Member
from port2port.members.models import Circle, Organisation, Seat
from port2port.site.demo.practising import Step
from port2port.site.demo.working_texts import GROUPS, Story, Text

type Members = Mapping[str, Member]
BRUSSELS = ZoneInfo("Europe/Brussels")
SINCE = timedelta(days=182)
EVERY = timedelta(days=35)
MEETINGS = 5
ROUND = timedelta(days=10)


@dataclass(slots=True)
class _Work:
    """One group while its half-year is told."""

    story: Story
    members: Members
    now: datetime
    number: int
    group: WorkingGroup | None = None
    meetings: list[Meeting] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)

    @property
    def chair(self) -> Member:
        """Who chairs it."""
        return self.members[self.story.people[0]]

    @property
    def running(self) -> WorkingGroup:
        """The group, once it is set up."""
        if self.group is None:
            raise LookupError(self.story.name)
        return self.group


def steps(members: Members, *, now: datetime) -> Iterator[tuple[datetime, Step]]:
    """What happens when in each group; the last meeting lies ahead, and one proposal is open."""
    for number, story in enumerate(GROUPS):
        work = _Work(story, members, now, number)
        begin = now - SINCE + timedelta(days=number)
        yield begin, partial(_set_up, work)
        for turn in range(MEETINGS):
            held = _at_ten(begin + timedelta(days=14) + turn * EVERY)
            yield held - timedelta(days=12), partial(_plan, work, turn, held)
            yield held + timedelta(minutes=5), partial(_hold, work, turn)
            yield held + timedelta(hours=3), partial(_minute, work, turn)
            yield held + timedelta(days=8), partial(_finish, work, turn)
        for turn, text in enumerate(story.decided):
            at = begin + timedelta(days=20) + turn * 2 * EVERY
            yield at, partial(_propose, work, text, at + ROUND)
            yield at + timedelta(days=2), partial(_speak, work, turn, objects=turn == 1)
            if turn == 1:
                yield at + timedelta(days=3), partial(_amend, work, turn, text, at + ROUND)
                yield at + timedelta(days=4), partial(_speak, work, turn, objects=False)
            yield at + ROUND + timedelta(minutes=1), partial(_close, work, turn)
            yield at + ROUND + timedelta(days=1), partial(_ask, work, turn)
        yield now - timedelta(days=4), partial(_plan, work, MEETINGS, _at_ten(now + timedelta(days=4 + number)))
        yield now - timedelta(days=2), partial(_propose, work, story.open, now + timedelta(days=8 + number))
        yield now - timedelta(days=1), partial(_first_word, work)


def _at_ten(moment: datetime) -> datetime:
    """Ten o'clock of the next working day."""
    day = timezone.localdate(moment)
    day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
    return datetime.combine(day, time(10), tzinfo=BRUSSELS)


def _set_up(work: _Work, at: datetime) -> None:
    story, chair = work.story, work.chair
    today = timezone.localdate(at)
    said = actions.GroupFields(
        name=story.name,
        mandate=story.mandate,
        language=story.language,
        tlp=story.tlp,
        from_on=today,
        review_on=today + timedelta(days=365),
    )
    circle = Circle.objects.get(name=story.circle)
    group = actions.set_up(member=chair, said=said, circle=circle, now=at)
    for name in story.people[1:]:
        member = work.members[name]
        organisation = Organisation.objects.get(pk=member.organisation_id or 0)
        seat = actions.give_seat(member=chair, group=group, organisation=organisation, now=at)
        holder = Seat.objects.get(pk=member.seat_id or 0)
        actions.name_holders(member=member, seat=seat, holder=holder, substitute=None, now=at)
    work.group = actions.start(member=chair, group=group, now=at)


def _plan(work: _Work, turn: int, held: datetime, at: datetime) -> None:
    words = work.story.meeting % {"number": turn + 1}
    said = actions.MeetingFields(
        title=words, starts_at=held, ends_at=held + timedelta(hours=2), place=work.story.places[turn % 2]
    )
    meeting = actions.plan(member=work.chair, group=work.running, said=said, now=at)
    for title in work.story.points:
        actions.add_item(member=work.chair, meeting=meeting, said=actions.ItemFields(title=title, minutes=30), now=at)
    work.meetings.append(meeting)


def _hold(work: _Work, turn: int, at: datetime) -> None:
    meeting = work.meetings[turn]
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("number"))
    for number, line in enumerate(work.story.lines):
        actions.add_line(
            member=work.chair,
            meeting=meeting,
            item=items[number % len(items)],
            text=line,
            now=at + timedelta(minutes=9 * number),
        )
    # One seat is missing each time, never the chair's.
    away = 1 + turn % (len(work.story.people) - 1)
    there = [name for number, name in enumerate(work.story.people) if number != away]
    organisations = frozenset(work.members[name].organisation_id or 0 for name in there)
    actions.mark_attendance(member=work.chair, meeting=meeting, organisations=organisations, now=at)


def _minute(work: _Work, turn: int, at: datetime) -> None:
    meeting = work.meetings[turn]
    actions.save_draft(member=work.chair, meeting=meeting, now=at)
    actions.prepare(member=work.chair, meeting=meeting, now=at)


def _finish(work: _Work, turn: int, at: datetime) -> None:
    actions.finish(member=work.chair, meeting=work.meetings[turn], now=at)


def _propose(work: _Work, text: Text, closes_at: datetime, at: datetime) -> None:
    said = _wording(work, text, text.words, closes_at, at)
    work.proposals.append(actions.propose(member=work.chair, group=work.running, said=said, now=at))


def _wording(work: _Work, text: Text, words: str, closes_at: datetime, at: datetime) -> actions.ProposalFields:
    today = timezone.localdate(at)
    return actions.ProposalFields(
        title=text.title,
        text=words,
        language=work.story.language,
        effective_on=today + timedelta(days=30),
        review_on=today + timedelta(days=395),
        closes_at=closes_at,
    )


def _speak(work: _Work, turn: int, at: datetime, *, objects: bool) -> None:
    proposal = work.proposals[turn]
    version = proposal.versions.count()
    for number, name in enumerate(work.story.people):
        says = "object" if objects and number == 1 else "abstain" if number == 2 and version == 1 else "agree"
        reason = work.story.objection if says == "object" else ""
        actions.state(
            member=work.members[name],
            proposal=proposal,
            version=version,
            position=says,
            reason=reason,
            now=at + timedelta(minutes=number),
        )


def _amend(work: _Work, turn: int, text: Text, closes_at: datetime, at: datetime) -> None:
    said = _wording(work, text, text.amended or text.words, closes_at, at)
    actions.amend(member=work.chair, proposal=work.proposals[turn], said=said, version=1, now=at)


def _close(work: _Work, turn: int, at: datetime) -> None:
    actions.settle(proposal=work.proposals[turn], now=at)


def _ask(work: _Work, turn: int, at: datetime) -> None:
    """The second organisation is asked; it takes on the first task, and the second waits on its Now."""
    proposal = work.proposals[turn]
    member = work.members[work.story.people[1]]
    seat = (
        VotingSeat.objects.running()
        .select_related("organisation")
        .get(group=work.running, organisation_id=member.organisation_id or 0)
    )
    wish = actions.Wish(
        title=work.story.tasks[turn],
        language=work.story.language,
        organisation=seat.organisation,
        due_on=timezone.localdate(work.now) + timedelta(days=10 + work.number),
    )
    task = actions.ask(member=work.chair, group=work.running, wish=wish, decision=proposal.decision, now=at)
    if turn == 0:
        actions.take_on(member=member, task=task, now=at + timedelta(hours=5))


def _first_word(work: _Work, at: datetime) -> None:
    """The chair's own seat has spoken; the others find the round on their Now."""
    actions.state(member=work.chair, proposal=work.proposals[-1], version=1, position="agree", now=at)
