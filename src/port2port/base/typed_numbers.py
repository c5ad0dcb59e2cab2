"""A number that a person typed: what can be read in two ways is refused with both, and never guessed."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from port2port.pure.amounts import readings, written


def typed_number(text: str, *, otherwise: str | Promise, is_signed: bool = False) -> Decimal | None:
    """The number; None for empty. For the `clean_…` of a form's CharField, whose text is shown again as it was typed.

    otherwise   what is said of a text that is no number      is_signed   whether it may be below zero
    Raises ValidationError; of 1.234, which is 1234 to one and 1 and a bit to another, with both readings.
    A field that was not changed is not read: a standing 1.234 would be refused too.
    """
    text = text.strip()
    if not text:
        return None
    found = readings(text)
    if not found or (found[0] < 0 and not is_signed):
        raise ValidationError(str(otherwise), code="invalid")
    if len(found) > 1:
        mark = str(get_format("DECIMAL_SEPARATOR"))
        more, less = (written(one, mark) for one in found)
        words = _("“%(text)s” could be read in two ways. Enter %(more)s or %(less)s.")
        raise ValidationError(words % {"text": text, "more": more, "less": less}, code="two_ways")
    return found[0]
