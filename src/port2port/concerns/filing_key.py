"""The hidden field of a form: the code follows from it, so that the same form sent twice is one concern with one code.

It is random, signed by this node, good for a day, and kept nowhere but in the browser that has the form open.
"""

import os

from django.core.signing import BadSignature, TimestampSigner
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.pure.receipt_code import SEED_BYTES, code_of

DAY_S = 24 * 60 * 60


class StaleForm(Refusal):
    words = _("This form was open for more than a day. Nothing is lost: send it once more.")


def fresh_form_key() -> str:
    """For a form that is opened now."""
    return _signer().sign(os.urandom(SEED_BYTES).hex())


def code_of_form(key: str) -> str:
    """The receipt code of the form. Raises StaleForm."""
    try:
        return code_of(bytes.fromhex(_signer().unsign(key, max_age=DAY_S)))
    except (BadSignature, ValueError) as stale:
        raise StaleForm from stale


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="port2port.concerns.form")
