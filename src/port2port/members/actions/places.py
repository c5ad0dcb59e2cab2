"""The register of places: ports and the waterways that link them."""

import csv
from collections.abc import Iterator
from importlib.resources import files

from django.db import transaction
from django.utils.text import slugify

from port2port.members.models import Port, Waterway


@transaction.atomic
def load_places() -> int:
    """Ports and waterways of the packaged register, made or brought up to date; how many ports it names.

    What organisations entered themselves (the port's manager) stays as it is.
    """
    count = 0
    for row in _rows():
        names = [name.strip() for name in row["waterways"].split(";") if name.strip()]
        waterways = [
            Waterway.objects.update_or_create(slug=slugify(name), defaults={"name": name})[0] for name in names
        ]
        port, _made = Port.objects.update_or_create(
            locode=row["locode"],
            defaults={
                "slug": row["locode"].lower(),
                "name": row["name"],
                "lat": float(row["lat"]),
                "lon": float(row["lon"]),
                "coordinates_note": row["coordinates_note"],
                "geography": row["geographic_kind"],
                "is_isps_port_in_belgian_law": row["isps_port_in_belgian_law"] == "yes",
                "managing_body": row["managing_body"],
                "is_partner": row["partner_of_platform"] == "yes",
            },
        )
        port.waterways.set(waterways)
        count += 1
    return count


def _rows() -> Iterator[dict[str, str]]:
    text = files("port2port.members").joinpath("places.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
