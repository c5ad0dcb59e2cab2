"""What the pages have in common: who may open them, and the way back."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.base.clock import now
from port2port.base.refusal import NotAllowed
from port2port.earlywarning.access import reads_board
from port2port.members.actions.rights import record_refusal
from port2port.members.middleware import member_of

type View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """For seats that read the board: others find no such page, and a form they send all the same is on record."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        member = member_of(request)
        if reads_board(member):
            return view(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"}:
            raise Http404
        record_refusal(member=member, act=view.__name__, now=now())
        raise NotAllowed

    return guarded


def board_crumb() -> tuple[str, str]:
    """The board."""
    return reverse("earlywarning:board"), _("Watch board")


def season_crumb() -> tuple[str, str]:
    """One's own seasons."""
    return reverse("earlywarning:seasons"), _("Practice seasons")
