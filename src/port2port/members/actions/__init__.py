"""What changes the state of organisations, people, circles and levels."""
