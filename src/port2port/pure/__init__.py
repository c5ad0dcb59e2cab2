"""Arithmetic, cryptography and formats: no Django, no input or output, no clock."""
