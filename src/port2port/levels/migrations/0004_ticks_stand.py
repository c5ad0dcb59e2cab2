from django.db import migrations

from port2port.base.standing import operation
from port2port.levels.triggers import OF_CHECKLISTS


class Migration(migrations.Migration):
    dependencies = [("levels", "0003_checklists")]

    operations = [operation(*OF_CHECKLISTS)]
