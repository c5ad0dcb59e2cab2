"""Forms of a running exercise."""
