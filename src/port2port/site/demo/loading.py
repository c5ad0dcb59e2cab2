"""Loads the demonstration through the same actions that people use, at the times the story says."""

import heapq
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from random import Random

from django.conf import settings
from django.db import transaction

from port2port.base.refusal import Refusal
from port2port.concerns.models import Concern
from port2port.figures.actions import load_packaged
from port2port.ledger import keys
from port2port.ledger.store import writing_to
from port2port.log.models import Occurrence
from port2port.members.member import Member
from port2port.members.models import Circle, Organisation, Person, Port, Seat
from port2port.members.readers import member_of_seat
from port2port.reports.actions import answer, attach, publish_report, reply
from port2port.reports.models import Answer, Report
from port2port.sharing.actions import publish, record_opening, revise, skip_to_the_end, withdraw
from port2port.sharing.models import Tlp
from port2port.sharing.would import Receivers, receivers_of
from port2port.site import env
from port2port.site.demo import (
    allocating,
    assessing,
    banding,
    certifying,
    counting,
    debriefing,
    declaring,
    drilling,
    dutiful,
    exercising,
    exhibits,
    holding,
    learning,
    lending,
    logbook,
    made_up,
    measuring,
    practising,
    published,
    questioning,
    raising_awareness,
    registering,
    rolling_out,
    studying,
    watching,
    working,
)
from port2port.site.demo.community import LOGINS, found
from port2port.site.demo.concerned import keep as keep_concerns

# The demo's history was not witnessed by anyone: it lies in a log of its own, with a clock that was told the time.
HISTORY_ORIGIN = "port2port.demo/history"
NEWS = timedelta(days=3)
STRETCH = timedelta(days=7)
# How often one who waits is told how far it is.
PARTS = 8
DEFAULT_PASSWORD = "demo-port2port"  # noqa: S105 - printed at every start, refused outside the demo


class OnlyInTheDemo(Refusal):
    """The demonstration community is refused where real organisations could be."""


def load(
    *, seed: int, now: datetime, tell: Callable[[str], None] = lambda _line: None, reports: int = made_up.REPORTS
) -> None:
    """Make the community and its history in an empty database; `tell` hears how far it is. Raises OnlyInTheDemo."""
    if not settings.DEMO or Organisation.objects.exists():
        raise OnlyInTheDemo("The demonstration is loaded only in demo mode, into an empty database.")
    if not settings.KEY_FILE.exists():
        keys.make_master_key()
    with transaction.atomic():
        found(password=env.text("DEMO_PASSWORD") or DEFAULT_PASSWORD, now=now)
    tell(f"  {Organisation.objects.count()} organisations, {Port.objects.count()} ports, {Seat.objects.count()} seats")
    with writing_to(HISTORY_ORIGIN):
        history = _History(seed=seed, now=now, reports=reports)
        history.run(tell)
    with transaction.atomic():
        dutiful.keep(history.members, seed=seed, now=now)
        holding.keep(history.members, now=now - timedelta(days=300))
        assessing.keep(history.members, seed=seed, now=now)
        # First what was earned before: who passes a course renews it.
        certifying.certify(history.members, seed=seed, now=now)
        learning.keep(history.members, seed=seed, now=now)
        load_packaged(now=now)
        lending.lend(now=now)
        counted = counting.keep_counts(history.members, seed=seed, now=now)
        studying.study(history.members, counted, now=now)
        watching.keep_watch(history.members, counted, seed=seed, now=now)
        banding.show_bands(history.members, now=now)
        banding.import_seals(history.members, now=now)
        declaring.declare(history.members, now=now)
        declaring.raise_levels(history.members, now=now)
        drilling.drill(history.members, now=now)
        exercising.run(history.members, now=now)
        rolling_out.roll_out(history.members, now=now)
        raising_awareness.raise_awareness(history.members, now=now)
        allocating.allocate(history.members, now=now)
    logbook.write(seed=seed, now=now)
    keep_concerns(history.members, password=env.text("DEMO_PASSWORD") or DEFAULT_PASSWORD, seed=seed, now=now)
    tell(f"  {Occurrence.objects.count()} entries in the logs, {Concern.objects.count()} concerns")


