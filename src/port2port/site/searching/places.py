"""The places that are searched, each through the list, index or register that its own pages use."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, ngettext

from port2port.duties.models import Action
from port2port.groups.models import Decision
from port2port.knowledge.listing import in_state
from port2port.knowledge.models import Practice, Question
from port2port.knowledge.page import theme_words
from port2port.knowledge.texts import shown
from port2port.log.listing import Asked as LogAsked
from port2port.log.listing import found as found_in_log
from port2port.log.models import Occurrence
from port2port.measures.models import Measure
from port2port.members.member import Member
from port2port.members.models import Circle, Facility, Organisation, Port, Seat
from port2port.pure.fold import Group, answers, index_words
from port2port.pure.highlight import met
from port2port.registers.models import AiUseCase
from port2port.reports.listing import count_words, newest_moment
from port2port.reports.models import Kind, Report
from port2port.reports.models.report import number_of
from port2port.reports.thin import Thin, thin_rows
from port2port.sharing import search
from port2port.sharing.audience_index import CAP
from port2port.site.searching.hits import NOTHING, Asked, Hit, Hits, Place, marked
from port2port.site.searching.studies import studies
from port2port.site.searching.training import lessons
from port2port.vocabulary import lookup

# Actions and names are looked through one by one: an organisation has hundreds, a country some thousands.
MOST_LOOKED_THROUGH = 3000
SHORTEST_BEGINNING = 3


def reports(asked: Asked, member: Member) -> Hits:
    """Reports, those first that say it in their title, then the newest."""
    found, count = search.find_first(Report, member, asked.text, limit=asked.limit * 4)
    ids = found.ids or search.holding_some(Report, member, asked.words, limit=asked.limit)
    if not ids:
        return NOTHING
    rows = [one for one in thin_rows(ids, member) if one.withdrawn_at is None]
    rows.sort(key=lambda one: -met(one.title, one.language, asked.words))
    return Hits(
        [_report(one, asked) for one in rows[: asked.limit]],
        count_words(count),
        f"{reverse('reports:list')}?{urlencode({'q': asked.text})}" if count > asked.limit else "",
        is_whole=bool(found.ids),
    )


def _report(one: Thin, asked: Asked) -> Hit:
    return Hit(
        title=marked(one.title, one.language, asked.words),
        address=reverse("reports:report", args=[one.key]),
        about=marked(", ".join(lookup.label(code) for code in one.methods), lookup.reader_language(), asked.words),
        beside=f"{number_of(one.key)} · {Kind(one.kind).label} · {one.originator_short_name or one.originator_name}",
        language=one.language,
        tlp=one.tlp,
        since=newest_moment(one),
    )


def practices(asked: Asked, member: Member) -> Hits:
    """Practices that nobody need beware of: those first that say most of it, in title and summary above all."""
    ids = search.holding_some(Practice, member, asked.words, limit=CAP)
    rows = in_state(Practice.objects.visible_to(member).filter(pk__in=ids), None, today=timezone.localdate(asked.at))
    by_pk = {one.pk: one for one in rows.select_related("originator")}
    ordered = sorted((by_pk[pk] for pk in ids if pk in by_pk), key=lambda one: -_weight(one, asked.words))
    if not ordered:
        return NOTHING
    whole = search.count_up_to(Practice, member, asked.text)
    number = whole if whole > asked.limit else len(ordered)
    return Hits(
        [_practice(one, asked) for one in ordered[: asked.limit]],
        ngettext("%(n)s practice", "%(n)s practices", number) % {"n": number},
        f"{reverse('knowledge:list')}?{urlencode({'q': asked.text})}" if whole > asked.limit else "",
        is_whole=whole > 0,
    )


def _weight(practice: Practice, words: Iterable[Group]) -> float:
    """How much of what was asked stands where the practice says what it is about, in any of its languages."""
    groups = list(words)
    texts = [(practice.language, practice.title, practice.summary)]
    texts += [(one["language"], one["title"], one["summary"]) for one in practice.translations]
    return max(met(title, code, groups) + met(summary, code, groups) / 2 for code, title, summary in texts)


def _practice(practice: Practice, asked: Asked) -> Hit:
    text = shown(practice)
    return Hit(
        title=marked(text.title, text.language, asked.words),
        address=practice.get_absolute_url(),
        about=marked(text.summary, text.language, asked.words),
        beside=" · ".join([practice.number, *(words for _code, words in theme_words(practice.themes))]),
        language=text.language,
        tlp=practice.tlp,
    )


def cameras(asked: Asked, member: Member) -> Hits:
    """Use cases of AI cameras that reached the reader, those first that say it in their title."""
    ids = search.holding_some(AiUseCase, member, asked.words, limit=CAP)
    by_pk = AiUseCase.objects.visible_to(member).standing().in_bulk(ids)
    ordered = sorted(
        (by_pk[pk] for pk in ids if pk in by_pk), key=lambda one: -met(one.title, one.language, asked.words)
    )
    if not ordered:
        return NOTHING
    whole = search.count_up_to(AiUseCase, member, asked.text)
    return Hits(
        [_camera(one, asked) for one in ordered[: asked.limit]],
        ngettext("%(n)s use case", "%(n)s use cases", len(ordered)) % {"n": len(ordered)},
        is_whole=whole > 0,
    )


def _camera(case: AiUseCase, asked: Asked) -> Hit:
    return Hit(
        title=marked(case.title, case.language, asked.words),
        address=case.get_absolute_url(),
        about=marked(case.summary, case.language, asked.words),
        beside=f"{case.number} · {case.get_kind_display()} · {case.get_state_display()}",
        language=case.language,
        tlp=case.tlp,
    )


def decisions(asked: Asked, member: Member) -> Hits:
    """Decisions in force, those first that say it in their title."""
    ids = search.holding_some(Decision, member, asked.words, limit=CAP)
    by_pk = Decision.objects.visible_to(member).in_force_for(member).in_bulk(ids)
    ordered = sorted(
        (by_pk[pk] for pk in ids if pk in by_pk), key=lambda one: -met(one.title, one.language, asked.words)
    )
    if not ordered:
        return NOTHING
    whole = search.count_up_to(Decision, member, asked.text)
    number = whole if whole > asked.limit else len(ordered)
    return Hits(
        [_decision(one, asked) for one in ordered[: asked.limit]],
        ngettext("%(n)s decision", "%(n)s decisions", number) % {"n": number},
        f"{reverse('groups:decisions')}?{urlencode({'q': asked.text})}" if whole > asked.limit else "",
        is_whole=whole > 0,
    )


def _decision(one: Decision, asked: Asked) -> Hit:
    return Hit(
        title=marked(one.title, one.language, asked.words),
        address=one.get_absolute_url(),
        beside=f"{one.number} · {one.group_name} · {date_format(one.effective_on)}",
        language=one.language,
        tlp=one.tlp,
    )


def measures(asked: Asked, member: Member) -> Hits:
    """Common measures, those first that say it in their title."""
    ids = search.holding_some(Measure, member, asked.words, limit=CAP)
    by_pk = Measure.objects.visible_to(member).standing().in_bulk(ids)
    ordered = sorted(
        (by_pk[pk] for pk in ids if pk in by_pk), key=lambda one: -met(one.title, one.language, asked.words)
    )
    if not ordered:
        return NOTHING
    whole = search.count_up_to(Measure, member, asked.text)
    number = whole if whole > asked.limit else len(ordered)
    return Hits(
        [_measure(one, asked) for one in ordered[: asked.limit]],
        ngettext("%(n)s measure", "%(n)s measures", number) % {"n": number},
        f"{reverse('measures:list')}?{urlencode({'q': asked.text})}" if whole > asked.limit else "",
        is_whole=whole > 0,
    )


def _measure(one: Measure, asked: Asked) -> Hit:
    return Hit(
        title=marked(one.title, one.language, asked.words),
        address=one.get_absolute_url(),
        about=marked(one.problem[:300], one.language, asked.words),
        beside=f"{one.number} · {one.get_state_display()}",
        language=one.language,
        tlp=one.tlp,
    )


def questions(asked: Asked, member: Member) -> Hits:
    """Questions that say it themselves or in their answers, what fits best first."""
    ids = search.holding_some(Question, member, asked.words, limit=CAP)
    by_pk = {one.pk: one for one in Question.objects.visible_to(member).standing().filter(pk__in=ids)}
    ordered = sorted(
        (by_pk[pk] for pk in ids if pk in by_pk), key=lambda one: -met(one.title, one.language, asked.words)
    )
    if not ordered:
        return NOTHING
    whole = search.count_up_to(Question, member, asked.text)
    number = whole if whole > asked.limit else len(ordered)
    return Hits(
        [_question(one, asked) for one in ordered[: asked.limit]],
        ngettext("%(n)s question", "%(n)s questions", number) % {"n": number},
        f"{reverse('knowledge:questions')}?{urlencode({'q': asked.text})}" if whole > asked.limit else "",
        is_whole=whole > 0,
    )


def _question(one: Question, asked: Asked) -> Hit:
    return Hit(
        title=marked(one.title, one.language, asked.words),
        address=one.get_absolute_url(),
        about=marked(one.text[:300], one.language, asked.words),
        beside=f"{one.number} · {one.state.label}",
        language=one.language,
        tlp=one.tlp,
        since=one.published_at,
    )


def actions(asked: Asked, member: Member) -> Hits:
    """Actions that the reader sees, what is due first on top."""
    rows = Action.objects.visible_to(member).with_names().due_first()[:MOST_LOOKED_THROUGH]
    found = [one for one in rows if answers(index_words(f"{one.title}\n{one.note}", one.language), asked.words)]
    hits = [
        Hit(
            title=marked(one.title, one.language, asked.words),
            address=reverse("duties:promise", args=[one.key]),
            beside=f"{one.get_state_display()} · {date_format(one.due_on)}",
            language=one.language,
        )
        for one in found[: asked.limit]
    ]
    return Hits(hits, ngettext("%(n)s action", "%(n)s actions", len(found)) % {"n": len(found)}) if found else NOTHING


def log(asked: Asked, member: Member) -> Hits:
    """Entries of the logs that the reader sees, the newest on top."""
    rows = found_in_log(LogAsked(words=asked.text), member=member)
    number = rows[: CAP + 1].count()
    if not number:
        return NOTHING
    hits = [_entry(one, asked) for one in rows[: asked.limit]]
    words = ngettext("%(n)s entry", "%(n)s entries", number) % {"n": number if number <= CAP else f"{CAP}+"}
    more = f"{reverse('log:list')}?{urlencode({'q': asked.text})}" if number > asked.limit else ""
    return Hits(hits, words, more)


def _entry(one: Occurrence, asked: Asked) -> Hit:
    when = date_format(timezone.localtime(one.happened_at), "SHORT_DATETIME_FORMAT")
    return Hit(
        title=marked(one.text[:160] or one.get_tile_display(), one.language, asked.words),
        address=one.get_absolute_url(),
        beside=f"{one.number} · {one.facility.name} · {when}",
        language=one.language if one.text else "",
    )


def terms(asked: Asked, _member: Member) -> Hits:
    """Methods, facets, controls and words of the glossary: they are public."""
    found = lookup.search(asked.text)
    if not found:
        return NOTHING
    language = lookup.reader_language()
    hits = [
        Hit(
            title=marked(one.label(language), language, asked.words),
            address=reverse("vocabulary:term", args=[one.register, one.code]),
            about=marked(one.text(language), language, asked.words),
            beside=one.code,
        )
        for one in found[: asked.limit]
    ]
    more = f"{reverse('vocabulary:browse')}?{urlencode({'q': asked.text})}" if len(found) > asked.limit else ""
    return Hits(hits, ngettext("%(n)s term", "%(n)s terms", len(found)) % {"n": len(found)}, more)


def directory(asked: Asked, member: Member) -> Hits:
    """Organisations, ports, facilities, circles and the own organisation's seats, by the beginnings of their words."""
    found = [hit for name, hit in _names(asked, member) if _begins(name, asked.words)]
    words = ngettext("%(n)s name", "%(n)s names", len(found)) % {"n": len(found)}
    return Hits(found[: asked.limit], words) if found else NOTHING


