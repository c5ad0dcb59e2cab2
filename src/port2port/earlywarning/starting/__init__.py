"""What comes with the software: the thresholds of practice seasons."""
