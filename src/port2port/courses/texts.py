"""The words of a version: read once from the bytes that are kept, in the language that is wanted."""

from functools import lru_cache
from hashlib import sha256

from port2port.courses.models import CourseVersion
from port2port.courses.roles import known
from port2port.pure.course_file import CourseText, read_file


@lru_cache(maxsize=128)
def _read(content: str) -> CourseText | None:
    return read_file(content.encode(), known(), file="").text


def text_of(version: CourseVersion, language: str) -> CourseText | None:
    """The version in that language; None where it has none that can be read."""
    row = next((one for one in version.files.all() if one.language == language), None)
    return None if row is None else _read(row.content)


def first_text(version: CourseVersion) -> CourseText | None:
    """The version in the first language that is written out: all share its questions and right answers."""
    return text_of(version, version.languages[0]) if version.languages else None


def digest_of(version: CourseVersion) -> str:
    """Of all its files together: who releases it says which words it read."""
    joined = "\n".join(f"{one.language} {one.sha256}" for one in version.files.order_by("language"))
    return sha256(joined.encode()).hexdigest()