def _names(asked: Asked, member: Member) -> Iterator[tuple[str, Hit]]:
    for one in Organisation.objects.visible_to(member).listed()[:MOST_LOOKED_THROUGH]:
        address = reverse("members:organisation", args=[one.slug])
        yield f"{one.name} {one.short_name}", _name(one.name, address, one.get_kind_display(), asked)
    for port in Port.objects.visible_to(member)[:MOST_LOOKED_THROUGH]:
        address = reverse("members:port", args=[port.slug])
        yield f"{port.name} {port.locode}", _name(port.name, address, port.locode, asked)
    for facility in Facility.objects.visible_to(member).select_related("organisation")[:MOST_LOOKED_THROUGH]:
        address = reverse("members:organisation", args=[facility.organisation.slug])
        yield facility.name, _name(facility.name, address, facility.organisation.label, asked)
    for circle in Circle.objects.visible_to(member)[:MOST_LOOKED_THROUGH]:
        address = reverse("members:circle", args=[circle.key])
        yield circle.name, _name(circle.name, address, str(_CIRCLE), asked)
    seats = Seat.objects.visible_to(member).open().select_related("person", "organisation")
    for seat in seats[:MOST_LOOKED_THROUGH]:
        address, words = reverse("members:organisation", args=[seat.organisation.slug]), seat.get_function_display()
        yield f"{seat.person.name} {words}", _name(seat.person.name, address, words, asked)


