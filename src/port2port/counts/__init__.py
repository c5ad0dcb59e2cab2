"""What ports count by week, and lend to each other: exact in a circle, as bands to all members."""
