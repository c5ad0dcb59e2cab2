"""Who lends what to a study: pinned when it is registered, and whether its lenders still will."""

from datetime import datetime

from port2port.counts.models import CountSeries, Loan
from port2port.members.models import CircleMembership
from port2port.studies.framing import Frame
from port2port.studies.models import Study, StudyResult


def series_lent(study: Study, frame: Frame) -> list[CountSeries]:
    """The series by which the ports of the frame are lent to the circle now."""
    loans = Loan.objects.running_in(study.circle).filter(
        outcome=study.outcome, category=study.category, port__in=[one.port.pk for one in frame.ports]
    )
    return [one.series for one in loans.select_related("series__port", "series__organisation")]


def willing_since(result: StudyResult) -> dict[int, datetime]:
    """Organisations of the result that are in the circle and lend all of theirs that it read, by id: since when.

    Whoever left, took something back or withdrew what it declared is missing; who came or lent anew, did so since then.
    """
    study = result.study
    stays = CircleMembership.objects.current().filter(circle=study.circle_id, organisation__in=result.lenders.all())
    since = {one.organisation_id: one.joined_at for one in stays if one.joined_at is not None}
    running = Loan.objects.running_in(study.circle_id).filter(series__in=study.series.all())
    given = dict(running.values_list("series_id", "given_at"))
    for one in study.series.all():
        lent = given.get(one.pk)
        if lent is None:
            since.pop(one.organisation_id, None)
        elif one.organisation_id in since:
            since[one.organisation_id] = max(since[one.organisation_id], lent)
    for declared in (study.intervention, study.comparison):
        if declared is not None and declared.withdrawn_at is not None:
            since.pop(declared.organisation_id, None)
    return since
