"""A filter as it stands in an address, turned into facets and words; and the same asked of one record."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from port2port.pure.fold import answers, index_words, query_words
from port2port.sharing.models import Shareable
from port2port.vocabulary import lookup

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


class Answering:
    """What one record answers to; its words are worked out once, when a filter first asks for words."""

    def __init__(self, record: Shareable) -> None:
        self.facets = record.facets()
        self._record = record

    @cached_property
    def _words(self) -> frozenset[str]:
        texts = self._record.search_texts()
        return frozenset(word for language, said in texts for word in index_words(said, language))

    def matches(self, groups: list[list[str]], words: str) -> bool:
        """Whether the record answers the filter; who may see it is asked elsewhere."""
        if not all(any(facet in self.facets for facet in group) for group in groups):
            return False
        return not words or answers(self._words, lookup.asked(words))
