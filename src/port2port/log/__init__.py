"""The occurrence log of a facility: private to it, kept by law, and where a shared lesson begins."""
