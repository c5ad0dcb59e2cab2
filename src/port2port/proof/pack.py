"""Everything that a facility shows at an inspection, put together from the rooms that keep it."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from port2port.assessments.derogations import running_until
from port2port.assessments.models import Assessment, EvidenceRef, LegalDerogation, PlanItem
from port2port.assessments.page import headline, headline_parts
from port2port.assessments.pinned import Sheet, sheet_of
from port2port.assessments.results import Line, Result, lines_of, result_of
from port2port.duties.models import Derogation, Fulfilment
from port2port.duties.rulebook import clock_rules
from port2port.measures.models import ExceptionGrant
from port2port.members.member import Member
from port2port.members.models import Facility
from port2port.norms.library import Volume
from port2port.norms.names import obligation_name, volume_name
from port2port.norms.stored import with_seal
from port2port.pure.oscal import results as oscal
from port2port.reports.printing import makes_pdf, pdf_of_parts

BACK = timedelta(days=3 * 366)
STYLES = Path(__file__).parent / "static" / "proof" / "paper.css"
# The same instant in every file of the bundle, so that the same contents are the same bytes.
STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """One control with its answer and where the proofs are kept."""

    line: Line
    obligation: str
    proofs: tuple[EvidenceRef, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A family of controls."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A duty that was fulfilled, such as a drill."""

    label: str
    basis: str
    on: date
    until: date | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Excepted:
    """What is done otherwise for a time, by whose word."""

    what: str
    reason: str
    until: date
    approver: str


@dataclass(frozen=True, slots=True)
class Pack:
    """The whole, in the language in which it was put together."""

    assessment: Assessment
    facility: Facility
    baseline: Volume
    catalogue: Volume
    sheet: Sheet
    result: Result
    headline: str
    beside: tuple[str, ...]
    parts: tuple[Part, ...]
    held: tuple[Held, ...]
    exceptions: tuple[Excepted, ...]
    plan: tuple[PlanItem, ...]
    made_at: datetime

    @property
    def baseline_name(self) -> str:
        """The baseline with its version."""
        return f"{volume_name(self.baseline)} {self.baseline.version}"

    @property
    def lines(self) -> list[Line]:
        """Every control with its answer."""
        return [row.line for part in self.parts for row in part.rows]


def pack_of(member: Member, assessment: Assessment, *, now: datetime) -> Pack:
    """For a reader of the facility's own organisation; in the language that is active."""
    today, facility = timezone.localdate(now), assessment.facility
    sheet = sheet_of(assessment.round, translation.get_language() or "en")
    until = running_until(assessment, today=today)
    lines = lines_of(assessment, sheet, until=until)
    result = result_of(lines, sheet, target=assessment.round.target)
    proofs: dict[str, list[EvidenceRef]] = {}
    for one in EvidenceRef.objects.visible_to(member).standing().filter(assessment=assessment):
        proofs.setdefault(one.control, []).append(one)
    plan = PlanItem.objects.visible_to(member).filter(assessment=assessment).select_related("action")
    return Pack(
        assessment=assessment,
        facility=facility,
        baseline=with_seal(assessment.round.baseline.seal),
        catalogue=with_seal(assessment.round.catalogue.seal),
        sheet=sheet,
        result=result,
        headline=headline(result.musts),
        beside=tuple(headline_parts(result.musts, until.values())),
        parts=tuple(
            Part(
                name,
                title,
                tuple(
                    Row(one, obligation_name(one.asked.obligation), tuple(proofs.get(one.asked.id, ())))
                    for one in lines
                    if one.asked.objective == name
                ),
            )
            for name, title in sheet.objectives
        ),
        held=tuple(_held(member, facility, since=today - BACK)),
        exceptions=tuple(_exceptions(member, facility, today=today)),
        plan=tuple(plan),
        made_at=now,
    )


