"""A port's own form for the 24-hour report, as configuration: what it asks, in which language, and where it goes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from port2port.pure.entries import LANGUAGES, Entry, EntryFault, entries

# What an entry of the log can fill in by itself; everything else is typed when the form is made.
SOURCES = frozenset(
    {
        "number",
        "happened_at",
        "known_at",
        "made_at",
        "facility",
        "imo_number",
        "port",
        "organisation",
        "zone",
        "place",
        "what",
        "methods",
        "severity",
        "text",
        "action_taken",
        "told",
        "done",
        "follow_up",
        "on_duty",
        "reference",
        "files",
        "officer",
        "officer_email",
    }
)
TOP = (
    "id", "version", "names", "addressee", "email", "language", "header", "footer", "legal_reference", "clock_h",
    "notice", "fields",
)  # fmt: skip
FIELD = ("key", "label", "hint", "source", "required", "lines")
MOST_FIELDS = 60
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
# Names that the internet keeps for examples: mail to them reaches nobody.
NOWHERE = re.compile(r"(?:^|[@.])(?:example(?:\.(?:org|com|net))?|invalid|test|localhost)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form.

    source   what of the entry answers it, of `SOURCES`; empty where it is typed
    lines    whether the answer may be longer than a line
    """

    key: str
    label: str
    hint: str = ""
    source: str = ""
    is_required: bool = False
    has_lines: bool = False


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """A form: its names in four languages, everything else in its own.

    email     where it goes unless a facility set an address of its own
    clock_h   hours from when the incident was known
    notice    code of the rule of who to tell that it answers; empty if none
    """

    id: str
    version: int
    names: Mapping[str, str]
    addressee: str
    email: str
    language: str
    header: str
    footer: str
    legal_reference: str
    clock_h: int
    notice: str
    fields: tuple[FormField, ...]

    def name(self, language: str) -> str:
        """Its name for a reader of this language."""
        return self.names.get(language) or self.names["en"]


def template_of(value: object, where: str) -> FormTemplate:
    """The form that a file holds. Raises EntryFault, which names what is wrong and where."""
    top = Entry(value, where, known=TOP)
    asked = entries(top.raw().get("fields"), f"{where}, field", name="key", known=FIELD)
    found = FormTemplate(
        id=top.word("id", None),
        version=top.number("version"),
        names=top.languages("names"),
        addressee=top.word("addressee", None),
        email=top.word("email"),
        language=top.word("language", None),
        header=top.word("header"),
        footer=top.word("footer"),
        legal_reference=top.word("legal_reference"),
        clock_h=top.number("clock_h", 24),
        notice=top.word("notice"),
        fields=tuple(map(_field, asked)),
    )
    _check(found, where)
    return found


def is_address(email: str) -> bool:
    """Whether it is one e-mail address and nothing beside it."""
    return len(email) <= 254 and ADDRESS.fullmatch(email) is not None


def leads_nowhere(email: str) -> bool:
    """Whether it is a placeholder, or nothing at all."""
    return not email or NOWHERE.search(email) is not None


def _field(one: Entry) -> FormField:
    return FormField(
        key=one.word("key", None),
        label=one.word("label", None),
        hint=one.word("hint"),
        source=one.word("source"),
        is_required=one.flag("required"),
        has_lines=one.flag("lines"),
    )


def _check(form: FormTemplate, where: str) -> None:
    keys = [one.key for one in form.fields]
    wrong = {
        "id: small letters, digits and hyphens, at most 40": NAME.fullmatch(form.id) is None or len(form.id) > 40,
        "version: a whole number from 1 on": form.version < 1,
        f"language: one of {', '.join(LANGUAGES)}": form.language not in LANGUAGES,
        "email: one address": bool(form.email) and not is_address(form.email),
        "clock_h: from 1 to 720 hours": not 1 <= form.clock_h <= 720,
        f"fields: from 1 to {MOST_FIELDS}, each key once": not 1 <= len(keys) <= MOST_FIELDS
        or len(set(keys)) != len(keys),
        "a field's key: small letters, digits and underscores": any(KEY.fullmatch(key) is None for key in keys),
        "a field's source: see the reference": any(one.source and one.source not in SOURCES for one in form.fields),
    }
    for words, is_wrong in wrong.items():
        if is_wrong:
            raise EntryFault(f"{where}: {words}")
