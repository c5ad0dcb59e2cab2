from typing import Any

from django.db import migrations, models

from port2port.pure.draw import word

STEPS = [
    ("asked", "Asked for"),
    ("drawn", "Reviewer drawn"),
    ("clear", "No interest declared"),
    ("excluded", "Interest declared"),
    ("refused", "Reviewer refused"),
    ("visit", "Day of the visit set"),
    ("reported", "Report handed over"),
    ("back", "Report taken back for changes"),
    ("facility", "Facility agreed"),
    ("lead", "Lead reviewer agreed"),
    ("replied", "Reply changed: both agree anew"),
]


def one_offer(apps: Any, _editor: Any) -> None:
    """The newest offer of each seat stays; who was drawn by an older one was drawn by it."""
    offers, reviewers = apps.get_model("reviews", "ReviewerOffer"), apps.get_model("reviews", "Reviewer")
    newest = dict(offers.objects.order_by("pk").values_list("seat_id", "pk"))
    for seat, kept in newest.items():
        reviewers.objects.filter(seat_id=seat).update(offer_id=kept)
        offers.objects.filter(seat_id=seat).exclude(pk=kept).delete()


def agreed(apps: Any, _editor: Any) -> None:
    for one in apps.get_model("reviews", "Review").objects.filter(state="agreed"):
        for name in ("Finding", "Reviewer"):
            apps.get_model("reviews", name).objects.filter(review=one).update(agreed_at=one.agreed_at)


def words(apps: Any, _editor: Any) -> None:
    """Words instead of numbers, in draws that go on."""
    keys = {name: dict(apps.get_model("members", name).objects.values_list("pk", "key")) for name in ("Organisation", "Port")}
    for one in apps.get_model("reviews", "Review").objects.exclude(seed=""):
        for each in one.candidates:
            each["operator"] = word(one.seed, "operator", str(keys["Organisation"].get(each["operator"])))
            each["port"] = word(one.seed, "port", str(keys["Port"].get(each["port"])))
        one.save(update_fields=["candidates"])


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_agreed_stands")]

    operations = [
        migrations.AddField("finding", "agreed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("reviewer", "agreed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AlterField("reviewstep", "what", models.CharField(choices=STEPS, max_length=8)),
        migrations.RunPython(one_offer, migrations.RunPython.noop),
        migrations.RunPython(agreed, migrations.RunPython.noop),
        migrations.RunPython(words, migrations.RunPython.noop),
    ]
