"""What an assessment came to, as OSCAL: plan, results and improvement plan; and read back to the same numbers.

A finding a control. Instruments A and B stand in our own props, for OSCAL knows only satisfied and not-satisfied; no
share of a hundred and no mean is written. Of a facility's security plan and assessment nothing is in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from port2port.pure.canonical import Json
from port2port.pure.conformity import Answered, Conformity, Musts, musts
from port2port.pure.maturity import Rated, objective
from port2port.pure.oscal.controls import NAMESPACE, Node, nodes
from port2port.pure.oscal.profiles import imports
from port2port.pure.oscal.reading import WRITTEN_VERSION, Document, mapping, objects
from port2port.pure.oscal.writing import text_of, uuid_of

PLAN, RESULTS, POAM = "assessment-plan.json", "assessment-results.json", "plan-of-action.json"


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a proof is kept. sha256   in hex, or empty"""

    title: str
    where_held: str
    sha256: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to one control. doc, impl   levels 1-5 or None     is_accepted   that it does not apply"""

    control: str
    conformity: str
    doc: int | None = None
    impl: int | None = None
    rationale: str = ""
    confidence: str = ""
    na_reason: str = ""
    is_accepted: bool = False
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of the improvement plan. control   id, or empty"""

    key: str
    title: str
    state: str
    due_on: date
    control: str = ""


@dataclass(frozen=True, slots=True)
class Assessed:
    """Everything that is written of one assessment.

    key        its own, in the form of a uuid       kind   self, peer or authority: who assessed
    catalogue, profile   names and SHA-256 in hex of the files that lie beside it
    """

    key: str
    title: str
    kind: str
    state: str
    at: datetime
    profile: tuple[str, str]
    told: Sequence[Told]
    todos: Sequence[Todo] = ()


def plan_of(one: Assessed) -> bytes:
    """The assessment plan: which controls are looked at, and by whom."""
    body: dict[str, Json] = {
        "uuid": uuid_of("plan", one.key),
        "metadata": _head(one),
        # OSCAL asks for a system's plan; a port facility's security plan is never stored, and nothing stands here.
        "import-ssp": {"href": f"#{uuid_of('no-ssp', one.key)}", "remarks": "The security plan is not part of this."},
        "reviewed-controls": _reviewed(one),
        "back-matter": {
            "resources": [
                {
                    "uuid": uuid_of("no-ssp", one.key),
                    "title": "No system security plan",
                    "description": "The port facility security plan is kept by the facility and is never exported.",
                },
                _profile(one),
            ]
        },
    }
    return text_of({"assessment-plan": body})


def results_of(one: Assessed) -> bytes:
    """The assessment results: one finding a control that was answered, one observation for its proofs."""
    result: dict[str, Json] = {
        "uuid": uuid_of("result", one.key),
        "title": one.title,
        "description": one.title,
        "start": _moment(one.at),
        "props": [_own("assessor", one.kind), _own("state", one.state)],
        "reviewed-controls": _reviewed(one),
    }
    observations = [_observation(one, told) for told in one.told if told.proofs]
    if observations:
        result["observations"] = list[Json](observations)
    if one.told:
        result["findings"] = [_finding(one, told) for told in one.told]
    body: dict[str, Json] = {
        "uuid": uuid_of("results", one.key),
        "metadata": _head(one),
        "import-ap": {"href": PLAN},
        "results": [result],
        "back-matter": {"resources": [_profile(one)]},
    }
    return text_of({"assessment-results": body})


def poam_of(one: Assessed) -> bytes | None:
    """The plan of action; none where nothing is promised."""
    if not one.todos:
        return None
    items: list[Json] = [
        {
            "uuid": uuid_of("todo", todo.key),
            "title": todo.title,
            "description": todo.title,
            "props": [
                _own("state", todo.state),
                _own("due-on", todo.due_on.isoformat()),
                *([_own("control", todo.control)] if todo.control else []),
            ],
        }
        for todo in one.todos
    ]
    body: dict[str, Json] = {
        "uuid": uuid_of("poam", one.key),
        "metadata": _head(one),
        "system-id": {"identifier-type": "http://ietf.org/rfc/rfc4122", "id": one.key},
        "poam-items": items,
    }
    return text_of({"plan-of-action-and-milestones": body})


