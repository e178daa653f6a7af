"""Lists of staff: taken out as they are filtered, on record; and the trail on the page of each object."""

import csv
import io

import pytest
from django.urls import reverse

from cities.lifecycle import membership
from cities.models import City, CityName
from scn_portal.audit.models import AuditEntry
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
QUERIES = 12


def address(way):
    return reverse("admin:cities_city_export", args=[way])


def table(answer):
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


def test_the_table_holds_what_the_list_shows_with_its_filter_and_search(client, dev, porto, malmo):
    sign_in(client, dev)
    rows = table(client.get(address("csv") + "?q=port"))
    assert rows[1][:4] == ["name", "country", "type", "membership"]
    assert [row[0] for row in rows[2:]] == ["Porto"]
    shown = client.get(reverse("admin:cities_city_changelist") + "?q=port&p=1").content.decode()
    assert 'href="/admin/cities/city/export/csv/?q=port"' in shown


def test_a_filter_that_is_none_leads_back_to_the_list(client, dev, porto):
    sign_in(client, dev)
    answer = client.get(address("csv") + "?nothing__like__this=1")
    assert (answer.status_code, answer["Location"]) == (302, reverse("admin:cities_city_changelist"))


def test_who_took_out_which_list_with_how_many_rows_is_on_record(client, dev, porto, malmo):
    sign_in(client, dev)
    assert client.get(address("xlsx") + "?q=port").getvalue()
    entry = AuditEntry.objects.get(action="cities.export_city")
    assert (entry.actor, entry.subject_kind, entry.subject_key, entry.after) == (
        dev.public_id,
        "cities.city",
        "xlsx",
        "1 rows",
    )
    assert {"name", "slug", "population"} <= set(entry.changed)


def test_more_rows_than_a_workbook_takes_are_sent_to_the_csv(client, dev, porto, malmo, monkeypatch):
    monkeypatch.setattr("scn_portal.ui.admin_lists.ROWS_OF_A_WORKBOOK", 1)
    sign_in(client, dev)
    answer = client.get(address("xlsx"), follow=True)
    assert "A workbook takes 1 rows at most" in answer.content.decode()
    assert len(table(client.get(address("csv")))) == 4
    assert not AuditEntry.objects.filter(action="cities.export_city", subject_key="xlsx").exists()


def test_three_cities_cost_as_many_queries_as_one(client, dev, porto, malmo, django_assert_num_queries):
    sign_in(client, dev)
    url = address("csv")

    def queries():
        with django_assert_num_queries(QUERIES):
            client.get(url).getvalue()

    queries()
    CityName.objects.create(city=porto, language="en", name="Oporto", folded="oporto")
    City.objects.create(slug="third", name="Third", folded="third", type=porto.type, country=porto.country)
    queries()


def test_what_staff_change_in_a_form_stands_in_the_trail(client, dev, porto):
    sign_in(client, dev)
    url = reverse("admin:cities_city_change", args=[porto.pk])
    form = client.get(url).context["adminform"].form
    values = {name: value for name, value in form.initial.items() if value is not None}
    sections = ("names", "domains", "memberships", "representatives")
    empty = {f"{each}-{part}_FORMS": 0 for each in sections for part in ("TOTAL", "INITIAL")}
    answer = client.post(url, values | empty | {"population": 240_000})
    assert answer.status_code == 302, answer.context["errors"]
    entry = AuditEntry.objects.get(action="cities.change_city")
    assert (entry.actor, entry.changed) == (dev.public_id, ["population"])
    assert "Change" in client.get(url).content.decode()


def test_the_page_of_a_city_tells_what_happened_to_its_memberships_and_people_too(client, dev, ana, porto):
    membership.confirm(porto.memberships.get(), by=ana, items=["contacts"])
    sign_in(client, dev)
    history = client.get(reverse("admin:cities_city_change", args=[porto.pk])).context["history"]
    assert [(line.act, line.who) for line in history] == [("Confirm (membership)", "Ana")]
