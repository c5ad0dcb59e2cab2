"""Everything that happened to a practice that this reader may know, in one order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.knowledge.evidence import told_of
from port2port.knowledge.models import Approval, Kind, Practice, Theme, Use
from port2port.ledger import store
from port2port.members.member import Member
from port2port.pure.stix import NotOursError, PracticeContent, PracticeText, practice_of
from port2port.reports.timeline import Event, first_version_for
from port2port.reports.wording import Difference, reason_words
from port2port.sharing.access import ALL, reading_of
from port2port.sharing.models import Delivery, Publication
from port2port.sharing.receipts import openings_of, receipts_of
from port2port.vocabulary import lookup

LIST_WORDS: dict[str, str | Promise] = {
    "themes": gettext_lazy("Themes"),
    "methods": gettext_lazy("Methods it helps against"),
    "controls": gettext_lazy("Controls"),
    "sources": gettext_lazy("Sources"),
}
TEXT_WORDS: dict[str, str | Promise] = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "body": gettext_lazy("How it is done"),
}


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a practice for one reader, asked once for the whole page."""

    approvals: list[Approval]
    uses: list[Use]
    deliveries: list[Delivery]


def around_of(practice: Practice, *, member: Member) -> Around:
    """The approvals, uses and receipts that this reader may see."""
    return Around(
        list(Approval.objects.visible_to(member).filter(practice=practice).select_related("organisation")),
        list(Use.objects.visible_to(member).filter(practice=practice).select_related("organisation")),
        receipts_of(practice, member),
    )


def events_of(practice: Practice, around: Around, *, member: Member) -> list[Event]:
    """Versions with what they changed, approvals, uses and receipts, oldest first."""
    events = [*_versions(practice, around, member), *_approvals(around), *_uses(around)]
    if practice.originator_id == member.organisation_id:
        events += _receipts(around)
    else:
        events += _own_openings(practice, member)
    return sorted(events, key=lambda event: event.moment)


def _versions(practice: Practice, around: Around, member: Member) -> Iterator[Event]:
    publications = list(Publication.objects.visible_to(member).of(practice).order_by("version"))
    if reading_of(Practice, member) == ALL:
        first = first_version_for(practice, publications, member, around.deliveries)
    else:
        # The floor and trainers read what is approved and for them; earlier wordings need not have been either.
        first = practice.version
    had = [one for one in publications if one.version >= first]
    # One alone has nothing that it could differ from.
    kept = store.read_all([one.position for one in had]) if len(had) > 1 else {}
    before: PracticeContent | None = None
    for one in had:
        content = _content(one, kept.get(one.position))
        yield Event(
            moment=one.at,
            icon={"published": "send", "revised": "pencil", "withdrawn": "undo-2"}[one.step],
            who=practice.originator.label,
            what=_step_words(one),
            text=reason_words(practice.withdrawn_reason) if one.step == Publication.Step.WITHDRAWN else "",
            differences=list(differences(before, content)) if before and content else [],
            tlp=one.tlp,
        )
        before = content or before


def _step_words(one: Publication) -> str:
    match one.step:
        case Publication.Step.PUBLISHED:
            return _("proposed it")
        case Publication.Step.REVISED:
            return _("put version %(n)d in its place") % {"n": one.version}
        case _:
            return _("withdrew it")


def _content(one: Publication, stored: store.Stored | None) -> PracticeContent | None:
    if stored is None or one.step == Publication.Step.WITHDRAWN:
        return None
    try:
        objects = stored.payload["objects"]
        return practice_of(objects) if isinstance(objects, list) else None  # type: ignore[arg-type]
    except NotOursError:
        return None


def differences(old: PracticeContent, new: PracticeContent) -> Iterator[Difference]:
    """What the reader of `old` has to know about `new`: of texts the paragraphs that changed."""
    before = {one.language: one for one in (old.original, *old.translations)}
    for text in (new.original, *new.translations):
        for name, words in TEXT_WORDS.items():
            earlier = before.get(text.language, PracticeText(text.language, ""))
            for gone, came in _changed(getattr(earlier, name), getattr(text, name)):
                yield Difference(f"{words} ({text.language})", gone, came)
    for name, words in LIST_WORDS.items():
        left = [_labelled(name, one) for one in getattr(old, name) if one not in getattr(new, name)]
        added = [_labelled(name, one) for one in getattr(new, name) if one not in getattr(old, name)]
        if left or added:
            yield Difference(str(words), ", ".join(left), ", ".join(added))
    if old.tried != new.tried:
        gone = told_of(one for one in old.tried if one not in new.tried)
        came = told_of(one for one in new.tried if one not in old.tried)
        yield Difference(_("What it did elsewhere"), gone, came)
    if old.kind != new.kind:
        yield Difference(_("Kind"), *(str(Kind(one.kind).label) for one in (old, new)))


def _changed(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = before.split("\n"), after.split("\n")
    for step, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "\n".join(old[first:last]).strip(), "\n".join(new[start:end]).strip()
        if step != "equal" and (gone or came):
            yield gone, came


def _labelled(name: str, value: str) -> str:
    if name == "themes":
        return str(Theme(value).label) if value in Theme.values else value
    return value if name == "sources" else lookup.coded_label(value)


def _approvals(around: Around) -> Iterator[Event]:
    for one in around.approvals:
        until = date_format(one.review_by_on, "DATE_FORMAT") if one.review_by_on else ""
        still = one.step == Approval.Step.STILL_TRUE
        yield Event(
            moment=one.at,
            icon="badge-check",
            who=one.organisation.label,
            what=_("says it is still true, until %(day)s") % {"day": until} if still else _("approved the text"),
        )


def _uses(around: Around) -> Iterator[Event]:
    for one in around.uses:
        yield Event(
            moment=one.at,
            icon="hand-helping",
            who=one.organisation.label,
            what=_("uses this too"),
            text=one.note,
            language=one.language if one.note else "",
            tlp=one.tlp,
        )


def _receipts(around: Around) -> Iterator[Event]:
    for one in around.deliveries:
        if one.opened_at is not None:
            yield _opened(one.opened_at, one.organisation.label, _("opened it first"))


def _own_openings(practice: Practice, member: Member) -> Iterator[Event]:
    for one in openings_of(practice, member):
        yield _opened(one.first_opened_at, one.person.name, _("of your organisation opened it"))


def _opened(at: datetime, who: str, what: str) -> Event:
    return Event(moment=at, icon="eye", kind="system", who=who, what=what)
