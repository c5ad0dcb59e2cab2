"""Practices: how someone solved a problem, told so that others can do the same."""
