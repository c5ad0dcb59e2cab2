"""Doors of the log: parse, call one action or queryset, render."""
