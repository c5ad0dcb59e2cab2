"""A filter as it stands in an address, turned into facets and words; and the same asked of one record."""

from dataclasses import dataclass

from django.http import QueryDict

from port2port.pure.fold import answers, index_words, query_words
from port2port.sharing.models import Shareable

MAX_QUERY = 1000
MAX_WORDS = 200
MAX_VALUES = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a subscription asks for: one facet of each group and every word; nothing asked is everything.

    query   the same as an address, without paging and sorting
    """

    groups: tuple[tuple[str, ...], ...]
    words: str
    query: str

    @property
    def is_everything(self) -> bool:
        """True when every record matches."""
        return not self.groups and not self.words


def read_filter(model: type[Shareable], text: str) -> Wanted:
    """The filter in a query string; what is no filter of this kind of record is left out."""
    given = QueryDict(text.lstrip("?")[:MAX_QUERY])
    kept = QueryDict(mutable=True)
    for name in model.filters:
        values = list(dict.fromkeys(value.strip() for value in given.getlist(name) if value.strip()))
        if values:
            kept.setlist(name, values[:MAX_VALUES])
    groups = tuple(tuple(f"{name}:{value}"[:60] for value in values) for name, values in kept.lists())
    words = " ".join(given.get("q", "").split())[:MAX_WORDS]
    words = words if query_words(words) else ""
    if words:
        kept["q"] = words
    return Wanted(groups=groups, words=words, query=kept.urlencode())


def matches(record: Shareable, groups: list[list[str]], words: str) -> bool:
    """Whether the record answers the filter; who may see it is asked elsewhere."""
    carried = record.facets()
    if not all(any(facet in carried for facet in group) for group in groups):
        return False
    return not words or answers(index_words(record.search_text(), record.language), query_words(words))
