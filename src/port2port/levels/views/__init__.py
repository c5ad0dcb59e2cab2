"""Pages of declarations, and of what a level asks."""
