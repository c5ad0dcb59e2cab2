"""Doors of the reports: parse, call one action or queryset, render."""
