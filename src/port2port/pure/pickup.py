"""The roll-out of Certified Pick up: what a stage asks, what no text may hold, and the bands that others see.

Readiness is tracked, releases never: a text that holds a container number or a release code is refused.

Unit of the bands is the facility, at the lowest stage of its lanes in the group. Groups: all facilities, by port, and
for each way of transport and each trade lane those that have it. A facility has several lanes, so each of these parts
the facilities in two, with it and without, and the rules of disclosure_groups hold over all of those partings at once:
no shown group differs from another by a few facilities. Over time R8 of disclosure holds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from port2port.pure.disclosure import Contribution, Rules, Shown, next_round
from port2port.pure.disclosure_groups import MOST_GROUPS, Unit, community, shown

LAST = 5
# What must be ticked to reach a stage; stored, so new ones may come and none may go.
PASSES: dict[int, tuple[str, ...]] = {
    1: ("contact", "flows"),
    2: ("date", "registered", "roles"),
    3: ("status", "identity"),
    4: ("pin_off", "fallback"),
    5: ("pin_closed", "second_person", "look_ups"),
}
# The controls of the common norm that a criterion puts to work.
CONTROLS: dict[str, tuple[str, ...]] = {
    "status": ("CPU-02",),
    "identity": ("CPU-01", "CPU-03"),
    "pin_off": ("CPU-01", "CPU-03"),
    "fallback": ("CPU-03",),
    "pin_closed": ("CPU-01",),
    "second_person": ("CPU-04",),
    "look_ups": ("CPU-05",),
}
# ISO 6346: owner, U, J, Z or R, six digits and mostly the check digit, however spaced.
_CONTAINER = re.compile(r"(?<![^\W_])[a-z]{3}[\s._/-]*[ujzr](?:[\s._/-]*\d){6,7}(?!\d)", re.IGNORECASE)
_RELEASE_WORDS = (
    r"pin|pincode|pin-code|pins|release|vrijgave|vrijgavecode|freistellung|freistellungscode|bon à délivrer|"
    r"code de libération|code|tan|turn-?in|booking|b/l|bl|referentie|référence|referenz|reference"
)
# A word for a release, and near it a sign that holds at least three digits in a row or mixes digits and letters.
_CODE = re.compile(
    rf"(?<!\w)(?:{_RELEASE_WORDS})(?!\w)\W{{0,3}}(?:(?:is|nr|no|n°|nummer|number|numéro|code|est|ist|van|for|voor)\W{{1,3}}){{0,2}}"
    r"(?=[\w-]*\d[\w-]*\d[\w-]*\d)[a-z0-9][\w-]{2,24}",
    re.IGNORECASE,
)
# Codes of our own and years are no secrets.
_HARMLESS = re.compile(r"^(?:CPU-\d{2}|[A-Z]{3}-\d{2}|(?:19|20)\d{2})$", re.IGNORECASE)


def release_data_in(text: str) -> tuple[str, ...]:
    """What in a text looks like a container number or a release code."""
    codes = (one.group() for one in _CODE.finditer(text))
    told = [one for one in codes if not _HARMLESS.match(re.split(r"\W+(?=[\w-]+$)", one)[-1])]
    return (*(one.group() for one in _CONTAINER.finditer(text)), *told)


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of a facility that is in scope: way of transport, trade lane, stage."""

    facility: str
    operator: str
    port: str
    mode: str
    flow: str
    stage: int


def groups_of(lane: Lane) -> tuple[str, ...]:
    """The groups in which its facility counts because of this lane."""
    return ("all", f"port:{lane.port}", f"mode:{lane.mode}", f"flow:{lane.flow}")


def next_quarter(lanes: Sequence[Lane], before: Mapping[str, Shown], rules: Rules) -> dict[str, Shown]:
    """The bands of a quarter, by group, given those of the quarter before.

    Groups are named `all`, `port:…`, `mode:…` and `flow:…`. What was shown before and has nobody now is remembered.
    """
    facilities = sorted({lane.facility for lane in lanes})
    partings = _partings(lanes)
    units = _units(facilities, lanes, partings)
    open_now = _open(units, partings, rules)
    cells: dict[str, Shown] = {}
    for group, inside in _groups(lanes).items():
        earlier = before.get(group, Shown())
        cells[group] = (
            next_round(earlier, _contributions(inside), rules)
            if group in open_now
            else Shown(None, earlier.kept, earlier.made_of)
        )
    return {name: Shown(None, one.kept, one.made_of) for name, one in before.items() if name not in cells} | cells


def _groups(lanes: Iterable[Lane]) -> dict[str, list[Lane]]:
    found: dict[str, list[Lane]] = {"all": []}
    for lane in lanes:
        for name in groups_of(lane):
            found.setdefault(name, []).append(lane)
    return found


def _contributions(lanes: Iterable[Lane]) -> list[Contribution]:
    lowest: dict[str, Lane] = {}
    for lane in lanes:
        if lane.facility not in lowest or lane.stage < lowest[lane.facility].stage:
            lowest[lane.facility] = lane
    return [Contribution(one.facility, one.operator, one.stage, one.port) for one in lowest.values()]


def _partings(lanes: Sequence[Lane]) -> list[str]:
    """All and port first, then each way and each trade lane; the later gives way."""
    modes = sorted({f"mode:{lane.mode}" for lane in lanes})
    return ["all", "port", *modes, *sorted({f"flow:{lane.flow}" for lane in lanes})]


def _units(facilities: Sequence[str], lanes: Sequence[Lane], partings: Sequence[str]) -> list[Unit]:
    by_facility: dict[str, list[Lane]] = {one: [] for one in facilities}
    for lane in lanes:
        by_facility[lane.facility].append(lane)
    kept = _largest_ports(by_facility)
    units = []
    for facility in facilities:
        first, own = by_facility[facility][0], set(_groups(by_facility[facility]))
        port = f"port:{first.port}" if first.port in kept else ""
        has = [("all" if one == "all" else port if one == "port" else f"{one} {one in own}") for one in partings]
        units.append(Unit(first.operator, first.port, tuple(has)))
    return units


def _largest_ports(by_facility: Mapping[str, list[Lane]]) -> frozenset[str]:
    sizes: dict[str, int] = {}
    for own in by_facility.values():
        sizes[own[0].port] = sizes.get(own[0].port, 0) + 1
    # Beside "none of them" there is room for so many.
    return frozenset(sorted(sizes, key=lambda port: (-sizes[port], port))[: MOST_GROUPS - 1])


def _open(units: Sequence[Unit], partings: Sequence[str], rules: Rules) -> set[str]:
    """The groups that may be shown side by side."""
    if not units:
        return set()
    whole = community(units, groupings=len(partings))
    chosen = shown(whole, np.ones(len(units), dtype=np.bool_), rules)
    names = [whole.names[place][group] for place, groups in enumerate(chosen) for group in groups]
    return {name.removesuffix(" True") for name in names if not name.endswith(" False")}
