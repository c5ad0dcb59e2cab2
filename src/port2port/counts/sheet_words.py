"""Why a sheet of counts or one of its rows is not taken, in words that say what to do."""

from collections.abc import Mapping
from itertools import islice

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from port2port.base.refusal import Refusal
from port2port.counts.refusals import NotMonday, TooLongAgo, WeekNotOver
from port2port.members.models import Port
from port2port.pure.count_cells import Why
from port2port.pure.count_sheet import MOST_ROWS, Remark, SheetFault
from port2port.pure.count_words import Field

# Of the own ports that a refusal names.
MOST_PORTS = 6
FIELDS: dict[Field, str | Promise] = {
    Field.WEEK: _("Week"),
    Field.PORT: _("Port"),
    Field.OUTCOME: _("What is counted"),
    Field.CATEGORY: _("Category"),
    Field.NUMBER: pgettext_lazy("how many were counted", "Number"),
    Field.KILOGRAMS: _("Kilograms"),
    Field.EFFORT: _("Kind of effort"),
    Field.AMOUNT: pgettext_lazy("how much effort", "Amount"),
}
WORDS: dict[Why, str | Promise] = {
    Why.NO_WEEK: _("No week. Enter the date of its Monday, or a week as in 2026-W07."),
    Why.NOT_A_WEEK: _("This is no week. Enter the date of its Monday with the year, or a week as in 2026-W07."),
    Why.NO_SUCH_WEEK: _("This year has no such week. Check the number of the week."),
    Why.NOT_A_MONDAY: NotMonday.words,
    Why.WEEK_NOT_OVER: WeekNotOver.words,
    Why.TOO_OLD: TooLongAgo.words,
    Why.NO_PORT: _("No port. Enter its LOCODE, as in BEANR."),
    Why.UNKNOWN_PORT: _("This is no port in which your organisation counts. Enter one of these: %(ports)s."),
    Why.WHICH_PORT: _("This could mean several ports: %(names)s. Enter the code of the one you mean."),
    Why.NO_OUTCOME: _("It does not say what is counted. Enter it, as in seizures or intrusions."),
    Why.UNKNOWN_OUTCOME: _(
        "This cannot be counted here. Enter one of the five that can, as in seizures or intrusions."
    ),
    Why.DERIVED_OUTCOME: _(
        "This is worked out from seizures and containers scanned. Leave the row out and bring those two instead."
    ),
    Why.KILOGRAMS_NO_OUTCOME: _("Kilograms are never what is counted. Enter seizures, and the mass in its own column."),
    Why.UNKNOWN_CATEGORY: _("The vocabulary has no such category. Enter its code, or leave the cell empty."),
    Why.NOT_A_NUMBER: _("This is no number. Write it in figures, or leave the cell empty where nobody counted."),
    Why.NEGATIVE: _("A number is never below zero. Check it, or leave the cell empty where nobody counted."),
    Why.FRACTIONAL: _("Events are counted whole. Enter a whole number."),
    Why.THOUSANDS: _("This could be read in two ways. Write thousands without a mark, as in 1234."),
    Why.TOO_LARGE: _("This is more than can be true of one week. Check it."),
    Why.TOO_PRECISE: _("Too many decimals: kilograms have three at most, effort two."),
    Why.FORMULA: _("This begins like a formula. Write what it stands for."),
    Why.WORKED_OUT: _("A formula or an error stands here. Copy the column, and paste its values."),
    Why.MERGED: _("One number for several rows. Take the merged cell apart and give each week its own number."),
    Why.KILOGRAMS_OF_SEIZURES: _("Kilograms stand beside seizures only. Leave the cell empty."),
    Why.KILOGRAMS_OF_NOTHING: _("Kilograms without a seizure. Enter the number of seizures, or no mass."),
    Why.UNKNOWN_EFFORT: _("This kind of effort is not known. Enter one of the five, as in patrol_hours."),
    Why.NO_AMOUNT: _("No amount of the effort. Enter it, or leave the row out."),
    Why.COUNT_AND_EFFORT: _("A row is a count or effort, not both. Make two rows of it."),
    Why.CATEGORY_OF_EFFORT: _("Effort has no category. Leave the cell empty."),
    Why.DOUBLED: _("The same week stands in row %(row)s. Keep one of the two."),
}
_FAULTS: dict[SheetFault, str | Promise] = {
    SheetFault.NO_COLUMNS: _(
        "No row has the headings of counts. The first row needs: week, port, what is counted, number."
    ),
    SheetFault.NO_WEEKS: _("No row has the headings of weekly numbers. The first row needs: week, number."),
    SheetFault.MISSING: _("A column is missing: %(names)s. Add it with this heading."),
    SheetFault.TWICE: _("Two columns mean the same: %(names)s. Keep one of them."),
    SheetFault.SEVERAL: _("Several sheets hold counts: %(names)s. Choose one."),
    SheetFault.NO_SUCH_SHEET: _("There is no such sheet with counts. Choose one of: %(names)s."),
    SheetFault.TOO_MANY_ROWS: _("More than %(most)s rows. Split the file by year."),
    SheetFault.NO_ROWS: _("Nothing stands under the headings."),
}


RENAMED = _("This file is called a workbook, but is plain text (CSV), and was read as that.")


class BadSheet(Refusal):
    """A sheet that is not taken, and why. is_renamed: it bears the name of a workbook and is text"""

    def __init__(self, fault: SheetFault, names: tuple[str, ...], *, is_renamed: bool = False) -> None:
        fields = {one.value: str(words) for one, words in FIELDS.items()}
        told = [fields.get(name, name) if fault == SheetFault.MISSING else name for name in names]
        said = {"names": ", ".join(f"“{name}”" for name in told), "most": MOST_ROWS}
        words = str(_FAULTS[fault]) % said
        super().__init__(f"{RENAMED} {words}" if is_renamed else words)
        self.names = names
        self.may_choose = fault in {SheetFault.SEVERAL, SheetFault.NO_SUCH_SHEET}
        self.status = 413 if fault == SheetFault.TOO_MANY_ROWS else 422


class RowsRefused(Refusal):
    """Nothing was written, because a row could not be taken."""

    def __init__(self, count: int) -> None:
        words = ngettext(
            "%(n)d row was refused, so nothing was written.",
            "%(n)d rows were refused, so nothing was written.",
            count,
        )
        super().__init__(words % {"n": count})


class UndoneAlready(Refusal):
    status = 409
    words = _("This import was undone before.")


def why_words(remark: Remark, ports: Mapping[str, Port]) -> str:
    """Why the row is not taken, and what to do. ports: of the own, by short name"""
    meant = ", ".join(_called(ports[slug]) for slug in remark.names if slug in ports)
    own = ", ".join(_called(port) for port in islice(ports.values(), MOST_PORTS))
    if len(ports) > MOST_PORTS:
        own += ", \N{HORIZONTAL ELLIPSIS}"
    said = {
        Why.DOUBLED: {"row": remark.other},
        Why.WHICH_PORT: {"names": meant},
        Why.UNKNOWN_PORT: {"ports": own or "\N{EN DASH}"},
    }.get(remark.why)
    words = str(WORDS[remark.why])
    return words % said if said else words


def _called(port: Port) -> str:
    return f"{port.name} ({port.locode or port.slug})"


def heading_words(remark: Remark) -> str:
    """The heading as it stands in the file; of a column that is not there, what it would hold."""
    fields = {one.value: str(words) for one, words in FIELDS.items()}
    return fields.get(remark.heading, remark.heading)
