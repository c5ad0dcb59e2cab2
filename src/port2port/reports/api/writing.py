"""Reports, written: drafts, the preview of their readers, publishing, the next version, withdrawal."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Status

from port2port.base.api import WRITES, answers
from port2port.base.clock import now
from port2port.base.problems import problem_of
from port2port.base.refusal import NotAllowed
from port2port.members.member import Act
from port2port.members.middleware import member_of
from port2port.reports import actions
from port2port.reports.actions.machines import act_once
from port2port.reports.api.finding import readable
from port2port.reports.api.routing import router
from port2port.reports.api.schemas import (
    NameableOut,
    PreviewOut,
    PreviewSaid,
    PublicationSaid,
    RecipientOut,
    ReportOut,
    ReportSaid,
    RevisionSaid,
    WithdrawalSaid,
)
from port2port.reports.api.sent import SendingKey, content_of, fields_said, readers_said
from port2port.reports.api.shown import whole
from port2port.reports.fields import fields_of
from port2port.reports.guard import PersonalDataFound, tokens_in
from port2port.reports.models import Kind, Report
from port2port.reports.recipients import (
    Recipient,
    nameable_people,
    named,
    organisation_ids,
    recipients,
    recipients_of,
)
from port2port.reports.rules import REASON, cleaned
from port2port.sharing.actions import WideningNotConfirmed

WROTE = answers(200, ReportOut, *WRITES)


def _editable(request: HttpRequest, key: UUID) -> Report:
    reports = Report.objects.editable_by(member_of(request)).select_related("originator", "port", "facility")
    return get_object_or_404(reports, key=key)


def _once(request: HttpRequest, key: str, act: str, do: Callable[[], Report]) -> ReportOut:
    """Do it, or find what the same sending did before."""
    made = act_once(
        member=member_of(request), key=key, act=act, content=content_of(request), now=now(), do=lambda: do().key
    )
    return whole(request, readable(request, made))


@router.post("reports", response=answers(201, ReportOut, *WRITES), summary="Write a draft")
def new_draft(request: HttpRequest, said: ReportSaid, idempotency_key: SendingKey = "") -> Status[ReportOut]:
    """A draft that nobody but the own organisation's authors sees. Publish it with `…/publish`."""
    member = member_of(request)
    if not member.may(Act.PUBLISH):
        raise NotAllowed

    def write() -> Report:
        said_fields, readers = fields_said(said, member=member), readers_said(said, member=member)
        return actions.save_draft(member=member, said=said_fields, readers=readers, now=now())

    return Status(201, _once(request, idempotency_key, "draft", write))


@router.put("reports/{uuid:key}", response=WROTE, summary="Rewrite a draft")
def save_draft(request: HttpRequest, key: UUID, said: ReportSaid) -> ReportOut:
    """The draft as a whole; a published report is revised instead."""
    member, row = member_of(request), _editable(request, key)
    said_fields, readers = fields_said(said, member=member, before=row), readers_said(said, member=member)
    actions.save_draft(member=member, said=said_fields, readers=readers, report=row, now=now())
    return whole(request, _editable(request, key))


@router.delete("reports/{uuid:key}", response=answers(204, None, *WRITES), summary="Throw a draft away")
def delete_draft(request: HttpRequest, key: UUID) -> Status[None]:
    """Only drafts; a published report is withdrawn instead."""
    actions.delete_draft(member=member_of(request), report=_editable(request, key))
    return Status(204, None)


@router.post("reports/preview", response=answers(200, PreviewOut, *WRITES), summary="Preview the recipients")
def preview(request: HttpRequest, said: PreviewSaid) -> PreviewOut:
    """Every organisation that would receive a report with these readers; nothing is kept."""
    member = member_of(request)
    if not member.may(Act.PUBLISH):
        raise NotAllowed
    row = _editable(request, said.report) if said.report else None
    readers = readers_said(said, member=member)
    found = recipients(
        member=member, kind=Kind(said.kind), for_floor=said.for_floor, readers=readers, report=row, now=now()
    )
    return _preview(found)


@router.get(
    "reports/{uuid:key}/recipients",
    response=answers(200, PreviewOut, 422),
    summary="Who gets an own report",
)
def recipients_now(request: HttpRequest, key: UUID) -> PreviewOut:
    """Who can open it now, or would once the draft is published; for the organisation that writes it."""
    return _preview(recipients_of(_editable(request, key), now=now()))


def _preview(found: list[Recipient]) -> PreviewOut:
    lines = [RecipientOut(key=one.key, name=one.name, people=one.people) for one in found]
    return PreviewOut(organisations=lines, people=sum(one.people for one in lines))


