"""Doors of the working groups: parse, call one action or queryset, render."""
