"""The share guard in a report: what its free text tells of people, and the text with that masked (domain.md R13)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from port2port.base.refusal import Refusal
from port2port.pure.share_guard import Certainty, Hit, Kind, Why, find, mask
from port2port.reports.fields import LISTS, ReportFields

# Free text that readers get; coded fields and web addresses tell nothing of a person that the author did not look up.
GUARDED = ("title", "facts", "assessment", "what_to_do", "place", "source_note", "drone_lights", "drone_sound")
GUARDED_LISTS = ("indicators",)
# What stands on both sides of a masked stretch can read as something new.
ROUNDS = 8
AROUND = 40

KINDS: dict[Kind, str | Promise] = {
    Kind.NATIONAL_NUMBER: _("National number"),
    Kind.DOCUMENT: _("Number of an identity paper"),
    Kind.STAFF_NUMBER: _("Badge or staff number"),
    Kind.PLATE: _("Number plate"),
    Kind.PHONE: _("Telephone number"),
    Kind.EMAIL: _("E-mail address"),
    Kind.ACCOUNT: _("Bank account"),
    Kind.CARD: _("Payment card"),
    Kind.NAME: _("Name of a person"),
    Kind.BIRTH_DATE: _("Date of birth"),
    Kind.ADDRESS: _("Home address"),
    Kind.IP: _("Internet address"),
    Kind.COORDINATES: _("Exact position"),
    Kind.SPOT: _("Exact spot"),
}
MASKS: dict[Kind, str | Promise] = {
    Kind.NATIONAL_NUMBER: pgettext_lazy("stands in a text for what was masked", "[national number]"),
    Kind.DOCUMENT: pgettext_lazy("stands in a text for what was masked", "[identity paper]"),
    Kind.STAFF_NUMBER: pgettext_lazy("stands in a text for what was masked", "[badge number]"),
    Kind.PLATE: pgettext_lazy("stands in a text for what was masked", "[number plate]"),
    Kind.PHONE: pgettext_lazy("stands in a text for what was masked", "[telephone number]"),
    Kind.EMAIL: pgettext_lazy("stands in a text for what was masked", "[e-mail address]"),
    Kind.ACCOUNT: pgettext_lazy("stands in a text for what was masked", "[bank account]"),
    Kind.CARD: pgettext_lazy("stands in a text for what was masked", "[payment card]"),
    Kind.NAME: pgettext_lazy("stands in a text for what was masked", "[name]"),
    Kind.BIRTH_DATE: pgettext_lazy("stands in a text for what was masked", "[date of birth]"),
    Kind.ADDRESS: pgettext_lazy("stands in a text for what was masked", "[address]"),
    Kind.IP: pgettext_lazy("stands in a text for what was masked", "[internet address]"),
    Kind.COORDINATES: pgettext_lazy("stands in a text for what was masked", "[position]"),
    Kind.SPOT: pgettext_lazy("stands in a text for what was masked", "[place]"),
}
WHYS: dict[Why, str | Promise] = {
    Why.CHECK_DIGITS: _("its check digits agree"),
    Why.NUMBER_PLAN: _("it fits a numbering plan"),
    Why.SHAPE: _("it has that shape"),
    Why.AFTER_WORD: _("a word before it says so"),
    Why.AFTER_TITLE: _("a title stands before it"),
    Why.AFTER_ROLE: _("a role stands before it"),
    Why.INITIAL: _("an initial stands before it"),
    Why.LISTED: _("it is the name of a facility or zone"),
}


@dataclass(frozen=True, slots=True)
class Find:
    """One hit in one field of a report; `token` names it without its text, the same wherever it stands."""

    field: str
    hit: Hit
    before: str
    after: str

    @property
    def token(self) -> str:
        """What the author ticks."""
        return token_of(self.hit)

    @property
    def kind_words(self) -> str | Promise:
        """What it seems to be."""
        return KINDS[self.hit.kind]

    @property
    def why_words(self) -> str | Promise:
        """How that was told."""
        return WHYS[self.hit.why]

    @property
    def is_likely(self) -> bool:
        """Whether the guard is fairly sure."""
        return self.hit.certainty > Certainty.LOW


class PersonalDataFound(Refusal):
    """Text that seems to tell of people; nothing leaves until each find is masked or said to be none."""

    words = _("The text seems to tell of people. Mask it, or say for each place that it is not personal data.")

    def __init__(self, finds: Iterable[Find]) -> None:
        super().__init__()
        self.finds = tuple(finds)


def token_of(hit: Hit) -> str:
    """A name of kind and text, the same wherever it stands."""
    return sha256(f"{hit.kind}\n{hit.text.casefold()}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def spots_of(said: ReportFields) -> tuple[str, ...]:
    """Names that would give away what the author keeps to the own organisation."""
    return (said.facility.name,) if said.facility is not None and not said.shows_facility else ()


def finds_in(said: ReportFields, *, spots: Iterable[str] = ()) -> list[Find]:
    """What the free text tells of people, in the order of the fields."""
    listed = (*spots, *spots_of(said))
    return [
        Find(name, hit, text[max(0, hit.start - AROUND) : hit.start], text[hit.end : hit.end + AROUND])
        for name, text in _texts(said)
        for hit in find(text, spots=listed)
    ]


def tokens_in(said: ReportFields) -> frozenset[str]:
    """The names of all that is found."""
    return frozenset(one.token for one in finds_in(said))


def masked(said: ReportFields, *, keep: frozenset[str] = frozenset(), spots: Iterable[str] = ()) -> ReportFields:
    """What was said, with a word in place of each find that is not kept."""
    listed = (*spots, *spots_of(said))
    values: dict[str, object] = {
        name: masked_text(getattr(said, name), said.language, keep=keep, spots=listed) for name in GUARDED
    }
    for name in GUARDED_LISTS:
        lines = getattr(said, name)
        values[name] = tuple(masked_text(line, said.language, keep=keep, spots=listed) for line in lines)
    return replace(said, **values)  # type: ignore[arg-type]


def masked_text(text: str, language: str, *, keep: frozenset[str] = frozenset(), spots: Iterable[str] = ()) -> str:
    """One text with a word, in its own language, in place of each find that is not kept."""
    words, listed = mask_words(language), tuple(spots)
    for _round in range(ROUNDS):
        hits = [hit for hit in find(text, spots=listed) if token_of(hit) not in keep]
        if not hits:
            break
        text = mask(text, hits, words)
    return text


def mask_words(language: str) -> dict[Kind, str]:
    """The word for each kind, in the language of the text."""
    with translation.override(language):
        return {kind: str(words) for kind, words in MASKS.items()}


def _texts(said: ReportFields) -> Iterator[tuple[str, str]]:
    for name in (*GUARDED, *GUARDED_LISTS):
        value = getattr(said, name)
        for text in value if name in LISTS else (value,):
            if text:
                yield name, text
