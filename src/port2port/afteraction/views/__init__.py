"""Pages of what was learnt."""
