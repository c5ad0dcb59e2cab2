"""What people type at the concerns desk."""
