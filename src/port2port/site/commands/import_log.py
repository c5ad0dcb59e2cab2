"""`port2port import-log`: a logbook from a file into a facility's log."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from port2port.site.command import prefer_demo, start_django

if TYPE_CHECKING:
    from port2port.log.actions.importing import Imported
    from port2port.members.member import Member
    from port2port.pure.logbook import Mapping, Sheet

HELP = "Import a logbook (XLSX, XLS, ODS, CSV) into the log of a facility: all rows or none, never twice."
EXAMPLE = 'port2port import-log logbook.xlsx --facility "Quay 12" --mapping "Gate book" --dry-run'
SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which file, into which log, read how, on whose account."""
    parser.add_argument("file", metavar="FILE", type=Path, help="the logbook")
    parser.add_argument("--facility", required=True, metavar="NAME", help="name, IMO number or key of the facility")
    parser.add_argument(
        "--mapping", default="", metavar="NAME", help="a saved mapping, or a JSON file of one (default: as guessed)"
    )
    parser.add_argument("--sheet", default="", metavar="NAME", help="which sheet, where the file has several")
    parser.add_argument("--language", choices=["nl", "fr", "de", "en"], help="of the texts (default: the mapping's)")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written, and write nothing")
    parser.add_argument("--as", dest="login", default="", metavar="LOGIN", help="who imports, where several may")
    parser.add_argument("--rejected", type=Path, metavar="CSV", help="write rejected rows with their reasons to a file")


def run(options: argparse.Namespace) -> int:
    """0 when done, 1 when a row was rejected and so nothing was written. Raises what the action raises."""
    prefer_demo()
    start_django()
    from port2port.base.clock import now
    from port2port.log.actions import import_logbook
    from port2port.log.logbook_rows import chosen_sheet, sheets_of
    from port2port.log.on_server import importer

    content = _read(options.file)
    member, facility = importer(facility=options.facility, login=options.login)
    sheet = chosen_sheet(sheets_of(content, options.file.name), options.sheet)
    mapping = _mapping(options, member, sheet)
    print(f"{options.file.name}, sheet {sheet.name or '-'}, headings in row {sheet.heading_row}")
    for heading, field in mapping.columns:
        print(f"  {field.value:14} {heading}")
    done = import_logbook(
        member=member,
        facility=facility,
        content=content,
        name=options.file.name,
        mapping=mapping,
        sheet=sheet.name if options.sheet else "",
        now=now(),
        dry_run=options.dry_run,
    )
    _tell(done, facility.name, is_dry=options.dry_run)
    if options.rejected:
        _write_remarks(done, options.rejected)
    return 1 if done.is_refused else 0


def _read(path: Path) -> bytes:
    from port2port.base.refusal import Refusal

    try:
        return path.read_bytes()
    except OSError as problem:
        raise Refusal(f"{path}: {problem.strerror}") from problem


def _mapping(options: argparse.Namespace, member: "Member", sheet: "Sheet") -> "Mapping":
    from dataclasses import replace

    from port2port.base.refusal import Refusal
    from port2port.log.models import LogMapping
    from port2port.pure import logbook
    from port2port.pure.logbook_mapping import MappingFaultError

    if not options.mapping:
        found = logbook.guessed(sheet.headings, logbook.guess(sheet))
    else:
        saved = LogMapping.objects.visible_to(member).filter(name=options.mapping).first()
        path = Path(options.mapping)
        if saved is None and not path.is_file():
            raise Refusal(f"no saved mapping and no file is called {options.mapping}")
        try:
            found = logbook.mapping_from_json(saved.mapping if saved else path.read_text("utf-8"))
        except (MappingFaultError, UnicodeDecodeError) as problem:
            raise Refusal(f"{options.mapping} is no mapping: {problem}") from problem
    language = options.language or found.language or ""
    return replace(found, language=language)


def _tell(done: "Imported", facility: str, *, is_dry: bool) -> None:
    rows = done.rows
    _tell_outcome(done, facility, is_dry=is_dry)
    print(f"{done.known} rows were there already.")
    if rows.left_out:
        print(f"{len(rows.left_out)} cells left out, because a person's name may stand there.")
    for what, times in rows.unmapped[:SHOWN]:
        print(f"  no code for {what!r} (× {times}); its words go into the text")
    for note, times in sorted(rows.notes.items()):
        print(f"  {note.value}: {times} rows")


def _tell_outcome(done: "Imported", facility: str, *, is_dry: bool) -> None:
    rejected = done.rows.rejected
    if done.is_refused:
        print(f"{len(rejected)} rows rejected; nothing was written. Mend them in the file, or its mapping:")
        for one in rejected[:SHOWN]:
            print(f"  row {one.number}, {one.heading or '-'}: {one.words} {one.shown!r}")
        if len(rejected) > SHOWN:
            print(f"  and {len(rejected) - SHOWN} more")
    elif is_dry:
        print(f"{len(done.fresh)} entries would be written into the log of {facility}; nothing was written.")
    elif done.record is None:
        print(f"Nothing is new; the log of {facility} stays as it is.")
    else:
        print(f"{len(done.fresh)} entries written into the log of {facility}.")


def _write_remarks(done: "Imported", path: Path) -> None:
    from port2port.base.refusal import Refusal
    from port2port.log.rejected import remark_cells, remark_columns
    from port2port.pure.sheets import csv_file

    try:
        path.write_bytes(csv_file(remark_columns(), remark_cells(done.rows)))
    except OSError as problem:
        raise Refusal(f"{path}: {problem.strerror}") from problem
