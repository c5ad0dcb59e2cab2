"""Where do shared units prevent most harm? Games, plans and rosters, known by few."""