@router.get("people/nameable", response=answers(200, list[NameableOut], 422), summary="Whom TLP:RED can name")
def nameable(request: HttpRequest) -> list[NameableOut]:
    """People by organisation and function; by name only inside the own organisation."""
    member = member_of(request)
    if not member.may(Act.PUBLISH):
        return []
    return [NameableOut(key=one.key, label=one.label) for one in nameable_people(member)]


@router.post("reports/{uuid:key}/publish", response=WROTE, summary="Publish a draft")
def publish(
    request: HttpRequest, key: UUID, said: PublicationSaid | None = None, idempotency_key: SendingKey = ""
) -> ReportOut | HttpResponse:
    """Version 1. Name the organisations of the preview, and nothing leaves when they are no longer the same.

    Text that seems to tell of people is not published: 422 lists each place, until it is changed or you send
    `confirmed_not_personal`.
    """
    member, row = member_of(request), _editable(request, key)
    expected = None if said is None or said.recipients is None else organisation_ids(said.recipients)
    cleared = tokens_in(fields_of(row)) if said is not None and said.confirmed_not_personal else frozenset()

    def act() -> Report:
        return actions.publish_report(member=member, report=row, expected=expected, not_personal=cleared, now=now())

    try:
        return _once(request, idempotency_key, "publish", act)
    except PersonalDataFound as found:
        return _found(found)


@router.post("reports/{uuid:key}/revise", response=WROTE, summary="Publish the next version")
def revise(
    request: HttpRequest, key: UUID, said: RevisionSaid, idempotency_key: SendingKey = ""
) -> ReportOut | HttpResponse:
    """The whole next version. New readers must be confirmed by key: 409 lists them, and says when
    people without a login are among them.

    Fewer readers: the report is withdrawn for all and published again under a new key, which is in the answer.
    """
    member, row = member_of(request), _own(request, key)

    def act() -> Report:
        fields = fields_said(said, member=member, before=row)
        return actions.revise_report(
            member=member,
            report=row,
            said=fields,
            not_personal=tokens_in(fields) if said.confirmed_not_personal else frozenset(),
            readers=readers_said(said, member=member),
            version=said.version,
            confirmed=organisation_ids(said.confirmed),
            opens=said.confirmed_openly,
            now=now(),
        )

    try:
        return _once(request, idempotency_key, "revise", act)
    except WideningNotConfirmed as widening:
        return problem_of(widening, organisations=named(widening.added), openly=widening.opens)
    except PersonalDataFound as found:
        return _found(found)


def _found(found: PersonalDataFound) -> HttpResponse:
    hits = [
        {
            "field": one.field,
            "kind": one.hit.kind.value,
            "why": one.hit.why.value,
            "text": one.hit.text,
            "start": one.hit.start,
            "end": one.hit.end,
        }
        for one in found.finds
    ]
    return problem_of(found, hits=hits)


def _own(request: HttpRequest, key: UUID) -> Report:
    """The own report, also when it was withdrawn meanwhile: sent twice, an act still answers as the first time."""
    member = member_of(request)
    row = Report.objects.editable_by(member).select_related("originator").filter(key=key).first()
    if row is not None or not member.may(Act.PUBLISH):
        return row or _editable(request, key)
    own = Report.objects.visible_to(member).filter(originator_id=member.organisation_id)
    return get_object_or_404(own.select_related("originator"), key=key)


@router.post("reports/{uuid:key}/withdraw", response=WROTE, summary="Withdraw a report")
def withdraw(request: HttpRequest, key: UUID, said: WithdrawalSaid, idempotency_key: SendingKey = "") -> ReportOut:
    """For good. Those who had it see the reason; nobody else learns that it existed."""
    member, row = member_of(request), _own(request, key)
    reason = cleaned("reason", said.reason, REASON)

    def act() -> Report:
        return actions.withdraw_report(member=member, report=row, reason=reason, now=now())

    return _once(request, idempotency_key, "withdraw", act)


@router.post("reports/{uuid:key}/undo", response=WROTE, summary="Take a publication back")
def undo(request: HttpRequest, key: UUID, idempotency_key: SendingKey = "") -> ReportOut:
    """Within ten seconds of publishing, before anyone was told; the text is a draft again, with a new key."""
    # Before anything waits: what counts is when the request came in.
    arrived = now()
    member, row = member_of(request), _own(request, key)

    def act() -> Report:
        return actions.undo_publish(member=member, report=row, now=arrived)

    return _once(request, idempotency_key, "undo", act)