class _History:
    """A queue of what happens when; each step may put later ones into it."""

    def __init__(self, *, seed: int, now: datetime, reports: int) -> None:
        self.now = now
        self.random = Random(seed)  # noqa: S311 - a reproducible story, no secret
        self.queue: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.number = count()
        seats = Seat.objects.select_related("person", "organisation")
        self.members = {seat.person.username: member_of_seat(seat) for seat in seats}
        self.people = {person.username: person.pk for person in Person.objects.all()}
        self.circles = {circle.name: circle.pk for circle in Circle.objects.all()}
        self.ports = {port.locode: port for port in Port.objects.all()}
        self.languages = {login.name: login.language for login in LOGINS} | {"brabant-officer": "nl"}
        self.readers = [login.name for login in LOGINS if login.function in {"officer", "analyst", "coordinator"}]
        # One copy of each report, as its own acts leave it: nobody else writes into this database.
        self.reports: dict[int, Report] = {}
        self.answered: set[tuple[int, int | None]] = set()
        told = made_up.stories(seed=seed, now=now, reports=reports)
        files = exhibits.chosen(told)
        for place, story in enumerate(told):
            self.later(story.at, partial(self.story, story, files.get(place, "")))
        told_by = (practising, working, questioning, measuring, registering, debriefing)
        for at, step in (one for part in told_by for one in part.steps(self.members, now=now)):
            self.later(at, step)
        self._published(first=now - timedelta(days=made_up.DAYS + 3))

    def later(self, at: datetime, step: Callable[[datetime], None]) -> None:
        """Put a step into the queue; what lies in the future does not happen."""
        if at < self.now - timedelta(minutes=1):
            heapq.heappush(self.queue, (at, next(self.number), step))

    def run(self, tell: Callable[[str], None]) -> None:
        """Run all steps in order of time, a stretch of days in one transaction."""
        news = self.now - NEWS
        first = self.queue[0][0]
        parts = iter([first + part * (news - first) / PARTS for part in range(1, PARTS + 1)])
        part = next(parts)
        while self.queue and self.queue[0][0] < news:
            self._stretch(until=news)
            if not self.queue or self.queue[0][0] >= part:
                tell(f"  {part:%Y-%m}: {len(self.reports)} reports")
                part = next(parts, news)
        # What is older is news to nobody; the worker tells everyone of the last days.
        skip_to_the_end(now=self.now)
        while self.queue:
            self._stretch(until=self.now)

    def _stretch(self, *, until: datetime) -> None:
        limit = min(self.queue[0][0] + STRETCH, until)
        with transaction.atomic():
            while self.queue and self.queue[0][0] < limit:
                at, _, step = heapq.heappop(self.queue)
                step(at)

    def _published(self, *, first: datetime) -> None:
        for number, bulletin in enumerate([*published.figures(), *published.incidents()]):
            at = first + timedelta(minutes=7 * number)
            if bulletin.happened_to is not None:
                at = max(at, bulletin.happened_to + timedelta(days=10, minutes=number))
            self.later(at, partial(self.bulletin, bulletin))

    def bulletin(self, bulletin: published.Bulletin, at: datetime) -> None:
        """A published fact, entered by the secretariat as TLP:CLEAR, open to all."""
        desk = self.members["secretariat-desk"]
        port = self.ports.get(bulletin.place)
        report = self._draft(
            desk,
            at,
            kind="bulletin",
            language="en",
            tlp=Tlp.CLEAR,
            is_open=True,
            title=bulletin.title,
            facts=bulletin.facts,
            severity="information",
            methods=[bulletin.method] if bulletin.method else [],
            substance=bulletin.substance,
            quantity=bulletin.quantity,
            quantity_unit=bulletin.unit,
            happened_from=bulletin.happened_from,
            happened_to=bulletin.happened_to,
            happened_precision=bulletin.precision,
            port=port,
            place="" if port else bulletin.place,
            source_class="open",
            source_note=bulletin.source[:500],
            reliability="F",
            credibility="6",
            pap="clear",
        )
        publish(record=report, member=desk, now=at, entropy=self._entropy)
        self.reports[report.pk] = report

    def story(self, story: made_up.Story, sort: str, at: datetime) -> None:
        """A made-up report, and what follows from it."""
        author = self.members[story.author]
        until = at + story.valid_for
        happened = at - timedelta(minutes=self.random.randint(20, 600))
        report = self._draft(
            author,
            at,
            kind=story.kind,
            language=story.language,
            tlp=story.tlp,
            is_open=story.is_open,
            port=self.ports[story.port],
            happened_from=happened,
            happened_to=happened,
            happened_precision="hour",
            valid_until=until if story.kind == "alert" else None,
            answer_by=until if story.kind == "request" else None,
            is_made_up=True,
            pap="amber",
            **story.fields,
        )
        report.circles.add(*(self.circles[name] for name in story.circles))
        report.named.add(*(self.people[name] for name in story.named))
        if sort:
            attach(member=author, report=report, uploads=exhibits.made_for(sort, story.language), now=at)
            report = publish_report(member=author, report=report, now=at)
        else:
            publish(record=report, member=author, now=at, entropy=self._entropy)
        self.reports[report.pk] = report
        self._aftermath(story, report, author, at)

    def _aftermath(self, story: made_up.Story, report: Report, author: Member, at: datetime) -> None:
        receivers = receivers_of(report, first_at=at)
        replies = story.replies
        for name in self.readers:
            reader = self.members[name]
            if self.people[name] not in receivers.everyone or reader.organisation_id == author.organisation_id:
                continue
            if self.random.random() > story.answers:
                continue
            opened = at + timedelta(minutes=self.random.randint(4, 900))
            self.later(opened, partial(self.open, report.pk, reader))
            if story.kind in {"alert", "request"} and reader.standing == "member":
                self.later(opened + timedelta(minutes=12), partial(self.answer, report.pk, name))
            if replies and reader.standing == "member":
                replies -= 1
                self.later(opened + timedelta(minutes=25), partial(self.reply, report.pk, name))
        if story.is_withdrawn:
            self.later(at + timedelta(days=2), partial(self.withdraw, report.pk, author))
        elif story.is_revised:
            self.later(at + timedelta(hours=20), partial(self.revise, report.pk, author, receivers))

    def open(self, pk: int, reader: Member, at: datetime) -> None:
        """One of its receivers opens it, where it still stands."""
        report = self.reports[pk]
        if not report.is_withdrawn:
            record_opening(record=report, member=reader, now=at)

    def answer(self, pk: int, name: str, at: datetime) -> None:
        """An organisation says what it did, once."""
        member = self.members[name]
        report = self.reports[pk]
        if report.is_withdrawn or (pk, member.organisation_id) in self.answered:
            return
        self.answered.add((pk, member.organisation_id))
        state = self.random.choices(["nothing_found", "acted", "not_for_us"], weights=[6, 3, 1])[0]
        note = made_up.NOTES[state][self.languages[name]]
        answer(
            member=member, report=report, state=Answer.State(state), note=note, language=self.languages[name], now=at
        )

    def reply(self, pk: int, name: str, at: datetime) -> None:
        """A line in the thread."""
        member = self.members[name]
        report = self.reports[pk]
        if not report.is_withdrawn:
            text = self.random.choice(made_up.REPLIES[self.languages[name]])
            reply(member=member, report=report, text=text, language=self.languages[name], now=at, entropy=self._entropy)

    def revise(self, pk: int, author: Member, receivers: Receivers, at: datetime) -> None:
        """The next version carries what was learnt since."""
        report = self.reports[pk]
        more = {"nl": "Aanvulling: de patrouilles zijn verdubbeld tot het einde van de week.",
                "fr": "Complément : les patrouilles sont doublées jusqu'à la fin de la semaine.",
                "en": "Addition: patrols are doubled until the end of the week."}  # fmt: skip
        report.facts = f"{report.facts}\n\n{more[report.language]}"
        revise(
            record=report,
            member=author,
            before=receivers,
            confirmed=receivers.organisations,
            now=at,
            entropy=self._entropy,
        )

    def withdraw(self, pk: int, author: Member, at: datetime) -> None:
        """A report that proved wrong."""
        report = self.reports[pk]
        reason = {"nl": "Bleek een aangekondigde oefening.", "fr": "Il s'agissait d'un exercice annoncé.",
                  "en": "It was an announced exercise."}[report.language]  # fmt: skip
        withdraw(record=report, member=author, reason=reason, now=at, entropy=self._entropy)

    def _draft(self, member: Member, at: datetime, **fields: object) -> Report:
        return Report.objects.create(
            originator_id=member.organisation_id or 0, author_id=member.person_id, made_at=at, changed_at=at, **fields
        )

    def _entropy(self, size: int) -> bytes:
        # Salts stay random even in the demo: a predictable salt would let anyone confirm a guess.
        return os.urandom(size)
