"""Coded terms in four languages, from versioned registers."""
