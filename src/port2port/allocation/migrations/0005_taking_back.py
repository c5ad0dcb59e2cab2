from django.db import migrations, models

from port2port.allocation.triggers import PLANS
from port2port.base.standing import around


class Migration(migrations.Migration):

    dependencies = [
        ('allocation', '0004_route_import'),
        ('members', '0006_token_purposes'),
    ]

    operations = around(
        (PLANS,),
        migrations.AddField(
            model_name='plan',
            name='taken_back_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('agreed_at', None), ('taken_back_at', None), _connector='OR'), name='what_is_agreed_is_not_taken_back'),
        ),
    )
