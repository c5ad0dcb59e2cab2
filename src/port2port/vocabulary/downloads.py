"""A register as a file: CSV for office programs, JSON for machines; both hold all four languages."""

import json
from collections.abc import Iterable

from port2port.pure.sheets import Column, csv_file
from port2port.pure.terms import LANGUAGES, Register, Term

type Json = dict[str, object]


def csv_of(register: Register) -> bytes:
    """The register as CSV, one term a row; cells that a sheet would take for a formula are made harmless."""
    return csv_file([Column(heading) for heading in headings()], (row(register, term) for term in register.terms))


def headings() -> list[str]:
    """The columns, the same for every register."""
    spoken = [f"{kind}_{language}" for kind in ("label", "text", "indicators") for language in LANGUAGES]
    linked = ["countermeasures", "isps_refs", "tier", "verified", "deprecated_since", "use_instead"]
    return ["register", "version", "code", "parent", "group", *spoken, *linked]


def row(register: Register, term: Term) -> list[str]:
    """One term, in the order of the headings; lists are separated by semicolons."""
    said = [term.labels.get(language, "") for language in LANGUAGES]
    said += [term.texts.get(language, "") for language in LANGUAGES]
    said += [_joined(term.indicators.get(language, ())) for language in LANGUAGES]
    gone = term.deprecated
    return [
        *(register.name, register.version, term.code, term.parent, term.group),
        *said,
        *(_joined(term.countermeasures), _joined(term.isps_refs), term.tier),
        "" if term.verified is None else "yes" if term.verified else "no",
        *((gone.since.isoformat(), gone.use) if gone else ("", "")),
    ]


def json_of(register: Register) -> bytes:
    """The register as JSON, in the shape of its YAML file."""
    head: Json = {
        "name": register.name,
        "version": register.version,
        "released_on": register.released_on.isoformat(),
        "source": register.source,
        "licence": register.licence,
        "translation": register.translation,
    }
    document: Json = {
        "register": _filled(head),
        "groups": [{"code": group.code, "labels": dict(group.labels)} for group in register.groups],
        "entries": [_entry(term) for term in register.terms],
    }
    return (json.dumps(_filled(document), ensure_ascii=False, indent=1) + "\n").encode()


def _entry(term: Term) -> Json:
    gone = term.deprecated
    entry: Json = {
        "code": term.code,
        "parent": term.parent,
        "group": term.group,
        "tier": term.tier,
        "labels": dict(term.labels),
        "texts": dict(term.texts),
        "indicators": {language: list(signs) for language, signs in term.indicators.items()},
        "countermeasures": list(term.countermeasures),
        "isps_refs": list(term.isps_refs),
        "deprecated": _filled({"since": gone.since.isoformat(), "use": gone.use}) if gone else {},
    }
    return _filled(entry) | ({} if term.verified is None else {"verified": term.verified})


def _filled(entry: Json) -> Json:
    return {key: value for key, value in entry.items() if value not in ("", [], {})}


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)
