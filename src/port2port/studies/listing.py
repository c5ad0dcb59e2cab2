"""The list of studies: those that reached the reader, withdrawn ones as tombstones, newest first; the own drafts."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from port2port.members.member import Member
from port2port.pure.audience import Tlp
from port2port.studies.access import makes_studies
from port2port.studies.found import found_in
from port2port.studies.marking import marking_of
from port2port.studies.models import Study, StudyResult
from port2port.studies.runs import run_words
from port2port.studies.saying import short_of
from port2port.studies.waiting import address_of, waiting_for

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Listed:
    """One study: what it found, if it was run; the old one that it names, where the reader sees that too.

    tlp   as its page is marked        run   which, where it did not look at all weeks yet
    """

    study: Study
    tlp: Tlp
    found: str
    run: str
    verdict: str
    runs: int
    replaces: Study | None


def studies_page(query: QueryDict, *, member: Member) -> dict[str, Any]:
    """What the template needs; few queries however long the list is."""
    rows = Study.objects.visible_to(member).with_names().order_by("-published_at", "-pk")
    page: Page[Study] = Paginator(rows, PER_PAGE).get_page(query.get("page"))
    return {
        "rows": _listed(list(page), member),
        "newer": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "older": f"?page={page.next_page_number()}" if page.has_next() else "",
        "drafts": list(Study.objects.drafted_by(member).with_names().order_by("-changed_at")),
        "waiting": [(one, address_of(one)) for one in waiting_for(member)],
        "may_make": makes_studies(member),
    }


def _found(study: Study, result: StudyResult | None) -> tuple[str, str]:
    if result is None:
        return "", ""
    found = found_in(result.figures, registered=study.weeks_after)
    run = run_words(result, runs=None, registered=study.weeks_after) if found.is_interim else ""
    return short_of(found), run


def _marking(study: Study, result: StudyResult | None, inside: set[int]) -> Tlp:
    return marking_of(study, result, has_weeks=study.pk in inside) if result else Tlp(study.tlp)


def _listed(studies: list[Study], member: Member) -> list[Listed]:
    newest: dict[int, StudyResult] = {}
    runs: dict[int, int] = {}
    for one in StudyResult.objects.visible_to(member).filter(study__in=studies).defer("panel", "rows"):
        newest.setdefault(one.study_id, one)
        runs[one.study_id] = runs.get(one.study_id, 0) + 1
    shown = [one.pk for one in newest.values()]
    inside = set(StudyResult.objects.with_weeks_for(member).filter(pk__in=shown).values_list("study_id", flat=True))
    named = {one.replaces_id for one in studies if one.replaces_id}
    old = Study.objects.visible_to(member).in_bulk(named) if named else {}
    return [
        Listed(
            study,
            _marking(study, newest.get(study.pk), inside),
            *_found(study, newest.get(study.pk)),
            newest[study.pk].verdict if study.pk in newest else "",
            runs.get(study.pk, 0),
            old.get(study.replaces_id or 0),
        )
        for study in studies
    ]
