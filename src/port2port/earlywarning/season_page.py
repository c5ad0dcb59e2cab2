"""What the pages of seasons show: never more of one than its player has come to, and the truth only after the end."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from port2port.earlywarning.drawing import Bar, Chart, Fold, Row, bars_of, charts_of, folded, rows_of
from port2port.earlywarning.models import Answer, Season
from port2port.earlywarning.seasons import PORTS, WEEKS, Truth, followed, made, thresholds_for
from port2port.earlywarning.tables import Budget, budgets_of

LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the ports said when they were asked in a week."""

    week: int
    words: str


@dataclass(frozen=True, slots=True)
class End:
    """What is told once a season is over."""

    truth: str
    said: str
    verdict: str
    is_right: bool | None
    board: str
    board_is_right: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A season as far as it has come; end: None while it runs."""

    season: Season
    weeks: int
    bars: tuple[Bar, ...]
    charts: list[Chart]
    rows: list[Row]
    is_alarm: bool
    has_fallen: bool
    loudest: str
    replies: list[Reply]
    budgets: list[Budget]
    end: End | None

    @property
    def shown(self) -> tuple[list[Row], list[Fold]]:
        """The weeks as the table has them: a quarter of a year stands open, the ones before are folded."""
        return folded(self.rows)

    @property
    def has_weeks_left(self) -> bool:
        """Whether the board can go on."""
        return self.season.week < WEEKS


@dataclass(frozen=True, slots=True)
class Record:
    """How often the player was right, beside the board on the same seasons."""

    seasons: list[Season] = field(default_factory=list)

    @property
    def played(self) -> int:
        """Seasons that are over."""
        return len(self.seasons)

    @property
    def right(self) -> int:
        """In which the player was right about something having moved."""
        return sum(one.is_right is True for one in self.seasons)

    @property
    def unsure(self) -> int:
        """In which the player could not tell."""
        return sum(one.is_right is None for one in self.seasons)

    @property
    def exact(self) -> int:
        """In which the player named the very truth."""
        return sum(one.is_exact for one in self.seasons)

    @property
    def board_right(self) -> int:
        """In which the board alone was right."""
        return sum(one.board_is_right for one in self.seasons)


def record_of(seasons: Sequence[Season]) -> Record:
    """Of the seasons that are over."""
    return Record([one for one in seasons if one.is_over])


def port_names() -> tuple[str, ...]:
    """The simulated ports, the one of the measure first."""
    return tuple(_("Port %(letter)s") % {"letter": letter} for letter in LETTERS[:PORTS])


def page_of(season: Season) -> Page:
    """The season up to its week; nothing that lies after it is reckoned with, so nothing of it can show."""
    names, thresholds = port_names(), thresholds_for(season.budget)
    until = WEEKS if season.is_over else season.week
    found = followed(season.drawn["ports"], season.drawn["outside"], budget=season.budget, until=until)
    last = found.readings[-1] if found.readings else None
    return Page(
        season=season,
        weeks=until,
        bars=bars_of(last.directed, last.max_port, thresholds) if last else (),
        charts=charts_of(found.readings, thresholds, target=names[0], weeks=WEEKS),
        rows=rows_of(found.readings, thresholds, names, label=week_name),
        is_alarm=last is not None and last.alarm is not None,
        has_fallen=last is not None and last.has_fallen,
        loudest=names[last.loudest] if last else "",
        replies=_replies(season),
        budgets=budgets_of(made()["table"], chosen=season.budget),
        end=_end(season) if season.is_over else None,
    )


def week_name(number: int) -> str:
    """Of a simulated week."""
    return _("week %(number)d") % {"number": number}


def _replies(season: Season) -> list[Reply]:
    if season.truth == Truth.RECORDING:
        words = _("Port A: since the measure began we count in another way. The other ports: we count as before.")
    else:
        words = _("All ports: we count as before. No backlog, and no large operation.")
    return [Reply(week, words) for week in season.asked]


def _end(season: Season) -> End:
    if season.is_right is None:
        verdict = _("You could not tell. That is an honest answer, and often the right one.")
    elif season.is_exact:
        verdict = _("You were right.")
    elif season.is_right:
        verdict = _("You were right about whether something moved, and wrong about why.")
    else:
        verdict = _("You were wrong.")
    return End(
        truth=str(Truth(season.truth).label),
        said=str(Answer(season.answer).label),
        verdict=verdict,
        is_right=season.is_right,
        board=_board_words(season.board_week or 0),
        board_is_right=season.board_is_right,
    )


def _board_words(week: int) -> str:
    if not week:
        return _("The board gave no alarm in the whole year.")
    return _("The board gave its first alarm in week %(week)d.") % {"week": week}
