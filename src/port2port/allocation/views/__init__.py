"""Pages of joint allocation."""
