"""Why a logbook or one of its rows is not taken, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from port2port.base.refusal import Refusal
from port2port.pure.logbook import Field, LogbookFault, Note, Reason

FAULTS: dict[LogbookFault, str | Promise] = {
    LogbookFault.EMPTY: _("Nothing stands in this file."),
    LogbookFault.TOO_LARGE: _("This file is larger than 25 MB. Split it by year."),
    LogbookFault.UNKNOWN: _("This is no spreadsheet, whatever it is called. Save the table as XLSX or CSV."),
    LogbookFault.DOCUMENT: _(
        "This is a text document or a presentation, no spreadsheet. Copy its table into one and save that as XLSX."
    ),
    LogbookFault.PDF: _(
        "This is a PDF, no spreadsheet. Ask for the spreadsheet that it was made of, or enter the figures by hand."
    ),
    LogbookFault.PICTURE: _("This is a picture, no spreadsheet. Bring the spreadsheet itself as XLSX or CSV."),
    LogbookFault.ARCHIVE: _("This is an archive, no spreadsheet. Unpack it and bring the spreadsheet in it."),
    LogbookFault.OLD_WORKBOOK: _("This is a workbook of the older kind (XLS). Open it and save it as XLSX."),
    LogbookFault.OPEN_WORKBOOK: _("This is an OpenDocument sheet (ODS). Open it and save it as XLSX."),
    LogbookFault.BINARY_WORKBOOK: _("This is a binary workbook (XLSB). Open it and save it as XLSX."),
    LogbookFault.TEXT: _(
        "This file is called a workbook, but is text. No row looks like headings. Save it as XLSX where it was made."
    ),
    LogbookFault.WEB_PAGE: _("This is a web page that is called a spreadsheet. Open it and save it as XLSX or CSV."),
    LogbookFault.BROKEN: _("This file is cut off or damaged. Open it, save it anew as XLSX, and try again."),
    LogbookFault.ENCRYPTED: _("This file is protected by a password. Open it and save a copy without one."),
    LogbookFault.MACROS: _("This file holds macros or embedded programs. Save it as XLSX."),
    LogbookFault.BOMB: _("This file unpacks to far more than it weighs, so it was not opened."),
    LogbookFault.ENCODING: _("The letters of this text file cannot be read. Save it as CSV in UTF-8."),
    LogbookFault.TOO_MANY_ROWS: _("More than 50,000 rows. Split the file by year, or delete what stands far below."),
    LogbookFault.TOO_MANY_COLUMNS: _("More than 200 columns. Delete what stands far to the right."),
    LogbookFault.TOO_MANY_CELLS: _("More than two million cells. Split the file by year."),
    LogbookFault.NO_TABLE: _("No row looks like headings. Give each column a heading."),
}
REASONS: dict[Reason, str | Promise] = {
    Reason.NO_DATE: _("No date here, and none above."),
    Reason.NOT_A_DATE: _("This is no date."),
    Reason.NO_SUCH_DAY: _("This day does not exist."),
    Reason.NO_YEAR: _("Day and month without a year. Write the year."),
    Reason.NOT_A_TIME: _("This is no time of day."),
    Reason.TOO_LONG: _("This cell is longer than 32,767 characters."),
    Reason.NOTHING_SAID: _("No category, no text and no action taken."),
}
NOTES: dict[Note, str | Promise] = {
    Note.DATE_CARRIED: _("Date taken from the row above"),
    Note.YEAR_ADDED: _("Year taken from the title"),
    Note.ORDER_ASSUMED: _("Day read before month; nothing in the file proves it"),
    Note.NO_TIME: _("Day alone, without a time"),
    Note.RANGE_BEGUN: _("Beginning taken of a span of time"),
    Note.CLOCK_GAP: _("Time that the clock skips in spring"),
    Note.CLOCK_TWICE: _("Time that the clock shows twice in autumn; the first was taken"),
    Note.CONTINUED: _("Text goes on in the rows below"),
}
FIELDS: dict[Field, str | Promise] = {
    Field.DATE: _("Date"),
    Field.TIME: _("Time"),
    Field.PLACE: _("Place in words"),
    Field.WHAT: _("Category"),
    Field.TEXT: _("What happened"),
    Field.ACTION_TAKEN: _("Action taken"),
    Field.TOLD: _("Told"),
    Field.ON_DUTY: _("On duty"),
    Field.REFERENCE: _("Own number"),
    Field.OUTCOME: _("Outcome"),
}
_TOO_MUCH = {LogbookFault.TOO_LARGE, LogbookFault.BOMB, LogbookFault.TOO_MANY_ROWS, LogbookFault.TOO_MANY_COLUMNS}


class BadLogbook(Refusal):
    """A file that is not read, and why."""

    def __init__(self, fault: LogbookFault) -> None:
        super().__init__(FAULTS[fault])
        self.status = 413 if fault in _TOO_MUCH | {LogbookFault.TOO_MANY_CELLS} else 422


class WhichSheet(Refusal):
    """The file has several tables, or none of the name that was asked for."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(_("Say which sheet: %(names)s.") % {"names": ", ".join(f"“{name}”" for name in names)})


class ColumnsMissing(Refusal):
    words = _("Say which column holds the date, and which the category, the text or the action taken.")
