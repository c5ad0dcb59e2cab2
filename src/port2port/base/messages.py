"""Catalogues of translations, one a context and language, kept in pure Python: no gettext programs are needed.

python -m port2port.base.messages update [context …]    bring the .po files up to date with the sources
python -m port2port.base.messages compile               write a .mo beside each .po
python -m port2port.base.messages check [context …]     say what is missing; exit code 1 when something is
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGES = ("nl", "fr", "de")
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
# For each function that marks a text: the place of the context, if any, and those of the text and its plural.
KEYWORDS: dict[str, tuple[int | None, tuple[int, ...]]] = {
    "_": (None, (1,)),
    "gettext": (None, (1,)),
    "gettext_lazy": (None, (1,)),
    "gettext_noop": (None, (1,)),
    "ngettext": (None, (1, 2)),
    "ngettext_lazy": (None, (1, 2)),
    "pgettext": (1, (2,)),
    "pgettext_lazy": (1, (2,)),
    "npgettext": (1, (2, 3)),
    "npgettext_lazy": (1, (2, 3)),
}
# French keeps these spaces on the line; who translates types plain ones.
FIRM_SPACE = re.compile(r" (?=[:;?!»])|(?<=«) ")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")

type Text = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One text to translate; `text` is a pair where it has a plural."""

    text: Text
    context: str | None
    path: str


def contexts(package: Path = PACKAGE) -> list[str]:
    """The contexts that hold code or templates."""
    return sorted(path.parent.name for path in package.glob("*/__init__.py"))


def catalogue_path(context: str, language: str, package: Path = PACKAGE) -> Path:
    """Where the translations of a context lie."""
    return package / context / "locale" / language / "LC_MESSAGES" / "django.po"


def sources(context: str, package: Path = PACKAGE) -> Iterator[Source]:
    """Every translatable text of a context, in the order of its files."""
    for path in sorted((package / context).rglob("*")):
        if {"migrations", "locale", "static", "__pycache__"} & set(path.relative_to(package).parts):
            continue
        if path.suffix == ".py":
            code = path.read_bytes()
        elif path.suffix in TEMPLATE_SUFFIXES and "templates" in path.parts:
            code = _python_of(path)
        else:
            continue
        yield from _texts(code, path.relative_to(package).as_posix())


def _python_of(path: Path) -> bytes:
    calls = templatize(path.read_text(encoding="utf-8"), origin=path.name)
    # Only the calls matter; the indentation of markup is no Python.
    return "\n".join(line.strip() for line in calls.splitlines()).encode()


def _texts(code: bytes, path: str) -> Iterator[Source]:
    keywords = dict.fromkeys(KEYWORDS)
    for _line, function, found, _comments in extract_python(BytesIO(code), keywords, [], {"encoding": "utf-8"}):
        # Babel gives one text, or a tuple with None where an argument is no plain text.
        arguments: object = found
        given = dict(enumerate(arguments if isinstance(arguments, tuple) else (arguments,), start=1))
        context_place, places = KEYWORDS[str(function)]
        context = given.get(context_place) if context_place else None
        texts = [text for text in (given.get(place) for place in places) if text]
        # A text that is put together at run time is not a text to translate.
        if len(texts) == len(places):
            yield Source(texts[0] if len(texts) == 1 else tuple(texts), context, path)


def template_of(context: str, package: Path = PACKAGE) -> Catalog:
    """An empty catalogue that holds every text of a context."""
    catalogue = Catalog(charset="utf-8")
    for source in sources(context, package):
        catalogue.add(source.text, context=source.context, locations=[(source.path, 0)])
    return catalogue


