"""The rounds: once a quarter, what may be shown of the figures that organisations lend."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from port2port.members.models import FigureConsent, FigureContribution, FigureRound, Organisation
from port2port.pure.disclosure import Band, Contribution, Rules, Shown, next_round
from port2port.site.health import FIGURES, Figure, Quarter, all_rows, last_quarter

# Late answers and openings are in by then, and who wants its figures out has had time to say so.
AFTER = timedelta(days=14)
# An organisation is its own operator here and belongs to no single port.
RULES = Rules(ports=0)


def make_rounds(*, now: datetime) -> int:
    """Make the round of the newest quarter that is over, once; how many figures were settled."""
    quarter = last_quarter(timezone.localdate(now - AFTER))
    made = set(FigureRound.objects.filter(first_day=quarter.first_day).values_list("figure", flat=True))
    missing = [figure for figure in FIGURES if figure.name not in made]
    return sum(_make(figure, quarter, now) for figure in missing)


@transaction.atomic
def _make(figure: Figure, quarter: Quarter, now: datetime) -> int:
    row, is_new = FigureRound.objects.get_or_create(
        figure=figure.name, first_day=quarter.first_day, defaults={"made_at": now}
    )
    if not is_new:
        return 0
    levels = _levels(figure, quarter)
    FigureContribution.objects.bulk_create(
        FigureContribution(round=row, organisation_id=organisation, level=level)
        for organisation, level in sorted(levels.items())
    )
    before, maker = _before(row)
    shown = next_round(before, _contributions(levels), RULES)
    if shown.band is not None:
        row.lower, row.middle, row.upper = shown.band.lower, shown.band.middle, shown.band.upper
        row.floor = shown.band.floor
    row.made_of = maker if shown.made_of is before.made_of else row
    row.save()
    return 1


def _levels(figure: Figure, quarter: Quarter) -> dict[int, int]:
    """The step of each active member that lends its figures and has something to measure."""
    lending = FigureConsent.objects.running().filter(
        organisation__state=Organisation.State.ACTIVE, organisation__standing=Organisation.Standing.MEMBER
    )
    rows = all_rows()
    values = {one: figure.value(one, quarter, rows) for one in lending.values_list("organisation_id", flat=True)}
    return {one: figure.level(value) for one, value in values.items() if value is not None}


def _before(row: FigureRound) -> tuple[Shown, FigureRound | None]:
    """What the round before showed, and the round whose contributions the newest band was made of."""
    earlier = FigureRound.objects.filter(figure=row.figure, first_day__lt=row.first_day).order_by("-first_day").first()
    maker = earlier.made_of if earlier else None
    if earlier is None or maker is None:
        return Shown(), None
    made_of = dict(maker.contributions.values_list("organisation_id", "level"))
    units = {one.unit: one for one in _contributions(made_of)}
    return Shown(band_in(earlier), band_in(maker), units), maker


def _contributions(levels: dict[int, int]) -> list[Contribution]:
    return [Contribution(unit=str(one), operator=str(one), level=level) for one, level in sorted(levels.items())]


def band_in(row: FigureRound) -> Band | None:
    """The band of a round; None is too few to show."""
    if row.lower is None or row.middle is None or row.upper is None or row.floor is None:
        return None
    return Band(row.lower, row.middle, row.upper, row.floor)
