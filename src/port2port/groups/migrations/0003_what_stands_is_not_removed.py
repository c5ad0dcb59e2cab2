from django.db import migrations

from port2port.groups import triggers


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_triggers")]

    operations = [
        migrations.RunPython(
            lambda _apps, editor: triggers.create_lasting(editor.connection),
            lambda _apps, editor: triggers.drop_lasting(editor.connection),
        )
    ]
