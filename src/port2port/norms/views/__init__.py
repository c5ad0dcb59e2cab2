"""Doors to the norms."""
