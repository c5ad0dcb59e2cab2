"""What people type about courses."""
