"""The demonstration: the real partners as organisations, roles for people, published facts, a made-up history."""

from port2port.site.demo.loading import HISTORY_ORIGIN, load

__all__ = ["HISTORY_ORIGIN", "load"]
