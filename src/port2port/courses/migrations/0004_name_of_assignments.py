from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_counts_of_quarters")]

    operations = [migrations.RenameModel("Assignment", "CourseAssignment")]
