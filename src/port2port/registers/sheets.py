"""The register as rows of a sheet and as JSON: of others what the one rule lets go along, of the own all."""

import json
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.pure.sheets import Column
from port2port.registers.figures import total_of
from port2port.registers.models import AiUseCase, Measurement
from port2port.registers.models.wording import said_of
from port2port.registers.page import site_of
from port2port.vocabulary import lookup


def columns() -> list[Column]:
    """The headings in the reader's language."""
    return [
        Column("TLP", 20),
        Column(_("Number"), 14),
        Column(_("Title"), 40),
        Column(_("What it does"), 60),
        Column(_("Kind"), 18),
        Column(_("State"), 12),
        Column(_("Methods it looks for"), 40),
        Column(_("Organisation"), 24),
        Column(_("Facility"), 24),
        Column(_("Class of the AI Act"), 24),
        Column(_("Camera-days"), 12),
        Column(_("Alarms a camera-day"), 18),
        Column(_("False alarms"), 28),
        Column(_("Staged events found"), 28),
        Column(_("Lessons"), 60),
        Column(_("Key"), 38),
    ]


def cells(rows: Sequence[AiUseCase], *, member: Member) -> Iterator[Sequence[str]]:
    """One case a row, in the order of the headings."""
    for case in rows:
        is_own = case.originator_id == member.organisation_id
        total = total_of(Measurement.objects.visible_to(member).filter(case=case))
        yield [
            Tlp(case.tlp).label,
            case.number,
            case.title,
            case.summary,
            str(case.get_kind_display()),
            str(case.get_state_display()),
            "; ".join(lookup.coded_label(code) for code in case.purposes),
            case.originator.name,
            site_of(case) if is_own or case.shows_site else "",
            str(case.get_ai_class_display()),
            str(total.camera_days) if total else "",
            total.alarms if total else "",
            total.false if total else "",
            total.detection if total else "",
            case.lessons,
            str(case.key),
        ]


def as_json(rows: Sequence[AiUseCase], *, member: Member) -> bytes:
    """The cases by the names of the register."""
    return json.dumps([plain_of(case, member=member) for case in rows], ensure_ascii=False, indent=2).encode()


def plain_of(case: AiUseCase, *, member: Member) -> dict[str, object]:
    """One case by the names of the register, as far as this reader gets it."""
    return {
        "key": str(case.key),
        "number": case.number,
        "tlp": Tlp(case.tlp).label,
        "is_shared": not case.is_draft,
        "version": case.version,
        "organisation": case.originator.name,
        "language": case.language,
        "title": case.title,
        "summary": case.summary,
        "methods": list(case.purposes),
        **said_of(case, whole=case.originator_id == member.organisation_id),
    }
