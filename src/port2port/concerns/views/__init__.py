"""Doors of the concerns desk: parse, call one action or queryset, render."""
