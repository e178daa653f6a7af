"""An existing register comes in: what the check says of each row, what is made of it, and that twice is once."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.lifecycle import imports
from cities.models import City, CityDomain, Confirmation, ImportRow, Invitation, Membership, RegisterImport
from cities.retention import ended_registers
from scn_portal.accounts.models import User
from scn_portal.files.models import StoredFile
from scn_portal.jobs import running
from scn_portal.jobs.models import Job
from scn_portal.lifecycle import TransitionRefused
from scn_portal.privacy import retention
from tests.cast import member
from tests.factories.cities import a_city, a_country, a_membership, a_term
from tests.factories.register import a_table, brought, taken_in
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
SLICE_QUERIES = 6
BRAGA = {"name": "Braga", "country": "Portugal", "type": "city", "population": "193000", "joined": "2016-05"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def known(porto):
    a_term("authority_type", "county", "County")
    return porto


def plans(register):
    rows = register.rows.order_by("number").values_list("plan", "problems")
    return [(plan, [word for word, _value in problems]) for plan, problems in rows]


def test_the_check_changes_nothing_and_says_what_would_happen(known, dev):
    before = (City.objects.count(), Membership.objects.count(), User.objects.count())
    register = brought([BRAGA, {"name": "Porto", "country": "PT", "type": "city"}, {"name": "Nowhere"}], dev)
    assert register.status == "checked" and register.counts == {"make": 1, "unchanged": 1, "refused": 1}
    assert plans(register) == [("make", []), ("unchanged", []), ("refused", ["missing", "missing"])]
    assert (City.objects.count(), Membership.objects.count(), User.objects.count()) == before


def test_a_city_of_the_register_is_a_member_with_the_date_as_it_is_known(known, dev):
    row = BRAGA | {"website": "braga.example", "domain": "braga.example", "lat": "41.55", "lon": "-8.42"}
    register = taken_in([row], dev)
    city = City.objects.get(slug="braga")
    membership, confirmation = city.memberships.get(), Confirmation.objects.get(membership__city=city)
    assert (register.status, register.counts) == ("done", {"made": 1})
    assert (city.country_id, city.type.code, city.population, city.lat) == ("PT", "city", 193_000, 41.55)
    assert (str(membership.joined_on), membership.precision, membership.basis) == ("2016-05-01", "month", "register")
    assert membership.source == f"Register of 2020 ({register.code}, 2)"
    assert (confirmation.basis, confirmation.by) == ("register", dev)
    assert CityDomain.objects.get(city=city).domain == "braga.example"


def test_the_same_file_twice_changes_nothing(known, dev):
    rows = [
        BRAGA,
        {"name": "Faro", "country": "PT", "type": "city"},
        {"name": "Narnia", "country": "X", "type": "city"},
    ]
    assert taken_in(rows, dev).counts == {"made": 2, "refused": 1}
    before = [list(model.objects.order_by("pk").values()) for model in (City, Membership, Confirmation)]
    assert taken_in(rows, dev).counts == {"unchanged": 2, "refused": 1}
    assert [list(model.objects.order_by("pk").values()) for model in (City, Membership, Confirmation)] == before


def test_differences_are_shown_and_what_is_on_record_stays(known, dev):
    register = taken_in([{"name": "PÔRTO", "country": "PRT", "type": "city", "population": "5"}, BRAGA], dev)
    row = register.rows.get(number=2)
    assert (row.plan, row.outcome, row.city) == ("unchanged", "unchanged", known)
    assert row.differences == [["population", "", "5"]]
    known.refresh_from_db()
    assert known.population is None


def test_a_city_on_record_without_a_membership_becomes_a_member(known, dev):
    lagos = a_city("Lagos", lat=None, lon=None)
    taken_in([{"name": "Lagos", "country": "PT", "type": "city"}], dev)
    assert City.objects.filter(folded="lagos").get() == lagos
    assert lagos.memberships.get().basis == "register"


def test_a_city_that_left_comes_back_by_a_request_only(known, oldtown, dev):
    register = brought([{"name": "Oldtown", "country": "GB", "type": "city"}], dev)
    assert plans(register) == [("refused", ["left"])]


def test_what_may_be_the_same_city_waits_for_the_word_of_a_person(known, dev):
    alike = {"name": "Porto", "country": "PT", "type": "county"}
    near = {"name": "Oporto Town", "country": "PT", "type": "city", "lat": "41.151", "lon": "-8.611"}
    assert plans(brought([alike, near], dev)) == [("refused", ["looks_like"]), ("refused", ["looks_like"])]
    chosen = brought([alike | {"same_as": "new"}, near | {"same_as": "porto"}, near | {"same_as": "nobody"}], dev)
    assert plans(chosen) == [("make", []), ("unchanged", []), ("refused", ["no_such_city"])]


def test_two_rows_about_one_city_are_taken_in_once(known, dev, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    other = {"name": "Faro", "country": "PT", "type": "city"}
    register = brought([BRAGA, other, BRAGA, {"name": "braga", "country": "pt", "type": "City or town"}], dev)
    assert plans(register) == [("make", []), ("make", []), ("refused", ["row"]), ("refused", ["row"])]
    assert register.rows.get(number=4).problems == [["row", 2]]


def test_a_domain_of_another_city_is_refused(known, dev):
    row = BRAGA | {"website": "https://porto.example", "domain": "porto.example"}
    assert plans(brought([row], dev)) == [("refused", ["domain_taken"])]


def test_a_row_that_falls_stops_no_other_and_says_why(known, dev):
    register = brought([BRAGA, {"name": "Faro", "country": "PT", "type": "city"}], dev)
    a_membership(a_city("Braga"))  # somebody is faster
    imports.take_in(register, by=dev)
    running.run(seconds=60)
    register.refresh_from_db()
    assert register.counts == {"made": 1, "refused": 1}
    assert register.rows.get(number=2).problems[0][0] == "refused"
    assert Membership.objects.filter(city__folded="faro").exists()


def test_an_import_that_was_cut_off_goes_on_where_it_was(known, dev):
    names = [f"Town {number}" for number in range(20)]
    register = brought([{"name": each, "country": "PT", "type": "city"} for each in names], dev)
    imports.take_in(register, by=dev)
    for _ in range(3):
        running.run(seconds=0.000001)
    lost = timezone.now()
    assert Job.objects.filter(state="pending").update(state="running", lease_until=lost) == 1
    Job.objects.filter(state="running").update(state="pending", lease_until=None)
    running.run(seconds=60)
    assert sorted(City.objects.filter(name__startswith="Town").values_list("name", flat=True)) == sorted(names)
    assert Membership.objects.filter(city__name__startswith="Town").count() == 20


def test_a_row_that_has_its_outcome_is_never_taken_in_again(known, dev):
    register = taken_in([BRAGA], dev)
    row = register.rows.select_related("register").get()
    City.objects.filter(slug="braga").update(name="Changed by hand", folded="changed by hand")
    imports.settle(row)
    assert City.objects.filter(slug__startswith="braga").count() == 1


def test_a_file_that_cannot_be_read_fails_with_words(known, dev):
    register = brought([{"name": "Braga", "type": "city"}], dev)
    assert (register.status, register.trouble) == ("failed", ["columns", "country"])
    with pytest.raises(TransitionRefused):
        imports.take_in(register, by=dev)


def test_what_is_discarded_leaves_neither_rows_nor_file(known, dev):
    register = brought([BRAGA], dev)
    imports.discard(register, by=dev)
    assert not ImportRow.objects.exists() and not StoredFile.objects.exists()


def test_an_import_may_be_discarded_while_it_is_still_being_checked(known, dev):
    register = imports.bring(by=dev, kind="cities", file=a_table([BRAGA]), source="x")
    running.run(seconds=0.000001)
    imports.discard(register, by=dev)
    running.run(seconds=60)
    assert Job.objects.get().state == "done"
    register.refresh_from_db()
    assert register.status == "discarded" and not ImportRow.objects.exists()


def test_the_file_of_an_import_that_could_not_be_read_goes_as_well(known, dev):
    register = brought([{"name": "Braga", "type": "city"}], dev)
    assert list(ended_registers(timezone.now() + timedelta(days=61))) == [register]


def test_rows_and_file_go_two_months_after_the_end_and_the_counts_stay(known, dev):
    register = taken_in([BRAGA], dev)
    assert not ended_registers(timezone.now() + timedelta(days=59)).exists()
    later = timezone.now() + timedelta(days=61)
    assert list(ended_registers(later)) == [register]
    retention.rules["cities.registers"].remove(register)
    assert not ended_registers(later).exists()
    register.refresh_from_db()
    assert (ImportRow.objects.count(), StoredFile.objects.count(), register.counts) == (0, 0, {"made": 1})


# People

IDA = {"city": "porto", "name": "Ida", "email": "Ida+work@porto.example", "role": "deputy", "office": "Youth office"}


def test_people_of_a_register_are_invited_and_have_no_account_before_they_come(known, dev):
    users = User.objects.count()
    register = taken_in([IDA], dev, "people")
    invitation = Invitation.objects.get()
    assert register.counts == {"made": 1}
    assert (invitation.city, invitation.role, invitation.email) == (known, "deputy", "ida@porto.example")
    assert (invitation.by, invitation.status, invitation.office) == (dev, "open", "Youth office")
    assert User.objects.count() == users


def test_the_same_people_twice_are_invited_once(known, dev):
    taken_in([IDA], dev, "people")
    Invitation.objects.update(status="refused")
    assert brought([IDA], dev, "people").counts == {"unchanged": 1}
    assert Invitation.objects.count() == 1


def test_more_people_than_one_may_invite_in_a_day_come_in_by_a_register(known, dev):
    rows = [IDA | {"email": f"p{number}@porto.example", "role": "practitioner"} for number in range(25)]
    assert taken_in(rows, dev, "people").counts == {"made": 25}


def test_what_speaks_against_a_person_is_said(known, ana, oldtown, dev):
    rows = [
        IDA | {"email": "ana@porto.example", "role": "lead_contact"},
        IDA | {"email": "new@porto.example", "role": "lead contact"},
        IDA | {"city": "Oldtown"},
        IDA | {"city": "Atlantis"},
        IDA | {"email": "nobody"},
        IDA | {"role": "king"},
        IDA | {"role": "political_lead"},
        IDA | {"role": "political_lead", "email": "other@porto.example"},
        IDA | {"language": "xx"},
    ]
    words = ["role_taken", "not_a_member", "city", "email", "role", None, "row", "language"]
    expected = [("unchanged", [])] + [("refused", [word]) if word else ("make", []) for word in words]
    assert plans(brought(rows, dev, "people")) == expected


def test_a_registrar_takes_in_nothing_of_a_city_to_which_a_tie_is(known, malmo, tess):
    register = taken_in([IDA, IDA | {"city": "malmo"}], tess, "people")
    assert register.counts == {"refused": 1, "made": 1}
    assert register.rows.get(number=2).problems == [["tied", ""]]


def test_a_name_that_two_cities_bear_needs_the_country_or_the_address(known, dev):
    member("Porto", a_country("BR", "BRA", subregion="South America"), "porto.br.example", slug="porto-br")
    named = [{"city": "porto"}, {"city": "Porto"}, {"city": "Oporto"}, {"city": "Pôrto", "country": "Brazil"}]
    found = plans(brought([IDA | each for each in named], dev, "people"))
    assert found == [("make", []), ("refused", ["several"]), ("refused", ["city"]), ("make", [])]


# The pages of staff


def test_a_registrar_brings_reads_and_takes_in_and_reads_the_report(client, known, dev):
    sign_in(client, dev)
    make = reverse("admin:cities_registerimport_make", args=["bring"])
    assert "same_as" in client.get(make).content.decode()
    file = io.BytesIO(a_table([BRAGA, {"name": "=Odd", "country": "Q", "type": "city"}]).data)
    file.name = "register.csv"
    answer = client.post(make, {"kind": "cities", "source": "Register of 2020", "file": file})
    assert answer.status_code == 302, answer.context["form"].errors
    job = Job.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert job.get_absolute_url() in page and "Take these rows in" not in page
    running.run(seconds=60)
    page = client.get(answer["Location"]).content.decode()
    assert "is no country that we know" in page and "Take these rows in" in page
    register = RegisterImport.objects.get()
    taken = client.post(reverse("admin:cities_registerimport_act", args=[register.code, "take_in"]))
    assert taken.status_code == 302
    running.run(seconds=60)
    assert answer["Location"] in client.get(Job.objects.latest("pk").get_absolute_url()).content.decode()
    report = client.get(reverse("admin:cities_registerimport_report", args=[register.code]))
    rows = list(csv.reader(io.StringIO(report.getvalue().decode("utf-8-sig"))))
    assert rows[0] == ["TLP:AMBER"] and rows[1][:4] == ["row", "result", "reason", "name"]
    assert [row[:2] for row in rows[2:]] == [["2", "made"], ["3", "refused"]]
    assert rows[3][3] == "'=Odd"


def test_a_file_of_another_kind_is_refused_and_noted(client, known, dev):
    from scn_portal.files.models import RefusedUpload

    sign_in(client, dev)
    file = io.BytesIO(b"<!doctype html>")
    file.name = "register.html"
    make = reverse("admin:cities_registerimport_make", args=["bring"])
    answer = client.post(make, {"kind": "cities", "source": "x", "file": file})
    assert answer.status_code == 422 and "is a web page" in answer.content.decode()
    assert RefusedUpload.objects.get().owner_kind == "cities.registerimport"


def test_moderators_have_nothing_to_do_with_it(client, mia):
    sign_in(client, mia)
    assert client.get(reverse("admin:cities_registerimport_changelist")).status_code == 403


@pytest.mark.nightly
def test_ten_thousand_rows_come_in_once(known, dev):
    rows = [{"name": f"Town {number}", "country": "PT", "type": "city", "joined": "2019"} for number in range(10_000)]
    assert taken_in(rows, dev).counts == {"made": 10_000}
    assert brought(rows, dev).counts == {"unchanged": 10_000}


def test_a_slice_of_the_check_costs_as_many_queries_for_many_rows_as_for_few(known, dev, django_assert_num_queries):
    def queries(number):
        rows = [{"name": f"T {number} {each}", "country": "PT", "type": "city"} for each in range(number)]
        register = imports.bring(by=dev, kind="cities", file=a_table(rows), source="x")
        job = Job.objects.get(key=f"import:{register.pk}")
        job.memory = {}
        job.progress = {"place": imports.check_rows(job).place, "done": 0, "total": number}
        imports.check_rows(job)  # what is asked once
        with django_assert_num_queries(SLICE_QUERIES):
            imports.check_rows(job)
        Job.objects.all().delete()

    queries(3)
    queries(200)


def test_somebody_who_left_the_desk_takes_in_nothing(known, dev):
    register = brought([BRAGA], dev)
    imports.take_in(register, by=dev)
    dev.groups.clear()
    running.run(seconds=60)
    register.refresh_from_db()
    assert register.counts == {"refused": 1} and not City.objects.filter(slug="braga").exists()
