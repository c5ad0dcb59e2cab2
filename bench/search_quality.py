"""Does the search find the practice that answers the question? Recall@5 over bench/search_queries.csv.

The practices that come with the software, in English and Dutch with French and German summaries, and queries of the
trade in four languages, some with a slip of the fingers. Recall@5: the share of queries with an expected practice among
the first five. Baseline beside: the same search without synonyms; floor: every word must stand in the text as typed.

    .venv/bin/python bench/search_quality.py [--misses]
"""

import argparse
import csv
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

QUERIES = Path(__file__).with_name("search_queries.csv")
FIRST = 5
TARGET = 0.9


def started(folder: Path) -> Any:
    """A community of one secretariat that has proposed the starting texts; returns its member and each slug's key."""
    os.environ.update(
        PORT2PORT_DATABASE=f"sqlite:///{folder}/bench.sqlite3", PORT2PORT_VAR=str(folder), PORT2PORT_DEMO="yes"
    )
    from port2port.site.command import start_django

    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sys.path.insert(0, str(Path(__file__).parent))
    from scale import found

    found()
    from django.utils import timezone

    from port2port.base.clock import now
    from port2port.knowledge.actions.starting import load_starting_texts
    from port2port.knowledge.starting_texts import starting_texts
    from port2port.ledger.keys import make_master_key
    from port2port.members.models import Seat
    from port2port.members.readers import member_of_seat
    from port2port.pure.audience import Tlp
    from port2port.reports.fields import Readers

    make_master_key()
    member = member_of_seat(Seat.objects.filter(organisation__slug="org1").earliest("pk"))
    load_starting_texts(member=member, readers=Readers(tlp=Tlp.CLEAR), now=now())
    return member, {str(one.key): one.slug for one in starting_texts(today=timezone.localdate())}


def ours(text: str, member: Any) -> list[str]:
    """Keys of the practices that the page would show first."""
    from port2port.base.clock import now
    from port2port.site.searching.finding import search_everything

    found = search_everything(text, member=member, now=now(), place="practices")
    return [hit.address.rstrip("/").rsplit("/", 1)[1] for one in found.answers for hit in one.hits.hits]


def plain(text: str, member: Any) -> list[str]:
    """Keys of the practices, the newest first, whose texts hold every word as typed, accents and capitals apart."""
    from port2port.knowledge.models import Practice
    from port2port.pure.fold import PART, fold

    words = [fold(word) for word in PART.findall(text)]
    rows = Practice.objects.visible_to(member).order_by("-pk")
    return [str(one.key) for one in rows if all(word in fold(str(one.search_texts())) for word in words)]


def without_synonyms(text: str, member: Any) -> list[str]:
    """As ours, with an empty glossary."""
    from port2port.vocabulary import lookup

    kept = lookup.synonyms
    lookup.synonyms = dict  # type: ignore[assignment]
    try:
        return ours(text, member)
    finally:
        lookup.synonyms = kept


def main() -> None:
    """Prints recall@5 by language and in all; 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="print the queries that find nothing expected")
    options = parser.parse_args()
    with QUERIES.open(encoding="utf-8", newline="") as file:
        queries = list(csv.DictReader(file))
    with tempfile.TemporaryDirectory() as folder:
        member, slugs = started(Path(folder))
        unknown = {slug for one in queries for slug in one["expected"].split()} - set(slugs.values())
        if unknown:
            raise SystemExit(f"no such practice: {unknown}")
        ways = {"ours": ours, "without synonyms": without_synonyms, "words as typed": plain}
        met: dict[str, Counter[str]] = {way: Counter() for way in ways}
        for one in queries:
            for way, ask in ways.items():
                first = [slugs[key] for key in ask(one["query"], member)[:FIRST]]
                if set(first) & set(one["expected"].split()):
                    met[way][one["language"]] += 1
                elif way == "ours" and options.misses:
                    print(
                        f"  {one['language']} {one['query']!r}: {', '.join(first) or 'nothing'}; not {one['expected']}"
                    )
    asked = Counter(one["language"] for one in queries)
    for language in sorted(asked):
        parts = (f"{way} {met[way][language] / asked[language]:.2f}" for way in ways)
        print(f"  {language}: {asked[language]} queries, {', '.join(parts)}")
    whole = {way: met[way].total() / len(queries) for way in ways}
    print(
        f"search, recall@{FIRST} over {len(queries)} queries: {whole['ours']:.3f} "
        f"(without synonyms {whole['without synonyms']:.3f}, {whole['ours'] / whole['without synonyms']:.2f} x; "
        f"words as typed {whole['words as typed']:.3f}, {whole['ours'] / whole['words as typed']:.2f} x); "
        f"target >= {TARGET}: {'met' if whole['ours'] >= TARGET else 'MISSED'}"
    )
    sys.exit(0 if whole["ours"] >= TARGET else 1)


if __name__ == "__main__":
    main()
