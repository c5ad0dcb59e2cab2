"""Before a report leaves: its author answers for what its text seems to tell of people."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.reports.fields import ReportFields
from port2port.reports.guard import Find, PersonalDataFound, finds_in
from port2port.reports.models import Report


def resolve(
    report: Report,
    said: ReportFields,
    *,
    member: Member,
    not_personal: frozenset[str],
    now: datetime,
    spots: Iterable[str] = (),
) -> None:
    """That nothing is found in the text but what the author says is no personal data, now or before.

    What is said now is kept with the report and goes on record, by kind and number, without the text.
    Runs in the caller's transaction, on a row that stands. Raises PersonalDataFound.
    """
    found = finds_in(said, spots=spots)
    known = frozenset(report.not_personal)
    unresolved = [one for one in found if one.token not in known | not_personal]
    if unresolved:
        raise PersonalDataFound(unresolved)
    fresh = {one.token: one for one in found if one.token not in known}
    kept = sorted({one.token for one in found})
    if kept == report.not_personal:
        return
    report.not_personal = kept
    report.save(update_fields=["not_personal"])
    if fresh:
        record_act(member=member, act="not_personal", subject=f"{report.number}: {_counted(fresh.values())}", now=now)


def _counted(finds: Iterable[Find]) -> str:
    counts = Counter(str(one.hit.kind) for one in finds)
    return ", ".join(f"{kind} × {number}" for kind, number in sorted(counts.items()))
