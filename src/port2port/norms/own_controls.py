"""The community's own controls, of the vocabulary, as a catalogue in OSCAL; and the three baselines made of them.

python -m port2port.norms.own_controls       writes both anew, where they are shipped
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from port2port.norms import shipped
from port2port.pure.canonical import Json
from port2port.pure.oscal.controls import NAMESPACE, TIERS
from port2port.pure.oscal.reading import WRITTEN_VERSION
from port2port.pure.oscal.writing import LANGUAGES, Catalogue, Entry, Section, text_of, uuid_of, written
from port2port.pure.terms import Term
from port2port.vocabulary import lookup

KEY = "p2p-controls"
TITLE = {
    "en": "Common controls of the ports",
    "nl": "Gemeenschappelijke maatregelen van de havens",
    "fr": "Mesures communes des ports",
    "de": "Gemeinsame Maßnahmen der Häfen",
}
# What every member starts with in its first year (design: norms, baseline tiers).
FIRST_YEAR = frozenset(
    [
        "GOV-01",
        "GOV-03",
        "GOV-04",
        "ACC-01",
        "ACC-05",
        "ACC-06",
        "ACC-08",
        "COM-01",
        "DRN-01",
        "CYB-04",
        "AWR-02",
        "INF-01",
    ]
)
# Whom a family asks beside the officer of the site.
ALSO_ASKED = {"CPU": "company", "CYB": "operator", "PER": "operator", "WTR": "pso", "DRN": "pso", "INF": "pso"}
BASELINES = {"L": "baseline-light", "I": "baseline-isps", "H": "baseline-high-risk"}
BASELINE_TITLES = {
    "L": "Light baseline: every member, also an inland quay outside ISPS",
    "I": "ISPS baseline: every ISPS facility",
    "H": "High-risk baseline: containers from risk lanes, risk bulk and the like",
}


def catalogue() -> Catalogue:
    """The controls of the register, one section a family, in the register's order."""
    register = lookup.register("controls")
    return Catalogue(
        key=KEY,
        version=register.version,
        released_on=register.released_on.isoformat(),
        title=TITLE,
        licence="own",
        kind="common",
        sections=[
            Section(
                group.code.lower(), group.labels, [_entry(term) for term in register.terms if term.group == group.code]
            )
            for group in register.groups
        ],
    )


def _entry(term: Term) -> Entry:
    basis = [ref for ref in term.isps_refs if ref.startswith("A/")]
    props = [("obligation", "must" if basis else "should")]
    props += [("obligation-basis", f"32004R0725 annex II, {ref}") for ref in basis]
    props += [("addressee", one) for one in dict.fromkeys(("pfso", ALSO_ASKED.get(term.group, "pfso")))]
    props += [("security-level", level) for level in "123"]
    props += [("tier", term.tier), ("key", "yes" if term.code in FIRST_YEAR else "no")]
    props += [*_references(term.isps_refs)]
    props += [("mo", method.code) for method in lookup.countered_by(term.code)]
    return Entry(term.code.lower(), term.code, "common", term.labels, term.texts, props)


def _references(refs: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for ref in refs:
        yield "reference", ref
        if ref.startswith("A/16.3."):
            yield "pfsp-item", ref.removeprefix("A/")
        if ref.startswith("A/14.2."):
            yield "a14-2", ref.removeprefix("A/14.2.")


def baseline(tier: str, *, base: bytes) -> bytes:
    """The profile of a tier: its own controls and those of the tiers below it, by id.

    base   the bytes of the catalogue that it imports
    """
    tiers = TIERS[: TIERS.index(tier) + 1]
    ids: list[Json] = [term.code.lower() for term in lookup.controls() if term.tier in tiers]
    register, key = lookup.register("controls"), BASELINES[tier]
    resource = uuid_of("resource", key, register.version)
    body: Mapping[str, Json] = {
        "uuid": uuid_of("profile", key, register.version),
        "metadata": {
            "title": BASELINE_TITLES[tier],
            "last-modified": f"{register.released_on.isoformat()}T00:00:00Z",
            "version": register.version,
            "oscal-version": WRITTEN_VERSION,
            "props": [{"name": "tier", "ns": NAMESPACE, "value": tier}],
        },
        "imports": [{"href": f"#{resource}", "include-controls": [{"with-ids": ids}]}],
        "back-matter": {
            "resources": [
                {
                    "uuid": resource,
                    "title": TITLE["en"],
                    "rlinks": [
                        {
                            "href": f"../../{KEY}/{register.version}/en.json",
                            "hashes": [{"algorithm": "SHA-256", "value": sha256(base).hexdigest()}],
                        }
                    ],
                }
            ]
        },
    }
    return text_of({"profile": dict(body)})


def files() -> dict[str, bytes]:
    """Each shipped file that comes from the register, by its path under `catalogues/`."""
    found = {f"{KEY}/{catalogue().version}/{language}.json": written(catalogue(), language) for language in LANGUAGES}
    base = found[f"{KEY}/{catalogue().version}/en.json"]
    for tier, key in BASELINES.items():
        found[f"{key}/{catalogue().version}/profile.json"] = baseline(tier, base=base)
    return found


if __name__ == "__main__":
    for path, data in files().items():
        shipped.write(path, data)
