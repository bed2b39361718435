from django.db import migrations

from danvan.search import sql


class Migration(migrations.Migration):
    """Rows that are there already follow when they are written again (``danvan search rebuild``)."""

    dependencies = [("search", "0001_search")]

    operations = [migrations.RunSQL(sql.IN_THE_ROW, sql.AS_LONG_VALUES)]
