"""A practice in the reader's language: its words where they are translated, else those of its author."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from port2port.knowledge.fields import PracticeFields
from port2port.knowledge.models import Practice
from port2port.pure.markdown import html
from port2port.pure.stix import PracticeText


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of one practice for one reader.

    language        of title and summary
    body_language   of the body, which may be translated less often
    languages       (code, whole): every language it can be read in, and whether the body is there too
    """

    title: str
    summary: str
    language: str
    markdown: str
    body_language: str
    languages: list[tuple[str, bool]]

    @property
    def body(self) -> SafeString:
        """The body as HTML that is safe to show."""
        return SafeString(html(self.markdown))


def texts_of(said: Practice | PracticeFields) -> Iterator[PracticeText]:
    """The original, then its translations."""
    yield PracticeText(said.language, said.title, said.summary, said.body)
    for one in said.translations:
        yield one if isinstance(one, PracticeText) else PracticeText(**one)


def shown(said: Practice | PracticeFields, *, language: str = "") -> Shown:
    """In the language asked for, else in the reader's, else in the author's."""
    texts = list(texts_of(said))
    by_language = {one.language: one for one in texts}
    asked = language if language in by_language else (get_language() or "")
    head = by_language.get(asked, texts[0])
    whole = head if head.body else texts[0]
    return Shown(
        title=head.title,
        summary=head.summary,
        language=head.language,
        markdown=whole.body,
        body_language=whole.language,
        languages=[(one.language, bool(one.body)) for one in texts],
    )
