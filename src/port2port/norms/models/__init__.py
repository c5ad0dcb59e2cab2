"""The tables of the norms."""

from port2port.norms.models.tiers import Cargo, FacilityTier, Tier
from port2port.norms.models.versions import CatalogueFile, CatalogueVersion

__all__ = ["Cargo", "CatalogueFile", "CatalogueVersion", "FacilityTier", "Tier"]
