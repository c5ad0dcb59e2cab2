"""The words of the search index: FTS5 on SQLite, a tsvector with GIN on PostgreSQL."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE sharing_searchwords USING fts5(words, detail=none, tokenize=\"unicode61 remove_diacritics 0\")"
)
POSTGRESQL = (
    "CREATE TABLE sharing_searchwords (id bigint PRIMARY KEY, words tsvector NOT NULL);"
    "CREATE INDEX sharing_searchwords_words ON sharing_searchwords USING gin (words)"
)


def make(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE sharing_searchwords")


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
