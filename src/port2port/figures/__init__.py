"""Published figures: what others published, from which source, as of when, with conflicting figures side by side."""
