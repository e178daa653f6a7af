"""What every test stands on: a real PostgreSQL, the named cast, and Django's plain static storage."""

import pytest
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection
from django.utils import translation

from hub import labels
from tests.cast import *  # noqa: F403 -- the named cast, as fixtures
from tests.mailbox import mailbox  # noqa: F401 -- a fixture


@pytest.fixture(autouse=True)
def _for_tests(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # static files are read where they lie, not collected


@pytest.fixture(autouse=True)
def _limits_start_at_zero(request):
    """Limits are counted in the cache's table, which the flush between transactional tests does not know."""
    uses_database = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if uses_database or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")  # of whichever kind the test asks for
        cache.clear()


@pytest.fixture(autouse=True)
def _every_test_begins_in_english():
    """A page in another language leaves its language behind in the thread until the next request."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _labels_are_read_anew():
    """A process remembers the shared lists for a minute."""
    labels.forget()


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_triggers():
    """Append-only tables refuse TRUNCATE; only the flush between transactional tests may pass them."""
    operations = type(connection.ops)
    plain = operations.sql_flush

    def sql_flush(self, style, tables, **options):
        sql = plain(self, style or no_style(), tables, **options)
        if not sql:
            return sql
        guarded = "ALTER TABLE audit_auditentry {} TRIGGER USER;"
        return [guarded.format("DISABLE"), *sql, guarded.format("ENABLE")]

    operations.sql_flush = sql_flush
    yield
    operations.sql_flush = plain


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items):
    """What kills servers shares one process of pytest-xdist, and its first start; the rest runs beside it."""
    for item in items:
        if item.get_closest_marker("drill"):
            item.add_marker(pytest.mark.xdist_group("drills"))
