"""What breaks beneath us: a full disk, a database that does not answer or cannot take what was sent, in words."""

import errno
import logging

from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal

FULL = {errno.ENOSPC, errno.EDQUOT}
logger = logging.getLogger(__name__)


class DiskFull(Refusal):
    status = 507
    words = _("The disk of this server is full. Nothing was saved or published. Tell its operator.")


class DatabaseGone(Refusal):
    status = 503
    words = _("The database does not answer. Nothing was saved or published. Try again in a minute.")


class NotToKeep(Refusal):
    """What only PostgreSQL refuses: a text with a NUL in it, a number beyond every row."""

    status = 400
    words = _("Something in this request is neither text nor a number that we can look up. Nothing was saved.")


def lost(exception: Exception) -> Refusal | None:
    """The refusal that says what gave way; None for any other fault."""
    refusal = _refusal(exception)
    if refusal is not None:
        logger.error("%s", type(refusal).__name__, exc_info=exception)
    return refusal


def _refusal(exception: Exception) -> Refusal | None:
    if isinstance(exception, OSError) and exception.errno in FULL:
        return DiskFull()
    if not isinstance(exception, OperationalError | InterfaceError | DatabaseError):
        return None
    if isinstance(exception, DataError):
        return NotToKeep()
    said = str(exception)
    if "disk is full" in said or "No space left" in said:
        return DiskFull()
    return DatabaseGone() if isinstance(exception, OperationalError | InterfaceError) else None
