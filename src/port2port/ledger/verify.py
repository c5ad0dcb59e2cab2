"""`port2port verify`: walks the ledger, checks all that was signed and hashed, names the first bad entry.

Without Django, so that little of the running software has to be trusted; without writing, so that it runs beside it.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from port2port.ledger import rows
from port2port.ledger.rows import CannotRead, Connection, Damaged, Misshapen
from port2port.pure.ledger_entry import Entry, ListedKey, Unsound, check_entry, leaf_of
from port2port.pure.merkle import Edge

BATCH = 500
LISTED = 5
EXIT_SOUND, EXIT_UNSOUND, EXIT_UNREADABLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; `position` is None where no entry can be named."""

    why: str
    position: int | None = None
    origin: str | None = None
    index: int | None = None

    def __str__(self) -> str:
        place = [f"position {self.position}"] if self.position is not None else []
        place += [f"log {self.origin}"] if self.origin is not None else []
        place += [f"index {self.index}"] if self.index is not None else []
        return f"{', '.join(place)}: {self.why}" if place else self.why


@dataclass(slots=True)
class Walk:
    """How far one log has been walked."""

    edge: Edge = field(default_factory=Edge)
    entries: int = 0
    sound: int = 0


@dataclass(slots=True)
class Verdict:
    """What the walk found: each log's figures, and what is wrong, in the order of positions."""

    logs: dict[str, Walk] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def entries(self) -> int:
        """Entries seen in all logs."""
        return sum(walk.entries for walk in self.logs.values())

    @property
    def sound(self) -> int:
        """Entries in which everything holds."""
        return sum(walk.sound for walk in self.logs.values())


def verify(connection: Connection) -> Verdict:
    """Walk everything that the database holds."""
    verdict = Verdict()
    try:
        keys = rows.listed_keys(connection)
    except Damaged as error:
        verdict.findings.append(Finding(f"the key listings cannot be read: {error}"))
        keys = {}
    for position, entry in _entries(connection, verdict):
        if isinstance(entry, Misshapen):
            verdict.findings.append(Finding(f"row: {entry}", position))
            continue
        _check(entry, keys, verdict)
    if not any(finding.position is None for finding in verdict.findings):
        _check_rest(connection, verdict)
    return verdict


def _entries(connection: Connection, verdict: Verdict) -> Iterator[tuple[int, Entry | Misshapen]]:
    """Every entry in order; in a damaged file, every entry that can still be reached."""
    position = 0
    while found := _batch(connection, position, verdict):
        for last, entry in found:
            if last <= position:
                verdict.findings.append(Finding(f"reading stops after position {position}: the rows are out of order"))
                return
            position = last
            if entry is not None:
                yield position, entry


def _batch(
    connection: Connection, position: int, verdict: Verdict
) -> list[tuple[int, Entry | Misshapen]] | list[tuple[int, None]]:
    """The next entries; one by one where many at once cannot be read; None for one that cannot be read at all."""
    try:
        return rows.entries(connection, position, BATCH)
    except (Damaged, Misshapen):
        pass
    try:
        return rows.entries(connection, position, 1)
    except (Damaged, Misshapen) as error:
        broken = _broken_entry(connection, position)
        if broken is None or broken <= position:
            why = f"reading stops after position {position}: the database is damaged there ({error})"
            verdict.findings.append(Finding(why))
            return []
        verdict.findings.append(Finding(f"bytes: they cannot be read, the database is damaged ({error})", broken))
        return [(broken, None)]


def _broken_entry(connection: Connection, after: int) -> int | None:
    """The position of the entry whose bytes cannot be read, if at least its leaf can."""
    try:
        return rows.next_position(connection, after)
    except (Damaged, Misshapen):
        return None


def _check(entry: Entry, keys: Mapping[str, ListedKey], verdict: Verdict) -> None:
    walk = verdict.logs.setdefault(entry.origin, Walk())
    walk.entries += 1
    before = walk.edge
    try:
        check_entry(entry, keys, before)
    except Unsound as error:
        verdict.findings.append(Finding(str(error), entry.position, entry.origin, entry.index))
    else:
        walk.sound += 1
    walk.edge = _edge_after(entry, before)


