"""Certificates as lines: one's own, and those of the own organisation's people, also as a sheet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from port2port.base.refusal import NotAllowed
from port2port.certificates.access import Certificates, sees_staff
from port2port.certificates.covering import covered
from port2port.certificates.models import Certificate
from port2port.certificates.models.certificates import STATE_WORDS, STEPS, State
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.pure.sheets import Column

ON_PAGE = 50
LONGEST = 120
EXPIRING = "expiring"
SOON = timedelta(days=max(STEPS))
STATE_KINDS = {
    State.VALID: "done",
    State.EXPIRED: "medium",
    State.REVOKED: "critical",
    State.SUPERSEDED: "",
    State.DISTRUSTED: "critical",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter of the address. state   one of State, `expiring` for the next sixty days, or all"""

    words: str = ""
    state: str = ""

    @property
    def is_any(self) -> bool:
        """Whether something is asked for."""
        return bool(self.words or self.state)


@dataclass(frozen=True, slots=True)
class Line:
    """One certificate in a list. soon   it runs out within sixty days"""

    row: Certificate
    words: str | Promise
    kind: str
    soon: bool


def asked_in(query: Mapping[str, str]) -> Asked:
    """What the address asks for; what it does not know is passed over."""
    state = query.get("state", "")
    known = state == EXPIRING or state in set(State)
    return Asked(query.get("q", "").replace("\0", "")[:LONGEST].strip(), state if known else "")


def own(member: Member) -> Certificates:
    """One's own certificates, the newest first."""
    rows: Certificates = Certificate.objects.of_holder(member).listed()
    return rows.order_by("-issued_at", "-pk")


def of_staff(asked: Asked, *, member: Member, today: date) -> Certificates:
    """Those of the own organisation, what runs out first at the top."""
    rows: Certificates = Certificate.objects.of_staff(member).listed()
    for word in asked.words.split()[:5]:
        rows = rows.filter(person__name__icontains=word)
    return _in_state(rows, asked.state, today).order_by(F("valid_to_on").asc(nulls_last=True), "person__name", "pk")


def _in_state(rows: Certificates, state: str, today: date) -> Certificates:
    standing = rows.standing()
    found = {
        EXPIRING: standing.runs_until(today, today + SOON),
        State.VALID: standing.still_running(on=today),
        State.EXPIRED: standing.filter(valid_to_on__lt=today),
        State.REVOKED: rows.filter(revoked_at__isnull=False),
        State.SUPERSEDED: rows.filter(revoked_at=None, superseded_by__isnull=False, issuer_key__distrusted_at=None),
        State.DISTRUSTED: rows.filter(revoked_at=None, issuer_key__distrusted_at__isnull=False),
    }
    return found.get(state, rows)


def lines_of(rows: Iterable[Certificate], *, today: date) -> list[Line]:
    """As a list shows them."""
    return [line_of(row, today=today) for row in rows]


def line_of(row: Certificate, *, today: date) -> Line:
    """As a list shows it."""
    state = row.state(today)
    soon = state == State.VALID and row.valid_to_on is not None and row.valid_to_on <= today + SOON
    return Line(row, STATE_WORDS[state], STATE_KINDS[state], soon)


def export(asked: Asked, *, member: Member, now: datetime) -> list[Certificate]:
    """The certificates of the filter, for a file; on record. Raises NotAllowed."""
    if not sees_staff(member):
        raise NotAllowed
    rows = list(of_staff(asked, member=member, today=timezone.localdate(now)))
    record_act(member=member, act="take_out_certificates", subject=f"{len(rows)} certificates", now=now)
    return rows


def columns() -> list[Column]:
    """The headings in the reader's language."""
    names = [
        _("Number"), _("Name"), _("Certificate"), _("Version"), _("State"), _("Issued on"), _("Valid until"),
        _("Covers"),
    ]  # fmt: skip
    return [Column(name, 24) for name in names]


def cells(rows: Iterable[Certificate], *, today: date) -> Iterator[Sequence[str]]:
    """One certificate a row, in the order of the headings; days are ISO 8601."""
    for row in rows:
        yield [
            row.number,
            row.person.name,
            row.name,
            str(row.version),
            str(STATE_WORDS[row.state(today)]),
            timezone.localdate(row.issued_at).isoformat(),
            row.valid_to_on.isoformat() if row.valid_to_on else "",
            "; ".join(str(one) for one in covered(row.codes)),
        ]
