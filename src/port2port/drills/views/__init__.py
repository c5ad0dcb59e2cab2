"""Pages of drills and exercises."""
