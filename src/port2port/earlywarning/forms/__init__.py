"""Forms of early warning."""
