"""A made-up history from a fixed seed: who writes what when, to whom, and what the others answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

DAYS = 760
REPORTS = 440
REDS = 12
Author = tuple[str, int, str, tuple[str, ...]]
Latest = tuple[int, str, str, int, str]

# Organisation, weight in the history, language, circles it shares with.
AUTHORS: list[Author] = [
    ("antwerp-officer", 26, "nl", ("Scheldt and North Sea", "Container release", "Drones", "Inland ports")),
    ("northsea-officer", 17, "nl", ("Scheldt and North Sea", "Container release", "Drones")),
    ("liege-officer", 12, "fr", ("Inland ports",)),
    ("brussels-officer", 9, "fr", ("Inland ports", "Drones")),
    ("ostend-officer", 8, "nl", ("Scheldt and North Sea", "Drones")),
    ("waterway-officer", 9, "nl", ("Inland ports",)),
    ("brabant-officer", 4, "nl", ("Inland ports",)),
    ("csd-analyst", 8, "nl", ("Scheldt and North Sea", "Inland ports", "Police and commissioner", "Drones")),
    ("commissioner-analyst", 4, "fr", ("Scheldt and North Sea", "Police and commissioner")),
    ("terminal-officer", 7, "en", ("Container release",)),
]
# The last three days, so that Now has something to show to everyone: hours ago, author, kind, label, circle.
LATEST: list[Latest] = [
    (61, "liege-officer", "incident", 1, ""),
    (47, "csd-analyst", "bulletin", 1, ""),
    (31, "northsea-officer", "alert", 2, "Scheldt and North Sea"),
    (20, "brussels-officer", "sighting", 2, "Drones"),
    (9, "terminal-officer", "request", 3, "Container release"),
    (5, "waterway-officer", "incident", 2, "Inland ports"),
    (2, "ostend-officer", "alert", 1, ""),
]
PORTS = {
    "antwerp-officer": ("BEANR", "BEANR", "BEANR", "BEZEE"),
    "northsea-officer": ("BEGNE", "BEGNE", "BEZEL", "BEEVM"),
    "liege-officer": ("BELGG", "BEMSI", "BEHRS", "BEZER"),
    "brussels-officer": ("BEBRU",),
    "ostend-officer": ("BEOST",),
    "waterway-officer": ("BEWLB", "BEMEH", "BEGBB", "BEECH"),
    "brabant-officer": ("BEVIL", "BEGRB"),
    "csd-analyst": ("BEGNK", "BEHSS", "BEANR", "BELAN"),
    "commissioner-analyst": ("BEANR", "BEGNE", "BELGG"),
    "terminal-officer": ("BEANR",),
}
# Sea-side events do not happen at a lock in Brabant.
SEA_ONLY = {"DRG-ENT-HULL", "DRG-ENT-DROP", "INT-STOW", "DRG-ENT-BULK"}
INLAND = {"liege-officer", "brussels-officer", "waterway-officer", "brabant-officer"}
POLICE = {"csd-analyst"}
REPLIES = {
    "nl": [
        "Dank u, wij nemen dit vanavond mee in de ronde.",
        "Zelfde beeld bij ons vorige maand.",
        "Welke camera was dit?",
    ],
    "fr": [
        "Merci, nous l'intégrons à la ronde de ce soir.",
        "Même constat chez nous le mois dernier.",
        "Quelle caméra ?",
    ],
    "en": ["Thank you, we take this along on tonight's round.", "We saw the same last month.", "Which camera was it?"],
}
NOTES = {
    "nothing_found": {
        "nl": "Ronde gelopen, niets gezien.",
        "fr": "Ronde faite, rien vu.",
        "en": "Round done, nothing seen.",
    },
    "acted": {
        "nl": "Briefing aangepast en verlichting nagekeken.",
        "fr": "Consignes adaptées et éclairage vérifié.",
        "en": "Briefing changed and lights checked.",
    },
    "not_for_us": {"nl": "Geen containers hier.", "fr": "Pas de conteneurs ici.", "en": "No containers here."},
}


@dataclass(frozen=True, slots=True)
class Story:
    """One made-up report and what becomes of it.

    answers    share of the receivers that answer; replies: how many
    """

    at: datetime
    author: str
    kind: str
    language: str
    fields: Mapping[str, Any]
    tlp: int
    circles: tuple[str, ...]
    named: tuple[str, ...]
    port: str
    valid_for: timedelta
    answers: float
    replies: int
    is_revised: bool
    is_withdrawn: bool
    is_open: bool = field(default=False)


@cache
def _scenarios() -> list[dict[str, Any]]:
    text = files("port2port.site.demo").joinpath("scenarios.yaml").read_text(encoding="utf-8")
    scenarios: list[dict[str, Any]] = yaml.safe_load(text)
    return scenarios


def stories(*, seed: int, now: datetime, reports: int = REPORTS) -> list[Story]:
    """The history in order of time, ending shortly before now; equal for equal seeds."""
    random = Random(seed)  # noqa: S311 - a reproducible story, no secret
    moments = sorted(
        now - timedelta(minutes=random.randint(3 * 1440, DAYS * 1440)) for _ in range(reports - len(LATEST))
    )
    told = [_story(random, at) for at in moments]
    for number in random.sample(range(len(told)), REDS):
        told[number] = _as_red(random, told[number])
    return told + [_latest(random, now, latest) for latest in LATEST]


def _latest(random: Random, now: datetime, latest: Latest) -> Story:
    """What happened in the last days: the same for every seed but for its words, and not yet answered by anyone."""
    hours, name, kind, tlp, circle = latest
    author = next(author for author in AUTHORS if author[0] == name)
    story = _story(random, now - timedelta(hours=hours), author=author, kind=kind)
    return replace(
        story,
        tlp=tlp,
        circles=(circle,) if circle else (),
        is_open=False,
        valid_for=timedelta(days=5),
        answers=0.0,
        is_withdrawn=False,
        is_revised=False,
    )


def _story(random: Random, at: datetime, *, author: Author | None = None, kind: str = "") -> Story:
    name, _, language, circles = author or random.choices(AUTHORS, weights=[author[1] for author in AUTHORS])[0]
    fitting = [
        one
        for one in _scenarios()
        if (name not in INLAND or one["codes"][0] not in SEA_ONLY)
        and (not kind or (kind in one["kinds"] and (kind != "alert" or one["advice"][language])))
    ]
    scenario = random.choice(fitting)
    kind = kind or random.choice(scenario["kinds"])
    if kind == "alert" and not scenario["advice"][language]:
        kind = "incident"
    tlp = random.choices([0, 1, 2, 3], weights=[6, 30, 34, 30])[0]
    chosen = tuple(random.sample(circles, k=min(len(circles), random.choice([1, 1, 1, 2]))))
    if "Drones" in circles and scenario["codes"][0].startswith("DRN"):
        chosen = tuple({*chosen[:1], "Drones"})
    return Story(
        at=at,
        author=name,
        kind=kind,
        language=language,
        fields=_fields(random, scenario, language, kind, name),
        tlp=tlp,
        circles=tuple(sorted(chosen)) if tlp in {2, 3} else (),
        named=(),
        port=random.choice(PORTS[name]),
        valid_for=timedelta(days=random.choice([2, 3, 7, 14])),
        answers=random.uniform(0.5, 1.0),
        replies=random.choices([0, 1, 2, 3], weights=[55, 25, 14, 6])[0],
        is_revised=random.random() < 0.06,
        is_withdrawn=random.random() < 0.015,
        is_open=tlp == 0 and random.random() < 0.3,
    )


def _as_red(random: Random, story: Story) -> Story:
    others = [author[0] for author in AUTHORS if author[0] != story.author]
    return replace(story, tlp=4, circles=(), named=tuple(sorted(random.sample(others, k=2))), is_open=False)


def _fields(random: Random, scenario: Mapping[str, Any], language: str, kind: str, author: str) -> dict[str, Any]:
    minutes = random.randint(2, 6)
    slots = {
        "n": minutes,
        "q": random.choice([12, 117, 203, 342, 518, 730, 869, 1103]),
        "h": random.randint(0, 23),
        "m": f"{random.randint(0, 59):02d}",
        "kg": random.choice([18, 24, 42, 60, 115]),
    }
    advice = scenario["advice"][language]
    fields: dict[str, Any] = {
        "title": scenario["title"][language].format(**slots),
        "facts": scenario["facts"][language].format(**slots),
        "assessment": scenario["assessment"][language].format(**slots),
        "what_to_do": advice if kind in {"alert", "request", "bulletin"} else "",
        "severity": scenario["severity"],
        "methods": list(scenario["codes"]),
        "controls": list(scenario["controls"]),
        "reliability": random.choice("ABBBC"),
        "credibility": random.choice("12233"),
        "source_class": "police" if author in POLICE else "partner",
        "legal_regime": "led" if author in POLICE else "gdpr",
        "for_floor": kind == "alert" or (kind == "bulletin" and random.random() < 0.5),
        **scenario["facets"],
    }
    if scenario.get("drone") and kind == "sighting":
        fields |= {
            "drone_bearing_deg": random.randrange(0, 360, 5),
            "drone_height_band": "50-120",
            "drone_count": random.choice([1, 1, 1, 2]),
            "drone_duration_s": 60 * minutes,
        }
    return fields
