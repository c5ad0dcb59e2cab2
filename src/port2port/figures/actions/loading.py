"""Series and figures loaded from files: what is here already stays as it is, so loading twice changes nothing."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from port2port.base.refusal import NotAllowed
from port2port.figures.access import keeps_figures
from port2port.figures.fields import FigureFields
from port2port.figures.models import Figure, Series
from port2port.figures.reading import Fault, read_figures
from port2port.figures.rules import check
from port2port.figures.starting import packaged_figures, packaged_series
from port2port.members.actions.rights import record_act
from port2port.members.member import Member
from port2port.members.models import Port
from port2port.reports.rules import BadField

LANGUAGES = ("en", "nl", "fr", "de")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file: figures made, figures that were here, and rows refused with their lines."""

    made: int
    here: int
    refused: tuple[Fault, ...]


def load_series() -> int:
    """The series of the software, made or brought up to date; how many there are."""
    rows = list(csv.DictReader(packaged_series().splitlines()))
    wanted = [
        Series(slug=row["slug"], kind=row["kind"], unit=row["unit"], names={one: row[one] for one in LANGUAGES})
        for row in rows
    ]
    Series.objects.bulk_create(
        wanted, update_conflicts=True, unique_fields=["slug"], update_fields=["kind", "unit", "names"]
    )
    return len(wanted)


@transaction.atomic
def load_packaged(*, now: datetime) -> Loaded:
    """Series and figures that come with the software."""
    load_series()
    return load_figures(text=packaged_figures(), member=None, now=now)


@transaction.atomic
def load_figures(*, text: str, member: Member | None, now: datetime) -> Loaded:
    """The figures of a CSV file; a broken row is refused with its line and loses nothing else.

    member   on whose account; None for what came with the software or was loaded by who runs the server
    Raises NotAllowed, MissingColumns.
    """
    if member is not None and not keeps_figures(member):
        raise NotAllowed
    rows, faults = read_figures(text)
    series = {one.slug: one for one in Series.objects.all()}
    wanted: dict[str, Figure] = {}
    asked = 0
    for row in rows:
        try:
            check(row.said, series.get(row.said.series), now=now)
        except BadField as fault:
            faults.append(Fault(row.line, fault.words))
            continue
        figure = figure_of(row.said, series[row.said.series], member=member, now=now)
        wanted.setdefault(figure.digest, figure)
        asked += 1
    made = _keep(wanted)
    if member is not None and made:
        record_act(member=member, act="load_figures", subject=f"figures:{len(made)}", now=now)
    return Loaded(len(made), asked - len(made), tuple(sorted(faults, key=lambda fault: fault.line)))


def figure_of(said: FigureFields, series: Series, *, member: Member | None, now: datetime) -> Figure:
    """The row, not kept yet."""
    figure = Figure(
        series=series,
        place=said.place,
        from_on=said.from_on,
        to_on=said.to_on,
        value=said.value,
        unit=said.unit,
        qualifier=said.qualifier,
        source=said.source,
        published_on=said.published_on,
        supersedes=said.supersedes,
        language=said.language,
        is_to_verify=said.is_to_verify,
        organisation_id=member.organisation_id if member else None,
        by_id=member.seat_id if member else None,
        at=now,
    )
    figure.digest = figure.digest_of_it()
    return figure


def _keep(wanted: Mapping[str, Figure]) -> list[Figure]:
    """Those that were not here, kept; what another load keeps meanwhile is here then, and the rest is tried again."""
    while True:
        made = list(_not_here(wanted))
        give_ports(made)
        try:
            with transaction.atomic():
                Figure.objects.bulk_create(made)
        except IntegrityError:
            if not Figure.objects.filter(digest__in=[one.digest for one in made]).exists():
                raise
            for one in made:
                one.pk = None
        else:
            return made


def _not_here(wanted: Mapping[str, Figure]) -> Iterator[Figure]:
    """Neither here from the same hand, withdrawn or not, nor standing here from another."""
    here = set(Figure.objects.filter(digest__in=list(wanted)).values_list("digest", flat=True))
    stands = standing(wanted.values())
    return (figure for digest, figure in wanted.items() if digest not in here and figure.published not in stands)


def standing(figures: Iterable[Figure]) -> set[tuple[str, ...]]:
    """What stands of the series of these."""
    series = {figure.series_id for figure in figures}
    rows = Figure.objects.standing().filter(series__in=series).select_related("series")
    return {one.published for one in rows}


def give_ports(figures: Sequence[Figure]) -> None:
    """Sets the port where the place is a UN/LOCODE that we know."""
    codes = {figure.place for figure in figures}
    ports = dict(Port.objects.filter(locode__in=codes).exclude(locode="").values_list("locode", "pk"))
    for figure in figures:
        figure.port_id = ports.get(figure.place)
