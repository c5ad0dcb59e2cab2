"""Everybody who wrote words of a version is kept, and not the last one alone: none of them releases it."""

from django.db import migrations, models


def from_seats(apps, schema_editor):
    version = apps.get_model("courses", "CourseVersion")
    writer = version.writers.through.objects
    seats = version.objects.order_by("pk").values_list("pk", "made_by__person_id", "changed_by__person_id")
    pairs = {(row, person) for row, *people in seats for person in people if person is not None}
    writer.bulk_create(version.writers.through(courseversion_id=row, person_id=person) for row, person in sorted(pairs))


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_months_of_a_pass")]

    operations = [
        migrations.AddField(
            model_name="courseversion",
            name="writers",
            field=models.ManyToManyField(blank=True, related_name="+", to="members.person"),
        ),
        migrations.RunPython(from_seats, migrations.RunPython.noop),
    ]
