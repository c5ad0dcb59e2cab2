"""Whom to tell: the rules, their words and their contacts, from the packaged file and the operator's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Template

from django.conf import settings

from port2port.duties.rulebook import FOLDER, Words, document
from port2port.pure.entries import Entry, EntryFault, entries
from port2port.pure.notice_rules import NoticeRule, When
from port2port.vocabulary.lookup import reader_language

RULE_FIELDS = (
    "code", "hours", "months", "after", "basis", "checked", "text", "when", "contact", "contacts", "addressee", "title",
    "say", "off",
)  # fmt: skip
CONTACT_FIELDS = ("name", "phone", "email", "url", "address")
TOP_FIELDS = ("flags", "profile", "rules", "texts")
# Known of a facility or an organisation without anybody ticking it.
KNOWN_PROFILE = frozenset({"isps"})


@dataclass(frozen=True, slots=True)
class Contact:
    """How an addressee is reached; configuration, every field may be empty."""

    name: str = ""
    phone: str = ""
    email: str = ""
    url: str = ""
    address: str = ""

    @property
    def is_known(self) -> bool:
        """False where the operator has not entered anything."""
        return any((self.phone, self.email, self.url, self.address))


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """One rule with its words.

    contact    everywhere     by_port   where a port has its own, by UN/LOCODE
    """

    rule: NoticeRule
    bases: Words
    is_checked: bool
    text: str
    addressees: Words
    titles: Words
    says: Words
    contact: Contact = Contact()
    by_port: Mapping[str, Contact] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def basis(self) -> str:
        """What it rests on, in the reader's language."""
        return self.bases[reader_language()]

    @property
    def addressee(self) -> str:
        """Who is told, in the reader's language."""
        return self.addressees[reader_language()]

    @property
    def title(self) -> str:
        """What kind of notice it is, in the reader's language."""
        return self.titles[reader_language()]

    @property
    def say(self) -> str:
        """What to say, in the reader's language."""
        return self.says[reader_language()]

    def contact_at(self, locode: str) -> Contact:
        """How the addressee is reached from this port."""
        return self.by_port.get(locode, self.contact)


@dataclass(frozen=True, slots=True)
class Noticebook:
    """Everything the two files say."""

    rules: Mapping[str, NoticeEntry]
    flags: Mapping[str, Words]
    profile: Mapping[str, Words]
    texts: Mapping[str, Words]


@cache
def noticebook() -> Noticebook:
    """The packaged rules with the operator's file laid over them. Raises EntryFault."""
    own = Path(settings.NOTICE_RULES) if settings.NOTICE_RULES else None
    return read(document(FOLDER / "notices.yaml"), document(own) if own else {})


def read(packaged: object, own: object) -> Noticebook:
    """The rules of one document with those of another laid over them, field by field. Raises EntryFault."""
    base, over = Entry(packaged, "notices.yaml", known=TOP_FIELDS), Entry(own, "own rules", known=TOP_FIELDS)
    texts = base.inner("texts").raw() | over.inner("texts").raw()
    book = Noticebook(
        rules={one.code: one for one in map(_notice, _merged(base, over, "rules", RULE_FIELDS)) if one is not None},
        flags=_labels(base, over, "flags"),
        profile=_labels(base, over, "profile"),
        texts={code: Entry(texts, "texts").languages(code) for code in texts},
    )
    _check(book)
    return book


def _merged(base: Entry, over: Entry, key: str, known: tuple[str, ...]) -> list[Entry]:
    rows = {row.word("code", None): row.raw() for row in entries(base.raw()[key], base.where, known=known)}
    for row in entries(over.raw().get(key, []), f"{over.where}, {key}", known=known):
        code = row.word("code", None)
        rows[code] = rows.get(code, {}) | row.raw()
    return [Entry(row, f"{key} {code}", known=known) for code, row in rows.items()]


def _labels(base: Entry, over: Entry, key: str) -> dict[str, Words]:
    return {row.word("code"): row.languages("labels") for row in _merged(base, over, key, ("code", "labels"))}


def _notice(entry: Entry) -> NoticeEntry | None:
    if entry.flag("off"):
        return None
    when = entry.inner("when", known=("codes", "flags", "profile", "never"))
    ports = entry.inner("contacts")
    return NoticeEntry(
        rule=NoticeRule(
            code=entry.word("code", None),
            when=When(when.words("codes"), when.words("flags"), when.words("profile"), when.words("never")),
            after=entry.word("after"),
            hours=entry.number("hours"),
            months=entry.number("months"),
        ),
        bases=entry.citation("basis"),
        is_checked=entry.flag("checked"),
        text=entry.word("text", None),
        addressees=entry.languages("addressee"),
        titles=entry.languages("title"),
        says=entry.languages("say"),
        contact=_contact(entry.inner("contact", known=CONTACT_FIELDS)),
        by_port={locode: _contact(ports.inner(locode, known=CONTACT_FIELDS)) for locode in ports.keys},
    )


def _contact(entry: Entry) -> Contact:
    url = entry.word("url")
    if (url and not url.startswith(("https://", "http://"))) or ":" in entry.word("email"):
        raise EntryFault(f"{entry.where}: an address that cannot be used")
    return Contact(**{name: entry.word(name) for name in CONTACT_FIELDS})


def _check(book: Noticebook) -> None:
    known = set(book.profile) | KNOWN_PROFILE
    order = list(book.rules)
    for place, one in enumerate(book.rules.values()):
        when = one.rule.when
        wrong = [*(set(when.flags) - set(book.flags)), *((set(when.profile) | set(when.never)) - known)]
        wrong += [one.text] if one.text not in book.texts else []
        wrong += [one.rule.after] if one.rule.after in order[place:] else []
        if wrong:
            raise EntryFault(f"rules {one.code}: names what is not there, or not there yet: {', '.join(wrong)}")


def flag_choices() -> list[tuple[str, str]]:
    """What a form about an incident asks to tick, in the reader's language."""
    return _choices(noticebook().flags)


def profile_choices() -> list[tuple[str, str]]:
    """What an organisation says of itself, in the reader's language."""
    return _choices(noticebook().profile)


def _choices(labels: Mapping[str, Words]) -> list[tuple[str, str]]:
    return [(code, words[reader_language()]) for code, words in labels.items()]


def rules_in_order(codes: Iterable[str] | None = None) -> list[NoticeEntry]:
    """All entries, or those of the codes, in the order of the file; a forerunner stands before what follows it."""
    found = noticebook().rules.values()
    return list(found) if codes is None else [one for one in found if one.code in set(codes)]


def filled(entry: NoticeEntry, language: str, slots: Mapping[str, str]) -> str:
    """The text for the addressee in a language; what is not known stays open as […]."""
    template = noticebook().texts[entry.text][language if language in noticebook().texts[entry.text] else "en"]
    known = {name: value or "[…]" for name, value in slots.items()}
    return Template(template).safe_substitute(known)
