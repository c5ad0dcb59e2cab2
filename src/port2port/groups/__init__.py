"""Working groups: seats, meetings, proposals and what was decided."""
