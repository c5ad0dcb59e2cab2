"""Doors of the practices: parse, call one action or queryset, render."""
