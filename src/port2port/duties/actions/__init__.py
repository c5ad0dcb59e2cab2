"""What changes the state of duties, promises and notices."""
