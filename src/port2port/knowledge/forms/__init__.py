"""Forms of the practices' pages: they parse; what must hold is said by the actions."""
