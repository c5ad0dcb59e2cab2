"""A large community for the benchmarks: 12 member organisations, 200 facilities, 20 circles and n reports.

Rows are written by SQL, in the shape that publishing writes them (bench/reports_at_scale.py checks that shape on a
sample through the real actions' own functions before it measures anything).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

START = datetime(2024, 1, 1, tzinfo=UTC)
KINDS = ["incident", "alert", "sighting", "request", "bulletin"]
CODES = ["DRG-EXT-TEAM", "DRG-EXT-PIN", "DRG-ENT-HULL", "CYB-PHISH", "INT-TRES", "DRN-RECON", "COR-BADGE", "INT-THEFT"]
RARE_CODE = "OTH-WASTE"
ORGANISATIONS, FACILITIES, CIRCLES = 12, 200, 20
RARE_WORD, COMMON_WORD = "quagmire", "container"


@dataclass
class Readers:
    """Logins of three readers, by how much they see."""

    most: str = "most"
    one_percent: str = "onepercent"
    nothing: str = "nothing"


def found() -> None:
    """Organisations, people, ports, facilities, circles."""
    from port2port.members.models import Circle, CircleMembership, Facility, Organisation, Person, Port, Seat

    def organisation(slug: str, standing: str, kind: str = "port") -> Organisation:
        return Organisation.objects.create(
            slug=slug, name=slug.title(), kind=kind, standing=standing, state="active", admitted_at=START
        )

    def login(name: str, at: Organisation) -> None:
        person = Person(username=name, name=name, language="en")
        person.set_unusable_password()
        person.save()
        person.active_seat = Seat.objects.create(person=person, organisation=at, function="officer", given_at=START)
        person.save()

    members = [organisation(f"org{number}", "member") for number in range(ORGANISATIONS)]
    ports = [
        Port.objects.create(slug=f"port{number}", locode=f"BE{number:03d}", name=f"Port {number}", geography="sea")
        for number in range(ORGANISATIONS)
    ]
    Facility.objects.bulk_create(
        Facility(
            organisation=members[number % ORGANISATIONS],
            port=ports[number % ORGANISATIONS],
            name=f"Quay {number}",
            kind="quay",
            isps="inside",
        )
        for number in range(FACILITIES)
    )
    for number in range(CIRCLES):
        circle = Circle.objects.create(name=f"Circle {number}", owner=members[number % ORGANISATIONS], made_at=START)
        # org0 is in 16 of 20 circles: it sees most, not all.
        inside = [members[(number + step) % ORGANISATIONS] for step in range(3)]
        inside += [members[0]] if number % 5 and members[0] not in inside else []
        CircleMembership.objects.bulk_create(
            CircleMembership(circle=circle, organisation=one, invited_at=START, joined_at=START) for one in inside
        )
    for one in members:
        login(f"{one.slug}-officer", one)
    login("most", members[0])
    login("onepercent", organisation("guest", "guest", "company"))


def fill(count: int) -> float:
    """Write `count` published reports with their index and search rows; seconds taken.

    1 in 100 is TLP:CLEAR, 60 GREEN, 39 AMBER or AMBER+STRICT in one circle. Nobody published openly: a visitor sees nothing.
    """
    started = time.perf_counter()
    _template()
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        _reports(cursor, count, sqlite=sqlite)
        _circles(cursor)
        _audience(cursor, sqlite=sqlite)
        _search(cursor, sqlite=sqlite)
        cursor.execute("ANALYZE") if sqlite else cursor.execute("VACUUM ANALYZE")
    if sqlite:
        with connection.cursor() as cursor:
            # One transaction wrote all of it; a running server never has such a log before it.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return time.perf_counter() - started


def _template() -> None:
    from port2port.members.models import Organisation
    from port2port.reports.models import Report

    Report.objects.create(
        pk=1,
        originator=Organisation.objects.get(slug="org0"),
        kind="incident",
        title="Made up for the benchmark",
        facts="Guards saw people between the containers near the quay; police came.",
        language="en",
        severity="high",
        methods=["INT-TRES"],
        tlp=1,
        made_at=START,
        changed_at=START,
        valid_until=START + timedelta(days=4000),
        answer_by=START + timedelta(days=4000),
        what_to_do="Look at the fence.",
    )


def _reports(cursor: object, count: int, *, sqlite: bool) -> None:
    from port2port.reports.models import Report

    number = "n.value"
    changed = {
        "id": number,
        "key": "lower(hex(randomblob(16)))" if sqlite else "gen_random_uuid()",
        "version": "1",
        "kind": _pick(KINDS, number),
        "tlp": f"CASE WHEN {number} % 100 = 7 THEN 0 WHEN {number} % 100 < 61 THEN 1 ELSE 2 + ({number} / 100) % 2 END",
        "originator_id": f"(SELECT id FROM members_organisation WHERE slug = 'org' || ({number} % {ORGANISATIONS}))",
        "port_id": f"(SELECT id FROM members_port WHERE slug = 'port' || ({number} % {ORGANISATIONS}))",
        "methods": _methods(number),
        "title": f"'Made up ' || {number}",
        "published_at": _moment(number, sqlite=sqlite),
        "made_at": _moment(number, sqlite=sqlite),
        "changed_at": _moment(number, sqlite=sqlite),
    }
    columns = [str(field.column) for field in Report._meta.concrete_fields]
    values = ", ".join(changed.get(column, f"t.{column}") for column in columns)
    source = _numbers(count, sqlite=sqlite)
    cursor.execute(  # type: ignore[attr-defined]
        f"INSERT INTO reports_report ({', '.join(columns)}) SELECT {values}"
        f" FROM {source}, reports_report t WHERE t.id = 1"
    )


def _circles(cursor: object) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        "INSERT INTO reports_report_circles (report_id, circle_id)"
        f" SELECT r.id, (SELECT id FROM members_circle WHERE name = 'Circle ' || (r.id % {CIRCLES}))"
        " FROM reports_report r WHERE r.tlp IN (2, 3)"
    )


def _tokens() -> str:
    """(report, token): what pure/audience.py gives for these handlings."""
    return (
        "SELECT id AS report, 'o' || originator_id AS token FROM reports_report WHERE version = 1"
        " UNION ALL SELECT id, 'clear' FROM reports_report WHERE tlp = 0 AND version = 1"
        " UNION ALL SELECT id, 'm' FROM reports_report WHERE tlp = 1 AND version = 1"
        " UNION ALL SELECT c.report_id, 'c' || c.circle_id || CASE r.tlp WHEN 2 THEN 'a' ELSE 's' END"
        " FROM reports_report_circles c JOIN reports_report r ON r.id = c.report_id"
    )


def _facet_parts() -> list[str]:
    """One SQL expression a facet, over reports_report r; what Report.facets() gives for these rows."""
    code = _code("r.id")
    parent = f"CASE WHEN {code} LIKE 'DRG-EXT-%' THEN 'DRG-EXT' WHEN {code} LIKE 'DRG-ENT-%' THEN 'DRG-ENT' ELSE substr({code}, 1, 3) END"
    tlp = "CASE r.tlp WHEN 0 THEN 'clear' WHEN 1 THEN 'green' WHEN 2 THEN 'amber' ELSE 'amber+strict' END"
    port = (
        f"'port:BE' || substr('00' || (r.id % {ORGANISATIONS}), -3)"
        if connection.vendor == "sqlite"
        else f"'port:BE' || lpad((r.id % {ORGANISATIONS})::text, 3, '0')"
    )
    return [
        "''",
        "'kind:' || r.kind",
        f"'tlp:' || {tlp}",
        f"'org:org' || (r.id % {ORGANISATIONS})",
        "'lang:en'",
        "'severity:high'",
        port,
        f"'code:' || {code}",
        f"'code:' || {parent}",
        f"'code:' || {code} || '|' || {port}",
        f"'code:' || {parent} || '|' || {port}",
    ]


def _audience(cursor: object, *, sqlite: bool) -> None:
    at = (
        "CAST(round((julianday(r.published_at) - 2440587.5) * 86400) AS INTEGER) * 1000000"
        if sqlite
        else "(extract(epoch FROM r.published_at) * 1000000)::bigint"
    )
    indexes = _drop_indexes(cursor, sqlite=sqlite)
    for facet in _facet_parts():
        cursor.execute(  # type: ignore[attr-defined]
            "INSERT INTO sharing_audienceentry (record_type, record_id, token, facet, at_us, first_us, marks)"
            f" SELECT 'report', r.id, k.token, {facet}, {at}, {at}, {_marks()} FROM ({_tokens()}) k"
            # In the order in which publishing would have written them: where the rows lie decides what a walk costs.
            " JOIN reports_report r ON r.id = k.report ORDER BY r.id"
        )
    for statement in indexes:
        cursor.execute(statement)  # type: ignore[attr-defined]


def _marks() -> str:
    """What Report.marks() gives for these rows (reports/models/marks.py)."""
    from port2port.reports.models import marks

    kinds = " ".join(f"WHEN '{kind}' THEN {place + 1}" for place, kind in enumerate(marks.KINDS))
    fixed = (marks.SEVERITIES.index("high") + 1 << 7) + (marks.LANGUAGES.index("en") + 1 << 14)
    return (
        f"((CASE r.kind {kinds} END) + (r.tlp + 1) * 16 + {fixed}"
        f" + r.originator_id * {1 << marks.ORIGINATOR} + r.port_id * {1 << marks.PORT})"
    )


def _drop_indexes(cursor: object, *, sqlite: bool) -> list[str]:
    """Building an index over sorted rows at once is many times faster; the statements that make them again."""
    if sqlite:
        cursor.execute(  # type: ignore[attr-defined]
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'sharing_audienceentry' AND type = 'index' AND sql IS NOT NULL"
        )
    else:
        cursor.execute(  # type: ignore[attr-defined]
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'sharing_audienceentry'"
            " AND indexname LIKE 'audience%'"
        )
    found = cursor.fetchall()  # type: ignore[attr-defined]
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')  # type: ignore[attr-defined]
    return [statement for _, statement in found]


def _search(cursor: object, *, sqlite: bool) -> None:
    from port2port.pure.fold import index_words
    from port2port.sharing.search import STRETCHES, facet_word

    cursor.execute(  # type: ignore[attr-defined]
        "INSERT INTO sharing_searchentry (id, record_type, record_id, first_at)"
        " SELECT id, 'report', id, published_at FROM reports_report WHERE version = 1 ORDER BY id"
    )
    text = "guards saw people between the containers near the quay police came look at the fence trespass"
    base = " ".join(f"w{word}" for word in index_words(text, "en"))
    common = " ".join(f"w{word}" for word in index_words(COMMON_WORD, "en"))
    rare = " ".join(f"w{word}" for word in index_words(RARE_WORD, "en"))
    kinds = " ".join(f"WHEN '{kind}' THEN '{facet_word('kind:' + kind)}'" for kind in KINDS)
    words = (
        f"'{base} ' || CASE WHEN r.id % 2 = 0 THEN '{common}' ELSE '' END || CASE WHEN r.id % 20000 = 77 THEN ' {rare}' ELSE '' END"
        f" || ' wmade' || (r.id % 5000) || ' ' || CASE r.kind {kinds} END || ' ' || k.tokens"
    )
    joined = "group_concat('a' || token, ' ')" if sqlite else "string_agg('a' || token, ' ')"
    tokens = f"(SELECT report, {joined} AS tokens FROM ({_tokens()}) one GROUP BY report)"
    if not sqlite:
        words += "".join(f" || ' s{length}x' || (r.id / {length})" for length in STRETCHES)
    column = "rowid" if sqlite else "id"
    value = words if sqlite else f"array_to_tsvector(array_remove(string_to_array({words}, ' '), ''))"
    cursor.execute(  # type: ignore[attr-defined]
        f"INSERT INTO sharing_searchwords ({column}, words) SELECT r.id, {value}"
        f" FROM reports_report r JOIN {tokens} k ON k.report = r.id ORDER BY r.id"
    )
    if sqlite:
        cursor.execute("INSERT INTO sharing_searchwords(sharing_searchwords) VALUES ('optimize')")  # type: ignore[attr-defined]


def _numbers(count: int, *, sqlite: bool) -> str:
    if sqlite:
        return (
            f"(WITH RECURSIVE n(value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM n WHERE value <= {count})"
            " SELECT value FROM n) n"
        )
    return f"(SELECT value FROM generate_series(2, {count + 1}) AS g(value)) n"


def _moment(number: str, *, sqlite: bool) -> str:
    start = START.strftime("%Y-%m-%d %H:%M:%S")
    if sqlite:
        return f"datetime('{start}', '+' || ({number} * 60) || ' seconds')"
    return f"timestamptz '{start}+00' + {number} * interval '60 seconds'"


def _pick(values: list[str], number: str) -> str:
    cases = " ".join(f"WHEN {place} THEN '{value}'" for place, value in enumerate(values))
    return f"CASE ({number} / 7) % {len(values)} {cases} END"


def _code(number: str) -> str:
    cases = " ".join(f"WHEN {place} THEN '{value}'" for place, value in enumerate(CODES))
    return f"CASE WHEN {number} % 1000 = 13 THEN '{RARE_CODE}' ELSE CASE ({number} / 3) % {len(CODES)} {cases} END END"


def _methods(number: str) -> str:
    text = f"('[\"' || {_code(number)} || '\"]')"
    return text if connection.vendor == "sqlite" else f"{text}::jsonb"
