"""A registered study is run: a job reads the counts, makes the study and keeps what it found as a new version."""

import secrets
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import record_act
from port2port.members.job_kinds import Asked, JobKind, Outcome, Work
from port2port.members.member import Member
from port2port.members.models import Organisation
from port2port.pure.canonical import Json, canonical_json
from port2port.pure.displacement.faults import StudyRefused
from port2port.pure.displacement.json_fields import PanelRefused
from port2port.sharing import actions as sharing
from port2port.sharing.would import receivers_of
from port2port.studies.actions.drafting import locked
from port2port.studies.faults import OTHERWISE, words_at
from port2port.studies.models import Study, StudyResult
from port2port.studies.panel_file import content_of, panel_of
from port2port.studies.reading import Read, weeks_of
from port2port.studies.reckoning import Reckoned, Step, reckon
from port2port.studies.refusals import CountsRefused, NothingNew, NotRegistered
from port2port.studies.steps import RUN

KIND = "study_run"
# Below 2^53, so that JSON holds it whole.
SEEDS = 2**48


def run_study(
    *, member: Member, study: Study, now: datetime, step: Step = lambda _done, _total: None, seed: int | None = None
) -> StudyResult:
    """One run: reads the counts, reckons, and keeps the result as the next version.

    seed   of the simulated checks; None: a fresh one
    Raises NotRegistered, NothingNew, ComparisonGone, OtherSeries, CountsRefused, NotAllowed, NotLentNow, NoWeeksThere.
    """
    row = Study.objects.editable_by(member).select_related("circle", "intervention__port", "comparison", "originator")
    found = row.filter(pk=study.pk).first()
    if found is None or member.seat_id is None:
        raise NotAllowed
    read = weeks_of(found, member=member)
    told = panel_of(found, read)
    content = content_of(told)
    _check_new(found, sha256(content).hexdigest())
    drawn = secrets.randbelow(SEEDS) if seed is None else seed
    try:
        reckoned = reckon(content, seed=drawn, step=step)
    except PanelRefused as refused:
        raise CountsRefused(words_at(refused)) from None
    except StudyRefused:
        raise CountsRefused(OTHERWISE) from None
    return _keep(member, found, read, told, reckoned, seed=drawn, now=now)


def _check_new(study: Study, digest: str) -> None:
    newest = study.results.first()
    if newest is not None and newest.input_sha256 == digest:
        raise NothingNew


@transaction.atomic
def _keep(
    member: Member,
    study: Study,
    read: Read,
    told: dict[str, Json],
    reckoned: Reckoned,
    *,
    seed: int,
    now: datetime,
) -> StudyResult:
    row = locked(member, study)
    if not row.is_frozen or row.is_withdrawn or member.seat_id is None:
        raise NotRegistered
    # Asked again now that the row is held: another run may have ended meanwhile.
    _check_new(row, reckoned.input_sha256)
    number = row.results.count() + 1
    result = StudyResult.objects.create(
        study=row,
        number=number,
        verdict=reckoned.verdict,
        panel=told,
        figures=reckoned.figures,
        rows=reckoned.rows,
        versions=reckoned.versions,
        seed=seed,
        input_sha256=reckoned.input_sha256,
        sha256=digest_of(row.sha256, number, reckoned),
        by_id=member.seat_id,
        made_at=now,
    )
    result.lenders.set(_whose(study, read))
    before = receivers_of(row, first_at=row.published_at or now)
    # The same readers as before: what is new for those beyond the circle waits for the lenders.
    sharing.revise(record=row, member=member, before=before, confirmed=before.organisations, now=now)
    record_act(member=member, act="run_study", subject=f"study:{row.key} {number}", now=now)
    return result


def _whose(study: Study, read: Read) -> set[Organisation]:
    """Who lent its counts, and who declared the comparison and the measure: each is asked before it goes further."""
    declared = [study.intervention, *([study.comparison] if study.comparison else [])]
    return {*read.panel.lenders, *(one.organisation for one in declared)}


def digest_of(definition: str, number: int, reckoned: Reckoned) -> str:
    """SHA-256 of all that was found, and of what it was made of."""
    said: dict[str, Json] = {
        "study_sha256": definition,
        "number": number,
        "figures": reckoned.figures,
        "rows": list(reckoned.rows),
        "versions": dict(reckoned.versions),
    }
    return sha256(canonical_json(said)).hexdigest()


def _work(work: Work) -> Outcome:
    study = Study.objects.editable_by(work.member).filter(key=UUID(work.asked["study"])).first()
    if study is None:
        raise NotAllowed
    run_study(member=work.member, study=study, now=work.now(), step=work.step)
    return Outcome(words=_("Read what was found."), link=study.get_absolute_url())


def _still(member: Member, asked: Asked) -> bool:
    """Whether this seat still runs this study."""
    studies = Study.objects.editable_by(member).exclude(frozen_at=None)
    return studies.filter(key=UUID(str(asked.get("study", "")))).exists()


def _begun(asked: Asked) -> str:
    """Page 8."""
    return reverse("studies:step", args=[str(asked["study"]), RUN])


STUDY_RUN = JobKind(
    label=gettext_lazy("Run of a study"),
    run=_work,
    still=_still,
    next=gettext_lazy(
        "What is found becomes the next version of the study, whatever it says: the members of its circle who read "
        "studies read it on its page from then on, and it stays there. Beyond the circle it goes only when each "
        "organisation whose counts are in it has agreed."
    ),
    begun=_begun,
)
