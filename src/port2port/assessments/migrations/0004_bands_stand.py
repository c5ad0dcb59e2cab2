from django.db import migrations

from port2port.assessments.triggers import BANDS
from port2port.base.standing import operation


class Migration(migrations.Migration):

    dependencies = [("assessments", "0003_benchmark")]

    operations = [operation(*BANDS)]
