"""A game is opened in a circle, and each organisation names its own people in it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from port2port.allocation.access import READERS, takes_part
from port2port.allocation.models import Aim, GameDraft, Named
from port2port.allocation.refusals import ChooseCircle, ChooseOne, Closed, LastNamed, NotOneOfUs, TooMany
from port2port.base.refusal import NotAllowed
from port2port.members.actions.rights import record_act
from port2port.members.member import Function, Member
from port2port.members.models import Circle, Seat
from port2port.members.operators import operators
from port2port.pure.texts import Room
from port2port.reports.rules import BadField, cleaned, own_organisation

TITLE = Room(characters=120, byte_count=480, required=True)
MOST_NAMED = 12
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def acting_seat(member: Member) -> int:
    """The seat that acts. Raises NotAllowed for machines, and for seats that take no part."""
    if not takes_part(member) or member.seat_id is None:
        raise NotAllowed
    return member.seat_id


def check_named(member: Member, game: GameDraft) -> int:
    """The seat that acts, named in the game now, which is open. Raises NotAllowed, Closed."""
    seat = check_named_still(member, game)
    # As it stands: somebody may have closed it since this row was read.
    if GameDraft.objects.filter(pk=game.pk).exclude(closed_at=None).exists():
        raise Closed
    return seat


def hold_named(member: Member, game: GameDraft) -> int:
    """The same for a change of the game, which is held: a closing waits for it, or comes before it.

    Raises NotAllowed, Closed.
    """
    GameDraft.objects.select_for_update().get(pk=game.pk)
    return check_named(member, game)


def check_named_still(member: Member, game: GameDraft) -> int:
    """The seat that acts, named in the game now, be it closed or not. Raises NotAllowed."""
    seat = acting_seat(member)
    if not GameDraft.objects.editable_by(member).filter(pk=game.pk).exists():
        raise NotAllowed
    return seat


@transaction.atomic
def open_game(
    *, member: Member, circle: Circle, title: str, language: str, aim: str = Aim.MEAN.value, now: datetime
) -> GameDraft:
    """A new game; who opens it is named in it. Raises NotAllowed, ChooseCircle, BadField."""
    seat = acting_seat(member)
    if not Circle.objects.choosable_by(member).filter(pk=circle.pk).exists():
        raise BadField("circle", ChooseCircle.words)
    if language not in LANGUAGES:
        raise BadField("language", ChooseOne.words)
    if aim not in Aim.values:
        raise BadField("aim", ChooseOne.words)
    game = GameDraft.objects.create(
        circle=circle,
        organisation_id=own_organisation(member),
        title=cleaned("title", title, TITLE),
        language=language,
        aim=aim,
        opened_by_id=seat,
        opened_at=now,
    )
    _name(game, seat, by=seat, organisation=own_organisation(member), now=now)
    record_act(member=member, act="open_game", subject=f"gamedraft {game.key}", now=now)
    return game


def may_close(member: Member, game: GameDraft) -> bool:
    """Whether this seat closes and opens it: named in it, of the house that opened it."""
    if not GameDraft.objects.editable_by(member).filter(pk=game.pk).exists():
        return False
    houses = operators()
    return houses.get(own_organisation(member)) == houses.get(game.organisation_id)


def close_game(*, member: Member, game: GameDraft, now: datetime) -> GameDraft:
    """Nothing is entered, asked or drafted any more; agreed plans run to their last week. Raises NotAllowed."""
    return _turn(member, game, act="close_game", closed_at=now, now=now)


def reopen_game(*, member: Member, game: GameDraft, now: datetime) -> GameDraft:
    """It goes on where it stood. Raises NotAllowed."""
    return _turn(member, game, act="reopen_game", closed_at=None, now=now)


@transaction.atomic
def _turn(member: Member, game: GameDraft, *, act: str, closed_at: datetime | None, now: datetime) -> GameDraft:
    acting_seat(member)
    # A question that is reckoned now holds the game as well: it is answered before this, or refused after it.
    held = GameDraft.objects.select_for_update().get(pk=game.pk)
    if not may_close(member, held):
        raise NotAllowed
    if (held.closed_at is None) == (closed_at is None):
        return held
    held.closed_at = closed_at
    held.save(update_fields=["closed_at"])
    record_act(member=member, act=act, subject=f"gamedraft {held.key}", now=now)
    return held


def _name(game: GameDraft, seat: int, *, by: int, organisation: int, now: datetime) -> Named:
    row, _is_new = Named.objects.get_or_create(
        game=game,
        seat_id=seat,
        ended_at=None,
        defaults={"organisation_id": organisation, "named_by_id": by, "named_at": now},
    )
    return row


def names_people(member: Member, game: GameDraft) -> bool:
    """Whether this seat names people of its own organisation here: a coordinator of the circle, or one named."""
    if not GameDraft.objects.visible_to(member).filter(pk=game.pk).exists():
        return False
    is_named = GameDraft.objects.editable_by(member).filter(pk=game.pk).exists()
    return is_named or member.function == Function.COORDINATOR


@transaction.atomic
def name_person(*, member: Member, game: GameDraft, seat: Seat, now: datetime) -> Named:
    """Somebody of the own organisation reads and works on the game from now on. Raises NotAllowed, BadField."""
    own, acting = own_organisation(member), acting_seat(member)
    if not names_people(member, game):
        raise NotAllowed
    fits = seat.organisation_id == own and seat.is_open and seat.function in {one.value for one in READERS}
    if not fits:
        raise BadField("seat", NotOneOfUs.words)
    GameDraft.objects.select_for_update().get(pk=game.pk)
    if Named.objects.filter(game=game, organisation_id=own, ended_at=None).count() >= MOST_NAMED:
        raise TooMany
    row = _name(game, seat.pk, by=acting, organisation=own, now=now)
    record_act(member=member, act="name_in_game", subject=f"gamedraft {game.key} seat {seat.key}", now=now)
    return row


@transaction.atomic
def unname(*, member: Member, named: Named, now: datetime) -> None:
    """Somebody of the own organisation reads it no more. Raises NotAllowed, LastNamed."""
    acting_seat(member)
    if named.organisation_id != member.organisation_id or not names_people(member, named.game):
        raise NotAllowed
    GameDraft.objects.select_for_update().get(pk=named.game_id)
    left = Named.objects.filter(game=named.game, ended_at=None)
    if (
        named.game.organisation_id == named.organisation_id
        and left.filter(organisation_id=named.organisation_id).count() < 2
    ):
        raise LastNamed
    left.filter(pk=named.pk).update(ended_at=now)
    record_act(
        member=member, act="unname_in_game", subject=f"gamedraft {named.game.key} seat {named.seat.key}", now=now
    )
