"""Drills and exercises: scenarios, planning, who takes part, the record, and what it does to the clocks."""
