"""One row of the door table: an address, a method, and what each persona gets there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.personas import Community

# `nobody` has no login; the others are logins of tests/personas.py.
WHO = (
    "nobody",
    "guest",
    "guard",
    "author",
    "peer",
    "client",
    "outsider",
    "coordinator",
    "trainer",
    "secretariat",
    "auditor",
    "operator",
)
# "login" = sent to the sign-in page
type Status = int | Literal["login"]
type Wanted = Status | set[Status]
type Values = Mapping[str, Any]
type Maker = Callable[[Community], Values]


@dataclass(frozen=True, slots=True)
class Door:
    """What every persona gets at one address with one method.

    name       the address's name, as `reverse` takes it
    wanted     status by persona, all of WHO
    args       the address's values: a mapping, or a function of the community that may first make what it names
    data       the fields sent, in the same two ways
    json       sends `data` as JSON
    headers    headers sent, in the same two ways
    """

    name: str
    method: str
    wanted: Mapping[str, frozenset[Status]]
    args: Values | Maker = field(default_factory=dict)
    data: Values | Maker = field(default_factory=dict)
    headers: Values | Maker = field(default_factory=dict)
    json: bool = False

    @property
    def label(self) -> str:
        """How the row is called in a failure."""
        return f"{self.method.upper()} {self.name}"


def door(
    name: str,
    method: str = "get",
    *,
    args: Values | Maker | None = None,
    data: Values | Maker | None = None,
    headers: Values | Maker | None = None,
    json: bool = False,
    default: Wanted = 404,
    nobody: Wanted = "login",
    **wanted: Wanted,
) -> Door:
    """A row: `default` for whoever is not named; a visitor without a login is sent to the sign-in page.

    door("reports:report", args=lambda community: {"key": amber(community).key}, author=200, peer=200, client=200)
    door("reports:withdraw", "post", args=…, author=302)
    """
    unknown = set(wanted) - set(WHO)
    if unknown:
        raise ValueError(f"{name}: no such persona: {', '.join(sorted(unknown))}")
    each = dict.fromkeys(WHO, default) | {"nobody": nobody} | wanted
    statuses = {who: frozenset(one if isinstance(one, set) else {one}) for who, one in each.items()}
    return Door(name, method, statuses, args or {}, data or {}, headers or {}, json)
