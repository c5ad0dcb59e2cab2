"""Service accounts, and secrets for machines."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import NotAllowed, Refusal
from port2port.members.actions.rights import on_rights, require
from port2port.members.member import Act, Function, Member
from port2port.members.models import Person, Seat, ServiceAccount, Token
from port2port.members.purposes import NoSuchPurpose, purposes
from port2port.members.secrets_once import digest_of

LONGEST_LIFE = timedelta(days=366)
DEFAULT_LIFE = timedelta(days=180)


class NameInUse(Refusal):
    """One open service account a name, inside the organisation."""

    words = _("Your organisation has a service account of this name already.")


class LivesTooLong(Refusal):
    """A token that is forgotten must die by itself."""

    words = _("A token lives a year at most and must end in the future.")


class NoSuchLogin(Refusal):
    """Said on the command line only."""

    words = _("No login of this name has an open seat.")


@on_rights
@transaction.atomic
def make_service_account(*, member: Member, name: str, function: Function, now: datetime) -> ServiceAccount:
    """A machine of the own organisation; it gets no function that the coordinator could not give.

    Raises NotAllowed, NameInUse.
    """
    own = require(member, Act.MANAGE_TOKENS, where=member.may_give(function) and function != Function.COORDINATOR)
    if ServiceAccount.objects.filter(organisation_id=own, name=name, ended_at=None).exists():
        raise NameInUse
    return ServiceAccount.objects.create(organisation_id=own, name=name, function=function.value, made_at=now)


@on_rights
@transaction.atomic
def end_service_account(*, member: Member, account: ServiceAccount, now: datetime) -> None:
    """The account and all its tokens open nothing any more. Raises NotAllowed."""
    if not ServiceAccount.objects.editable_by(member).filter(pk=account.pk).exists():
        raise NotAllowed
    ServiceAccount.objects.filter(pk=account.pk, ended_at=None).update(ended_at=now)
    Token.objects.filter(service=account, revoked_at=None).update(revoked_at=now)


@on_rights
@transaction.atomic
def make_token(
    *,
    member: Member,
    label: str,
    scope: str,
    secret: str,
    now: datetime,
    purpose: str = "",
    expires_at: datetime | None = None,
    service: ServiceAccount | None = None,
) -> Token:
    """A token of the own seat, or of a service account that the member manages; the secret itself is not kept.

    purpose   what a token for feeds opens, and no other token has
    Raises NotAllowed, LivesTooLong, NoSuchPurpose.
    """
    if service is None:
        # A token may not make tokens: it would outlive its own revocation.
        require(member, Act.READ, where=member.seat_id is not None and member.limit is None)
    elif not ServiceAccount.objects.editable_by(member).filter(pk=service.pk, ended_at=None).exists():
        raise NotAllowed
    return _write(
        seat_id=member.seat_id if service is None else None,
        service=service,
        label=label,
        scope=scope,
        purpose=purpose,
        secret=secret,
        expires_at=expires_at or now + DEFAULT_LIFE,
        now=now,
    )


@on_rights
@transaction.atomic
def revoke_token(*, member: Member, token: Token, now: datetime) -> None:
    """The token opens nothing from the next request on. Raises NotAllowed."""
    if not Token.objects.editable_by(member).filter(pk=token.pk).exists():
        raise NotAllowed
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)


@transaction.atomic
def create_token_for(
    *,
    login: str,
    label: str,
    scope: str,
    secret: str,
    purpose: str = "",
    expires_at: datetime | None = None,
    now: datetime,
) -> Token:
    """A token of the login's active seat, made on the server. Raises NoSuchLogin, LivesTooLong, NoSuchPurpose."""
    person = Person.objects.filter(username=login, is_active=True).first()
    if person is None:
        raise NoSuchLogin
    seats = Seat.objects.open().filter(person=person).order_by("pk")
    seat = seats.filter(pk=person.active_seat_id or 0).first() or seats.first()
    if seat is None:
        raise NoSuchLogin
    return _write(
        seat_id=seat.pk,
        service=None,
        label=label,
        scope=scope,
        purpose=purpose,
        secret=secret,
        expires_at=expires_at or now + DEFAULT_LIFE,
        now=now,
    )


def _write(
    *,
    seat_id: int | None,
    service: ServiceAccount | None,
    label: str,
    scope: str,
    purpose: str,
    secret: str,
    expires_at: datetime,
    now: datetime,
) -> Token:
    known = purposes() if scope == Token.Scope.FEED else {""}
    if purpose not in known:
        raise NoSuchPurpose
    if not now < expires_at <= now + LONGEST_LIFE:
        raise LivesTooLong
    return Token.objects.create(
        seat_id=seat_id,
        service=service,
        label=label,
        scope=Token.Scope(scope),
        purpose=purpose,
        digest=digest_of(secret),
        made_at=now,
        expires_at=expires_at,
    )
