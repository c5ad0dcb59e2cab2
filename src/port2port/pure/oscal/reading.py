"""Bytes from outside to a document of one known model, by the official schema."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import chain, islice

import jsonschema_rs

from port2port.pure.canonical import Json, NotStrict, strict_object
from port2port.pure.oscal.faults import MOST, Fault, Rule, first

MAX_BYTES = 20 * 1024 * 1024
# Root member to the schema that judges it.
MODELS = {
    "catalog": "catalog",
    "profile": "profile",
    "mapping-collection": "mapping",
    "component-definition": "component",
    "assessment-plan": "assessment-plan",
    "assessment-results": "assessment-results",
    "plan-of-action-and-milestones": "poam",
}
VERSIONS = ("1.2.0", "1.2.1", "1.2.2")
WRITTEN_VERSION = "1.2.1"


@dataclass(frozen=True, slots=True)
class Document:
    """One OSCAL document that its schema accepts.

    model    root member, a key of `MODELS`      body   its value      sha256   of the bytes it was read from, hex
    """

    model: str
    body: dict[str, Json]
    sha256: str

    @property
    def metadata(self) -> dict[str, Json]:
        """Title, version and the rest of the head."""
        return mapping(self.body.get("metadata"))

    @property
    def version(self) -> str:
        """The document's own version."""
        return str(self.metadata.get("version", ""))

    @property
    def uuid(self) -> str:
        """The document's own identifier, in lower case."""
        return str(self.body.get("uuid", "")).lower()


class BadOscal(ValueError):
    """A document that is not taken; `faults` say why, at least one."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = first(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults[:5]))


def read(data: bytes) -> Document:
    """The document. Raises BadOscal: not strict JSON, no or several known models, or not what the schema asks.

    data   at most 20 MiB of UTF-8
    """
    try:
        whole = strict_object(data, limit=MAX_BYTES)
    except NotStrict as error:
        raise BadOscal([Fault(Rule.READ, "", "not-strict-json", error.reason)]) from None
    found = [name for name in whole if name in MODELS]
    others = [name for name in whole if name not in MODELS and name != "$schema"]
    if len(found) != 1 or others:
        about = ", ".join(sorted([*found, *others])[:5])[:200]
        raise BadOscal([Fault(Rule.READ, "", "not-one-model", about)])
    faults = list(_by_schema(MODELS[found[0]], {found[0]: whole[found[0]]}))
    document = Document(found[0], mapping(whole[found[0]]), sha256(data).hexdigest())
    # The schema takes any number for the version of OSCAL.
    said = document.metadata.get("oscal-version")
    if isinstance(said, str) and said not in VERSIONS:
        faults.append(Fault(Rule.S3, f"/{found[0]}/metadata/oscal-version", "unknown-version", said[:40]))
    if faults:
        raise BadOscal(faults)
    return document


def _by_schema(name: str, whole: dict[str, Json]) -> list[Fault]:
    validator = _validator(name)
    if validator.is_valid(whole):
        return []
    return [
        Fault(Rule.SCHEMA, _pointer(error), "not-as-the-schema-says", str(error.message)[:300])
        for error in islice(chain.from_iterable(map(_innermost, validator.iter_errors(whole))), MOST)
    ]


def _innermost(error: jsonschema_rs.ValidationError) -> list[jsonschema_rs.ValidationError]:
    """Of a choice that nothing fits, what is wrong in the one that fits furthest: that is the one that was meant."""
    branches = getattr(error.kind, "context", None)
    if not branches:
        return [error]
    found = [[inner for one in branch for inner in _innermost(one)] for branch in branches]
    return max(found, key=lambda branch: max((len(one.instance_path) for one in branch), default=0)) or [error]


def _pointer(error: jsonschema_rs.ValidationError) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.instance_path)


@cache
def _validator(name: str) -> jsonschema_rs.Draft7Validator:
    text = files("port2port.pure.oscal").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8")
    return jsonschema_rs.Draft7Validator(text)


def mapping(value: Json) -> dict[str, Json]:
    """The object, or an empty one where the document has something else."""
    return value if isinstance(value, dict) else {}


def objects(value: Json) -> list[dict[str, Json]]:
    """The objects of a list, in order; OSCAL allows one alone without a list in places."""
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
