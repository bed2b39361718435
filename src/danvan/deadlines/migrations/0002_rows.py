"""Bring in the calendar, the reporting windows and the terms that come with the package."""

from django.db import migrations

from danvan.deadlines.loading import load_days, load_rules


def load(apps, schema_editor):
    load_days(apps.get_model("deadlines", "CalendarDay"))
    load_rules(apps.get_model("deadlines", "Window"), "reporting_windows.json", by="period_type")
    load_rules(apps.get_model("deadlines", "Term"), "terms.json", by="code")


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