def _head(one: Assessed) -> dict[str, Json]:
    return {
        "title": one.title,
        "last-modified": _moment(one.at),
        "version": _moment(one.at),
        "oscal-version": WRITTEN_VERSION,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _profile(one: Assessed) -> dict[str, Json]:
    name, sha256 = one.profile
    return {
        "uuid": uuid_of("profile-of", one.key),
        "title": "Baseline",
        "rlinks": [{"href": name, "hashes": [{"algorithm": "SHA-256", "value": sha256}]}],
    }


def _reviewed(one: Assessed) -> dict[str, Json]:
    ids: list[Json] = [{"control-id": told.control} for told in one.told]
    chosen: dict[str, Json] = {"include-controls": ids} if ids else {"include-all": {}}
    return {"control-selections": [chosen]}


def _finding(one: Assessed, told: Told) -> dict[str, Json]:
    props = [_own("conformity", told.conformity)]
    props += [_own(name, str(level)) for name, level in (("documented", told.doc), ("implemented", told.impl)) if level]
    props += [_own("confidence", told.confidence)] if told.confidence else []
    if told.conformity == Conformity.NOT_APPLICABLE:
        props.append(_own("accepted", "yes" if told.is_accepted else "no"))
    is_satisfied = told.conformity == Conformity.MET or (
        told.conformity == Conformity.NOT_APPLICABLE and told.is_accepted
    )
    status: dict[str, Json] = {"state": "satisfied" if is_satisfied else "not-satisfied"}
    if told.na_reason:
        status["remarks"] = told.na_reason
    found: dict[str, Json] = {
        "uuid": uuid_of("finding", one.key, told.control),
        "title": told.control,
        "description": told.rationale or told.control,
        "props": list[Json](props),
        "target": {"type": "objective-id", "target-id": told.control, "status": status},
    }
    if told.proofs:
        found["related-observations"] = [{"observation-uuid": uuid_of("observation", one.key, told.control)}]
    return found


def _observation(one: Assessed, told: Told) -> dict[str, Json]:
    return {
        "uuid": uuid_of("observation", one.key, told.control),
        "title": told.control,
        "description": told.control,
        "methods": ["EXAMINE"],
        "collected": _moment(one.at),
        "relevant-evidence": [
            {
                "description": f"{proof.title}: {proof.where_held}",
                "props": [
                    *([_own("sha256", proof.sha256)] if proof.sha256 else []),
                    *([_own("date", proof.on.isoformat())] if proof.on else []),
                ]
                or [_own("sha256", "none")],
            }
            for proof in told.proofs
        ],
    }


def _own(name: str, value: str) -> dict[str, Json]:
    return {"name": name, "ns": NAMESPACE, "value": value}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The headline numbers of results. levels   of each objective that is rated"""

    musts: Musts
    levels: Mapping[str, int]


def numbers_of(results: Document, profile: Document, catalogue: Document) -> Numbers:
    """The numbers, reckoned anew from documents alone: those of instrument A and B of the first result.

    Raises ValueError where the results are of another baseline.
    """
    asked = {name for one in imports(profile) for name in one.ids}
    told = {node.title: node for node in _findings(results)}
    if not set(told) <= asked:
        raise ValueError(f"not asked by this baseline: {', '.join(sorted(set(told) - asked)[:5])}")
    found: list[Answered] = []
    by_objective: dict[str, list[Rated]] = {}
    group = ""
    for node in nodes(catalogue):
        if node.kind == "group":
            group = node.id
        elif node.kind == "control" and node.id in asked:
            finding = told.get(node.id)
            by_objective.setdefault(group, []).append(_rated(finding, is_key="yes" in node.own("key")))
            if "must" in node.own("obligation"):
                found.append(_answered(finding))
    levels = {name: objective(rated).level for name, rated in by_objective.items()}
    return Numbers(musts(found), {name: level for name, level in levels.items() if level is not None})


def _findings(results: Document) -> Iterable[Node]:
    first = next(iter(objects(results.body.get("results"))), {})
    for one in objects(first.get("findings")):
        name = str(mapping(one.get("target")).get("target-id", ""))
        yield Node("finding", "", one | {"title": name})


def _answered(finding: Node | None) -> Answered:
    if finding is None:
        return Answered(Conformity.NOT_ASSESSED)
    return Answered(Conformity(_first(finding, "conformity")), _first(finding, "accepted") == "yes")


def _rated(finding: Node | None, *, is_key: bool) -> Rated:
    if finding is None:
        return Rated(is_key=is_key)
    doc, impl = (_level(_first(finding, name)) for name in ("documented", "implemented"))
    return Rated(doc, impl, is_key, _first(finding, "conformity") != Conformity.NOT_APPLICABLE)


def _first(finding: Node, name: str) -> str:
    return next(iter(finding.own(name)), "")


def _level(word: str) -> int | None:
    return int(word) if word.isdigit() else None
