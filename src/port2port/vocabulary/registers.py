"""The registers, read once a process from the YAML files beside this module and checked against each other."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from port2port.pure.fold import Synonyms
from port2port.pure.terms import Deprecation, Register, RegisterFault, Term, TermGroup, synonyms_of

FOLDER = Path(__file__).resolve().parent / "registers"
NAMES = ("methods", "facets", "controls", "glossary")
TIERS = ("L", "I", "H")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

type Entry = Mapping[str, object]


@cache
def registers() -> Mapping[str, Register]:
    """All registers by name. Raises RegisterFault."""
    found = {name: parse(name, (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")) for name in NAMES}
    _check_links(found)
    return found


@cache
def synonyms() -> Synonyms:
    """Words for the same thing, from the glossary."""
    return synonyms_of(registers()["glossary"])


def parse(name: str, text: str) -> Register:
    """The register that a YAML text holds. Raises RegisterFault."""
    try:
        document = yaml.load(text, Loader=LOADER)  # noqa: S506 - the safe loader, in C where there is one
    except yaml.YAMLError as fault:
        raise RegisterFault(f"{name}: not YAML: {fault}") from fault
    top = _mapping(document, name)
    head = _mapping(top.get("register"), f"{name}, the head")
    if head.get("name") != name:
        raise RegisterFault(f"{name}: the head names the register {head.get('name')!r}")
    return Register(
        name=name,
        version=_word(head, "version", name),
        released_on=_day(head, "released_on", name),
        source=_word(head, "source", name),
        licence=_word(head, "licence", name),
        translation=_word(head, "translation", name),
        groups=tuple(
            TermGroup(_word(one, "code", name), _labels(one, "labels", name)) for one in _list(top, "groups", name)
        ),
        terms=tuple(_term(name, one) for one in _list(top, "entries", name)),
    )


def _term(name: str, entry: Entry) -> Term:
    code = _word(entry, "code", name)
    where = f"{name} {code}"
    verified = entry.get("verified")
    tier = _word(entry, "tier", where)
    if tier and tier not in TIERS:
        raise RegisterFault(f"{where}: the tier is {tier!r}, not one of {', '.join(TIERS)}")
    return Term(
        register=name,
        code=code,
        labels=_labels(entry, "labels", where),
        parent=_word(entry, "parent", where),
        group=_word(entry, "group", where),
        texts=_labels(entry, "texts", where),
        indicators={
            language: _words(signs, where) for language, signs in _mapping(entry.get("indicators", {}), where).items()
        },
        countermeasures=_words(entry.get("countermeasures", []), where),
        isps_refs=_words(entry.get("isps_refs", []), where),
        tier=tier,
        verified=verified if isinstance(verified, bool) else None,
        also=_words(entry.get("also", []), where),
        deprecated=_deprecation(entry, where),
    )


def _deprecation(entry: Entry, where: str) -> Deprecation | None:
    if "deprecated" not in entry:
        return None
    told = _mapping(entry["deprecated"], where)
    return Deprecation(since=_day(told, "since", where), use=_word(told, "use", where))


def _check_links(found: Mapping[str, Register]) -> None:
    for method in found["methods"].terms:
        for control in method.countermeasures:
            if control not in found["controls"]:
                raise RegisterFault(f"methods {method.code}: the countermeasure {control} is not a control")


def _mapping(value: object, where: str) -> Entry:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise RegisterFault(f"{where}: names with values are expected")
    return value


def _list(entry: Entry, key: str, where: str) -> list[Entry]:
    value = entry.get(key, [])
    if not isinstance(value, list):
        raise RegisterFault(f"{where}: {key} must be a list")
    return [_mapping(one, f"{where}, {key}") for one in value]


def _word(entry: Entry, key: str, where: str) -> str:
    value = entry.get(key, "")
    if not isinstance(value, str):
        raise RegisterFault(f"{where}: {key} must be text; put it between quotes")
    return value


def _words(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise RegisterFault(f"{where}: a list of texts is expected")
    return tuple(value)


def _labels(entry: Entry, key: str, where: str) -> dict[str, str]:
    labels = _mapping(entry.get(key, {}), f"{where}, {key}")
    return {language: _word(labels, language, f"{where}, {key}") for language in labels}


def _day(entry: Entry, key: str, where: str) -> date:
    value = entry.get(key)
    if not isinstance(value, date):
        raise RegisterFault(f"{where}: {key} must be a day such as 2026-11-22")
    return value
