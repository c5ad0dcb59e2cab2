"""Certificates as Open Badges 3.0: issued for an achievement, checked by anybody, revoked, renewed."""
