"""Did a measure move crime? Studies that are registered before their counts are read."""
