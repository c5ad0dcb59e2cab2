"""What the pages have in common: who may open them, and the game behind an address."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from port2port.allocation.access import takes_part
from port2port.allocation.models import GameDraft, Plan, PortInputs, Solution
from port2port.members.middleware import member_of
from port2port.members.models import Port
from port2port.members.views.shared import only

for_members = only(takes_part)


def visible_game(request: HttpRequest, key: UUID) -> GameDraft:
    """A game that this seat knows of: named in it, or coordinator in its circle. Raises Http404."""
    rows = GameDraft.objects.visible_to(member_of(request)).select_related("circle", "organisation")
    return get_object_or_404(rows, key=key)


def own_game(request: HttpRequest, key: UUID) -> GameDraft:
    """A game in which this seat is named. Raises Http404, alike for hidden and missing."""
    rows = GameDraft.objects.editable_by(member_of(request)).select_related("circle", "organisation")
    return get_object_or_404(rows, key=key)


def own_port(request: HttpRequest, slug: str) -> Port:
    """A port that the own organisation manages. Raises Http404."""
    member = member_of(request)
    return get_object_or_404(Port.objects.visible_to(member).reportable_by(member), slug=slug)


def own_inputs(request: HttpRequest, game: GameDraft, slug: str) -> PortInputs:
    """What was entered of an own port. Raises Http404."""
    rows = PortInputs.objects.visible_to(member_of(request)).select_related("port", "game")
    return get_object_or_404(rows, game=game, port__slug=slug)


def newest(request: HttpRequest, game: GameDraft) -> Solution | None:
    """The answer that counts."""
    return (
        Solution.objects.visible_to(member_of(request))
        .filter(game=game)
        .select_related("game")
        .order_by("-number")
        .first()
    )


def visible_plan(request: HttpRequest, key: UUID) -> Plan:
    """The plan. Raises Http404, alike for hidden and missing."""
    rows = Plan.objects.visible_to(member_of(request)).select_related("game__circle", "solution__game", "organisation")
    return get_object_or_404(rows, key=key)


def crumbs(game: GameDraft | None = None) -> list[tuple[str, str]]:
    """The way back."""
    way = [(reverse("allocation:list"), _("Joint allocation"))]
    return way if game is None else [*way, (game.get_absolute_url(), game.title)]
