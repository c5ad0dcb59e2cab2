"""Port2Port: all sea and inland ports of a country secure themselves together."""

__version__ = "0.1.0"
