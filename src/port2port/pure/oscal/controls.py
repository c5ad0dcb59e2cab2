"""What a catalogue holds, laid out flat: groups, controls, parts and parameters, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from port2port.pure.canonical import Json
from port2port.pure.oscal.reading import Document, objects

NAMESPACE = "urn:port2port:oscal:1"
OBLIGATIONS = ("must", "should", "may")
ADDRESSEES = ("pfso", "pso", "operator", "cso-sso", "company", "authority")
LEVELS = ("1", "2", "3")
TIERS = ("L", "I", "H")
LICENCES = ("eu-law", "be-law", "own", "ids-only")


@dataclass(frozen=True, slots=True)
class Node:
    """One object of the document that has an id, or may have one.

    kind   group, control, part or param        where   its JSON pointer
    """

    kind: str
    where: str
    body: dict[str, Json]

    @property
    def id(self) -> str:
        """Its id; empty where it has none."""
        return str(self.body.get("id", ""))

    @property
    def title(self) -> str:
        """Its title in the document's language."""
        return str(self.body.get("title", ""))

    def own(self, name: str) -> list[str]:
        """The values of our own props of that name, in order."""
        return [
            str(prop.get("value", ""))
            for prop in objects(self.body.get("props"))
            if prop.get("name") == name and prop.get("ns") == NAMESPACE
        ]

    @property
    def label(self) -> str:
        """How people write the id, `ACC-05` or `A/16.3.2`; a prop of OSCAL's own."""
        labels = [prop for prop in objects(self.body.get("props")) if prop.get("name") == "label"]
        return str(labels[0].get("value", "")) if labels else ""

    def prose(self, name: str) -> str:
        """The prose of its first part of that name."""
        return next((str(p.get("prose", "")) for p in objects(self.body.get("parts")) if p.get("name") == name), "")


def nodes(document: Document) -> Iterator[Node]:
    """Every group, control, part and parameter of a catalogue, in the document's order, each before what it holds."""
    root = Node("catalog", f"/{document.model}", document.body)
    # A list to work off: a file nests as deep as it likes, a stack of calls does not.
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node is not root:
            yield node
        inside = []
        for member, kind in (("params", "param"), ("parts", "part"), ("groups", "group"), ("controls", "control")):
            for number, body in enumerate(objects(node.body.get(member))):
                inside.append(Node(kind, f"{node.where}/{member}/{number}", body))
        waiting += reversed(inside)


def controls(document: Document) -> list[Node]:
    """The controls of a catalogue, in order."""
    return [node for node in nodes(document) if node.kind == "control"]


def licence(document: Document) -> str:
    """The text licence that a catalogue in our profile of OSCAL names in its head; empty in a foreign one."""
    return next(iter(Node("metadata", "", document.metadata).own("text-licence")), "")


def kind(document: Document) -> str:
    """`common` for measures of the community, which have tiers; `law` for what a law asks; empty in a foreign one."""
    return next(iter(Node("metadata", "", document.metadata).own("kind")), "")


def resources(document: Document) -> dict[str, dict[str, Json]]:
    """What stands in the back matter, by uuid in lower case."""
    back = document.body.get("back-matter")
    found = objects(back.get("resources")) if isinstance(back, dict) else []
    return {str(one.get("uuid", "")).lower(): one for one in found}