_CIRCLE = gettext_lazy("Circle")


def _name(name: str, address: str, beside: str, asked: Asked) -> Hit:
    return Hit(title=marked(name, "", asked.words), address=address, beside=beside)


def _begins(name: str, words: Iterable[Group]) -> bool:
    filed = index_words(name, None)
    for group in words:
        beginnings = tuple(one for one in group if len(one) >= SHORTEST_BEGINNING)
        if not any(word in group or (beginnings and word.startswith(beginnings)) for word in filed):
            return False
    return True


PLACES: list[Place] = [
    Place("reports", gettext_lazy("Reports"), "file-text", reports),
    Place("practices", gettext_lazy("Practices"), "lightbulb", practices),
    Place("questions", gettext_lazy("Questions"), "message-circle-question-mark", questions),
    Place("cameras", gettext_lazy("AI cameras"), "cctv", cameras),
    Place("decisions", gettext_lazy("Decisions"), "gavel", decisions),
    Place("measures", gettext_lazy("Common measures"), "list-checks", measures),
    Place("lessons", gettext_lazy("Lessons of exercises"), "book-marked", lessons),
    Place("studies", gettext_lazy("Studies"), "microscope", studies),
    Place("actions", gettext_lazy("Actions"), "list-checks", actions),
    Place("log", gettext_lazy("Log"), "notebook-pen", log),
    Place("directory", gettext_lazy("Organisations, places and people"), "building-2", directory),
    Place("vocabulary", gettext_lazy("Vocabulary"), "book-open", terms),
]
