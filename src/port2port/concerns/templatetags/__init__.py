"""Tags of the concerns desk."""
