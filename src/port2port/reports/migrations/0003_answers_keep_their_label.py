from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Concat


def take_the_label(apps, schema_editor):
    """What was said so far was said under the label that the report has now."""
    answers, reports = apps.get_model("reports", "Answer"), apps.get_model("reports", "Report")
    answers.objects.update(tlp=Subquery(reports.objects.filter(pk=OuterRef("report_id")).values("tlp")[:1]))


def keep_the_floor(apps, schema_editor):
    """Guards go on reading the replies that they read until now."""
    replies = apps.get_model("reports", "Reply").objects.filter(report__for_floor=True)
    replies.update(audience=Concat(F("audience"), Value("floor ")))


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0002_what_is_not_personal"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="tlp",
            field=models.PositiveSmallIntegerField(
                choices=[
                    (0, "TLP:CLEAR"),
                    (1, "TLP:GREEN"),
                    (2, "TLP:AMBER"),
                    (3, "TLP:AMBER+STRICT"),
                    (4, "TLP:RED"),
                ],
                default=3,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(take_the_label, migrations.RunPython.noop),
        migrations.RunPython(keep_the_floor, migrations.RunPython.noop),
    ]
