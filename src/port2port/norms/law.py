"""What the law asks, in our own short wording: the sources in YAML, as catalogues in OSCAL.

python -m port2port.norms.law       writes them anew, where they are shipped
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from port2port.norms import shipped
from port2port.pure.oscal.writing import LANGUAGES, Catalogue, Entry, Section, written

SOURCES = Path(__file__).parent / "sources"
BINDING = SOURCES / "part_b_binding.yaml"
# A line of a source and the prop that says it.
_PROPS = {"pfsp_item": "pfsp-item", "a14_2": "a14-2", "b16_9": "b16-9"}


@cache
def binding_labels() -> frozenset[str]:
    """The paragraphs of ISPS part B that the Regulation makes mandatory, as far as the text was looked up."""
    rows = yaml.safe_load(BINDING.read_text(encoding="utf-8"))["paragraphs"]
    return frozenset(f"B/{row['paragraph']}" for row in rows if row["checked"] in (True, "yes"))


def sources() -> list[Path]:
    """Every catalogue's source, by name."""
    return sorted(path for path in SOURCES.glob("*.yaml") if path != BINDING)


def catalogue(path: Path) -> Catalogue:
    """The catalogue of one source."""
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Catalogue(
        key=said["key"],
        version=str(said["version"]),
        released_on=str(said["released_on"]),
        title=said["titles"],
        licence=said["licence"],
        kind=said["kind"],
        sections=[
            Section(one["id"], one["titles"], [_entry(control, one["class"]) for control in one["controls"]])
            for one in said["sections"]
        ],
        remarks=said.get("remarks", {}),
    )


def _entry(said: dict[str, Any], class_: str) -> Entry:
    return Entry(
        id=said["id"],
        label=said["label"],
        class_=class_,
        title=said["titles"],
        statement=said.get("statements", {}),
        props=[*_props(said)],
    )


def _props(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "obligation", said["obligation"]
    if said.get("basis"):
        yield "obligation-basis", said["basis"]
    yield from (("addressee", one) for one in said["addressees"])
    yield from (("security-level", str(level)) for level in said["levels"])
    yield from ((prop, str(said[name])) for name, prop in _PROPS.items() if name in said)
    if said.get("to_verify"):
        # Shown as such, and never printed to users as law.
        yield "to-verify", "yes"


def files() -> dict[str, bytes]:
    """Each shipped file that comes from a source, by its path under `catalogues/`."""
    found = dict[str, bytes]()
    for one in map(catalogue, sources()):
        found |= {f"{one.key}/{one.version}/{language}.json": written(one, language) for language in LANGUAGES}
    return found


if __name__ == "__main__":
    for name, data in files().items():
        shipped.write(name, data)
