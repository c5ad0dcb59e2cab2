from django.db import migrations

from port2port.assessments.triggers import STANDING, closing
from port2port.base.standing import operation


class Migration(migrations.Migration):

    dependencies = [("assessments", "0001_initial")]

    operations = [operation(*STANDING), closing()]
