"""An idea is written down, becomes a draft, and is written out, until it is put to the ports."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from port2port.measures.access import WRITERS, writes
from port2port.measures.actions.shared import checked, facts_at, locked, note_step, roles_of
from port2port.measures.models import Cost, Effort, Measure, MeasureVersion, State
from port2port.measures.refusals import ChangedMeanwhile, NoSuchMove, NotAWriter, NotTheLead
from port2port.measures.rooms import rooms
from port2port.measures.rules import Text, check_codes, guarded, kept_texts
from port2port.members.member import Member
from port2port.members.models import Seat
from port2port.members.readers import member_of_seat
from port2port.pure.measure_life import Move, Role
from port2port.reports.rules import BadField, own_organisation
from port2port.reports.texts_guard import not_personal_of

CHOOSE = _("Choose one of the values offered.")
# The wording is open for writing in these.
WRITTEN_IN = frozenset({State.IDEA, State.DRAFTING})


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureFields:
    """Everything that is written of a measure before it is put to the ports; the first text is the original.

    lead            the colleague who brings it forward; left out, the seat that had the idea
    working_group   `group:` and the key of the group whose chair decides
    """

    texts: tuple[Text, ...]
    controls: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    cost: str = ""
    effort: str = ""
    working_group: str = ""
    lead: Seat | None = None


@transaction.atomic
def have_idea(
    *, member: Member, said: MeasureFields, not_personal: frozenset[str] = frozenset(), now: datetime
) -> Measure:
    """Write an idea down, for the own organisation. Raises NotAWriter, BadField, PersonalDataFound."""
    if not writes(member):
        raise NotAWriter
    measure = Measure(
        originator_id=own_organisation(member),
        author_id=member.person_id,
        lead_id=member.seat_id,
        made_at=now,
        changed_at=now,
    )
    version = MeasureVersion(n=1, made_at=now)
    _apply(said, measure, version, member=member, not_personal=not_personal, now=now)
    note_step(measure, "idea", member=member, now=now, inside=True)
    return measure


@transaction.atomic
def change(
    *,
    member: Member,
    measure: Measure,
    said: MeasureFields,
    seen: datetime | None = None,
    not_personal: frozenset[str] = frozenset(),
    now: datetime,
) -> Measure:
    """Write on at an idea or a draft.

    seen   when it was last changed as the writer had it open; None asks for no such thing
    Raises NotAWriter, NoSuchMove, ChangedMeanwhile, BadField, PersonalDataFound.
    """
    row, version = locked(member, measure)
    if Role.WRITER not in roles_of(member, row):
        raise NotAWriter
    if row.state not in WRITTEN_IN or version.opened_at is not None:
        raise NoSuchMove
    if seen is not None and version.changed_at != seen:
        raise ChangedMeanwhile
    _apply(said, row, version, member=member, not_personal=not_personal, now=now)
    return row


def _apply(
    said: MeasureFields,
    measure: Measure,
    version: MeasureVersion,
    *,
    member: Member,
    not_personal: frozenset[str],
    now: datetime,
) -> None:
    texts = kept_texts(said.texts)
    check_codes(said.controls, said.methods)
    if (said.cost and said.cost not in Cost.values) or (said.effort and said.effort not in Effort.values):
        raise BadField("cost", CHOOSE)
    weighed = not_personal | frozenset(measure.not_personal)
    measure.not_personal = not_personal_of(guarded(texts), weighed)
    version.texts, version.cost, version.effort = texts, said.cost, said.effort
    version.controls, version.methods, version.changed_at = list(said.controls), list(said.methods), now
    measure.changed_at = now
    _name_group(measure, said.working_group, member)
    _name_lead(measure, said.lead, member)
    if measure.is_draft:
        show(version, measure)
    measure.save()
    version.measure = measure
    version.save()


def show(version: MeasureVersion, measure: Measure) -> None:
    """Let the measure's own row say what this version says."""
    original = version.texts[0]
    measure.title, measure.problem, measure.language = original["title"], original["problem"], original["language"]
    measure.controls, measure.methods = list(version.controls), list(version.methods)


def _name_group(measure: Measure, group: str, member: Member) -> None:
    if group == measure.working_group:
        return
    if group and group not in {name for name, _label in rooms().groups(member)}:
        raise BadField("working_group", CHOOSE)
    measure.working_group = group


def _name_lead(measure: Measure, lead: Seat | None, member: Member) -> None:
    if lead is None or lead.pk == measure.lead_id:
        return
    _check_lead(measure, lead, member)
    measure.lead = lead


def _check_lead(measure: Measure, lead: Seat, member: Member) -> None:
    former = measure.lead
    # Whose seat has ended hands nothing over: then any writer of the organisation does.
    if former is not None and former.is_open and measure.pk and former.pk != member.seat_id:
        raise NotTheLead
    if lead.organisation_id != measure.originator_id or not lead.is_open or lead.function not in WRITERS:
        raise BadField("lead", CHOOSE)
    if not writes(member_of_seat(lead)):
        raise BadField("lead", CHOOSE)


@transaction.atomic
def hand_lead_over(*, member: Member, measure: Measure, lead: Seat, now: datetime) -> Measure:
    """Another seat of the organisation leads it from now on. By the lead; where that seat has ended by any writer.

    Raises NotAWriter, NotTheLead, BadField.
    """
    row, _held = locked(member, measure)
    if Role.WRITER not in roles_of(member, row):
        raise NotAWriter
    _check_lead(row, lead, member)
    row.lead, row.changed_at = lead, now
    row.save(update_fields=["lead", "changed_at"])
    note_step(row, "lead", member=member, now=now, inside=True)
    return row


@transaction.atomic
def start_draft(*, member: Member, measure: Measure, now: datetime) -> Measure:
    """From the idea to the draft. Raises NotAWriter, NoSuchMove, NoLead, BadField."""
    row, version = locked(member, measure)
    facts = facts_at(
        now,
        problem=version.texts[0]["problem"],
        codes=len(version.controls) + len(version.methods),
        has_lead=row.lead_id is not None,
    )
    row.state = checked(member, row, Move.DRAFT, facts)
    row.changed_at = now
    row.save(update_fields=["state", "changed_at"])
    note_step(row, Move.DRAFT, member=member, now=now, inside=True)
    return row


@transaction.atomic
def discard(*, member: Member, measure: Measure, now: datetime) -> None:
    """Give up an idea or a draft that nobody outside has seen. Raises NotAWriter, NoSuchMove."""
    del now
    row, _held = locked(member, measure)
    if Role.WRITER not in roles_of(member, row):
        raise NotAWriter
    if not row.is_draft:
        raise NoSuchMove
    row.delete()


def next_version(measure: Measure, *, now: datetime) -> MeasureVersion:
    """A version to write on at, with the words of the one before; the caller holds the measure."""
    before = MeasureVersion.objects.get(measure=measure, n=measure.n)
    measure.n += 1
    return MeasureVersion.objects.create(
        measure=measure,
        n=measure.n,
        texts=before.texts,
        controls=before.controls,
        methods=before.methods,
        cost=before.cost,
        effort=before.effort,
        made_at=now,
        changed_at=now,
    )
