"""Reports for machines: read, write, answer, prove."""

from port2port.reports.api import finding, writing
from port2port.reports.api.files import router as files
from port2port.reports.api.proofs import router as proofs
from port2port.reports.api.responding import router as responding
from port2port.reports.api.routing import router as reports

# Reading and writing share their addresses, so they share a router.
READING_AND_WRITING = (finding, writing)
ROUTERS = (reports, responding, files, proofs)

__all__ = ["READING_AND_WRITING", "ROUTERS"]
