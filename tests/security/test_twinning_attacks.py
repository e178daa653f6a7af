"""Ways round the walls of the twinning that somebody might try, each with what it must find."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cities.lifecycle import merging
from cities.models import Representative
from hub.models import Adoption, ResourceCity
from scn_portal.notifications import inbox
from scn_portal.notifications.models import InboxItem
from scn_portal.sharing import Sharing
from tests.factories.cities import a_city, a_member
from tests.factories.hub import a_resource
from tests.factories.twinning import (
    a_guest_of,
    a_member_abroad,
    a_partnership,
    a_project,
    a_round,
    a_run,
    a_visit,
    an_entry,
    the_formats,
)
from tests.signing_in import sign_in
from twinning.guest_lists import guests_for
from twinning.lifecycle import partnerships, projects, terms, visits
from twinning.models import Guest, Project, VisitFormat
from twinning.notifications import rounds as notifications

pytestmark = pytest.mark.django_db


def hands_over(person):
    """The person does not represent the city any more; its lead contact does."""
    Representative.objects.filter(user=person).update(until=timezone.now())


def read_in_the_inbox(person):
    return [each.title for each in inbox.notices(list(InboxItem.objects.filter(person=person)))]


def test_staff_who_merge_two_records_do_not_read_on_how_many_private_lists_a_city_stands(porto, malmo):
    before = merging.rows_of(malmo)
    an_entry(a_round(), porto, vetoes=[malmo])
    assert merging.rows_of(malmo) == before


def test_a_merge_does_not_say_that_a_city_listed_both_records(porto, malmo, dev):
    double = a_city("Malmoe")
    entry = an_entry(a_round(), porto, vetoes=[malmo, double])
    merging.merge(malmo, by=dev, other=double, typed="Malmoe")
    assert [each.city for each in entry.vetoes.all()] == [malmo]


def test_a_former_lead_does_not_read_why_the_city_was_left_over(ana, dora, porto, malmo):
    round = a_round("settled")
    an_entry(round, porto)
    left = {"left": [{"city": porto.slug, "reason": "c"}], "groups": []}
    a_run(round, "done", result=left)
    for person in (ana, dora):
        notifications.write("twinning.left_over", subject=round, person=person)
    hands_over(dora)
    assert round.title not in str(read_in_the_inbox(dora))
    assert round.title in str(read_in_the_inbox(ana))


@pytest.mark.parametrize(
    ("kind", "status"), [("round_opened", "open"), ("round_extended", "open"), ("round_cancelled", "cancelled")]
)
def test_a_former_lead_reads_no_more_of_rounds(kind, status, ana, dora, porto):
    round = a_round(status)
    for person in (ana, dora):
        notifications.write(f"twinning.{kind}", subject=round, person=person)
    hands_over(dora)
    assert round.title not in str(read_in_the_inbox(dora))
    assert round.title in str(read_in_the_inbox(ana))


def test_what_a_city_wrote_on_leaving_is_closed_until_the_others_have_written(client, ana, linn, porto, malmo):
    partnership = a_partnership([porto, malmo, a_member_abroad("Kwale", number=0)])
    terms.leave(partnership, by=linn, city=malmo, reason="No staff.")
    terms.file_review(partnership, by=linn, city=malmo, learned="They never listened.", again="no")
    page = sign_in(client, ana).get(partnership.get_absolute_url()).content.decode()
    assert "They never listened." not in page


def test_nobody_moves_a_stop_to_the_own_city_to_read_who_was_to_come(porto, malmo, ana, linn):
    the_formats()
    visit = a_visit([a_member("Lille"), malmo], [porto], format=VisitFormat.objects.get(code="study_tour"))
    first = visit.stops.get(number=1)
    a_guest_of(visit, porto, "Amina Diallo", first)
    days = {"starts_on": first.starts_on, "ends_on": first.ends_on}
    visits.change_stop(visit, by=linn, stop=first, host=malmo, **days)
    assert [each.name for each in guests_for(linn, visit)] == []


def test_the_days_of_a_stop_change_and_its_list_stays(porto, malmo, ana, linn):
    the_formats()
    visit = a_visit([malmo], [porto], days=3)
    stop = visit.stops.get()
    a_guest_of(visit, porto, "Amina Diallo", stop)
    later = {"starts_on": stop.starts_on + timedelta(days=1), "ends_on": stop.ends_on + timedelta(days=1)}
    visits.change_stop(visit, by=linn, stop=stop, host=malmo, **later)
    assert Guest.objects.get().starts_on == later["starts_on"]


def test_nobody_says_that_another_city_took_a_practice_over(porto, malmo, ana):
    project = a_project([porto, malmo])
    project.tasks.update(done_on=timezone.now().date())
    result, taken = a_resource(porto), a_resource(porto)
    ResourceCity.objects.create(resource=result, city=malmo, role="co_owner")
    with pytest.raises(PermissionDenied):
        projects.finish(project, by=ana, result=result, taken=taken, takers=[malmo])
    assert not Adoption.objects.exists()


def test_a_project_whose_result_is_for_members_is_not_public(client, porto, malmo, ana):
    result = a_resource(porto, sharing=Sharing.GREEN)
    project = a_project([porto, malmo], "planned")
    Project.objects.filter(pk=project.pk).update(status="done", result=result)
    assert client.get(project.get_absolute_url()).status_code == 404
    assert sign_in(client, ana).get(project.get_absolute_url()).status_code == 200


def test_the_public_card_tells_what_all_agreed_to_and_no_more(client, porto, malmo, ana, linn, eve):
    third = a_member_abroad("Kwale", number=0)
    round = a_round("settled", title="Autumn round")
    partnership = a_partnership([porto, malmo, third], origin="round", round=round)
    partnership.partner_cities.filter(city=malmo).update(office="Office for the quiet quarter")
    lead = third.representatives.get(role="lead_contact").user
    terms.leave(partnership, by=lead, city=third, reason="No staff.")
    for person, city in ((ana, porto), (linn, malmo)):
        partnership = partnerships.make_public(partnership, by=person, city=city)
    assert partnership.sharing == Sharing.CLEAR
    address = partnership.get_absolute_url()
    for page in (client.get(address), sign_in(client, eve).get(address)):
        words = page.content.decode()
        assert "Malmö" in words
        for private in ("Kwale", "Office for the quiet quarter", "Autumn round"):
            assert private not in words, private
    words = sign_in(client, ana).get(address).content.decode()
    assert "Kwale" in words and "Office for the quiet quarter" in words and "Autumn round" in words


def test_an_adoption_does_not_carry_the_title_of_a_visit_that_only_members_see(porto, malmo, ana):
    the_formats()
    visit = a_visit([malmo], [porto], "held", title="Quiet talks about the harbour")
    visits.report(visit, by=ana, city=porto, answers=["We saw it."], taken=a_resource(malmo))
    assert "Quiet talks" not in Adoption.objects.get().context


def test_a_guest_list_has_no_page_for_strangers(client, porto, malmo, eve, bo):
    the_formats()
    visit = a_visit([a_member("Lille")], [porto], "confirmed")
    for person in (eve, bo):
        assert sign_in(client, person).get(reverse("twinning:visit_guests", args=[visit.code])).status_code == 404
