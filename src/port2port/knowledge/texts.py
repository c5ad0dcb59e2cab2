"""A practice in the reader's language: its words where they are translated, else those of its author."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from port2port.knowledge.fields import FileSaid, PracticeFields, fields_of
from port2port.knowledge.models import Practice
from port2port.pure.markdown import html
from port2port.pure.stix import PracticeText


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of one practice for one reader.

    language        of title and summary
    body_language   of the body, which may be translated less often
    pictures        addresses of those that came with it, by name
    languages       (code, whole): every language it can be read in, and whether the body is there too
    """

    title: str
    summary: str
    language: str
    markdown: str
    body_language: str
    languages: list[tuple[str, bool]]
    pictures: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> SafeString:
        """The body as HTML that is safe to show, with the pictures that came with it."""
        return SafeString(html(self.markdown, self.pictures))


def texts_of(said: Practice | PracticeFields) -> Iterator[PracticeText]:
    """The original, then its translations."""
    yield PracticeText(said.language, said.title, said.summary, said.body)
    for one in said.translations:
        yield one if isinstance(one, PracticeText) else PracticeText(**one)


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file of the wording. way   picture, video or paper"""

    name: str
    size: int
    address: str
    way: str


def files_of(practice: Practice, files: Iterable[FileSaid]) -> list[ShownFile]:
    """The files of a wording of this practice, with their addresses."""
    return [
        ShownFile(
            one.name,
            one.size,
            reverse("knowledge:file", args=[practice.key, one.key]),
            {"image": "picture", "video": "video"}.get(one.media_type.partition("/")[0], "paper"),
        )
        for one in files
    ]


def shown(said: Practice | PracticeFields, *, language: str = "", of: Practice | None = None) -> Shown:
    """In the language asked for, else in the reader's, else in the author's.

    of   the practice whose wording it is, where that is not the one that stands
    """
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
        pictures=_pictures(said, of),
    )


def _pictures(said: Practice | PracticeFields, of: Practice | None) -> dict[str, str]:
    practice = said if isinstance(said, Practice) else of
    if practice is None or not said.files:
        return {}
    files = fields_of(said).files if isinstance(said, Practice) else said.files
    return {one.name: one.address for one in files_of(practice, files) if one.way == "picture"}
