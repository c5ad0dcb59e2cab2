"""Forms of counts."""
