"""From rows to what machines are shown; a withdrawn report shows that it is withdrawn and nothing else."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from port2port.members.api import code_of
from port2port.members.member import Member
from port2port.members.middleware import member_of
from port2port.members.models import Organisation
from port2port.pure.audience import Tlp
from port2port.reports.api.schemas import (
    AttachmentOut,
    ChosenReaders,
    DroneOut,
    OrganisationLine,
    ReportLine,
    ReportOut,
)
from port2port.reports.listing import newest_moment
from port2port.reports.models import Attachment, Report
from port2port.reports.models.wording import drone_of, place_of
from port2port.reports.wording import how_it_came, reason_words

_SAME = (
    *("facts", "assessment", "stage", "medium", "substance", "outcome", "detected_by", "quantity", "quantity_unit"),
    *("quantity_is_estimated", "indicators", "controls", "happened_from", "happened_to", "happened_precision", "lat"),
    *("lon", "precision_m", "what_to_do", "reliability", "credibility", "source_class", "source_note", "source_urls"),
    *("for_floor", "pap", "legal_regime", "retain_until"),
)


def organisation_line(organisation: Organisation) -> OrganisationLine:
    """The organisation, in short."""
    return OrganisationLine(key=organisation.key, slug=organisation.slug, name=organisation.name)


def line(report: Report) -> ReportLine:
    """The report as a list shows it."""
    gone = report.is_withdrawn
    return ReportLine(
        key=report.key,
        number=report.number,
        state="withdrawn" if gone else "draft" if report.is_draft else "published",
        kind=report.kind,
        tlp=Tlp(report.tlp).label,
        version=report.version,
        originator=organisation_line(report.originator),
        language=report.language,
        title="" if gone else report.title,
        severity="" if gone else report.severity,
        methods=[] if gone else report.methods,
        port="" if gone or report.port is None else code_of(report.port),
        published_at=report.published_at,
        changed_at=newest_moment(report),
        withdrawn_at=report.withdrawn_at,
        withdrawn_reason=reason_words(report.withdrawn_reason) if gone else "",
        valid_until=None if gone else report.valid_until,
        answer_by=None if gone else report.answer_by,
        is_made_up=report.is_made_up,
        address=settings.SITE_URL + report.get_absolute_url(),
    )


def whole(request: HttpRequest, report: Report) -> ReportOut:
    """The report as its reader sees it."""
    member = member_of(request)
    shown = Report() if report.is_withdrawn else report
    return ReportOut(
        **line(report).model_dump(),
        **{name: getattr(shown, name) for name in _SAME},
        place="" if report.is_withdrawn else place_of(report),
        drone=None if report.is_withdrawn else _drone(report),
        attachments=_attachments(report, member),
        about=_visible_key(report.about_id, member),
        derived_from=report.derived_from if _sees(report.derived_from, member) else None,
        came=[] if report.is_draft else how_it_came(report, member=member),
        readers=_readers(report, member),
    )


def _drone(report: Report) -> DroneOut | None:
    drone = drone_of(report)
    if drone is None:
        return None
    return DroneOut(
        bearing_deg=drone.bearing_deg,
        heading_deg=drone.heading_deg,
        height_band=drone.height_band,
        lights=drone.lights,
        sound=drone.sound,
        count=drone.count,
        duration_s=drone.duration_s,
        remote_id=drone.remote_id,
    )


def _attachments(report: Report, member: Member) -> list[AttachmentOut]:
    if report.is_withdrawn:
        return []
    mine = Attachment.objects.editable_by(member) if report.is_draft else Attachment.objects.visible_to(member)
    return [attachment_out(one) for one in mine.filter(report=report)]


def attachment_out(one: Attachment) -> AttachmentOut:
    """A file as it is listed."""
    return AttachmentOut(key=one.key, name=one.name, media_type=one.media_type, size=one.size, sha256=one.sha256)


def _readers(report: Report, member: Member) -> ChosenReaders | None:
    # Only the organisation that wrote it knows to whom it went (sharing.md, rule 6).
    if report.is_withdrawn or not Report.objects.editable_by(member).filter(pk=report.pk).exists():
        return None
    return ChosenReaders(
        circles=list(report.circles.values_list("key", flat=True)),
        named=list(report.named.values_list("key", flat=True)),
        openly=report.is_open,
    )


def _visible_key(pk: int | None, member: Member) -> UUID | None:
    if pk is None:
        return None
    return Report.objects.visible_to(member).filter(pk=pk).values_list("key", flat=True).first()


def _sees(key: UUID | None, member: Member) -> bool:
    return key is not None and Report.objects.visible_to(member).filter(key=key).exists()
