"""Forms of the reports' pages: they parse; what must hold is said by the actions."""