def _edge_after(entry: Entry, before: Edge) -> Edge:
    """The edge to judge the next entry by: the leaf as it stands, or as its bytes say if only that gives the root."""
    after = before.append(entry.leaf)
    if after.root != entry.root and entry.bytes is not None:
        mended = before.append(leaf_of(entry.bytes.salt, entry.bytes.envelope))
        if mended.root == entry.root:
            return mended
    return after


def _check_rest(connection: Connection, verdict: Verdict) -> None:
    try:
        heads = {head.origin: head for head in rows.heads(connection)}
        orphan = rows.orphan(connection)
        damage = connection.check()
    except (Damaged, Misshapen) as error:
        verdict.findings.append(Finding(f"the rows of the logs cannot be read: {error}"))
        return
    for origin in sorted({*heads, *verdict.logs}):
        walk, head = verdict.logs.setdefault(origin, Walk()), heads.get(origin)
        if head is None:
            verdict.findings.append(Finding("head: the log has entries and no row of its own", origin=origin))
        elif head.size != walk.edge.size:
            why = f"head: the log says that it holds {head.size} entries, {walk.edge.size} are there"
            verdict.findings.append(Finding(why, origin=origin, index=min(head.size, walk.edge.size)))
        elif (head.root, head.peaks) != (walk.edge.root, walk.edge.to_bytes()):
            verdict.findings.append(
                Finding("head: the log's row names another root than its leaves give", origin=origin)
            )
    if orphan is not None:
        verdict.findings.append(Finding("leaf: the bytes of an entry are there and its leaf is not", orphan))
    if damage:
        verdict.findings.append(Finding(f"the database file is damaged beside the entries: {damage}"))


def _first(findings: list[Finding]) -> Finding:
    return min(findings, key=lambda finding: sys.maxsize if finding.position is None else finding.position)


def report(verdict: Verdict) -> str:
    """The verdict in words, one line a log and one for the outcome."""
    lines = [
        f"log {origin}: {walk.sound} of {walk.entries} envelopes are sound; root {walk.edge.root.hex()}"
        for origin, walk in sorted(verdict.logs.items())
    ]
    if not verdict.findings:
        lines.append(f"All {verdict.sound} envelopes are sound.")
        return "\n".join(lines)
    lines.append(
        f"{verdict.sound} of {verdict.entries} envelopes are sound. The ledger was damaged or changed by hand."
    )
    first = _first(verdict.findings)
    lines.append(f"First bad entry: {first}")
    others = [str(finding) for finding in verdict.findings if finding is not first]
    lines += [f"Also: {other}" for other in others[:LISTED]]
    if len(others) > LISTED:
        lines.append(f"Also: {len(others) - LISTED} more findings.")
    return "\n".join(lines)


def default_database() -> str:
    """The database that the server uses, by the same two settings."""
    path = Path(os.environ.get("PORT2PORT_VAR", "var")).absolute() / "port2port.sqlite3"
    return os.environ.get("PORT2PORT_DATABASE", f"sqlite:///{path}")


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    described = argparse.ArgumentParser(
        prog="port2port verify",
        description="Check every envelope, key, signature, leaf and root of the ledger, and name the first bad entry.",
        epilog="Example: port2port verify --database postgresql://port2port@db.example/port2port. "
        "Exit code 0: all sound. 1: a bad entry was found. 2: there is no ledger to read.",
    )
    described.add_argument(
        "--database", metavar="URL", help="sqlite:///path or postgresql://…; default: the server's own"
    )
    return described


def main(argv: list[str] | None = None) -> int:
    """Run the command; the exit code says how it went."""
    options = parser().parse_args(argv)
    try:
        with rows.opened(options.database or default_database()) as connection:
            verdict = verify(connection)
    except CannotRead as error:
        sys.stderr.write(f"Nothing was verified: {error}\n")
        return EXIT_UNREADABLE
    sys.stdout.write(f"{report(verdict)}\n")
    return EXIT_UNSOUND if verdict.findings else EXIT_SOUND


if __name__ == "__main__":
    sys.exit(main())
