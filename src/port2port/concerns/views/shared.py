"""What the pages of the desk have in common: handlers only, and their key."""

import os
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.concerns.access import is_handler
from port2port.concerns.derive import WrongPassphrase, private_key
from port2port.concerns.limits import PASSPHRASES, source_of_seat
from port2port.concerns.models import Concern, HandlerKey
from port2port.concerns.rules import Locked, NoKeyYet
from port2port.concerns.unlocked import key_of, unlock
from port2port.members.middleware import member_of
from port2port.pure.sealing import public_of

type View = Callable[..., HttpResponse]
PRIVATE_BYTES = 32


def handlers_only(view: View) -> View:
    """For whoever sits at a desk; for everybody else there is no such page, whatever the method."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_handler(member_of(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def fresh_private() -> bytes:
    """A private key that nobody had before."""
    return os.urandom(PRIVATE_BYTES)


def held_key(request: HttpRequest) -> bytes | None:
    """The handler's private key, where it is unlocked in this process and still the one that things are sealed to."""
    member = member_of(request)
    held = key_of(request, member.seat_id or 0)
    if held is None:
        return None
    row = HandlerKey.objects.visible_to(member).first()
    # In another process the handler may have made a new one since.
    return held if row is not None and bytes(row.public) == public_of(held) else None


def needed_key(request: HttpRequest) -> bytes:
    """The private key; unlocks it with the passphrase of the form where it must.

    Raises Locked, NoKeyYet, WrongPassphrase, TooOften, Busy.
    """
    held = held_key(request)
    if held is not None:
        return held
    passphrase = request.POST.get("passphrase", "")
    if not passphrase:
        raise Locked
    row = HandlerKey.objects.visible_to(member_of(request)).first()
    if row is None:
        raise NoKeyYet
    with PASSPHRASES.counting_failures(source_of_seat(row.seat_id), WrongPassphrase):
        private = private_key(row, passphrase)
    unlock(request, row.seat_id, private)
    return private


def held_concern(request: HttpRequest, key: UUID) -> Concern:
    """The concern. Raises Http404, alike for hidden and missing."""
    rows = Concern.objects.visible_to(member_of(request)).standing().select_related("port")
    return get_object_or_404(rows, key=key)


def crumbs(concern: Concern | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("concerns:desk"), _("Concerns desk"))]
    return way if concern is None else [*way, (concern.get_absolute_url(), concern.number)]
