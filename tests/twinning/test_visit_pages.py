"""Pages of visits and projects: who reads what, forms, and how many queries they ask."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.cities import a_member
from tests.factories.hub import a_resource
from tests.factories.twinning import a_guest_of, a_partnership, a_project, a_visit, the_formats
from tests.signing_in import sign_in
from tests.twinning.acts_visits import FIRST
from twinning.models import Project, Visit, VisitFormat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def formats(db):
    the_formats()


def page(client, user, name, *args, query=""):
    answer = sign_in(client, user).get(reverse(f"twinning:{name}", args=args) + query)
    return answer.content.decode()


def test_a_host_of_a_tour_reads_only_who_comes_to_its_own_stop(client, porto, malmo, ana, linn):
    visit = a_visit([malmo, a_member("Lille")], [porto], format=VisitFormat.objects.get(code="study_tour"))
    first, second = visit.stops.order_by("number")
    a_guest_of(visit, porto, "Amina Diallo", first)
    a_guest_of(visit, porto, "Zeferino Costa", second)
    for name in ("visit_detail", "visit_guests"):
        answer = sign_in(client, linn).get(reverse(f"twinning:{name}", args=[visit.code]))
        words = b"".join(answer) if answer.streaming else answer.content
        assert b"Amina Diallo" in words and b"Zeferino" not in words, name
        answer = sign_in(client, ana).get(reverse(f"twinning:{name}", args=[visit.code]))
        words = b"".join(answer) if answer.streaming else answer.content
        assert b"Amina Diallo" in words and b"Zeferino" in words, name


def test_other_members_read_a_short_card(client, porto, malmo, linn):
    visit = a_visit([porto], [a_member()], "confirmed", aims=["How do you pay for it?"])
    a_guest_of(visit, visit.visit_cities.get().city, "Amina Diallo")
    words = page(client, linn, "visit_detail", visit.code)
    assert visit.title in words and "Porto" in words
    assert "How do you pay" not in words and "Amina" not in words


def test_a_visit_is_planned_from_the_page_of_a_partnership(client, porto, malmo, ana):
    partnership = a_partnership([porto, malmo])
    form = {"title": "To Malmö", "format": VisitFormat.objects.get(code="study_visit").pk, "host": malmo.pk}
    form |= {"senders": [porto.pk], "starts_on": FIRST, "ends_on": FIRST, "aims": "How?\n\nWhy?"}
    address = f"{reverse('twinning:visit_create')}?partnership={partnership.slug}"
    answer = sign_in(client, ana).post(address, form)
    assert answer.status_code == 409 and "2 to 5 days" in answer.content.decode()
    answer = client.post(address, form | {"ends_on": FIRST + timedelta(days=1)})
    visit = Visit.objects.get()
    assert answer.url == visit.get_absolute_url()
    assert (visit.aims, visit.partnership) == (["How?", "Why?"], partnership)
    assert "as not answered yet" in client.get(answer.url).content.decode()


def test_the_report_asks_for_each_aim(client, porto, malmo, ana):
    visit = a_visit([malmo], [porto], "held", aims=["Who begins?", "Who pays?"])
    item = a_resource(malmo)
    words = page(client, ana, "visit_report", visit.code)
    assert "Who begins?" in words and "Who pays?" in words and str(item) in words
    address = reverse("twinning:visit_report", args=[visit.code])
    assert client.post(address, {"answer_0": "We."}).status_code == 422
    answer = client.post(address, {"answer_0": "We.", "answer_1": "You.", "taken": item.pk, "degree": "inspired"})
    assert answer.status_code == 302
    words = page(client, ana, "visit_detail", visit.code)
    assert "You." in words and "whether the facts are right" in words and str(item) in words


@pytest.mark.parametrize("name", ["visit_list", "project_list"])
def test_a_list_asks_as_much_for_one_as_for_many(
    client, porto, malmo, ana, name, django_assert_num_queries, django_assert_max_num_queries
):
    def make():
        visit = a_visit([malmo], [porto], "confirmed")
        a_guest_of(visit, porto)
        a_project([porto, malmo])

    sign_in(client, ana)
    make()
    with django_assert_max_num_queries(25) as asked:
        client.get(reverse(f"twinning:{name}"))
    for _ in range(9):
        make()
    with django_assert_num_queries(len(asked)):
        client.get(reverse(f"twinning:{name}"))


@pytest.mark.parametrize("name", ["visit", "project"])
def test_a_page_asks_as_much_for_two_cities_as_for_five(client, porto, malmo, ana, name, django_assert_max_num_queries):
    few = a_visit([malmo], [porto]) if name == "visit" else a_project([porto, malmo])
    more = [a_member() for _ in range(3)]
    many = a_visit([malmo, *more], [porto]) if name == "visit" else a_project([porto, malmo, *more])
    sign_in(client, ana)
    with django_assert_max_num_queries(25) as asked:
        client.get(few.get_absolute_url())
    with django_assert_max_num_queries(len(asked)):
        client.get(many.get_absolute_url())


def test_a_project_is_done_with_an_item_that_names_all_its_cities(client, porto, malmo, ana, linn):
    form = {"title": "A course", "cities": [malmo.pk], "aims": "For both.", "starts_on": FIRST}
    sign_in(client, ana).post(reverse("twinning:project_create"), form)
    project = Project.objects.get()
    for city in (porto, malmo):
        client.post(reverse("twinning:project_task_add", args=[project.slug]), {"city": city.pk, "words": f"Of {city}"})
    client.post(reverse("twinning:project_begin", args=[project.slug]))
    for user in (ana, linn):
        own = project.tasks.get(city=porto if user == ana else malmo)
        sign_in(client, user).post(reverse("twinning:task_close", args=[project.slug, own.pk]))
    item = a_resource(porto)
    finish = reverse("twinning:project_finish", args=[project.slug])
    assert "No item of the hub names all cities" in client.get(finish).content.decode()
    assert client.post(finish, {"result": item.pk}).status_code == 422
    item.resource_cities.create(city=malmo, role="co_owner")
    assert client.post(finish, {"result": item.pk}).status_code == 302
    client.logout()
    words = client.get(project.get_absolute_url()).content.decode()
    assert str(item) in words and "Of Porto" not in words
