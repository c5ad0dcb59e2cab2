from django.db import migrations

from port2port.groups import triggers


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda _apps, editor: triggers.create(editor.connection),
            lambda _apps, editor: triggers.drop(editor.connection),
        )
    ]
