"""Judges documents by all rules at once: the schema, S1-S10, and one another."""

from collections.abc import Collection, Mapping

from port2port.norms import law, shipped
from port2port.pure.oscal import catalogue_rules, crosswalks, profiles
from port2port.pure.oscal.faults import Fault, Rule, first
from port2port.pure.oscal.languages import parity_faults
from port2port.pure.oscal.reading import BadOscal, Document, read


def judged(files: Mapping[str, bytes], *, known: Mapping[str, Document] | None = None) -> dict[str, list[Fault]]:
    """What is wrong with each file, by the name given; empty where nothing is.

    Profiles and crosswalks may name catalogues among the files, shipped ones, or those that are `known`.

    known   published documents besides those that ship, by SHA-256 in hex
    """
    known = known or {}
    found: dict[str, list[Fault]] = {}
    documents: dict[str, Document] = {}
    for name, data in files.items():
        try:
            documents[name] = read(data)
        except BadOscal as error:
            found[name] = error.faults
    shelf = shipped.shelf() | dict(known) | {one.sha256: one for one in documents.values() if one.model == "catalog"}
    for name, document in documents.items():
        faults = _faults(document, shelf, {one.uuid for sha256, one in known.items() if sha256 != document.sha256})
        faults += [
            Fault(Rule.S1, f"/{document.model}/uuid", "uuid-of-another", other)
            for other, one in documents.items()
            if other != name and one.uuid == document.uuid and one.sha256 != document.sha256
        ]
        found[name] = first(faults)
    for names in _translations(documents):
        faults = parity_faults({name: documents[name] for name in names})
        found[names[-1]] = first([*found[names[-1]], *faults])
    return {name: found[name] for name in files}


def _faults(document: Document, shelf: Mapping[str, Document], published: Collection[str]) -> list[Fault]:
    if document.model == "catalog":
        return catalogue_rules.faults_of(document, binding=law.binding_labels(), published=published)
    if document.model == "profile":
        return profiles.faults_of(document, shelf)
    if document.model == "mapping-collection":
        return crosswalks.faults_of(document, shelf)
    return []


def _translations(documents: Mapping[str, Document]) -> list[list[str]]:
    """Files of one folder named by their language are one catalogue in several."""
    by_folder: dict[str, list[str]] = {}
    for name, document in documents.items():
        folder, _, file = name.replace("\\", "/").rpartition("/")
        if document.model == "catalog" and file in {"nl.json", "fr.json", "de.json", "en.json"}:
            by_folder.setdefault(folder, []).append(name)
    return [sorted(names) for names in by_folder.values() if len(names) > 1]
