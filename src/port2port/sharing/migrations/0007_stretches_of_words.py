"""Gives each row of words the words of its stretches, by which PostgreSQL's search asks for the newest ones."""

from django.db import migrations

STRETCHES = """
UPDATE sharing_searchwords SET words = words || array_to_tsvector(
    ARRAY['s4096x' || id / 4096, 's32768x' || id / 32768, 's262144x' || id / 262144])
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(STRETCHES)


class Migration(migrations.Migration):
    dependencies = [("sharing", "0006_pairs")]
    # Another version only has a word too many.
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
