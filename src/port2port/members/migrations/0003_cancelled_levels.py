import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0002_facility_agreement'),
    ]

    operations = [
        migrations.AddField(
            model_name='levelentry',
            name='cancelled_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='levelentry',
            name='cancelled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='members.seat'),
        ),
        migrations.AddConstraint(
            model_name='levelentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_by', None)), models.Q(('cancelled_at__lt', models.F('valid_from')), ('cancelled_by__isnull', False)), _connector='OR'), name='level_is_cancelled_before_it_starts'),
        ),
    ]
