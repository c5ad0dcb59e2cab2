"""How often the 95 % ellipse of a cross-bearing holds the true position, beside the 95 of 100 that it promises.

Two observers whose lines cross well (40° or more), and three placed anywhere; fixed seed, normal errors.

    python bench/bearings.py
"""

from __future__ import annotations

import random
from math import atan2, degrees

from port2port.pure.bearings import CHI95, Bearing, NoFixError, crossing, plane_of

CASES = 2_000
PROMISED = 95.0
MIDDLE = (51.25, 4.33)


def main() -> None:
    """Print one line for each error and layout."""
    print(f"{'layout':22}{'error':>7}{'fixes':>8}{'inside %':>10}{'promised':>10}{'ratio':>8}")
    for layout in ("crossing well", "anywhere"):
        for error in (2.0, 5.0, 10.0):
            fixes, inside = share(error, well=layout == "crossing well", chance=random.Random(7))
            figure = 100 * inside / fixes
            print(f"{layout:22}{error:6.0f}°{fixes:8,}{figure:10.1f}{PROMISED:10.1f}{figure / PROMISED:8.2f}")


def share(error: float, *, well: bool, chance: random.Random) -> tuple[int, int]:
    """How many cases gave a position, and in how many of them the ellipse held the truth."""
    ground, fixes, inside = plane_of([MIDDLE]), 0, 0
    for _case in range(CASES):
        truth = (chance.uniform(-800, 800), chance.uniform(-800, 800))
        places = [(chance.uniform(-1500, 1500), chance.uniform(-1500, 1500)) for _observer in range(2 if well else 3)]
        lines = [degrees(atan2(truth[0] - x, truth[1] - y)) for x, y in places]
        if well and not 40 <= abs(lines[0] - lines[1]) % 180 <= 140:
            continue
        seen = [
            Bearing(
                *ground.latlon(x + chance.gauss(0, 10), y + chance.gauss(0, 10)),
                (line + chance.gauss(0, error)) % 360,
                error,
            )
            for (x, y), line in zip(places, lines, strict=True)
        ]
        try:
            fix = crossing(seen)
        except NoFixError:
            continue
        own = plane_of([(one.lat, one.lon) for one in seen])
        at = own.xy(*ground.latlon(*truth))
        xx, yy, xy = fix.variance
        east, north = at[0] - fix.x, at[1] - fix.y
        distance = (yy * east**2 - 2 * xy * east * north + xx * north**2) / (xx * yy - xy**2)
        fixes, inside = fixes + 1, inside + (distance <= CHI95)
    return fixes, inside


if __name__ == "__main__":
    main()
