"""From the rows of a logbook to what an entry of the log says, or why a row says nothing that can be kept."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.log.fields import Said
from port2port.log.logbook_words import REASONS, BadLogbook, ColumnsMissing, WhichSheet
from port2port.log.models import Zone
from port2port.log.roles import is_role
from port2port.log.rules import ACTION, MOST_ROLES, REFERENCE, ROLE, TEXT, check
from port2port.members.models import Facility
from port2port.pure import logbook
from port2port.pure.logbook import Entry, Field, Sheet
from port2port.pure.logbook_mapping import heading_key
from port2port.pure.texts import LINE
from port2port.reports.models import Precision
from port2port.reports.rules import LANGUAGES, BadField, cleaned
from port2port.vocabulary import lookup

_FIELD_OF = {
    "text": Field.TEXT,
    "action_taken": Field.ACTION_TAKEN,
    "place": Field.PLACE,
    "reference": Field.REFERENCE,
    "happened_at": Field.DATE,
    "methods": Field.WHAT,
    "on_duty": Field.ON_DUTY,
    "to": Field.TOLD,
}
# So many rows between two words about how far it is.
STEP = 100
type Step = Callable[[int, int], None]
PERHAPS_A_NAME = _("May be a person's name and was left out. Write the role or the service.")


@dataclass(frozen=True, slots=True)
class Remark:
    """What must be said of a row: its number in the file, the heading of the cell, the words, and what stands there."""

    number: int
    heading: str
    words: str | Promise
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be written."""

    number: int
    said: Said
    told: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Rows:
    """What a sheet becomes in this facility's log.

    rejected   rows that make no entry     left_out   cells that may hold a name; their entries come without
    unmapped   categories without a code, which go into the text, and how often each stands
    total      rows of the sheet, looked at or not
    """

    sheet: Sheet
    ready: tuple[Ready, ...]
    rejected: tuple[Remark, ...]
    left_out: tuple[Remark, ...]
    unmapped: tuple[tuple[str, int], ...]
    notes: Counter[logbook.Note] = field(default_factory=Counter)
    total: int = 0

    @property
    def is_partial(self) -> bool:
        """True when only the first rows of the sheet were looked at."""
        return self.total > len(self.sheet.rows)


def sheets_of(content: bytes, name: str) -> tuple[Sheet, ...]:
    """The tables of the file. Raises BadLogbook."""
    try:
        return logbook.read(content, name)
    except logbook.LogbookRefusedError as refused:
        raise BadLogbook(refused.fault) from refused


def chosen_sheet(sheets: tuple[Sheet, ...], name: str) -> Sheet:
    """The one of that name; the only one needs no name. Raises WhichSheet."""
    found = [one for one in sheets if one.name == name] if name else list(sheets)
    if len(found) != 1:
        raise WhichSheet([one.name for one in sheets])
    return found[0]


def rows_of(
    sheet: Sheet,
    mapping: logbook.Mapping,
    facility: Facility,
    *,
    now: datetime,
    most: int | None = None,
    step: Step = lambda _done, _total: None,
) -> Rows:
    """Each row of the sheet as it would stand in the log.

    most   look at so many of the first rows alone     step   told how many rows were looked at
    Raises ColumnsMissing.
    """
    total = len(sheet.rows)
    sheet = replace(sheet, rows=sheet.rows[:most])
    columns = {one: place for one in Field if (place := mapping.column_of(one, sheet.headings)) is not None}
    if Field.DATE not in columns or not columns.keys() & {Field.WHAT, Field.TEXT, Field.ACTION_TAKEN}:
        raise ColumnsMissing
    headings = {one: sheet.headings[place] for one, place in columns.items()}
    applied = logbook.apply(sheet, mapping, zone=timezone.get_current_timezone())
    rejected = [Remark(one.number, one.heading, REASONS[one.reason], one.text) for one in applied.errors]
    reading = _Reading(facility, headings, mapping.language if mapping.language in LANGUAGES else "en", now)
    ready = []
    for done, entry in enumerate(applied.entries):
        if done % STEP == 0:
            step(done, total)
        try:
            ready.append(reading.ready(entry))
        except BadField as refused:
            heading = headings.get(_FIELD_OF.get(refused.name, Field.TEXT), "")
            rejected.append(Remark(entry.number, heading, refused.words, _shown(entry, refused.name)))
    step(total, total)
    rejected.sort(key=lambda one: one.number)
    notes = Counter(note for entry in applied.entries for note in entry.notes)
    return Rows(sheet, tuple(ready), tuple(rejected), tuple(reading.left_out), applied.unmapped, notes, total)


class _Reading:
    """What is the same for every row of a file, and the cells that were left out."""

    def __init__(self, facility: Facility, headings: Mapping[Field, str], language: str, now: datetime) -> None:
        self.facility, self.headings, self.language, self.now = facility, headings, language, now
        self.left_out: list[Remark] = []
        self.roles: dict[str, bool] = {}

    def ready(self, entry: Entry) -> Ready:
        """The row as it will be written. Raises BadField."""
        said = self._said(entry)
        check(said, self.facility, now=self.now)
        told = tuple(dict.fromkeys(cleaned("to", one, LINE) for one in self._roles(entry, Field.TOLD, entry.told)))
        return Ready(entry.number, said, told, entry.digest)

    def _said(self, entry: Entry) -> Said:
        outcome = self._outcomes.get(heading_key(entry.outcome), "")
        action = [entry.action_taken] if outcome else [entry.action_taken, entry.outcome]
        zone = self._zones.get(heading_key(entry.place)) if entry.place else None
        # A word of the house that no code stands for is kept, where readers and the search find it.
        words = [entry.text] if entry.codes or entry.what == entry.text else [entry.what, entry.text]
        on_duty = self._roles(entry, Field.ON_DUTY, entry.on_duty)
        return Said(
            happened_at=entry.occurred_at,
            happened_precision=(Precision.MINUTE if entry.has_time else Precision.DAY).value,
            zone=zone,
            place="" if zone else cleaned("place", entry.place, LINE),
            methods=entry.codes,
            outcome=outcome,
            text=cleaned("text", ": ".join(filter(None, words)), TEXT),
            language=self.language,
            action_taken=cleaned("action_taken", "\n".join(filter(None, action)), ACTION),
            on_duty=tuple(dict.fromkeys(cleaned("on_duty", one, ROLE) for one in on_duty))[:MOST_ROLES],
            reference=cleaned("reference", entry.reference, REFERENCE),
        )

    def _roles(self, entry: Entry, of: Field, parts: Iterable[str]) -> list[str]:
        kept = []
        for part in parts:
            if part not in self.roles:
                self.roles[part] = is_role(part)
            if self.roles[part]:
                kept.append(part)
            else:
                self.left_out.append(Remark(entry.number, self.headings.get(of, ""), PERHAPS_A_NAME))
        return kept

    @cached_property
    def _zones(self) -> dict[str, Zone]:
        # Whoever imports here writes in this log; its zones come with it.
        rows = Zone.objects.standing().filter(facility=self.facility)
        return {heading_key(word): one for one in rows for word in (one.code, one.name)}

    @cached_property
    def _outcomes(self) -> dict[str, str]:
        labels = {heading_key(one.label(name)): one.value for one in lookup.facets("outcome") for name in LANGUAGES}
        return labels | {one.value: one.value for one in lookup.facets("outcome")}


def _shown(entry: Entry, name: str) -> str:
    value = {"happened_at": entry.occurred_at.date().isoformat(), "methods": entry.what}.get(name)
    return str(getattr(entry, name, "") if value is None else value)[:200] if name not in {"on_duty", "to"} else ""
