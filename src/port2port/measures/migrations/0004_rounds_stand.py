from django.db import migrations

from port2port.base.standing import operation
from port2port.measures.triggers import ROUNDS


class Migration(migrations.Migration):
    dependencies = [("measures", "0003_adoption")]

    operations = [operation(*ROUNDS)]
