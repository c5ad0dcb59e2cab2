"""The tables of certificates."""

from port2port.certificates.models.certificates import Certificate, RunsOut
from port2port.certificates.models.keys import IssuerKey

__all__ = ["Certificate", "IssuerKey", "RunsOut"]
