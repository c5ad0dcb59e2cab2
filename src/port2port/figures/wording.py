"""Places, units, periods and numbers of figures in the reader's language."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from port2port.figures.models import Figure, Series
from port2port.pure.published import Period, Span, scale_of
from port2port.vocabulary.lookup import reader_language

# Words of sources that stand for a place of more than one port; others are shown as the source has them.
PLACES: dict[str, str | Promise] = {
    "BE": gettext_lazy("Belgium"),
    "NL": gettext_lazy("Netherlands"),
    "FR": gettext_lazy("France"),
    "EU": gettext_lazy("European Union"),
    "US": gettext_lazy("United States"),
    "BE ports": gettext_lazy("Belgian ports"),
    "EU ports": gettext_lazy("Ports of the European Union"),
    "EU ports, from South America": gettext_lazy("Ports of the European Union, from South America"),
    "Flanders": gettext_lazy("Flanders"),
    "Limburg": gettext_lazy("Limburg"),
    "Port of Antwerp-Bruges": gettext_lazy("Port of Antwerp-Bruges"),
    "Province of Antwerp": gettext_lazy("Province of Antwerp"),
    "Rotterdam and Vlissingen together": gettext_lazy("Rotterdam and Vlissingen together"),
    "South America, bound for Belgium": gettext_lazy("South America, bound for Belgium"),
    "Zeebrugge, Antwerp and Ghent together": gettext_lazy("Zeebrugge, Antwerp and Ghent together"),
}
UNITS: dict[str, str | Promise] = {
    "percent": "%",
    "seizures": pgettext_lazy("unit", "seizures"),
    "persons": pgettext_lazy("unit", "people"),
    "years": pgettext_lazy("unit", "years"),
    "alerts": pgettext_lazy("unit", "alerts"),
    "convictions": pgettext_lazy("unit", "convictions"),
    "reports": pgettext_lazy("unit", "tips"),
    "containers": pgettext_lazy("unit", "containers"),
    "million EUR": pgettext_lazy("unit", "million EUR"),
    "posts": pgettext_lazy("unit", "posts"),
    "ports": pgettext_lazy("unit", "ports"),
    "facilities": pgettext_lazy("unit", "facilities"),
    "committees": pgettext_lazy("unit", "committees"),
    "million TEU": pgettext_lazy("unit", "million TEU"),
    "companies": pgettext_lazy("unit", "companies"),
    "jobs": pgettext_lazy("unit", "jobs"),
    "cameras": pgettext_lazy("unit", "cameras"),
    "radars": pgettext_lazy("unit", "radars"),
    "drones": pgettext_lazy("unit", "drones"),
    "shares": pgettext_lazy("unit", "reports"),
    "countries": pgettext_lazy("unit", "countries"),
    "authorities": pgettext_lazy("unit", "authorities"),
    "sectors": pgettext_lazy("unit", "sectors"),
    "services": pgettext_lazy("unit", "services"),
    "partners": pgettext_lazy("unit", "partners"),
    "controls": pgettext_lazy("unit", "controls"),
    "entities": pgettext_lazy("unit", "entities"),
}


def name_of(series: Series) -> str:
    """What the series is called."""
    names: dict[str, str] = series.names
    return names.get(reader_language()) or names["en"]


def place_of(figure: Figure) -> str:
    """The port, or the place in words."""
    return place_words(figure.place, figure.port.name if figure.port else None)


def place_words(place: str, port: str | None) -> str:
    """The name of the port where there is one, else the words of the source."""
    return port or str(PLACES.get(place, place))


def number_of(value: Decimal) -> str:
    """The number as it was given, in the reader's notation."""
    return number_format(Decimal(f"{value.normalize():f}"), force_grouping=True)


def with_unit(value: Decimal, unit: str) -> str:
    """Number and unit, kept on one line."""
    return f"{number_of(value)}\N{NO-BREAK SPACE}{UNITS.get(unit, unit)}"


def value_of(figure: Figure) -> str:
    """As it was published."""
    return with_unit(figure.value, figure.unit)


def drawn_of(figure: Figure) -> Decimal:
    """The value in the unit of its series."""
    return figure.value * (scale_of(figure.unit, figure.series.unit) or Decimal(1))


def period_words(period: Period | None) -> str:
    """A year, a half of one, a day, or from when to when."""
    if period is None:
        return _("no period given")
    year = str(period.from_on.year)
    if period.span == Span.YEAR:
        return year
    if period.span == Span.HALF:
        halves = (_("first half of %(year)s"), _("second half of %(year)s"))
        return halves[period.half - 1] % {"year": year}
    first = date_format(period.from_on, "DATE_FORMAT")
    return first if period.days == 1 else f"{first} – {date_format(period.to_on, 'DATE_FORMAT')}"


def short_period(period: Period) -> str:
    """A year or a half of one, as a chart has room for."""
    year = str(period.from_on.year)
    if period.span == Span.YEAR:
        return year
    # Translators: a half of a year in a narrow column, as in "2024, 1st half"
    halves = (_("%(year)s, 1st half"), _("%(year)s, 2nd half"))
    return halves[period.half - 1] % {"year": year}


def published_words(text: str) -> str:
    """A year, a month of a year, or a day."""
    parts = [int(part) for part in text.split("-") if part]
    if not parts:
        return ""
    if len(parts) == 1:
        return text
    day = date(parts[0], parts[1], parts[2] if len(parts) == 3 else 1)
    return date_format(day, "DATE_FORMAT" if len(parts) == 3 else "YEAR_MONTH_FORMAT")
