"""Doors to peer review."""
