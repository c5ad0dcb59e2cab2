"""What PostgreSQL's own catalogue says of a database: everything that `pg_dump --schema-only` would write of it."""

from typing import LiteralString

import psycopg

type Rows = list[tuple[object, ...]]
type Catalogue = dict[str, Rows]
OURS = "public"
# Every name stands in the order of its letters, whatever the order in which it was made.
QUESTIONS: dict[str, LiteralString] = {
    "tables": """
        SELECT relname, relkind, relpersistence, relrowsecurity, reloptions, obj_description(oid, 'pg_class')
        FROM pg_class WHERE relnamespace = %(ours)s::regnamespace AND relkind NOT IN ('i', 'I')""",
    "columns": """
        SELECT relname, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
            attcollation::regcollation::text, attstorage, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = %(ours)s::regnamespace AND relkind NOT IN ('i', 'I', 'S')
            AND attnum > 0 AND NOT attisdropped""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, contype, condeferrable, condeferred, convalidated,
            pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint')
        FROM pg_constraint WHERE connamespace = %(ours)s::regnamespace""",
    "indexes": """
        SELECT tablename, indexname, indexdef, obj_description(indexname::regclass, 'pg_class')
        FROM pg_indexes WHERE schemaname = %(ours)s""",
    "triggers": """
        SELECT tgrelid::regclass::text, tgname, tgenabled, pg_get_triggerdef(pg_trigger.oid)
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = %(ours)s::regnamespace AND NOT tgisinternal""",
    "functions": """
        SELECT proname, prokind, CASE WHEN prokind IN ('f', 'p') THEN pg_get_functiondef(oid) END,
            obj_description(oid, 'pg_proc')
        FROM pg_proc WHERE pronamespace = %(ours)s::regnamespace""",
    "sequences": """
        SELECT relname, seqtypid::regtype::text, seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle,
            refobjid::regclass::text, refobjsubid, deptype
        FROM pg_sequence JOIN pg_class ON pg_class.oid = seqrelid
        LEFT JOIN pg_depend ON objid = seqrelid AND deptype IN ('a', 'i') AND refclassid = 'pg_class'::regclass
        WHERE relnamespace = %(ours)s::regnamespace""",
    "types": """
        SELECT typname, typtype, typcategory FROM pg_type WHERE typnamespace = %(ours)s::regnamespace""",
    "extensions": "SELECT extname, extversion FROM pg_extension",
    "schemas": r"SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%%' AND %(ours)s <> ''",
}


def catalogue(address: str) -> Catalogue:
    """By kind of thing, all that is there."""
    with psycopg.connect(address) as connection:
        asked = {kind: connection.execute(words, {"ours": OURS}) for kind, words in QUESTIONS.items()}
        return {kind: sorted(answer.fetchall(), key=repr) for kind, answer in asked.items()}
