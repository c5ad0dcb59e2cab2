"""What the page of a declaration shows, put together for its reader."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from port2port.levels.access import makes_declarations
from port2port.levels.models import Dos, DosStep
from port2port.levels.paper import MatrixRow, matrix_of
from port2port.levels.rules import digest_of
from port2port.levels.wording import STATE_KINDS, state_words
from port2port.members.level_board import effective_levels
from port2port.members.member import Member
from port2port.pure.declaration import ACKNOWLEDGED_WITHIN, Move, State, may, needs_revision
from port2port.reports.printing import makes_pdf


@dataclass(frozen=True, slots=True)
class DosPage:
    """One declaration, and what this seat may do with it now.

    late        whether nobody acknowledged the request in time
    level_now   ISPS level that binds the facility now
    revise      whether levels are others than somebody last looked at it under
    paper       whether a paper of this very wording is there
    """

    row: Dos
    state: State
    words: str
    kind: str
    late: bool
    level_now: int
    revise: bool
    matrix: list[MatrixRow]
    steps: list[DosStep]
    moves: frozenset[str]
    makes: bool
    paper: bool
    makes_pdf: bool
    may_erase: bool
    revised_by: Dos | None


def page_of(row: Dos, *, member: Member, now: datetime) -> DosPage:
    """The page."""
    state = row.state(now)
    level = effective_levels([row.facility], at=now)[row.facility_id].level
    weighed = (row.weighed_port_level or row.port_level, row.weighed_ship_level or row.ship_level)
    makes = makes_declarations(member) and row.erased_at is None
    over = row.keep_until_on < timezone.localdate(now)
    return DosPage(
        row=row,
        state=state,
        words=state_words(state),
        kind=STATE_KINDS[state],
        late=state == State.REQUESTED and now - row.requested_at >= ACKNOWLEDGED_WITHIN,
        level_now=level,
        revise=state == State.IN_FORCE and needs_revision(agreed=weighed, now=(level, row.ship_level_said)),
        matrix=matrix_of(row.by_facility, row.by_ship),
        steps=list(DosStep.objects.visible_to(member).filter(dos=row).select_related("by")),
        moves=frozenset(move.value for move in Move if makes and may(state, move) and move != Move.ERASE),
        makes=makes,
        paper=bool(row.sha256) and (row.agreed_at is not None or row.paper_digest == digest_of(row)),
        makes_pdf=makes_pdf(),
        may_erase=makes and over and may(state, Move.ERASE),
        revised_by=Dos.objects.visible_to(member).filter(revises=row).defer("paper").first(),
    )
