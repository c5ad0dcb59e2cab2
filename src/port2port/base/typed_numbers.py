"""A number that a person typed, read as that of a file is."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from port2port.pure.count_cells import CellError, number_typed

GROUP = 3


def typed_number(text: str, *, otherwise: str | Promise, is_signed: bool = False) -> Decimal | None:
    """The number; None for empty. For the `clean_…` of a form's CharField, whose text is shown again as it was typed.

    otherwise   what is said of a text that is no number      is_signed   whether it may be below zero
    Raises ValidationError; of 1.234, which is 1234 to one and 1 and a bit to another, with both readings.
    A field that was not changed is not read: a standing 1.234 would be refused too.
    """
    try:
        return number_typed(text, is_signed=is_signed)
    except CellError as fault:
        raise ValidationError(_two_ways(text, *fault.names) if fault.names else str(otherwise)) from fault


def _two_ways(text: str, whole: str, part: str = "") -> str:
    if not part:
        return _("Write thousands without a mark: %(whole)s.") % {"whole": whole}
    number = Decimal(part).normalize()
    places = -int(number.as_tuple().exponent)
    said = {
        "typed": text.strip(),
        "whole": whole,
        "part": number_format(number, max(places, 0)),
        # With one place more than a group of thousands has it can be read in one way alone.
        "written": number_format(number, GROUP + 1 if places == GROUP else max(places, 0)),
    }
    return _("“%(typed)s” can be read in two ways: %(whole)s or %(part)s. Write %(whole)s or %(written)s.") % said
