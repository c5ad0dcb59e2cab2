"""Pages of organisations, ports, people, circles, levels and the own account."""
