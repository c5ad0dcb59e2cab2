from django.db import migrations

from port2port.base.standing import operation
from port2port.levels.triggers import OF_DECLARATIONS


class Migration(migrations.Migration):
    dependencies = [("levels", "0001_initial")]

    operations = [operation(*OF_DECLARATIONS)]
