"""The record of processing, and the report of who saw what."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from scn_portal.audit.models import record
from scn_portal.privacy.inventory import inventory
from tests.factories.cities import a_city

pytestmark = pytest.mark.django_db


def said(capsys, *words, **options):
    call_command(*words, **options)
    return capsys.readouterr().out


def test_the_record_of_processing_names_every_model_with_personal_data_once(capsys):
    rows = [line for line in said(capsys, "processing_record").splitlines() if line.startswith("| ")]
    named = [line.split(" | ")[0].removeprefix("| ") for line in rows if not line.startswith("| what ")]
    assert sorted(named) == sorted(each.model for each in inventory().entries.values() if each.personal or each.office)


def test_the_record_of_processing_says_purposes_people_recipients_and_periods(capsys):
    text = said(capsys, "processing_record")
    for words in (
        "## Making sure that a person speaks for an authority",
        "- People: people who ask to join, people who are invited",
        "registrars of the network",
        "the letter 24 months after the decision",
    ):
        assert words in text


@pytest.fixture
def seen(dev, mia):
    """Dev opened one city's record and took out the list; Mia opened another's."""
    porto, malmo = a_city("Porto"), a_city("Malmö")
    record("hub.open_resource", subject=porto, actor=dev)
    record("cities.change_city", subject=porto, actor=dev)
    record("hub.open_resource", subject=malmo, actor=mia)
    return porto


def test_the_report_lists_who_opened_what_and_nothing_else(capsys, seen, dev, mia):
    since = timezone.now() - timedelta(hours=1)
    lines = said(capsys, "breach_report", since=since.isoformat()).splitlines()
    assert [("Dev" in line, "Mia" in line) for line in lines] == [(True, False), (False, True), (False, False)]
    assert lines[-1] == "2 entries"
    assert all("open_resource" in line for line in lines[:2])


def test_the_report_of_one_object_holds_the_lists_in_which_it_was_taken_out(capsys, seen, dev):
    class Listed:
        _meta, pk = seen._meta, "csv"

    record("cities.export_city", subject=Listed, actor=dev, after="2 rows")
    since = (timezone.now() - timedelta(hours=1)).isoformat()
    lines = said(capsys, "breach_report", since=since, object=f"cities.City:{seen.pk}").splitlines()
    assert ["open" in lines[0], "export_city" in lines[1], "2 rows" in lines[1]] == [True, True, True]
    assert lines[-1] == "2 entries"


def test_the_report_knows_nothing_outside_its_time_and_no_wrong_date(capsys, seen):
    until = (timezone.now() - timedelta(hours=1)).isoformat()
    assert said(capsys, "breach_report", since="2020-01-01", until=until) == "0 entries\n"
    with pytest.raises(CommandError, match="is no date"):
        call_command("breach_report", since="yesterday")
