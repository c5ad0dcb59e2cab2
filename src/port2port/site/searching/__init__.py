"""Search over everything: each room is asked for what the reader may see, and answers by its own rule."""