def read(path: Path, language: str) -> Catalog:
    """The catalogue in a .po file; empty where there is none."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> tuple[Text, str | None]:
    # A text and the singular of a pair are one entry to gettext.
    text = message.id if isinstance(message.id, str) else message.id[0]
    return text, message.context


def _is_translated(message: Message) -> bool:
    parts = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return all(parts) and not message.fuzzy


def update(names: list[str], package: Path = PACKAGE) -> None:
    """Adds new texts, drops those that are gone; a new text that another context translates takes its words."""
    for language in LANGUAGES:
        known = _translated(language, package)
        for context in names:
            path = catalogue_path(context, language, package)
            template = template_of(context, package)
            if len(template):
                catalogue = read(path, language)
                catalogue.update(template, no_fuzzy_matching=True)
                _borrow(catalogue, known)
                _write(catalogue, language, path)
            else:
                path.unlink(missing_ok=True)


def _translated(language: str, package: Path) -> dict[tuple[Text, str | None], Message]:
    found: dict[tuple[Text, str | None], Message] = {}
    for context in contexts(package):
        for message in _messages(read(catalogue_path(context, language, package), language)):
            if _is_translated(message):
                found.setdefault(_key(message), message)
    return found


def _borrow(catalogue: Catalog, known: dict[tuple[Text, str | None], Message]) -> None:
    for message in _messages(catalogue):
        twin = known.get(_key(message))
        if not _is_translated(message) and twin is not None and twin.pluralizable == message.pluralizable:
            message.string = twin.string


def _write(catalogue: Catalog, language: str, path: Path) -> None:
    body = BytesIO()
    write_po(
        body, catalogue, width=120, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False
    )
    # No dates and no names of tools: a catalogue changes only when a text does.
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    text = header.encode() + body.getvalue()
    if not path.exists() or path.read_bytes() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)


def as_set(text: str, language: str) -> str:
    """A translation as it is shown."""
    return FIRM_SPACE.sub("\N{NO-BREAK SPACE}", text) if language == "fr" else text


def compile_stale(package: Path = PACKAGE) -> int:
    """Writes the .mo files that are missing or older than their .po; how many those were."""
    written = 0
    for path in sorted(package.glob("*/locale/*/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        made_from = max(path.stat().st_mtime_ns, Path(__file__).stat().st_mtime_ns)
        if target.exists() and target.stat().st_mtime_ns >= made_from:
            continue
        language, out = path.parent.parent.name, BytesIO()
        catalogue = read(path, language)
        for message in _messages(catalogue):
            texts = [as_set(text, language) for text in _parts(message.string)]
            message.string = tuple(texts) if message.pluralizable else texts[0]
        write_mo(out, catalogue)
        # Replaced in one step: a server that starts at the same moment must never read half a catalogue.
        fresh = target.with_suffix(f".mo.{id(out)}")
        fresh.write_bytes(out.getvalue())
        fresh.replace(target)
        written += 1
    return written


def problems(context: str, language: str, package: Path = PACKAGE) -> list[str]:
    """What is missing or wrong in one catalogue, one line each."""
    template = template_of(context, package)
    path = catalogue_path(context, language, package)
    catalogue = read(path, language)
    have = {_key(message): message for message in _messages(catalogue)}
    found: list[str] = []
    for wanted in _messages(template):
        message = have.pop(_key(wanted), None)
        if message is None:
            found.append(f"{language}: not in the catalogue: {wanted.id!r}")
        elif message.fuzzy:
            found.append(f"{language}: fuzzy: {wanted.id!r}")
        elif not _is_translated(message):
            found.append(f"{language}: not translated: {wanted.id!r}")
        elif not _same_placeholders(message):
            found.append(f"{language}: other placeholders: {wanted.id!r} -> {message.string!r}")
    found += [f"{language}: no longer in the sources: {text!r}" for text, _context in have]
    return [f"{context}: {line}" for line in found]


def _same_placeholders(message: Message) -> bool:
    wanted = _parts(message.id)
    given = _parts(message.string)
    names = {name for text in wanted for name in PLACEHOLDER.findall(text)}
    # The singular may leave its number out ("one report"), the plural may not.
    return sorted(PLACEHOLDER.findall(given[-1])) == sorted(PLACEHOLDER.findall(wanted[-1])) and all(
        set(PLACEHOLDER.findall(text)) <= names for text in given
    )


def _parts(texts: object) -> list[str]:
    return [str(text) for text in texts] if isinstance(texts, list | tuple) else [str(texts)]


def main(arguments: list[str]) -> int:
    """The command; returns its exit code."""
    command, *names = arguments or ["help"]
    unknown = set(names) - set(contexts())
    if command not in {"update", "compile", "check"} or unknown:
        sys.stderr.write(__doc__ or "")
        return 2
    names = names or contexts()
    if command == "update":
        update(names)
    if command in {"update", "compile"}:
        compile_stale()
        return 0
    found = [line for context in names for language in LANGUAGES for line in problems(context, language)]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
