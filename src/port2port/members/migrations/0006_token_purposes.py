"""Each feed its own tokens; those that their page named keep the one that they were made for."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# As the two pages that made such tokens called them, in the language of whoever asked.
LABELS = {
    'duties': ('Calendar of duties', 'Agenda van verplichtingen', 'Agenda des obligations', 'Kalender der Pflichten'),
    'reports': (
        'Feed of a view of the reports',
        'Feed van een weergave van de meldingen',
        "Flux d'une vue des signalements",
        'Feed einer Ansicht der Meldungen',
    ),
}


def name_purposes(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    tokens = apps.get_model('members', 'Token').objects.filter(scope='feed')
    for purpose, labels in LABELS.items():
        tokens.filter(label__in=labels).update(purpose=purpose)


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0005_lent_figures'),
    ]

    operations = [
        migrations.AddField(
            model_name='token',
            name='purpose',
            field=models.CharField(blank=True, max_length=20),
            preserve_default=False,
        ),
        migrations.RunPython(name_purposes, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.CheckConstraint(condition=models.Q(('scope', 'feed'), ('purpose', ''), _connector='OR'), name='only_a_feed_token_has_a_purpose'),
        ),
    ]
