"""Everything that changes what stands among the norms."""

from port2port.norms.actions.tiers import TierFields, confirm_tier, set_tier
from port2port.norms.actions.versions import (
    Brought,
    approve_version,
    bring_version,
    discard_version,
    keep_own,
    keep_volume,
    tried,
)

__all__ = [
    "Brought",
    "TierFields",
    "approve_version",
    "bring_version",
    "confirm_tier",
    "discard_version",
    "keep_own",
    "keep_volume",
    "set_tier",
    "tried",
]
