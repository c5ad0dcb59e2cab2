"""Pages of common measures."""
