"""Doors to rounds and assessments."""
