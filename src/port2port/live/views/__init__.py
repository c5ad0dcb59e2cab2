"""Doors of an exercise while it runs."""