def _held(member: Member, facility: Facility, *, since: date) -> list[Held]:
    rules = clock_rules()
    rows = Fulfilment.objects.visible_to(member).filter(facility=facility, undone_at=None, on__gte=since)
    found = []
    for one in rows.order_by("-on", "pk"):
        rule = rules.get(one.rule)
        found.append(
            Held(rule.label if rule else one.rule, rule.basis if rule else "", one.on, one.until, one.evidence)
        )
    return found


def _exceptions(member: Member, facility: Facility, *, today: date) -> list[Excepted]:
    """What runs: derogations of duties, those of authorities from the law, and exceptions to common measures."""
    rules = clock_rules()
    duties = Derogation.objects.visible_to(member).filter(facility=facility, until_on__gte=today, ended_at=None)
    found = [
        Excepted(
            rules[one.rule].label if one.rule in rules else one.rule,
            one.reason,
            one.until_on,
            one.approver or _("The officer of the port"),
        )
        for one in duties.filter(approved_at__isnull=False)
    ]
    legal = LegalDerogation.objects.visible_to(member).standing().filter(facility=facility, until_on__gte=today)
    found += [Excepted(one.control.upper(), one.reference, one.until_on, one.authority) for one in legal]
    granted = ExceptionGrant.objects.visible_to(member).filter(
        adoption__facility=facility, state=ExceptionGrant.State.GRANTED, until_on__gte=today
    )
    found += [
        Excepted(one.control, f"{one.reason} {one.instead}", one.until_on, one.get_asked_of_display())
        for one in granted
    ]
    return sorted(found, key=lambda one: one.until)


def pdf_of_pack(pack: Pack, *, language: str) -> bytes | None:
    """On numbered sheets; None where this machine makes no PDF."""
    if not makes_pdf():
        return None
    html = [render_to_string("proof/pdf.html", {"pack": pack, "language": language})]
    return pdf_of_parts(html, styles=STYLES)


def bundle_of(pack: Pack) -> bytes:
    """A ZIP of OSCAL documents with their hashes: catalogue and baseline as published, plan, results, actions."""
    files = {f"catalogue/{name}.json": pack.catalogue.data(name) for name in sorted(pack.catalogue.files)}
    (name,) = pack.baseline.files if pack.baseline.is_baseline else ("",)
    baseline = pack.baseline.data(name) if name else b""
    if name:
        files["baseline.json"] = baseline
    told = assessed_of(pack, ("baseline.json", sha256(baseline).hexdigest()))
    files[oscal.PLAN], files[oscal.RESULTS] = oscal.plan_of(told), oscal.results_of(told)
    poam = oscal.poam_of(told)
    if poam is not None:
        files[oscal.POAM] = poam
    sums = "".join(f"{sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items()))
    return _zipped(files | {"SHA256SUMS": sums.encode()})


def _zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path, STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, data)
    return made.getvalue()


def assessed_of(pack: Pack, profile: tuple[str, str]) -> oscal.Assessed:
    """The pack as the pure writer takes it. profile   name and SHA-256 in hex of the baseline's file"""
    row = pack.assessment
    return oscal.Assessed(
        key=str(row.key),
        title=f"{pack.facility.name}: {row.round.title}",
        kind=row.kind,
        state=row.state,
        at=row.changed_at,
        profile=profile,
        told=[_told(one) for part in pack.parts for one in part.rows if one.line.answer is not None],
        todos=[
            oscal.Todo(str(one.action.key), one.action.title, one.action.state, one.action.due_on, one.control)
            for one in pack.plan
        ],
    )


def _told(row: Row) -> oscal.Told:
    answer = row.line.answer
    assert answer is not None  # noqa: S101 - asked before
    return oscal.Told(
        control=row.line.asked.id,
        conformity=answer.conformity,
        doc=answer.doc,
        impl=answer.impl,
        rationale=answer.rationale,
        confidence=answer.confidence,
        na_reason=answer.na_reason,
        is_accepted=row.line.is_accepted,
        proofs=_proofs(row.proofs),
    )


def _proofs(rows: Sequence[EvidenceRef]) -> tuple[oscal.Proof, ...]:
    return tuple(oscal.Proof(one.title, one.where_held, one.sha256, one.on) for one in rows)
