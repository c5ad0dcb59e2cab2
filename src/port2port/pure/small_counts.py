"""Counts by category that name nobody: small ones go into `other`, and a small `other` is not shown at all."""

from collections.abc import Mapping

FLOOR = 10
OTHER = "other"


def shown_counts(counts: Mapping[str, int], *, floor: int = FLOOR) -> dict[str, int]:
    """The counts that may be shown, in their order; `other` comes last and holds what is too small to stand alone."""
    shown = {name: count for name, count in counts.items() if name != OTHER and count >= floor}
    rest = sum(counts.values()) - sum(shown.values())
    return shown | ({OTHER: rest} if rest >= floor else {})
