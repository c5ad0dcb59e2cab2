"""Forms of the members' pages."""
