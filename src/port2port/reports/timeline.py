"""Everything that happened to a report that this reader may know, in one order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from port2port.ledger import store
from port2port.members.member import Function, Member
from port2port.pure.audience import Tlp
from port2port.pure.stix import NotOursError, ReportContent, changes, content_of
from port2port.reports.models import Answer, Reply, Report
from port2port.reports.wording import Difference, difference_of, reason_words
from port2port.sharing.came import named_organisations
from port2port.sharing.models import Delivery, Opening, Publication, Shareable
from port2port.sharing.receipts import openings_of, receipts_of


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline; fields as ui/timeline_item.html takes them, and what a version changed."""

    moment: datetime
    icon: str
    who: str
    what: str
    kind: str = "person"
    text: str = ""
    language: str = ""
    deleted: str = ""
    note: str = ""
    address: str = ""
    words: str = ""
    tlp: int | None = None
    differences: list[Difference] = field(default_factory=list)
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a report for one reader, asked once for the whole page."""

    answers: list[Answer]
    deliveries: list[Delivery]


def around_of(report: Report, *, member: Member) -> Around:
    """The answers and receipts that this reader may see."""
    answers = Answer.objects.visible_to(member).filter(report=report).select_related("organisation", "sighting")
    return Around(list(answers), receipts_of(report, member))


def events_of(report: Report, around: Around, *, member: Member) -> list[Event]:
    """Versions with what they changed, replies, answers and receipts, oldest first."""
    events = [*_versions(report, around, member), *_replies(report, member), *_answers(report, around, member)]
    if report.originator_id == member.organisation_id:
        events += _receipts(around)
    else:
        events += _own_openings(report, member)
    return sorted(events, key=lambda event: event.moment)


def first_version_for(
    report: Shareable, publications: list[Publication], member: Member, deliveries: list[Delivery] | None = None
) -> int:
    """The oldest version that this reader has had: an earlier one may have been meant for fewer eyes."""
    if member.person_id is not None and member.person_id == report.author_id:
        return 1
    first = _first_of_organisation(report, publications, member, deliveries)
    named = max((one.version for one in publications if one.tlp == Tlp.RED), default=0)
    if not named and member.function != Function.GUARD:
        return first
    # Within one organisation not everyone had it: count from what this person opened.
    opened = Opening.objects.visible_to(member).of(report).filter(person_id=member.person_id or 0).first()
    if opened is not None:
        return max(first, opened.version)
    return report.version if member.function == Function.GUARD else max(first, min(named + 1, report.version))


def _first_of_organisation(
    report: Shareable, publications: list[Publication], member: Member, deliveries: list[Delivery] | None
) -> int:
    if member.organisation_id == report.originator_id:
        return 1
    known = receipts_of(report, member) if deliveries is None else deliveries
    delivery = next((one for one in known if one.organisation_id == member.organisation_id), None)
    if delivery is None:
        return report.version
    return min((one.version for one in publications if one.at >= delivery.delivered_at), default=report.version)


def _versions(report: Report, around: Around, member: Member) -> Iterator[Event]:
    publications = list(Publication.objects.visible_to(member).of(report).order_by("version"))
    first = first_version_for(report, publications, member, around.deliveries)
    had = [one for one in publications if one.version >= first]
    # One alone has nothing that it could differ from.
    kept = store.read_all([one.position for one in had]) if len(had) > 1 else {}
    before: ReportContent | None = None
    for one in had:
        content = _content(one, kept.get(one.position))
        yield Event(
            moment=one.at,
            icon={"published": "send", "revised": "pencil", "withdrawn": "undo-2"}[one.step],
            who=report.originator.label,
            what=_step_words(one),
            text=reason_words(report.withdrawn_reason) if one.step == Publication.Step.WITHDRAWN else "",
            differences=[difference_of(change) for change in changes(before, content)] if before and content else [],
            tlp=one.tlp,
        )
        before = content or before


def _step_words(one: Publication) -> str:
    match one.step:
        case Publication.Step.PUBLISHED:
            return _("published version %(n)d") % {"n": one.version}
        case Publication.Step.REVISED:
            return _("revised it: version %(n)d") % {"n": one.version}
        case _:
            return _("withdrew it")


def _content(one: Publication, stored: store.Stored | None) -> ReportContent | None:
    if stored is None or one.step == Publication.Step.WITHDRAWN:
        return None
    try:
        objects = stored.payload["objects"]
        return content_of(objects) if isinstance(objects, list) else None  # type: ignore[arg-type]
    except NotOursError:
        return None


def _replies(report: Report, member: Member) -> Iterator[Event]:
    shown = named_organisations(report, member)
    for line in Reply.objects.visible_to(member).filter(report=report).select_related("organisation", "to"):
        is_gone = line.withdrawn_at is not None
        yield Event(
            moment=line.at,
            icon="message-square",
            who=replier(report, line, member, shown),
            what=_("replied to the author only") if line.to_id else _("replied"),
            text=_("Taken back by its writer.") if is_gone else line.text,
            language="" if is_gone else line.language,
            tlp=line.tlp,
            reply=None if is_gone or line.organisation_id != member.organisation_id else line,
        )


def replier(report: Report, line: Reply, member: Member, shown: frozenset[int]) -> str:
    """The writer of a reply, by name where this reader may know it; `shown` from `named_organisations`."""
    # The replier is named in open circles only; the author knows whom it wrote to.
    known = {report.originator_id, member.organisation_id, *shown}
    if line.organisation_id in known or member.organisation_id == report.originator_id:
        return line.organisation.label
    return _("A recipient")


def _answers(report: Report, around: Around, member: Member) -> Iterator[Event]:
    for given in around.answers:
        # Said to named people, an earlier state stays with them: who wrote it and who asked.
        past = [
            one
            for one in given.history
            if report.tlp == Tlp.RED
            or one.get("tlp") != Tlp.RED
            or (member.person_id or 0) in {one.get("by"), report.author_id}
        ]
        states = [*past, {"state": given.state, "note": given.note, "at": given.changed_at.isoformat()}]
        for earlier, one in zip([None, *states], states, strict=False):
            words = str(Answer.State(one["state"]).label)
            yield Event(
                moment=datetime.fromisoformat(one["at"]),
                icon="circle-check",
                who=given.organisation.label,
                what=_("answered: %(words)s") % {"words": words},
                deleted=str(Answer.State(earlier["state"]).label) if earlier else "",
                text=one["note"],
                language=given.language if one["note"] else "",
            )


def _receipts(around: Around) -> Iterator[Event]:
    for one in around.deliveries:
        if one.opened_at is not None:
            yield Event(
                moment=one.opened_at, icon="eye", kind="system", who=one.organisation.label, what=_("opened it first")
            )


def _own_openings(report: Report, member: Member) -> Iterator[Event]:
    for one in openings_of(report, member):
        yield Event(
            moment=one.first_opened_at,
            icon="eye",
            kind="system",
            who=one.person.name,
            what=_("of your organisation opened it"),
        )
