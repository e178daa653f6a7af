"""Every change of a model has its migration, and no migration locks or breaks the release before it."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django_migration_linter import MigrationLinter

from scn_portal.settings import ROOT

OWN_APPS = [
    config.label for config in apps.get_app_configs() if (ROOT / config.name.split(".")[0] / "__init__.py").exists()
]


@pytest.mark.django_db
def test_no_change_of_a_model_lacks_its_migration():
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)  # exits with 1 if one is missing


@pytest.mark.django_db
def test_the_migration_linter_has_nothing_to_say():
    linter = MigrationLinter(str(ROOT), include_apps=OWN_APPS, no_cache=True, no_output=True)
    linter.lint_all_migrations()
    assert linter.nb_valid > 0
    assert linter.nb_erroneous == 0
