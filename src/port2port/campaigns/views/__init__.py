"""Pages of campaigns and kits."""
