"""A pass covers no longer than the certificate that it earned: the months of its version, once into each pass."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def from_versions(apps, schema_editor):
    versions = apps.get_model("courses", "CourseVersion").objects.filter(course=OuterRef("course"), n=OuterRef("n"))
    months = Coalesce(Subquery(versions.values("valid_months")[:1]), 0)
    apps.get_model("courses", "Pass").objects.update(valid_months=months)


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_name_of_assignments")]

    operations = [
        migrations.AddField(
            model_name="pass", name="valid_months", field=models.PositiveIntegerField(default=0)
        ),
        migrations.RunPython(from_versions, migrations.RunPython.noop),
    ]
