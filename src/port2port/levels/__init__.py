"""What a security level asks of a facility, and Declarations of Security with ships."""
