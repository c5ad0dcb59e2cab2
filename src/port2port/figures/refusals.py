"""Why a figure is refused, in words that say what to do instead."""

from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal


class UnknownSeries(Refusal):
    words = _("No series has this name. Choose one of those that the page lists.")


class NoPlace(Refusal):
    words = _("Name the place: a UN/LOCODE, or the words of the source, in at most 120 characters.")


class NoNumber(Refusal):
    words = _("Enter a number with a decimal point, with at most 12 digits before and 6 after it.")


class OtherUnit(Refusal):
    words = _("Give the figure in the unit of its series; for tonnes, kilograms are taken too.")


class NoSource(Refusal):
    words = _("Say who published it and where, in at most 300 characters. A figure without a source is refused.")


class BadPeriod(Refusal):
    words = _("Give the first and the last day, in order and as year-month-day, or neither.")


class BadDate(Refusal):
    words = _("Give a year, a year and month, or a day, as in 2024, 2024-05 or 2024-05-17.")


class TooLong(Refusal):
    words = _("This is too long: at most 200 characters for what qualifies a figure, 300 for what it supersedes.")


class NotYet(Refusal):
    words = _("These days are still to come. Check them.")


class AlreadyHere(Refusal):
    status = 409
    words = _("This very figure is already here, perhaps withdrawn. Say what sets yours apart.")


class WithdrawnAlready(Refusal):
    status = 409
    words = _("This figure was withdrawn before.")


class ReasonMissing(Refusal):
    words = _("Say why, in at most 300 characters: the figure stays readable with your reason.")


class OtherColumns(Refusal):
    words = _("This line has more columns than the first one. Put quotes around text that holds a comma.")


class MissingColumns(Refusal):
    words = _("The first line must name the columns of published figures.")


class NoText(Refusal):
    words = _("The file cannot be read as text in UTF-8.")
