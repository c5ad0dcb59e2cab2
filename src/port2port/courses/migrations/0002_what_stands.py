from django.db import migrations

from port2port.base.standing import operation
from port2port.courses.triggers import STANDING


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [operation(*STANDING)]
