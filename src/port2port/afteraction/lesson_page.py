"""What the list of lessons, and the page of one, show to a reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from port2port.afteraction.actions.lessons import lesson_signers
from port2port.afteraction.models import Lesson
from port2port.afteraction.naming import FIELD_WORDS, told_by
from port2port.afteraction.sealing import lesson_seal
from port2port.afteraction.signing import Signature, is_complete, lesson_signatures
from port2port.afteraction.wording import TELL_WORDS
from port2port.duties.actions.promises import may_promise
from port2port.duties.rulebook import element_label
from port2port.members.member import Act, Member
from port2port.pure.markdown import html
from port2port.pure.sanitised import Tell
from port2port.reports.wording import how_it_came, reason_words
from port2port.sharing.actions import UNDO_SECONDS
from port2port.sharing.models import Delivery
from port2port.sharing.receipts import receipts_of
from port2port.vocabulary import lookup

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class LessonSignature:
    """One approval; `mine` where this reader can give it."""

    words: str
    signature: Signature
    mine: bool
    may_take_back: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the text still tells: the field, which sort, the words."""

    field: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class LessonPage:
    """Everything the template needs. signatures, told, seal: of a draft alone."""

    aim: SafeString
    helped: SafeString
    change: SafeString
    mo: list[tuple[str, str]]
    controls: list[tuple[str, str]]
    elements: list[str]
    is_own: bool
    may_edit: bool
    may_practice: bool
    may_promise: bool
    seal: str
    signatures: list[LessonSignature]
    is_approved: bool
    told: list[Told]
    receipts: Sequence[Delivery]
    came: list[str]
    undo_seconds: int
    reason: str


def lesson_page(row: Lesson, *, member: Member, now: datetime) -> LessonPage:
    """The page as this reader sees it now; the lesson was found among those it sees."""
    is_own, stands = row.originator_id == member.organisation_id, not row.is_withdrawn
    may_edit = Lesson.objects.editable_by(member).filter(pk=row.pk).exists()
    seal = lesson_seal(row) if row.is_draft else ""
    signed = lesson_signatures(row, seal=seal) if row.is_draft else []
    return LessonPage(
        aim=SafeString(html(row.aim)),
        helped=SafeString(html(row.helped)),
        change=SafeString(html(row.change)),
        mo=[(code, lookup.coded_label(code)) for code in row.mo],
        controls=[(code, lookup.coded_label(code)) for code in row.controls],
        elements=[element_label(one) for one in row.elements],
        is_own=is_own,
        may_edit=may_edit,
        may_practice=is_own and stands and not row.is_draft and member.may(Act.PUBLISH),
        may_promise=stands and not row.is_draft and may_promise(member),
        seal=seal,
        signatures=_signatures(signed, row, member),
        is_approved=is_complete(signed),
        told=[_told(field, one) for field, one in told_by(row)] if row.is_draft else [],
        receipts=receipts_of(row, member) if is_own and stands and not row.is_draft else [],
        came=how_it_came(row, member=member) if not row.is_draft else [],
        undo_seconds=_undo_seconds(row, now=now) if may_edit else 0,
        reason=reason_words(row.withdrawn_reason),
    )


def _signatures(signed: list[Signature], row: Lesson, member: Member) -> list[LessonSignature]:
    mine = lesson_signers(member, row) if signed else set()
    return [
        LessonSignature(
            one.facility.name if one.facility else _("Officer of the organisation that planned it"),
            one,
            mine=one.given is None and one.facility_id in mine,
            may_take_back=one.given is not None and one.given.by_id == member.seat_id,
        )
        for one in signed
    ]


def _told(field: str, one: Tell) -> Told:
    return Told(str(FIELD_WORDS[field]), str(TELL_WORDS[one.what]), one.text)


def _undo_seconds(row: Lesson, *, now: datetime) -> int:
    if row.version != 1 or row.published_at is None or row.is_withdrawn:
        return 0
    left = row.published_at + timedelta(seconds=UNDO_SECONDS) - now
    return max(0, int(left.total_seconds()))


def lessons_page(query: QueryDict, *, member: Member) -> dict[str, object]:
    """The list, newest on top: what reached the reader, and the drafts that wait for its words or approval."""
    rows = Lesson.objects.visible_to(member).standing().select_related("originator").order_by("-published_at", "-pk")
    code = query.get("code", "")
    if code:
        # Lists of codes are searched in Python on both engines; there are hundreds of lessons, not millions.
        rows = rows.filter(pk__in=[one.pk for one in rows if code in one.mo or code in one.controls])
    page: Page[Lesson] = Paginator(rows, PER_PAGE).get_page(query.get("page"))
    drafts = Lesson.objects.drafted_for(member).select_related("originator").order_by("-changed_at")
    return {
        "rows": [(one, [lookup.coded_label(code) for code in (*one.mo, *one.controls)][:3]) for one in page],
        "page": page,
        "count": page.paginator.count,
        "drafts": drafts,
        "code": code,
        "code_words": lookup.coded_label(code) if code else "",
        "newer": f"?page={page.previous_page_number()}&code={code}" if page.has_previous() else "",
        "older": f"?page={page.next_page_number()}&code={code}" if page.has_next() else "",
    }
