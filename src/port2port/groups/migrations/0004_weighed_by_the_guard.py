from django.db import migrations, models

from port2port.groups import triggers


class Migration(migrations.Migration):
    dependencies = [("groups", "0003_what_stands_is_not_removed")]

    operations = triggers.around(
        migrations.AddField(
            model_name="minutes",
            name="not_personal",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="proposalversion",
            name="not_personal",
            field=models.JSONField(blank=True, default=list),
        ),
    )
