"""The rows that come with the package are brought in after each migrate (``apps.py``); nothing is left to do here.

The step stays, because databases know it by name.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]
    operations = []
