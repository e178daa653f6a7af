"""A database is brought to what the release needs, and left alone where it is there already."""

import pytest
from django.core.management import call_command

from cities.models import Country, SiteText, Term
from scn_portal.demo.management.commands import prepare

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_loaded_once(monkeypatch, capsys):
    monkeypatch.setattr(prepare, "FILLED_BY", {"cities.Country": "load_lists"})
    call_command("prepare")
    loaded = (Country.objects.count(), Term.objects.count(), SiteText.objects.count())
    assert min(loaded) > 20
    assert "Loading reference data (cities.Country)" in capsys.readouterr().out
    call_command("prepare")
    assert capsys.readouterr().out == ""
    assert (Country.objects.count(), Term.objects.count(), SiteText.objects.count()) == loaded
