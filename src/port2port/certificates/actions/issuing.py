"""A certificate is issued, in the transaction in which its holder earned it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from port2port.base.refusal import NotAllowed
from port2port.certificates import issuer
from port2port.certificates.access import holds
from port2port.certificates.models import Certificate, IssuerKey
from port2port.certificates.refusals import ListFull, NoWords
from port2port.ledger.actions import trail
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Person
from port2port.pure import badge
from port2port.pure.badge import FALLBACK, Achievement
from port2port.pure.calendar_rules import plus_months
from port2port.pure.status_list import BITS

AT_ONCE = 50
type Randomness = Callable[[int], bytes]
# With half of the bits taken, the chance that so many tries all meet a taken one is below one in 10^19.
_TRIES = 64


@transaction.atomic
def issue(*, holder: Member, achievement: Achievement, now: datetime, randomness: Randomness) -> Certificate:
    """Sign a certificate for who achieved it; an earlier one for the same achievement in the same organisation is
    superseded. Where one of the same version stands that runs to the same last day, or without end, that one is the
    answer and nothing is signed: a certificate never ends before the pass does.

    Call it in the transaction in which the achievement is recorded.

    holder       the person who earned it, in the seat of the organisation in which it was earned
    randomness   gives so many random bytes: `secrets.token_bytes`
    Raises NotAllowed: a machine, or nobody. NoWords. ListFull. KeyStoreLocked: nothing can be signed just now.
    """
    if not holds(holder) or holder.person_id is None or holder.organisation_id is None:
        raise NotAllowed
    if not (achievement.names.get(FALLBACK) and achievement.criteria.get(FALLBACK)):
        raise NoWords
    person = Person.objects.get(pk=holder.person_id)
    same = Certificate.objects.filter(person=person, organisation_id=holder.organisation_id, achievement=achievement.id)
    alike = same.filter(version=achievement.version, valid_to_on=_last_day(achievement, now))
    standing = alike.standing().order_by("-issued_at", "-pk").first()
    if standing is not None:
        return standing
    key = issuer.current_key(now=now)
    row = _unsigned(key, person, achievement, now=now, randomness=randomness)
    row.organisation_id = holder.organisation_id
    _sign(row, achievement, key, name=_uuid(randomness))
    # One that was owed for long never supersedes what a later version earned meanwhile, nor what was issued after it.
    earlier = same.filter(version__lte=achievement.version, issued_at__lte=now, superseded_by=None)
    earlier.exclude(pk=row.pk).update(superseded_by=row)
    record_act(member=holder, act="earn_certificate", subject=f"certificate {row.key}", now=now)
    return row


def issue_anew(*, now: datetime, randomness: Randomness) -> int:
    """Sign again, until the same last day, what a stolen key had signed and has not run out. How many of them.

    Safe to repeat; so many at a time. Raises KeyStoreLocked, ListFull.
    """
    rows = Certificate.objects.disbelieved().still_running(on=timezone.localdate(now))
    due = rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    return sum(_issued_anew(pk, now=now, randomness=randomness) for pk in due)


@transaction.atomic
def _issued_anew(pk: int, *, now: datetime, randomness: Randomness) -> bool:
    rows = Certificate.objects.disbelieved().select_for_update(of=("self",))
    old = rows.filter(pk=pk).select_related("person").first()
    if old is None:
        return False
    said = Achievement(old.achievement, old.version, old.names, old.criteria, tuple(old.codes), old.valid_months)
    key = issuer.current_key(now=now)
    row = _unsigned(key, old.person, said, now=now, randomness=randomness)
    row.organisation_id, row.valid_to_on = old.organisation_id, old.valid_to_on
    _sign(row, said, key, name=_uuid(randomness))
    Certificate.objects.filter(pk=pk).update(superseded_by=row)
    trail(
        actor="server",
        organisation="",
        act="issue_certificate_anew",
        subject=f"certificate {row.key}",
        outcome="done",
        now=now,
    )
    return True


def _unsigned(
    key: IssuerKey, person: Person, achievement: Achievement, *, now: datetime, randomness: Randomness
) -> Certificate:
    return Certificate(
        key=_uuid(randomness),
        check_code=randomness(16).hex(),
        subject=_uuid(randomness),
        issuer_key=key,
        status_index=_free_index(key, randomness),
        person=person,
        achievement=achievement.id,
        version=achievement.version,
        names=dict(achievement.names),
        criteria=dict(achievement.criteria),
        codes=list(achievement.alignments),
        valid_months=achievement.valid_months,
        language=person.language or settings.LANGUAGE_CODE,
        issued_at=now,
        valid_to_on=_last_day(achievement, now),
    )


def _sign(row: Certificate, achievement: Achievement, key: IssuerKey, *, name: UUID) -> None:
    said = badge.Wording(
        achievement=achievement,
        language=row.language if row.language in achievement.names else FALLBACK,
        # Other numbers than the page's: who holds the token cannot tell where its pages are.
        credential=name,
        subject=row.subject,
        valid_from=row.issued_at.astimezone(UTC),
        valid_until=end_of(row.valid_to_on) if row.valid_to_on else None,
        list_url=issuer.list_address(key),
        index=row.status_index,
    )
    row.credential = badge.sign(badge.payload_of(said, issuer=issuer.issuer()), seed=issuer.seed_of(key))
    row.save(force_insert=True)


def _last_day(achievement: Achievement, now: datetime) -> date | None:
    months = achievement.valid_months
    return plus_months(timezone.localdate(now), months) if months else None


def end_of(day: date) -> datetime:
    """The moment after which a day is over, in the node's time zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)).astimezone(UTC)


def _free_index(key: IssuerKey, randomness: Randomness) -> int:
    for _try in range(_TRIES):
        index = int.from_bytes(randomness(4)) % BITS
        if not key.certificates.filter(status_index=index).exists():
            return index
    raise ListFull


def _uuid(randomness: Randomness) -> UUID:
    return UUID(bytes=randomness(16), version=4)
