"""Small shared parts: clock, refusals, language, the look."""
