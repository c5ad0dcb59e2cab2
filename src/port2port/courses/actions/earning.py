"""What a passed course earns besides the pass: a certificate, in the same transaction."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from port2port.base.refusal import Refusal
from port2port.certificates.actions import issue, issue_anew
from port2port.certificates.refusals import ListFull
from port2port.courses.models import Attempt, CourseVersion
from port2port.ledger.keys import KeyStoreLocked
from port2port.members.member import Member
from port2port.members.readers import member_of_seat
from port2port.pure.badge import FALLBACK, Achievement
from port2port.pure.course_front import LANGUAGES

type Randomness = Callable[[int], bytes]
AT_ONCE = 50


def earns(version: CourseVersion) -> bool:
    """A course earns a certificate where it covers something that a role must know."""
    return bool(version.covers)


def is_owed(attempt: Attempt) -> bool:
    """Whether it was passed and earns a certificate that could not be signed yet. Who left the seat is owed none."""
    earned_one = attempt.is_passed and attempt.certified_at is None and earns(attempt.version)
    return earned_one and attempt.seat.ended_at is None


def earned(*, member: Member, attempt: Attempt, now: datetime, randomness: Randomness) -> None:
    """The attempt was passed. Where nothing can be signed just now, the pass stays and the certificate follows."""
    try:
        with transaction.atomic():
            _certify(member, attempt, now=now, randomness=randomness)
    except (KeyStoreLocked, ListFull):
        return


def _certify(member: Member, attempt: Attempt, *, now: datetime, randomness: Randomness) -> None:
    if not is_owed(attempt):
        return
    issue(holder=member, achievement=achievement_of(attempt.version), now=now, randomness=randomness)
    attempt.certified_at = now
    attempt.save(update_fields=["certified_at"])


def issue_owed(*, now: datetime, randomness: Randomness) -> int:
    """Issue the certificates that could not be signed when they were earned, and anew those of a stolen key.

    How many. Safe to repeat. Who has left the seat meanwhile gets none. Raises KeyStoreLocked, ListFull: at the first
    that cannot be signed, as then none can; the others are not tried.
    """
    owed = Attempt.objects.filter(
        is_passed=True, certified_at=None, seat__ended_at=None, seat__person__is_active=True
    ).exclude(version__covers=[])
    made = 0
    # Of those that earn one, so many: who is refused one keeps its place and holds up nobody.
    for pk in list(owed.order_by("pk").values_list("pk", flat=True)):
        made += _issued(pk, now=now, randomness=randomness)
        if made == AT_ONCE:
            break
    return made + issue_anew(now=now, randomness=randomness)


@transaction.atomic
def _issued(pk: int, *, now: datetime, randomness: Randomness) -> bool:
    rows = Attempt.objects.select_for_update(of=("self",)).select_related(
        "version__course", "seat__person", "seat__organisation"
    )
    row = rows.get(pk=pk)
    try:
        _certify(member_of_seat(row.seat), row, now=now, randomness=randomness)
    except (KeyStoreLocked, ListFull):
        raise
    except Refusal:
        # The seat was ended meanwhile: nobody holds the certificate any more.
        return False
    return row.certified_at is not None


def achievement_of(version: CourseVersion) -> Achievement:
    """What the certificate says: the course, by its title, and what had to be done."""
    titles = dict(version.titles)
    first = next(iter(titles.values()))
    return Achievement(
        id=version.course.code,
        version=version.n,
        names={language: titles.get(language, first) for language in {*titles, FALLBACK}},
        criteria={language: _criterion(version, language) for language in LANGUAGES},
        alignments=tuple(version.covers),
        valid_months=version.valid_months,
    )


def _criterion(version: CourseVersion, language: str) -> str:
    with translation.override(language):
        return _("Answered the questions of the course with at least %(mark)s %% right.") % {"mark": version.pass_mark}
