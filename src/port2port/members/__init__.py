"""Organisations, ports, facilities, people in seats, circles, service accounts, security levels."""
