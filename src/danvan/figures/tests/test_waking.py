"""Filing wakes the worker, and does not wake it twice for the same queue."""

import pytest
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from danvan.figures.services import wake_worker

IN_THE_DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.django_db
@override_settings(TASKS=IN_THE_DATABASE)
def test_a_job_that_has_not_begun_serves_every_filing_before_it():
    wake_worker()
    wake_worker()
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
@override_settings(TASKS=IN_THE_DATABASE)
def test_a_job_that_has_begun_does_not_serve_what_comes_after_it():
    wake_worker()
    DBTaskResult.objects.get().claim("a worker")
    wake_worker()
    assert DBTaskResult.objects.count() == 2
